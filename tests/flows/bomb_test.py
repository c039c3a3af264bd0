#!/usr/bin/env python3
"""Workbooks that are small and would unpack to a lot (T-16, T-18): each is refused with a reason, and
no process that reads it holds 32 MiB more than for a workbook of one line. Seconds are told, not
judged. QUITUS names the program; QUITUS_HOSTILE the folder of hostile files."""
import os
import pathlib
import random
import struct
import subprocess
import sys
import tempfile
import time
import zipfile

PROGRAM = os.environ.get("QUITUS")
HOSTILE = pathlib.Path(os.environ.get("QUITUS_HOSTILE", "../shared/hostile")) / "xlsx"
EXIT_DATA = 65
GROWTH_KIB = 32 * 1024
MB = 1000 * 1000
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
PARTS = {
    "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types"/>',
    "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r"'
                   f' Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>'
                       '<sheet name="S" sheetId="1" r:id="s"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
                                  f'<Relationship Id="s" Type="{LINKS}/worksheet" Target="worksheets/sheet1.xml"/>'
                                  f'<Relationship Id="t" Type="{LINKS}/sharedStrings" Target="sharedStrings.xml"/>'
                                  '</Relationships>',
}
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
NO_STRINGS = f'{HEAD}<sst xmlns="{MAIN}"/>'
OPEN = f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>'
CLOSE = "</sheetData></worksheet>"
LINE = '<row r="1"><c r="A1"><v>1</v></c></row>'


