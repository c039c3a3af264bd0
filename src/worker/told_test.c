/* P-19 to P-21 and C-5 on real books: who is told, once, and what still stops a mail. */
#include <string.h>

#include "client/client.h"
#include "notice/digest.h"
#include "notice/notify.h"
#include "notice/subscription.h"
#include "outbox/end.h"
#include "worker/test_send.h"

enum { ADA = 1, KEN, LEO, PEOPLE };

static void run(struct ctx *cx, const char *text)
{
    assert_true(books_run_text(cx, text));
}

static int64_t number(struct ctx *cx, const char *text)
{
    int64_t found = -1;

    assert_true(books_number(cx, text, &found));
    return found;
}

/* UTC, as the day and time of a text. */
static void set_time(struct ctx *cx, const char *day, int hour, int minute)
{
    assert_true(date_parse(day, &cx->today));
    cx->now.ms = cx->today.day * INT64_C(86400000) + (hour * 60 + minute) * INT64_C(60000);
}

static int64_t add_client(struct ctx *cx, const char *code, int missing)
{
    struct client client = {
        .code = code, .name = code, .siren = "", .language = "fr", .state = "active"
    };

    assert_true(client_add(cx, &client));
    run(cx,
        arena_format(cx->arena,
                     "INSERT INTO client_figure (firm, client, missing_receipts, ready_exports,"
                     " read_at) VALUES (1, %lld, %d, 0, 0)",
                     (long long)client.id, missing));
    return client.id;
}

static void assign(struct ctx *cx, int64_t client, int member)
{
    run(cx,
        arena_format(cx->arena,
                     "INSERT INTO assignment (firm, id, client, member, function, first_on, by)"
                     " VALUES (1, %d, %lld, %d, 'holder', '2025-01-01', 0)",
                     (int)client * 10 + member, (long long)client, member));
}

static void begin(struct ctx *cx)
{
    assert_true(books_firm(cx, 1));
    set_time(cx, "2026-01-01", 12, 0);
    for (int id = ADA; id < PEOPLE; id++)
        run(cx,
            arena_format(cx->arena,
                         "INSERT INTO member (firm, id, name, email, email_folded, role, language,"
                         " state, created_at) VALUES (1, %d, 'Membre %d', 'm%d@x.fr', 'm%d@x.fr',"
                         " 'admin', 'fr', 'active', 0)",
                         id, id, id, id));
}

static void subscribe(struct ctx *cx, int member, int64_t client, enum frequency frequency)
{
    cx->actor = member;
    assert_true(subscription_change(cx, &client, 1,
                                    &(struct subscription_order){ .frequency = frequency }));
    cx->actor = 0;
}

static void unsubscribe(struct ctx *cx, int member, int64_t client)
{
    cx->actor = member;
    assert_true(subscription_change(cx, &client, 1, &(struct subscription_order){ .stops = true }));
    cx->actor = 0;
}

static int64_t posted(struct ctx *cx)
{
    struct digest_run done;

    assert_true(digest_post(cx, false, &done));
    return done.mails;
}

struct hour {
    const char *rule, *day;
    int hour, minute; /* UTC */
    int mails;
};

static const struct hour hours[] = {
    { "P-19: 9:59 of a Monday in winter", "2026-01-05", 8, 59, 0 },
    { "P-19: 10:00 of a Monday in winter", "2026-01-05", 9, 0, 1 },
    { "P-19: later on that Monday, after a stoppage", "2026-01-05", 16, 0, 1 },
    { "P-19: the Tuesday after", "2026-01-06", 9, 0, 0 },
    { "P-19: 9:59 of a Monday in summer", "2026-07-06", 7, 59, 0 },
    { "P-19: 10:00 of a Monday in summer", "2026-07-06", 8, 0, 1 },
    { "P-19: Easter Monday", "2026-04-06", 9, 0, 0 },
    { "P-19: 9:59 of the Tuesday after Easter", "2026-04-07", 7, 59, 0 },
    { "P-19: 10:00 of the Tuesday after Easter", "2026-04-07", 8, 0, 1 },
    { "P-19: a Sunday", "2026-07-05", 9, 0, 0 },
};

