#include "app/source.h"

#include <string.h>

#include "app/handlers.h"
#include "app/page.h"
#include "base/str.h"
#include "client/client.h"
#include "client/visible.h"
#include "outbox/source.h"

const struct field source_fields[] = {
    { .name = "source", .check = CHECK_CHOICE, .required = true, .choices = "reminds ended" },
    { .name = "reason", .check = CHECK_TEXT },
    { 0 },
};

bool source_put(struct ctx *cx, int64_t client, struct json *model)
{
    struct json *map = json_put_map(model, "source");
    struct source source;

    if (!source_find(cx, client, &source))
        return false;
    json_put_bool(map, "stands", source.stands);
    if (!source.stands)
        return true;
    json_put_text(map, "at", instant_text(cx->arena, source.at));
    if (*source.by_name)
        json_put_text(map, "by", source.by_name);
    if (*source.reason)
        json_put_text(map, "reason", source.reason);
    return true;
}

bool source_change(struct ctx *cx, const struct request *request, struct answer *answer)
{
    bool reminds = strcmp(request_text(request, "source"), "reminds") == 0;
    const char *reason = str_trim(cx->arena, request_text(request, "reason"));
    struct client client;

    if (!client_find(cx, request_id(request, "client"), &client) || !client_look(cx, client.id))
        return false;
    if (!(reminds ? source_begin(cx, client.id, reason) : source_end(cx, client.id)))
        return false;
    if (request_is_api(request))
        return source_put(cx, client.id, answer->model);
    answer->redirect = arena_format(cx->arena, "/clients/%lld", (long long)client.id);
    answer->notice = reminds ? "notice.source_reminds" : "notice.source_ended";
    return true;
}
