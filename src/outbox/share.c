#include "outbox/share.h"

#include <assert.h>

SQL(ACCOUNTS, FIRM,
    "SELECT DISTINCT o.person FROM reminder r JOIN obligation o ON o.firm = r.firm"
    " AND o.id = r.obligation WHERE r.firm = $1 AND r.message = $2 AND r.state = 'planned'"
    " ORDER BY o.person");

bool outbox_accounts(struct ctx *cx, int64_t message, int64_t **accounts, size_t *count)
{
    struct rows *rows = store_query(cx, &ACCOUNTS, ARGS(arg_int(message)));
    size_t listed = 0, room = 0;
    int64_t *list = NULL;

    while (rows_next(rows)) {
        if (listed == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        list[listed++] = rows_int(rows, 0);
    }
    if (!rows_done(rows))
        return false;
    *accounts = list;
    *count = listed;
    return true;
}

SQL(LEAVE_OUT, FIRM,
    "UPDATE reminder SET state = 'cancelled', why = $4"
    " WHERE firm = $1 AND message = $2 AND state = 'planned' AND obligation IN"
    " (SELECT o.id FROM reminder r JOIN obligation o ON o.firm = r.firm AND o.id = r.obligation"
    " WHERE r.firm = $1 AND r.message = $2 AND o.person = $3)");

bool outbox_leave_out(struct ctx *cx, int64_t message, int64_t account, const char *why)
{
    assert(store_in_transaction(cx->store));
    return store_run(cx, &LEAVE_OUT, ARGS(arg_int(message), arg_int(account), arg_text(why)));
}