static void check_hours(struct ctx *cx)
{
    begin(cx);
    subscribe(cx, ADA, add_client(cx, "A", 3), FREQUENCY_WEEKLY);
    for (size_t i = 0; i < COUNT_OF(hours); i++) {
        const struct hour *row = &hours[i];
        set_time(cx, row->day, row->hour, row->minute);
        run(cx, "DELETE FROM digest");
        run(cx, "DELETE FROM digest_day");
        if (posted(cx) != row->mails)
            print_error("%s\n", row->rule);
        run(cx, "DELETE FROM digest_day");
        assert_int_equal(number(cx, "SELECT COUNT(message) FROM digest"), row->mails);
        assert_int_equal(posted(cx), 0); /* however often the round runs */
        assert_int_equal(test_send(cx).sent, row->mails);
    }
}

/* P-20: one mail over all clients that are due; those with nothing to say are counted. */
static void check_content(struct ctx *cx)
{
    struct digest digest;

    begin(cx);
    subscribe(cx, ADA, add_client(cx, "A", 3), FREQUENCY_WEEKLY);
    subscribe(cx, ADA, add_client(cx, "B", 1), FREQUENCY_DAILY);
    subscribe(cx, ADA, add_client(cx, "C", 0), FREQUENCY_DAILY);
    subscribe(cx, ADA, add_client(cx, "D", 9), FREQUENCY_MONTHLY);
    subscribe(cx, KEN, 3, FREQUENCY_WEEKLY); /* nothing to say, nothing sent */
    set_time(cx, "2026-01-12", 9, 0);
    assert_true(digest_find(cx, ADA, cx->today, &digest));
    assert_int_equal(digest.count, 2);
    assert_string_equal(digest.clients[0].name, "A");
    assert_int_equal(digest.clients[0].figures.missing_receipts, 3);
    assert_string_equal(digest.clients[1].name, "B");
    assert_int_equal(digest.quiet, 1);
    assert_int_equal(posted(cx), 1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM digest WHERE message IS NULL"), 1);
    assert_int_equal(test_send(cx).sent, 1);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM message WHERE state = 'sent' AND person = 1"
                            " AND recipient = 'm1@x.fr' AND kind = 'digest'"
                            " AND subject = 'Vos dossiers : 2 à suivre'"),
                     1);
    set_time(cx, "2026-01-13", 9, 0);
    assert_true(digest_find(cx, ADA, cx->today, &digest));
    assert_int_equal(digest.count, 1);
    assert_string_equal(digest.clients[0].name, "B");
}

/* P-9, P-10: only clients that the member may see when it is written; no test dossier, ever. */
static void check_hidden(struct ctx *cx)
{
    struct digest digest;

    begin(cx);
    int64_t open = add_client(cx, "A", 3), hidden = add_client(cx, "B", 3);
    int64_t test = add_client(cx, "C", 3), old = add_client(cx, "D", 3);
    for (int64_t client = open; client <= old; client++) {
        subscribe(cx, ADA, client, FREQUENCY_WEEKLY);
        subscribe(cx, KEN, client, FREQUENCY_WEEKLY);
    }
    assign(cx, hidden, KEN);
    run(cx, "UPDATE client SET is_confidential = 1 WHERE code = 'B'");
    run(cx, "UPDATE client SET tester = 1 WHERE code = 'C'");
    run(cx, "UPDATE client SET state = 'archived' WHERE code = 'D'");
    (void)test; /* only its figures would tell */
    set_time(cx, "2026-01-05", 9, 0);
    assert_true(digest_find(cx, ADA, cx->today, &digest));
    assert_int_equal(digest.count, 1);
    assert_int_equal(digest.clients[0].id, open);
    assert_true(digest_find(cx, KEN, cx->today, &digest));
    assert_int_equal(digest.count, 2);
    assert_int_equal(digest.clients[1].id, hidden);
}

static const struct test_stop stops[] = {
    { "C-5: the member has left", "UPDATE member SET state = 'archived' WHERE id = 1",
      "member_left" },
    { "C-5: the subscription has ended", "DELETE FROM subscription", "nothing_to_say" },
    { "C-5: nothing is left to say", "UPDATE client_figure SET missing_receipts = 0",
      "nothing_to_say" },
    { "C-5: the client is hidden now", "UPDATE client SET is_confidential = 1", "nothing_to_say" },
};

