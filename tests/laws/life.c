#include "life.h"

#include <stdlib.h>
#include <string.h>

#include "chase/obligation.h"
#include "chase/rules.h"
#include "outbox/outbox.h"
#include "outbox/suspension.h"
#include "plant.h"
#include "raw.h"
#include "world.h"

static bool open_one(struct ctx *cx, const struct deed *deed)
{
    const struct person *person = &world->people[deed->person.client];
    struct obligation owed = { .kind = life_kind.name,
                               .subject = deed->id,
                               .client = person->client,
                               .person = deed->person.client,
                               .due = deed->due,
                               .owed = { deed->number } };
    struct rules rules;

    return store_begin(cx)
        && store_end(cx, rules_load(cx, &life_kind, &rules) && chase_open(cx, &rules, &owed, 1));
}

static const char *edit_text(struct arena *arena, const struct deed *deed)
{
    const struct step_facts *facts = &world->steps[deed->id];

    if (deed->number == 0)
        return arena_format(arena, "UPDATE step SET removed = 2 WHERE firm = 1 AND id = %lld",
                            (long long)facts->step.id);
    return arena_format(arena, "UPDATE step SET days = %lld WHERE firm = 1 AND id = %lld",
                        (long long)deed->due.day, (long long)facts->step.id);
}

/* An edited scenario is looked at today for all that follow it. */
static bool edit(struct ctx *cx, const struct deed *deed)
{
    const char *day = date_text(cx->arena, cx->today);
    const char *dealt =
        plant_twist() == TWIST_EDIT_RESTARTS ? ", dealt = '', dealt_through_on = NULL" : "";

    return store_begin(cx)
        && store_end(
               cx,
               raw_run(cx, edit_text(cx->arena, deed))
                   && raw_run(cx,
                              arena_format(cx->arena,
                                           "UPDATE obligation SET next_look_on = '%s', held = ''"
                                           "%s WHERE firm = 1 AND state = 'open'",
                                           day, dealt)));
}

static bool do_deed(struct ctx *cx, const struct deed *deed)
{
    const char *kind = life_kind.name;

    switch (deed->act) {
    case ACT_OPEN:
        return open_one(cx, deed);
    case ACT_CHANGE:
        return store_begin(cx)
            && store_end(cx, chase_change(cx, kind, deed->id, (struct money){ deed->number }));
    case ACT_SETTLE:
        return store_begin(cx) && store_end(cx, chase_settle(cx, kind, deed->id));
    case ACT_PERSON:
        return chase_touch(cx, kind, world->people[deed->id].client, deed->id);
    case ACT_APPROVE:
        return outbox_approve(cx, deed->id);
    case ACT_SUSPEND:
        return outbox_suspend(cx, "laws");
    case ACT_RESUME:
        return outbox_resume(cx);
    case ACT_DECIDE:
        return outbox_decide(cx, deed->id, deed->number ? ORDER_RESEND : ORDER_COUNTS_AS_SENT,
                             "laws");
    case ACT_CALL:
        return chase_done(cx, deed->id, "laws");
    case ACT_EDIT:
        return edit(cx, deed);
    default:
        return true;
    }
}

void life_note_steps(void)
{
    note("{\"e\":\"scenario\"}");
    for (int i = 0; i < world->step_count; i++) {
        const struct step *step = &world->steps[i].step;
        if (world->steps[i].stands)
            note("{\"e\":\"step\",\"id\":%lld,\"anchor\":\"%s\",\"days\":%d,\"window\":[%d,%d],"
                 "\"medium\":\"%s\",\"mode\":\"%s\",\"repeat\":[%d,%d]}",
                 (long long)step->id, anchor_text(step->anchor), step->days, step->window_first,
                 step->window_last, medium_text(step->medium), mode_text(step->mode),
                 step->repeat_days, step->repeat_count);
    }
}

