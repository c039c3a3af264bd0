/* P-3, E-4: what the ready set asks of the payroll is for its people and the legal ones alone. */
#include <string.h>

#include "app/test_site.h"
#include "base/log.h"
#include "client/terms.h"
#include "http/test_walk.h"
#include "mission/mission.h"
#include "mission/service.h"
#include "worker/generate.h"

static const struct walker claire = { .role = ROLE_CLIENT, .contact = 1 };
static const struct walker paule = { .role = ROLE_CLIENT, .contact = 2 };
static const struct walker *const both[] = { &claire, &paule };

static void run(struct test_site *site, const char *text)
{
    assert_true(books_run_text(test_site_cx(site), text));
}

static int64_t ready(struct ctx *cx, const char *key)
{
    struct service *services;
    int64_t id = 0;
    size_t count;

    assert_true(service_ready(cx) && service_list(cx, false, &services, &count));
    for (size_t i = 0; i < count; i++)
        if (strcmp(services[i].key, key) == 0)
            id = services[i].id;
    assert_true(id > 0);
    return id;
}

/* Claire does the books and gets the reminders; Paule does the payroll. */
static struct test_site *open_books(void)
{
    const struct test_debts debts = { 1, "Rivoal", 1, 1 };
    struct test_site *site = test_site_new();
    struct ctx *cx = test_site_cx(site);

    assert_int_equal(test_site_owe(site, &debts), 1);
    run(site,
        "INSERT INTO contact (firm, id, name, name_folded, email, email_folded, email_state,"
        " email_said, phone, language, created_at) VALUES"
        " (1, 1, 'Claire', 'claire', 'claire@r.test', 'claire@r.test', 'ok', '', '', 'fr', 0),"
        " (1, 2, 'Paule', 'paule', 'paule@r.test', 'paule@r.test', 'ok', '', '', 'fr', 0)");
    run(site,
        "INSERT INTO client_contact (firm, client, contact, is_legal, is_main, is_finance,"
        " is_payroll, is_operational, added_at) VALUES (1, 1, 1, 0, 0, 1, 0, 1, 0),"
        " (1, 1, 2, 0, 0, 0, 1, 0, 0)");
    run(site, "INSERT INTO contact_login (firm, contact, invited_at) VALUES (1, 1, 0), (1, 2, 0)");
    run(site,
        arena_format(cx->arena,
                     "INSERT INTO terms_accepted (firm, contact, version, sha256, language,"
                     " accepted_at, address) SELECT 1, id, '%s', x'00', 'fr', 0, '' FROM contact",
                     TERMS_VERSION));
    return site;
}

/* One request of the payroll, due in three days, and what was sent for it. */
static void ask(struct test_site *site)
{
    struct ctx *cx = test_site_cx(site);
    struct generated generated;
    struct mission_service service = { .service = ready(cx, "payroll-variables"),
                                       .rhythm = RHYTHM_ONCE,
                                       .first = { cx->today.day + 3 },
                                       .quantity = 1,
                                       .lead_days = 3 };
    struct mission mission = {
        .client = 1, .name = "Paie", .first = cx->today, .services = &service, .service_count = 1
    };

    assert_true(mission_add(cx, &mission) && mission_sign(cx, mission.id, cx->today));
    assert_true(generate_run(cx, &generated));
    assert_int_equal(generated.requests, 1);
    run(site,
        "INSERT INTO document (firm, id, client, item, sha256, size, name, name_folded, type, way,"
        " kind, contact, sender, received_at, scan, scan_said, again) SELECT 1, 71, 1, MIN(id),"
        " x'0000000000000000000000000000000000000000000000000000000000000000', 1,"
        " 'primes.pdf', 'primes.pdf', 'application/pdf', 'space', '', 2, '', 0, '', '', 0 FROM "
        "item WHERE firm = 1 AND kind = 'document'");
}

static struct heard get(struct test_site *site, const struct walker *walker, const char *path)
{
    return door_get(&site->house.door, path, walker_lines(&site->house.door, walker));
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
    struct heard before = get(site, &claire, "/espace");
    ask(site);
    const char *path = path_of(site, "SELECT id FROM request");
    for (size_t i = 0; i < COUNT_OF(both); i++) {
        bool may = both[i] == &paule;
        struct heard home = get(site, both[i], "/espace"), page = get(site, both[i], path);
        struct heard files = get(site, both[i], "/espace/documents");
        assert_int_equal(shows(&home), may);
        assert_int_equal(shows(&files), may);
        assert_int_equal(page.status, may ? 200 : 404);
        assert_int_equal(shows(&page), may);
        assert_int_equal(get(site, both[i], "/espace/documents/71").status == 404, !may);
    }
    /* A page that counts what there is would be another one. */
    struct heard after = get(site, &claire, "/espace");
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
    assert_int_equal(
        door_post(&site->house.door, path, walker_lines(&site->house.door, &claire), form).status,
        404);
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
    run(site, "DELETE FROM client_contact WHERE contact = 2");
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
