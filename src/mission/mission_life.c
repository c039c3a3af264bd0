#include <string.h>

#include "base/str.h"
#include "client/change.h"
#include "mission/made.h"
#include "mission/mission_books.h"
#include "mission/refine_books.h"

SQL(STATE, FIRM,
    "UPDATE mission SET state = $3, state_at = $4, state_by = $5"
    " WHERE firm = $1 AND id = $2 AND state = $6");

SQL(STEP, FIRM,
    "INSERT INTO mission_life (firm, id, mission, state, since_on, at, by, missed)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");

/* One step: from, to, since when, and what becomes of what was missed. */
struct step {
    enum mission_state to;
    struct date on;
    const char *missed;
};

static bool step_add(struct ctx *cx, int64_t mission, const struct step *step)
{
    int64_t id;

    return store_id(cx, "mission_life", 1, &id)
        && store_run(cx, &STEP,
                     ARGS(arg_int(id), arg_int(mission), arg_text(mission_state_text(step->to)),
                          arg_date(cx->arena, step->on), arg_instant(cx->now), arg_int(cx->actor),
                          arg_text(step->missed)));
}

bool mission_tell_dropped(struct ctx *cx, int64_t mission)
{
    const struct step step = { .to = MISSION_SIGNED, .on = cx->today, .missed = "drop" };

    return step_add(cx, mission, &step);
}

static bool allows(enum mission_state from, enum mission_state to)
{
    static const bool steps[MISSION_STATE_COUNT][MISSION_STATE_COUNT] = {
        [MISSION_DRAFT] = { [MISSION_SIGNED] = true, [MISSION_ENDED] = true },
        [MISSION_SIGNED] = { [MISSION_SUSPENDED] = true, [MISSION_ENDED] = true },
        [MISSION_SUSPENDED] = { [MISSION_SIGNED] = true, [MISSION_ENDED] = true },
    };

    return steps[from][to];
}

static bool check(struct ctx *cx, const struct mission *mission, const struct step *step)
{
    if (!allows(mission->state, step->to))
        return fail(cx, FAULT_CONFLICT, "MISSION-ETAT", "from", mission_state_text(mission->state),
                    "to", mission_state_text(step->to), NULL);
    return step->on.day <= cx->today.day
        || fail(cx, FAULT_INPUT, "MISSION-JOUR", "value", date_text(cx->arena, step->on), NULL);
}

/* Since when it stands as it does; before the first step, since ever. */
static bool last_since(struct ctx *cx, int64_t id, struct date *since)
{
    struct mission_step *steps;
    size_t count;

    if (!mission_life(cx, id, &steps, &count))
        return false;
    *since = count > 0 ? steps[count - 1].since : (struct date){ INT32_MIN };
    return true;
}

/* A step that takes effect before the one before it would undo days that are over. */
static bool order_check(struct ctx *cx, const struct mission *mission, struct date on)
{
    struct date since;

    return last_since(cx, mission->id, &since)
        && (on.day >= since.day
            || fail(cx, FAULT_INPUT, "MISSION-ORDRE", "value", date_text(cx->arena, on), "former",
                    date_text(cx->arena, since), NULL));
}

/* Suspended it freezes all that it made; whatever comes next lets that go on. */
static bool freeze(struct ctx *cx, const struct mission *mission, enum mission_state from)
{
    if (mission->state == MISSION_SUSPENDED)
        return made_rest(cx, mission->id);
    return from != MISSION_SUSPENDED || made_wake(cx, mission->id);
}

/* Two people who take a step at once: the second changes no row, and is told. */
static bool take(struct ctx *cx, struct mission *mission, const struct step *step)
{
    enum mission_state from = mission->state;
    int64_t changed;

    if (!check(cx, mission, step) || !order_check(cx, mission, step->on)
        || !store_change(cx, &STATE,
                         ARGS(arg_int(mission->id), arg_text(mission_state_text(step->to)),
                              arg_instant(cx->now), arg_int(cx->actor),
                              arg_text(mission_state_text(mission->state))),
                         &changed))
        return false;
    if (changed == 0)
        return fail(cx, FAULT_CONFLICT, "MISSION-ETAT", "from", mission_state_text(mission->state),
                    "to", mission_state_text(step->to), NULL);
    mission->state = step->to;
    return freeze(cx, mission, from) && step_add(cx, mission->id, step);
}

