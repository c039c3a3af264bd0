/* P-9, P-18: who came to a client's side is kept, and told. */
#include "client/visit.h"

#include "client/assignment.h"
#include "client/client.h"
#include "store/test_books.h"

enum { HOLDER = 1, ADMIN, STRANGER };

static void run(struct ctx *cx, const char *text)
{
    assert_true(books_run_text(cx, text));
}

static int64_t begin(struct ctx *cx)
{
    struct client client = {
        .code = "A", .name = "Secret", .language = "fr", .siren = "", .state = "active"
    };

    assert_true(books_firm(cx, 1) && date_parse("2026-03-31", &cx->today));
    cx->now = (struct instant){ 1000000 };
    for (int id = HOLDER; id <= STRANGER; id++)
        run(cx,
            arena_format(cx->arena,
                         "INSERT INTO member (firm, id, name, email, email_folded, role, language,"
                         " state, created_at) VALUES (1, %d, 'N%d', 'm%d@x.fr', 'm%d@x.fr',"
                         " 'admin', 'fr', 'active', 0)",
                         id, id, id, id));
    assert_true(client_add(cx, &client));
    run(cx, "UPDATE client SET is_confidential = 1");
    struct assignment holder = { .client = client.id, .member = HOLDER };
    assert_true(assignment_add(cx, &holder));
    return client.id;
}

static void assign_self(struct ctx *cx, int64_t member)
{
    struct assignment own = { .member = member, .function = ASSIGNMENT_PARTNER };

    cx->actor = member;
    assert_true(visit_find_closed(cx, "A", &own.client) && own.client > 0);
    assert_true(assignment_add(cx, &own));
}

static void test_told(struct ctx *cx)
{
    struct visit *visits;
    size_t count;

    begin(cx);
    cx->actor = HOLDER;
    assert_true(visit_told(cx, &visits, &count) && count == 0);
    assign_self(cx, ADMIN);
    assert_true(visit_told(cx, &visits, &count) && count == 0);
    cx->actor = HOLDER;
    assert_true(visit_told(cx, &visits, &count));
    assert_int_equal(count, 1);
    assert_string_equal(visits[0].member_name, "N2");
    cx->actor = STRANGER;
    assert_false(visit_read(cx, visits[0].id));
    assert_string_equal(cx->fault.code, "VISITE-ABSENTE");
    cx->fault = (struct fault){ 0 };
    cx->actor = HOLDER;
    assert_true(visit_read(cx, visits[0].id));
    assert_true(visit_told(cx, &visits, &count) && count == 0);
}

/* P-9: with no holder left, as when they are archived, another of the client's people is told. */
static void test_told_another(struct ctx *cx)
{
    int64_t client = begin(cx), told;
    struct assignment reviewer = { .client = client, .member = STRANGER };

    reviewer.function = ASSIGNMENT_REVIEWER;
    cx->actor = HOLDER;
    assert_true(assignment_add(cx, &reviewer));
    run(cx, "UPDATE assignment SET last_on = '2026-03-30' WHERE function = 'holder'");
    assign_self(cx, ADMIN);
    assert_true(books_number(cx, "SELECT COALESCE(told, 0) FROM visit", &told));
    assert_int_equal(told, STRANGER);
}

/* P-9: what passes on when a member leaves is told to the admins who are there, none but those. */
static void test_inherited(struct ctx *cx)
{
    int64_t client = begin(cx);
    struct visit *visits;
    size_t count;

    run(cx, "UPDATE member SET role = 'accountant' WHERE id = 3");
    cx->actor = ADMIN;
    assert_true(store_begin(cx) && store_end(cx, visit_inherited(cx, client, STRANGER)));
    assert_true(visit_told(cx, &visits, &count) && count == 0);
    cx->actor = HOLDER;
    assert_true(visit_told(cx, &visits, &count) && count == 1);
    assert_string_equal(visits[0].member_name, "N3");
    assert_string_equal(visits[0].client_name, "Secret");
    run(cx, "UPDATE assignment SET first_on = '2026-04-30'");
    assert_true(visit_told(cx, &visits, &count) && count == 1);
    assert_string_equal(visits[0].client_name, "");
    assert_true(visit_list(cx, client, 10, &visits, &count) && count == 0);
}

/* Neither what is not confidential nor what another gives is told. */
static void test_quiet(struct ctx *cx)
{
    int64_t client = begin(cx), count, found;
    struct assignment given = { .client = client, .member = ADMIN };

    given.function = ASSIGNMENT_REVIEWER;
    cx->actor = HOLDER;
    assert_true(assignment_add(cx, &given));
    run(cx, "UPDATE client SET is_confidential = 0");
    given = (struct assignment){ .client = client, .member = STRANGER };
    given.function = ASSIGNMENT_REVIEWER;
    cx->actor = STRANGER;
    assert_true(assignment_add(cx, &given));
    assert_true(books_number(cx, "SELECT COUNT(*) FROM visit", &count));
    assert_int_equal(count, 0);
    assert_true(visit_find_closed(cx, "A", &found));
    assert_int_equal(found, 0);
}

static void test_visits(struct ctx *cx)
{
    int64_t client = begin(cx);
    struct visit visit, *visits;
    size_t count;

    cx->actor = HOLDER;
    assert_true(visit_enter(cx, client, VISIT_READ, &visit) && visit.mode == VISIT_READ);
    assert_true(visit_enter(cx, client, VISIT_READ, &visit));
    assert_true(visit_enter(cx, client, VISIT_CHANGE, &visit) && visit.mode == VISIT_CHANGE);
    assert_true(visit_enter(cx, client, VISIT_READ, &visit) && visit.mode == VISIT_CHANGE);
    assert_true(visit_list(cx, client, 10, &visits, &count));
    assert_int_equal(count, 2);
    assert_int_equal(visits[0].mode, VISIT_CHANGE);
    assert_true(visit_leave(cx, client));
    assert_true(visit_enter(cx, client, VISIT_CHANGE, &visit));
    cx->now.ms += VISIT_IDLE_MS;
    assert_true(visit_enter(cx, client, VISIT_READ, &visit) && visit.mode == VISIT_READ);
    assert_true(visit_list(cx, client, 10, &visits, &count));
    assert_int_equal(count, 4);
    cx->actor = STRANGER;
    assert_false(visit_enter(cx, client, VISIT_READ, &visit));
    assert_string_equal(cx->fault.code, "CLIENT-ABSENT");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_told),  BOOKS_EACH(test_told_another), BOOKS_EACH(test_inherited),
        BOOKS_EACH(test_quiet), BOOKS_EACH(test_visits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
