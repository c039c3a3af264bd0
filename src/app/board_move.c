#include "app/board_move.h"

#include <string.h>

#include "app/people.h"
#include "store/visible.h"
#include "task/task.h"
#include "view/view.h"

/* This page without the offer to take back. */
static const char *back_path(struct ctx *cx, const struct request *request)
{
    const struct work_filter filter = work_filter_read(request);
    const char *url = work_filter_url(cx->arena, &filter, request_text(request, "vue"));
    static const char *const places[] = { "colonne", "sort" };

    for (size_t i = 0; i < COUNT_OF(places); i++)
        if (*request_text(request, places[i]))
            url = arena_format(cx->arena, "%s%c%s=%s", url, strchr(url, '?') ? '&' : '?', places[i],
                               request_text(request, places[i]));
    if (request_int(request, "rang") > 0)
        url = arena_format(cx->arena, "%s%crang=%lld", url, strchr(url, '?') ? '&' : '?',
                           (long long)request_int(request, "rang"));
    return url;
}

SQL(MOVED, FIRM,
    "SELECT t.title, l.name FROM task t JOIN client l ON l.firm = t.firm AND l.id = t.client"
    " WHERE t.firm = $1 AND t.id = $2 AND " CLIENT_VISIBLE("t.client", "$3", "$4"));

/* One that is gone, or not theirs to see, is not offered. */
static bool put_undo(struct ctx *cx, const struct request *request, struct json *model)
{
    int64_t id = request_int(request, "defaire");
    struct rows *rows = store_query(
        cx, &MOVED, ARGS(arg_int(id), arg_int(cx->actor), arg_date(cx->arena, cx->today)));
    const char *state = request_text(request, "avant");
    struct date due_on;

    if (rows_next(rows) && (*state || request_date(request, "avant_le", &due_on))) {
        struct json *map = json_put_map(model, "undo");
        json_put_int(map, "id", id);
        json_put_text(map, "name", rows_text(rows, 0));
        json_put_text(map, "of", rows_text(rows, 1));
        json_put_text(map, "path", arena_format(cx->arena, "/taches/%lld", (long long)id));
        json_put_text(map, "seen", request_text(request, "vu"));
        json_put_text(map, "state", *state ? state : NULL);
        if (!*state)
            json_put_date(map, "due_on", due_on);
    }
    return rows_done(rows);
}

bool board_move_put(struct ctx *cx, const struct request *request, struct json *model)
{
    struct json *states = json_put_list(model, "task_states");
    struct people people;

    json_put_text(model, "back_path", back_path(cx, request));
    for (enum task_state state = 0; state < TASK_STATE_COUNT; state++) {
        const char *key = arena_format(cx->arena, "task.state.%s", task_state_text(state));
        struct json *map = json_add_map(states);
        json_put_text(map, "word", task_state_text(state));
        json_put_text(map, "name", view_text(cx->arena, request_language(request), key, NULL));
    }
    if (!people_load(cx, &people))
        return false;
    people_put_choices(&people, 0, 0, json_put_list(model, "owners"));
    return request_int(request, "defaire") == 0 || put_undo(cx, request, model);
}
