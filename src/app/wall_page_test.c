/*
 * P-9, P-10 over every route that is read: books with a confidential client and another member's
 * test dossier, and the same books without them. To whom they are hidden both answer byte for byte
 * the same, counts and sums too; what the hidden ones are called is read by their own alone.
 */
#include <string.h>

#include "app/gate.h"
#include "app/test_site.h"
#include "base/log.h"
#include "base/str.h"
#include "chase/obligation.h"
#include "chase/rules.h"
#include "http/test_walk.h"
#include "invoice/dunning.h"
#include "request/remind.h"

enum { ASSIGNED = 3, ROUTES_LIMIT = 500 };

/* Lists of which one asks for a part: a route alone would not. */
static const char *const questions[] = {
    "/recherche?q=zyzomys",
    "/recherche?q=quokka",
    "/recherche?q=ZQX",
    "/recherche?q=Rivoal",
    "/clients?q=zyzomys",
    "/clients?sort=late",
    "/clients?sort=missing",
    "/clients?sort=next",
    "/clients?sort=open",
    "/messages?q=quokka",
    "/messages?state=due",
    "/messages?state=waiting",
    "/messages?q=compta",
    "/relances?show=calls",
    "/relances?show=automatic",
    "/relances?show=held",
    "/relances/demain?page=1",
    "/relances/demain?on=2026-04-07",
    "/relances/demain?on=2026-04-14",
    "/api/v1/chase/plan?on=2026-04-08",
    "/api/v1/companies?q=zyzomys",
    "/api/v1/messages?q=quokka",
    "/api/v1/chase/plan?on=2026-05-05",
};

/* Read in no book but the hidden one's; the last is its amount's cents. */
static const char *const canaries[] = { "zyzomys", "quokka", "zqx", "161803398" };

static void run(struct test_site *site, const char *text)
{
    if (!books_run_text(test_site_cx(site), text))
        print_message("# %s: %s\n", test_site_cx(site)->fault.code, text);
    assert_int_equal(test_site_cx(site)->fault.kind, FAULT_NONE);
}

static void add_member(struct test_site *site)
{
    run(site,
        "INSERT INTO member (firm, id, name, email, email_folded, role, language, state,"
        " created_at) VALUES (1, 3, 'Zoé Petit', 'zoe@quitus.test', 'zoe@quitus.test',"
        " 'accountant', 'fr', 'active', 0)");
    run(site, "UPDATE sequence SET last = 3 WHERE firm = 1 AND noun = 'member'");
}

/* What the firm itself asks of its person: no message of it names a client. */
static bool ask_hidden(struct ctx *cx)
{
    struct obligation owed[] = {
        { .kind = "request", .subject = 1, .client = 3, .person = 901, .due = cx->today },
        { .kind = "request", .subject = 2, .client = 3, .person = 901, .due = cx->today },
    };
    struct rules rules;

    return rules_load(cx, &request_kind, &rules) && chase_open(cx, &rules, owed, COUNT_OF(owed));
}

