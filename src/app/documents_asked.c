#include "app/documents_asked.h"

#include <string.h>

#include "app/desk.h"
#include "app/page.h"

enum { DAY_MS = 86400000 };

const struct field document_sort_fields[] = {
    { .name = "kind",
      .check = CHECK_CHOICE,
      .required = true,
      .choices = "purchases sales sort other" },
    { 0 },
};

enum document_kind documents_kind(const struct request *request)
{
    enum document_kind kind;

    return document_kind_parse(request_text(request, "kind"), &kind) ? kind : DOCUMENT_OTHER;
}

/* When the firm's day begins. */
static struct instant begins(const struct request *request, struct date day)
{
    const struct desk *desk = desk_of(request);

    return desk && desk->zone ? zone_instant(zone_now(desk->zone), day, 0)
                              : (struct instant){ (int64_t)day.day * DAY_MS };
}

void documents_asked(struct ctx *cx, const struct request *request, struct document_query *query,
                     struct json *model)
{
    struct json *asked = json_put_map(model, "asked");
    const char *kind = request_text(request, "kind");
    struct date day;

    if (*kind) {
        query->kind = document_kind_text(documents_kind(request));
        json_put_bool(asked, arena_format(cx->arena, "is_%s", kind), true);
    }
    if (request_date(request, "from", &day))
        query->since = begins(request, day);
    if (request_date(request, "to", &day))
        query->before = begins(request, (struct date){ day.day + 1 });
    query->sender = request_text(request, "sender");
    json_put_text(asked, "kind", kind);
    json_put_text(asked, "from", request_text(request, "from"));
    json_put_text(asked, "to", request_text(request, "to"));
    json_put_text(asked, "sender", query->sender);
    json_put_bool(model, "is_asked",
                  *kind || *query->sender || query->since.ms > 0 || query->before.ms > 0);
}

const char *documents_asked_coded(struct ctx *cx, const struct request *request)
{
    static const char *const names[] = { "kind", "from", "to", "sender" };
    struct buf coded = { .arena = cx->arena };

    for (size_t i = 0; i < COUNT_OF(names); i++) {
        const char *value = request_text(request, names[i]);
        if (*value)
            buf_format(&coded, "&%s=%s", names[i], page_coded(cx->arena, value));
    }
    return buf_string(&coded);
}
