#include "app/mission_end.h"

#include <string.h>

#include "mission/made.h"
#include "request/judge.h"
#include "task/work.h"
#include "view/view.h"

static bool drop(struct ctx *cx, const struct made *made, const char *reason)
{
    if (strcmp(made->kind, "task") == 0)
        return task_move(cx, made->subject, TASK_DROPPED);
    return request_drop(cx, made->subject, reason);
}

static bool end(struct ctx *cx, const struct mission_ending *ending)
{
    const char *reason = view_text(cx->arena, ending->language, "missions.end_reason", NULL);
    struct made *made;
    size_t count;

    if (!mission_end(cx, ending->mission, ending->on)
        || !made_list(cx, ending->mission, &made, &count))
        return false;
    for (size_t i = 0; ending->drops && i < count; i++)
        if (made[i].is_open && !drop(cx, &made[i], reason))
            return false;
    return true;
}

bool mission_end_open(struct ctx *cx, const struct mission_ending *ending)
{
    if (ending->drops && ending->on.day > cx->today.day)
        return fail(cx, FAULT_INPUT, "MISSION-FIN-OUVERT", "value",
                    date_text(cx->arena, ending->on), NULL);
    return store_begin(cx) && store_end(cx, end(cx, ending));
}
