/* What is to be done by hand, person by person: GET /a-faire, behind a figure of « Aujourd'hui ».
 */
#include <string.h>

#include "app/handlers.h"
#include "app/people.h"
#include "app/plan_model.h"
#include "app/today_scope.h"
#include "base/limits.h"
#include "store/visible.h"

SQL(BY_HAND, FIRM,
    "SELECT o.client, o.person, r.assignee, COALESCE(MIN(c.name), MIN(p.name), ''), COUNT(*),"
    " CAST(SUM(o.owed_cents) AS BIGINT), MIN(r.day_on), MIN(o.due_on), o.kind, MIN(o.subject)"
    " FROM reminder r JOIN obligation o ON o.firm = r.firm AND o.id = r.obligation"
    " LEFT JOIN customer c ON c.firm = o.firm AND c.id = o.person AND o.kind = 'invoice'"
    " LEFT JOIN contact p ON p.firm = o.firm AND p.id = o.person AND o.kind = 'request'"
    " WHERE r.firm = $1 AND r.state = 'todo' AND " CLIENT_UNHIDDEN(
        "o.client", "$2", "$3") " GROUP BY o.client, o.kind, o.person, r.assignee"
                                " ORDER BY MIN(r.day_on), o.client, o.kind, o.person, r.assignee");

/* Where it is done: at the debtor's, or at the first of what a client was asked for. */
static const char *row_path(struct arena *arena, struct rows *rows)
{
    if (strcmp(rows_text(rows, 8), "invoice") == 0)
        return arena_format(arena, "/clients/%lld/debiteurs/%lld", (long long)rows_int(rows, 0),
                            (long long)rows_int(rows, 1));
    return arena_format(arena, "/demandes/%lld", (long long)rows_int(rows, 9));
}

static void put_row(struct ctx *cx, const struct today_scope *scope, const struct people *people,
                    struct rows *rows, struct json *row)
{
    int64_t client = rows_int(rows, 0), assignee = rows_int(rows, 2);
    const struct member *member = people_find(people, assignee);
    uint32_t place;

    if (directory_find(scope->directory, client, &place))
        put_named(row, "client", client, directory_row(scope->directory, place)->name);
    put_named(row, "customer", rows_int(rows, 1), rows_text(rows, 3));
    json_put_text(row, "path", row_path(cx->arena, rows));
    json_put_int(row, "items", rows_int(rows, 4));
    json_put_money(row, "amount", rows_money(rows, 5));
    json_put_bool(row, "has_amount", rows_money(rows, 5).cents != 0);
    json_put_date(row, "since", rows_date(rows, 6));
    json_put_int(row, "days_late", cx->today.day - rows_date(rows, 7).day);
    json_put_bool(row, "is_own", assignee == scope->self);
    if (member)
        people_put(people, member, json_put_map(row, "assignee"));
}

bool todo_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct json *list = json_put_list(answer->model, "todo");
    struct today_scope scope;
    struct people people;
    int64_t count = 0;

    if (!today_scope_find(cx, request, &scope) || !people_load(cx, &people))
        return false;
    struct rows *rows =
        store_query(cx, &BY_HAND, ARGS(arg_int(cx->actor), arg_date(cx->arena, cx->today)));
    while (rows_next(rows)) {
        if (!today_scope_asks(&scope, rows_int(rows, 2), rows_int(rows, 0)))
            continue;
        if (count++ < LIMIT_PAGE_ROWS)
            put_row(cx, &scope, &people, rows, json_add_map(list));
    }
    if (!rows_done(rows))
        return false;
    json_put_int(answer->model, "shown", (int64_t)json_count(list));
    json_put_int(answer->model, "count", count);
    json_put_bool(answer->model, "has_todo", count > 0);
    json_put_bool(answer->model, "has_more", count > LIMIT_PAGE_ROWS);
    json_put_bool(answer->model, arena_format(cx->arena, "is_%s", today_view_word(scope.view)),
                  true);
    json_put_text(answer->model, "tasks_url",
                  today_tasks_url(cx, &scope, scope.view == TODAY_ME ? scope.self : 0));
    return true;
}
