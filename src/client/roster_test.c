/* P-23: a file into the books and out again, on both engines; P-9: what the actor may not see. */
#include "client/roster_import.h"

#include <string.h>

#include "client/client.h"
#include "client/test_roster.h"
#include "store/test_world.h"

/* Nothing before it is confirmed; good rows then; bad ones stay with their cells; the same file
 * again changes nothing; undone, nothing is left. */
static void test_whole(struct ctx *cx)
{
    struct roster_import import;

    begin(cx);
    int64_t id = take(cx, first, COUNT_OF(first), &import);
    assert_counts(&import, 2, 0, 0, 1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM client"), 0);
    write(cx, id);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM client"), 2);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM client WHERE state = 'active'"), 1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM client_contact WHERE is_main = 1"), 1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM assignment WHERE function = 'holder'"), 1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM client_import_row WHERE cells <> ''"), 1);
    (void)take(cx, first, COUNT_OF(first), &import);
    assert_counts(&import, 0, 0, 2, 1);
    assert_true(roster_import_undo(cx, id, NULL));
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM client"), 0);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM contact"), 0);
    assert_false(roster_import_undo(cx, id, NULL));
    assert_string_equal(cx->fault.code, "ROSTER-PAS-FAIT");
}

static const char *const second[][CELLS] = {
    { "Code dossier", "Raison sociale", "SIREN", "Représentant légal", "E-mail", "Offre" },
    { "d001", "Boulangerie Roy", "", "", "", "Or" },
    { "D002", "Garage du Port", "", "", "", "" },
};

/* What somebody changed since stays; the rest goes back. A client with something on it is kept. */
static void test_undo(struct ctx *cx)
{
    struct roster_import import;

    begin(cx);
    int64_t one = take(cx, first, COUNT_OF(first), &import);
    write(cx, one);
    int64_t two = take(cx, second, COUNT_OF(second), &import);
    assert_counts(&import, 0, 2, 0, 0);
    write(cx, two);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM client WHERE plan = 'Or'"), 1);
    assert_true(books_run_text(cx, "UPDATE client SET name = 'Autre' WHERE code = 'D002'"));
    assert_true(roster_import_undo(cx, two, NULL));
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM client WHERE name = 'Boulangerie'"
                            " AND plan = '' AND code = 'D001'"),
                     1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM client WHERE name = 'Autre'"), 1);
    assert_int_equal(number(cx, "SELECT kept_count FROM client_import WHERE id = 2"), 1);
    assert_true(
        books_run_text(cx,
                       "INSERT INTO standing (firm, client, open_cents, customers, unreached)"
                       " SELECT 1, id, 0, 0, 0 FROM client WHERE code = 'D001'"));
    assert_true(roster_import_undo(cx, one, NULL));
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM client WHERE state = 'archived'"), 1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM client"), 1);
}

/* Between the preview and the confirmation somebody else adds the client: it is shown anew. */
static void test_stale(struct ctx *cx)
{
    struct client client = {
        .code = "D002", .name = "Garage", .siren = "552100554", .language = "fr", .state = "active"
    };
    struct roster_import import;
    bool is_stale = false;

    begin(cx);
    int64_t id = take(cx, first, COUNT_OF(first), &import);
    assert_true(client_add(cx, &client));
    assert_true(roster_import_do(cx, id, NULL, &is_stale));
    assert_true(is_stale);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM client"), 1);
    assert_true(roster_import_find(cx, id, &import));
    assert_counts(&import, 1, 0, 1, 1);
    write(cx, id);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM client"), 2);
}

static const char *const third[][CELLS] = {
    { "Code dossier", "Raison sociale", "SIREN", "E-mail", "Offre", "Hub" },
    { "SECRET", "Autre", "", "", "", "" },
    { "", "Neuf", "732829320", "", "", "" },
    { "N1", "Neuf", "552100554", "", "", "" },
    { "E1", "Un", "", "", "", "" },
    { "e1 ", "Deux", "", "", "", "" },
};

/* P-9: a confidential client's code is taken, and that is all that is told; its SIREN meets
 * nobody. A code that nobody has gives way to the SIREN. The same code twice is taken not at all.
 */
static void test_match(struct ctx *cx)
{
    struct client secret = { .code = "SECRET",
                             .name = "S",
                             .siren = "732829320",
                             .language = "fr",
                             .state = "active",
                             .is_confidential = true };
    struct client known = { .code = "552100554",
                            .name = "Garage",
                            .siren = "552100554",
                            .language = "fr",
                            .state = "active" };
    struct roster_import import;

    begin(cx);
    assert_true(client_add(cx, &secret) && client_add(cx, &known));
    int64_t id = take(cx, third, COUNT_OF(third), &import);
    assert_counts(&import, 1, 1, 0, 3);
    write(cx, id);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM client WHERE code = 'N1' AND id = 2"), 1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM client WHERE siren = '732829320'"), 2);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM client_import_row WHERE notes LIKE"
                            " '%ROSTER-RESERVE%'"),
                     1);
    cx->actor = 2;
    assert_false(roster_import_find(cx, id, &import));
    assert_string_equal(cx->fault.code, "IMPORT-ABSENT");
}

