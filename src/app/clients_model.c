#include "app/clients_model.h"

#include <string.h>

#include "app/clients_asked.h"
#include "app/page.h"
#include "base/limits.h"
#include "base/str.h"
#include "client/saved_tab.h"
#include "view/view.h"

const char *clients_url(struct arena *arena, const struct directory_query *query)
{
    return arena_format(arena, "/clients?%s", clients_query_text(arena, query));
}

static void put_money_state(const struct listed *listed, struct json *map)
{
    bool is_late = listed->late_cents > 0;

    json_put_money(map, "open", (struct money){ listed->open_cents });
    json_put_money(map, "late", (struct money){ listed->late_cents });
    json_put_int(map, "late_items", listed->late_items);
    json_put_bool(map, "is_blank", listed->is_blank);
    json_put_bool(map, "is_late", is_late);
    json_put_bool(map, "is_open", !is_late && listed->open_cents != 0);
    json_put_bool(map, "is_clear", !listed->is_blank && !is_late && listed->open_cents == 0);
    json_put_int(map, "missing_addresses", listed->unreached);
    json_put_bool(map, "has_missing", listed->unreached > 0);
}

static void put_figures(const struct listed *listed, struct json *map)
{
    json_put_int(map, "receipts", listed->receipts);
    json_put_int(map, "requests", listed->requests);
    json_put_int(map, "exports", listed->exports);
    json_put_bool(map, "has_receipts", listed->receipts > 0);
    json_put_bool(map, "has_requests", listed->requests > 0);
    json_put_bool(map, "has_exports", listed->exports > 0);
    json_put_bool(map, "has_wallet", listed->has_wallet);
    if (listed->has_wallet)
        json_put_money(map, "wallet", (struct money){ listed->wallet_cents });
}

void clients_put_row(const struct clients_page *page, uint32_t row, struct json *map)
{
    const struct listed *listed = directory_row(page->directory, row);
    const char *holder = directory_member(page->directory, listed->holder);
    const char *state = client_state_text(listed->state);

    json_put_int(map, "id", listed->id);
    json_put_text(map, "name", listed->name);
    json_put_text(map, "siren", listed->siren);
    json_put_text(map, "legal_form", listed->legal_form);
    json_put_text(map, "state", state);
    json_put_bool(map, arena_format(page->arena, "is_%s", state), true);
    json_put_bool(map, "is_confidential", listed->is_confidential);
    json_put_bool(map, "has_address", listed->has_address);
    json_put_bool(map, "has_legal", listed->has_legal);
    if (*holder)
        json_put_text(map, "holder", holder);
    if (*holder)
        json_put_text(map, "initials", page_initials(page->arena, holder));
    put_money_state(listed, map);
    put_figures(listed, map);
    if (listed->next_day != NO_NEXT)
        json_put_date(map, "next_on",
                      next_day_open(&page->calendar, listed->next_day, page->today));
}

void clients_put_sums(const struct clients_page *page)
{
    struct json *total = json_put_map(page->model, "total");

    json_put_money(total, "open", (struct money){ page->found.sums.open_cents });
    json_put_money(total, "late", (struct money){ page->found.sums.late_cents });
    json_put_int(page->model, "shown", (int64_t)page->found.count);
    json_put_int(page->model, "count", (int64_t)page->found.total);
}

static void put_tabs(const struct clients_page *page)
{
    struct json *tabs = json_put_list(page->model, "tabs");
    bool is_saved = *request_text(page->request, "view") != '\0';

    for (enum tab tab = 0; tab < TAB_COUNT; tab++) {
        size_t count = page->found.tabs[tab];
        if ((tab == TAB_ALL && !page->query.is_admin) || (tab == TAB_INTEGRATION && count == 0))
            continue;
        const struct directory_query query = { .tab = tab, .search = "" };
        struct json *map = json_add_map(tabs);
        json_put_text(map, "url", clients_url(page->arena, &query));
        json_put_int(map, "count", (int64_t)count);
        json_put_bool(map, arena_format(page->arena, "is_%s", tab_word(tab)), true);
        json_put_bool(map, "is_current", tab == page->query.tab && !is_saved);
    }
}

static void put_marks(const struct clients_page *page)
{
    struct json *marks = json_put_list(page->model, "marks");

    for (enum mark mark = 0; mark < MARK_COUNT; mark++) {
        bool is_on = page->query.marks >> mark & 1;
        struct directory_query query = page->query;
        query.marks ^= 1U << mark;
        struct json *map = json_add_map(marks);
        json_put_text(map, "word", mark_word(mark));
        json_put_text(map, "name",
                      view_text(page->arena, request_language(page->request),
                                arena_format(page->arena, "mark.%s", mark_word(mark)), NULL));
        json_put_text(map, "url", clients_url(page->arena, &query));
        json_put_int(map, "count", (int64_t)page->found.marks[mark]);
        json_put_bool(map, "is_on", is_on);
        json_put_bool(map, "is_none", !is_on && page->found.marks[mark] == 0);
    }
}

