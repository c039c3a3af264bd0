/* E-13: amounts from a sheet, through the page: checked alone, refused whole, taken. */
#include <string.h>

#include "app/test_desk.h"
#include "base/log.h"

#define HEADS "SIREN;Échéance;Période;Acompte;Montant\n"

static struct desk_door desk;

static struct heard take(const char *rows, const char *fields)
{
    return desk_upload(&desk, "/catalogue/montants", "montants.csv", rows, fields);
}

static int64_t amounts(void)
{
    return desk_number(&desk, "SELECT COALESCE(SUM(amount_cents), 0) FROM deadline_own");
}

static void test_page(void **state)
{
    static const char GOOD[] = HEADS "732829320;IS-ACOMPTE;2026-12-31;2;1 250,50\n";

    (void)state;
    desk_open_with_file(&desk);
    assert_int_equal(desk_get(&desk, "/catalogue/montants").status, 200);
    struct heard heard = take(GOOD, "check_only=1");
    assert_int_equal(heard.status, 200);
    assert_non_null(strstr(heard.body, "Dossier 732 829 320"));
    assert_int_equal(amounts(), 0);
    heard = take(HEADS "732829320;CFE;2026;;800\nZZ;CFE;2026;;<b>\n", "");
    assert_non_null(strstr(heard.body, "n’est ni le code ni le SIREN"));
    assert_int_equal(amounts(), 0);
    heard = take("Nom;Ville\nA;B\n", "");
    assert_int_equal(heard.status, 400);
    assert_non_null(strstr(heard.body, "nomme ses colonnes"));
    heard = take(GOOD, "");
    assert_int_equal(heard.status, 200);
    assert_int_equal(amounts(), 125050);
    desk_close(&desk);
}

int main(int count, char **words)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_page) };

    DESK_CHILD(count, words);
    log_quiet(LOG_LEVEL_COUNT);
    return cmocka_run_group_tests_name("amounts", tests, NULL, NULL) > 0;
}