static bool move(struct ctx *cx, int64_t id, const struct step *step)
{
    struct mission mission;

    return mission_find(cx, id, &mission) && take(cx, &mission, step)
        && mission_look_ahead(cx, &mission);
}

static bool move_whole(struct ctx *cx, int64_t id, const struct step *step)
{
    bool is_own;

    return client_begin(cx, &is_own) && client_end(cx, is_own, move(cx, id, step));
}

/* E-2: what its clients will read, of the mission's own words and of the client's. */
static bool look_words(struct ctx *cx, const struct mission *mission)
{
    for (size_t i = 0; i < mission->service_count; i++) {
        const struct mission_service *own = &mission->services[i];
        struct service_content content;
        const char *of_client;
        if (!refine_of_client(cx, mission->client, own->service, &of_client))
            return false;
        if (*own->words == '\0' && *of_client == '\0')
            continue;
        if (!service_find_version(cx, own->service, own->version, &content)
            || !refine_check(cx, own->words, &content) || !refine_check(cx, of_client, &content))
            return false;
    }
    return true;
}

static bool look_draft(struct ctx *cx, int64_t id)
{
    struct mission mission;

    if (!mission_find(cx, id, &mission))
        return false;
    if (mission.state != MISSION_DRAFT)
        return fail(cx, FAULT_CONFLICT, "MISSION-ETAT", "from", mission_state_text(mission.state),
                    "to", mission_state_text(MISSION_SIGNED), NULL);
    return look_words(cx, &mission);
}

bool mission_sign(struct ctx *cx, int64_t id, struct date on)
{
    return look_draft(cx, id)
        && move_whole(cx, id, &(struct step){ .to = MISSION_SIGNED, .on = on, .missed = "" });
}

bool mission_suspend(struct ctx *cx, int64_t id, struct date on)
{
    return move_whole(cx, id, &(struct step){ .to = MISSION_SUSPENDED, .on = on, .missed = "" });
}

SQL(SKIP, FIRM, "UPDATE mission_service SET next_number = $3 WHERE firm = $1 AND id = $2");

/* What lacks something says nothing of its days: nothing of it is passed over. */
static bool skip(struct ctx *cx, const struct mission *mission, struct mission_service *service,
                 struct date on)
{
    struct course course;
    int64_t number;
    const char *lacks;

    if (!course_of(cx, mission, service, &course)
        || !course_number_created(cx, &course, on, &number))
        return course_lacks(cx, &lacks);
    if (number <= service->next_number)
        return true;
    service->next_number = number;
    return store_run(cx, &SKIP, ARGS(arg_int(service->id), arg_int(number)));
}

static bool resume(struct ctx *cx, int64_t id, const struct step *step)
{
    bool drops = strcmp(step->missed, "drop") == 0;
    struct mission mission;

    if (!mission_find(cx, id, &mission))
        return false;
    if (mission.state != MISSION_SUSPENDED)
        return fail(cx, FAULT_CONFLICT, "MISSION-ETAT", "from", mission_state_text(mission.state),
                    "to", mission_state_text(MISSION_SIGNED), NULL);
    if (!take(cx, &mission, step))
        return false;
    for (size_t i = 0; drops && i < mission.service_count; i++)
        if (!skip(cx, &mission, &mission.services[i], step->on))
            return false;
    return mission_look_ahead(cx, &mission);
}

bool mission_resume(struct ctx *cx, int64_t id, struct date on, enum mission_missed missed)
{
    const struct step step = { MISSION_SIGNED, on, missed == MISSED_MAKE ? "make" : "drop" };
    bool is_own;

    return client_begin(cx, &is_own) && client_end(cx, is_own, resume(cx, id, &step));
}

SQL(LAST_DAY, FIRM, "UPDATE mission SET last_on = $3 WHERE firm = $1 AND id = $2");

/* What has not begun ends today, or not before its first day. */
static bool before_first(struct ctx *cx, const struct mission *mission, struct date on)
{
    bool has_begun = mission->first.day <= cx->today.day;

    return fail(cx, FAULT_INPUT, has_begun ? "MISSION-AVANT" : "MISSION-PAS-COMMENCEE", "value",
                date_text(cx->arena, on), "first", date_text(cx->arena, mission->first), NULL);
}

