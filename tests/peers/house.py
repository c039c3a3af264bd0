"""A house for a proof in Python: the program on books of its own, with reminders to come.

One invoice a customer, so many due on each working day; what must leave on which day follows from
a calendar of our own, which shares nothing with the program's. The books lie in memory where the
system has such a folder.
"""
import collections
import datetime
import http.client
import os
import pathlib
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = os.environ.get("QUITUS", str(ROOT / "build" / "release" / "quitus"))
ADMIN = {"email": "claire@cabinet.example", "password": "un-long-mot-de-passe-42"}
FIRST_DAY = datetime.date(2026, 7, 20)  # from here to 1 November no working day is a holiday
DUE_DAYS = 45                           # working days on which something is due
MAILS, CALLS = (-8, 1, 14), (30,)       # the steps of the first scenario, in days after due
FEC_HEAD = ("JournalCode JournalLib EcritureNum EcritureDate CompteNum CompteLib CompAuxNum "
            "CompAuxLib PieceRef PieceDate EcritureLib Debit Credit EcritureLet DateLet ValidDate "
            "Montantdevise Idevise")


def later(day, days):
    return day + datetime.timedelta(days)


def working(day):
    while day.weekday() > 4:
        day = later(day, 1)
    return day


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class House:
    def __init__(self, customers):
        memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
        self.folder = tempfile.mkdtemp(prefix="quitus-house-", dir=memory)
        self.log = open(os.path.join(self.folder, "log"), "wb")
        self.port, self.mail_url = free_port(), "eml:" + os.path.join(self.folder, "mail")
        self.day, self.child = FIRST_DAY, None
        self.plan(customers)

    def plan(self, customers):
        """What is due when, and the (customer, step) of each day."""
        span = [later(FIRST_DAY, 9 + i) for i in range(DUE_DAYS * 7 // 5)]
        days = [day for day in span if day == working(day)]
        self.due = {i: days[i % len(days)] for i in range(1, customers + 1)}
        self.meant = {(i, step): working(later(due, step)) for i, due in self.due.items()
                      for step in MAILS + CALLS}
        self.mails_on = collections.Counter(day for (_, step), day in self.meant.items()
                                            if step in MAILS)

    def remove(self):
        if self.child:
            self.end(signal.SIGKILL)
        shutil.rmtree(self.folder)

    # The program.

    def env(self):
        return dict(os.environ, LANG="fr_FR.UTF-8", QUITUS_CONFIG="/dev/null",
                    QUITUS_STORE_URL=os.path.join(self.folder, "quitus.db"),
                    QUITUS_CLOCK_FROZEN=f"{self.day}T09:00:00Z", QUITUS_HTTP_PORT=str(self.port),
                    QUITUS_MAIL_PER_MINUTE="60000", QUITUS_MAIL_URL=self.mail_url, QUITUS_MAIL_FROM="relances@cabinet.example")

    def run(self, *words):
        done = subprocess.run([PROGRAM, *words], env=self.env(), capture_output=True, text=True,
                              check=False)
        if done.returncode != 0:
            raise RuntimeError(f"{words}: {done.stdout} {done.stderr}")
        return done.stdout

    def start(self, role):
        self.child = subprocess.Popen([PROGRAM, role], env=self.env(), stdin=subprocess.DEVNULL,
                                      stdout=subprocess.DEVNULL, stderr=self.log)

    def end(self, number):
        """Its exit status: -9 for what was killed at work, 0 for what stopped when told to."""
        child, self.child = self.child, None
        child.send_signal(number)
        return child.wait()

    def said(self):
        return pathlib.Path(self.log.name).read_text(errors="replace")[-2000:]

    def books(self, sql):
        with sqlite3.connect(f"file:{self.folder}/quitus.db?mode=ro", uri=True) as books:
            return books.execute(sql).fetchall()

    # Its books.

    def make(self):
        key = re.search(r"key=([\w-]+)", self.run("init", "--json")).group(1)
        file = os.path.join(self.folder, "732829320FEC20261231.txt")
        pathlib.Path(file).write_text(self.accounts())
        self.run("client", "add", "--name", "Garage Perrin", "--siren", "732829320")
        self.run("import", "fec", file, "--client", "1")
        self.start("serve")
        self.give_addresses(key)
        self.end(signal.SIGTERM)

    def approve(self):
        """What an import makes wait for a person's first approval leaves by itself."""
        with sqlite3.connect(os.path.join(self.folder, "quitus.db")) as books:
            books.execute("INSERT INTO approval VALUES (1, 1, 1, 1)")

    def accounts(self):
        lines = [FEC_HEAD.split()]
        for i, due in sorted(self.due.items(), key=lambda pair: (pair[1], pair[0])):
            day = later(due, -30).strftime("%Y%m%d")
            entry, what = ["VE", "Ventes", str(i), day], [f"F-{i}", day, f"Facture F-{i}"]
            end = ["", "", day, "", ""]
            lines.append([*entry, "411000", "Clients", f"C{i}", f"Client {i}", *what, "100,00",
                          "0,00", *end])
            lines.append([*entry, "706000", "Prestations", "", "", *what, "0,00", "100,00", *end])
        return "\r\n".join("\t".join(line) for line in lines) + "\r\n"

    def ask(self, method, where, **fields):
        wire = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        heads = {"Origin": f"http://127.0.0.1:{self.port}", "Cookie": self.cookie,
                 "Content-Type": "application/x-www-form-urlencoded"}
        wire.request(method, where, urllib.parse.urlencode(fields), heads)
        answer = wire.getresponse()
        self.cookie = (answer.getheader("Set-Cookie") or self.cookie).split(";")[0]
        return answer.read().decode()

    def wait_for_door(self):
        for _ in range(600):
            try:
                return self.ask("GET", "/healthz")
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("the server does not answer: " + self.said())

    def give_addresses(self, key):
        self.cookie = ""
        self.wait_for_door()
        self.ask("POST", "/installation", key=key, firm="Lemoine", name="Claire Moreau",
                 password_again=ADMIN["password"], **ADMIN)
        self.ask("POST", "/connexion", next="/", **ADMIN)
        token = re.search(r'name="token" value="([^"]+)"', self.ask("GET", "/clients")).group(1)
        self.ask("POST", "/clients/1/adresses/coller", token=token, confirm="1",
                 text="\n".join(f"C{i};c{i}@client.example" for i in self.due))
