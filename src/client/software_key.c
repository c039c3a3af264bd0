#include "client/software_key.h"

static const int64_t OLD_MS = SOFTWARE_KEY_DAYS * INT64_C(86400000),
                     LEFT_MS = SOFTWARE_KEY_LEFT_HOURS * INT64_C(3600000);

SQL(SIGNING, FIRM,
    "SELECT key FROM software_key WHERE firm = $1 AND algorithm = $2 AND retired_at IS NULL"
    " AND made_at > $3");

static bool signing_find(struct ctx *cx, enum jose_algorithm algorithm, struct jose_key *key)
{
    struct rows *rows =
        store_query(cx, &SIGNING,
                    ARGS(arg_text(jose_algorithm_texts[algorithm]), arg_int(cx->now.ms - OLD_MS)));

    *key = (struct jose_key){ .algorithm = algorithm };
    if (rows_next(rows))
        key->bytes = rows_bytes(rows, 0, &key->size);
    return rows_done(rows);
}

SQL(RETIRE, FIRM,
    "UPDATE software_key SET retired_at = $3"
    " WHERE firm = $1 AND algorithm = $2 AND retired_at IS NULL");
SQL(ADD, FIRM,
    "INSERT INTO software_key (firm, id, algorithm, key, made_at) VALUES ($1, $2, $3, $4, $5)");
SQL(SWEEP, FIRM, "DELETE FROM software_key WHERE firm = $1 AND retired_at <= $2");

static bool replace(struct ctx *cx, const struct jose_key *key)
{
    const char *algorithm = jose_algorithm_texts[key->algorithm];
    int64_t id;

    return store_run(cx, &RETIRE, ARGS(arg_text(algorithm), arg_instant(cx->now)))
        && store_run(cx, &SWEEP, ARGS(arg_int(cx->now.ms - LEFT_MS)))
        && store_id(cx, "software_key", 1, &id)
        && store_run(cx, &ADD,
                     ARGS(arg_int(id), arg_text(algorithm), arg_bytes(key->bytes, key->size),
                          arg_instant(cx->now)));
}

/* Another may have been faster: there is one that signs. */
static bool replace_unless_there(struct ctx *cx, struct jose_key *made)
{
    struct jose_key there;

    if (!signing_find(cx, made->algorithm, &there))
        return false;
    if (there.size == 0)
        return replace(cx, made);
    *made = there;
    return true;
}

bool software_key_need(struct ctx *cx, enum jose_algorithm algorithm, struct jose_key *key)
{
    struct jose_key found;

    if (!signing_find(cx, algorithm, &found))
        return false;
    if (found.size == 0
        && (!jose_key_make(cx, algorithm, &found) || !store_begin(cx)
            || !store_end(cx, replace_unless_there(cx, &found))))
        return false;
    *key = found;
    return true;
}

SQL(PUBLIC, FIRM,
    "SELECT algorithm, key FROM software_key"
    " WHERE firm = $1 AND (retired_at IS NULL OR retired_at > $2) ORDER BY id DESC");

static bool publish_all(struct ctx *cx, struct json *list)
{
    struct rows *rows = store_query(cx, &PUBLIC, ARGS(arg_int(cx->now.ms - LEFT_MS)));
    struct jose_key *keys = NULL;
    size_t count = 0, room = 0;

    while (rows_next(rows)) {
        if (count == room)
            keys = arena_grow(cx->arena, keys, &room, sizeof *keys);
        keys[count].algorithm = jose_algorithm_parse(rows_text(rows, 0));
        keys[count].bytes = rows_bytes(rows, 1, &keys[count].size);
        count++;
    }
    if (!rows_done(rows))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!jose_key_publish(cx, &keys[i], list))
            return false;
    return true;
}

bool software_key_publish(struct ctx *cx, struct json *list)
{
    struct jose_key key;

    for (enum jose_algorithm i = 0; i < JOSE_ALGORITHM_COUNT; i++)
        if (!software_key_need(cx, i, &key))
            return false;
    return publish_all(cx, list);
}

static bool replace_all(struct ctx *cx, const struct jose_key *keys)
{
    for (enum jose_algorithm i = 0; i < JOSE_ALGORITHM_COUNT; i++)
        if (!replace(cx, &keys[i]))
            return false;
    return true;
}

bool software_key_rotate(struct ctx *cx)
{
    struct jose_key keys[JOSE_ALGORITHM_COUNT];

    for (enum jose_algorithm i = 0; i < JOSE_ALGORITHM_COUNT; i++)
        if (!jose_key_make(cx, i, &keys[i]))
            return false;
    return store_begin(cx) && store_end(cx, replace_all(cx, keys));
}