def pieces(text, size):
    """The text again and again, until it is so long."""
    block = text * max(1, MB // len(text))
    return [block] * (size // len(block))


def book(path, sheet, strings=(NO_STRINGS,), more=()):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in PARTS.items():
            packed.writestr(name, text)
        for name, parts in ((SHEET, sheet), (STRINGS, strings), *more):
            with packed.open(name, "w") as out:
                for part in parts:
                    out.write(part.encode())


def sizes_lie(path):
    """Every entry says that it unpacks to 100 bytes."""
    book(path, [OPEN, *pieces(LINE, 40 * MB), CLOSE])
    data = bytearray(path.read_bytes())
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        struct.pack_into("<I", data, at + 24, 100)
        at += 4
    path.write_bytes(data)


def overlapping(path):
    """A hundred thousand entries of the directory that all mean the same bytes."""
    book(path, [OPEN, LINE, CLOSE])
    data = path.read_bytes()
    start = data.find(b"PK\x01\x02")
    end = data.find(b"PK\x05\x06")
    entries = bytearray(data[start:end])
    one = data[start:data.find(b"PK\x01\x02", start + 4)]
    entries += one * 60000
    tail = bytearray(data[end:])
    struct.pack_into("<HHII", tail, 8, 60005, 60005, len(entries), start)
    path.write_bytes(data[:start] + entries + tail)


def dense_texts(count):
    """Texts that are all different, and yet unpack to fifty times their size."""
    return [f"<si><t>{random.getrandbits(32):08x}{'a' * 600}</t></si>" for _ in range(count)]


def shared_list(rows, columns):
    chance = random.Random(1)
    for _ in range(rows):
        yield "<row>" + "".join(f'<c t="s"><v>{chance.randrange(400)}</v></c>' for _ in range(columns)) + "</row>"


def shared_cells(rows, columns):
    """Every cell is the one shared text."""
    row = "<row>" + '<c t="s"><v>0</v></c>' * columns + "</row>"
    return [OPEN, *[row] * rows, CLOSE]


def made(make, path):
    """By a process of its own: a reader's peak would begin at what this one holds."""
    child = os.fork()
    if child == 0:
        make(path)
        os._exit(0)
    if os.waitpid(child, 0)[1] != 0:
        raise RuntimeError(f"could not make {path}")


def cells(count):
    return ['<row r="1">' + "".join(f"<c><v>{i}</v></c>" for i in range(count)) + "</row>"]


BOMBS = {
    "blanks between the cells": lambda p: book(p, [OPEN, *pieces(" ", 300 * MB), CLOSE]),
    "one text without end": lambda p: book(
        p, [OPEN, '<row r="1"><c r="A1" t="inlineStr"><is><t>', *pieces("a", 300 * MB), "</t></is></c></row>", CLOSE]),
    "one shared text without end": lambda p: book(
        p, [OPEN, LINE, CLOSE], [f'{HEAD}<sst xmlns="{MAIN}"><si><t>', *pieces("a", 300 * MB), "</t></si></sst>"]),
    "shared texts without end": lambda p: book(
        p, [OPEN, LINE, CLOSE], [f'{HEAD}<sst xmlns="{MAIN}">', *pieces("<si><t>aaaa</t></si>", 300 * MB), "</sst>"]),
    "shared texts of nothing": lambda p: book(
        p, [OPEN, LINE, CLOSE], [f'{HEAD}<sst xmlns="{MAIN}">', *pieces("<si/>", 200 * MB), "</sst>"]),
    "lines without end": lambda p: book(p, [OPEN, *pieces("<row><c><v>1</v></c></row>", 300 * MB), CLOSE]),
    "one attribute without end": lambda p: book(p, [OPEN, '<row r="', *pieces("1", 100 * MB), '"/>', CLOSE]),
    "attributes without end": lambda p: book(
        p, [OPEN, "<row ", *[f'a{i}="1" ' for i in range(2000000)], "/>", CLOSE]),
    "elements within elements": lambda p: book(p, [OPEN, *pieces("<a>", 30 * MB)]),
    "a comment without end": lambda p: book(p, [OPEN, "<!--", *pieces("a", 300 * MB), "-->", CLOSE]),
    "laughs by the billion": lambda p: book(p, [
        HEAD, "<!DOCTYPE w [<!ENTITY a0 'ha'>",
        *[f"<!ENTITY a{i} '{f'&a{i - 1};' * 10}'>" for i in range(1, 12)], "]><worksheet>&a11;</worksheet>"]),
    "columns beyond the last": lambda p: book(p, [OPEN, *cells(20000), CLOSE]),
    "merged cells without end": lambda p: book(
        p, [OPEN, LINE, "</sheetData><mergeCells>", *pieces('<mergeCell ref="A1:B2"/>', 300 * MB),
            "</mergeCells></worksheet>"]),
    "styles without end": lambda p: book(p, [OPEN, LINE, CLOSE], more=[
        ("xl/styles.xml", [f'{HEAD}<styleSheet xmlns="{MAIN}"><cellXfs>', *pieces('<xf numFmtId="14"/>', 200 * MB),
                           "</cellXfs></styleSheet>"])]),
    "dense texts": lambda p: book(p, [OPEN, LINE, CLOSE], [
        f'{HEAD}<sst xmlns="{MAIN}">', *dense_texts(100000), "</sst>"]),
    "one long text in every cell": lambda p: book(p, shared_cells(10500, 33), [
        f'{HEAD}<sst xmlns="{MAIN}"><si><t>{"n" * 32000}</t></si></sst>']),
    "long texts in a million cells": lambda p: book(p, [OPEN, *shared_list(50000, 20), CLOSE], [
        f'{HEAD}<sst xmlns="{MAIN}">', *[f"<si><t>{i:04}{'n' * 196}</t></si>" for i in range(400)], "</sst>"]),
    "sizes that lie": sizes_lie,
    "entries by the thousand": overlapping,
}


def read(path):
    """The code of what was found, the most memory of all processes in KiB, the seconds."""
    command = [PROGRAM, "xlsx", "read", str(path), "--json"]
    with tempfile.TemporaryFile() as out:
        start = time.monotonic()
        child = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.monotonic() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        text = out.read(1 << 20).decode(errors="replace")
    return child.returncode, text, usage.ru_maxrss, seconds


def told(number, held, name, detail):
    print(f"{'ok' if held else 'not ok'} {number} - {name}", flush=True)
    print(f"# {detail}", flush=True)
    return held


def main():
    if not PROGRAM:
        print("1..0 # SKIP QUITUS names no program")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        plain = pathlib.Path(folder) / "plain.xlsx"
        made(lambda p: book(p, [OPEN, LINE, CLOSE]), plain)
        code, text, least, _ = read(plain)
        held = told(1, code == 0, "a workbook of one line is read", text[:200].replace("\n", " "))
        large = pathlib.Path(folder) / "large.xlsx"
        made(lambda p: book(p, [OPEN, *shared_list(200000, 20), CLOSE], [
            f'{HEAD}<sst xmlns="{MAIN}">', *[f"<si><t>Dossier suivi au bureau {i:04}</t></si>" for i in range(400)],
            "</sst>"]), large)
        code, text, _, seconds = read(large)
        held &= told(2, code == 0, "200,000 rows of 20 cells that share their texts are read",
                     f"{large.stat().st_size} bytes, exit {code}, {seconds:.2f} s")
        paths = []
        for name, make in BOMBS.items():
            path = pathlib.Path(folder) / f"{len(paths)}.xlsx"
            made(make, path)
            paths.append((name, path))
        for name in ("x06_bomb_50MB_spaces", "x09_lying_size", "x15_zip64_huge", "x22_billion_laughs",
                     "x25_deep_nesting", "x45_one_megabyte_cell"):
            if (HOSTILE / f"{name}.xlsx").exists():
                paths.append((name, HOSTILE / f"{name}.xlsx"))
        for number, (name, path) in enumerate(paths, 3):
            code, text, most, seconds = read(path)
            is_small = most - least < GROWTH_KIB
            is_refused = code == EXIT_DATA
            held &= told(number, is_small and is_refused, f"{name}: refused, in little memory",
                         f"{path.stat().st_size} bytes, exit {code}, {most - least} KiB more, {seconds:.2f} s,"
                         f" {text[:160].strip()!r}")
        print(f"1..{len(paths) + 2}")
    return 0 if held else 1


sys.exit(main())
