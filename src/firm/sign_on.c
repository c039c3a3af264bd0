#include "firm/sign_on.h"

#define COLUMNS                                                                                    \
    "id, name, issuer, client_id, algorithm, for_members, for_people, document, keys, fetched_at"

SQL(LIST, FIRM, "SELECT " COLUMNS " FROM sign_on_provider WHERE firm = $1 ORDER BY name, id");

static struct sign_on row_read(struct rows *rows)
{
    return (struct sign_on){
        .id = rows_int(rows, 0),
        .name = rows_text(rows, 1),
        .issuer = rows_text(rows, 2),
        .client_id = rows_text(rows, 3),
        .algorithm = rows_text(rows, 4),
        .for_members = rows_int(rows, 5) == 1,
        .for_people = rows_int(rows, 6) == 1,
        .document = rows_text(rows, 7),
        .keys = rows_text(rows, 8),
        .fetched_at = rows_instant(rows, 9),
    };
}

bool sign_on_list(struct ctx *cx, struct sign_on **list, size_t *count)
{
    struct rows *rows = store_query(cx, &LIST, NO_ARGS);
    struct sign_on *found = NULL;
    size_t size = 0, room = 0;

    while (rows_next(rows)) {
        if (size == room)
            found = arena_grow(cx->arena, found, &room, sizeof *found);
        found[size++] = row_read(rows);
    }
    if (!rows_done(rows))
        return false;
    *list = found;
    *count = size;
    return true;
}

SQL(FIND, FIRM, "SELECT " COLUMNS " FROM sign_on_provider WHERE firm = $1 AND id = $2");

bool sign_on_find(struct ctx *cx, int64_t id, struct sign_on *sign_on)
{
    struct rows *rows = store_query(cx, &FIND, ARGS(arg_int(id)));
    struct sign_on found = { 0 };

    if (rows_next(rows))
        found = row_read(rows);
    if (!rows_done(rows))
        return false;
    if (found.id == 0)
        return fail(cx, FAULT_ABSENT, "CONNEXION-ABSENTE", NULL);
    *sign_on = found;
    return true;
}

SQL(ADD, FIRM,
    "INSERT INTO sign_on_provider (firm, id, name, issuer, client_id, algorithm, for_members,"
    " for_people, document, keys, fetched_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', '', 0)"
    " ON CONFLICT (firm, issuer) DO NOTHING");

static bool add(struct ctx *cx, struct sign_on *sign_on)
{
    int64_t added;

    if (!store_id(cx, "sign_on", 1, &sign_on->id)
        || !store_change(cx, &ADD,
                         ARGS(arg_int(sign_on->id), arg_text(sign_on->name),
                              arg_text(sign_on->issuer), arg_text(sign_on->client_id),
                              arg_text(sign_on->algorithm), arg_int(sign_on->for_members),
                              arg_int(sign_on->for_people)),
                         &added))
        return false;
    return added > 0
        || fail(cx, FAULT_CONFLICT, "EMETTEUR-DOUBLE", "field", "issuer", "value", sign_on->issuer,
                NULL);
}

bool sign_on_add(struct ctx *cx, struct sign_on *sign_on)
{
    return store_begin(cx) && store_end(cx, add(cx, sign_on));
}

SQL(CHANGE, FIRM,
    "UPDATE sign_on_provider SET name = $3, client_id = $4, algorithm = $5, for_members = $6,"
    " for_people = $7, document = '', keys = '', fetched_at = 0 WHERE firm = $1 AND id = $2");

bool sign_on_change(struct ctx *cx, const struct sign_on *sign_on)
{
    int64_t changed;

    if (!store_change(cx, &CHANGE,
                      ARGS(arg_int(sign_on->id), arg_text(sign_on->name),
                           arg_text(sign_on->client_id), arg_text(sign_on->algorithm),
                           arg_int(sign_on->for_members), arg_int(sign_on->for_people)),
                      &changed))
        return false;
    return changed > 0 || fail(cx, FAULT_ABSENT, "CONNEXION-ABSENTE", NULL);
}

SQL(REMOVE, FIRM, "DELETE FROM sign_on_provider WHERE firm = $1 AND id = $2");
SQL(DROP_STARTS, FIRM, "DELETE FROM sign_on_start WHERE firm = $1 AND provider = $2");

bool sign_on_remove(struct ctx *cx, int64_t id)
{
    int64_t removed;

    if (!store_run(cx, &DROP_STARTS, ARGS(arg_int(id)))
        || !store_change(cx, &REMOVE, ARGS(arg_int(id)), &removed))
        return false;
    return removed > 0 || fail(cx, FAULT_ABSENT, "CONNEXION-ABSENTE", NULL);
}

SQL(KEEP, FIRM,
    "UPDATE sign_on_provider SET document = $3, keys = $4, fetched_at = $5"
    " WHERE firm = $1 AND id = $2");

bool sign_on_keep(struct ctx *cx, const struct sign_on *sign_on)
{
    return store_run(cx, &KEEP,
                     ARGS(arg_int(sign_on->id), arg_text(sign_on->document),
                          arg_text(sign_on->keys), arg_instant(sign_on->fetched_at)));
}
