#include <string.h>

#include "app/clients_asked.h"
#include "app/clients_model.h"
#include "app/desk.h"
#include "app/handlers.h"
#include "app/page.h"
#include "client/saved_tab.h"

SQL(WAITING, FIRM, "SELECT COUNT(*) FROM invitation WHERE firm = $1 AND state = 'waiting'");

/* Clients who added the firm (P-11). */
static bool count_waiting(struct ctx *cx, int64_t *count)
{
    struct rows *rows = store_query(cx, &WAITING, NO_ARGS);

    *count = rows_next(rows) ? rows_int(rows, 0) : 0;
    return rows_done(rows);
}

/* Of an admin who works for no client « Mes clients » would be a blank page. */
static void choose_tab(const struct request *request, const struct directory_found *found,
                       struct directory_query *query)
{
    bool is_told = *request_text(request, "tab") != '\0';

    if (query->tab == TAB_MINE && !is_told && query->is_admin && found->tabs[TAB_MINE] == 0)
        query->tab = TAB_ALL;
}

static void put_rows(struct clients_page *page)
{
    struct json *list = json_put_list(page->model, "clients");

    for (size_t i = 0; i < page->found.count; i++)
        clients_put_row(page, page->found.rows[i], json_add_map(list));
    json_put(page->model, "items", list);
    json_put_bool(page->model, "has_clients", page->found.count > 0);
    json_put_bool(page->model, "has_more", page->found.next != NULL);
    json_put_text(page->model, "next_cursor", page->found.next);
}

static bool put_invitations(struct ctx *cx, struct clients_page *page)
{
    int64_t count;

    if (!page->query.is_admin)
        return true;
    if (!count_waiting(cx, &count))
        return false;
    json_put_int(page->model, "invitations", count);
    json_put_bool(page->model, "has_invitations", count > 0);
    return true;
}

bool clients_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct clients_page page = { .request = request,
                                 .model = answer->model,
                                 .arena = cx->arena,
                                 .today = cx->today,
                                 .query = clients_asked(request) };

    if (!shelf_take(cx, desk_shelf(request), &page.directory) || !calendar_load(cx, &page.calendar))
        return false;
    page.found = directory_query(page.directory, cx->arena, &page.query);
    enum tab tab = page.query.tab;
    choose_tab(request, &page.found, &page.query);
    if (page.query.tab != tab)
        page.found = directory_query(page.directory, cx->arena, &page.query);
    page.text = clients_query_text(cx->arena, &page.query);
    put_rows(&page);
    if (request_is_api(request)) {
        clients_put_sums(&page);
        return true;
    }
    clients_put_list(&page);
    return put_invitations(cx, &page) && clients_put_saved(cx, &page);
}
