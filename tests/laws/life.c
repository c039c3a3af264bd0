#include "life.h"

#include <stdlib.h>
#include <string.h>

#include "deed.h"
#include "raw.h"
#include "stepping.h"
#include "world.h"

static int64_t some_subject(bool is_open)
{
    for (int tries = 0; world->subject_count > 0 && tries < 8; tries++) {
        int64_t id = 1 + roll(world->subject_count);
        if (world->debts[id].exists && world->debts[id].open == is_open)
            return id;
    }
    return 0;
}

static enum owed some_kind(void)
{
    static const enum owed kinds[] = { OWED_INVOICE, OWED_INVOICE, OWED_INVOICE,
                                       OWED_REQUEST, OWED_REQUEST, OWED_RECEIPT };

    return kinds[roll((int)COUNT_OF(kinds))];
}

static void live_open(struct ctx *cx)
{
    if (world->subject_count - world->flooded + 1 >= USUAL_SUBJECTS)
        return;
    int64_t person = 1 + roll(world->crowd);
    int due = roll(8) ? roll(45) - 5 : -roll(150);
    deed_perform(cx,
                 (struct deed){ .doing = DO_OPEN,
                                .owed = some_kind(),
                                .id = ++world->subject_count,
                                .number = 1000 + roll(90000),
                                .due = { world->day.day + due },
                                .person = { .client = person } });
}

static int first_step_days(enum owed owed)
{
    int place = 0;

    while (world->steps[place].scenario != 1 + SCENARIOS * (int)owed)
        place++;
    return world->steps[place].step.days;
}

/* Something is asked of everybody, its first step is of today, and the house has not stood still.
 */
static void live_flood(struct ctx *cx)
{
    if (world->flood_on.day == NO_DAY.day || world->day.day < world->flood_on.day
        || world->now.ms - world->ran_ms > DAY_MS / 2)
        return;
    while (world->flooded < world->crowd) {
        int64_t person = ++world->flooded;
        deed_perform(cx,
                     (struct deed){ .doing = DO_OPEN,
                                    .owed = OWED_REQUEST,
                                    .id = ++world->subject_count,
                                    .number = 1000 + roll(90000),
                                    .due = { world->day.day - first_step_days(OWED_REQUEST) },
                                    .person = { .client = person } });
    }
}

static void live_pay(struct ctx *cx, int which)
{
    int64_t id = some_subject(which != 2);

    if (id == 0)
        return;
    if (which == 0)
        deed_perform(cx, (struct deed){ .doing = DO_SETTLE, .id = id });
    else
        deed_perform(cx,
                     (struct deed){ .doing = DO_CHANGE, .id = id, .number = 1000 + roll(90000) });
}

static struct person other_person(int64_t id)
{
    static const enum hold doubts[] = { HOLD_LETTERING, HOLD_NAMES, HOLD_BOUNCED };
    struct person person = world->people[id];

    if (person.hold != HOLD_NONE || person.address == 0 || person.in_credit) {
        person.address += person.address == 0 || person.hold == HOLD_BOUNCED;
        person.hold = HOLD_NONE;
        person.in_credit = false;
        return person;
    }
    switch (roll(5)) {
    case 0:
        person.address = roll(2) ? 0 : person.address + 1;
        break;
    case 1:
        person.hold = doubts[roll(3)];
        break;
    case 2:
        person.in_credit = true;
        break;
    default:
        person.hold = HOLD_PAUSED;
        person.held_until = roll(2) ? NO_DAY : (struct date){ world->day.day + roll(30) };
    }
    return person;
}

static void live_person(struct ctx *cx, int64_t id)
{
    deed_perform(cx, (struct deed){ .doing = DO_PERSON, .id = id, .person = other_person(id) });
}

/* Before it is decided, a person may hold what such a message speaks of. */
static void live_check(struct ctx *cx)
{
#define TO_CHECK "(SELECT MAX(id) FROM message WHERE firm = 1 AND state = 'check')"
    int64_t id = raw_found(cx, "SELECT " TO_CHECK);
    int64_t told = raw_found(cx,
                             "SELECT MAX(r.subject) FROM reminder r JOIN obligation o"
                             " ON o.firm = 1 AND o.id = r.obligation AND o.state = 'open'"
                             " WHERE r.firm = 1 AND r.message = " TO_CHECK);

    if (told > 0 && roll(3) == 0)
        stepping_hold(cx, told);
    if (id > 0)
        deed_perform(cx, (struct deed){ .doing = DO_DECIDE, .id = id, .number = roll(2) });
}

static void live_call(struct ctx *cx)
{
    int64_t id = raw_found(cx, "SELECT MIN(id) FROM reminder WHERE firm = 1 AND state = 'todo'");

    if (id > 0)
        deed_perform(cx, (struct deed){ .doing = DO_CALL, .id = id });
}

/* A step moves by some days, or is taken out. The first of a scenario stays. */
static void live_edit(struct ctx *cx)
{
    int place = 1 + roll(world->step_count - 1);
    const struct step_facts *facts = &world->steps[place];
    const struct step *step = &facts->step;
    bool is_first = place > 0 && world->steps[place - 1].scenario != facts->scenario;
    int days = step->days + roll(5) - 2;
    bool has_window = step->window_first != 0 || step->window_last != 0;

    if (!facts->stands || is_first
        || (has_window && (days < step->window_first || days > step->window_last)))
        return;
    deed_perform(
        cx, (struct deed){ .doing = DO_EDIT, .id = place, .number = roll(4) > 0, .due = { days } });
}

