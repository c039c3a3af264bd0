/*
 * C-8: what is shown is what happens. On generated books, forecasts made up to a month ahead are
 * kept until their day; then the round of that day must have done exactly that: the same steps,
 * the same messages, the same things held for the same reasons. Some is owed from a day to come on
 * alone, and known before (chase/arrival.h).
 */
#include "chase/round.h"

#include <string.h>

#include "chase/obligation.h"
#include "store/test_books.h"

enum { CLIENTS = 3, PERSONS = 14, DEBTS = 48, EARLY = 36, DAYS = 130, AHEAD = 30, SEEDS = 4 };

/* A small generator of its own, so that a seed gives the same books for ever. */
static uint64_t roll_state;

static int roll(int sides)
{
    roll_state = roll_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int)((roll_state >> 33) % (uint64_t)sides);
}

static struct debtor people[PERSONS + 1]; /* by id */

static bool debtors(struct ctx *cx, struct debtor *list, size_t count)
{
    (void)cx;
    for (size_t i = 0; i < count; i++) {
        struct debtor known = people[list[i].id];
        list[i] = known;
    }
    return true;
}

static const struct chase_kind kind = { .name = "invoice", .quiet_days = 7, .debtors = debtors };

static struct date first_day(void)
{
    return date_of(2026, 3, 2); /* Easter, 1, 8, 14 and 25 May lie ahead */
}

/* One in three is held by something; a pause may end before what else holds. */
static struct debtor person_new(int64_t id)
{
    static const enum hold holds[] = { HOLD_LETTERING, HOLD_NAMES, HOLD_BOUNCED };
    static const char *const addresses[] = { "", "a@b.test", "A@B.test", "c@b.test" };
    static const char *const mailboxes[] = { NULL, "a@b.test", "a@b.test", "c@b.test" };
    int place = roll(COUNT_OF(addresses));
    struct debtor debtor = {
        .id = id,
        .client = 1 + roll(CLIENTS),
        .name = "Dupont",
        .address = addresses[place],
        .mailbox = mailboxes[place],
        .language = "fr",
        .paused_until = NO_DAY,
        .balance = { roll(8) ? 100000 : -100 },
    };

    if (roll(4) == 0)
        debtor.hold = holds[roll(COUNT_OF(holds))];
    debtor.is_paused = roll(8) == 0;
    if (roll(3))
        debtor.paused_until.day = first_day().day + roll(DAYS);
    return debtor;
}

/* P-2: those of one client who share an address, whatever its case. */
static void find_mates(struct ctx *cx, struct debtor *debtor)
{
    int64_t *mates = arena_new(cx->arena, int64_t, PERSONS + 1);

    debtor->mates = mates;
    for (int64_t id = 1; id <= PERSONS; id++) {
        const struct party one = { .debtor = *debtor }, other = { .debtor = people[id] };
        if (id != debtor->id && party_mates(&one, &other))
            mates[debtor->mate_count++] = id;
    }
}

static struct obligation debts[DEBTS]; /* those after EARLY are opened on their day */

static struct obligation debt_new(int i)
{
    const struct debtor *debtor = &people[1 + roll(PERSONS)];
    struct date opened = first_day();

    if (i >= EARLY)
        opened.day += roll(DAYS - AHEAD);
    return (struct obligation){
        .kind = "invoice",
        .subject = i,
        .client = debtor->client,
        .person = debtor->id,
        .opened = opened,
        .due = { opened.day + (i < EARLY ? roll(DAYS) - 80 : roll(30) - 10) },
        .owed = { 1000 + roll(10000) },
    };
}

static void make_books(struct ctx *cx, int seed)
{
    struct rules rules;

    roll_state = (uint64_t)seed;
    cx->today = first_day();
    if (seed == 1)
        assert_true(books_firm(cx, 1));
    for (int i = 1; i <= CLIENTS && seed == 1; i++)
        assert_true(books_run_text(
            cx,
            arena_format(cx->arena,
                         "INSERT INTO client (firm, id, code, name, name_folded, siren,"
                         " language, state, created_at)"
                         " VALUES (1, %d, '%d', 'C', 'c', '', 'fr', 'active', 0)",
                         i, i)));
    assert_true(books_run_text(cx, "DELETE FROM reminder")
                && books_run_text(cx, "DELETE FROM message")
                && books_run_text(cx, "DELETE FROM obligation"));
    for (int64_t id = 1; id <= PERSONS; id++)
        people[id] = person_new(id);
    for (int64_t id = 1; id <= PERSONS; id++)
        find_mates(cx, &people[id]);
    for (int i = 0; i < DEBTS; i++)
        debts[i] = debt_new(i);
    assert_true(store_begin(cx));
    bool made = (seed > 1 || rules_seed(cx, "invoice", "Standard")) && rules_load(cx, &kind, &rules)
        && chase_open(cx, &rules, debts, EARLY);
    assert_true(store_end(cx, made));
}

