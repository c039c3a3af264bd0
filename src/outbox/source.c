#include "outbox/source.h"

SQL(BEGIN, FIRM,
    "INSERT INTO source (firm, id, client, begun_at, begun_by, reason)"
    " VALUES ($1, $2, $3, $4, $5, $6)"
    " ON CONFLICT (firm, client) WHERE ended_at IS NULL DO NOTHING");

SQL(END, FIRM,
    "UPDATE source SET ended_at = $3, ended_by = $4"
    " WHERE firm = $1 AND client = $2 AND ended_at IS NULL");

SQL(FORGET_APPROVAL, FIRM, "DELETE FROM approval WHERE firm = $1 AND client = $2");

/* Whoever had taken one finds at the point that it is his no more. */
SQL(KEEP_BACK, FIRM,
    "UPDATE message SET state = 'waiting', owner = ''"
    " WHERE firm = $1 AND client = $2 AND is_apart = 0 AND state IN ('due', 'taken')");

static bool wait_again(struct ctx *cx, int64_t client)
{
    return store_run(cx, &FORGET_APPROVAL, ARGS(arg_int(client)))
        && store_run(cx, &KEEP_BACK, ARGS(arg_int(client)));
}

static bool begin(struct ctx *cx, int64_t client, const char *reason)
{
    int64_t id, begun;

    if (!store_id(cx, "source", 1, &id)
        || !store_change(cx, &BEGIN,
                         ARGS(arg_int(id), arg_int(client), arg_instant(cx->now),
                              arg_int(cx->actor), arg_text(reason)),
                         &begun))
        return false;
    return begun == 0 || wait_again(cx, client);
}

bool source_begin(struct ctx *cx, int64_t client, const char *reason)
{
    return store_begin(cx) && store_end(cx, begin(cx, client, reason));
}

/* What came back from its point meanwhile, or was decided as it began, waits too. */
static bool end(struct ctx *cx, int64_t client)
{
    int64_t ended;

    if (!store_change(cx, &END, ARGS(arg_int(client), arg_instant(cx->now), arg_int(cx->actor)),
                      &ended))
        return false;
    return ended == 0 || wait_again(cx, client);
}

bool source_end(struct ctx *cx, int64_t client)
{
    return store_begin(cx) && store_end(cx, end(cx, client));
}

SQL(FIND, FIRM,
    "SELECT s.begun_at, s.begun_by, s.reason, m.name FROM source s"
    " LEFT JOIN member m ON m.firm = s.firm AND m.id = s.begun_by"
    " WHERE s.firm = $1 AND s.client = $2 AND s.ended_at IS NULL");

bool source_find(struct ctx *cx, int64_t client, struct source *source)
{
    struct rows *rows = store_query(cx, &FIND, ARGS(arg_int(client)));
    struct source found = { .by_name = "", .reason = "" };

    if (rows_next(rows))
        found = (struct source){
            .stands = true,
            .at = rows_instant(rows, 0),
            .by = rows_int(rows, 1),
            .reason = rows_text(rows, 2),
            .by_name = rows_text(rows, 3),
        };
    if (!rows_done(rows))
        return false;
    *source = found;
    return true;
}

bool source_refuse(struct ctx *cx, int64_t client)
{
    struct source source;

    if (!source_find(cx, client, &source))
        return false;
    return !source.stands
        || fail(cx, FAULT_CONFLICT, "ORIGINE-RELANCE", "path",
                arena_format(cx->arena, "/clients/%lld#origine", (long long)client), NULL);
}

SQL(ISSUER, FIRM, "SELECT issuer FROM message WHERE firm = $1 AND id = $2");

bool source_refuse_message(struct ctx *cx, int64_t message)
{
    struct rows *rows = store_query(cx, &ISSUER, ARGS(arg_int(message)));
    int64_t issuer = rows_next(rows) ? rows_int(rows, 0) : 0;

    return rows_done(rows) && source_refuse(cx, issuer);
}
