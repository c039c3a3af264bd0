/*
 * E-18, E-21 on real books to the peer: a representative is told at once that a colleague waits for
 * their word, one mail for each; whoever is spared is not.
 */
#include <string.h>

#include "client/contact.h"
#include "outbox/end.h"
#include "request/awaited.h"
#include "worker/test_paul.h"

#define MAILS "SELECT COUNT(*) FROM message WHERE kind = 'awaited'"

static struct demand prepare(struct ctx *cx)
{
    begin(cx);
    be(cx, 2);
    return ask(cx, 1, false);
}

static bool forward_to(struct ctx *cx, const struct demand *request, const char *email,
                       struct forward *forward)
{
    *forward = (struct forward){ .request = request->id, .name = "Max", .email = email };
    return request_forward(cx, forward, &paul);
}

/* One for each person: the same again is the same, who asked is not told of it. */
static void test_each(struct ctx *cx)
{
    struct demand request = prepare(cx);
    struct forward forward;

    assert_true(awaited_kind.at_once);
    assert_true(forward_to(cx, &request, "max@a.example", &forward));
    assert_true(forward_to(cx, &request, "max@a.example", &forward));
    assert_int_equal(number(cx, MAILS " AND person = 1 AND is_apart = 1"), 1);
    assert_true(forward_to(cx, &request, "zoe@a.example", &forward));
    assert_int_equal(number(cx, MAILS " AND recipient = 'anne@a.example' AND client = 1"), 2);
    forward = (struct forward){ .request = request.id, .name = "Tim", .email = "tim@a.example" };
    assert_true(request_forward(cx, &forward, &anne));
    assert_int_equal(number(cx, MAILS), 2);
    assert_int_equal(test_send(cx).sent, 2);
    assert_int_equal(test_send(cx).sent, 0);
}

/* It leaves once, says who waits in the reader's language, and gives no key. */
static void test_words(struct ctx *cx, const char *language, const char *subject)
{
    struct json *model = json_map(cx->arena);
    struct demand request = prepare(cx);
    struct forward forward;

    assert_true(books_run_text(
        cx, arena_format(cx->arena, "UPDATE contact SET language = '%s'", language)));
    assert_true(forward_to(cx, &request, "max@a.example", &forward));
    assert_true(awaited_kind.word(cx, &(struct wording){ .person = ANNE }, model));
    const char *said = json_write(cx->arena, model);
    assert_non_null(strstr(said, "Ateliers"));
    assert_non_null(strstr(said, "max@a.example"));
    assert_true(json_bool(json_get(model, "is_one")));
    assert_int_equal(test_send(cx).sent, 1);
    assert_int_equal(
        number(cx,
               arena_format(cx->arena, MAILS " AND state = 'sent' AND subject = '%s'", subject)),
        1);
}

static void test_french(struct ctx *cx)
{
    test_words(cx, "fr", "Une personne attend votre accord");
}

static void test_english(struct ctx *cx)
{
    test_words(cx, "en", "Somebody waits for your approval");
}

/* P-4, C-10, P-7: nothing to who is spared, cannot be reached, or does not decide. */
static void test_spared(struct ctx *cx)
{
    static const char *const changes[] = {
        "UPDATE contact SET paused = 1 WHERE id = 1",
        "UPDATE contact SET paused = 1, paused_until_on = '2026-03-02' WHERE id = 1",
        "UPDATE contact SET email_state = 'bounced' WHERE id = 1",
        "UPDATE contact SET email_state = 'missing', email = '' WHERE id = 1",
        "UPDATE client SET tester = 1 WHERE id = 1",
        "UPDATE client_contact SET is_legal = 0, is_main = 0 WHERE contact = 1",
    };
    struct demand request = prepare(cx);
    struct forward forward;

    for (size_t i = 0; i < COUNT_OF(changes); i++) {
        assert_true(books_run_text(cx,
                                   "UPDATE contact SET paused = 0, paused_until_on = NULL,"
                                   " email_state = 'ok', email = 'anne@a.example' WHERE id = 1"));
        assert_true(books_run_text(cx, "UPDATE client SET tester = NULL"));
        assert_true(books_run_text(cx, changes[i]));
        assert_true(
            forward_to(cx, &request, arena_format(cx->arena, "m%zu@a.example", i), &forward));
        if (number(cx, MAILS) > 0)
            print_error("%s\n", changes[i]);
        assert_int_equal(number(cx, MAILS), 0);
    }
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM request_forward"), COUNT_OF(changes));
}

/* C-5: decided, or spared, before it leaves, it does not. */
static void test_dropped(struct ctx *cx)
{
    const struct hand ada = { .way = WAY_FIRM };
    struct demand request = prepare(cx);
    struct forward forward;

    assert_true(forward_to(cx, &request, "max@a.example", &forward));
    assert_true(forward_decide(cx, forward.id, 0, &ada));
    struct sending sending = test_send(cx);
    assert_int_equal(sending.sent, 0);
    assert_int_equal(sending.dropped, 1);
    assert_true(forward_to(cx, &request, "zoe@a.example", &forward));
    assert_true(contact_opt_out(cx, ANNE));
    assert_int_equal(test_send(cx).sent, 0);
    assert_int_equal(number(cx, MAILS " AND state = 'dropped' AND why = 'nothing_to_say'"), 2);
}

/* C-7: killed after the point, it is to check and never sent again by itself. */
static void test_once(struct ctx *cx)
{
    const struct taker taker = { .owner = "a", .lease_ms = 60000 };
    struct demand request = prepare(cx);
    struct forward forward;
    struct message *list;
    size_t count = 0;
    bool still;

    assert_true(forward_to(cx, &request, "max@a.example", &forward));
    assert_true(store_begin(cx) && store_end(cx, outbox_take(cx, &taker, 1, &list, &count)));
    assert_int_equal(count, 1);
    assert_true(outbox_point(cx, &taker, &list[0], &still) && still);
    cx->now.ms += 3600000;
    assert_int_equal(test_send(cx).sent, 0);
    assert_int_equal(number(cx, MAILS " AND state IN ('point', 'check')"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_each),   BOOKS_EACH(test_french),  BOOKS_EACH(test_english),
        BOOKS_EACH(test_spared), BOOKS_EACH(test_dropped), BOOKS_EACH(test_once),
    };

    return cmocka_run_group_tests_name("awaited", tests, NULL, NULL) > 0;
}
