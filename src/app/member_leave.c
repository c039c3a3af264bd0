#include "app/member_leave.h"

#include "chase/hand_over.h"
#include "client/assignment.h"
#include "client/team.h"
#include "client/visit.h"
#include "firm/member_change.h"
#include "http/api_token.h"
#include "task/work.h"

static bool find_successor(struct ctx *cx, const struct leave *leave, int64_t *to)
{
    struct member member, successor = { .state = MEMBER_ARCHIVED };

    if (!member_find(cx, leave->member, &member))
        return false;
    *to = leave->to > 0 ? leave->to : member.deputy;
    if (*to > 0 && *to != leave->member && !member_find(cx, *to, &successor)) {
        if (cx->fault.kind != FAULT_ABSENT)
            return false;
        cx->fault = (struct fault){ 0 };
    }
    return successor.state == MEMBER_ACTIVE || member.state == MEMBER_ARCHIVED
        || fail(cx, FAULT_INPUT, "REPRENEUR", "field", "to", NULL);
}

SQL(OWN, FIRM,
    "SELECT id, last_on, first_on FROM assignment WHERE firm = $1 AND client = $2 AND member = $3"
    " AND function = $4 AND (last_on IS NULL OR last_on >= $5)"
    " ORDER BY COALESCE(last_on, '9999-12-31') DESC LIMIT 1");

/* The successor may have this function there already: it then lasts as long as what is given, and
 * one that has not begun makes room for it. */
struct own {
    int64_t id; /* 0: they have it not */
    bool is_short, is_later, ends;
    struct date last;
};

static bool own_find(struct ctx *cx, const struct assignment *given, struct own *own)
{
    struct rows *rows = store_query(cx, &OWN,
                                    ARGS(arg_int(given->client), arg_int(given->member),
                                         arg_text(assignment_function_text(given->function)),
                                         arg_date(cx->arena, cx->today)));

    *own = (struct own){ 0 };
    if (rows_next(rows)) {
        own->id = rows_int(rows, 0);
        own->ends = !rows_null(rows, 1);
        own->last = own->ends ? rows_date(rows, 1) : own->last;
        own->is_short = own->ends && (!given->ends || own->last.day < given->last.day);
        own->is_later = rows_date(rows, 2).day > given->first.day;
    }
    return rows_done(rows);
}

static bool own_lengthen(struct ctx *cx, const struct own *own, const struct assignment *given)
{
    if (!own->is_short)
        return true;
    return given->ends ? assignment_end(cx, own->id, given->last) : assignment_reopen(cx, own->id);
}

/* It begins with what is given, and ends with the later of the two. */
static bool own_replace(struct ctx *cx, struct own *own, struct assignment *given)
{
    given->ends = given->ends && own->ends;
    if (given->ends && own->last.day > given->last.day)
        given->last = own->last;
    if (!assignment_remove(cx, own->id))
        return false;
    *own = (struct own){ 0 };
    return true;
}

/* One that began today was never worked: it leaves no trace. */
static bool give_one(struct ctx *cx, const struct assignment *assignment, int64_t to)
{
    const struct date yesterday = { cx->today.day - 1 };
    struct assignment given = {
        .client = assignment->client,
        .member = to,
        .function = assignment->function,
        .first = assignment->first.day > cx->today.day ? assignment->first : cx->today,
        .last = assignment->last,
        .ends = assignment->ends,
    };
    struct own own;
    bool began_today = assignment->first.day >= cx->today.day;

    if (!own_find(cx, &given, &own))
        return false;
    if (own.is_later && !own_replace(cx, &own, &given))
        return false;
    return (began_today ? assignment_remove(cx, assignment->id)
                        : assignment_end(cx, assignment->id, yesterday))
        && (own.id > 0 ? own_lengthen(cx, &own, &given) : assignment_add(cx, &given));
}

/* All that is not over, also what who archives may not see: nothing is left without anybody. */
SQL(ASSIGNED, FIRM,
    "SELECT id FROM assignment WHERE firm = $1 AND member = $2"
    " AND (last_on IS NULL OR last_on >= $3) ORDER BY id");

static bool list_assigned(struct ctx *cx, int64_t member, int64_t **ids, size_t *count)
{
    struct rows *rows =
        store_query(cx, &ASSIGNED, ARGS(arg_int(member), arg_date(cx->arena, cx->today)));
    size_t room = 0;

    *ids = NULL;
    *count = 0;
    while (rows_next(rows)) {
        if (*count == room)
            *ids = arena_grow(cx->arena, *ids, &room, sizeof **ids);
        (*ids)[(*count)++] = rows_int(rows, 0);
    }
    return rows_done(rows);
}

SQL(HIDDEN, FIRM, "SELECT 1 FROM client WHERE firm = $1 AND id = $2 AND is_confidential = 1");

static bool is_confidential(struct ctx *cx, int64_t client, bool *is_hidden)
{
    struct rows *rows = store_query(cx, &HIDDEN, ARGS(arg_int(client)));

    *is_hidden = rows_next(rows);
    return rows_done(rows);
}

/* Who leaves is archived by now: nobody else holds it. */
static bool tell_sole(struct ctx *cx, int64_t client, int64_t to)
{
    bool is_hidden, lapses;

    if (!is_confidential(cx, client, &is_hidden)
        || !team_lapses(cx, client, &(struct team_steps){ 0 }, &lapses))
        return false;
    return !is_hidden || !lapses || visit_inherited(cx, client, to);
}

static bool give_clients(struct ctx *cx, struct leave *leave, int64_t to)
{
    struct assignment assignment;
    int64_t *ids;
    size_t count;

    if (!list_assigned(cx, leave->member, &ids, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!assignment_find(cx, ids[i], &assignment) || !tell_sole(cx, assignment.client, to)
            || !give_one(cx, &assignment, to))
            return false;
    leave->clients = (int64_t)count;
    return true;
}

static bool leave_all(struct ctx *cx, struct leave *leave)
{
    int64_t to;

    if (!find_successor(cx, leave, &to) || !member_archive(cx, leave->member))
        return false;
    const struct hand_over given = { leave->member, to, leave->reason };
    const struct task_hand_over tasks = { leave->member, to, leave->reason };
    return give_clients(cx, leave, to) && chase_hand_over(cx, &given, &leave->by_hand)
        && task_hand_over(cx, &tasks, &leave->tasks) && session_close_all(cx, leave->member)
        && api_token_end_all(cx, leave->member);
}

bool member_leave(struct ctx *cx, struct leave *leave)
{
    struct leave left = *leave;

    if (!store_begin(cx) || !store_end(cx, leave_all(cx, &left)))
        return false;
    *leave = left;
    return true;
}
