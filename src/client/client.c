#include "client/client.h"

#include <string.h>

#include "base/str.h"

#define COLUMNS "id, hub, code, name, siren, language, state"

bool siren_is_valid(const char *siren)
{
    int sum = 0;

    if (strlen(siren) != 9 || strspn(siren, "0123456789") != 9)
        return false;
    for (int i = 0; i < 9; i++) {
        int digit = (siren[i] - '0') * (i % 2 ? 2 : 1);
        sum += digit > 9 ? digit - 9 : digit;
    }
    return sum > 0 && sum % 10 == 0;
}

SQL(ADD, FIRM,
    "INSERT INTO client (firm, id, hub, code, name, name_folded, siren, language, state,"
    " created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");

SQL(CODE, FIRM, "SELECT 1 FROM client WHERE firm = $1 AND code = $2");

static bool refuse_taken(struct ctx *cx, const char *code)
{
    struct rows *rows = store_query(cx, &CODE, ARGS(arg_text(code)));
    bool is_taken = rows_next(rows);

    if (!rows_done(rows))
        return false;
    return !is_taken || fail(cx, FAULT_CONFLICT, "CLIENT-CODE", "code", code, NULL);
}

bool client_add(struct ctx *cx, struct client *client)
{
    int64_t id;

    if (*client->siren && !siren_is_valid(client->siren))
        return fail(cx, FAULT_INPUT, "SIREN", "value", client->siren, NULL);
    if (!refuse_taken(cx, client->code) || !store_id(cx, "client", 1, &id))
        return false;
    if (!store_run(cx, &ADD,
                   ARGS(arg_int(id), arg_int_or_null(client->hub > 0, client->hub),
                        arg_text(client->code), arg_text(client->name),
                        arg_text(str_fold(cx->arena, client->name)), arg_text(client->siren),
                        arg_text(client->language), arg_text(client->state), arg_instant(cx->now))))
        return false;
    client->id = id;
    return true;
}

static struct client client_row(struct rows *rows)
{
    return (struct client){
        .id = rows_int(rows, 0),
        .hub = rows_int(rows, 1),
        .code = rows_text(rows, 2),
        .name = rows_text(rows, 3),
        .siren = rows_text(rows, 4),
        .language = rows_text(rows, 5),
        .state = rows_text(rows, 6),
    };
}

SQL(FIND, FIRM, "SELECT " COLUMNS " FROM client WHERE firm = $1 AND id = $2");

bool client_find(struct ctx *cx, int64_t id, struct client *client)
{
    struct rows *rows = store_query(cx, &FIND, ARGS(arg_int(id)));
    struct client found = { 0 };

    if (rows_next(rows))
        found = client_row(rows);
    if (!rows_done(rows))
        return false;
    if (found.id == 0)
        return fail(cx, FAULT_ABSENT, "CLIENT-ABSENT", NULL);
    *client = found;
    return true;
}

SQL(BY_SIREN, FIRM,
    "SELECT " COLUMNS " FROM client WHERE firm = $1 AND siren = $2 ORDER BY id LIMIT 1");

bool client_find_by_siren(struct ctx *cx, const char *siren, struct client *client)
{
    struct rows *rows = store_query(cx, &BY_SIREN, ARGS(arg_text(siren)));
    struct client found = { 0 };

    if (rows_next(rows))
        found = client_row(rows);
    if (!rows_done(rows))
        return false;
    *client = found;
    return true;
}

/* What begins with a text lies between it and it with the last code point behind. */
SQL(LIST, FIRM,
    "SELECT " COLUMNS " FROM client WHERE firm = $1 AND (name_folded > $2"
    " OR (name_folded = $2 AND id > $3))"
    " AND ((name_folded >= $4 AND name_folded <= $5) OR (siren >= $4 AND siren <= $5))"
    " ORDER BY name_folded, id LIMIT $6");

bool client_list(struct ctx *cx, const struct client_place *after, size_t limit,
                 struct client **clients, size_t *count)
{
    struct client *list = arena_new(cx->arena, struct client, limit + 1);
    size_t listed = 0;
    const char *end = arena_format(cx->arena, "%s\xF4\x8F\xBF\xBF", after->search);
    struct rows *rows =
        store_query(cx, &LIST,
                    ARGS(arg_text(after->name_folded), arg_int(after->id), arg_text(after->search),
                         arg_text(end), arg_int((int64_t)limit)));

    while (rows_next(rows))
        list[listed++] = client_row(rows);
    if (!rows_done(rows))
        return false;
    *clients = list;
    *count = listed;
    return true;
}

SQL(COUNT_ALL, FIRM, "SELECT COUNT(*) FROM client WHERE firm = $1");

bool client_count(struct ctx *cx, int64_t *count)
{
    struct rows *rows = store_query(cx, &COUNT_ALL, NO_ARGS);
    int64_t found = rows_next(rows) ? rows_int(rows, 0) : 0;

    if (!rows_done(rows))
        return false;
    *count = found;
    return true;
}
