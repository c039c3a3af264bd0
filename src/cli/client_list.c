#include <stdlib.h>
#include <string.h>

#include "app/clients_asked.h"
#include "app/page.h"
#include "base/str.h"
#include "chase/calendar_load.h"
#include "cli/house.h"
#include "cli/option.h"
#include "cli/table.h"
#include "client/shelf.h"
#include "http/form.h"
#include "view/view.h"

struct coded {
    int64_t id;
    const char *code;
};

struct codes {
    struct coded *list;
    size_t count, room;
};

SQL(CODES, FIRM,
    "SELECT id, code FROM client WHERE firm = $1 ORDER BY id /* scan: a list of all */");

static bool read_codes(struct ctx *cx, struct codes *codes)
{
    struct rows *rows = store_query(cx, &CODES, NO_ARGS);

    while (rows_next(rows)) {
        if (codes->count == codes->room)
            codes->list = arena_grow(cx->arena, codes->list, &codes->room, sizeof *codes->list);
        codes->list[codes->count++] = (struct coded){ rows_int(rows, 0), rows_text(rows, 1) };
    }
    return rows_done(rows);
}

static int by_id(const void *left, const void *right)
{
    const struct coded *a = left, *b = right;

    return (a->id > b->id) - (a->id < b->id);
}

static const char *code_of(const struct codes *codes, int64_t client)
{
    const struct coded key = { .id = client };
    const struct coded *found =
        codes->count > 0 ? bsearch(&key, codes->list, codes->count, sizeof key, by_id) : NULL;

    return found ? found->code : "";
}

static bool is_facet(const char *word)
{
    for (enum facet facet = 0; facet < FACET_COUNT; facet++)
        if (strcmp(facet_word(facet), word) == 0)
            return true;
    return false;
}

/* A filter as an address holds it: « state=active&late=1 », and « down=1 » of the order. */
static bool check_filter(struct ctx *cx, const char *text)
{
    struct form form = { 0 };

    if (!form_parse(cx, text, strlen(text), &form))
        return false;
    for (const struct pair *pair = form.first; pair; pair = pair->next)
        if (mark_parse(pair->name) == MARK_COUNT && !is_facet(pair->name)
            && strcmp(pair->name, "down") != 0)
            return option_unknown(cx, "filter", pair->name,
                                  "receipts requests unpaid late address legal hub member sector"
                                  " plan tag state down");
    return true;
}

static bool check_words(struct ctx *cx, const char *tab, const char *sort)
{
    enum tab found = tab_parse(tab);

    if (found == TAB_COUNT || found == TAB_MINE)
        return option_unknown(cx, "tab", tab, "all integration");
    return column_parse(sort) != COLUMN_COUNT
        || option_unknown(cx, "sort", sort,
                          "name holder receipts requests exports wallet open late missing next"
                          " state");
}

static const char *given(const struct call *call, const char *name, const char *otherwise)
{
    const char *text = call_option(call, name);

    return text ? text : otherwise;
}

static bool read_query(struct ctx *cx, const struct call *call, const char *search,
                       struct directory_query *query)
{
    const struct directory_query asked = { .is_admin = true };
    const char *tab = given(call, "tab", "all"), *sort = given(call, "sort", "name");
    const char *filter = given(call, "filter", "");

    return check_words(cx, tab, sort) && check_filter(cx, filter)
        && clients_query_parse(cx, &asked,
                               arena_format(cx->arena, "tab=%s&sort=%s&q=%s&%s", tab, sort,
                                            page_coded(cx->arena, search), filter),
                               query);
}

static void put_client(const struct directory *directory, const struct codes *codes, uint32_t row,
                       struct json *map)
{
    const struct listed *listed = directory_row(directory, row);

    json_put_int(map, "id", listed->id);
    json_put_text(map, "code", code_of(codes, listed->id));
    json_put_text(map, "name", listed->name);
    json_put_text(map, "siren", listed->siren);
    json_put_text(map, "state", client_state_text(listed->state));
    json_put_text(map, "holder", directory_member(directory, listed->holder));
    json_put_money(map, "open", (struct money){ listed->open_cents });
    json_put_money(map, "late", (struct money){ listed->late_cents });
}

static bool list(struct ctx *cx, const struct directory_query *query, struct json *model)
{
    struct json *clients = json_put_list(model, "clients");
    struct directory *directory;
    struct directory_found found;
    struct codes codes = { 0 };
    struct calendar calendar;

    if (!shelf_take(cx, NULL, &directory) || !read_codes(cx, &codes)
        || !calendar_load(cx, &calendar))
        return false;
    directory_select(directory, cx->arena, query, &found);
    for (size_t i = 0; i < found.count; i++) {
        struct json *client = json_add_map(clients);
        int32_t next = directory_row(directory, found.rows[i])->next_day;
        put_client(directory, &codes, found.rows[i], client);
        if (next != NO_NEXT)
            json_put_date(client, "next_on", next_day_open(&calendar, next, cx->today));
    }
    json_put_int(model, "count", (int64_t)found.total);
    return true;
}

static bool in_house(struct ctx *cx, struct call *call, const char *search, struct json *model)
{
    struct directory_query query;
    struct house house;

    if (!read_query(cx, call, search, &query) || !house_open(cx, call, HOUSE_READ, &house))
        return false;
    bool done = list(cx, &query, model);
    house_close(cx, &house);
    return done;
}

static bool list_run(struct ctx *cx, struct call *call, struct json *model)
{
    return in_house(cx, call, given(call, "q", ""), model);
}

static bool search_run(struct ctx *cx, struct call *call, struct json *model)
{
    struct buf words = { .arena = cx->arena };

    for (size_t i = 0; i < call->count; i++)
        buf_format(&words, "%s%s", i > 0 ? " " : "", call->operands[i]);
    return in_house(cx, call, buf_string(&words), model);
}

static void clients_print(struct buf *out, const struct call *call, const struct json *model)
{
    static const char *const keys[] = { "id", "code", "siren", "name" };
    const struct json *clients = json_get(model, "clients");
    const char *heads[COUNT_OF(keys) + 1] = { 0 };

    for (size_t i = 0; i < COUNT_OF(keys); i++)
        heads[i] = view_text(out->arena, call->language,
                             arena_format(out->arena, "cli.client.%s", keys[i]), NULL);
    struct table *table = table_new(out->arena, heads);
    for (size_t i = 0; i < json_count(clients); i++) {
        const struct json *client = json_at(clients, i);
        const char *cells[] = {
            arena_format(out->arena, "%lld", (long long)json_int(json_get(client, "id"))),
            json_text(json_get(client, "code")), json_text(json_get(client, "siren")),
            json_text(json_get(client, "name"))
        };
        table_row(table, cells);
    }
    table_print(out, table);
}

enum { SEARCH_WORDS = 20 };

const struct command cli_listed[] = {
    { "client list",
      "[--tab all|integration] [--q WORDS] [--sort COLUMN] [--filter NAME=VALUE&...]",
      "the clients of the firm, as its list shows them", HOUSE_OPTIONS "tab= q= sort= filter=", 0,
      0, list_run, clients_print },
    { "client search", "WORDS", "clients by name, number, code or contact, a typo forgiven",
      HOUSE_OPTIONS "tab= sort= filter=", 1, SEARCH_WORDS, search_run, clients_print },
    { 0 },
};
