/*
 * C-6, C-7: whatever fails, nothing is half done. Each act of the chase and of its outbox is run
 * with every one of its calls to the books failing in turn: it says so, and the books are as
 * before it or as after it; then it is run once more and succeeds.
 */
#include "chase/calendar_load.h"
#include "chase/obligation.h"
#include "chase/round.h"
#include "chase/test_probe.h"
#include "outbox/check.h"
#include "outbox/end.h"
#include "outbox/suspension.h"

enum { CALLED = 8 /* whose debt is old enough for a call */ };

static const struct taker taker = { .kind = "invoice", .owner = "a", .lease_ms = 1000 };

/* What was taken last, for the acts that follow. */
static struct message *taken;
static size_t taken_count;

static bool seed(struct ctx *cx)
{
    return store_begin(cx) && store_end(cx, rules_seed_kind(cx, &probe_kind));
}

static bool open_all(struct ctx *cx)
{
    return probe_open(cx, CALLED);
}

static bool foretell(struct ctx *cx)
{
    struct reach reach = { .until = { cx->today.day + 20 } };
    struct forecast *forecasts;
    struct party party;
    size_t count;

    if (!chase_forecast(cx, &probe_kind, &reach, &forecasts, &count))
        return false;
    reach.held_too = true;
    return chase_forecast(cx, &probe_kind, &reach, &forecasts, &count)
        && party_find(cx, &probe_kind, 1, 1, &party);
}

static bool approve(struct ctx *cx)
{
    return outbox_approve(cx, 1);
}

static bool take_within(struct ctx *cx)
{
    struct subject *subjects;
    size_t count;

    if (!outbox_take(cx, &taker, PROBE_DEBTORS, &taken, &taken_count))
        return false;
    for (size_t i = 0; i < taken_count; i++) {
        taken[i].rendered = (struct rendered){ "a@b.example", "Relance", "Bonjour", 7 };
        if (!outbox_subjects(cx, taken[i].id, &subjects, &count) || !outbox_render(cx, &taken[i]))
            return false;
    }
    return true;
}

static bool take(struct ctx *cx)
{
    return store_begin(cx) && store_end(cx, take_within(cx));
}

static bool give_back(struct ctx *cx)
{
    return outbox_give_back(cx, &taker, &taken[0]);
}

static bool point(struct ctx *cx)
{
    bool still;

    return outbox_point(cx, &taker, &taken[1], &still);
}

static bool ask_point(struct ctx *cx)
{
    bool passed;

    return outbox_passed(cx, &taker, &taken[1], &passed);
}

static bool end_sent(struct ctx *cx)
{
    return outbox_sent(cx, &taker, &taken[1], "250");
}

static bool end_refused(struct ctx *cx)
{
    return outbox_refused(cx, &taker, &taken[2], "550");
}

static bool end_dropped(struct ctx *cx)
{
    return outbox_drop(cx, &taker, &taken[3], "settled");
}

static bool put_off(struct ctx *cx)
{
    return outbox_later(cx, &taker, &taken[4], "451");
}

static bool give_up(struct ctx *cx)
{
    taken[5].attempt = 1;
    return outbox_unknown(cx, &taker, &taken[5], "");
}

static bool point_last(struct ctx *cx)
{
    bool still;

    return outbox_point(cx, &taker, &taken[6], &still);
}

static bool recover(struct ctx *cx)
{
    int64_t to_check;

    return outbox_recover(cx, true, &to_check);
}

static bool decide_again(struct ctx *cx)
{
    return outbox_decide(cx, taken[5].id, ORDER_RESEND, "rien reçu");
}

static bool decide_sent(struct ctx *cx)
{
    return outbox_decide(cx, taken[6].id, ORDER_COUNTS_AS_SENT, "reçu");
}

static bool take_back_again(struct ctx *cx)
{
    return outbox_unsay(cx, taken[5].id, "arrivé");
}

static bool take_back_sent(struct ctx *cx)
{
    int64_t decision;
    size_t count;

    return books_number(cx, "SELECT MIN(id) FROM decision WHERE verdict = 'sent'", &decision)
        && outbox_unsay_all(cx, decision, "rien reçu", &count);
}

static bool find_kept(struct ctx *cx)
{
    struct again again;

    return outbox_kept(cx, &taken[5], &again);
}

static bool go_again(struct ctx *cx)
{
    int64_t count;

    return outbox_again(cx, "invoice", "délai légal", &count);
}

static bool point_again(struct ctx *cx)
{
    bool still;

    return outbox_point(cx, &taker, &taken[0], &still);
}

