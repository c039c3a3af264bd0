/*
 * T-5: every row of the house's table, for every role, with an id of one's own, another firm's, one
 * that is missing, one that is none. What is another firm's reads, byte for byte, as what is not
 * there; so does what belongs to a client of one's own firm that one may not see (P-9).
 */
#include <string.h>

#include "app/test_site.h"
#include "base/log.h"
#include "chase/watch.h"
#include "client/assignment.h"
#include "client/contact.h"
#include "client/invitation.h"
#include "client/terms.h"
#include "document/document.h"
#include "http/test_walk.h"
#include "mission/mission.h"
#include "mission/rule.h"
#include "mission/service.h"

enum { ROUTES_LIMIT = 400 };

enum whose { OWN, FOREIGN, HIDDEN, MISSING, MALFORMED, NOTHING, BELOW, WHOSE_COUNT };

/* Foreign, hidden and missing are of one length, so that pages that name them are too. */
static const char *const ids[WHOSE_COUNT] = { "1", "5001", "6001", "7777", "0x1", "0", "-1" };

static struct heard answers[WHOSE_COUNT][ROUTES_LIMIT];
static enum whose whose;

static void visit(struct door *door, const struct walked *walked)
{
    size_t row = (size_t)(walked->route - app_routes);
    int expected = walk_status(walked);

    (void)door;
    answers[whose][row] = walked->heard;
    if (expected && walked->heard.status != expected)
        print_message("# %s as %u with « %s »: %d, not %d\n", walked->route->path,
                      walked->walker->role, walked->id, walked->heard.status, expected);
    assert_true(!expected || walked->heard.status == expected);
    if (walked->heard.status <= 0 || walked->heard.status >= 500)
        print_message("# %s as %u with « %s »: %d\n", walked->route->path, walked->walker->role,
                      walked->id, walked->heard.status);
    assert_true(walked->heard.status > 0 && walked->heard.status < 500);
}

static void assert_same(struct arena *arena, size_t row, enum whose other, const char *const *texts)
{
    const char *a = walk_plain(arena, texts[0], ids[other]),
               *b = walk_plain(arena, texts[1], ids[MISSING]);
    size_t same = 0;

    while (a[same] && a[same] == b[same])
        same++;
    if (a[same] || b[same])
        print_message("# %s\n# %s: %.80s\n# missing: %.80s\n", app_routes[row].path,
                      other == HIDDEN ? "hidden" : "foreign", a + same, b + same);
    assert_true(!a[same] && !b[same]);
}

static void compare(struct arena *arena, size_t row, enum whose other)
{
    const struct heard *theirs = &answers[other][row], *missing = &answers[MISSING][row];

    if (theirs->status != missing->status)
        print_message("# %s: %d, but %d when missing\n", app_routes[row].path, theirs->status,
                      missing->status);
    assert_int_equal(theirs->status, missing->status);
    assert_same(arena, row, other, (const char *[]){ theirs->head, missing->head });
    assert_same(arena, row, other, (const char *[]){ theirs->body, missing->body });
}

static void judge(struct arena *arena, size_t row, bool is_member)
{
    const struct route *route = &app_routes[row];
    bool is_of_one = strchr(route->path, '{') != NULL;

    if (!is_of_one)
        return;
    compare(arena, row, FOREIGN);
    compare(arena, row, HIDDEN);
    if (!is_member || route->method != METHOD_GET)
        return;
    if (answers[OWN][row].status != 200 || answers[FOREIGN][row].status != 404)
        print_message("# %s: %d of one's own, %d of another's\n", route->path,
                      answers[OWN][row].status, answers[FOREIGN][row].status);
    assert_int_equal(answers[OWN][row].status, 200);
    assert_int_equal(answers[FOREIGN][row].status, 404);
}

static void run(struct test_site *site, const char *text)
{
    assert_true(books_run_text(test_site_cx(site), text));
}

/* What a client is asked for, and what is to be done for it. */
static void add_work(struct ctx *cx, int64_t client)
{
    int64_t firm = scope_firm_id(cx->store);

    assert_true(books_run_text(
        cx,
        arena_format(cx->arena,
                     "INSERT INTO request (firm, id, place, client, name, instructions, due_on,"
                     " state, needs_payroll, created_at, changed_at) VALUES (%lld, %lld, 1,"
                     " %lld, 'TVA', '', '2026-12-01', 'open', 0, 0, 0)",
                     (long long)firm, (long long)client, (long long)client)));
    assert_true(books_run_text(
        cx,
        arena_format(cx->arena,
                     "INSERT INTO task (firm, id, place, client, title, due_on, state, minutes,"
                     " minutes_spent, created_at) VALUES (%lld, %lld, 1, %lld, 'CA3',"
                     " '2026-12-01', 'todo', 0, 0, 0)",
                     (long long)firm, (long long)client, (long long)client)));
}

