/*
 * C-10 on real books: a reply that nobody read goes on, and whoever has it now is told by mail, of
 * each once, in one mail a member and day; nothing of what was written is in it.
 */
#include <string.h>

#include "format/child.h"
#include "mail/tag.h"
#include "mail/unread.h"
#include "notice/reply.h"
#include "worker/mail_place.h"
#include "worker/test_mail.h"
#include "worker/test_send.h"

enum { KEN = 2, LEO, MAX }; /* who holds the client, the deputy, a second admin */

static int64_t number(struct ctx *cx, const char *text)
{
    return mail_test_number(cx, text);
}

static void set_day(struct ctx *cx, int day)
{
    cx->today = date_of(2026, 3, day);
    cx->now.ms = cx->today.day * INT64_C(86400000) + 10 * INT64_C(3600000);
}

static void assign(struct ctx *cx, int member)
{
    mail_test_run(cx,
                  arena_format(cx->arena,
                               "INSERT INTO assignment (firm, id, client, member, function,"
                               " first_on, by) VALUES (1, %d, 1, %d, 'holder', '2025-01-01', 0)",
                               member, member));
}

/* Garage, a debtor of the client, got message 40; Anne of the client got message 1. */
static void begin(struct house *house, struct ctx *cx)
{
    mail_test_begin(house, cx);
    mail_test_run(cx,
                  "INSERT INTO sequence (firm, noun, last) VALUES (1, 'message', 50)"
                  " ON CONFLICT (firm, noun) DO UPDATE SET last = 50");
    mail_test_run(cx,
                  "INSERT INTO customer (firm, id, client, account, aux, name, name_folded,"
                  " language, email, email_state, email_said, doubt, balance_cents, paused,"
                  " paused_why, paused_by) VALUES (1, 1, 1, '411', 'C1', 'Garage Perrin',"
                  " 'garage perrin', 'fr', 'c@d.example', 'ok', '', '', 1000, 0, '', 0)");
    mail_test_run(
        cx,
        "INSERT INTO message (firm, id, client, issuer, person, kind, medium, day_on, told_on,"
        " ordered, tone, state, recipient, language, not_before, attempt, refusals, owner,"
        " lease_until, posted_at, said, why, subject, words_folded) VALUES (1, 40, 1, 1, 1,"
        " 'invoice', 'email', '2026-01-05', '2026-01-05', 0, 'first', 'sent',"
        " 'c@d.example', 'fr', 0, 1, 0, '', 0, 0, '250', '', 'Facture', '')");
    mail_test_member(cx, LEO, "accountant", "NULL");
    mail_test_member(cx, KEN, "accountant", "3");
    assign(cx, KEN);
    set_day(cx, 2);
}

static int64_t take(struct house *house, const char *from, int64_t message, const char *text)
{
    struct ctx *cx = house->cx;
    const char *tag;

    assert_true(tag_text(cx, message, &tag));
    const char *mail = arena_format(cx->arena,
                                    "From: %s\r\nTo: reponse+%s@cabinet.example\r\n"
                                    "Subject: Re: secret\r\nMIME-Version: 1.0\r\n%s\r\n",
                                    from, tag, text);
    struct mail_taken taken = mail_test_take(house, mail, strlen(mail));

    assert_int_equal(taken.mail.state, MAIL_TRIAGE);
    return taken.mail.id;
}

static int64_t reply(struct house *house, const char *text)
{
    return take(house, "compta@garage.example", 40,
                arena_format(house->cx->arena, "\r\n%s\r\n", text));
}

/* The worker's day; how many mails were posted. */
static int64_t go_on(struct ctx *cx, int day)
{
    int64_t count, mails;

    set_day(cx, day);
    assert_true(unread_escalate(cx, &count) && reply_post(cx, &mails));
    return mails;
}

static int64_t sent_to(struct ctx *cx, int member)
{
    return number(cx,
                  arena_format(cx->arena,
                               "SELECT COUNT(*) FROM message WHERE firm = 1 AND kind = 'reply'"
                               " AND state = 'sent' AND person = %d AND recipient LIKE '%%@f.%%'",
                               member));
}

/* What the last mail says, as a model. */
static const char *model_of(struct ctx *cx, int member)
{
    const struct wording wording = { .message = number(cx,
                                                       "SELECT MAX(id) FROM message"
                                                       " WHERE firm = 1"),
                                     .person = member };
    struct json *model = json_map(cx->arena);

    assert_true(reply_kind.word(cx, &wording, model));
    return json_write(cx->arena, model);
}

/* C-10: to the deputy, then to an admin, each told on that day, once, and no further. */
static void test_told(struct ctx *cx)
{
    struct house house;

    begin(&house, cx);
    mail_test_member(cx, MAX, "admin", "NULL");
    reply(&house, "Déjà payé.");
    assert_int_equal(go_on(cx, 4), 0);
    assert_int_equal(go_on(cx, 5), 1);
    assert_int_equal(go_on(cx, 5), 0); /* however often it runs */
    const char *model = model_of(cx, LEO);
    assert_non_null(strstr(model, "Garage Perrin"));
    assert_non_null(strstr(model, "Ateliers"));
    assert_null(strstr(model, "pay"));
    assert_null(strstr(model, "secret"));
    assert_int_equal(test_send(cx).sent, 1);
    assert_int_equal(sent_to(cx, LEO), 1);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM message WHERE kind = 'reply'"
                            " AND subject = '1 réponse à lire'"),
                     1);
    assert_int_equal(go_on(cx, 9), 0);
    assert_int_equal(go_on(cx, 10), 1);
    assert_int_equal(test_send(cx).sent, 1);
    assert_int_equal(sent_to(cx, ADA), 1);
    assert_int_equal(go_on(cx, 13), 0); /* there is another admin: it stays with the first */
    assert_int_equal(go_on(cx, 31), 0);
    mail_test_end(&house);
}

