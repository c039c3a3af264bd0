/*
 * C-6, C-7: whatever fails, nothing is half done. Each act of the chase and of its outbox is run
 * with every one of its calls to the books failing in turn: it says so, and the books are as
 * before it or as after it; then it is run once more and succeeds.
 */
#include <string.h>

#include "base/buf.h"
#include "chase/calendar_load.h"
#include "chase/obligation.h"
#include "chase/round.h"
#include "outbox/end.h"
#include "outbox/suspension.h"
#include "store/test_faults.h"

enum { DEBTORS = 8, CALLED = 8 /* whose debt is old enough for a call */, TRIES = 5000 };

static bool debtors(struct ctx *cx, struct debtor *list, size_t count)
{
    (void)cx;
    for (size_t i = 0; i < count; i++) {
        list[i].name = "Dupont";
        list[i].address = "compta@dupont.example";
        list[i].language = "fr";
        list[i].balance.cents = 1000;
    }
    return true;
}

static const struct chase_kind kind = { .name = "invoice", .debtors = debtors };

static const struct taker taker = { .owner = "a", .lease_ms = 1000 };

/* What was taken last, for the acts that follow. */
static struct message *taken;
static size_t taken_count;

static bool seed(struct ctx *cx)
{
    return store_begin(cx) && store_end(cx, rules_seed_kind(cx, &kind));
}

static bool open_all(struct ctx *cx)
{
    struct obligation owed[DEBTORS];
    struct rules rules;

    for (int i = 0; i < DEBTORS; i++)
        owed[i] = (struct obligation){
            .kind = "invoice",
            .subject = i + 1,
            .client = 1,
            .issuer = 1,
            .person = i + 1,
            .due = { cx->today.day - (i + 1 == CALLED ? 30 : 1) },
            .owed = { 1000 },
        };
    return rules_load(cx, &kind, &rules) && store_begin(cx)
        && store_end(cx, chase_open(cx, &rules, owed, DEBTORS));
}

static bool run_round(struct ctx *cx)
{
    struct round round;

    return chase_round(cx, &kind, &round);
}

static bool foretell(struct ctx *cx)
{
    struct reach reach = { .until = { cx->today.day + 20 } };
    struct forecast *forecasts;
    struct party party;
    size_t count;

    if (!chase_forecast(cx, &kind, &reach, &forecasts, &count))
        return false;
    reach.held_too = true;
    return chase_forecast(cx, &kind, &reach, &forecasts, &count)
        && party_find(cx, &kind, 1, 1, &party);
}

static bool approve(struct ctx *cx)
{
    return outbox_approve(cx, 1);
}

