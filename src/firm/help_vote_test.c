/* P-24: a comment reaches the help's author, when the firm has named one; a vote is kept anyhow. */
#include "firm/help_vote.h"

#include <string.h>

#include "store/test_books.h"

static int64_t number(struct ctx *cx, const char *sql)
{
    int64_t found = -1;

    assert_true(books_number(cx, sql, &found));
    return found;
}

static void vote(struct ctx *cx, const char *comment)
{
    const struct help_vote given = { .article = "hubs", .reason = "unclear", .comment = comment };

    assert_true(help_vote_put(cx, &given));
}

static void begin(struct ctx *cx)
{
    assert_true(books_firm(cx, 1));
    cx->now = (struct instant){ INT64_C(1774944000000) };
    assert_true(books_run_text(
        cx,
        "INSERT INTO member (firm, id, name, email, email_folded, role, language, state,"
        " created_at) VALUES (1, 1, 'Eve', 'e@x.fr', 'e@x.fr', 'admin', 'fr', 'active', 0)"));
    cx->actor = 1;
}

static void test_silent(struct ctx *cx)
{
    const char *author;

    begin(cx);
    assert_true(help_author_find(cx, &author) && !*author);
    vote(cx, "Pas clair");
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message"), 0);
    assert_true(help_author_set(cx, "aide@x.fr"));
    vote(cx, "");
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message"), 0);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM help_vote WHERE message IS NULL"), 1);
}

static void test_told(struct ctx *cx)
{
    const struct wording wording = { .message = 1, .person = 1 };
    struct json *model = json_map(cx->arena);
    struct debtor debtor = { .id = 1 };
    const char *why;

    begin(cx);
    assert_true(help_author_set(cx, "aide@x.fr"));
    vote(cx, "Pas clair");
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM message WHERE kind = 'help_vote'"
                            " AND recipient = 'aide@x.fr' AND is_apart = 1"),
                     1);
    assert_true(help_vote_kind.debtors(cx, &debtor, 1));
    assert_string_equal(debtor.address, "aide@x.fr");
    assert_true(help_vote_kind.word(cx, &wording, model));
    assert_string_equal(json_text(json_get(model, "comment")), "Pas clair");
    assert_string_equal(json_text(json_get(model, "by")), "Eve");
    assert_non_null(json_get(json_get(model, "reasons"), "unclear"));
    assert_true(help_vote_kind.stands(cx, 1, &why) && !*why);
    vote(cx, "Toujours pas clair"); /* it takes the first one's place before that has left */
    assert_true(help_vote_kind.stands(cx, 1, &why) && *why);
    assert_true(help_vote_kind.stands(cx, 2, &why) && !*why);
}

int main(void)
{
    const struct CMUnitTest tests[] = { BOOKS_EACH(test_silent), BOOKS_EACH(test_told) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