/* Rules look at its client again: it lacks what it had by this mission (E-12). */
static bool end_later(struct ctx *cx, struct mission *mission, struct date on)
{
    if (mission->state == MISSION_ENDED)
        return fail(cx, FAULT_CONFLICT, "MISSION-ETAT", "from", mission_state_text(mission->state),
                    "to", mission_state_text(MISSION_ENDED), NULL);
    if (on.day < mission->first.day)
        return before_first(cx, mission, on);
    mission->last = on;
    mission->has_last = true;
    return store_run(cx, &LAST_DAY, ARGS(arg_int(mission->id), arg_date(cx->arena, on)))
        && mission_look_ahead(cx, mission) && client_touch(cx, mission->client);
}

static bool end(struct ctx *cx, int64_t id, struct date on)
{
    const struct step step = { .to = MISSION_ENDED, .on = on, .missed = "" };
    struct mission mission;

    if (!mission_find(cx, id, &mission))
        return false;
    if (on.day > cx->today.day)
        return end_later(cx, &mission, on);
    if (on.day < cx->today.day && on.day < mission.first.day)
        return before_first(cx, &mission, on);
    return take(cx, &mission, &step) && mission_look_ahead(cx, &mission)
        && client_touch(cx, mission.client)
        && store_run(cx, &LAST_DAY,
                     ARGS(arg_int(mission.id),
                          arg_date(cx->arena, on.day < mission.first.day ? mission.first : on)));
}

bool mission_end(struct ctx *cx, int64_t id, struct date on)
{
    bool is_own;

    return client_begin(cx, &is_own) && client_end(cx, is_own, end(cx, id, on));
}

/* Its last day may be past already when a step is taken: it ends then, and not before that step. */
static bool expire(struct ctx *cx, int64_t id)
{
    struct step step = { .to = MISSION_ENDED, .missed = "" };
    struct mission mission;
    struct date since;

    if (!mission_find(cx, id, &mission) || !last_since(cx, id, &since))
        return false;
    step.on = mission.last.day > since.day ? mission.last : since;
    return take(cx, &mission, &step) && mission_look_ahead(cx, &mission)
        && client_touch(cx, mission.client);
}

bool mission_expire(struct ctx *cx, int64_t id)
{
    bool is_own;

    return client_begin(cx, &is_own) && client_end(cx, is_own, expire(cx, id));
}

static bool count_created(struct ctx *cx, const struct course *course, int64_t number,
                          struct date on, int64_t *count)
{
    enum { AT_ONCE = 400 };
    struct dues dues;

    if (!course_list(cx, course, number, AT_ONCE, &dues))
        return false;
    for (size_t i = 0; i < dues.count; i++)
        *count += dues.rows[i].at.created.day < on.day;
    return true;
}

bool mission_missed(struct ctx *cx, int64_t id, struct date on, int64_t *count)
{
    struct mission mission;
    int64_t total = 0;

    if (!mission_find(cx, id, &mission))
        return false;
    for (size_t i = 0; i < mission.service_count; i++) {
        const struct mission_service *service = &mission.services[i];
        struct course course;
        const char *lacks;
        if ((!course_of(cx, &mission, service, &course)
             || !count_created(cx, &course, service->next_number, on, &total))
            && !course_lacks(cx, &lacks))
            return false;
    }
    *count = total;
    return true;
}

SQL(LIFE, FIRM,
    "SELECT l.id, l.by, l.state, l.since_on, l.at, l.missed, COALESCE(m.name, '')"
    " FROM mission_life l LEFT JOIN member m ON m.firm = l.firm AND m.id = l.by"
    " WHERE l.firm = $1 AND l.mission = $2 ORDER BY l.id");

bool mission_life(struct ctx *cx, int64_t id, struct mission_step **steps, size_t *count)
{
    struct mission_step *list = NULL;
    size_t used = 0, room = 0;
    bool is_known = true;
    struct rows *rows = store_query(cx, &LIFE, ARGS(arg_int(id)));

    while (rows_next(rows)) {
        if (used == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        list[used] = (struct mission_step){
            .id = rows_int(rows, 0),
            .by = rows_int(rows, 1),
            .since = rows_date(rows, 3),
            .at = rows_instant(rows, 4),
            .missed = rows_text(rows, 5),
            .by_name = rows_text(rows, 6),
        };
        is_known = mission_state_parse(rows_text(rows, 2), &list[used++].state) && is_known;
    }
    if (!rows_done(rows))
        return false;
    if (!is_known)
        return fail(cx, FAULT_BROKEN, "BASE", "detail", "mission_life", NULL);
    *steps = list;
    *count = used;
    return true;
}