/* The commit is known: the world is so from now on. */
static void apply_to_subject(const struct deed *deed)
{
    struct debt *subject = &world->debts[deed->id];
    long long id = deed->id, number = deed->number, at = wall_now().ms;

    if (deed->act == ACT_OPEN) {
        *subject = (struct debt){ true, true, deed->person.client, number };
        note("{\"e\":\"open\",\"t\":%lld,\"s\":%lld,\"p\":%lld,\"client\":%lld,\"due\":%d,"
             "\"cents\":%lld}",
             at, id, (long long)subject->person, (long long)world->people[subject->person].client,
             deed->due.day, number);
    } else if (deed->act == ACT_CHANGE) {
        subject->open = true;
        subject->cents = number;
        note("{\"e\":\"change\",\"t\":%lld,\"s\":%lld,\"cents\":%lld}", at, id, number);
    } else {
        subject->open = false;
        note("{\"e\":\"settle\",\"t\":%lld,\"s\":%lld}", at, id);
    }
}

static void apply_to_person(const struct deed *deed)
{
    const struct person *person = &deed->person;

    world->people[deed->id] = *person;
    note("{\"e\":\"person\",\"t\":%lld,\"p\":%lld,\"address\":%d,\"hold\":\"%s\",\"until\":%d,"
         "\"credit\":%d}",
         (long long)wall_now().ms, (long long)deed->id, person->address, hold_text(person->hold),
         person->held_until.day, person->in_credit);
}

static void apply_to_step(const struct deed *deed)
{
    struct step_facts *facts = &world->steps[deed->id];

    if (deed->number == 0)
        facts->stands = false;
    else
        facts->step.days = deed->due.day;
    life_note_steps();
}

static void apply(const struct deed *deed)
{
    static const char *const names[ACT_COUNT] = {
        [ACT_APPROVE] = "approve", [ACT_SUSPEND] = "suspend", [ACT_RESUME] = "resume",
        [ACT_DECIDE] = "decide",   [ACT_CALL] = "call",
    };

    if (deed->act == ACT_OPEN || deed->act == ACT_CHANGE || deed->act == ACT_SETTLE)
        apply_to_subject(deed);
    if (deed->act == ACT_PERSON)
        apply_to_person(deed);
    if (deed->act == ACT_EDIT)
        apply_to_step(deed);
    if (deed->act == ACT_SUSPEND || deed->act == ACT_RESUME)
        world->suspended = deed->act == ACT_SUSPEND;
    if (names[deed->act])
        note("{\"e\":\"%s\",\"t\":%lld,\"id\":%lld,\"again\":%lld}", names[deed->act],
             (long long)wall_now().ms, (long long)deed->id, (long long)deed->number);
}

/* A deed that was kept before the crash says so when it is tried again. */
static bool was_kept(const struct deed *deed, const char *code)
{
    return deed->again
        && ((deed->act == ACT_OPEN && strcmp(code, "BASE-CONFLIT") == 0)
            || (deed->act == ACT_DECIDE && strcmp(code, "MESSAGE-ABSENT") == 0)
            || (deed->act == ACT_CALL && strcmp(code, "RAPPEL-ABSENT") == 0));
}

static void perform(struct ctx *cx, struct deed deed)
{
    struct arena_mark mark = arena_mark(cx->arena);

    world->pending = deed;
    bool well = do_deed(cx, &deed) || was_kept(&deed, cx->fault.code);
    if (well)
        apply(&deed);
    else
        note_fault("deed", &cx->fault);
    world->pending = (struct deed){ ACT_NONE };
    cx->fault = (struct fault){ 0 };
    arena_rewind(cx->arena, mark);
}

void life_take_up(struct ctx *cx)
{
    if (world->pending.act == ACT_NONE)
        return;
    world->pending.again = true;
    perform(cx, world->pending);
}

static int64_t some_subject(bool is_open)
{
    for (int tries = 0; world->subject_count > 0 && tries < 8; tries++) {
        int64_t id = 1 + roll(world->subject_count);
        if (world->debts[id].exists && world->debts[id].open == is_open)
            return id;
    }
    return 0;
}