static bool take_within(struct ctx *cx)
{
    struct subject *subjects;
    size_t count;

    if (!outbox_take(cx, &taker, DEBTORS, &taken, &taken_count))
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

static bool ask_suspended(struct ctx *cx)
{
    struct suspension suspension;

    return outbox_suspended(cx, &suspension);
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

struct act {
    const char *name;
    bool (*run)(struct ctx *cx);
    int64_t minutes; /* that pass before it */
};

static const struct act acts[] = {
    { "seed", seed, 0 },
    { "open", open_all, 0 },
    { "forecast", foretell, 0 },
    { "round", run_round, 0 },
    { "round of the next day", run_round, 24 * 60 },
    { "approve", approve, 0 },
    { "take", take, 0 },
    { "point", point, 0 },
    { "passed", ask_point, 0 },
    { "sent", end_sent, 0 },
    { "refused", end_refused, 0 },
    { "dropped", end_dropped, 0 },
    { "later", put_off, 0 },
    { "unknown", give_up, 0 },
    { "point", point_last, 0 },
    { "give back", give_back, 0 },
    { "recover", recover, 0 },
    { "counts as sent", decide_sent, 0 },
    { "resend", decide_again, 0 },
    { "kept", find_kept, 0 },
    { "take again", take, 60 },
    { "point again", point_again, 0 },
    { "unknown again", give_up_again, 0 },
    { "goes again", go_again, 60 },
    { "suspend", suspend, 0 },
    { "suspended", ask_suspended, 0 },
    { "resume", outbox_resume, 0 },
    { "change", change, 0 },
    { "settle", settle, 0 },
    { "reopen", reopen, 0 },
    { "touch", touch, 0 },
    { "done", call_done, 0 },
    { "calendar", close_days, 0 },
    { "forecast", foretell, 0 },
};

/* All that the chase writes, but for numbers that were drawn: gaps are allowed. */
static const char *const tables[] = {
    "SELECT CAST(id AS TEXT) || state || ' ' || CAST(attempt AS TEXT) || owner || recipient || said"
    " || why || ' ' || CAST(not_before AS TEXT) || COALESCE(CAST(point_at AS TEXT), '-')"
    " || COALESCE(CAST(ended_at AS TEXT), '-') FROM message ORDER BY id",
    "SELECT CAST(id AS TEXT) || state || why || ' ' || CAST(version AS TEXT) || ' '"
    " || CAST(resend AS TEXT) || COALESCE(CAST(message AS TEXT), '-') FROM reminder ORDER BY id",
    "SELECT CAST(subject AS TEXT) || state || held || dealt || ' ' || CAST(version AS TEXT) || ' '"
    " || CAST(cycle AS TEXT) || COALESCE(next_look_on, '-') FROM obligation ORDER BY subject",
    "SELECT CAST(message AS TEXT) || verdict || reason FROM decision ORDER BY message, verdict",
    "SELECT CAST(client AS TEXT) FROM approval ORDER BY client",
    "SELECT reason FROM suspension",
    "SELECT name FROM scenario ORDER BY name",
    "SELECT name FROM step ORDER BY name",
};

static const char *look(struct ctx *cx)
{
    struct buf out = { .arena = cx->arena };

    for (size_t i = 0; i < COUNT_OF(tables); i++) {
        const struct statement statement = { "LOOK", __FILE__, SCOPE_GLOBAL, tables[i], tables[i] };
        const struct statement *const unlisted = &statement;
        struct rows *rows = store_query(cx, &unlisted, NO_ARGS);
        while (rows_next(rows))
            buf_format(&out, "%s\n", rows_text(rows, 0));
        assert_true(rows_done(rows));
    }
    return buf_string(&out);
}

/* Once for each of its calls, until none fails; answers how many there were. */
static int64_t run_act(struct ctx *cx, struct faults *faults, const struct act *act)
{
    const char *before = look(cx), *other = NULL;

    for (int64_t at = 1;; at++) {
        assert_true(at < TRIES);
        faults_arm(faults, at);
        bool well = act->run(cx), hit = faults_hit(faults);
        faults_arm(faults, 0);
        if (well != !hit)
            print_error("%s, call %lld: %s\n", act->name, (long long)at, cx->fault.code);
        assert_int_equal(well, !hit);
        const char *after = look(cx);
        if (well && other && strcmp(after, other) != 0)
            print_error("%s: half done:\n%s\nthen:\n%s\n", act->name, other, after);
        assert_true(!well || !other || strcmp(after, other) == 0);
        if (well)
            return at - 1;
        assert_string_equal(cx->fault.code, "BASE");
        if (strcmp(after, before) != 0)
            other = after;
        cx->fault = (struct fault){ 0 };
    }
}

static void test_every_fault(struct ctx *cx)
{
    int64_t faults_met = 0;

    cx->today = date_of(2026, 3, 17);
    cx->now.ms = cx->today.day * INT64_C(86400000);
    assert_true(books_firm(cx, 1));
    assert_true(books_run_text(cx,
                               "INSERT INTO client (firm, id, code, name, name_folded, siren,"
                               " language, state, created_at)"
                               " VALUES (1, 1, 'C', 'C', 'c', '', 'fr', 'active', 0)"));
    struct faults *faults = faults_stand(cx);
    for (size_t i = 0; i < COUNT_OF(acts); i++) {
        cx->now.ms += acts[i].minutes * 60000;
        cx->today.day = (int32_t)(cx->now.ms / 86400000);
        faults_met += run_act(cx, faults, &acts[i]);
    }
    print_message("# %lld faults, one at a time\n", (long long)faults_met);
    assert_true(faults_met > 300);
}

int main(void)
{
    const struct CMUnitTest tests[] = { BOOKS_EACH(test_every_fault) };

    return cmocka_run_group_tests_name("fault", tests, NULL, NULL);
}
