#include "mission/like.h"

#include <string.h>

SQL(LIKES, FIRM,
    "SELECT m.id, m.name, s.title, m.first_on, m.last_on, x.service, x.rhythm,"
    " x.follows FROM mission m"
    " JOIN mission_service x ON x.firm = m.firm AND x.mission = m.id"
    " JOIN service s ON s.firm = x.firm AND s.id = x.service"
    " WHERE m.firm = $1 AND m.client = $2 AND m.state <> 'ended'"
    " AND (m.last_on IS NULL OR m.last_on >= $3) ORDER BY m.id, x.id");

static struct mission_like row_read(struct rows *rows)
{
    struct mission_like like = {
        .mission = rows_int(rows, 0),
        .name = rows_text(rows, 1),
        .title = rows_text(rows, 2),
        .first = rows_date(rows, 3),
        .has_last = !rows_null(rows, 4),
    };

    if (like.has_last)
        like.last = rows_date(rows, 4);
    return like;
}

static bool has_service(const struct mission *mission, int64_t service, const char *rhythm)
{
    for (size_t i = 0; i < mission->service_count; i++)
        if (mission->services[i].service == service
            && strcmp(rhythm_text(mission->services[i].rhythm), rhythm) == 0)
            return true;
    return false;
}

/* The days of a deadline are the client's own, whatever service takes them. */
static bool has_deadline(const struct mission *mission, const char *follows)
{
    for (size_t i = 0; *follows && i < mission->service_count; i++)
        if (mission->services[i].follows && strcmp(mission->services[i].follows, follows) == 0)
            return true;
    return false;
}

bool mission_likes(struct ctx *cx, const struct mission *mission, struct mission_like **likes,
                   size_t *count)
{
    struct mission_like *list = NULL;
    size_t used = 0, room = 0;
    struct rows *rows = store_query(
        cx, &LIKES, ARGS(arg_int(mission->client), arg_date(cx->arena, mission->first)));

    while (rows_next(rows)) {
        struct mission_like like = row_read(rows);
        if (mission->has_last && like.first.day > mission->last.day)
            continue;
        bool is_same = has_service(mission, rows_int(rows, 5), rows_text(rows, 6));
        like.is_deadline = !is_same && has_deadline(mission, rows_text(rows, 7));
        if (!is_same && !like.is_deadline)
            continue;
        if (used == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        list[used++] = like;
    }
    if (!rows_done(rows))
        return false;
    *likes = list;
    *count = used;
    return true;
}
