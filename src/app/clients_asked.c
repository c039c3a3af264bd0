#include "app/clients_asked.h"

#include <string.h>

#include "app/page.h"
#include "base/buf.h"
#include "http/form.h"

const struct field clients_fields[] = {
    { .name = "q", .check = CHECK_TEXT },
    { .name = "tab", .check = CHECK_CHOICE, .choices = "mine integration all" },
    { .name = "receipts", .check = CHECK_FLAG },
    { .name = "requests", .check = CHECK_FLAG },
    { .name = "unpaid", .check = CHECK_FLAG },
    { .name = "late", .check = CHECK_FLAG },
    { .name = "address", .check = CHECK_FLAG },
    { .name = "legal", .check = CHECK_FLAG },
    { .name = "hub", .check = CHECK_TEXT },
    { .name = "member", .check = CHECK_TEXT },
    { .name = "sector", .check = CHECK_TEXT },
    { .name = "plan", .check = CHECK_TEXT },
    { .name = "tag", .check = CHECK_TEXT },
    { .name = "state", .check = CHECK_TEXT },
    { .name = "sort",
      .check = CHECK_CHOICE,
      .choices = "name holder receipts requests exports wallet open late missing next state" },
    { .name = "down", .check = CHECK_CHOICE, .choices = "0 1" },
    { .name = "after", .check = CHECK_TEXT },
    { .name = "before", .check = CHECK_TEXT },
    { .name = "cursor", .check = CHECK_TEXT },
    { .name = "limit", .check = CHECK_INT },
    { .name = "view", .check = CHECK_INT },
    { 0 },
};

enum { API_ROWS = 100 };

/* Columns of sums begin with the most; one may be told to go up. */
static bool is_down(enum column column, const char *down)
{
    if (*down)
        return *down == '1';
    return column != COLUMN_NAME && column != COLUMN_HOLDER && column != COLUMN_NEXT
        && column != COLUMN_STATE;
}

static enum tab tab_for(const struct request *request, bool is_admin)
{
    enum tab tab = tab_parse(request_text(request, "tab"));

    if (tab == TAB_COUNT)
        tab = request_is_api(request) ? TAB_ALL : TAB_MINE;
    return tab == TAB_ALL && !is_admin && !request_is_api(request) ? TAB_MINE : tab;
}

static void take_place(const struct request *request, struct directory_query *query)
{
    const char *after = request_text(request, "after"), *before = request_text(request, "before");
    const char *cursor = request_text(request, "cursor");
    int64_t limit = request_int(request, "limit");

    query->backward = *before != '\0';
    query->place = *before ? before : *after ? after : cursor;
    query->limit = limit > 0 && limit <= API_ROWS ? (size_t)limit : PAGE_ROWS;
}

struct directory_query clients_asked(const struct request *request)
{
    struct directory_query query = {
        .member = request_member(request),
        .is_admin = (request_role(request) & ROLE_ADMIN) != 0,
        .search = request_text(request, "q"),
        .column = column_parse(request_text(request, "sort")),
    };

    query.tab = tab_for(request, query.is_admin);
    if (query.column == COLUMN_COUNT)
        query.column = COLUMN_NAME;
    query.descending = is_down(query.column, request_text(request, "down"));
    for (enum mark mark = 0; mark < MARK_COUNT; mark++)
        if (request_has(request, mark_word(mark)))
            query.marks |= 1U << mark;
    for (enum facet facet = 0; facet < FACET_COUNT; facet++)
        query.facets[facet] = request_text(request, facet_word(facet));
    take_place(request, &query);
    return query;
}

static void put_part(struct buf *text, const char *name, const char *value)
{
    if (!value || !*value)
        return;
    buf_format(text, "%s%s=%s", text->size > 0 ? "&" : "", name, page_coded(text->arena, value));
}

const char *clients_query_text(struct arena *arena, const struct directory_query *query)
{
    struct buf text = { .arena = arena };

    put_part(&text, "tab", tab_word(query->tab));
    put_part(&text, "q", query->search);
    for (enum mark mark = 0; mark < MARK_COUNT; mark++)
        put_part(&text, mark_word(mark), query->marks >> mark & 1 ? "1" : "");
    for (enum facet facet = 0; facet < FACET_COUNT; facet++)
        put_part(&text, facet_word(facet), query->facets[facet]);
    if (query->column != COLUMN_NAME || query->descending) {
        put_part(&text, "sort", column_word(query->column));
        put_part(&text, "down", query->descending ? "1" : "0");
    }
    return buf_string(&text);
}

static const char *value_of(const struct form *form, const char *name)
{
    const struct pair *pair = form_find(form, name);

    return pair ? pair->value : "";
}

bool clients_query_parse(struct ctx *cx, const struct directory_query *asked, const char *text,
                         struct directory_query *query)
{
    struct form form = { 0 };
    struct directory_query read = { .member = asked->member,
                                    .is_admin = asked->is_admin,
                                    .place = asked->place,
                                    .limit = asked->limit };

    if (!form_parse(cx, text, strlen(text), &form))
        return false;
    read.search = value_of(&form, "q");
    read.tab = tab_parse(value_of(&form, "tab"));
    if (read.tab == TAB_COUNT || (read.tab == TAB_ALL && !read.is_admin))
        read.tab = TAB_MINE;
    read.column = column_parse(value_of(&form, "sort"));
    if (read.column == COLUMN_COUNT)
        read.column = COLUMN_NAME;
    read.descending = is_down(read.column, value_of(&form, "down"));
    for (enum mark mark = 0; mark < MARK_COUNT; mark++)
        if (*value_of(&form, mark_word(mark)))
            read.marks |= 1U << mark;
    for (enum facet facet = 0; facet < FACET_COUNT; facet++)
        read.facets[facet] = value_of(&form, facet_word(facet));
    *query = read;
    return true;
}

bool clients_has_filter(const struct directory_query *query)
{
    for (enum facet facet = 0; facet < FACET_COUNT; facet++)
        if (query->facets[facet] && *query->facets[facet])
            return true;
    return query->marks != 0 || *query->search;
}