/* What the books do not hold yet and will on a day. */
static struct arrivals arrivals_of(struct ctx *cx, struct date until)
{
    struct arrivals list = { .rows = arena_new(cx->arena, struct arrival, DEBTS) };

    for (int i = EARLY; i < DEBTS; i++)
        if (debts[i].id == 0 && debts[i].opened.day <= until.day)
            list.rows[list.count++].owed = debts[i];
    return list;
}

static void open_late(struct ctx *cx)
{
    struct rules rules;

    assert_true(store_begin(cx) && rules_load(cx, &kind, &rules));
    for (int i = EARLY; i < DEBTS; i++)
        if (debts[i].opened.day == cx->today.day)
            assert_true(chase_open(cx, &rules, &debts[i], 1));
    assert_true(store_end(cx, true));
}

/* What a day does, or would do. */
struct deed {
    bool is_told;
    int64_t steps[DEBTS];           /* id of the step taken; 0 none */
    const char *held[DEBTS];        /* why it is held; "" it is not */
    const char *tones[PERSONS + 1]; /* of the message to each; "" none */
};

static void deed_clear(struct deed *deed)
{
    *deed = (struct deed){ .is_told = true };
    for (int i = 0; i < DEBTS; i++)
        deed->held[i] = "";
    for (int i = 0; i <= PERSONS; i++)
        deed->tones[i] = "";
}

/* of the highest step that the message carries, whosever it is. */
static const char *tone_of(const struct forecast *forecasts, size_t count, size_t lead)
{
    const struct step *tone = forecasts[lead].decision.tone;

    for (size_t i = lead + 1; i < count; i++)
        if (forecasts[i].decision.mails > 0 && tone->days < forecasts[i].decision.tone->days
            && party_mates(forecasts[lead].party, forecasts[i].party))
            tone = forecasts[i].decision.tone;
    return tone->name;
}

static void foretell(struct ctx *cx, struct date on, bool due_only, struct deed *deed)
{
    const struct arrivals arrivals = arrivals_of(cx, on);
    const struct reach reach = { .until = on, .due_only = due_only, .arrivals = &arrivals };
    struct forecast *forecasts;
    size_t count;

    deed_clear(deed);
    assert_true(chase_forecast(cx, &kind, &reach, &forecasts, &count));
    for (size_t i = 0; i < count; i++) {
        const struct forecast *forecast = &forecasts[i];
        if (forecast_leads(forecasts, i))
            deed->tones[forecast->party->debtor.id] = tone_of(forecasts, count, i);
        for (size_t j = 0; j < forecast->debts.count; j++) {
            int64_t subject = forecast->debts.owed[j].subject;
            const struct fated *taken = forecast->decision.plans[j].taken;
            deed->steps[subject] = taken ? taken->occasion.step->id : 0;
            deed->held[subject] = hold_text(forecast->decision.holds[j]);
        }
    }
}

SQL(STEPS, FIRM,
    "SELECT subject, step FROM reminder WHERE firm = $1 AND day_on = $2"
    " AND state IN ('planned', 'todo')");
SQL(HELD, FIRM, "SELECT subject, held FROM obligation WHERE firm = $1 AND held <> ''");
SQL(TONES, FIRM, "SELECT person, tone FROM message WHERE firm = $1 AND day_on = $2");

static void look_back(struct ctx *cx, struct deed *deed)
{
    const struct arg *today = ARGS(arg_date(cx->arena, cx->today));

    deed_clear(deed);
    struct rows *rows = store_query(cx, &STEPS, today);
    while (rows_next(rows))
        deed->steps[rows_int(rows, 0)] = rows_int(rows, 1);
    assert_true(rows_done(rows));
    rows = store_query(cx, &HELD, NO_ARGS);
    while (rows_next(rows))
        deed->held[rows_int(rows, 0)] = rows_text(rows, 1);
    assert_true(rows_done(rows));
    rows = store_query(cx, &TONES, today);
    while (rows_next(rows))
        deed->tones[rows_int(rows, 0)] = rows_text(rows, 1);
    assert_true(rows_done(rows));
}

static int64_t compared;