/* A mission of a client, of a service that the firm has. */
static void add_mission(struct ctx *cx, int64_t client, int64_t service)
{
    struct mission_service line = { .service = service,
                                    .rhythm = RHYTHM_MONTH,
                                    .first = cx->today,
                                    .quantity = 1,
                                    .follows = "",
                                    .words = "" };
    struct mission mission = {
        .client = client, .name = "Tenue", .first = cx->today, .services = &line, .service_count = 1
    };

    assert_true(mission_add(cx, &mission));
    assert_int_equal(mission.id, client);
}

/* The ready catalogue, a mission of the first client, a rule. */
static void add_catalogue(struct ctx *cx, int64_t first)
{
    struct mission_service line = {
        .service = first, .rhythm = RHYTHM_MONTH, .quantity = 1, .follows = "", .words = ""
    };
    struct rule rule = { .name = "R", .first = cx->today, .services = &line, .service_count = 1 };

    assert_true(service_ready(cx));
    add_mission(cx, first, first);
    assert_true(rule_add(cx, &rule));
    assert_int_equal(rule.id, first);
}

/* One more client of the firm, to which somebody else is assigned, whose ids begin at 6001. */
static void fill_hidden(struct test_site *site)
{
    const struct test_debts hidden = { 1, "Cabinet Masque", 2, 2 };

    run(site,
        "INSERT INTO sequence (firm, noun, last) VALUES (1, 'import', 0)"
        " ON CONFLICT (firm, noun) DO NOTHING");
    run(site,
        "UPDATE sequence SET last = 6000 WHERE firm = 1 AND noun IN ('client', 'customer',"
        " 'invoice', 'import', 'obligation', 'reminder', 'message', 'mission')");
    assert_int_equal(test_site_owe(site, &hidden), 6001);
    test_site_round(site);
    add_mission(test_site_cx(site), 6001, 1);
    run(site,
        "INSERT INTO visit (firm, id, client, member, mode, at, seen_at, told)"
        " VALUES (1, 6001, 6001, 2, 'assign', 0, 0, 1)");
    add_work(test_site_cx(site), 6001);
    run(site, "UPDATE client SET is_confidential = 1 WHERE firm = 1 AND id = 6001");
    assert_int_equal(
        test_site_number(site,
                         "SELECT COUNT(*) FROM message m CROSS JOIN reminder r"
                         " WHERE m.firm = 1 AND m.id = 6001 AND r.firm = 1 AND r.id = 6001"),
        1);
}

/* Of each firm's first client: a contact, an assignment; and an invitation that waits. */
static void add_portfolio(struct ctx *cx, int64_t client, int64_t member)
{
    struct contact contact = { .name = "Zoé Roux", .email = "zoe@roux.example" };
    struct assignment assignment = { .client = client, .member = member };
    struct invitation invitation = { .name = "Roux", .siren = "", .person = "Zoé Roux" };

    assert_true(contact_add(cx, &contact));
    assert_true(
        contact_join(cx, &(struct contact_role){ .client = client, .contact = contact.id }));
    assert_true(assignment_add(cx, &assignment));
    assert_true(invitation_add(cx, &invitation));
    assert_int_equal(contact.id, client);
    assert_int_equal(assignment.id, client);
    assert_int_equal(invitation.id, client);
    add_work(cx, client);
}

/* A file that was read, of clients: only who read it sees it. */
static void fill_import(struct ctx *cx, int64_t firm, int64_t id, int64_t member)
{
    assert_true(books_run_text(
        cx,
        arena_format(cx->arena,
                     "INSERT INTO client_import (firm, id, kind, file_name, encoding,"
                     " separator, sheet, has_macros, head_row, heads, map, state, new_count,"
                     " changed_count, same_count, faulty_count, noted_count, kept_count, shown,"
                     " read_at, read_by) VALUES (%lld, %lld, 'clients', 'a.csv', 'utf-8', ';',"
                     " '', 0, 1, '', '', 'read', 0, 0, 0, 0, 0, 0, '', 0, %lld)",
                     (long long)firm, (long long)id, (long long)member)));
}

