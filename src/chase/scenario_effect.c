#include "chase/scenario_effect.h"

#include <stdlib.h>

#include "chase/calendar_load.h"
#include "chase/obligation.h"
#include "chase/scenario_version.h"

enum { SLICES = 10, OF_SLICE = EFFECT_LIMIT / SLICES };

struct person {
    int64_t client, id;
};

/* What is being compared, and what came of it so far. */
struct looking {
    struct ctx *cx;
    struct versions versions;
    const struct scenario *left; /* versions that something still follows */
    size_t left_count;
    struct calendar calendar;
    struct effect effect;
    struct person *persons; /* of each obligation for which something differs */
};

/* New steps are told apart by numbers that no step of the books has. */
static struct scenario numbered(struct arena *arena, const struct scenario *scenario)
{
    struct step *steps = arena_new(arena, struct step, scenario->count + 1);
    struct scenario copy = *scenario;

    for (size_t i = 0; i < scenario->count; i++) {
        steps[i] = scenario->steps[i];
        if (steps[i].id == 0)
            steps[i].id = -1 - (int64_t)i;
    }
    copy.steps = steps;
    return copy;
}

/* The due dates of what either scenario can still say something about. */
struct dues {
    struct date first, last;
};

static void widen(struct dues *dues, const struct scenario *scenario, struct date today)
{
    for (size_t i = 0; i < scenario->count; i++) {
        const struct step *step = &scenario->steps[i];
        bool is_by_opening = step->anchor == ANCHOR_OPENING;
        int earliest = step->window_first != 0 && step->window_first < step->days
            ? step->window_first
            : step->days;
        int latest = step->days + step->repeat_days * step->repeat_count + CHASE_SENSE_DAYS;
        struct date first = { is_by_opening ? INT32_MIN / 2 : today.day - latest };
        struct date last = { is_by_opening ? INT32_MAX / 2 : today.day + EFFECT_DAYS - earliest };
        if (first.day < dues->first.day)
            dues->first = first;
        if (last.day > dues->last.day)
            dues->last = last;
    }
}

#define SEEN(MEMBER, TODAY)                                                                        \
    " o.firm = $1 AND o.scenario = $2 AND " SCENARIO_RUNS_SEEN(MEMBER, TODAY)

#define END_SEEN SEEN("$3", "$4")
#define OPEN_SEEN SEEN("$6", "$7")

SQL(ENDS, FIRM,
    "SELECT (SELECT MIN(o.due_on) FROM obligation o WHERE" END_SEEN "),"
    " (SELECT MAX(o.due_on) FROM obligation o WHERE" END_SEEN ")");

/* None is wider than what is open. */
static bool narrow(struct ctx *cx, int64_t scenario, struct dues *dues)
{
    struct rows *rows = store_query(
        cx, &ENDS, ARGS(arg_int(scenario), arg_int(cx->actor), arg_date(cx->arena, cx->today)));

    if (rows_next(rows) && !rows_null(rows, 0)) {
        struct date first = rows_date(rows, 0), last = rows_date(rows, 1);
        if (first.day > dues->first.day)
            dues->first = first;
        if (last.day < dues->last.day)
            dues->last = last;
    } else {
        dues->last.day = dues->first.day - 1;
    }
    return rows_done(rows);
}

SQL(OPEN_IN, FIRM,
    "SELECT " OBLIGATION_COLUMNS " FROM obligation o WHERE" OPEN_SEEN
    " AND o.due_on >= $3 AND o.due_on < $4 ORDER BY o.due_on, o.id LIMIT $5");

static bool differs(const struct change *change)
{
    return change->earlier + change->later + change->more + change->fewer > 0;
}

static void count_change(struct looking *looking, const struct obligation *owed,
                         const struct change *change)
{
    struct effect *effect = &looking->effect;

    looking->persons[effect->subjects++] = (struct person){ owed->client, owed->person };
    effect->change.earlier += change->earlier;
    effect->change.later += change->later;
    effect->change.more += change->more;
    effect->change.fewer += change->fewer;
    if (effect->sample_count < EFFECT_SAMPLES)
        effect->samples[effect->sample_count++] =
            (struct effect_sample){ owed->subject, owed->client, owed->person, *change };
}