static const char *const doubles[][CELLS] = {
    { "Code dossier", "Raison sociale", "SIREN", "E-mail", "Offre", "Hub" },
    { "D0001", "Nouveau", "000000018", "", "", "" },
    { "", "Autre", "000000018", "", "", "" },
    { "", "Tiers", "732829320", "", "", "" },
    { "D0002", "Quart", "", "", "", "" },
    { "", "Deux", "552100554", "", "", "" },
    { "N2", "Deux", "552100554", "", "", "" },
};

/* P-23, P-8: a row without a code is the client of its SIREN: where another row is that client by
 * its code, the one without is a double of it, and no second client comes of it. */
static void test_double(struct ctx *cx)
{
    struct client one = {
        .code = "D0001", .name = "Ancien", .siren = "000000018", .language = "fr", .state = "active"
    };
    struct client two = {
        .code = "D0002", .name = "Tiers", .siren = "732829320", .language = "fr", .state = "active"
    };
    struct roster_import import;

    begin(cx);
    assert_true(client_add(cx, &one) && client_add(cx, &two));
    int64_t id = take(cx, doubles, COUNT_OF(doubles), &import);
    assert_counts(&import, 1, 2, 0, 3);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM client_import_row WHERE number = 3"
                            " AND notes LIKE '%ROSTER-DOUBLE\"%\"2\"%'"),
                     1);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM client_import_row WHERE number IN (4, 6)"
                            " AND notes LIKE '%ROSTER-DOUBLE-PLUS-LOIN%'"),
                     2);
    write(cx, id);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM client"), 3);
}

static const char *const shared[][CELLS] = {
    { "Code dossier", "Raison sociale", "SIREN", "E-mail", "Offre", "Hub" },
    { "T1", "A", "732829320", "", "", "" },
    { "T2", "B", "732829320", "", "", "" },
    { "T3", "B", "73282932000074", "", "", "" },
    { "T4", "C", "552100554", "", "", "" },
    { "D0001", "Ancien", "", "", "", "" },
    { "T5", "Ancien", "000000018", "", "", "" },
};

/* P-23: one SIREN under several new codes makes as many dossiers, and the file is told of it. */
static void test_shared(struct ctx *cx)
{
    struct client one = {
        .code = "D0001", .name = "Ancien", .siren = "000000018", .language = "fr", .state = "active"
    };
    static const char *const others[] = { "3", "2", "2", NULL, NULL, "6" };
    struct roster_import import;

    begin(cx);
    assert_true(client_add(cx, &one));
    (void)take(cx, shared, COUNT_OF(shared), &import);
    assert_counts(&import, 5, 0, 1, 0);
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        const char *other =
            others[i] ? arena_format(cx->arena, "%%ROSTER-SIREN-PARTAGE%%\"%s\"%%", others[i]) : "";
        const char *text = arena_format(cx->arena,
                                        "SELECT COUNT(*) FROM client_import_row WHERE number = %zu"
                                        " AND notes LIKE '%s'",
                                        i + 2, others[i] ? other : "%ROSTER-SIREN-PARTAGE%");
        assert_int_equal(number(cx, text), others[i] ? 1 : 0);
    }
}

/* Undoing an import asks every table that a client may stand in: a new one belongs here too. */
static void test_tables(struct ctx *cx)
{
    static const char known[] =
        " customer import invoice ageing standing obligation message approval source invitation "
        "subscription notice bulk_row visit "
        "mission mission_service mission_exception occurrence deadline_own request item task "
        "document upload mail client_tax client_words words_change client_invite campaign_client "
        "collection collection_answer collection_sender "
        "contact_link request_forward amendment_accepted "
        "client_import_row client_tag client_figure client_contact assignment client_life ";
    struct catalogue catalogue = { 0 };

    assert_true(catalogue_read(cx, &catalogue));
    for (size_t i = 0; i < catalogue.count; i++)
        for (size_t at = 0; at < catalogue.tables[i].link_count; at++) {
            const struct world_table *table = &catalogue.tables[i];
            const char *target = catalogue.tables[table->links[at].table].name;
            const char *name = arena_format(cx->arena, " %s ", table->name);
            bool is_known = strcmp(target, "client") != 0 || strstr(known, name);
            if (!is_known)
                print_error("%s refers to client: see client/roster_undo.c\n", table->name);
            assert_true(is_known);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_whole),
        BOOKS_EACH(test_undo),
        BOOKS_EACH(test_stale),
        BOOKS_EACH(test_match),
        BOOKS_EACH(test_double),
        BOOKS_EACH(test_shared),
        BOOKS_ON(test_tables, "sqlite", books_run_sqlite),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
