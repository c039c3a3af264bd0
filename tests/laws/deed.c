#include "deed.h"

#include <stdlib.h>
#include <string.h>

#include "chase/obligation.h"
#include "chase/rules.h"
#include "chase/watch.h"
#include "outbox/outbox.h"
#include "outbox/suspension.h"
#include "plant.h"
#include "raw.h"
#include "stepping.h"
#include "worker/rounds.h"

/* A person owes requests to several companies. */
static int64_t client_of(const struct deed *deed)
{
    return deed->owed == OWED_INVOICE ? world->people[deed->person.client].client
                                      : 1 + deed->id % CLIENTS;
}

static bool open_one(struct ctx *cx, const struct deed *deed)
{
    const struct chase_kind *kind = life_kind(deed->owed);
    struct obligation owed = { .kind = kind->name,
                               .subject = deed->id,
                               .client = client_of(deed),
                               .person = deed->person.client,
                               .due = deed->due,
                               .owed = { deed->number } };
    struct rules rules;

    return store_begin(cx)
        && store_end(cx, rules_load(cx, kind, &rules) && chase_open(cx, &rules, &owed, 1));
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

/* In each capacity in which the person is spoken to. */
static bool touch(struct ctx *cx, int64_t person)
{
    int64_t client = world->people[person].client;

    return store_begin(cx)
        && store_end(cx,
                     chase_touch(cx, life_kind(OWED_INVOICE)->name, client, person)
                         && chase_touch(cx, life_kind(OWED_REQUEST)->name, 0, person));
}

static const char *kind_of(const struct deed *deed)
{
    bool of_debt = deed->doing == DO_CHANGE || deed->doing == DO_SETTLE;

    return life_kind(of_debt ? world->debts[deed->id].owed : OWED_INVOICE)->name;
}

/* As « quitus guard restored » does. */
static bool say_restored(struct ctx *cx)
{
    const struct freeze freeze = { .cause = FREEZE_RESTORED, .usual = -1 };
    bool begun;

    return freeze_begin(cx, &freeze, &begun);
}

static bool do_deed(struct ctx *cx, const struct deed *deed)
{
    const char *kind = kind_of(deed);
    bool asked;

    switch (deed->doing) {
    case DO_OPEN:
        return open_one(cx, deed);
    case DO_CHANGE:
        return store_begin(cx)
            && store_end(cx, chase_change(cx, kind, deed->id, (struct money){ deed->number }));
    case DO_SETTLE:
        return store_begin(cx) && store_end(cx, chase_settle(cx, kind, deed->id));
    case DO_PERSON:
        return touch(cx, deed->id);
    case DO_APPROVE:
        return outbox_approve(cx, deed->id);
    case DO_SUSPEND:
        return outbox_suspend_until(cx, "laws",
                                    deed->number > 0 ? (struct date){ (int32_t)deed->number }
                                                     : SUSPENSION_OPEN);
    case DO_RESUME:
        return outbox_resume(cx, &asked);
    case DO_DECIDE:
        return outbox_decide(cx, deed->id, deed->number ? ORDER_RESEND : ORDER_COUNTS_AS_SENT,
                             "laws");
    case DO_CALL:
        return chase_done(cx, deed->id, "laws");
    case DO_EDIT:
        return edit(cx, deed);
    case DO_BELIEVE:
        return rounds_decide(cx, deed->id, FREEZE_RIGHT, "laws");
    case DO_LET:
        return rounds_decide(cx, deed->id, deed->number ? FREEZE_FILED : FREEZE_SENT, "laws");
    case DO_CAP:
        return watch_cap(cx, deed->number);
    case DO_RESTORED:
        return say_restored(cx);
    case DO_STEP_IN:
        return stepping_do(cx, deed);
    default:
        return true;
    }
}

void deed_note_steps(void)
{
    note("{\"e\":\"scenario\"}");
    for (int i = 0; i < world->step_count; i++) {
        const struct step *step = &world->steps[i].step;
        if (world->steps[i].stands)
            note("{\"e\":\"step\",\"scenario\":%lld,\"id\":%lld,\"anchor\":\"%s\",\"days\":%d,"
                 "\"window\":[%d,%d],"
                 "\"medium\":\"%s\",\"mode\":\"%s\",\"minute\":%d,\"repeat\":[%d,%d]}",
                 (long long)world->steps[i].scenario, (long long)step->id,
                 anchor_text(step->anchor), step->days, step->window_first, step->window_last,
                 medium_text(step->medium), mode_text(step->mode), step->send_minute,
                 step->repeat_days, step->repeat_count);
    }
}

/* What was opened before a crash has the day of then, which may be the day before. */
static struct date opened_on(struct ctx *cx, const struct deed *deed)
{
    struct date day = cx->today;
    struct rows *rows =
        raw_query(cx,
                  arena_format(cx->arena,
                               "SELECT opened_on FROM obligation WHERE firm = 1 AND kind = '%s'"
                               " AND subject = %lld",
                               life_kind(deed->owed)->name, (long long)deed->id));

    while (rows_next(rows))
        day = rows_date(rows, 0);
    if (!rows_done(rows))
        cx->fault = (struct fault){ 0 };
    return day;
}

/* The commit is known: the world is so from now on. */
static void apply_to_subject(struct ctx *cx, const struct deed *deed)
{
    struct debt *subject = &world->debts[deed->id];
    long long id = deed->id, number = deed->number, at = wall_now().ms;

    if (deed->doing == DO_OPEN) {
        *subject = (struct debt){ .exists = true,
                                  .open = true,
                                  .person = deed->person.client,
                                  .cents = number,
                                  .owed = deed->owed,
                                  .scenario = 1 + SCENARIOS * (int)deed->owed };
        note("{\"e\":\"open\",\"t\":%lld,\"s\":%lld,\"p\":%lld,\"kind\":\"%s\",\"client\":%lld,"
             "\"due\":%d,\"opened\":%d,"
             "\"cents\":%lld}",
             at, id, (long long)subject->person, life_kind(deed->owed)->name,
             (long long)client_of(deed), deed->due.day, deed->again ? opened_on(cx, deed).day : 0,
             number);
    } else if (deed->doing == DO_CHANGE) {
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
    deed_note_steps();
}

/* What a freeze held was let go before a crash, as the books say, if it was kept. */
static int64_t done_at(struct ctx *cx, const struct deed *deed)
{
    int64_t kept = deed->doing == DO_LET && deed->again
        ? raw_found(cx,
                    arena_format(cx->arena,
                                 "SELECT ended_at FROM standstill WHERE firm = 1 AND id = %lld",
                                 (long long)deed->id))
        : 0;

    return kept > 0 ? kept : wall_now().ms;
}

static void apply(struct ctx *cx, const struct deed *deed)
{
    static const char *const names[DO_COUNT] = {
        [DO_APPROVE] = "approve", [DO_SUSPEND] = "suspend", [DO_RESUME] = "resume",
        [DO_DECIDE] = "decide",   [DO_CALL] = "call",       [DO_BELIEVE] = "believe",
        [DO_LET] = "let",         [DO_CAP] = "cap",         [DO_RESTORED] = "restored",
    };

    if (deed->doing == DO_OPEN || deed->doing == DO_CHANGE || deed->doing == DO_SETTLE)
        apply_to_subject(cx, deed);
    if (deed->doing == DO_PERSON)
        apply_to_person(deed);
    if (deed->doing == DO_EDIT)
        apply_to_step(deed);
    if (deed->doing == DO_STEP_IN)
        stepping_apply(cx, deed);
    if (deed->doing == DO_SUSPEND || deed->doing == DO_RESUME) {
        world->suspended = deed->doing == DO_SUSPEND;
        world->suspended_until = deed->number > 0 ? (struct date){ (int32_t)deed->number } : NO_DAY;
    }
    if (deed->doing == DO_CAP)
        world->has_cap = deed->number > 0;
    if (names[deed->doing])
        note("{\"e\":\"%s\",\"t\":%lld,\"id\":%lld,\"again\":%lld,\"cause\":\"%s\"}",
             names[deed->doing], (long long)done_at(cx, deed), (long long)deed->id,
             (long long)deed->number, deed->cause ? deed->cause : "");
}

static bool was_done(struct ctx *cx, const struct deed *deed)
{
    return deed->doing == DO_STEP_IN && stepping_was_done(cx, deed);
}

/* A deed that was kept before the crash says so when it is tried again. */
static bool was_kept(const struct deed *deed, const char *code)
{
    return deed->again
        && ((deed->doing == DO_OPEN && strcmp(code, "BASE-CONFLIT") == 0)
            || (deed->doing == DO_DECIDE && strcmp(code, "MESSAGE-ABSENT") == 0)
            || (deed->doing == DO_BELIEVE && strcmp(code, "GEL-ABSENT") == 0)
            || (deed->doing == DO_LET && strcmp(code, "GEL-ABSENT") == 0)
            || (deed->doing == DO_CALL && strcmp(code, "RAPPEL-ABSENT") == 0));
}

void deed_perform(struct ctx *cx, struct deed deed)
{
    struct arena_mark mark = arena_mark(cx->arena);

    world->pending = deed;
    bool well = was_done(cx, &deed) || do_deed(cx, &deed) || was_kept(&deed, cx->fault.code);
    if (well)
        apply(cx, &deed);
    else if (deed.doing == DO_STEP_IN && stepping_is_declined(&cx->fault))
        stepping_decline(cx, &deed);
    else
        note_fault("deed", &cx->fault);
    world->pending = (struct deed){ DO_NONE };
    cx->fault = (struct fault){ 0 };
    arena_rewind(cx->arena, mark);
}

void deed_take_up(struct ctx *cx)
{
    if (world->pending.doing == DO_NONE)
        return;
    world->pending.again = true;
    deed_perform(cx, world->pending);
}
