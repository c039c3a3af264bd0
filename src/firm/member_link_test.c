/* T-7: the link with which a member chooses a password is good once, for a time, and alone. */
#include "firm/member_link.h"

#include <string.h>

#include "firm/member_change.h"
#include "firm/sign_in.h"
#include "store/test_books.h"

static const char WORDS[] = "une longue phrase";
static const int64_t DAY_MS = INT64_C(86400000), MINUTE_MS = 60000;

static void begin(struct ctx *cx, struct member_link *link)
{
    struct member eve = { .name = "Eve", .email = "eve@quitus.test", .language = "fr" };

    cx->now = (struct instant){ INT64_C(1774944000000) };
    assert_true(books_firm(cx, 1));
    assert_true(member_invite(cx, &eve) && member_link_open(cx, eve.id, link));
}

static bool is_good(struct ctx *cx, const char *token)
{
    struct member member;

    if (member_link_find(cx, token, &member)) {
        assert_string_equal(member.name, "Eve");
        return true;
    }
    assert_string_equal(cx->fault.code, "LIEN-ABSENT");
    cx->fault = (struct fault){ 0 };
    return false;
}

static void test_once(struct ctx *cx)
{
    const struct credentials credentials = { "eve@quitus.test", WORDS, "::1" };
    struct member_link link;
    struct member eve;

    begin(cx, &link);
    assert_true(strlen(link.token) == 43); /* 256 bits */
    assert_true(is_good(cx, link.token) && !is_good(cx, "") && !is_good(cx, "autre"));
    assert_false(member_link_use(cx, link.token, "azerty", &eve));
    assert_string_equal(fault_arg(&cx->fault, "field"), "password");
    cx->fault = (struct fault){ 0 };
    assert_true(is_good(cx, link.token)); /* a password refused does not use it up */
    assert_true(member_link_use(cx, link.token, WORDS, &eve));
    assert_int_equal(eve.state, MEMBER_ACTIVE);
    assert_true(member_check_password(cx, &credentials, &eve));
    assert_false(is_good(cx, link.token));
    assert_false(member_link_use(cx, link.token, WORDS, &eve));
}

/* What the worker does of the mail: its own token stands in it alone. */
static const char *word(struct ctx *cx, int64_t message)
{
    const struct wording wording = { .message = message, .person = 1 };
    struct json *model = json_map(cx->arena);

    assert_true(member_link_kind.word(cx, &wording, model));
    return strchr(json_text(json_get(model, "link_url")), '=') + 1;
}

static bool may_leave(struct ctx *cx, int64_t message)
{
    const char *why;

    assert_true(member_link_kind.stands(cx, message, &why));
    return *why == '\0';
}

/* Told and mailed: both are good until one is followed; the mail's time begins when it leaves. */
static void test_mail(struct ctx *cx)
{
    struct member_link link, other;
    struct member_mail *mails;
    struct member eve;
    size_t count;

    begin(cx, &link);
    assert_true(member_link_send(cx, 1, &link) && link.message > 0);
    assert_true(is_good(cx, link.token) && may_leave(cx, link.message));
    cx->now.ms += 6 * DAY_MS;
    const char *mailed = word(cx, link.message);
    assert_int_equal(strlen(mailed), 43);
    assert_string_not_equal(mailed, link.token);
    cx->now.ms += 6 * DAY_MS;
    assert_true(is_good(cx, mailed) && is_good(cx, link.token));
    assert_true(member_link_send(cx, 1, &other)); /* « renvoyer » */
    assert_true(!is_good(cx, mailed) && !is_good(cx, link.token));
    assert_true(!may_leave(cx, link.message) && may_leave(cx, other.message));
    assert_true(member_mail_list(cx, &mails, &count) && count == 1);
    assert_true(mails[0].message == other.message && mails[0].fate == MEMBER_MAIL_LEAVES);
    assert_true(member_link_bounced(cx, other.message, "550 5.1.1 inconnu"));
    assert_true(member_mail_list(cx, &mails, &count) && mails[0].fate == MEMBER_MAIL_FAILED);
    assert_string_equal(mails[0].said, "550 5.1.1 inconnu");
    mailed = word(cx, other.message);
    assert_true(member_link_use(cx, mailed, WORDS, &eve));
    assert_true(!is_good(cx, mailed) && !is_good(cx, other.token));
    assert_false(may_leave(cx, other.message));
    assert_true(member_mail_list(cx, &mails, &count) && count == 0);
}

/* What has not left by then has nobody to go to. */
static void test_late(struct ctx *cx)
{
    struct member_link link;

    begin(cx, &link);
    assert_true(member_link_send(cx, 1, &link) && may_leave(cx, link.message));
    assert_true(books_run_text(cx, "UPDATE member SET state = 'archived' WHERE id = 1"));
    assert_false(may_leave(cx, link.message));
    assert_true(books_run_text(cx, "UPDATE member SET state = 'invited' WHERE id = 1"));
    assert_true(may_leave(cx, link.message));
    cx->now.ms += 7 * DAY_MS;
    assert_false(may_leave(cx, link.message));
}

/* Seven days for who is invited; half an hour for who has a password. */
static void test_time(struct ctx *cx)
{
    struct member_link link;
    struct member eve;

    begin(cx, &link);
    cx->now.ms += 7 * DAY_MS - 1;
    assert_true(is_good(cx, link.token));
    cx->now.ms += 1;
    assert_false(is_good(cx, link.token));
    assert_true(member_link_open(cx, 1, &link) && member_link_use(cx, link.token, WORDS, &eve));
    assert_true(member_link_open(cx, 1, &link));
    cx->now.ms += 30 * MINUTE_MS - 1;
    assert_true(is_good(cx, link.token));
    cx->now.ms += 1;
    assert_false(is_good(cx, link.token));
}

static void test_newer(struct ctx *cx)
{
    struct member_link first, second;
    int64_t stored;

    begin(cx, &first);
    assert_true(member_link_open(cx, 1, &second));
    assert_false(is_good(cx, first.token));
    assert_true(is_good(cx, second.token));
    assert_true(books_number(cx, "SELECT COUNT(*) FROM member_link", &stored));
    assert_int_equal(stored, 1);
    assert_true(books_firm(cx, 2)); /* another firm's eyes see no link of the first */
    assert_false(is_good(cx, second.token));
}

int main(void)
{
    const struct CMUnitTest tests[] = { BOOKS_EACH(test_once), BOOKS_EACH(test_mail),
                                        BOOKS_EACH(test_late), BOOKS_EACH(test_time),
                                        BOOKS_EACH(test_newer) };

    return cmocka_run_group_tests_name("member_link", tests, NULL, NULL) > 0;
}
