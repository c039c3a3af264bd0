#include "firm/hub.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "client/change.h"

/* Who reads « rennes » in a file finds one hub: the key is blind to case and accents. What a unique
 * key refused is told in the words of hubs. */
static bool refused(struct ctx *cx, const char *code, const char *name)
{
    if (cx->fault.kind != FAULT_CONFLICT)
        return false;
    cx->fault = (struct fault){ 0 };
    return fail(cx, FAULT_CONFLICT, code, "field", "name", "value", name, NULL);
}

static bool name_check(struct ctx *cx, const char *name)
{
    return *str_trim(cx->arena, name) || fail(cx, FAULT_INPUT, "HUB-NOM", "field", "name", NULL);
}

SQL(ADD, FIRM,
    "INSERT INTO hub (firm, id, name, name_folded, created_at) VALUES ($1, $2, $3, $4, $5)");

bool hub_add(struct ctx *cx, const char *name, int64_t *id)
{
    int64_t number;

    if (!name_check(cx, name) || !store_id(cx, "hub", 1, &number))
        return false;
    if (!store_run(cx, &ADD,
                   ARGS(arg_int(number), arg_text(name), arg_text(str_fold(cx->arena, name)),
                        arg_instant(cx->now))))
        return refused(cx, "HUB-EXISTE", name);
    *id = number;
    return true;
}

SQL(FIND, FIRM, "SELECT id, name FROM hub WHERE firm = $1 AND id = $2");

bool hub_find(struct ctx *cx, int64_t id, struct hub *hub)
{
    struct rows *rows = store_query(cx, &FIND, ARGS(arg_int(id)));
    struct hub found = { 0 };

    if (rows_next(rows))
        found = (struct hub){ rows_int(rows, 0), rows_text(rows, 1) };
    if (!rows_done(rows))
        return false;
    if (found.id == 0)
        return fail(cx, FAULT_ABSENT, "HUB-ABSENT", NULL);
    *hub = found;
    return true;
}

struct named_hub {
    const char *folded;
    struct hub hub;
};

static int by_name(const void *left, const void *right)
{
    const struct named_hub *a = left, *b = right;
    int order = strcmp(a->folded, b->folded);

    return order ? order : (a->hub.id > b->hub.id) - (a->hub.id < b->hub.id);
}

SQL(LIST, FIRM, "SELECT id, name FROM hub WHERE firm = $1 ORDER BY id");

bool hub_list(struct ctx *cx, struct hub **hubs, size_t *count)
{
    struct rows *rows = store_query(cx, &LIST, NO_ARGS);
    struct named_hub *named = NULL;
    size_t size = 0, room = 0;

    while (rows_next(rows)) {
        if (size == room)
            named = arena_grow(cx->arena, named, &room, sizeof *named);
        named[size].hub = (struct hub){ rows_int(rows, 0), rows_text(rows, 1) };
        named[size].folded = str_fold(cx->arena, named[size].hub.name);
        size++;
    }
    if (!rows_done(rows))
        return false;
    if (size > 0)
        qsort(named, size, sizeof *named, by_name);
    struct hub *list = arena_new(cx->arena, struct hub, size + 1);
    for (size_t i = 0; i < size; i++)
        list[i] = named[i].hub;
    *hubs = list;
    *count = size;
    return true;
}

SQL(RENAME, FIRM, "UPDATE hub SET name = $3, name_folded = $4 WHERE firm = $1 AND id = $2");

static bool rename_to(struct ctx *cx, int64_t id, const char *name)
{
    if (!store_run(cx, &RENAME,
                   ARGS(arg_int(id), arg_text(name), arg_text(str_fold(cx->arena, name)))))
        return refused(cx, "HUB-EXISTE", name);
    return client_touch_names(cx);
}

bool hub_rename(struct ctx *cx, int64_t id, const char *name)
{
    struct hub hub;
    bool is_own;

    return name_check(cx, name) && hub_find(cx, id, &hub) && client_begin(cx, &is_own)
        && client_end(cx, is_own, rename_to(cx, id, name));
}

SQL(REMOVE, FIRM, "DELETE FROM hub WHERE firm = $1 AND id = $2");

/* Members and clients refer to it: the books refuse while one does. */
bool hub_remove(struct ctx *cx, int64_t id)
{
    struct hub hub;

    if (!hub_find(cx, id, &hub))
        return false;
    return store_run(cx, &REMOVE, ARGS(arg_int(id))) || refused(cx, "HUB-OCCUPE", hub.name);
}
