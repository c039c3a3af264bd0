#include "cli/work.h"

#include <assert.h>
#include <limits.h>

#include "cli/option.h"
#include "cli/table.h"
#include "client/client.h"
#include "view/view.h"

enum { COLUMNS = 8 };

bool work_number(struct ctx *cx, const struct call *call, const char *name, int64_t *number)
{
    int found = 0;

    if (!option_number(cx, call, name, (struct option_range){ 1, INT_MAX }, &found))
        return false;
    if (call_option(call, name))
        *number = found;
    return true;
}

bool work_client(struct ctx *cx, const struct call *call, int64_t *id)
{
    struct client client;

    *id = 0;
    return work_number(cx, call, "client", id) && (*id == 0 || client_find(cx, *id, &client));
}

static const char *cell(struct arena *arena, const struct json *value)
{
    if (json_kind(value) == JSON_INT)
        return arena_format(arena, "%lld", (long long)json_int(value));
    return json_kind(value) == JSON_TEXT ? json_text(value) : "";
}

void work_print(struct buf *out, const struct call *call, const struct json *rows,
                const char *const *keys)
{
    const char *heads[COLUMNS + 1] = { 0 }, *cells[COLUMNS];
    size_t count = 0;

    for (; keys[count]; count++) {
        assert(count < COLUMNS);
        heads[count] = view_text(out->arena, call->language,
                                 arena_format(out->arena, "cli.work.%s", keys[count]), NULL);
    }
    struct table *table = table_new(out->arena, heads);
    for (size_t i = 0; i < json_count(rows); i++) {
        for (size_t k = 0; k < count; k++)
            cells[k] = cell(out->arena, json_get(json_at(rows, i), keys[k]));
        table_row(table, cells);
    }
    table_print(out, table);
}