/* On a closed day nothing is decided, so that what is held is not asked for. */
static void compare(struct ctx *cx, const struct deed *told, const struct deed *done, bool is_open)
{
    const char *day = date_text(cx->arena, cx->today);

    for (int i = 0; i < DEBTS; i++) {
        if (told->steps[i] != done->steps[i]
            || (is_open && strcmp(told->held[i], done->held[i]) != 0))
            print_message("# %s, debt %d: told step %d held '%s', done step %d held '%s'\n", day, i,
                          (int)told->steps[i], told->held[i], (int)done->steps[i], done->held[i]);
        assert_int_equal(told->steps[i], done->steps[i]);
        if (is_open)
            assert_string_equal(told->held[i], done->held[i]);
        compared += done->steps[i] > 0;
    }
    for (int i = 1; i <= PERSONS; i++)
        assert_string_equal(told->tones[i], done->tones[i]);
}

SQL(BEYOND, FIRM,
    "SELECT subject, held FROM obligation WHERE firm = $1 AND held <> ''"
    " AND (next_look_on IS NULL OR next_look_on > $2)");

/* What a forecast of what is due leaves out is held as the books tell, and by nothing else. */
static void add_beyond(struct ctx *cx, struct date on, struct deed *deed)
{
    struct rows *rows = store_query(cx, &BEYOND, ARGS(arg_date(cx->arena, on)));

    while (rows_next(rows)) {
        assert_string_equal(deed->held[rows_int(rows, 0)], "");
        deed->held[rows_int(rows, 0)] = rows_text(rows, 1);
    }
    assert_true(rows_done(rows));
}

static void run_days(struct ctx *cx)
{
    static struct deed ahead[DAYS + AHEAD + 1], due_ahead[DAYS + AHEAD + 1];
    const struct calendar calendar = { .region = REGION_METROPOLE };
    struct deed today, due, done;
    struct round round;

    memset(ahead, 0, sizeof ahead);
    memset(due_ahead, 0, sizeof due_ahead);
    for (int day = 0; day < DAYS; day++) {
        cx->today.day = first_day().day + day;
        cx->now.ms = cx->today.day * INT64_C(86400000);
        int target = day + 1 + roll(AHEAD);
        struct date on = { first_day().day + target };
        foretell(cx, on, false, &ahead[target]);
        foretell(cx, on, true, &due_ahead[target]);
        add_beyond(cx, on, &due_ahead[target]);
        foretell(cx, cx->today, false, &today);
        foretell(cx, cx->today, true, &due);
        add_beyond(cx, cx->today, &due);
        open_late(cx);
        assert_true(chase_round(cx, &kind, &round));
        look_back(cx, &done);
        bool is_open = calendar_open(&calendar, cx->today);
        compare(cx, &today, &done, is_open);
        compare(cx, &due, &done, is_open);
        if (!ahead[day].is_told)
            continue;
        compare(cx, &ahead[day], &done, is_open);
        compare(cx, &due_ahead[day], &done, is_open);
    }
}

static void test_shown_is_done(struct ctx *cx)
{
    compared = 0;
    for (int seed = 1; seed <= SEEDS; seed++) {
        make_books(cx, seed);
        run_days(cx);
    }
    print_message("# %d seeds: %lld steps foretold and taken\n", SEEDS, (long long)compared);
    assert_true(compared > SEEDS * DEBTS);
}

/* C-4: who has only steps that are past their sense is left out, unless those are asked for too. */
static void test_filed(struct ctx *cx)
{
    struct reach reach = { .until = first_day(), .due_only = true };
    struct forecast *forecasts;
    size_t count;

    make_books(cx, 1);
    for (int id = 1; id <= PERSONS; id++)
        people[id] = (struct debtor){ .id = id,
                                      .client = people[id].client,
                                      .name = "Dupont",
                                      .address = "a@b.test",
                                      .language = "fr",
                                      .paused_until = NO_DAY,
                                      .balance = { 1000 } };
    assert_true(books_run_text(cx, "UPDATE obligation SET due_on = '2025-03-02'"));
    assert_true(chase_forecast(cx, &kind, &reach, &forecasts, &count));
    assert_int_equal(count, 0);
    reach.filed_too = true;
    assert_true(chase_forecast(cx, &kind, &reach, &forecasts, &count));
    assert_true(count > 0);
    for (size_t i = 0; i < count; i++) {
        const struct plan *plan = &forecasts[i].decision.plans[0];
        assert_null(plan->taken);
        assert_true(plan->count > 0 && plan->fates[0].fate == FATE_LAPSED);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { BOOKS_EACH(test_shown_is_done), BOOKS_EACH(test_filed) };

    return cmocka_run_group_tests_name("forecast", tests, NULL, NULL);
}
