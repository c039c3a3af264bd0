#include "firm/hub.h"

SQL(ADD, FIRM, "INSERT INTO hub (firm, id, name, created_at) VALUES ($1, $2, $3, $4)");

bool hub_add(struct ctx *cx, const char *name, int64_t *id)
{
    int64_t number;

    if (!store_id(cx, "hub", 1, &number)
        || !store_run(cx, &ADD, ARGS(arg_int(number), arg_text(name), arg_instant(cx->now))))
        return false;
    *id = number;
    return true;
}