/* The confidential one: a word of its own in every text, messages, calls, holds and all. */
static void add_hidden(struct test_site *site)
{
    const struct test_debts hidden = { 1, "Zyzomys Secrets", 4, 3 };
    const struct test_debts dossier = { 1, "Zyzomys Essai", 1, 1 };
    int64_t id = test_site_owe(site, &hidden), tested = test_site_owe(site, &dossier);

    assert_int_equal(id, 3);
    assert_int_equal(tested, 4);
    run(site,
        "UPDATE customer SET name = 'Quokka ' || id, name_folded = 'quokka ' || id,"
        " aux = 'ZQX' || id WHERE client >= 3");
    run(site, "UPDATE customer SET email = 'quokka' || id || '@zyzomys.test' WHERE client >= 3");
    run(site,
        "UPDATE customer SET email_state = 'missing', email = '' WHERE client = 3 AND id ="
        " (SELECT MAX(id) FROM customer WHERE client = 3)");
    run(site, "UPDATE invoice SET piece = 'ZQX-' || id, label = 'Quokka' WHERE client >= 3");
    run(site,
        "UPDATE invoice SET open_cents = 161803398, amount_cents = 161803398"
        " WHERE id = (SELECT MIN(id) FROM invoice WHERE client = 3)");
    run(site,
        "UPDATE obligation SET owed_cents = 161803398 WHERE kind = 'invoice' AND subject ="
        " (SELECT MIN(id) FROM invoice WHERE client = 3)");
    run(site, "UPDATE import SET file_name = 'zyzomys.txt', siren = '' WHERE client >= 3");
    run(site, "UPDATE client SET is_confidential = 1 WHERE id = 3");
    run(site, "UPDATE client SET tester = 3, state = 'invited' WHERE id = 4");
    run(site,
        "INSERT INTO assignment (firm, id, client, member, function, first_on, by)"
        " VALUES (1, 1, 3, 3, 'holder', '2026-01-01', 0)");
    run(site, "INSERT INTO client_tag (firm, client, tag) VALUES (1, 3, 'zyzomys')");
    run(site,
        "INSERT INTO client_figure (firm, client, wallet_cents, missing_receipts,"
        " ready_exports, read_at) VALUES (1, 3, 161803398, 7, 5, 0)");
    run(site,
        "INSERT INTO contact (firm, id, name, name_folded, email, email_folded, email_state,"
        " email_said, phone, language, created_at) VALUES (1, 901, 'Quokka Paul',"
        " 'quokka paul', 'paul@zyzomys.test', 'paul@zyzomys.test', 'ok', '', '', 'fr', 0)");
    run(site,
        "INSERT INTO client_contact (firm, client, contact, is_legal, is_main, is_finance,"
        " is_payroll, is_operational, added_at) VALUES (1, 3, 901, 1, 1, 0, 0, 0, 0)");
    run(site,
        "INSERT INTO request (firm, id, place, campaign, client, name, instructions, due_on, state,"
        " needs_payroll, created_at, changed_at) SELECT 1, n.id, n.id, n.campaign, 3, 'Quokka', '',"
        " '2026-03-01', 'open', 0, 0, 0 FROM (SELECT 1 AS id, 1 AS campaign"
        " UNION SELECT 2, NULL) n");
    assert_true(store_begin(test_site_cx(site))
                && store_end(test_site_cx(site), ask_hidden(test_site_cx(site))));
    run(site,
        "INSERT INTO campaign_client (firm, campaign, client, place, fate, why)"
        " VALUES (1, 1, 3, 2, 'asked', '')");
    run(site,
        "INSERT INTO campaign (firm, id, member, name_fr, name_en, instructions_fr,"
        " instructions_en, needs_payroll, due_on, state, drawn_at, launched_at, reason) VALUES"
        " (1, 2, 3, 'Zyzomys', '', 'Quokka', '', 0, '2026-03-01', 'running', 0, 1, '')");
    run(site,
        "INSERT INTO campaign_client (firm, campaign, client, place, fate, why)"
        " VALUES (1, 2, 3, 1, 'refused', 'CAMPAGNE-ADRESSE')");
    run(site,
        "INSERT INTO mail (firm, id, sha256, size, mail_id, sender, sender_name, subject, text,"
        " taken_at, state, reason, defect, client, handed) VALUES (1, 1, x'01', 1, '',"
        " 'paul@zyzomys.test', '', 'Quokka', '', 0, 'triage', 'SANS-RELANCE', '', 3, 0)");
}

/* The open clients come first, so that their numbers are the same in both books. */
static void fill(struct test_site *site, bool has_hidden)
{
    const struct test_debts first = { 1, "Transports Rivoal", 3, 2 };
    const struct test_debts second = { 1, "Garage Perrin", 2, 2 };

    test_site_open(site);
    add_member(site);
    assert_int_equal(test_site_owe(site, &first), 1);
    assert_int_equal(test_site_owe(site, &second), 2);
    run(site,
        "INSERT INTO assignment (firm, id, client, member, function, first_on, by)"
        " VALUES (1, 2, 1, 2, 'holder', '2026-01-01', 0)");
    run(site,
        "INSERT INTO campaign (firm, id, member, name_fr, name_en, instructions_fr, "
        "instructions_en,"
        " needs_payroll, due_on, state,"
        " drawn_at, launched_at, reason) VALUES (1, 1, 1, 'TVA', '', '', '', 0, '2026-03-01',"
        " 'running', 0, 1, '')");
    run(site,
        "INSERT INTO campaign_client (firm, campaign, client, place, fate, why)"
        " VALUES (1, 1, 1, 1, 'refused', 'CAMPAGNE-ADRESSE')");
    assert_true(
        store_begin(test_site_cx(site))
        && store_end(test_site_cx(site), rules_seed_kind(test_site_cx(site), &request_kind)));
    if (has_hidden)
        add_hidden(site);
    test_site_round(site);
    run(site,
        "UPDATE message SET state = 'check', ended_at = posted_at WHERE id IN"
        " (SELECT MIN(id) FROM message GROUP BY client)");
    run(site,
        "UPDATE reminder SET state = 'todo', message = NULL WHERE id IN (SELECT MAX(r.id)"
        " FROM reminder r JOIN obligation o ON o.id = r.obligation GROUP BY o.client)");
    run(site, "UPDATE client SET changed = 1");
    assert_int_equal(
        test_site_number(site, "SELECT COUNT(*) FROM message WHERE recipient LIKE 'paul@%'"),
        has_hidden);
}