/* Of a client, with this id; its file is there. */
static void fill_document(struct test_site *site, int64_t client, int64_t id)
{
    struct ctx *cx = test_site_cx(site);
    struct document document = { .client = client, .way = DOCUMENT_BY_FIRM };
    const struct document_source source = { .bytes = { .bytes = "%PDF-1.4", .size = 8 },
                                            .name = "a.pdf" };

    assert_true(document_keep(cx, &site->house.vault, &source, &document));
    assert_true(
        books_run_text(cx,
                       arena_format(cx->arena, "UPDATE document SET id = %lld WHERE client = %lld",
                                    (long long)id, (long long)client)));
}

/* Of each document's client: a mail that waits, which brought it. */
static void fill_mails(struct test_site *site)
{
    run(site,
        "INSERT INTO mail (firm, id, sha256, size, mail_id, sender, sender_name, subject, text,"
        " taken_at, state, reason, client, handed) SELECT firm, id, CASE id WHEN 1 THEN x'01' ELSE"
        " x'02' END, 1, '', '', '', '', '', 0, 'triage', '', client, 0 FROM document");
    run(site,
        "INSERT INTO mail_file (firm, mail, place, name, size, problem, document)"
        " SELECT firm, id, 0, 'a.pdf', 8, '', id FROM document");
}

/* An item of the request; see fill_people for who may see it: 1 is in, 2 is a newcomer. */
static void fill_item(struct test_site *site, int64_t firm, int64_t client)
{
    struct ctx *cx = test_site_cx(site);
    long long f = (long long)firm, c = (long long)client;

    assert_true(books_run_text(
        cx,
        arena_format(cx->arena,
                     "INSERT INTO item (firm, id, request, client, place, kind, name,"
                     " is_blocking, state, answer, reason, changed_at) VALUES"
                     " (%lld, %lld, %lld, %lld, 1, 'answer', 'Effectif', 1, 'missing', '', '',"
                     " 0)",
                     f, c, c, c)));
}

static void fill_people(struct test_site *site)
{
    run(site,
        "INSERT INTO contact (firm, id, name, name_folded, email, email_folded, email_state,"
        " email_said, phone, language, created_at)"
        " VALUES (1, 2, 'Neuf', 'neuf', '', '', 'missing', '', '', 'fr', 0),"
        " (1, 3, 'Autre', 'autre', '', '', 'missing', '', '', 'fr', 0)");
    run(site,
        "INSERT INTO client_contact (firm, client, contact, is_legal, is_main, is_finance,"
        " is_payroll, is_operational, added_at) VALUES (1, 1, 2, 0, 0, 0, 0, 0, 0),"
        " (1, 6001, 3, 0, 0, 0, 0, 0, 0)"); /* what is another client's is somebody's */
    run(site, "INSERT INTO contact_login (firm, contact, invited_at) VALUES (1, 1, 0), (1, 2, 0)");
    run(site,
        arena_format(test_site_cx(site)->arena,
                     "INSERT INTO terms_accepted (firm, contact, version, sha256, language,"
                     " accepted_at, address) VALUES (1, 1, '%s', x'00', 'fr', 0, '')",
                     TERMS_VERSION));
}