static void live_open(struct ctx *cx)
{
    if (world->subject_count + 1 >= SUBJECTS)
        return;
    int64_t person = 1 + roll(world->crowd);
    int due = roll(8) ? roll(45) - 5 : -roll(150);
    perform(cx,
            (struct deed){ .act = ACT_OPEN,
                           .id = ++world->subject_count,
                           .number = 1000 + roll(90000),
                           .due = { world->day.day + due },
                           .person = { .client = person } });
}

static void live_pay(struct ctx *cx, int which)
{
    int64_t id = some_subject(which != 2);

    if (id == 0)
        return;
    if (which == 0)
        perform(cx, (struct deed){ .act = ACT_SETTLE, .id = id });
    else
        perform(cx, (struct deed){ .act = ACT_CHANGE, .id = id, .number = 1000 + roll(90000) });
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
    perform(cx, (struct deed){ .act = ACT_PERSON, .id = id, .person = other_person(id) });
}

static int64_t number_of(struct ctx *cx, const char *text)
{
    struct arena_mark mark = arena_mark(cx->arena);
    int64_t number = 0;

    if (!raw_number(cx, text, &number))
        cx->fault = (struct fault){ 0 };
    arena_rewind(cx->arena, mark);
    return number;
}

static void live_check(struct ctx *cx)
{
    int64_t id = number_of(cx, "SELECT MAX(id) FROM message WHERE firm = 1 AND state = 'check'");

    if (id > 0)
        perform(cx, (struct deed){ .act = ACT_DECIDE, .id = id, .number = roll(2) });
}

static void live_call(struct ctx *cx)
{
    int64_t id = number_of(cx, "SELECT MIN(id) FROM reminder WHERE firm = 1 AND state = 'todo'");

    if (id > 0)
        perform(cx, (struct deed){ .act = ACT_CALL, .id = id });
}

/* A step moves by some days, or is taken out. The first stays. */
static void live_edit(struct ctx *cx)
{
    int place = 1 + roll(world->step_count - 1);
    const struct step_facts *facts = &world->steps[place];
    const struct step *step = &facts->step;
    int days = step->days + roll(5) - 2;
    bool has_window = step->window_first != 0 || step->window_last != 0;

    if (!facts->stands || (has_window && (days < step->window_first || days > step->window_last)))
        return;
    perform(cx,
            (struct deed){ .act = ACT_EDIT, .id = place, .number = roll(4) > 0, .due = { days } });
}

void life_turn(struct ctx *cx)
{
    if (chance(world->crowd == PERSONS ? 90 : 200))
        live_open(cx);
    if (chance(60))
        live_pay(cx, 0);
    if (chance(30))
        live_pay(cx, 1 + roll(2));
    if (chance(40))
        live_person(cx, 1 + roll(world->crowd));
    if (chance(60))
        perform(cx, (struct deed){ .act = ACT_APPROVE, .id = roll(CLIENTS + 1) });
    if (chance(world->suspended ? 300 : 6))
        perform(cx, (struct deed){ .act = world->suspended ? ACT_RESUME : ACT_SUSPEND });
    if (chance(100))
        live_check(cx);
    if (chance(60))
        live_call(cx);
    if (chance(6))
        live_edit(cx);
}

void life_calm(struct ctx *cx)
{
    if (world->suspended)
        perform(cx, (struct deed){ .act = ACT_RESUME });
    perform(cx, (struct deed){ .act = ACT_APPROVE });
}

void life_meddle(struct ctx *cx, const int64_t *subjects, size_t count)
{
    int64_t id = count > 0 ? subjects[roll((int)count)] : 0;

    if (id == 0 || !world->debts[id].open)
        return;
    switch (roll(5)) {
    case 0:
        perform(cx, (struct deed){ .act = ACT_CHANGE, .id = id, .number = 1000 + roll(90000) });
        break;
    case 1:
        live_person(cx, world->debts[id].person);
        break;
    case 2:
        if (!world->suspended)
            perform(cx, (struct deed){ .act = ACT_SUSPEND });
        break;
    default:
        perform(cx, (struct deed){ .act = ACT_SETTLE, .id = id });
    }
}
