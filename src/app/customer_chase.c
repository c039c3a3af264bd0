#include "app/customer_chase.h"

#include <string.h>

#include "app/occasion_why.h"
#include "app/page.h"
#include "app/plan_model.h"
#include "chase/moment.h"
#include "invoice/dunning.h"
#include "view/view.h"

enum { DAYS_AHEAD = 400 };

static size_t place_of(const struct party *party, int64_t obligation)
{
    size_t i = 0;

    while (i < party->count && party->owed[i].id != obligation)
        i++;
    return i;
}

/* What only a person ends needs no look at further days. */
static bool ends_by_itself(enum hold hold, const struct debtor *debtor)
{
    return hold == HOLD_WEEK || hold == HOLD_CAP
        || (hold == HOLD_PAUSED && debtor->paused_until.day != NO_DAY.day);
}

/* Notes what a day brings; answers how many obligations have their answer by it. */
static size_t note_day(const struct forecast *forecast, struct date day, struct course *course,
                       struct next *nexts)
{
    size_t noted = 0;

    for (size_t i = 0; i < forecast->debts.count; i++) {
        struct next *next = &nexts[place_of(&course->party, forecast->debts.owed[i].id)];
        enum hold hold = forecast->decision.holds[i];
        const struct fated *taken = forecast->decision.plans[i].taken;
        if (next->step || next->hold != HOLD_NONE)
            continue;
        if (hold != HOLD_NONE && !ends_by_itself(hold, &course->party.debtor))
            next->hold = hold;
        else if (hold == HOLD_NONE && taken)
            *next = (struct next){ .step = taken->occasion.step,
                                   .rank = taken->occasion.rank,
                                   .on = day };
        noted += next->step || next->hold != HOLD_NONE;
    }
    return noted;
}

/* The next day on which something is looked at, but for what only a person can end. */
static struct date next_day(const struct party *party, const struct next *nexts, struct date after)
{
    struct date day = NO_DAY;

    for (size_t i = 0; i < party->count; i++) {
        struct date look_on = party->look_on[i];
        if (look_on.day != NO_DAY.day && nexts[i].hold == HOLD_NONE
            && (day.day == NO_DAY.day || look_on.day < day.day))
            day = look_on;
    }
    for (size_t i = 0; i < party->mate_count; i++)
        for (size_t j = 0; j < party->mates[i].count; j++) {
            struct date look_on = party->mates[i].look_on[j];
            if (look_on.day > after.day && look_on.day < day.day)
                day = look_on;
        }
    if (day.day != NO_DAY.day && day.day <= after.day)
        day.day = after.day + 1;
    return day;
}

static void run_ahead(struct ctx *cx, struct course *course)
{
    struct party party = party_copy(cx->arena, &course->party);
    struct next *nexts = arena_new(cx->arena, struct next, party.count + 1);
    size_t noted = 0;

    party_wake(&party, cx->today);
    for (struct date day = cx->today;
         noted < party.count && day.day != NO_DAY.day && day.day < cx->today.day + DAYS_AHEAD;
         day = next_day(&party, nexts, day)) {
        struct forecast forecast = chase_day(cx->arena, &party, &course->rules, day);
        noted += note_day(&forecast, day, course, nexts);
    }
    course->nexts = nexts;
}

/* CROSS keeps SQLite from beginning with all that is posted. */
SQL(POSTED, FIRM,
    "SELECT o.id, s.name, r.rank, m.not_before FROM obligation o CROSS JOIN reminder r"
    " JOIN step s ON s.firm = r.firm AND s.id = r.step"
    " JOIN message m ON m.firm = r.firm AND m.id = r.message"
    " WHERE o.firm = $1 AND o.issuer = $2 AND o.person = $3 AND o.state = 'open'"
    " AND r.firm = o.firm AND r.obligation = o.id AND r.state = 'planned'"
    " AND m.state IN ('waiting', 'due') ORDER BY r.id DESC");

/* A message put off to a later day comes before a step that falls after it, as « why » tells. */
static void note_posted(const struct ctx *cx, const struct send_hours *hours, struct instant freed,
                        struct rows *row, struct course *course)
{
    const struct instant not_before = rows_instant(row, 3);
    struct date on = moment_day(hours, not_before.ms > freed.ms ? not_before : freed);
    size_t place = place_of(&course->party, rows_int(row, 0));
    struct step *step = arena_new(cx->arena, struct step, 1);

    if (place == course->party.count || on.day <= cx->today.day
        || debtor_hold(&course->party.debtor, on) != HOLD_NONE)
        return;
    struct next *next = &course->nexts[place];
    if (next->hold != HOLD_NONE || (next->step && next->on.day < on.day))
        return;
    step->name = rows_text(row, 1);
    *next = (struct next){ .step = step, .rank = rows_int(row, 2), .on = on, .is_posted = true };
}