static bool tells(struct arena *arena, const char *body)
{
    const char *text = str_fold(arena, body);

    for (size_t i = 0; i < COUNT_OF(canaries); i++)
        if (strstr(text, canaries[i]))
            return true;
    return false;
}

/* What a row that is read is asked by; NULL for what is no member's. */
static const char *path_of(struct arena *arena, size_t i)
{
    struct buf path = { .arena = arena };

    if (i >= app_route_count)
        return questions[i - app_route_count];
    const struct route *route = &app_routes[i];
    if (route->method != METHOD_GET || (route->roles & ROLE_ANYONE))
        return NULL;
    for (const char *at = route->path; *at; at++) {
        if (*at != '{') {
            buf_byte(&path, *at);
            continue;
        }
        buf_byte(&path, '1');
        at += strcspn(at, "}");
    }
    return buf_string(&path);
}

static size_t path_count(void)
{
    return app_route_count + COUNT_OF(questions);
}

/* A search tells again what was asked. */
static bool asks_for_it(struct arena *arena, const char *path)
{
    return strchr(path, '?') && tells(arena, path);
}

/* Every row's answer, without what is of the request alone. */
static void read_all(struct test_site *site, const struct walker *walker, const char **bodies)
{
    struct arena *arena = test_site_cx(site)->arena;
    const char *lines = walker_lines(&site->house.door, walker);

    for (size_t i = 0; i < path_count(); i++) {
        const char *path = path_of(arena, i);
        if (!path)
            continue;
        struct heard heard = door_get(&site->house.door, path, lines);
        assert_true(heard.status < 500);
        bodies[i] = arena_format(arena, "%d %s", heard.status, walk_plain(arena, heard.body, "#"));
    }
}

static int compare(struct arena *arena, size_t i, const char *with, const char *without)
{
    const char *path = path_of(arena, i);
    size_t same = 0;

    while (with[same] && with[same] == without[same])
        same++;
    if (!with[same] && !without[same])
        return 0;
    size_t from = same > 60 ? same - 60 : 0;
    print_message("# %s differs:\n#   %.160s\n#   %.160s\n", path, with + from, without + from);
    return 1;
}

static void test_hidden(void **state)
{
    static const struct walker walkers[] = {
        { .role = ROLE_ADMIN, .member = 1 },
        { .role = ROLE_ACCOUNTANT, .member = 2 },
        { .role = ROLE_ADMIN, .member = 1, .by = WALKER_BY_READER },
        { .role = ROLE_ACCOUNTANT, .member = 2, .by = WALKER_BY_WRITER },
    };
    static const char *with[ROUTES_LIMIT], *without[ROUTES_LIMIT];
    struct test_site books[2];
    int wrong = 0, asked = 0;

    (void)state;
    assert_true(path_count() <= ROUTES_LIMIT);
    fill(&books[0], true);
    fill(&books[1], false);
    struct arena *arena = test_site_cx(&books[0])->arena;
    for (size_t who = 0; who < COUNT_OF(walkers); who++) {
        read_all(&books[0], &walkers[who], with);
        read_all(&books[1], &walkers[who], without);
        for (size_t i = 0; i < path_count(); i++) {
            const char *path = path_of(arena, i);
            if (!path)
                continue;
            asked++;
            wrong += compare(arena, i, with[i], without[i]);
            if (!asks_for_it(arena, path) && tells(arena, with[i])) {
                print_message("# %s tells member %lld\n", path, (long long)walkers[who].member);
                wrong++;
            }
        }
    }
    print_message("# %d answers\n", asked);
    assert_int_equal(wrong, 0);
    test_site_close(&books[1]);
    test_site_close(&books[0]);
}

