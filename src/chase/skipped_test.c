/* C-10, C-1: a skip is taken back while its day's sense stands and nothing later was carried out.
 */
#include "chase/skipped.h"

#include <string.h>

#include "chase/intervene.h"
#include "chase/obligation.h"
#include "chase/round.h"
#include "chase/test_probe.h"
#include "outbox/end.h"

static const struct taker taker = { .owner = "test", .lease_ms = 60000 };

static int64_t number(struct ctx *cx, const char *text)
{
    int64_t found = -1;

    assert_true(books_number(cx, text, &found));
    return found;
}

/* Debts due yesterday, Monday 16 March: a mail today, one on the 30th, a call on 15 April. */
static void prepare(struct ctx *cx)
{
    probe_prepare(cx);
    assert_true(probe_seed(cx) && probe_open(cx, PROBE_DEBTORS + 1));
    assert_true(books_run_text(cx,
                               "INSERT INTO approval (firm, client, approved_at, approved_by)"
                               " VALUES (1, 1, 0, 0)"));
}

/* One more debt of person 1, due the same day. */
static void owe_more(struct ctx *cx)
{
    struct obligation owed = { .kind = "invoice",
                               .subject = 9,
                               .client = 1,
                               .person = 1,
                               .due = { cx->today.day - 1 },
                               .owed = { 500 } };
    struct rules rules;

    assert_true(rules_load(cx, &probe_kind, &rules) && store_begin(cx)
                && store_end(cx, chase_open(cx, &rules, &owed, 1)));
}

static bool act_on(struct ctx *cx, enum act which, int64_t obligation)
{
    const struct intervention order = {
        .act = which, .obligation = obligation, .until = NO_DAY, .reason = "Erreur de ligne"
    };

    return chase_intervene(cx, &probe_kind, &order);
}

static bool act(struct ctx *cx, enum act which)
{
    return act_on(cx, which, 1);
}

static void assert_refused(struct ctx *cx, bool well)
{
    assert_false(well);
    assert_string_equal(cx->fault.code, "RELANCE-SANS-RETOUR");
    cx->fault = (struct fault){ 0 };
}

static void assert_dealt(struct ctx *cx, const char *wanted)
{
    const struct statement statement = { "DEALT", __FILE__, SCOPE_GLOBAL,
                                         "SELECT dealt FROM obligation WHERE id = 1",
                                         "SELECT dealt FROM obligation WHERE id = 1" };
    const struct statement *const unlisted = &statement;
    struct rows *rows = store_query(cx, &unlisted, NO_ARGS);

    assert_true(rows_next(rows));
    assert_string_equal(rows_text(rows, 0), wanted);
    assert_true(!rows_next(rows) && rows_done(rows));
}

#define OF_FIRST(WHERE)                                                                            \
    "SELECT COUNT(*) FROM reminder r JOIN step s ON s.firm = r.firm AND s.id = r.step"             \
    " WHERE r.obligation = 1 AND s.name = 'first' AND " WHERE

/* Skipped ahead of its day, it comes on its day as if nothing had been; who and why are kept. */
static void test_ahead(struct ctx *cx)
{
    prepare(cx);
    cx->today.day--;
    assert_true(act(cx, ACT_SKIP));
    assert_true(act(cx, ACT_UNSKIP));
    assert_dealt(cx, "");
    cx->today.day++;
    assert_true(probe_round(cx));
    assert_int_equal(number(cx, OF_FIRST("r.state = 'planned'")), 1);
    assert_int_equal(number(cx, OF_FIRST("r.why = 'skipped'")), 0);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM intervention WHERE act = 'unskip' AND by = 1"
                            " AND step IS NOT NULL AND reason = 'Erreur de ligne'"),
                     1);
    assert_refused(cx, act(cx, ACT_UNSKIP));
}

