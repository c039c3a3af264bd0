#include "client/saved_tab.h"

#include <string.h>

#include "base/str.h"

SQL(LIST, FIRM,
    "SELECT id, name, query FROM saved_tab WHERE firm = $1 AND member = $2 ORDER BY id LIMIT $3");

bool saved_tab_list(struct ctx *cx, int64_t member, struct saved_tab **tabs, size_t *count)
{
    struct saved_tab *list = arena_new(cx->arena, struct saved_tab, SAVED_TAB_LIMIT);
    size_t listed = 0;
    struct rows *rows = store_query(cx, &LIST, ARGS(arg_int(member), arg_int(SAVED_TAB_LIMIT)));

    while (rows_next(rows))
        list[listed++] =
            (struct saved_tab){ rows_int(rows, 0), rows_text(rows, 1), rows_text(rows, 2) };
    if (!rows_done(rows))
        return false;
    *tabs = list;
    *count = listed;
    return true;
}

static bool name_check(struct ctx *cx, int64_t but, const char *name)
{
    struct saved_tab *tabs;
    size_t count;

    if (!*name)
        return fail(cx, FAULT_INPUT, "ONGLET-NOM", "field", "name", NULL);
    if (!saved_tab_list(cx, cx->actor, &tabs, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (tabs[i].id != but
            && strcmp(str_fold(cx->arena, tabs[i].name), str_fold(cx->arena, name)) == 0)
            return fail(cx, FAULT_CONFLICT, "ONGLET-DEJA", "field", "name", "name", name, NULL);
    if (but == 0 && count == SAVED_TAB_LIMIT)
        return fail(cx, FAULT_CONFLICT, "ONGLETS-TROP", "limit",
                    arena_format(cx->arena, "%d", SAVED_TAB_LIMIT), NULL);
    return true;
}

SQL(ADD, FIRM,
    "INSERT INTO saved_tab (firm, id, member, name, query, saved_at)"
    " VALUES ($1, $2, $3, $4, $5, $6)");

bool saved_tab_add(struct ctx *cx, struct saved_tab *tab)
{
    const char *name = str_trim(cx->arena, tab->name);
    int64_t id;

    if (!name_check(cx, 0, name) || !store_id(cx, "saved_tab", 1, &id)
        || !store_run(cx, &ADD,
                      ARGS(arg_int(id), arg_int(cx->actor), arg_text(name), arg_text(tab->query),
                           arg_instant(cx->now))))
        return false;
    tab->id = id;
    return true;
}

static bool is_changed(struct ctx *cx, int64_t changed)
{
    return changed > 0 || fail(cx, FAULT_ABSENT, "ONGLET-ABSENT", NULL);
}

SQL(RENAME, FIRM, "UPDATE saved_tab SET name = $4 WHERE firm = $1 AND id = $2 AND member = $3");

bool saved_tab_rename(struct ctx *cx, int64_t id, const char *name)
{
    const char *trimmed = str_trim(cx->arena, name);
    int64_t changed;

    return name_check(cx, id, trimmed)
        && store_change(cx, &RENAME, ARGS(arg_int(id), arg_int(cx->actor), arg_text(trimmed)),
                        &changed)
        && is_changed(cx, changed);
}

SQL(REMOVE, FIRM, "DELETE FROM saved_tab WHERE firm = $1 AND id = $2 AND member = $3");

bool saved_tab_remove(struct ctx *cx, int64_t id)
{
    int64_t changed;

    return store_change(cx, &REMOVE, ARGS(arg_int(id), arg_int(cx->actor)), &changed)
        && is_changed(cx, changed);
}