static bool give_up_again(struct ctx *cx)
{
    return outbox_unknown(cx, &taker, &taken[0], "");
}

static bool suspend(struct ctx *cx)
{
    return outbox_suspend(cx, "panne");
}

static bool suspend_anew(struct ctx *cx)
{
    return outbox_suspend_until(cx, "encore", cx->today);
}

static bool resume(struct ctx *cx)
{
    bool asked;

    return outbox_resume(cx, &asked);
}

static bool ask_suspended(struct ctx *cx)
{
    struct suspension_past past;
    struct suspension suspension;

    return outbox_suspended(cx, &suspension) && suspension_last(cx, &past);
}

static bool suspend_for_a_day(struct ctx *cx)
{
    return outbox_suspend_until(cx, "bascule", cx->today);
}

/* Two days later, when one message is held. */
static bool expire(struct ctx *cx)
{
    struct date today = cx->today;
    struct instant now = cx->now;
    bool well;

    cx->today.day += 2;
    cx->now.ms += INT64_C(2) * 24 * 60 * 60 * 1000;
    well = outbox_expire(cx);
    cx->today = today;
    cx->now = now;
    return well;
}

static bool change(struct ctx *cx)
{
    return store_begin(cx) && store_end(cx, chase_change(cx, "invoice", 1, (struct money){ 900 }));
}

static bool settle(struct ctx *cx)
{
    return store_begin(cx) && store_end(cx, chase_settle(cx, "invoice", 1));
}

static bool reopen(struct ctx *cx)
{
    return store_begin(cx) && store_end(cx, chase_change(cx, "invoice", 1, (struct money){ 500 }));
}

static bool touch(struct ctx *cx)
{
    return chase_touch(cx, "invoice", 1, 2);
}

static bool call_done(struct ctx *cx)
{
    int64_t call;

    if (!books_number(cx, "SELECT MIN(id) FROM reminder WHERE state IN ('todo', 'done')", &call))
        return false;
    return chase_done(cx, call, "promis");
}

static bool close_days(struct ctx *cx)
{
    struct calendar before;

    if (!calendar_load(cx, &before))
        return false;
    before.region = REGION_ALSACE_MOSELLE;
    return store_begin(cx) && store_end(cx, calendar_changed(cx, &before));
}

static const struct probe acts[] = {
    { .name = "seed", .run = seed },
    { .name = "open", .run = open_all },
    { .name = "forecast", .run = foretell },
    { .name = "round", .run = probe_round },
    { .name = "round of the next day", .run = probe_round, .minutes = 24 * 60 },
    { .name = "approve", .run = approve },
    { .name = "take", .run = take },
    { .name = "point", .run = point },
    { .name = "passed", .run = ask_point },
    { .name = "sent", .run = end_sent },
    { .name = "refused", .run = end_refused },
    { .name = "dropped", .run = end_dropped },
    { .name = "later", .run = put_off },
    { .name = "unknown", .run = give_up },
    { .name = "point", .run = point_last },
    { .name = "give back", .run = give_back },
    { .name = "recover", .run = recover },
    { .name = "counts as sent", .run = decide_sent },
    { .name = "counted taken back", .run = take_back_sent },
    { .name = "counts as sent again", .run = decide_sent },
    { .name = "resend", .run = decide_again },
    { .name = "resend taken back", .run = take_back_again },
    { .name = "resend again", .run = decide_again },
    { .name = "kept", .run = find_kept },
    { .name = "take again", .run = take, .minutes = 60 },
    { .name = "point again", .run = point_again },
    { .name = "unknown again", .run = give_up_again },
    { .name = "goes again", .run = go_again, .minutes = 60 },
    { .name = "suspend", .run = suspend },
    { .name = "suspended", .run = ask_suspended },
    { .name = "suspend anew", .run = suspend_anew },
    { .name = "resume", .run = resume },
    { .name = "suspend for a day", .run = suspend_for_a_day },
    { .name = "expire", .run = expire },
    { .name = "suspended before", .run = ask_suspended },
    { .name = "change", .run = change },
    { .name = "settle", .run = settle },
    { .name = "reopen", .run = reopen },
    { .name = "touch", .run = touch },
    { .name = "done", .run = call_done },
    { .name = "calendar", .run = close_days },
    { .name = "forecast", .run = foretell },
};

static void test_every_fault(struct ctx *cx)
{
    probe_prepare(cx);
    assert_true(probes_run(cx, acts, COUNT_OF(acts)) > 300);
}

int main(void)
{
    const struct CMUnitTest tests[] = { BOOKS_EACH(test_every_fault) };

    return cmocka_run_group_tests_name("fault", tests, NULL, NULL);
}
