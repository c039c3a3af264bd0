#!/usr/bin/env python3
"""P-23: kill -9 at random instants of an import of 20,000 clients leaves none of them or all, and the
import of so many holds less than 64 MiB. Speaks TAP. QUITUS names the program.

    tests/flows/import_kill_test.py [--kills 12] [--seed N]
"""
import argparse
import os
import pathlib
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

PROGRAM = os.environ.get("QUITUS")
ROWS = 20000
LIMIT_KIB = 64 * 1024


def sheet(path):
    lines = ["Code dossier;Raison sociale;Représentant légal;E-mail;Téléphone;Étiquettes;Collaborateur"]
    lines += [f"K{i:05};Société {i};Personne {i};p{i}@client.example;02 98 00 00 {i % 100:02};lot {i % 7};personne"
              for i in range(ROWS)]
    path.write_text("\r\n".join(lines), encoding="utf-8")


def clients(folder):
    books = sqlite3.connect(folder / "quitus.db")
    try:
        return tuple(books.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0] for table in ("client", "contact"))
    finally:
        books.close()


def start(folder, *words, **more):
    env = dict(os.environ, QUITUS_CONFIG="/dev/null", QUITUS_STORE_URL=str(folder / "quitus.db"))
    return subprocess.Popen([PROGRAM, *words], cwd=folder, env=env, stdin=subprocess.DEVNULL,
                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more)


def run(folder, *words):
    """The exit code, the most memory in KiB, the seconds."""
    begun = time.monotonic()
    child = start(folder, *words)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return child.returncode, usage.ru_maxrss, time.monotonic() - begun


def killed(folder, after_s, *words):
    child = start(folder, *words, start_new_session=True)
    try:
        child.wait(after_s)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
    return child.returncode == -signal.SIGKILL


def told(number, held, name, detail):
    print(f"{'ok' if held else 'not ok'} {number} - {name}\n# {detail}", flush=True)
    return held


def main():
    wanted = argparse.ArgumentParser()
    wanted.add_argument("--kills", type=int, default=12)
    wanted.add_argument("--seed", type=int, default=int(time.time()))
    wanted = wanted.parse_args()
    if not PROGRAM:
        print("1..0 # SKIP QUITUS names no program")
        return 0
    roll = random.Random(wanted.seed)
    with tempfile.TemporaryDirectory() as place:
        trial, folder = pathlib.Path(place) / "trial", pathlib.Path(place) / "books"
        for one in (trial, folder):
            one.mkdir()
            sheet(one / "clients.csv")
            run(one, "init")
        before = clients(folder)
        after = (before[0] + ROWS, before[1] + ROWS)
        code, kib, seconds = run(trial, "client", "import", "clients.csv")
        held = told(1, code == 0 and clients(trial) == after and kib < LIMIT_KIB,
                    "20,000 clients are imported in less than 64 MiB", f"exit {code}, {kib} KiB, {seconds:.1f} s")
        kills, wrong = 0, []
        for part in range(wanted.kills):  # earlier ones first: the one that ends is the last
            kills += killed(folder, (part + roll.random()) / wanted.kills * seconds, "client", "import", "clients.csv")
            if clients(folder) not in (before, after):
                wrong.append(clients(folder))
            if clients(folder) == after:
                break
        held &= told(2, not wrong and kills > 0, "killed in the middle it leaves none or all",
                     f"seed {wanted.seed}: {kills} kills, {before} before; {wrong}")
        code, _, _ = run(folder, "client", "import", "clients.csv")
        held &= told(3, code == 0 and clients(folder) == after, "begun again it writes them once",
                     f"exit {code}, {clients(folder)}")
    print("1..3")
    return 0 if held else 1


sys.exit(main())
