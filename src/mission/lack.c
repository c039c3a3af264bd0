#include "mission/lack.h"

#include <string.h>

#include "base/json.h"

const char *lack_text(struct arena *arena, const struct fault *fault)
{
    struct json *map = json_map(arena), *args;

    if (fault->kind == FAULT_NONE)
        return "";
    json_put_text(map, "code", fault->code);
    args = json_put_map(map, "args");
    for (size_t i = 0; i < FAULT_ARGS_LIMIT && fault->args[i].name; i++)
        json_put_text(args, fault->args[i].name, fault->args[i].value);
    return json_write(arena, map);
}

bool lack_fault(struct ctx *cx, const char *text, struct fault *fault)
{
    struct json_entry entry = { 0 };
    size_t count = 0;

    *fault = (struct fault){ 0 };
    if (*text == '\0')
        return true;
    const struct json *map = json_parse(cx, text, strlen(text));
    if (!map)
        return false;
    fault->kind = FAULT_INPUT;
    fault->code = json_text(json_get(map, "code"));
    while (count < FAULT_ARGS_LIMIT && json_next(json_get(map, "args"), &entry))
        fault->args[count++] = (struct fault_arg){ entry.key, json_text(entry.value) };
    return true;
}

bool lack_waits(const struct fault *fault)
{
    return fault->kind == FAULT_INPUT || fault->kind == FAULT_CONFLICT;
}

SQL(NOTE, FIRM,
    "UPDATE mission_service SET next_created_on = $3, " LACKS_SET(
        "$4", "$5") " WHERE firm = $1 AND id = $2");

bool lack_note(struct ctx *cx, int64_t mission_service, const struct fault *fault)
{
    const struct date tomorrow = { cx->today.day + 1 };

    return store_run(cx, &NOTE,
                     ARGS(arg_int(mission_service), arg_date(cx->arena, tomorrow),
                          arg_text(lack_text(cx->arena, fault)), arg_date(cx->arena, cx->today)));
}

SQL(RETRY, FIRM,
    "UPDATE mission_service SET next_created_on = $2 WHERE firm = $1 AND lacks <> ''"
    " AND next_created_on > $2 AND EXISTS (SELECT 1 FROM client c WHERE c.firm = $1"
    " AND c.id = mission_service.client AND c.changed > mission_service.lacks_change)");

bool lack_retry(struct ctx *cx)
{
    return store_run(cx, &RETRY, ARGS(arg_date(cx->arena, cx->today)));
}

SQL(STOP, FIRM, "SELECT code, since_at FROM generation_stop WHERE firm = $1");

bool generation_stop_find(struct ctx *cx, struct generation_stop *stop)
{
    struct generation_stop found = { .code = "" };
    struct rows *rows = store_query(cx, &STOP, NO_ARGS);

    if (rows_next(rows))
        found = (struct generation_stop){ rows_text(rows, 0), rows_instant(rows, 1), true };
    if (!rows_done(rows))
        return false;
    *stop = found;
    return true;
}

SQL(SET, FIRM,
    "INSERT INTO generation_stop (firm, code, since_at) VALUES ($1, $2, $3)"
    " ON CONFLICT (firm) DO UPDATE SET code = $2");
SQL(CLEAR, FIRM, "DELETE FROM generation_stop WHERE firm = $1");

bool generation_stop_set(struct ctx *cx, const char *code)
{
    struct generation_stop stop;

    if (!generation_stop_find(cx, &stop))
        return false;
    if (!code)
        return !stop.stands || store_run(cx, &CLEAR, NO_ARGS);
    return strcmp(stop.code, code) == 0
        || store_run(cx, &SET, ARGS(arg_text(code), arg_instant(cx->now)));
}
