#!/usr/bin/env python3
"""Fills the books of a firm with clients, straight into the file: clients_fill.py BOOKS COUNT.

The server must not run. Names are made up; who works for whom, and what is late, follows from the
number. Two more members are added: Ken Ozu, an accountant, and Zoé Abel, an accountant of nobody's;
their password is the first member's.
"""
import sqlite3
import sys
import unicodedata

FIRSTS = ["Boulangerie", "Garage", "Transports", "Menuiserie", "Cabinet", "Atelier", "Éditions",
          "Pharmacie", "Plomberie", "Hôtel", "Librairie", "Fleurs"]
LASTS = ["Martin", "Perrin", "Rivoal", "Le Goff", "Dupont", "Müller", "Kerbrat", "Costa", "Aubry",
         "Lefèvre", "Moreau", "Bernard", "Petit", "Robert", "Richard"]
FIRST_ID = 101
ADMIN, KEN, ZOE = 1, 2, 3


def fold(text):
    plain = unicodedata.normalize("NFD", text.casefold().replace("œ", "oe").replace("’", " "))
    return "".join(c for c in plain if not unicodedata.combining(c)).replace("-", " ")


def luhn(digits):
    total = 0
    for place, digit in enumerate(reversed(digits + "0")):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def siren(number):
    start = f"{30000000 + number * 37 % 60000000:08d}"
    return start + luhn(start)


def members(books):
    firm, secret = books.execute("SELECT firm, password_hash FROM member WHERE id = 1").fetchone()
    for number, name, email in ((KEN, "Ken Ozu", "ken@cabinet.example"),
                                (ZOE, "Zoé Abel", "zoe@cabinet.example")):
        books.execute("INSERT INTO member (firm, id, name, email, email_folded, password_hash, role,"
                      " language, state, created_at) VALUES (?, ?, ?, ?, ?, ?, 'accountant', 'fr',"
                      " 'active', 0)", (firm, number, name, email, email, secret))
    books.execute("INSERT INTO hub (firm, id, name, name_folded, created_at) VALUES (?, 1, 'Paris', 'paris', 0),"
                  " (?, 2, 'Rennes', 'rennes', 0)", (firm, firm))
    for noun in ("member", "hub", "client", "contact", "assignment", "request", "obligation"):
        books.execute("INSERT INTO sequence (firm, noun, last) VALUES (?, ?, 1000000)"
                      " ON CONFLICT DO UPDATE SET last = 1000000", (firm, noun))
    return firm


def client(books, firm, number):
    row = FIRST_ID + number
    name = f"{FIRSTS[number % len(FIRSTS)]} {LASTS[number // 12 % len(LASTS)]} {number}"
    if number == 0:
        name = "L’Œnologie du Port"
    state = "active" if number % 100 > 1 else "onboarding" if number % 100 else "invited"
    books.execute("INSERT INTO client (firm, id, hub, code, name, name_folded, siren, siret,"
                  " legal_form, sector, plan, language, state, created_at, changed)"
                  " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'SARL', ?, ?, 'fr', ?, 0, 1)",
                  (firm, row, 1 + number % 2, f"D{number:05d}", name, fold(name), siren(number),
                   siren(number) + "00017", ("BTP", "Commerce", "Santé")[number % 3],
                   ("Essentiel", "Complet")[number % 2], state))
    person = f"{LASTS[number % len(LASTS)]} Contact{number}"
    books.execute("INSERT INTO contact (firm, id, name, name_folded, email, email_folded,"
                  " email_state, email_said, phone, language, created_at)"
                  " VALUES (?, ?, ?, ?, ?, ?, ?, '', '', 'fr', 0)",
                  (firm, row, person, fold(person), f"c{number}@client.example",
                   f"c{number}@client.example", "ok" if number % 10 else "bounced"))
    books.execute("INSERT INTO client_contact VALUES (?, ?, ?, ?, 0, 0, 0, 0, 0)",
                  (firm, row, row, int(number % 20 > 0)))
    if number % 4 == 0:
        books.execute("INSERT INTO assignment (firm, id, client, member, function, first_on, by)"
                      " VALUES (?, ?, ?, ?, 'holder', '2020-01-01', 0)",
                      (firm, row, row, ADMIN if number % 8 == 0 else KEN))
    if number % 3 == 0:
        books.execute("INSERT INTO client_figure VALUES (?, ?, ?, ?, ?, 0)",
                      (firm, row, number * 100 - 5000, number % 7, number % 5))
    if number % 2 == 0:
        books.execute("INSERT INTO standing VALUES (?, ?, ?, 3, ?)",
                      (firm, row, number * 1000, number % 3))
        if number % 6 == 0:
            books.execute("INSERT INTO ageing VALUES (?, ?, 'due', '2020-02-01', ?, 2, 1)",
                          (firm, row, number * 500))
    if number % 9 == 0:  # a step of a day that never comes: the worker lets it be
        books.execute("INSERT INTO obligation (firm, id, kind, subject, cycle, version, client,"
                      " capacity, issuer, person, scenario, scenario_version, state, opened_on, due_on,"
                      " owed_cents, dealt, next_look_on, held, paused, taken_over) VALUES (?, ?, 'invoice',"
                      " ?, 1, 1, ?, 'invoice', ?, 1, 1, 1, 'open', '2020-01-01', '2020-01-01', 0, '', ?, '',"
                      " 0, 0)", (firm, row, row, row, row, f"2099-0{1 + number % 7}-01"))
    for late in range(number % 11 - 7):
        books.execute("INSERT INTO request (firm, id, place, client, name, instructions, due_on, state,"
                      " needs_payroll, created_at, changed_at) VALUES (?, ?, 1, ?, 'Relevés', '',"
                      " '2020-01-01', 'open', 0, 0, 0)", (firm, row * 10 + late, row))
    if number % 5 == 0:
        books.execute("INSERT INTO client_tag VALUES (?, ?, 'Holding')", (firm, row))


def main():
    books = sqlite3.connect(sys.argv[1])
    firm = members(books)
    for number in range(int(sys.argv[2])):
        client(books, firm, number)
    books.execute("INSERT INTO client_changes (firm, last, whole) VALUES (?, 1, 1)"
                  " ON CONFLICT DO UPDATE SET last = last + 1, whole = last + 1", (firm,))
    books.commit()


main()