/* Skipped on its day, alone in its message: the next round of that day posts it, once. */
static void test_same_day(struct ctx *cx)
{
    prepare(cx);
    assert_true(probe_round(cx));
    assert_true(act(cx, ACT_SKIP));
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message WHERE person = 1"), 0);
    assert_true(act(cx, ACT_UNSKIP));
    assert_true(probe_round(cx) && probe_round(cx));
    assert_int_equal(number(cx, OF_FIRST("r.state = 'planned'")), 1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message WHERE person = 1"), 1);
}

/* C-4, C-10: what a hold called off comes back once it has ended, by a person's word alone. */
static void test_held(struct ctx *cx)
{
    prepare(cx);
    assert_true(probe_round(cx));
    assert_true(act(cx, ACT_PAUSE) && act(cx, ACT_RESUME) && probe_round(cx));
    assert_int_equal(number(cx, OF_FIRST("r.why = 'subject'")), 1);
    assert_int_equal(number(cx, OF_FIRST("r.state = 'planned'")), 0);
    assert_true(act(cx, ACT_UNSKIP) && probe_round(cx));
    assert_int_equal(number(cx, OF_FIRST("r.state = 'planned'")), 1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message WHERE person = 1"), 1);
    assert_true(act(cx, ACT_PAUSE) && act(cx, ACT_UNSKIP) && probe_round(cx));
    assert_int_equal(number(cx, OF_FIRST("r.state = 'planned'")), 0);
    assert_true(act(cx, ACT_RESUME) && probe_round(cx));
    assert_int_equal(number(cx, OF_FIRST("r.state = 'planned'")), 1);
}

/* C-3: taken out of a message of several, it goes back into it, even while it is worded (C-5). */
static void test_rejoins(struct ctx *cx)
{
    struct message *messages;
    size_t count;
    bool still;

    prepare(cx);
    owe_more(cx);
    assert_true(probe_round(cx));
    assert_true(act(cx, ACT_SKIP));
    assert_true(store_begin(cx)
                && store_end(cx, outbox_take(cx, &taker, PROBE_DEBTORS, &messages, &count)));
    assert_true(act(cx, ACT_UNSKIP));
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM reminder r JOIN message m ON m.firm = r.firm"
                            " AND m.id = r.message WHERE m.person = 1 AND m.state = 'due'"
                            " AND r.state = 'planned'"),
                     2);
    for (size_t i = 0; i < count; i++)
        if (messages[i].person == 1)
            assert_true(outbox_point(cx, &taker, &messages[i], &still) && !still);
    assert_true(probe_round(cx));
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message WHERE person = 1"), 1);
}

/* What was planned is at the point when the power fails, and the first of it is sent anew. */
static void resend(struct ctx *cx)
{
    struct message *messages;
    size_t count;
    int64_t to_check;
    bool still;

    assert_true(probe_round(cx));
    assert_true(store_begin(cx)
                && store_end(cx, outbox_take(cx, &taker, PROBE_DEBTORS, &messages, &count)));
    for (size_t i = 0; i < count; i++)
        assert_true(outbox_point(cx, &taker, &messages[i], &still) && still);
    assert_true(outbox_recover(cx, true, &to_check));
    int64_t first = number(cx, "SELECT message FROM reminder WHERE obligation = 1");
    assert_true(outbox_decide(cx, first, ORDER_RESEND, "rien reçu"));
}

/* C-1: an ordered resend makes no room; what it was to repeat may have left. */
static void test_resend(struct ctx *cx)
{
    prepare(cx);
    resend(cx);
    assert_true(act(cx, ACT_SKIP));
    assert_refused(cx, act(cx, ACT_UNSKIP));
    cx->today.day += 14;
    assert_true(probe_round(cx));
}

/* Beside another it comes again in their message, unless somebody took it over since. */
static void test_resend_beside(struct ctx *cx)
{
    prepare(cx);
    owe_more(cx);
    resend(cx);
    assert_true(act(cx, ACT_SKIP) && act(cx, ACT_UNSKIP));
    assert_int_equal(number(cx, OF_FIRST("r.resend = 1 AND r.state = 'planned'")), 1);
    assert_true(act(cx, ACT_SKIP) && act(cx, ACT_TAKE));
    assert_refused(cx, act(cx, ACT_UNSKIP));
}

