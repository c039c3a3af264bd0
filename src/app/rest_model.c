#include "app/rest_model.h"

#include <string.h>

#include "chase/decide.h"
#include "view/view.h"

const char *rest_word(struct ctx *cx, const char *language, const struct made_for *mission)
{
    struct json *args = json_map(cx->arena);

    json_put_text(args, "name", mission->name);
    json_put_date(args, "since", mission->since);
    return view_text(cx->arena, language, "hold.mission", args);
}

const char *rest_path(struct arena *arena, const struct made_for *mission)
{
    return arena_format(arena, "/clients/%lld/prestations/%lld", (long long)mission->client,
                        (long long)mission->mission);
}

bool rest_put(struct ctx *cx, const char *language, const char *kind, int64_t subject,
              struct json *model)
{
    struct made_for mission;

    if (!made_rests_for(cx, kind, subject, &mission))
        return false;
    if (mission.mission == 0)
        return true;
    struct json *rest = json_put_map(model, "rest");
    json_put_text(rest, "text", rest_word(cx, language, &mission));
    json_put_text(rest, "path", rest_path(cx->arena, &mission));
    return true;
}

SQL(SUBJECT, FIRM, "SELECT kind, subject FROM obligation WHERE firm = $1 AND id = $2");

static bool find(struct ctx *cx, int64_t obligation, struct made_for *mission)
{
    struct rows *rows = store_query(cx, &SUBJECT, ARGS(arg_int(obligation)));
    bool is_there = rows_next(rows);
    const char *kind = is_there ? rows_text(rows, 0) : "";
    int64_t subject = is_there ? rows_int(rows, 1) : 0;

    *mission = (struct made_for){ .mission = 0 };
    return rows_done(rows) && (!is_there || made_rests_for(cx, kind, subject, mission));
}

bool rests_put(struct ctx *cx, const char *language, struct json *held)
{
    for (size_t i = 0; i < json_count(held); i++) {
        struct json *map = json_at(held, i);
        const char *reason = json_text(json_get(map, "reason"));
        struct made_for mission;
        int64_t obligation = json_int(json_get(map, "obligation")); /* 0: of a person, of all */
        if (obligation == 0 || !reason || strcmp(reason, hold_text(HOLD_SUBJECT)) != 0)
            continue;
        if (!find(cx, obligation, &mission))
            return false;
        if (mission.mission == 0)
            continue;
        json_put_text(map, "why", rest_word(cx, language, &mission));
        json_put_text(map, "mission_path", rest_path(cx->arena, &mission));
    }
    return true;
}
