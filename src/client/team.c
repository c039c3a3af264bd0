#include "client/team.h"

/* A day that never comes. */
enum { NEVER = INT32_MAX };

struct stay {
    int64_t assignment;
    int32_t first, last;
};

struct stays {
    struct stay *list;
    size_t count;
    bool is_confidential;
};

SQL(STAYS, FIRM,
    "SELECT a.id, a.first_on, a.last_on, c.is_confidential FROM assignment a"
    " JOIN member m ON m.firm = a.firm AND m.id = a.member AND m.state <> 'archived'"
    " JOIN client c ON c.firm = a.firm AND c.id = a.client"
    " WHERE a.firm = $1 AND a.client = $2");

static bool stays_read(struct ctx *cx, int64_t client, struct stays *stays)
{
    struct rows *rows = store_query(cx, &STAYS, ARGS(arg_int(client)));
    struct stays found = { 0 };
    size_t room = 0;

    while (rows_next(rows)) {
        if (found.count == room)
            found.list = arena_grow(cx->arena, found.list, &room, sizeof *found.list);
        found.list[found.count++] =
            (struct stay){ rows_int(rows, 0), rows_date(rows, 1).day,
                           rows_null(rows, 2) ? NEVER : rows_date(rows, 2).day };
        found.is_confidential = rows_int(rows, 3) == 1;
    }
    *stays = found;
    return rows_done(rows);
}

static void step_take(const struct stays *stays, const struct team_step *step)
{
    for (size_t i = 0; i < stays->count; i++) {
        struct stay *stay = &stays->list[i];
        if (stay->assignment != step->assignment)
            continue;
        if (step->fate == TEAM_GOES)
            stay->last = stay->first - 1;
        else
            stay->last = step->fate == TEAM_RETURNS ? NEVER : step->last.day;
    }
}

/* The first day from this one on that nobody works. */
static int32_t first_bare(const struct stays *stays, int32_t day)
{
    bool is_held = true;

    while (is_held) {
        is_held = false;
        for (size_t i = 0; i < stays->count; i++) {
            const struct stay *stay = &stays->list[i];
            if (stay->first > day || stay->last < day)
                continue;
            if (stay->last == NEVER)
                return NEVER;
            day = stay->last + 1;
            is_held = true;
        }
    }
    return day;
}

static int32_t bare_with(const struct stays *stays, const struct team_steps *steps, int32_t day)
{
    for (size_t i = 0; i < steps->count; i++)
        step_take(stays, &steps->list[i]);
    return first_bare(stays, day);
}

bool team_lapses(struct ctx *cx, int64_t client, const struct team_steps *steps, bool *lapses)
{
    struct stays stays;

    if (!stays_read(cx, client, &stays))
        return false;
    *lapses = bare_with(&stays, steps, cx->today.day) != NEVER;
    return true;
}

bool team_obstacle(struct ctx *cx, int64_t client, const struct team_steps *steps,
                   const char **obstacle)
{
    struct stays stays;

    if (!stays_read(cx, client, &stays))
        return false;
    int32_t before = first_bare(&stays, cx->today.day);
    bool is_sooner = bare_with(&stays, steps, cx->today.day) < before;
    *obstacle = stays.is_confidential && is_sooner ? "AFFECTATION-DERNIERE" : "";
    return true;
}
