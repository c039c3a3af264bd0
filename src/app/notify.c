/* « Notifier les comptables » (P-21). */
#include <string.h>

#include "app/handlers.h"
#include "app/page.h"
#include "client/client.h"
#include "client/visible.h"
#include "notice/notify.h"
#include "notice/reader.h"

const struct field notify_fields[] = {
    { .name = "about-*", .check = CHECK_FLAG },
    { .name = "comment", .check = CHECK_NOTE },
    { .name = "again", .check = CHECK_FLAG },
    { 0 },
};

static bool find_client(struct ctx *cx, const struct request *request, struct client *client)
{
    return client_find(cx, request_id(request, "client"), client) && client_look(cx, client->id);
}

static void put_subjects(struct ctx *cx, const struct request *request, struct json *model)
{
    struct json *list = json_put_list(model, "subjects");

    for (size_t i = 0; i < NOTICE_SUBJECT_COUNT; i++) {
        const char *name = notice_subject_text((enum notice_subject)i);
        const char *field = arena_format(cx->arena, "about-%s", name);
        struct json *map = json_add_map(list);
        json_put_text(map, "value", name);
        json_put_bool(json_put_map(map, "is"), name, true);
        json_put_bool(map, "is_ticked", *request_typed(request, field) != '\0');
    }
}

static bool put_recipients(struct ctx *cx, int64_t client, struct json *model)
{
    struct json *list = json_put_list(model, "recipients");
    struct reader *readers;
    size_t count;

    if (!reader_list_assigned(cx, client, &readers, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct json *map = json_add_map(list);
        json_put_int(map, "id", readers[i].member);
        json_put_text(map, "name", readers[i].name);
        json_put_text(map, "email", readers[i].email);
    }
    json_put_bool(model, "has_recipients", count > 0);
    return true;
}

static bool put_notice(struct ctx *cx, const struct request *request, const struct notice *notice,
                       struct json *map)
{
    struct json *about = json_put_list(map, "about");
    const char *by;

    if (!page_member(cx, request, notice->by, &by))
        return false;
    for (size_t i = 0; i < NOTICE_SUBJECT_COUNT; i++)
        if (notice->subjects[i])
            json_put_bool(json_put_map(json_add_map(about), "is"),
                          notice_subject_text((enum notice_subject)i), true);
    json_put_int(map, "id", notice->id);
    json_put_text(map, "by", by);
    json_put_text(map, "at", instant_text(cx->arena, notice->at));
    json_put_int(map, "messages", notice->messages);
    if (*notice->comment)
        json_put_text(map, "comment", notice->comment);
    return true;
}

static bool put_first(struct ctx *cx, const struct request *request, int64_t client,
                      struct json *model)
{
    struct notice first;

    if (!notice_find_today(cx, client, &first))
        return false;
    return first.id == 0 || put_notice(cx, request, &first, json_put_map(model, "first"));
}

static bool put_figures(struct ctx *cx, int64_t client, struct json *model)
{
    struct json *map = json_put_map(model, "onboarding");
    struct onboarding onboarding;
    struct figures figures;

    if (!figures_find(cx, client, &figures) || !onboarding_find(cx, client, &onboarding))
        return false;
    figures_put(&figures, model);
    json_put_bool(map, onboarding.state, true);
    json_put_text(map, "since", instant_text(cx->arena, onboarding.since));
    return true;
}

bool notify_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct json *model = answer->model, *map = json_put_map(model, "client");
    struct client client;

    if (!find_client(cx, request, &client))
        return false;
    json_put_int(map, "id", client.id);
    json_put_text(map, "name", client.name);
    json_put_text(model, "comment", request_typed(request, "comment"));
    put_subjects(cx, request, model);
    return put_figures(cx, client.id, model) && put_recipients(cx, client.id, model)
        && put_first(cx, request, client.id, model);
}

static void read_subjects(const struct request *request, struct notice *notice)
{
    size_t count;
    const struct named *ticked = request_named(request, &count);

    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < NOTICE_SUBJECT_COUNT; j++)
            if (strcmp(ticked[i].rest, notice_subject_text((enum notice_subject)j)) == 0)
                notice->subjects[j] = true;
}

bool notify_send(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct notice notice = { .comment = request_text(request, "comment") };
    struct client client;

    if (!find_client(cx, request, &client))
        return false;
    notice.client = client.id;
    read_subjects(request, &notice);
    if (!notice_post(cx, &notice, request_has(request, "again")))
        return false;
    if (request_is_api(request))
        return put_notice(cx, request, &notice, answer->model);
    answer->redirect = arena_format(cx->arena, "/clients/%lld", (long long)client.id);
    answer->notice = "notify.sent";
    return true;
}
