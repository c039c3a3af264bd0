/* P-23: many rows that are new, figures, columns chosen by hand, a writing that is stopped. */
#include "client/roster_new.h"

#include <string.h>

#include "client/test_roster.h"
#include "store/test_world.h"

static const char *const fresh[][CELLS] = {
    { "Code dossier", "Raison sociale", "SIREN", "Représentant légal", "E-mail", "Étiquettes" },
    { "", "Sans code", "552100554", "Jeanne Roy", "jeanne@b.example", "or, a suivre" },
    { "N2", "Deux", "", "J. Roy", "Jeanne@B.example", "or" },
    { "N3", "Trois", "", "", "seul@b.example", "" },
    { "N4", "Quatre", "", "", "", "" },
};

/* P-2, P-3, P-6: many new at once are what one after another would be: an address is one person,
 * who is named is the main contact, a number is the code of who has none. Undone, all of it goes.
 */
static void test_new_together(struct ctx *cx)
{
    struct roster_import import;

    begin(cx);
    int64_t id = take(cx, fresh, COUNT_OF(fresh), &import);
    assert_counts(&import, 4, 0, 0, 0);
    write(cx, id);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM contact"), 2);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM contact WHERE name = 'seul@b.example'"), 1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM client_contact WHERE is_main = 1"), 2);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM client_contact WHERE is_operational = 1"), 1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM client WHERE code LIKE 'D0%'"), 1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM client WHERE state = 'active'"), 2);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM client_tag"), 3);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM client_life l JOIN client c ON c.id = l.client"
                            " AND c.state = l.state"),
                     4);
    assert_int_equal(number(cx, "SELECT COUNT(DISTINCT changed) FROM client"), 2);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM client_import_block"), 0);
    assert_true(roster_import_undo(cx, id, NULL));
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM client"), 0);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM contact"), 0);
}

static const char *const closed[][CELLS] = {
    { "Code dossier", "Raison sociale", "Confidentiel", "Collaborateur", "Réviseur", "Offre" },
    { "C1", "Secret", "oui", "m.durand", "", "" },
    { "C2", "Ouvert", "non", "m.durand", "m.durand", "" },
};

/* P-9: whoever gives a confidential client to themselves by a file leaves a trace, too. */
static void test_new_confidential(struct ctx *cx)
{
    struct roster_import import;

    begin(cx);
    int64_t id = take(cx, closed, COUNT_OF(closed), &import);
    write(cx, id);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM visit WHERE mode = 'assign'"), 1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM assignment"), 3);
    assert_true(roster_import_undo(cx, id, NULL));
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM assignment a JOIN client c ON c.id = a.client"
                            " AND c.code = 'C2'"),
                     0);
}

static const char *const bare[][CELLS] = {
    { "Code dossier", "Raison sociale", "SIREN", "Confidentiel", "Réviseur", "E-mail" },
    { "D001", "Boulangerie", "732829320", "oui", "m.durand", "" },
    { "D002", "Garage", "552100554", "oui", "", "" },
    { "D003", "Zinc", "", "oui", "inconnu", "" },
};

static const char *const opened[][CELLS] = {
    { "Code dossier", "Confidentiel", "Réviseur", "", "", "" },
    { "D001", "non", "", "", "", "" },
    { "D002", "", "m.durand", "", "", "" },
};

/* P-9, P-23: a row that would leave a confidential client to nobody is a faulty one, new or not;
 * what was written is not undone to that either. */
static void test_bare(struct ctx *cx)
{
    struct roster_import import;

    begin(cx);
    (void)take(cx, bare, COUNT_OF(bare), &import);
    assert_counts(&import, 1, 0, 0, 2);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM client_import_row WHERE verdict = 'faulty'"
                            " AND notes LIKE '%ROSTER-CONFIDENTIEL%'"),
                     2);
    write(cx, import.id);
    assert_true(books_run_text(
        cx,
        "INSERT INTO client (firm, id, code, name, name_folded, siren, language, state, created_at)"
        " VALUES (1, 902, 'D002', 'Garage', 'garage', '552100554', 'fr', 'active', 0)"));
    (void)take(cx, bare, COUNT_OF(bare), &import);
    assert_counts(&import, 0, 0, 1, 2);
    int64_t id = take(cx, opened, COUNT_OF(opened), &import);
    assert_counts(&import, 0, 2, 0, 0);
    write(cx, id);
    assert_true(books_run_text(cx, "UPDATE client SET is_confidential = 1 WHERE id = 902"));
    assert_true(
        books_run_text(cx, "UPDATE assignment SET last_on = '2026-04-30' WHERE client <> 902"));
    assert_true(roster_import_undo(cx, id, NULL));
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM assignment WHERE client = 902"), 1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM client WHERE is_confidential = 1"), 1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM client_import_row WHERE undone = 'kept'"), 2);
}

static const char *const figures[][CELLS] = {
    { "Code dossier", "SIREN", "Solde", "Justificatifs manquants", "Dépenses prêtes", "Note" },
    { "D001", "", "1 234,56", "3", "2", "" },
    { "", "552100554", "-12,00", "0", "", "" },
    { "D009", "", "1", "1", "1", "" },
};

