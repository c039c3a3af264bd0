/* P-9, P-10: who sees a confidential client, and a test dossier; what a change is told by. */
#include "client/visible.h"

#include "base/str.h"
#include "client/change.h"
#include "client/client.h"
#include "store/test_books.h"

enum { HOLDER = 1, FORMER, OTHER, PEOPLE };

static void add_member(struct ctx *cx, int id)
{
    assert_true(books_run_text(
        cx,
        arena_format(cx->arena,
                     "INSERT INTO member (firm, id, name, email, email_folded, role, language,"
                     " state, created_at) VALUES (1, %d, 'N', 'm%d@x.fr', 'm%d@x.fr', 'admin',"
                     " 'fr', 'active', 0)",
                     id, id, id)));
}

static int64_t add_client(struct ctx *cx, const char *code)
{
    struct client client = {
        .code = code, .name = code, .siren = "", .language = "fr", .state = "active"
    };

    assert_true(client_add(cx, &client));
    return client.id;
}

static void assign(struct ctx *cx, int64_t client, int member, const char *days)
{
    assert_true(books_run_text(
        cx,
        arena_format(cx->arena,
                     "INSERT INTO assignment (firm, id, client, member, function, by, first_on,"
                     " last_on) VALUES (1, %d, %lld, %d, 'holder', 0, %s)",
                     member, (long long)client, member, days)));
}

static void run(struct ctx *cx, const char *text, int64_t client)
{
    assert_true(books_run_text(cx, arena_format(cx->arena, text, (long long)client)));
}

static bool sees(struct ctx *cx, int64_t member, int64_t client)
{
    bool is_visible;

    cx->actor = member;
    assert_true(client_is_visible(cx, client, &is_visible));
    return is_visible;
}

static int64_t begin(struct ctx *cx)
{
    assert_true(books_firm(cx, 1));
    assert_true(date_parse("2026-03-31", &cx->today));
    for (int id = HOLDER; id < PEOPLE; id++)
        add_member(cx, id);
    return add_client(cx, "A");
}

static void test_confidential(struct ctx *cx)
{
    int64_t client = begin(cx);

    assign(cx, client, HOLDER, "'2026-03-31', NULL");
    assign(cx, client, FORMER, "'2026-01-01', '2026-03-30'");
    assert_true(sees(cx, OTHER, client));
    run(cx, "UPDATE client SET is_confidential = 1 WHERE id = %lld", client);
    assert_true(sees(cx, 0, client));
    assert_true(sees(cx, HOLDER, client));
    assert_false(sees(cx, FORMER, client));
    assert_false(sees(cx, OTHER, client));
    assert_false(client_look(cx, client));
    assert_string_equal(cx->fault.code, "CLIENT-ABSENT");
}

static void test_tester(struct ctx *cx)
{
    int64_t client = begin(cx);

    run(cx, "UPDATE client SET tester = 3 WHERE id = %lld", client);
    assert_true(sees(cx, OTHER, client));
    assert_false(sees(cx, HOLDER, client));
    assert_false(sees(cx, 0, client));
}

static void test_change(struct ctx *cx)
{
    int64_t client = begin(cx), other = add_client(cx, "B"), last, changed;

    assert_true(client_last_change(cx, &last));
    assert_int_equal(last, 2); /* they were added */
    assert_true(client_touch(cx, client) && client_touch(cx, other) && client_touch(cx, client));
    assert_true(client_last_change(cx, &last));
    assert_int_equal(last, 5);
    assert_true(books_number(cx, "SELECT changed FROM client WHERE code = 'B'", &changed));
    assert_int_equal(changed, 4);
    assert_true(client_touch_all(cx));
    assert_true(books_number(cx, "SELECT whole FROM client_changes", &changed));
    assert_int_equal(changed, 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_confidential),
        BOOKS_EACH(test_tester),
        BOOKS_EACH(test_change),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