/* C-10: suspended since, or taken over since, it does not slip back into the message. */
static void test_held_since(struct ctx *cx)
{
    prepare(cx);
    owe_more(cx);
    assert_true(probe_round(cx));
    assert_true(act(cx, ACT_SKIP) && act(cx, ACT_PAUSE) && act(cx, ACT_UNSKIP));
    assert_int_equal(number(cx, OF_FIRST("r.firm = 1")), 0);
    assert_true(probe_round(cx));
    assert_int_equal(number(cx, OF_FIRST("r.firm = 1")), 0);
    assert_true(act(cx, ACT_RESUME) && act(cx, ACT_TAKE) && probe_round(cx));
    assert_int_equal(number(cx, OF_FIRST("r.state = 'todo' AND r.assignee = 1")), 1);
    assert_true(act(cx, ACT_SKIP) && act(cx, ACT_UNSKIP) && probe_round(cx));
    assert_int_equal(number(cx, OF_FIRST("r.state = 'todo'")), 1);
}

/* C-10: whoever took it over calls themselves: it does not slip back into the message. */
static void test_taken_since(struct ctx *cx)
{
    prepare(cx);
    owe_more(cx);
    assert_true(probe_round(cx));
    assert_true(act(cx, ACT_SKIP) && act(cx, ACT_TAKE) && act(cx, ACT_UNSKIP));
    assert_int_equal(number(cx, OF_FIRST("r.firm = 1")), 0);
    assert_true(probe_round(cx));
    assert_int_equal(number(cx, OF_FIRST("r.state = 'todo' AND r.message IS NULL")), 1);
}

/* C-1: of a step that repeats, one repetition comes back; those that left do not. */
static void test_repetition(struct ctx *cx)
{
    prepare(cx);
    assert_true(books_run_text(cx,
                               "UPDATE step SET repeat_days = 7, repeat_count = 3"
                               " WHERE name = 'first'"));
    for (int week = 0; week < 2; week++, cx->today.day += 7) {
        assert_true(probe_round(cx));
        assert_true(books_run_text(cx, "UPDATE message SET state = 'sent'"));
        assert_true(books_run_text(cx,
                                   "UPDATE reminder SET state = 'sent'"
                                   " WHERE state = 'planned'"));
    }
    assert_true(act(cx, ACT_SKIP) && act(cx, ACT_UNSKIP) && probe_round(cx));
    assert_int_equal(number(cx, OF_FIRST("r.state = 'planned' AND r.rank = 2")), 1);
    assert_int_equal(number(cx, OF_FIRST("r.state = 'sent' AND r.rank < 2")), 2);
}

/* C-1: a later step was carried out, or sent ahead by a person: the earlier one stays skipped. */
static void test_later(struct ctx *cx)
{
    prepare(cx);
    assert_true(act(cx, ACT_SKIP));
    assert_true(act(cx, ACT_SEND));
    assert_refused(cx, act(cx, ACT_UNSKIP));
    assert_int_equal(number(cx, OF_FIRST("r.state = 'cancelled'")), 1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM intervention WHERE act = 'unskip'"), 0);
}

/* An earlier step that was carried out is no hindrance, nor does it come again (C-1). */
static void test_earlier(struct ctx *cx)
{
    prepare(cx);
    assert_true(probe_round(cx));
    assert_true(books_run_text(cx, "UPDATE message SET state = 'sent'"));
    assert_true(books_run_text(cx, "UPDATE reminder SET state = 'sent' WHERE state = 'planned'"));
    assert_true(act(cx, ACT_SKIP)); /* the second, ahead of its day */
    assert_true(act(cx, ACT_UNSKIP));
    assert_true(probe_round(cx));
    assert_int_equal(number(cx, OF_FIRST("r.state = 'sent'")), 1);
    cx->today = date_of(2026, 3, 30);
    assert_true(probe_round(cx));
    assert_int_equal(number(cx, OF_FIRST("r.firm = 1")), 1);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM reminder WHERE obligation = 1"
                            " AND state = 'planned' AND meant_on = '2026-03-30'"),
                     1);
}

