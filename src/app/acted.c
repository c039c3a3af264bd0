#include "app/acted.h"

#include <string.h>

#include "app/page.h"
#include "request/remind.h"
#include "view/view.h"

const char *acted_reason(struct arena *arena, const char *language, const char *act,
                         const char *reason)
{
    if (strcmp(reason, REQUEST_PROMISED) != 0)
        return reason;
    return view_text(arena, language, arena_format(arena, "act_why.%s", act), NULL);
}

/* The event that the promise left is of the same instant. */
SQL(WHO, FIRM,
    "SELECT e.way, COALESCE(c.name, '') FROM request_event e"
    " LEFT JOIN contact c ON c.firm = e.firm AND c.id = e.contact"
    " WHERE e.firm = $1 AND e.request = $2 AND e.at = $3 ORDER BY e.id DESC LIMIT 1");

bool acted_by(struct ctx *cx, const struct request *request, const struct acted *acted,
              const char **by)
{
    const char *language = request_language(request), *name = "", *way = "";

    if (acted->by != 0 || strcmp(acted->kind, request_kind.name) != 0
        || strcmp(acted->reason, REQUEST_PROMISED) != 0)
        return page_member(cx, request, acted->by, by);
    struct rows *rows =
        store_query(cx, &WHO, ARGS(arg_int(acted->subject), arg_instant(acted->at)));
    if (rows_next(rows)) {
        way = rows_text(rows, 0);
        name = rows_text(rows, 1);
    }
    if (!rows_done(rows))
        return false;
    struct json *args = json_map(cx->arena);
    json_put_text(args, "name",
                  *name ? name : view_text(cx->arena, language, "act_by.client", NULL));
    if (*way)
        json_put_text(
            args, "way",
            view_text(cx->arena, language, arena_format(cx->arena, "demand.way.%s", way), NULL));
    *by = view_text(cx->arena, language, "act_by.contact", args);
    return true;
}
