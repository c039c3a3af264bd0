#!/usr/bin/env python3
"""Clients with people and requests, written beside the server: space_fill.py BOOKS CLIENTS."""
import hashlib
import sqlite3
import sys

books = sqlite3.connect(sys.argv[1])
count = int(sys.argv[2])


def many(text, rows):
    books.executemany(text, rows)


each = range(101, count + 101)  # beside what the house made itself
many("INSERT INTO client (firm, id, code, name, name_folded, siren, language, state, created_at)"
     " VALUES (1, ?, ?, ?, ?, '', 'fr', 'active', 0)",
     ((i, f"S{i}", f"Transports {i}", f"transports {i}") for i in each))
many("INSERT INTO contact (firm, id, name, name_folded, email, email_folded, email_state,"
     " email_said, phone, language, created_at) VALUES (1, ?, ?, ?, ?, ?, 'ok', '', '', 'fr', 0)",
     ((i, f"Zoé {i}", f"zoe {i}", f"zoe{i}@client.example", f"zoe{i}@client.example") for i in each))
many("INSERT INTO client_contact (firm, client, contact, is_legal, is_main, is_finance, is_payroll,"
     " is_operational, added_at) VALUES (1, ?, ?, 1, 1, 0, 0, 1, 0)", ((i, i) for i in each))
many("INSERT INTO request (firm, id, place, client, name, instructions, due_on, state,"
     " needs_payroll, created_at, changed_at) VALUES"
     " (1, ?, 1, ?, 'Vos éléments de TVA', 'Merci de les déposer ici.', ?, 'open', 0, 0, 0)",
     ((2 * i + j, i, f"2099-04-1{j}") for i in each for j in range(2)))
many("INSERT INTO item (firm, id, request, client, place, kind, name, is_blocking, state, answer,"
     " reason, changed_at) VALUES (1, ?, ?, ?, ?, ?, ?, 1, 'missing', '', '', 0)",
     ((10 * (2 * i + j) + k, 2 * i + j, i, k + 1, kind, name) for i in each for j in range(2)
      for k, (kind, name) in enumerate([("document", "Relevé bancaire"), ("figure", "Effectif"),
                                        ("yes_no", "Un véhicule vendu ?"),
                                        ("document", "Contrat"), ("answer", "Un mot")])))
for noun, last in (("client", count + 100), ("contact", count + 100), ("request", 2 * count + 201),
                   ("item", 20 * count + 2020)):
    books.execute("INSERT INTO sequence (firm, noun, last) VALUES (1, ?, ?)"
                  " ON CONFLICT (firm, noun) DO UPDATE SET last = excluded.last", (noun, last))
books.commit()

# Who is signed in already: space_fill.py BOOKS CLIENTS TERMS NOW_MS.
if len(sys.argv) > 3:
    now = int(sys.argv[4])
    many("INSERT INTO contact_login (firm, contact, invited_at) VALUES (1, ?, 0)", ((i,) for i in each))
    many("INSERT INTO terms_accepted (firm, contact, version, sha256, language, accepted_at, address)"
         " VALUES (1, ?, ?, x'00', 'fr', 0, '')", ((i, sys.argv[3]) for i in each))
    many("INSERT INTO contact_session (firm, id, token_hash, contact, address, agent, created_at,"
         " seen_at, expires_at) VALUES (1, ?, ?, ?, '', '', ?, ?, ?)",
         ((i, hashlib.sha256(i.to_bytes(32, "big")).digest(), i, now, now, now + 3600000)
          for i in each))
    books.commit()
