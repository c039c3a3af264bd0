/* The reminders of a run that a guard holds, as its figures count them: each opens its list (C-4).
 */
#include <string.h>

#include "app/freeze.h"
#include "app/handlers.h"
#include "app/page.h"
#include "app/plan_model.h"
#include "outbox/freeze.h"
#include "outbox/suspension.h"
#include "store/visible.h"
#include "view/view.h"
#include "worker/kinds.h"

const struct field freeze_list_fields[] = {
    { .name = "fate", .check = CHECK_CHOICE, .choices = "late send supersede lapse" },
    { .name = "after", .check = CHECK_INT },
    { .name = "before", .check = CHECK_INT },
    { 0 },
};

/* Of the clients that every member sees, as the figures are: what leaves is what neither was
 * replaced nor filed. */
#define ROWS_OF(REMINDERS)                                                                         \
    "SELECT r.id, r.kind, r.subject, r.state, r.why, r.meant_on, s.name, o.person,"                \
    " COALESCE(p.name, w.name, c.name, ''), o.client, COALESCE(l.name, ''), o.due_on,"             \
    " r.owed_cents FROM " REMINDERS                                                                \
    " JOIN obligation o ON o.firm = r.firm AND o.id = r.obligation"                                \
    " JOIN step s ON s.firm = r.firm AND s.id = r.step"                                            \
    " LEFT JOIN client l ON l.firm = r.firm AND l.id = o.client"                                   \
    " LEFT JOIN contact p ON p.firm = r.firm AND p.id = o.person AND o.kind = 'request'"           \
    " LEFT JOIN member w ON w.firm = r.firm AND w.id = o.person AND o.kind = 'task'"               \
    " LEFT JOIN customer c ON c.firm = r.firm AND c.id = o.person AND o.kind = 'invoice'"          \
    " WHERE r.firm = $1 AND (l.id IS NULL OR (l.is_confidential = 0 AND l.tester IS NULL))"        \
    " AND " CLIENT_UNHIDDEN("o.client", "$4", "$5")
#define LATER_ROWS " AND r.id > $6 ORDER BY r.id LIMIT $7"
#define EARLIER_ROWS " AND r.id < $6 ORDER BY r.id DESC LIMIT $7"

/* Decided in the run and meant for a day before it. */
#define OF_RUN                                                                                     \
    " AND r.id > $8 AND r.day_on = $2 AND (r.meant_on IS NULL OR r.meant_on < $2)"                 \
    " AND r.resend = 0 AND (CAST($3 AS TEXT) = 'late'"                                             \
    " OR (r.state = 'superseded' AND $3 = 'supersede') OR (r.state = 'lapsed' AND $3 = 'lapse')"   \
    " OR (r.state NOT IN ('superseded', 'lapsed') AND $3 = 'send'))"

#define ROWS ROWS_OF("reminder r")

SQL(LATER, FIRM, ROWS OF_RUN LATER_ROWS);
SQL(EARLIER, FIRM, ROWS OF_RUN EARLIER_ROWS);

/* Decided while an order stood that has ended. */
#define WAITS SUSPENSION_HELD("$2", "$8")
#define FATE SUSPENSION_FATE("$5")
#define OF_ORDER " AND" WAITS " AND (CAST($3 AS TEXT) = 'late' OR" FATE " = $3)"
#define HELD_ROWS ROWS_OF("message m JOIN reminder r ON r.firm = m.firm AND r.message = m.id")

SQL(HELD_LATER, FIRM, HELD_ROWS OF_ORDER LATER_ROWS);
SQL(HELD_EARLIER, FIRM, HELD_ROWS OF_ORDER EARLIER_ROWS);

static void put_row(struct ctx *cx, const char *language, struct rows *rows, struct json *map)
{
    const char *state = rows_text(rows, 3), *why = rows_text(rows, 4);
    const char *key = arena_format(cx->arena, "fate_why.%s", why);

    json_put_int(map, "id", rows_int(rows, 0));
    json_put_text(map, "kind", rows_text(rows, 1));
    json_put_int(map, "subject", rows_int(rows, 2));
    json_put_text(map, "state", state);
    json_put_text(map, "fate",
                  view_text(cx->arena, language, arena_format(cx->arena, "fate.%s", state), NULL));
    if (*why && view_wording(language, key))
        json_put_text(map, "why", view_text(cx->arena, language, key, NULL));
    if (!rows_null(rows, 5))
        json_put_date(map, "meant_on", rows_date(rows, 5));
    json_put_bool(json_put_map(map, "step"), rows_text(rows, 6), true);
    put_named(map, worker_reader(rows_text(rows, 1)), rows_int(rows, 7), rows_text(rows, 8));
    if (rows_int(rows, 9) > 0)
        put_named(map, "client", rows_int(rows, 9), rows_text(rows, 10));
    json_put_date(map, "due_on", rows_date(rows, 11));
    json_put_money(map, "owed", rows_money(rows, 12));
}

