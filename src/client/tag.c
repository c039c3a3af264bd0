#include "client/tag.h"

#include <string.h>

#include "base/str.h"
#include "client/change.h"
#include "client/visible.h"

static bool list_texts(struct ctx *cx, struct rows *rows, const char *const **tags)
{
    size_t room = 8, count = 0;
    const char **list = arena_new(cx->arena, const char *, room);

    while (rows_next(rows)) {
        if (count + 1 == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        list[count++] = rows_text(rows, 0);
    }
    if (!rows_done(rows))
        return false;
    list[count] = NULL;
    *tags = list;
    return true;
}

SQL(LIST, FIRM, "SELECT tag FROM client_tag WHERE firm = $1 AND client = $2 ORDER BY tag");

bool tag_list(struct ctx *cx, int64_t client, const char *const **tags)
{
    return list_texts(cx, store_query(cx, &LIST, ARGS(arg_int(client))), tags);
}

SQL(ALL, FIRM,
    "SELECT DISTINCT tag FROM client_tag t WHERE t.firm = $1"
    " AND " CLIENT_VISIBLE("t.client", "$2", "$3") " ORDER BY tag /* scan: each client's few */");

bool tag_list_all(struct ctx *cx, const char *const **tags)
{
    return list_texts(
        cx, store_query(cx, &ALL, ARGS(arg_int(cx->actor), arg_date(cx->arena, cx->today))), tags);
}

SQL(CLEAR, FIRM, "DELETE FROM client_tag WHERE firm = $1 AND client = $2");
SQL(ADD, FIRM,
    "INSERT INTO client_tag (firm, client, tag) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING");
SQL(REMOVE, FIRM, "DELETE FROM client_tag WHERE firm = $1 AND client = $2 AND tag = $3");

static bool refuse(struct ctx *cx, const char *value)
{
    return fail(cx, FAULT_INPUT, "CLIENT-ETIQUETTES", "field", "tags", "value", value, "limit",
                arena_format(cx->arena, "%d", TAG_LIMIT), "chars",
                arena_format(cx->arena, "%d", TAG_CHARS), NULL);
}

static bool insert(struct ctx *cx, int64_t client, const char *tag)
{
    if (str_chars(tag) > TAG_CHARS)
        return refuse(cx, tag);
    return *tag == '\0' || store_run(cx, &ADD, ARGS(arg_int(client), arg_text(tag)));
}

/* Tags with their clients, some yet to be written. */
struct tagging {
    struct ctx *cx;
    struct tag_words *list;
    size_t count, room;
};

static bool words_cut(struct tagging *tagging, const struct tag_words *from)
{
    struct arena *arena = tagging->cx->arena;
    const char *words = from->words;
    size_t count = 0;

    while (*words) {
        size_t size = strcspn(words, ",;");
        const char *tag = str_trim(arena, arena_text(arena, words, size));
        words += size + (words[size] ? 1 : 0);
        if (*tag == '\0')
            continue;
        if (++count > TAG_LIMIT || str_chars(tag) > TAG_CHARS)
            return refuse(tagging->cx, tag);
        if (tagging->count == tagging->room)
            tagging->list = arena_grow(arena, tagging->list, &tagging->room, sizeof *tagging->list);
        tagging->list[tagging->count++] = (struct tag_words){ from->client, tag };
    }
    return true;
}

static void tag_bind(void *state, size_t i, struct arg *args)
{
    const struct tagging *tagging = state;

    args[0] = arg_int(tagging->list[i].client);
    args[1] = arg_text(tagging->list[i].words);
    args[2] = (struct arg){ .type = ARG_END };
}

bool tag_set_many(struct ctx *cx, const struct tag_words *list, size_t count)
{
    struct tagging tagging = { .cx = cx };

    for (size_t i = 0; i < count; i++)
        if (!words_cut(&tagging, &list[i]))
            return false;
    return store_many(cx, &ADD, tagging.count, tag_bind, &tagging);
}

static bool set_all(struct ctx *cx, int64_t client, const char *words)
{
    const struct tag_words all = { client, words };

    return store_run(cx, &CLEAR, ARGS(arg_int(client))) && tag_set_many(cx, &all, 1)
        && client_touch(cx, client);
}

bool tag_set(struct ctx *cx, int64_t client, const char *words)
{
    bool is_own;

    return client_begin(cx, &is_own) && client_end(cx, is_own, set_all(cx, client, words));
}

bool tag_add(struct ctx *cx, int64_t client, const char *tag)
{
    bool is_own;

    return client_begin(cx, &is_own)
        && client_end(cx, is_own,
                      insert(cx, client, str_trim(cx->arena, tag)) && client_touch(cx, client));
}

bool tag_remove(struct ctx *cx, int64_t client, const char *tag)
{
    bool is_own;

    return client_begin(cx, &is_own)
        && client_end(cx, is_own,
                      store_run(cx, &REMOVE, ARGS(arg_int(client), arg_text(tag)))
                          && client_touch(cx, client));
}