/* The lists do tell of it: else the others would prove nothing. */
static void test_own(void **state)
{
    static const char *const lists[] = {
        "/",         "/relances",   "/messages",           "/a-verifier", "/recherche?q=zyzo",
        "/clients",  "/clients/3",  "/clients/3/agee.csv", "/clients/4",  "/api/v1/companies/3",
        "/courrier", "/courrier/1",
    };
    static const struct walker assigned = { .role = ROLE_ACCOUNTANT, .member = ASSIGNED };
    static const struct walker program = { ROLE_ACCOUNTANT, ASSIGNED, 0, WALKER_BY_READER };
    struct test_site site;

    (void)state;
    fill(&site, true);
    struct arena *arena = test_site_cx(&site)->arena;
    const char *lines = walker_lines(&site.house.door, &assigned);
    for (size_t i = 0; i < COUNT_OF(lists); i++) {
        struct heard heard = door_get(&site.house.door, lists[i], lines);
        if (heard.status != 200 || !tells(arena, heard.body))
            print_message("# %s: %d\n", lists[i], heard.status);
        assert_int_equal(heard.status, 200);
        assert_true(tells(arena, heard.body));
    }
    lines = walker_lines(&site.house.door, &program);
    assert_true(tells(arena, door_get(&site.house.door, "/api/v1/companies/3", lines).body));
    test_site_close(&site);
}

/* P-10: a test dossier owes nothing; nothing of it is planned, and nothing leaves. */
static void test_dossier(void **state)
{
    struct test_site site;

    (void)state;
    test_site_open(&site);
    add_member(&site);
    const struct test_debts debts = { 1, "Essai", 2, 2 };
    assert_int_equal(test_site_owe(&site, &debts), 1);
    run(&site, "UPDATE client SET tester = 3 WHERE id = 1");
    test_site_round(&site);
    assert_int_equal(test_site_number(&site, "SELECT COUNT(*) FROM message"), 0);
    assert_int_equal(test_site_number(&site, "SELECT COUNT(*) FROM reminder"), 0);
    run(&site, "DELETE FROM obligation");
    struct ctx *cx = test_site_cx(&site);
    struct rules rules;
    struct obligation owed = {
        .kind = "invoice", .subject = 1, .client = 1, .person = 1, .due = cx->today, .owed = { 100 }
    };
    assert_true(rules_load(cx, &dunning_kind, &rules) && store_begin(cx)
                && store_end(cx, chase_open(cx, &rules, &owed, 1)));
    assert_int_equal(test_site_number(&site, "SELECT COUNT(*) FROM obligation"), 0);
    test_site_close(&site);
}

/* An approval of all that waits lets leave what the one who approves may see. */
static void test_approval(void **state)
{
    struct test_site site;

    (void)state;
    fill(&site, true);
    run(&site, "UPDATE message SET state = 'waiting' WHERE client > 0");
    run(&site, "DELETE FROM approval");
    assert_int_equal(test_site_post(&site, "/relances/accord", "").status, 303);
    assert_int_equal(test_site_number(&site,
                                      "SELECT COUNT(*) FROM message WHERE client = 3"
                                      " AND state <> 'waiting'"),
                     0);
    assert_int_equal(test_site_number(&site, "SELECT COUNT(*) FROM approval"), 2);
    assert_int_equal(test_site_number(&site,
                                      "SELECT COUNT(*) FROM message WHERE client < 3"
                                      " AND state = 'waiting'"),
                     0);
    test_site_close(&site);
}

/* What no gate judges is nobody’s client’s; a file of clients is seen by who read it alone. */
static void test_gates(void **state)
{
    (void)state;
    for (size_t i = 0; i < app_route_count; i++)
        for (const char *at = app_routes[i].path; (at = strchr(at, '{')) != NULL;) {
            size_t size = strcspn(++at, "}");
            bool is_free = false, is_own = (app_routes[i].roles & ROLE_CONTACT) != 0;
            static const char *const free_names[] = {
                "closed_day",    "scenario",  "step",    "saved_tab", "bulk",
                "member",        "absence",   "session", "hub",       "invitation",
                "client_import", "category",  "service", "rule",      "campaign",
                "software",      "api_token", "sign_on", "amendment", "version"
            };
            for (size_t j = 0; j < COUNT_OF(free_names); j++)
                is_free |=
                    !is_own && strlen(free_names[j]) == size && str_starts(at, free_names[j]);
            if (!is_free && !gate_judges(at, size, app_routes[i].roles))
                print_message("# %s: no gate judges {%.*s}\n", app_routes[i].path, (int)size, at);
            assert_true(is_free || gate_judges(at, size, app_routes[i].roles));
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hidden),  cmocka_unit_test(test_own),
        cmocka_unit_test(test_dossier), cmocka_unit_test(test_approval),
        cmocka_unit_test(test_gates),
    };

    log_quiet(LOG_LEVEL_COUNT);
    return cmocka_run_group_tests_name("wall_page", tests, NULL, NULL) > 0;
}