/* A page of it: one row more than is shown tells whether there is a further page. */
struct page {
    const struct freeze *freeze;
    const char *fate, *language;
    int64_t after, before; /* ids; 0: not asked for */
    struct json *rows;     /* at most PAGE_ROWS + 1 */
};

static bool read_rows(struct ctx *cx, struct page *page)
{
    bool backwards = page->before > 0;
    const struct statement *const *of_run = backwards ? &EARLIER : &LATER;
    const struct statement *const *of_order = backwards ? &HELD_EARLIER : &HELD_LATER;
    struct rows *rows = store_query(
        cx, page->freeze->cause == FREEZE_SUSPENSION ? of_order : of_run,
        ARGS(arg_date(cx->arena, page->freeze->on), arg_text(page->fate), arg_int(cx->actor),
             arg_date(cx->arena, cx->today), arg_int(backwards ? page->before : page->after),
             arg_int(PAGE_ROWS + 1), arg_int(page->freeze->after_reminder)));

    page->rows = json_list(cx->arena);
    while (rows_next(rows))
        put_row(cx, page->language, rows, json_add_map(page->rows));
    return rows_done(rows);
}

static const char *page_url(struct arena *arena, const struct page *page, const char *to,
                            const struct json *row)
{
    return arena_format(arena, "/relances/retenu/liste?fate=%s&%s=%lld", page->fate, to,
                        (long long)json_int(json_get(row, "id")));
}

/* In order, whichever way they were read, with the pages beside them. */
static bool put_rows(struct ctx *cx, const struct page *page, struct json *model)
{
    size_t count = json_count(page->rows);
    bool is_cut = count > PAGE_ROWS, backwards = page->before > 0;
    size_t shown = is_cut ? PAGE_ROWS : count;
    struct json *list = json_put_list(model, "reminders");

    for (size_t i = 0; i < shown; i++) {
        struct json *row = json_at(page->rows, backwards ? shown - 1 - i : i);
        const char *piece;
        if (!plan_piece(cx, json_text(json_get(row, "kind")), json_int(json_get(row, "subject")),
                        &piece))
            return false;
        json_put_text(row, "piece", piece);
        json_add(list, row);
    }
    if (shown > 0 && (backwards ? is_cut : page->after > 0))
        json_put_text(model, "previous_url", page_url(cx->arena, page, "before", json_at(list, 0)));
    if (shown > 0 && (backwards || is_cut))
        json_put_text(model, "next_url",
                      page_url(cx->arena, page, "after", json_at(list, shown - 1)));
    json_put_int(model, "shown", (int64_t)shown);
    json_put_bool(model, "has_reminders", shown > 0);
    return true;
}

static int64_t figure_of(const struct freeze *freeze, const char *fate)
{
    if (strcmp(fate, "send") == 0)
        return freeze->sends;
    if (strcmp(fate, "supersede") == 0)
        return freeze->supersedes;
    return strcmp(fate, "lapse") == 0 ? freeze->lapses : freeze->late;
}

bool freeze_list_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const char *fate = request_text(request, "fate");
    struct json *model = answer->model;
    struct freeze freeze;
    struct page page = { .freeze = &freeze,
                         .fate = *fate ? fate : "late",
                         .language = request_language(request),
                         .after = request_int(request, "after"),
                         .before = request_int(request, "before") };

    if (!freeze_seen(cx, &freeze))
        return false;
    bool is_run = freeze.id > 0 && freeze_is_run(freeze.cause);
    json_put_bool(model, "has_freeze", is_run);
    json_put_text(model, "fate", page.fate);
    json_put_bool(model, arena_format(cx->arena, "is_%s", page.fate), true);
    json_put_int(model, "count", is_run ? figure_of(&freeze, page.fate) : 0);
    if (is_run)
        return read_rows(cx, &page) && put_rows(cx, &page, model);
    json_put_list(model, "reminders");
    json_put_bool(model, "has_reminders", false);
    return true;
}
