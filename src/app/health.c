#include "app/handlers.h"
#include "store/store.h"

/* The process answers. */
bool health_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    (void)cx, (void)request, (void)answer;
    return true;
}

SQL(ANSWERS, GLOBAL, "SELECT MAX(number) FROM schema_version");

/* The books answer too: a load balancer may send requests here. */
bool ready_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct rows *rows = store_query(cx, &ANSWERS, NO_ARGS);

    (void)request, (void)answer;
    while (rows_next(rows))
        continue;
    return rows_done(rows);
}
