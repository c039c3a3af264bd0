/*
 * For tests only: files of clients as rows in the text of a test, into the books of firm 1, where
 * Marie Durand imports.
 */
#ifndef CLIENT_TEST_ROSTER_H
#define CLIENT_TEST_ROSTER_H

#include "client/roster_import.h"
#include "store/test_books.h"

enum { CELLS = 6 };

/* Rows as they come out of a file; the first are the heads. "" is an empty cell. */
static inline struct roster_file file_of(struct ctx *cx, enum roster_kind kind,
                                         const char *const (*rows)[CELLS], size_t count)
{
    struct roster_file file = { .name = "clients.csv",
                                .encoding = "utf-8",
                                .separator = ";",
                                .sheet = "",
                                .head_row = 1,
                                .count = count - 1 };

    file.rows.arena = cx->arena;
    for (size_t i = 0; i < count; i++) {
        struct sheet_cell cells[CELLS];
        struct sheet_row row = { (int64_t)i + 1, (int64_t)i + 1, CELLS, cells, false };
        for (size_t at = 0; at < CELLS; at++)
            cells[at] = (struct sheet_cell){ *rows[i][at] ? SHEET_TEXT : SHEET_EMPTY, rows[i][at] };
        const char *packed = roster_pack(cx->arena, &row);
        if (i == 0) {
            assert_true(roster_head_read(cx->arena, kind, &row, &file.map) > 1);
            file.heads = packed;
        } else {
            const struct roster_row below = { row.number, row.line, false, packed };
            roster_blocks_put(&file.rows, &below);
        }
    }
    roster_blocks_end(&file.rows);
    return file;
}

static const char *const first[][CELLS] = {
    { "Code dossier", "Raison sociale", "SIREN", "Représentant légal", "E-mail", "Collaborateur" },
    { "D001", "Boulangerie", "732829320", "Jeanne Roy", "jeanne@b.example", "m.durand" },
    { "D002", "Garage", "552100554", "", "", "" },
    { "D003", "", "552100555", "", "", "" },
};

static inline int64_t number(struct ctx *cx, const char *text)
{
    int64_t found;

    assert_true(books_number(cx, text, &found));
    return found;
}

static inline void begin(struct ctx *cx)
{
    assert_true(books_firm(cx, 1));
    assert_true(date_parse("2026-03-31", &cx->today));
    assert_true(books_run_text(
        cx,
        "INSERT INTO member (firm, id, name, email, email_folded, role, language, state,"
        " created_at) VALUES (1, 1, 'Marie Durand', 'm.durand@x.fr', 'm.durand@x.fr',"
        " 'admin', 'fr', 'active', 0)"));
    cx->actor = 1;
}

static inline int64_t take_as(struct ctx *cx, enum roster_kind kind,
                              const char *const (*rows)[CELLS], size_t count,
                              struct roster_import *import)
{
    struct roster_file file = file_of(cx, kind, rows, count);
    int64_t id;

    assert_true(roster_import_add(cx, kind, &file, &id));
    assert_true(roster_import_find(cx, id, import));
    return id;
}

static inline int64_t take(struct ctx *cx, const char *const (*rows)[CELLS], size_t count,
                           struct roster_import *import)
{
    return take_as(cx, ROSTER_CLIENTS, rows, count, import);
}

static inline void write(struct ctx *cx, int64_t id)
{
    bool is_stale = true;

    assert_true(roster_import_do(cx, id, NULL, &is_stale));
    assert_false(is_stale);
}

static inline void assert_counts(const struct roster_import *import, int64_t created,
                                 int64_t changed, int64_t same, int64_t faulty)
{
    assert_int_equal(import->counts.created, created);
    assert_int_equal(import->counts.changed, changed);
    assert_int_equal(import->counts.same, same);
    assert_int_equal(import->counts.faulty, faulty);
}

#endif
