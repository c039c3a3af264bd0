/* P-3, E-4: what the ready set asks of the payroll is for its people and the legal ones alone. */
#include "app/test_mission_page.h"
#include "base/log.h"

static const struct walker claire = { .role = ROLE_CLIENT, .contact = 1 };
static const struct walker paule = { .role = ROLE_CLIENT, .contact = 2 };
static const struct walker *const both[] = { &claire, &paule };

/* Claire does the books and gets the reminders; Paule does the payroll. */
static struct test_site *open_books(void)
{
    const struct test_debts debts = { 1, "Rivoal", 1, 1 };
    struct test_site *site = test_site_new();

    assert_int_equal(test_site_owe(site, &debts), 1);
    test_site_person(
        site, "Claire", "fr",
        (struct contact_role){ .client = 1, .is_finance = true, .is_operational = true });
    test_site_person(site, "Paule", "fr", (struct contact_role){ .client = 1, .is_payroll = true });
    return site;
}

/* One request of the payroll, due in three days, and what was sent for it. */
static void ask(struct test_site *site)
{
    struct date due = { test_site_cx(site)->today.day + 3 };

    ask_ready(site, "payroll-variables", due, 3);
    test_site_run(
        site,
        "INSERT INTO document (firm, id, client, item, sha256, size, name, name_folded, type, way,"
        " kind, contact, sender, received_at, scan, scan_said, again) SELECT 1, 71, 1, MIN(id),"
        " x'0000000000000000000000000000000000000000000000000000000000000000', 1,"
        " 'primes.pdf', 'primes.pdf', 'application/pdf', 'space', '', 2, '', 0, '', '', 0 FROM "
        "item WHERE firm = 1 AND kind = 'document'");
}

static const char *path_of(struct test_site *site, const char *sql)
{
    return arena_format(test_site_cx(site)->arena, "/espace/demandes/%lld",
                        (long long)test_site_number(site, sql));
}

/* Neither its name, nor the name of an item or of a file; nor that there is one. */
static bool shows(const struct heard *heard)
{
    static const char *const words[] = { "variables de paie", "Absences, congés", "primes.pdf" };
    bool is_shown = false;

    for (size_t i = 0; i < COUNT_OF(words); i++)
        is_shown |= strstr(heard->body, words[i]) != NULL;
    return is_shown;
}

static void test_pages(void **state)
{
    struct test_site *site = open_books();

    (void)state;
    struct heard before = test_site_get_as(site, &claire, "/espace");
    ask(site);
    const char *path = path_of(site, "SELECT id FROM request");
    for (size_t i = 0; i < COUNT_OF(both); i++) {
        bool may = both[i] == &paule;
        struct heard home = test_site_get_as(site, both[i], "/espace"),
                     page = test_site_get_as(site, both[i], path);
        struct heard files = test_site_get_as(site, both[i], "/espace/documents");
        assert_int_equal(shows(&home), may);
        assert_int_equal(shows(&files), may);
        assert_int_equal(page.status, may ? 200 : 404);
        assert_int_equal(shows(&page), may);
        assert_int_equal(test_site_get_as(site, both[i], "/espace/documents/71").status == 404,
                         !may);
    }
    /* A page that counts what there is would be another one. */
    struct heard after = test_site_get_as(site, &claire, "/espace");
    struct arena *arena = test_site_cx(site)->arena;
    assert_string_equal(walk_plain(arena, after.body, "0"), walk_plain(arena, before.body, "0"));
    test_site_free(site);
}

static void test_acts(void **state)
{
    struct test_site *site = open_books();

    (void)state;
    ask(site);
    struct arena *arena = test_site_cx(site)->arena;
    const char *form = arena_format(arena, "act=answer&answer=Rien&item=%lld",
                                    (long long)test_site_number(site, "SELECT MIN(id) FROM item"));
    const char *path = path_of(site, "SELECT id FROM request");
    assert_int_equal(test_site_post_as(site, &claire, path, form).status, 404);
    assert_int_equal(test_site_number(site, "SELECT COUNT(*) FROM item WHERE state <> 'missing'"),
                     0);
    test_site_free(site);
}

/* Who does the payroll is written to, never who gets all other reminders; nobody rather than her.
 */
static void test_mail(void **state)
{
    struct test_site *site = open_books();

    (void)state;
    ask(site);
    assert_int_equal(test_site_number(site, "SELECT person FROM obligation WHERE kind = 'request'"),
                     2);
    test_site_free(site);
    site = open_books();
    test_site_run(site, "DELETE FROM client_contact WHERE contact = 2");
    ask(site);
    assert_int_equal(test_site_number(site, "SELECT person FROM obligation WHERE kind = 'request'"),
                     0);
    test_site_round(site);
    assert_int_equal(test_site_number(site, "SELECT COUNT(*) FROM message WHERE kind = 'request'"),
                     0);
    test_site_free(site);
}

int main(int count, char **words)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pages),
        cmocka_unit_test(test_acts),
        cmocka_unit_test(test_mail),
    };

    DESK_CHILD(count, words);
    log_quiet(LOG_LEVEL_COUNT);
    return cmocka_run_group_tests_name("own_payroll_page", tests, NULL, NULL);
}