static bool take_posted(struct ctx *cx, const struct customer *customer, struct course *course)
{
    struct suspension suspension;
    struct send_hours hours;

    if (!moment_hours(cx, &hours) || !outbox_suspended(cx, &suspension))
        return false;
    struct rows *rows =
        store_query(cx, &POSTED, ARGS(arg_int(customer->client), arg_int(customer->id)));
    while (rows_next(rows))
        note_posted(cx, &hours, moment_freed(&hours, &suspension, cx->now), rows, course);
    return rows_done(rows);
}

static void find_first(struct course *course)
{
    const struct next *nexts = course->nexts;
    size_t count = course->party.count;

    course->first = count;
    for (size_t i = 0; i < count; i++)
        if (nexts[i].step
            && (course->first == count || nexts[i].on.day < nexts[course->first].on.day))
            course->first = i;
}

bool course_find(struct ctx *cx, const struct customer *customer, struct course *course)
{
    struct course found = { 0 };
    struct invoice *invoices;

    if (!rules_load(cx, &dunning_kind, &found.rules)
        || !invoice_list(cx, customer->client, customer->id, &invoices, &found.invoice_count)
        || !party_find(cx, &dunning_kind, customer->client, customer->id, &found.party))
        return false;
    if (found.party.count > 0)
        found.hold = debtor_hold(&found.party.debtor, cx->today);
    found.invoices = invoices;
    run_ahead(cx, &found);
    if (found.party.count > 0 && !take_posted(cx, customer, &found))
        return false;
    find_first(&found);
    *course = found;
    return true;
}

size_t course_place(const struct course *course, int64_t invoice)
{
    size_t i = 0;

    while (i < course->party.count && course->party.owed[i].subject != invoice)
        i++;
    return i;
}

const char *course_word(struct ctx *cx, const struct request *request, const struct next *next)
{
    const char *language = request_language(request);
    struct json *args = json_map(cx->arena);

    if (next->hold != HOLD_NONE)
        return plan_hold_word(cx, language, hold_text(next->hold), dunning_kind.quiet_days);
    if (!next->step)
        return view_text(cx->arena, language, "next.none", NULL);
    json_put_text(
        args, "step",
        view_text(cx->arena, language, arena_format(cx->arena, "step.%s", next->step->name), NULL));
    json_put_date(args, "on", next->on);
    return view_text(cx->arena, language, next->on.day == cx->today.day ? "next.today" : "next.on",
                     args);
}

static bool put_pause(struct ctx *cx, const struct request *request,
                      const struct customer *customer, struct json *chase)
{
    const char *by;

    json_put_bool(chase, "is_paused", true);
    json_put_text(chase, "reason", customer->paused_why);
    if (customer->paused_ends)
        json_put_date(chase, "until", customer->paused_until);
    if (customer->paused_at.ms == 0)
        return true;
    json_put_text(chase, "at", instant_text(cx->arena, customer->paused_at));
    if (!page_member(cx, request, customer->paused_by, &by))
        return false;
    json_put_text(chase, "by", by);
    return true;
}

static void put_next(struct ctx *cx, const struct request *request, const struct course *course,
                     struct json *model)
{
    const struct next *next = &course->nexts[course->first];
    const struct obligation *owed = &course->party.owed[course->first];
    struct json *map = json_put_map(model, "next");
    const char *language = request_language(request);

    json_put_date(map, "on", next->on);
    json_put_bool(json_put_map(map, "step"), next->step->name, true);
    json_put_text(map, "why",
                  next->is_posted
                      ? view_text(cx->arena, language, "why.posted", NULL)
                      : occasion_why(cx->arena, language, owed, next->step, next->rank));
}

bool course_put(struct ctx *cx, const struct request *request, const struct customer *customer,
                const struct course *course, struct json *model)
{
    struct json *chase = json_put_map(model, "chase");
    bool is_paused =
        customer->paused && (!customer->paused_ends || cx->today.day <= customer->paused_until.day);

    if (course->first < course->party.count)
        put_next(cx, request, course, model);
    if (*customer->doubt && course->party.count > 0) {
        json_put_bool(chase, "has_doubt", true);
        json_put_text(chase, "doubt",
                      view_text(cx->arena, request_language(request),
                                arena_format(cx->arena, "doubt.%s", customer->doubt), NULL));
    }
    if (is_paused)
        return put_pause(cx, request, customer, chase);
    if (course->party.count == 0) {
        json_put_bool(chase, "is_settled", true);
    } else if (course->hold != HOLD_NONE) {
        json_put_bool(chase, "is_held", true);
        json_put_text(chase, "why",
                      plan_hold_word(cx, request_language(request), hold_text(course->hold),
                                     dunning_kind.quiet_days));
    } else {
        json_put_bool(chase, "is_running", true);
    }
    return true;
}