static void check_stops(struct ctx *cx)
{
    begin(cx);
    int64_t client = add_client(cx, "A", 3);
    for (size_t i = 0; i < COUNT_OF(stops); i++) {
        set_time(cx, "2026-01-01", 9, 0);
        subscribe(cx, ADA, client, FREQUENCY_WEEKLY);
        set_time(cx, "2026-01-05", 9, 0);
        run(cx, "DELETE FROM digest");
        run(cx, "DELETE FROM digest_day");
        assert_int_equal(posted(cx), 1);
        test_send_stopped(cx, &stops[i]);
        run(cx, "UPDATE member SET state = 'active'");
        run(cx, "UPDATE client_figure SET missing_receipts = 3");
        run(cx, "UPDATE client SET is_confidential = 0");
    }
}

/* C-3: a digest keeps its own day; it is not sent on the next one. */
static void check_day_past(struct ctx *cx)
{
    begin(cx);
    subscribe(cx, ADA, add_client(cx, "A", 3), FREQUENCY_WEEKLY);
    set_time(cx, "2026-01-05", 9, 0);
    assert_int_equal(posted(cx), 1);
    set_time(cx, "2026-01-06", 9, 0);
    assert_int_equal(test_send(cx).dropped, 1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message WHERE why = 'day_past'"), 1);
}

/* C-5: what is stopped after it was worded does not pass its point. */
static void check_point(struct ctx *cx)
{
    const struct taker taker = { .owner = "test", .lease_ms = 60000 };
    struct message *taken;
    size_t count;
    bool still;

    begin(cx);
    int64_t first = add_client(cx, "A", 3), second = add_client(cx, "B", 3);
    subscribe(cx, ADA, first, FREQUENCY_WEEKLY);
    subscribe(cx, ADA, second, FREQUENCY_WEEKLY);
    set_time(cx, "2026-01-05", 9, 0);
    assert_int_equal(posted(cx), 1);
    assert_true(store_begin(cx) && store_end(cx, outbox_take(cx, &taker, 10, &taken, &count)));
    assert_int_equal(count, 1);
    assert_true(taken->apart && !taken->emptied);
    unsubscribe(cx, ADA, first);
    assert_true(outbox_point(cx, &taker, taken, &still));
    assert_false(still);
    assert_int_equal(test_send(cx).sent, 1); /* of the other */
}

static struct notice wanted(int64_t client)
{
    return (struct notice){ .client = client, .subjects = { true }, .comment = "Merci." };
}

/* P-21: with nobody assigned, one and three members; a second one on the same day is confirmed. */
static void check_notify(struct ctx *cx)
{
    begin(cx);
    int64_t none = add_client(cx, "A", 3), one = add_client(cx, "B", 3),
            all = add_client(cx, "C", 3);
    assign(cx, one, KEN);
    for (int member = ADA; member < PEOPLE; member++)
        assign(cx, all, member);
    cx->actor = ADA;
    struct notice notice = wanted(none);
    assert_false(notice_post(cx, &notice, false));
    assert_string_equal(cx->fault.code, "AVIS-PERSONNE");
    cx->fault = (struct fault){ 0 };
    notice = wanted(one);
    assert_true(notice_post(cx, &notice, false));
    assert_int_equal(notice.messages, 1);
    notice = wanted(all);
    assert_true(notice_post(cx, &notice, false));
    assert_int_equal(notice.messages, 3);
    assert_int_equal(test_send(cx).sent, 4);
    assert_int_equal(number(cx,
                            "SELECT COUNT(DISTINCT person) FROM message WHERE kind = 'notice'"
                            " AND state = 'sent' AND subject = 'C : à regarder'"),
                     3);

    notice = wanted(all);
    assert_false(notice_post(cx, &notice, false));
    assert_string_equal(cx->fault.code, "AVIS-REPETE");
    cx->fault = (struct fault){ 0 };
    assert_true(notice_post(cx, &notice, true));
    assert_int_equal(test_send(cx).sent, 3);
    set_time(cx, "2026-01-02", 12, 0);
    notice = wanted(all);
    assert_true(notice_post(cx, &notice, false));
    run(cx, "UPDATE member SET state = 'archived' WHERE id = 2");
    struct sending sending = test_send(cx);
    assert_int_equal(sending.sent, 2);
    assert_int_equal(sending.dropped, 1);
}

/*
 * P-16, P-21, C-3: of many clients each member has one mail, over those to which they are assigned
 * and which they still see when it is worded.
 */
static void check_notify_many(struct ctx *cx)
{
    begin(cx);
    int64_t first = add_client(cx, "A", 3), second = add_client(cx, "B", 3);
    int64_t third = add_client(cx, "D", 3);
    assign(cx, first, KEN);
    assign(cx, second, KEN);
    assign(cx, third, KEN);
    assign(cx, third, LEO);
    cx->actor = ADA;
    struct notice notices[] = { wanted(first), wanted(second), wanted(third) };
    assert_true(store_begin(cx) && store_end(cx, notice_post_many(cx, notices, 3)));
    assert_int_equal(notices[2].messages, 2);
    run(cx, "UPDATE client SET is_confidential = 1 WHERE code = 'A'");
    run(cx, "UPDATE assignment SET last_on = '2025-12-31' WHERE client = 1");
    assert_int_equal(test_send(cx).sent, 2);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM message WHERE person = 2 AND client IS NULL"
                            " AND subject = '2 dossiers : à regarder'"),
                     1);
    assert_int_equal(
        number(cx, "SELECT COUNT(*) FROM message WHERE person = 3 AND subject = 'D : à regarder'"),
        1);
}