/* Of several that were skipped any may come back; the others stay skipped. */
static void test_either(struct ctx *cx)
{
    struct intervention order = { .act = ACT_UNSKIP, .obligation = 1, .reason = "Erreur" };

    prepare(cx);
    assert_true(act(cx, ACT_SKIP) && act(cx, ACT_SKIP));
    order.reminder = number(cx,
                            "SELECT MIN(id) FROM reminder WHERE obligation = 1"
                            " AND why = 'skipped'");
    assert_true(chase_intervene(cx, &probe_kind, &order));
    assert_true(probe_round(cx));
    assert_int_equal(number(cx, OF_FIRST("r.state = 'planned'")), 1);
    cx->today = date_of(2026, 3, 30);
    assert_true(probe_round(cx));
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM reminder WHERE obligation = 1"
                            " AND state = 'planned'"),
                     1);
    order.reminder = 999;
    assert_refused(cx, chase_intervene(cx, &probe_kind, &order));
}

/* C-4: past its sense it lapses for good. */
static void test_past(struct ctx *cx)
{
    prepare(cx);
    assert_true(act_on(cx, ACT_SKIP, 1) && act_on(cx, ACT_SKIP, 2));
    cx->today.day += CHASE_SENSE_DAYS;
    assert_true(act_on(cx, ACT_UNSKIP, 1));
    cx->today.day++;
    assert_refused(cx, act_on(cx, ACT_UNSKIP, 2));
}

/* In another scenario there is nothing to come back to; what was done in one before stays done. */
static void test_moved(struct ctx *cx)
{
    struct intervention order = { .act = ACT_MOVE, .obligation = 1, .reason = "Client fragile" };

    prepare(cx);
    assert_true(probe_seed(cx));
    assert_true(probe_round(cx));
    assert_true(books_run_text(cx, "UPDATE message SET state = 'sent'"));
    assert_true(books_run_text(cx, "UPDATE reminder SET state = 'sent' WHERE state = 'planned'"));
    int64_t home = number(cx, "SELECT MIN(id) FROM scenario");
    order.scenario = number(cx, "SELECT MAX(id) FROM scenario");
    assert_true(chase_intervene(cx, &probe_kind, &order));
    cx->today.day++;
    assert_true(probe_round(cx));
    assert_true(act(cx, ACT_SKIP) && act(cx, ACT_UNSKIP) && act(cx, ACT_SKIP));
    order.scenario = home;
    assert_true(chase_intervene(cx, &probe_kind, &order));
    assert_refused(cx, act(cx, ACT_UNSKIP));
    cx->today = date_of(2026, 4, 15);
    assert_true(probe_round(cx)); /* its call is to do */
    order.scenario = number(cx, "SELECT MAX(id) FROM scenario");
    assert_true(chase_intervene(cx, &probe_kind, &order));
    assert_refused(cx, act(cx, ACT_UNSKIP));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_ahead),   BOOKS_EACH(test_same_day),      BOOKS_EACH(test_held),
        BOOKS_EACH(test_rejoins), BOOKS_EACH(test_held_since),    BOOKS_EACH(test_later),
        BOOKS_EACH(test_earlier), BOOKS_EACH(test_either),        BOOKS_EACH(test_past),
        BOOKS_EACH(test_moved),   BOOKS_EACH(test_taken_since),   BOOKS_EACH(test_repetition),
        BOOKS_EACH(test_resend),  BOOKS_EACH(test_resend_beside),
    };

    return cmocka_run_group_tests_name("skipped", tests, NULL, NULL);
}