/* Issue 4: figures of another software come by SIREN or code, add no client, and go again. */
static void test_figures(struct ctx *cx)
{
    struct roster_import import;

    begin(cx);
    int64_t clients = take(cx, first, COUNT_OF(first), &import);
    write(cx, clients);
    int64_t id = take_as(cx, ROSTER_FIGURES, figures, COUNT_OF(figures), &import);
    assert_counts(&import, 0, 2, 0, 1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM client_figure"), 0);
    write(cx, id);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM client"), 2);
    assert_int_equal(number(cx,
                            "SELECT f.wallet_cents FROM client_figure f JOIN client c"
                            " ON c.id = f.client AND c.code = 'D001' WHERE"
                            " f.missing_receipts = 3 AND f.ready_exports = 2"),
                     123456);
    assert_int_equal(number(cx,
                            "SELECT f.wallet_cents FROM client_figure f JOIN client c"
                            " ON c.id = f.client AND c.code = 'D002'"),
                     -1200);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM client_import_row WHERE notes LIKE"
                            " '%ROSTER-INCONNU%' AND cells <> ''"),
                     1);
    (void)take_as(cx, ROSTER_FIGURES, figures, COUNT_OF(figures), &import);
    assert_counts(&import, 0, 0, 2, 1);
    assert_true(roster_import_undo(cx, id, NULL));
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM client_figure"), 0);
}

static const char *const headed[][CELLS] = {
    { "CODE DOSSIER", "raison  sociale", "Siren", "Representant legal", "E-MAIL", "collaborateur" },
    { "D005", "Épicerie", "", "", "", "Offre Or" },
};

static const char *const others[][CELLS] = {
    { "Code dossier", "Raison sociale", "SIREN", "E-mail", "Offre", "Hub" },
    { "D006", "Autre", "", "", "Or", "" },
};

/* P-23: the columns that a person chose are proposed for the next file with these heads, whoever
 * wrote them; a file with others keeps what its heads say. */
static void test_map_remembered(struct ctx *cx)
{
    struct roster_import import;

    begin(cx);
    int64_t id = take(cx, first, COUNT_OF(first), &import);
    struct roster_map map = import.map;
    assert_int_equal(map.columns[ROSTER_HOLDER], 5);
    map.columns[ROSTER_HOLDER] = ROSTER_NO_COLUMN;
    map.columns[ROSTER_PLAN] = 5;
    assert_true(roster_import_map(cx, id, &map));
    write(cx, id);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM client WHERE plan = 'm.durand'"), 1);
    (void)take(cx, headed, COUNT_OF(headed), &import);
    assert_int_equal(import.map.columns[ROSTER_PLAN], 5);
    assert_int_equal(import.map.columns[ROSTER_HOLDER], ROSTER_NO_COLUMN);
    (void)take(cx, others, COUNT_OF(others), &import);
    assert_int_equal(import.map.columns[ROSTER_PLAN], 4);
}

/* How far it is can be seen; stopped in the middle nothing is written, and it can be begun again.
 */
static void test_progress(struct ctx *cx)
{
    struct roster_progress progress = { .stops = true };
    struct roster_import import;
    bool is_stale;

    begin(cx);
    int64_t id = take(cx, first, COUNT_OF(first), &import);
    assert_false(roster_import_do(cx, id, &progress, &is_stale));
    assert_string_equal(cx->fault.code, "ROSTER-ARRET");
    cx->fault = (struct fault){ 0 };
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM client"), 0);
    progress.stops = false;
    progress.done = 0;
    assert_true(roster_import_do(cx, id, &progress, &is_stale));
    assert_int_equal(progress.done, 2);
    assert_int_equal(progress.total, 2);
}

enum { MANY = 3000 };

/* The heads, clients with a code each, one of them twice far apart, and a sum below them. */
static struct roster_file many_of(struct ctx *cx)
{
    const char *(*rows)[CELLS] = arena_alloc(cx->arena, MANY + 2, sizeof *rows);

    for (size_t i = 0; i < MANY + 2; i++)
        for (size_t at = 0; at < CELLS; at++)
            rows[i][at] = i == 0 ? closed[0][at] : "";
    for (size_t i = 1; i <= MANY; i++) {
        rows[i][0] = arena_format(cx->arena, "M%04zu", i == MANY ? 1 : i);
        rows[i][1] = arena_format(cx->arena, "Une société dont le nom remplit les blocs %zu", i);
    }
    rows[MANY + 1][0] = "Total";
    return file_of(cx, ROSTER_CLIENTS, (const char *const(*)[CELLS])rows, MANY + 2);
}

/* P-23: rows that are many blocks are judged as one file, written once and taken back whole; who
 * stops the taking back has changed nothing. */
static void test_many(struct ctx *cx)
{
    struct roster_progress stopped = { .stops = true }, seen = { 0 };
    struct roster_import import;
    bool is_stale = true;
    int64_t id;

    begin(cx);
    const struct roster_file file = many_of(cx);
    assert_true(file.rows.count > 3);
    assert_true(roster_import_add(cx, ROSTER_CLIENTS, &file, &id));
    assert_true(roster_import_find(cx, id, &import));
    assert_counts(&import, MANY - 2, 0, 0, 2);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM client_import_row WHERE (number = 2 AND notes"
                            " LIKE '%PLUS-LOIN%3001%') OR (number = 3001 AND notes LIKE"
                            " '%DOUBLE\"%\"2\"%')"),
                     2);
    assert_true(roster_import_do(cx, id, &seen, &is_stale) && !is_stale);
    assert_int_equal(seen.done, MANY - 2);
    assert_int_equal(number(cx, "SELECT COUNT(DISTINCT code) FROM client"), MANY - 2);
    assert_false(roster_import_undo(cx, id, &stopped));
    assert_string_equal(cx->fault.code, "ROSTER-ARRET");
    cx->fault = (struct fault){ 0 };
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM client"), MANY - 2);
    assert_true(roster_import_undo(cx, id, NULL));
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM client"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_many),     BOOKS_EACH(test_new_together), BOOKS_EACH(test_new_confidential),
        BOOKS_EACH(test_bare),     BOOKS_EACH(test_figures),      BOOKS_EACH(test_map_remembered),
        BOOKS_EACH(test_progress),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