/* P-21: no subject, or a client that the admin may not see. */
static void check_notify_refused(struct ctx *cx)
{
    begin(cx);
    int64_t client = add_client(cx, "A", 3);
    struct notice notice = { .client = client, .comment = "" };
    assign(cx, client, KEN);
    cx->actor = ADA;
    assert_false(notice_post(cx, &notice, false));
    assert_string_equal(cx->fault.code, "AVIS-SUJET");
    cx->fault = (struct fault){ 0 };
    run(cx, "UPDATE client SET is_confidential = 1");
    notice = wanted(client);
    assert_false(notice_post(cx, &notice, false));
    assert_string_equal(cx->fault.code, "CLIENT-ABSENT");
    cx->fault = (struct fault){ 0 };
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message"), 0);
}

/* P-19: to all of one's own clients at once; a frequency that stands keeps its beginning. */
static void check_assigned(struct ctx *cx)
{
    struct subscription found;
    int64_t count;

    begin(cx);
    int64_t first = add_client(cx, "A", 1), other = add_client(cx, "B", 1);
    assign(cx, first, ADA);
    assign(cx, add_client(cx, "C", 1), ADA);
    subscribe(cx, ADA, first, FREQUENCY_WEEKLY);
    struct instant since = cx->now;
    set_time(cx, "2026-01-02", 12, 0);
    cx->actor = ADA;
    assert_true(subscription_add_assigned(cx, FREQUENCY_WEEKLY, &count));
    assert_true(subscription_count(cx, &count));
    assert_int_equal(count, 2);
    assert_true(subscription_find(cx, first, &found));
    assert_int_equal(found.since.ms, since.ms);
    assert_true(subscription_find(cx, other, &found));
    assert_int_equal(found.client, 0);
    assert_true(
        subscription_change_all(cx, &(struct subscription_order){ .frequency = FREQUENCY_DAILY }));
    assert_true(subscription_find(cx, first, &found));
    assert_int_equal(found.since.ms, cx->now.ms);
    assert_int_equal(found.frequency, FREQUENCY_DAILY);
    assert_true(subscription_change_all(cx, &(struct subscription_order){ .stops = true }));
    assert_true(subscription_count(cx, &count));
    assert_int_equal(count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(check_hours),       BOOKS_EACH(check_content),  BOOKS_EACH(check_hidden),
        BOOKS_EACH(check_stops),       BOOKS_EACH(check_day_past), BOOKS_EACH(check_point),
        BOOKS_EACH(check_notify_many), BOOKS_EACH(check_notify),   BOOKS_EACH(check_notify_refused),
        BOOKS_EACH(check_assigned),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
