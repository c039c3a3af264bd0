/*
 * E-19: a judgement that is refused shows the request again, with the fault at its item and what
 * was typed; nothing of it is kept.
 */
#include <string.h>

#include "app/test_site.h"
#include "base/log.h"

static struct test_site *open_books(void)
{
    const struct test_debts debts = { 1, "Rivoal", 1, 1 };
    struct test_site *site = test_site_new();
    struct ctx *cx = test_site_cx(site);

    assert_int_equal(test_site_owe(site, &debts), 1);
    assert_true(books_run_text(
        cx,
        "INSERT INTO request (firm, id, place, client, name, instructions, due_on, state,"
        " needs_payroll, created_at, changed_at) VALUES"
        " (1, 7, 1, 1, 'TVA', '', '2026-04-10', 'answered', 0, 0, 0)"));
    assert_true(books_run_text(
        cx,
        "INSERT INTO item (firm, id, request, client, place, kind, name, is_blocking, state,"
        " answer, reason, changed_at) VALUES"
        " (1, 71, 7, 1, 1, 'answer', 'Effectif', 1, 'given', '12', '', 0),"
        " (1, 72, 7, 1, 2, 'answer', 'Stock', 1, 'given', '9', '', 0),"
        " (1, 73, 7, 1, 3, 'answer', 'Caisse', 1, 'refused', '', 'Illisible', 0)"));
    return site;
}

static int64_t given(struct test_site *site)
{
    return test_site_number(site, "SELECT COUNT(*) FROM item WHERE state = 'given'");
}

static void test_lacks_reason(void **state)
{
    struct test_site *site = open_books();

    (void)state;
    struct heard page = test_site_post(site, "/demandes/7",
                                       "act=judge&item-71-verdict=refuse&item-71-reason=Faux"
                                       "&item-72-verdict=refuse&item-72-reason=+");
    assert_int_equal(page.status, 400);
    assert_true(heard_shows(&page, "<h1>TVA</h1>"));
    assert_true(heard_shows(&page, "id=\"fault-72\"") && !heard_shows(&page, "id=\"fault-71\""));
    assert_true(heard_shows(&page, "name=\"item-71-verdict\" value=\"refuse\" checked"));
    assert_true(heard_shows(&page, "value=\"Faux\""));
    assert_true(heard_shows(&page, "Rien n’est enregistré"));
    assert_int_equal(given(site), 2);
    test_site_free(site);
}

/* Somebody was faster: the verdict that is late is named, and what was written is not lost. */
static void test_stale(void **state)
{
    struct test_site *site = open_books();

    (void)state;
    struct heard page = test_site_post(site, "/demandes/7",
                                       "act=judge&item-71-verdict=accept&item-73-verdict=accept"
                                       "&item-73-reason=Enfin+lisible");
    assert_int_equal(page.status, 409);
    assert_true(heard_shows(&page, "n’attend plus de verdict")
                && heard_shows(&page, "Enfin lisible"));
    assert_true(heard_shows(&page, "name=\"item-71-verdict\" value=\"accept\" checked"));
    assert_int_equal(given(site), 2);
    page = test_site_get(site, "/demandes/7");
    assert_false(heard_shows(&page, "n’attend plus de verdict"));
    assert_false(heard_shows(&page, " checked>"));
    test_site_free(site);
}

/* E-19: what was said is told in words and amounts; a program reads what the books hold. */
static void test_said_values(void **state)
{
    struct test_site *site = open_books();

    (void)state;
    assert_true(books_run_text(
        test_site_cx(site),
        "INSERT INTO item (firm, id, request, client, place, kind, name, is_blocking, state,"
        " answer, reason, changed_at) VALUES"
        " (1, 74, 7, 1, 4, 'figure', 'Ventes', 1, 'given', '123456', '', 0),"
        " (1, 75, 7, 1, 5, 'yes_no', 'Salariés', 1, 'given', 'yes', '', 0)"));
    assert_true(books_run_text(
        test_site_cx(site),
        "INSERT INTO request_event (firm, id, request, item, act, way, at, text) VALUES"
        " (1, 1, 7, 74, 'given', 'space', 0, '123456'), (1, 2, 7, 75, 'given', 'space', 0, 'yes'),"
        " (1, 3, 7, 74, 'given', 'space', 0, '-70'), (1, 4, 7, 75, 'given', 'space', 0, 'no'),"
        " (1, 5, 7, 74, 'given', 'space', 0, 'ventes.pdf'), (1, 6, 7, 71, 'given', 'mail', 0, "
        "'90'),"
        " (1, 7, 7, 74, 'comment', 'space', 0, '404')"));
    struct heard page = test_site_get(site, "/demandes/7");
    assert_true(heard_shows(&page, "<p class=\"measure\">1\u202f234,56\u00a0€</p>"));
    assert_true(heard_shows(&page, "0,70\u00a0€</p>"));
    assert_true(heard_shows(&page, "<p class=\"measure\">Oui</p>"));
    assert_true(heard_shows(&page, "<p class=\"measure\">Non</p>"));
    assert_true(heard_shows(&page, "<p class=\"measure\">ventes.pdf</p>"));
    assert_true(heard_shows(&page, "<p class=\"measure\">90</p>"));
    assert_true(heard_shows(&page, "<p class=\"measure\">404</p>"));
    assert_false(heard_shows(&page, "123456"));
    assert_false(heard_shows(&page, ">yes<"));
    const struct json *said = json_get(desk_ask(&site->house, "/api/v1/requests/7"), "said");
    assert_string_equal(json_text(json_get(json_at(said, 5), "text")), "yes");
    assert_string_equal(json_text(json_get(json_at(said, 6), "text")), "123456");
    assert_string_equal(json_text(json_get(json_at(said, 6), "figure")), "1234.56");
    test_site_free(site);
}

int main(int count, char **words)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lacks_reason),
        cmocka_unit_test(test_stale),
        cmocka_unit_test(test_said_values),
    };

    DESK_CHILD(count, words);
    log_quiet(LOG_LEVEL_COUNT);
    return cmocka_run_group_tests_name("demand_page", tests, NULL, NULL);
}