/* A state and « nobody » have words of the screen; all else is named by the firm. */
static const char *choice_name(const struct clients_page *page, enum facet facet,
                               const struct group *group)
{
    const char *language = request_language(page->request);

    if (facet == FACET_STATE)
        return view_text(page->arena, language,
                         arena_format(page->arena, "listed_state.%s", group->word), NULL);
    if (facet == FACET_MEMBER && strcmp(group->word, "0") == 0)
        return view_text(page->arena, language, "clients.nobody", NULL);
    return group->name;
}

static void put_facets(const struct clients_page *page)
{
    struct json *facets = json_put_list(page->model, "facets");
    bool has_chosen = false;

    for (enum facet facet = 0; facet < FACET_COUNT; facet++) {
        const struct facet_count *counts = page->found.facets[facet];
        size_t count = page->found.facet_counts[facet];
        if (count == 0)
            continue;
        struct json *map = json_add_map(facets);
        json_put_text(map, "word", facet_word(facet));
        json_put_text(map, "name",
                      view_text(page->arena, request_language(page->request),
                                arena_format(page->arena, "facet.%s", facet_word(facet)), NULL));
        struct json *choices = json_put_list(map, "choices");
        for (size_t i = 0; i < count && i < LIMIT_PAGE_ROWS; i++) {
            struct json *choice = json_add_map(choices);
            json_put_text(choice, "word", counts[i].group->word);
            json_put_text(choice, "name", choice_name(page, facet, counts[i].group));
            json_put_int(choice, "count", (int64_t)counts[i].count);
            json_put_bool(choice, "is_chosen", counts[i].is_chosen);
            has_chosen |= counts[i].is_chosen;
        }
    }
    json_put_bool(page->model, "has_chosen", has_chosen);
}

/* The column that sorts turns round; another begins as it does by itself. */
static void put_columns(const struct clients_page *page)
{
    struct json *columns = json_put_map(page->model, "columns");

    for (enum column column = 0; column < COLUMN_COUNT; column++) {
        struct json *map = json_put_map(columns, column_word(column));
        struct directory_query query = page->query;
        bool is_current = query.column == column;
        query.column = COLUMN_NAME;
        query.descending = false;
        const char *start = clients_url(page->arena, &query);
        const char *url = arena_format(page->arena, "%s&sort=%s", start, column_word(column));
        if (is_current)
            url = arena_format(page->arena, "%s&down=%d", url, !page->query.descending);
        json_put_text(map, "sort_url", url);
        if (is_current)
            json_put_bool(map, page->query.descending ? "is_descending" : "is_ascending", true);
    }
}

static void put_pager(const struct clients_page *page)
{
    const char *start = clients_url(page->arena, &page->query);

    if (page->found.previous)
        json_put_text(page->model, "previous_url",
                      arena_format(page->arena, "%s&before=%s", start,
                                   page_coded(page->arena, page->found.previous)));
    if (page->found.next)
        json_put_text(page->model, "next_url",
                      arena_format(page->arena, "%s&after=%s", start,
                                   page_coded(page->arena, page->found.next)));
}

void clients_put_list(const struct clients_page *page)
{
    struct directory_query bare = { .tab = page->query.tab, .search = "" };
    size_t seen = page->query.is_admin ? page->found.tabs[TAB_ALL] : page->found.tabs[TAB_MINE];

    json_put_text(page->model, "query", page->query.search);
    json_put_bool(page->model, "has_query", *page->query.search != '\0');
    json_put_text(page->model, "filter", page->text);
    json_put_bool(page->model, "has_filter", clients_has_filter(&page->query));
    json_put_text(page->model, "bare_url", clients_url(page->arena, &bare));
    json_put_text(page->model, "tab", tab_word(page->query.tab));
    json_put_text(page->model, "sort", column_word(page->query.column));
    json_put_int(page->model, "down", page->query.descending);
    json_put_int(page->model, "mine", (int64_t)page->found.tabs[TAB_MINE]);
    json_put_bool(page->model, "is_empty", seen == 0);
    json_put_bool(page->model, "is_admin", page->query.is_admin);
    json_put_int(page->model, "test_dossier", page->found.tester);
    json_put_bool(page->model, "has_test_dossier", page->found.tester > 0);
    put_tabs(page);
    put_marks(page);
    put_facets(page);
    put_columns(page);
    clients_put_sums(page);
    put_pager(page);
}

bool clients_put_saved(struct ctx *cx, const struct clients_page *page)
{
    struct json *list = json_put_list(page->model, "saved");
    int64_t current = request_int(page->request, "view");
    struct saved_tab *tabs;
    size_t count;

    if (!saved_tab_list(cx, page->query.member, &tabs, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct directory_query query;
        if (!clients_query_parse(cx, &page->query, tabs[i].query, &query))
            return false;
        struct json *map = json_add_map(list);
        json_put_int(map, "id", tabs[i].id);
        json_put_text(map, "name", tabs[i].name);
        json_put_text(
            map, "url",
            arena_format(cx->arena, "/clients?view=%lld&%s", (long long)tabs[i].id, tabs[i].query));
        json_put_int(map, "count", (int64_t)directory_total(page->directory, cx->arena, &query));
        json_put_bool(map, "is_current", tabs[i].id == current);
        if (tabs[i].id == current)
            json_put(page->model, "view", map);
    }
    json_put_bool(page->model, "has_saved", count > 0);
    return true;
}
