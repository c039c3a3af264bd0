/* E-2: what is asked for is read in the language of who reads it, wherever they read it. */
#include "app/test_mission_page.h"
#include "base/log.h"
#include "client/act_link.h"

static const struct walker claire = { .role = ROLE_CLIENT, .contact = 1 };
static const struct walker kate = { .role = ROLE_CLIENT, .contact = 2 };

static const char french[] = "Vos variables de paie – mai 2026";
static const char english[] = "Your payroll variables – May 2026";

/* A French client; of its people Claire reads French, Kate English. */
static struct test_site *open_books(void)
{
    const struct test_debts debts = { 1, "Rivoal", 1, 1 };
    struct test_site *site = test_site_new();

    assert_int_equal(test_site_owe(site, &debts), 1);
    test_site_person(site, "Claire", "fr", (struct contact_role){ .client = 1, .is_legal = true });
    test_site_person(site, "Kate", "en", (struct contact_role){ .client = 1, .is_payroll = true });
    return site;
}

static int64_t ask(struct test_site *site)
{
    return ask_ready(site, "payroll-variables", date_of(2026, 5, 4), 60);
}

static void assert_reads(const struct heard *heard, bool is_english)
{
    assert_int_equal(heard->status, 200);
    if (!heard_shows(heard, is_english ? english : french))
        print_message("# %s\n", heard->head);
    assert_true(heard_shows(heard, is_english ? english : french));
    assert_false(heard_shows(heard, is_english ? french : english));
}

static void assert_own(struct test_site *site, const struct walker *walker, const char *path,
                       bool is_english)
{
    struct heard heard = test_site_get_as(site, walker, path);

    assert_reads(&heard, is_english);
}

/* The list and the request; its items too. */
static void test_space(void **state)
{
    struct test_site *site = open_books();

    (void)state;
    const char *path =
        arena_format(test_site_cx(site)->arena, "/espace/demandes/%lld", (long long)ask(site));
    assert_own(site, &claire, "/espace", false);
    assert_own(site, &claire, path, false);
    assert_own(site, &kate, "/espace", true);
    assert_own(site, &kate, path, true);
    struct heard page = test_site_get_as(site, &kate, path);
    assert_false(heard_shows(&page, "Absences, congés"));
    test_site_free(site);
}

/* The page that a mail's link opens names it as the mail did. */
static void test_link(void **state)
{
    struct test_site *site = open_books();
    struct ctx *cx = test_site_cx(site);
    int64_t id = ask(site);

    (void)state;
    for (int64_t contact = 1; contact <= 2; contact++) {
        const char *link;
        assert_true(act_link_text(cx, id, contact, &link));
        const char *path = arena_format(cx->arena, "/espace/agir?lien=%s", link);
        struct heard heard = door_get(&site->house.door, path, "");
        assert_reads(&heard, contact == 2);
    }
    test_site_free(site);
}

/* The firm's people: the board, its list, its days, the client's and the request's own page. */
static void test_firm(void **state)
{
    struct test_site *site = open_books();
    const char *const paths[] = {
        "/missions?colonne=client",
        "/missions?vue=liste",
        "/missions?vue=calendrier&mois=2026-05-01",
        arena_format(test_site_cx(site)->arena, "/demandes/%lld", (long long)ask(site)),
    };

    (void)state;
    for (size_t i = 0; i < 2 * COUNT_OF(paths); i++) {
        if (i == COUNT_OF(paths))
            test_site_run(site, "UPDATE member SET language = 'en'");
        struct heard heard = test_site_get(site, paths[i % COUNT_OF(paths)]);
        assert_reads(&heard, i >= COUNT_OF(paths));
    }
    test_site_free(site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_space),
        cmocka_unit_test(test_link),
        cmocka_unit_test(test_firm),
    };

    log_quiet(LOG_LEVEL_COUNT);
    return cmocka_run_group_tests_name("language_page", tests, NULL, NULL) > 0;
}