/* What it follows now, and what it would. */
static struct versions versions_of(const struct looking *looking, const struct obligation *owed)
{
    struct versions versions = looking->versions;

    for (size_t i = 0; i < looking->left_count; i++)
        if (looking->left[i].id == owed->scenario
            && looking->left[i].version == owed->scenario_version)
            versions.before = &looking->left[i];
    return versions;
}

static bool look_at_slice(struct looking *looking, const struct dues *slice)
{
    struct ctx *cx = looking->cx;
    struct arena_mark mark = arena_mark(cx->arena);
    struct rows *rows =
        store_query(cx, &OPEN_IN,
                    ARGS(arg_int(looking->versions.before->id), arg_date(cx->arena, slice->first),
                         arg_date(cx->arena, slice->last), arg_int(OF_SLICE + 1),
                         arg_int(cx->actor), arg_date(cx->arena, cx->today)));
    struct obligation *owed = arena_new(cx->arena, struct obligation, OF_SLICE + 1);
    size_t count = 0;

    while (rows_next(rows))
        owed[count++] = obligation_row(cx, rows);
    if (!rows_done(rows))
        return false;
    looking->effect.is_partial |= count > OF_SLICE;
    for (size_t i = 0; i < count && i < OF_SLICE; i++) {
        struct arena_mark before = arena_mark(cx->arena);
        struct versions versions = versions_of(looking, &owed[i]);
        struct change change =
            change_of(cx->arena, &owed[i], &versions, &looking->calendar, cx->today);
        looking->effect.looked++;
        if (differs(&change))
            count_change(looking, &owed[i], &change);
        arena_rewind(cx->arena, before);
    }
    arena_rewind(cx->arena, mark);
    return true;
}

/* Slices of the due dates, of each at most as many, so that a part speaks for the whole. */
static bool look_at_all(struct looking *looking, const struct dues *dues)
{
    int64_t days = (int64_t)dues->last.day - dues->first.day + 1;

    for (int64_t i = 0; i < SLICES && days > 0; i++) {
        const struct dues slice = { { dues->first.day + (int32_t)(days * i / SLICES) },
                                    { dues->first.day + (int32_t)(days * (i + 1) / SLICES) } };
        if (slice.first.day < slice.last.day && !look_at_slice(looking, &slice))
            return false;
    }
    return true;
}

static int by_person(const void *left, const void *right)
{
    const struct person *a = left, *b = right;

    if (a->client != b->client)
        return a->client < b->client ? -1 : 1;
    return (a->id > b->id) - (a->id < b->id);
}

static int64_t count_persons(const struct looking *looking)
{
    size_t count = (size_t)looking->effect.subjects;
    int64_t distinct = 0;

    qsort(looking->persons, count, sizeof *looking->persons, by_person);
    for (size_t i = 0; i < count; i++)
        distinct += i == 0 || by_person(&looking->persons[i - 1], &looking->persons[i]) != 0;
    return distinct;
}

bool scenario_effect(struct ctx *cx, const struct kept_scenario *before,
                     const struct scenario *after, struct effect *effect)
{
    struct scenario copy = numbered(cx->arena, after);
    struct looking looking = { .cx = cx, .versions = { &before->scenario, &copy } };
    struct dues dues = { { INT32_MAX / 2 }, { INT32_MIN / 2 } };
    struct scenario *left;

    looking.persons = arena_new(cx->arena, struct person, EFFECT_LIMIT + 1);
    widen(&dues, &before->scenario, cx->today);
    widen(&dues, &copy, cx->today);
    if (!scenario_versions(cx, before->scenario.kind, &left, &looking.left_count))
        return false;
    looking.left = left;
    for (size_t i = 0; i < looking.left_count; i++)
        widen(&dues, &left[i], cx->today);
    if (!calendar_load(cx, &looking.calendar) || !narrow(cx, before->scenario.id, &dues)
        || !look_at_all(&looking, &dues)
        || !scenario_running(cx, before->scenario.id, EFFECT_RUNNING, &looking.effect.running))
        return false;
    looking.effect.persons = count_persons(&looking);
    *effect = looking.effect;
    return true;
}
