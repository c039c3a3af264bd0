#!/usr/bin/env python3
"""Fills the books that clients_fill.py has filled with tasks and requests: board_fill.py BOOKS COUNT.

The server must not run. Due dates lie around 2026-05-13, a Wednesday; half are tasks. One service,
« TVA mensuelle », is behind every third. Who holds a task follows from its number: 1, 2 and nobody.
"""
import datetime
import sqlite3
import sys

TODAY = datetime.date(2026, 5, 13)
TITLES = ["Préparer la CA3", "Lettrer le compte 411", "Réviser la paie", "Contrôler la caisse"]
NAMES = ["Vos éléments de TVA", "Vos variables de paie", "Votre relevé de banque"]
SERVICE, FIRST_ID = 900001, 700001


def service(books, firm):
    books.execute("INSERT INTO category (firm, id, key, title) VALUES (?, ?, '', 'Rappels divers')",
                  (firm, SERVICE))
    books.execute("INSERT INTO service (firm, id, category, key, title, version, archived)"
                  " VALUES (?, ?, ?, '', 'TVA mensuelle', 1, 0)", (firm, SERVICE, SERVICE))
    books.execute("INSERT INTO service_version (firm, service, version, saved_at, saved_by, content)"
                  " VALUES (?, ?, 1, 0, 0, '{}')", (firm, SERVICE))


def occurrence(books, firm, row, client, due_on):
    books.execute("INSERT INTO mission (firm, id, client, name, first_on, state, state_at, state_by,"
                  " created_at, created_by) VALUES (?, ?, ?, 'Exercice 2026', '2026-01-01', 'signed',"
                  " 0, 0, 0, 0)", (firm, row, client))
    books.execute("INSERT INTO mission_service (firm, id, mission, client, service, version, rhythm,"
                  " first_on, anchor_day, quantity, lead_days, lead_working, closed, follows, words,"
                  " next_number, lacks, lacks_change) VALUES (?, ?, ?, ?, ?, 1, 'month', '2026-01-01', 1, 1,"
                  " 10, 0, 'keep', '', '', 1, '', 0)", (firm, row, row, client, SERVICE))
    books.execute("INSERT INTO occurrence (firm, id, mission_service, number, client, due_on, lands_on,"
                  " created_on) VALUES (?, ?, ?, 1, ?, ?, ?, ?)",
                  (firm, row, row, client, due_on, due_on, due_on))


def task(books, firm, row, number, client, of, due_on):
    state = ("todo", "todo", "doing", "review", "done")[number // 2 % 5]
    owner = (1, 2, None)[number // 2 % 3]
    books.execute("INSERT INTO task (firm, id, occurrence, place, client, title, due_on, state, owner,"
                  " holder, minutes, minutes_spent, created_at, done_at)"
                  " VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?, 90, 0, 0, ?)",
                  (firm, row, of, client, TITLES[number // 2 % 4], due_on, state, owner, owner,
                   0 if state == "done" else None))


def request(books, firm, row, number, client, of, due_on):
    state = ("open", "open", "answered", "accepted")[number // 2 % 4]
    books.execute("INSERT INTO request (firm, id, occurrence, place, client, name, instructions, due_on,"
                  " state, needs_payroll, created_at, changed_at) VALUES (?, ?, ?, 1, ?, ?, '', ?, ?, 0,"
                  " 0, 0)", (firm, row, of, client, NAMES[number // 2 % 3], due_on, state))
    item = "given" if state == "answered" else "accepted" if state == "accepted" else "missing"
    books.execute("INSERT INTO item (firm, id, request, client, place, kind, name, is_blocking, state,"
                  " answer, reason, changed_at) VALUES (?, ?, ?, ?, 1, 'answer', 'Montant', 1, ?, '',"
                  " '', 0)", (firm, row, row, client, item))


def main():
    books = sqlite3.connect(sys.argv[1])
    firm = books.execute("SELECT firm FROM member WHERE id = 1").fetchone()[0]
    clients = [row[0] for row in books.execute("SELECT id FROM client WHERE firm = ? ORDER BY id", (firm,))]
    service(books, firm)
    for number in range(int(sys.argv[2])):
        row, client = FIRST_ID + number, clients[number // 2 % len(clients)]
        due_on = (TODAY + datetime.timedelta(days=number * 7 % 41 - 12)).isoformat()
        of = row if number % 3 == 0 else None
        if of:
            occurrence(books, firm, row, client, due_on)
        (request if number % 2 else task)(books, firm, row, number, client, of, due_on)
    for noun in ("task", "request", "item", "mission", "mission_service", "occurrence", "service", "category"):
        books.execute("INSERT INTO sequence (firm, noun, last) VALUES (?, ?, 2000000)"
                      " ON CONFLICT DO UPDATE SET last = 2000000", (firm, noun))
    books.commit()


main()