static void fill(struct test_site *site, int64_t member)
{
    const struct test_debts own = { 1, "Transports Rivoal", 3, 2 };
    const struct test_debts others = { 2, "Autre Cabinet", 2, 2 };
    struct ctx *cx = test_site_cx(site);

    fill_import(cx, 1, 1, member);
    assert_true(watch_round(cx)); /* or the health of the chase would be bad, which is no fault */
    test_site_firm(site, 2);
    fill_import(cx, 2, 5001, member);
    assert_int_equal(test_site_owe(site, &own), 1);
    assert_int_equal(test_site_owe(site, &others), 5001);
    test_site_round(site);
    add_portfolio(cx, 1, 1);
    add_catalogue(cx, 1);
    scope_firm(cx->store, 2);
    test_site_round(site);
    assert_true(books_run_text(
        cx,
        "INSERT INTO member (firm, id, name, email, email_folded, role, language, state,"
        " created_at) VALUES (2, 5001, 'M', 'm@x.fr', 'm@x.fr', 'admin', 'fr', 'active', 0)"));
    add_portfolio(cx, 5001, 5001);
    fill_document(site, 5001, 5001);
    add_catalogue(cx, 5001);
    scope_firm(cx->store, 1);
    fill_hidden(site);
    fill_document(site, 1, 1);
    fill_item(site, 2, 5001);
    fill_item(site, 1, 1);
    fill_item(site, 1, 6001);
    fill_people(site);
    fill_document(site, 6001, 6001);
    fill_mails(site);
    run(site,
        "INSERT INTO sign_on_provider (firm, id, name, issuer, client_id, algorithm, for_members,"
        " for_people, document, keys, fetched_at) SELECT firm, id, '', 'http://127.0.0.1:9', '',"
        " 'RS256', 1, 1, '', '', 0 FROM document WHERE id <> 6001"); /* where nobody answers */
    for (int firm = 1; firm <= 2; firm++)
        assert_true(books_run_text(
            cx,
            arena_format(cx->arena,
                         "INSERT INTO bulk (firm, id, member, act, value, function, state,"
                         " drawn_at) SELECT %d, %d, MIN(id), 'hub', '', '', 'drawn', 0"
                         " FROM member WHERE firm = %d HAVING MIN(id) IS NOT NULL",
                         firm, firm == 1 ? 1 : 5001, firm)));
    run(site,
        "INSERT INTO campaign (firm, id, member, name, instructions, needs_payroll, state,"
        " drawn_at, reason) SELECT firm, id, member, '', '', 0, 'drawn', 0, '' FROM bulk");
    assert_int_equal(
        test_site_number(site, "SELECT COUNT(*) FROM message WHERE firm = 2 AND id = 5001"), 1);
    assert_int_equal(
        test_site_number(site, "SELECT COUNT(*) FROM reminder WHERE firm = 2 AND id = 5001"), 1);
}

static void test_walk(void **state)
{
    static const struct walker walkers[] = {
        { .role = ROLE_ANYONE },
        { .role = ROLE_ADMIN, .member = 1 },
        { .role = ROLE_ACCOUNTANT, .member = 2 },
        { .role = ROLE_CLIENT, .contact = 1 },
        { .role = ROLE_NEWCOMER, .contact = 2 },
    };
    struct test_site site;

    (void)state;
    assert_true(app_route_count <= ROUTES_LIMIT);
    for (size_t i = 0; i < COUNT_OF(walkers); i++) {
        test_site_open(&site);
        fill(&site, walkers[i].member);
        /* What is nobody's is asked first: rows of POST change what is one's own. */
        for (int j = WHOSE_COUNT - 1; j >= 0; j--) {
            whose = (enum whose)j;
            door_walk(&site.house.door, &walkers[i], ids[j], visit);
        }
        for (size_t row = 0; row < app_route_count; row++)
            judge(test_site_cx(&site)->arena, row,
                  walkers[i].role != ROLE_ANYONE && (app_routes[row].roles & walkers[i].role));
        assert_int_equal(test_site_number(&site,
                                          "SELECT COUNT(*) FROM customer"
                                          " WHERE (firm = 2 OR client = 6001) AND paused = 1"),
                         0);
        test_site_close(&site);
    }
}

/* A customer of another client of the same firm is not there under this client's path. */
static void test_mixed(void **state)
{
    const struct test_debts first = { 1, "Transports Rivoal", 1, 1 };
    const struct test_debts second = { 1, "Garage Perrin", 1, 1 };
    static const char *const ends[] = { "", "/adresse", "/pause" };
    struct test_site site;

    (void)state;
    test_site_open(&site);
    struct arena *arena = test_site_cx(&site)->arena;
    assert_int_equal(test_site_owe(&site, &first), 1);
    assert_int_equal(test_site_owe(&site, &second), 2);
    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        const char *path = arena_format(arena, "/clients/1/debiteurs/2%s", ends[i]);
        assert_int_equal(test_site_get(&site, path).status, 404);
    }
    assert_int_equal(
        test_site_post(&site, "/clients/1/debiteurs/2/adresse", "email=a@b.test").status, 404);
    assert_int_equal(test_site_post(&site, "/clients/1/debiteurs/2/pause", "reason=x").status, 404);
    assert_int_equal(test_site_post(&site, "/clients/1/debiteurs/2/doute", "").status, 404);
    assert_int_equal(test_site_post(&site, "/clients/1/adresses", "address-2=a@b.test").status,
                     404);
    assert_int_equal(test_site_number(&site,
                                      "SELECT COUNT(*) FROM customer WHERE id = 2"
                                      " AND (paused = 1 OR email = 'a@b.test')"),
                     0);
    test_site_close(&site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_walk),
        cmocka_unit_test(test_mixed),
    };

    log_quiet(LOG_LEVEL_COUNT);
    return cmocka_run_group_tests_name("app_walk", tests, NULL, NULL) > 0;
}
