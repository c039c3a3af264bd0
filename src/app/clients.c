#include <string.h>

#include "app/handlers.h"
#include "app/page.h"
#include "app/search_text.h"
#include "app/sort.h"
#include "store/visible.h"

const struct field clients_fields[] = {
    { .name = "q", .check = CHECK_TEXT },
    { .name = "sort", .check = CHECK_CHOICE, .choices = "name open late missing next" },
    { .name = "after", .check = CHECK_INT },
    { 0 },
};

/*
 * Every client that matches, with its sums: $2 the day, $3 and $4 what its name and its SIREN are
 * like. What is late is read at the last day of due before it.
 */
#define MATCHING                                                                                   \
    " FROM client c LEFT JOIN standing s ON s.firm = c.firm AND s.client = c.id"                   \
    " LEFT JOIN ageing a ON a.firm = c.firm AND a.client = c.id AND a.basis = 'due'"               \
    "   AND a.day_on = (SELECT MAX(d.day_on) FROM ageing d WHERE d.firm = c.firm"                  \
    "     AND d.client = c.id AND d.basis = 'due' AND d.day_on < $2)"                              \
    " WHERE c.firm = $1 AND (' ' || c.name_folded LIKE $3 ESCAPE '\\' OR c.siren LIKE $4)"         \
    " AND " CLIENT_UNHIDDEN("c.id", "$5", "$6")

#define NEXT                                                                                       \
    "(SELECT MIN(o.next_look_on) FROM obligation o WHERE o.firm = c.firm AND o.client = c.id"      \
    "  AND o.next_look_on IS NOT NULL AND o.held = '')"

#define LIST(ORDER)                                                                                \
    "SELECT c.id, c.name, c.siren, s.open_cents, a.open_cents, a.items, s.unreached, " NEXT        \
        MATCHING " ORDER BY " ORDER ", c.name_folded, c.id LIMIT $7 OFFSET $8"

SQL(BY_NAME, FIRM,
    "SELECT c.id, c.name, c.siren, s.open_cents, a.open_cents, a.items, s.unreached, " NEXT MATCHING
    " ORDER BY c.name_folded, c.id LIMIT $7 OFFSET $8");
SQL(BY_OPEN, FIRM, LIST("s.open_cents DESC NULLS LAST"));
SQL(BY_LATE, FIRM, LIST("a.open_cents DESC NULLS LAST"));
SQL(BY_MISSING, FIRM, LIST("s.unreached DESC NULLS LAST"));
SQL(BY_NEXT, FIRM, LIST("8 ASC NULLS LAST"));

SQL(TOTAL, FIRM,
    "SELECT COUNT(*), CAST(COALESCE(SUM(s.open_cents), 0) AS BIGINT),"
    " CAST(COALESCE(SUM(a.open_cents), 0) AS BIGINT)" MATCHING);

static const struct sort sorts[] = {
    { "name", &BY_NAME, false },      { "open", &BY_OPEN, true },  { "late", &BY_LATE, true },
    { "missing", &BY_MISSING, true }, { "next", &BY_NEXT, false }, { 0 },
};

static void put_client(struct ctx *cx, struct json *list, struct rows *rows)
{
    struct json *client = json_add_map(list);
    bool is_blank = rows_null(rows, 3);
    int64_t open = rows_int(rows, 3), late = rows_int(rows, 4);

    json_put_int(client, "id", rows_int(rows, 0));
    json_put_text(client, "name", rows_text(rows, 1));
    json_put_text(client, "siren", rows_text(rows, 2));
    json_put_money(client, "open", (struct money){ open });
    json_put_money(client, "late", (struct money){ late });
    json_put_int(client, "late_items", rows_int(rows, 5));
    json_put_int(client, "missing_addresses", rows_int(rows, 6));
    json_put_bool(client, "has_missing", rows_int(rows, 6) > 0);
    json_put_bool(client, "is_blank", is_blank);
    json_put_bool(client, "is_late", late > 0);
    json_put_bool(client, "is_open", late <= 0 && open != 0);
    json_put_bool(client, "is_clear", !is_blank && late <= 0 && open == 0);
    if (rows_null(rows, 7))
        return;
    struct date next = rows_date(rows, 7);
    json_put_date(client, "next_on", next.day < cx->today.day ? cx->today : next);
}

/* The arguments that all statements begin with. */
struct match {
    struct arg day, name, siren, member;
};

static struct match match_of(struct ctx *cx, const char *query)
{
    return (struct match){
        .day = arg_date(cx->arena, cx->today),
        .name = arg_text(search_name_like(cx->arena, query)),
        .siren = arg_text(search_siren_like(cx->arena, query)),
        .member = arg_int(cx->actor),
    };
}

static bool put_clients(struct ctx *cx, const struct match *match, const struct sort *sort,
                        int64_t after, struct json *list)
{
    struct rows *rows = store_query(cx, sort->statement,
                                    ARGS(match->day, match->name, match->siren, match->member,
                                         match->day, arg_int(PAGE_ROWS), arg_int(after)));

    while (rows_next(rows))
        put_client(cx, list, rows);
    return rows_done(rows);
}

static bool put_total(struct ctx *cx, const struct match *match, struct json *model, int64_t *count)
{
    struct rows *rows = store_query(
        cx, &TOTAL, ARGS(match->day, match->name, match->siren, match->member, match->day));
    struct json *total = json_put_map(model, "total");

    *count = 0;
    if (rows_next(rows)) {
        *count = rows_int(rows, 0);
        json_put_money(total, "open", rows_money(rows, 1));
        json_put_money(total, "late", rows_money(rows, 2));
    }
    return rows_done(rows);
}

bool clients_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const char *query = request_text(request, "q");
    const struct sort *sort = sort_find(sorts, request_text(request, "sort"));
    struct match match = match_of(cx, query);
    struct json *list = json_put_list(answer->model, "clients");
    struct page_place place = { .path = request_path(request),
                                .after = request_int(request, "after") };

    if (!put_clients(cx, &match, sort, place.after, list)
        || !put_total(cx, &match, answer->model, &place.count))
        return false;
    const char *kept = *query ? arena_format(cx->arena, "q=%s&", page_coded(cx->arena, query)) : "";
    place.shown = (int64_t)json_count(list);
    place.query = arena_format(cx->arena, "%ssort=%s", kept, sort->word);
    json_put_text(answer->model, "query", query);
    json_put_bool(answer->model, "has_query", *query != '\0');
    json_put_bool(answer->model, "has_clients", place.shown > 0);
    json_put_bool(answer->model, "is_empty", place.count == 0 && *query == '\0');
    page_put_pager(answer->model, cx->arena, &place);
    sort_put(answer->model, cx->arena, sorts, sort,
             arena_format(cx->arena, "%s?%s", place.path, kept));
    return true;
}