/* C-10: one mail a member and day lists all that came; what was read meanwhile is not in it. */
static void test_several(struct ctx *cx)
{
    struct house house;

    begin(&house, cx);
    int64_t first = reply(&house, "Un."), second = reply(&house, "Deux.");
    assert_int_equal(go_on(cx, 5), 1);
    assert_non_null(strstr(model_of(cx, LEO), "\"count\":2"));
    cx->actor = LEO;
    assert_true(mail_dismiss(cx, first));
    cx->actor = 0;
    assert_non_null(strstr(model_of(cx, LEO), "\"count\":1"));
    set_day(cx, 6); /* not capped to its day: it is still to be read */
    assert_int_equal(test_send(cx).sent, 1);
    cx->actor = LEO;
    assert_true(mail_dismiss(cx, second));
    cx->actor = 0;
    assert_int_equal(go_on(cx, 20), 0);
    mail_test_end(&house);
}

static const struct test_stop stops[] = {
    { "C-5: it was read", "UPDATE mail SET state = 'dropped'", "nothing_to_say" },
    { "C-5: it went on to another", "UPDATE mail SET assignee = 1, handed = 2", "nothing_to_say" },
    { "C-5: the member has left", "UPDATE member SET state = 'archived' WHERE id = 3",
      "member_left" },
    { "P-9: the client is hidden now", "UPDATE client SET is_confidential = 1", "nothing_to_say" },
};

static void test_stops(struct ctx *cx)
{
    struct house house;

    begin(&house, cx);
    reply(&house, "Déjà payé.");
    for (size_t i = 0; i < COUNT_OF(stops); i++) {
        mail_test_run(cx, "DELETE FROM reply_notice");
        mail_test_run(cx, "DELETE FROM reply_notice_mail");
        mail_test_run(cx, "UPDATE client SET is_confidential = 0");
        mail_test_run(cx, "UPDATE member SET state = 'active'");
        mail_test_run(cx,
                      "UPDATE mail SET state = 'triage', assignee = 2, handed = 0,"
                      " escalate_on = '2026-03-05'");
        assert_int_equal(go_on(cx, 5), 1);
        test_send_stopped(cx, &stops[i]);
    }
    mail_test_end(&house);
}

/* P-9: it goes past who may not see the client; nobody left, it stays where it is. */
static void test_confidential(struct ctx *cx)
{
    struct house house;

    begin(&house, cx);
    mail_test_member(cx, MAX, "admin", "NULL");
    mail_test_run(cx, "UPDATE client SET is_confidential = 1 WHERE id = 1");
    int64_t id = reply(&house, "Déjà payé.");
    assert_int_equal(go_on(cx, 5), 0);
    assert_int_equal(number(cx, "SELECT assignee FROM mail"), KEN);
    assign(cx, MAX);
    cx->actor = KEN;
    assert_true(mail_dismiss(cx, id));
    assert_true(mail_undo(cx, id));
    cx->actor = 0;
    assert_int_equal(go_on(cx, 10), 1);
    assert_int_equal(number(cx, "SELECT assignee FROM mail"), MAX);
    assert_int_equal(test_send(cx).sent, 1);
    assert_int_equal(sent_to(cx, MAX), 1);
    mail_test_end(&house);
}

/* C-7: killed between the two, whatever the day, it is told on the next. */
static void test_stopped_between(struct ctx *cx)
{
    struct house house;
    int64_t count;

    begin(&house, cx);
    reply(&house, "Déjà payé.");
    set_day(cx, 5);
    assert_true(unread_escalate(cx, &count));
    assert_int_equal(count, 1);
    assert_int_equal(go_on(cx, 6), 1);
    assert_int_equal(test_send(cx).sent, 1);
    assert_int_equal(sent_to(cx, LEO), 1);
    reply(&house, "Encore."); /* what comes later on that day is told on the next */
    mail_test_run(cx, "UPDATE mail SET assignee = 3, handed = 1 WHERE handed = 0");
    assert_int_equal(go_on(cx, 6), 0);
    assert_int_equal(go_on(cx, 9), 1);
    assert_non_null(strstr(model_of(cx, LEO), "\"count\":1"));
    mail_test_end(&house);
}

/* C-10: a client's reply that could not be placed goes the same way; it holds no debtor. */
static void test_of_client(struct ctx *cx)
{
    struct house house;

    begin(&house, cx);
    take(&house, "anne@a.example", 1,
         "Content-Type: application/pdf; name=\"photo.pdf\"\r\n"
         "Content-Disposition: attachment; filename=\"photo.pdf\"\r\n\r\n%PDF-1.4");
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM mail WHERE reason = 'PIECE-SANS-PLACE'"), 1);
    assert_int_equal(number(cx, "SELECT assignee FROM mail WHERE customer IS NULL"), KEN);
    assert_int_equal(go_on(cx, 5), 1);
    const char *model = model_of(cx, LEO);
    assert_non_null(strstr(model, "Ateliers"));
    assert_non_null(strstr(model, "\"debtor\":null"));
    assert_int_equal(test_send(cx).sent, 1);
    mail_test_end(&house);
}

int main(int count, char **words)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_told),         BOOKS_EACH(test_several),         BOOKS_EACH(test_stops),
        BOOKS_EACH(test_confidential), BOOKS_EACH(test_stopped_between), BOOKS_EACH(test_of_client),
    };

    if (count > 1 && strcmp(words[1], "--parser") == 0)
        return child_main(count - 2, words + 2);
    return cmocka_run_group_tests_name("C-10: unread replies", tests, NULL, NULL);
}