static void live_step_in(struct ctx *cx)
{
    int64_t waits = raw_found(cx,
                              "SELECT MIN(subject) FROM reminder WHERE firm = 1"
                              " AND state = 'planned'");
    int64_t id = waits > 0 && world->debts[waits].open && roll(2) ? waits : some_subject(true);

    if (id > 0)
        stepping_turn(cx, id);
}

static void live_regret(struct ctx *cx)
{
    int64_t id = raw_found(cx,
                           "SELECT subject FROM reminder WHERE firm = 1 AND state = 'cancelled'"
                           " AND why = 'skipped' ORDER BY id DESC LIMIT 1");

    if (id > 0 && world->debts[id].open)
        stepping_unskip(cx, id);
}

void life_look_up(struct ctx *cx, int in_thousand)
{
    int64_t id = chance(in_thousand) ? raw_found(cx,
                                                 "SELECT id FROM standstill WHERE firm = 1"
                                                 " AND ended_at IS NULL AND cause = 'clock_jump'")
                                     : 0;

    if (id > 0)
        deed_perform(cx, (struct deed){ .doing = DO_BELIEVE, .id = id });
}

static void live_let(struct ctx *cx, const char *cause)
{
    int64_t id = raw_found(cx,
                           arena_format(cx->arena,
                                        "SELECT id FROM standstill WHERE firm = 1 AND ended_at IS"
                                        " NULL AND cause = '%s' AND (cause <> 'restored'"
                                        " OR is_listed = 1)",
                                        cause));
    bool is_filed = strcmp(cause, "restored") != 0 && roll(6) == 0;

    if (id > 0)
        deed_perform(
            cx, (struct deed){ .doing = DO_LET, .id = id, .cause = cause, .number = is_filed });
}

/* What a guard holds is looked at so many times in a thousand. */
static void live_freezes(struct ctx *cx, int in_thousand)
{
    static const char *const causes[] = { "stoppage", "volume", "cap", "suspension", "restored" };

    for (size_t i = 0; i < COUNT_OF(causes); i++)
        if (chance(in_thousand))
            live_let(cx, causes[i]);
}

/* Two of three have a last day. */
static void live_suspend(struct ctx *cx)
{
    int64_t last = roll(3) ? cx->today.day + roll(6) : 0;

    deed_perform(cx, (struct deed){ .doing = DO_SUSPEND, .number = last });
}

/* One with a last day is seldom ended before it. */
static void live_resume(struct ctx *cx)
{
    bool is_open = world->suspended_until.day == NO_DAY.day;

    if (!is_open && world->suspended_until.day < cx->today.day)
        world->suspended = false;
    if (world->suspended && chance(is_open ? 300 : 30))
        deed_perform(cx, (struct deed){ .doing = DO_RESUME });
}

void life_turn(struct ctx *cx)
{
    life_look_up(cx, 400);
    live_freezes(cx, 800);
    live_flood(cx);
    if (chance(10))
        deed_perform(cx, (struct deed){ .doing = DO_CAP, .number = roll(3) ? 1 + roll(4) : 0 });
    if (chance(2))
        deed_perform(cx, (struct deed){ .doing = DO_RESTORED });
    if (chance(world->crowd > 1 ? 90 : 200))
        live_open(cx);
    if (chance(60))
        live_pay(cx, 0);
    if (chance(30))
        live_pay(cx, 1 + roll(2));
    if (chance(40))
        live_person(cx, 1 + roll(world->crowd));
    if (chance(60))
        deed_perform(cx, (struct deed){ .doing = DO_APPROVE, .id = roll(CLIENTS + 1) });
    live_resume(cx);
    if (!world->suspended && chance(6))
        live_suspend(cx);
    if (chance(100))
        live_check(cx);
    if (chance(60))
        live_call(cx);
    if (chance(6))
        live_edit(cx);
    if (chance(90))
        live_step_in(cx);
    if (chance(25))
        live_regret(cx);
}

void life_calm(struct ctx *cx)
{
    life_look_up(cx, 1000);
    live_freezes(cx, 1000);
    if (world->has_cap)
        deed_perform(cx, (struct deed){ .doing = DO_CAP });
    if (world->suspended)
        deed_perform(cx, (struct deed){ .doing = DO_RESUME });
    deed_perform(cx, (struct deed){ .doing = DO_APPROVE });
}

void life_meddle(struct ctx *cx, const int64_t *subjects, size_t count)
{
    int64_t id = count > 0 ? subjects[roll((int)count)] : 0;

    if (id == 0 || !world->debts[id].open)
        return;
    switch (roll(6)) {
    case 0:
        deed_perform(cx,
                     (struct deed){ .doing = DO_CHANGE, .id = id, .number = 1000 + roll(90000) });
        break;
    case 1:
        live_person(cx, world->debts[id].person);
        break;
    case 2:
        if (!world->suspended && roll(4))
            live_suspend(cx);
        else if (!world->suspended)
            deed_perform(cx, (struct deed){ .doing = DO_RESTORED });
        break;
    case 3:
        stepping_turn(cx, id);
        break;
    default:
        deed_perform(cx, (struct deed){ .doing = DO_SETTLE, .id = id });
    }
}
