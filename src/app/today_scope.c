#include "app/today_scope.h"

#include <assert.h>
#include <string.h>

#include "app/desk.h"
#include "app/handlers.h"
#include "app/work_filter.h"
#include "client/directory_query.h"
#include "firm/member.h"

const struct field today_fields[] = {
    { .name = "vue", .check = CHECK_CHOICE, .choices = "moi hub cabinet" },
    { 0 },
};

const char *today_view_word(enum today_view view)
{
    static const char *const words[TODAY_VIEW_COUNT] = {
        [TODAY_ME] = "moi",
        [TODAY_HUB] = "hub",
        [TODAY_FIRM] = "cabinet",
    };

    assert(view < TODAY_VIEW_COUNT);
    return words[view];
}

/* Adds what the member sees of a group of clients, or of all without one. */
static void add_rows(struct ctx *cx, struct today_scope *scope, struct bits rows, enum facet facet,
                     int64_t group)
{
    const char *word = arena_format(cx->arena, "%lld", (long long)group);
    struct directory_query query = {
        .member = scope->self,
        .is_admin = true, /* which tab it stands in does not matter here */
        .tab = TAB_ALL,
        .search = "",
        .place = "",
        .column = COLUMN_NAME,
    };
    struct directory_found found = { 0 };

    if (group > 0)
        query.facets[facet] = word;
    directory_select(scope->directory, cx->arena, &query, &found);
    for (size_t i = 0; i < found.count; i++)
        bits_set(rows, found.rows[i]);
}

static const int64_t *members_of(struct arena *arena, const struct today_scope *scope)
{
    const int64_t *others = stand_in_all(arena, &scope->away, scope->self);
    int64_t *members = arena_new(arena, int64_t, scope->away.count + 2);
    size_t count = 1;

    members[0] = scope->self;
    for (; *others; others++)
        if (*others != scope->self)
            members[count++] = *others;
    return members;
}

static bool is_empty(struct bits bits)
{
    return bits_count(bits) == 0;
}

static enum today_view asked_view(const struct request *request, const struct today_scope *scope)
{
    const char *word = request_text(request, "vue");

    for (enum today_view view = 0; view < TODAY_VIEW_COUNT; view++)
        if (strcmp(today_view_word(view), word) == 0 && (view != TODAY_HUB || scope->hub > 0))
            return view;
    return TODAY_ME;
}

static void choose(struct ctx *cx, const struct request *request, struct today_scope *scope)
{
    struct bits own = bits_new(cx->arena, directory_count(scope->directory));

    scope->visible = bits_new(cx->arena, directory_count(scope->directory));
    add_rows(cx, scope, scope->visible, FACET_HUB, 0);
    scope->view = asked_view(request, scope);
    scope->rows = scope->visible;
    if (scope->view == TODAY_FIRM)
        return;
    if (scope->view == TODAY_HUB)
        add_rows(cx, scope, own, FACET_HUB, scope->hub);
    else
        for (const int64_t *member = scope->members; *member; member++)
            add_rows(cx, scope, own, FACET_MEMBER, *member);
    if (is_empty(own) && !*request_text(request, "vue"))
        scope->view = TODAY_FIRM;
    else
        scope->rows = own;
}

bool today_scope_find(struct ctx *cx, const struct request *request, struct today_scope *scope)
{
    struct member self;

    *scope = (struct today_scope){
        .self = request_member(request),
        .is_admin = (request_role(request) & ROLE_ADMIN) != 0,
    };
    if (!member_find(cx, scope->self, &self) || !stand_in_load(cx, &scope->away)
        || !shelf_take(cx, desk_shelf(request), &scope->directory))
        return false;
    scope->hub = self.hub;
    scope->members = members_of(cx->arena, scope);
    choose(cx, request, scope);
    return true;
}

bool today_scope_holds(const struct today_scope *scope, int64_t client)
{
    uint32_t row;

    return client == 0
        || (directory_find(scope->directory, client, &row) && bits_has(scope->rows, row));
}

static bool is_visible(const struct today_scope *scope, int64_t client)
{
    uint32_t row;

    return client == 0
        || (directory_find(scope->directory, client, &row) && bits_has(scope->visible, row));
}

bool today_scope_asks(const struct today_scope *scope, int64_t assignee, int64_t client)
{
    if (scope->view != TODAY_ME || assignee == 0)
        return today_scope_holds(scope, client);
    if (!is_visible(scope, client))
        return false;
    for (const int64_t *member = scope->members; *member; member++)
        if (*member == assignee)
            return true;
    return scope->is_admin && stand_in_of(&scope->away, assignee) == 0;
}

const char *today_clients_url(struct arena *arena, const struct today_scope *scope)
{
    if (scope->view == TODAY_HUB)
        return arena_format(arena, "/clients?tab=all&hub=%lld", (long long)scope->hub);
    return scope->view == TODAY_ME ? "/clients?tab=mine" : "/clients?tab=all";
}

int64_t today_hub(const struct today_scope *scope)
{
    return scope->view == TODAY_HUB ? scope->hub : 0;
}

const char *today_tasks_url(const struct ctx *cx, const struct today_scope *scope, int64_t member)
{
    const struct work_filter filter = { .member = member,
                                        .hub = today_hub(scope),
                                        .words = "",
                                        .state = "",
                                        .kind = "task",
                                        .due = "",
                                        .has_last = true,
                                        .last = cx->today };

    return work_filter_url(cx->arena, &filter, "liste");
}
