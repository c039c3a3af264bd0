/* One request on its own page, and what a client's person does to it (E-16, E-18). */
#include <stdlib.h>
#include <string.h>

#include "app/documents.h"
#include "app/handlers.h"
#include "app/own_doing.h"
#include "app/own_put.h"
#include "app/said.h"
#include "base/limits.h"
#include "request/forward.h"

const struct field own_request_fields[] = {
    { .name = "act",
      .check = CHECK_CHOICE,
      .required = true,
      .choices = "answer file none promise back promise_all comment ask" },
    { .name = "item", .check = CHECK_INT },
    { .name = "answer", .check = CHECK_NOTE },
    { .name = "reason", .check = CHECK_NOTE },
    { .name = "on", .check = CHECK_DATE },
    { .name = "text", .check = CHECK_NOTE },
    { .name = "name", .check = CHECK_TEXT },
    { .name = "email", .check = CHECK_EMAIL },
    { .name = "piece",
      .check = CHECK_FILE,
      .limit = LIMIT_UPLOAD_BYTES,
      .many = DOCUMENTS_AT_ONCE },
    { 0 },
};

static const struct item *item_of(const struct demand *demand, int64_t item)
{
    for (size_t i = 0; i < demand->item_count; i++)
        if (demand->items[i].id == item)
            return &demand->items[i];
    return NULL;
}

static void put_said(const struct request_event *event, const struct item *item, struct json *map)
{
    bool is_worded = said_put(event, item ? item->kind : ITEM_DOCUMENT, map);

    json_put_text(map, "text", *event->text && !is_worded ? event->text : NULL);
    json_put_text(map, "item", item ? item->name : NULL);
}

static bool put_events(struct ctx *cx, const struct demand *demand, struct json *list)
{
    struct request_event *events;
    size_t count;

    if (!request_events(cx, demand->id, &events, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct json *event = json_add_map(list);
        json_put_bool(event, arena_format(cx->arena, "is_%s", events[i].act), true);
        json_put_text(event, "by", *events[i].by_name ? events[i].by_name : NULL);
        json_put_bool(event, "is_firm", events[i].member > 0);
        json_put_bool(event, "is_instead", events[i].visit > 0);
        json_put_text(event, "at", instant_text(cx->arena, events[i].at));
        put_said(&events[i], item_of(demand, events[i].item), event);
    }
    return true;
}

static bool put_documents(struct ctx *cx, const struct request *request, struct json *items)
{
    for (size_t i = 0; i < json_count(items); i++) {
        struct json *item = json_at(items, i), *list = json_put_list(item, "documents");
        const struct json *id = json_get(item, "id");
        struct document_query query = { .item = json_int(id), .limit = 20 };
        struct document *documents;
        size_t count;
        query.client = json_int(json_get(item, "client"));
        if (!document_list(cx, &query, &documents, &count))
            return false;
        for (size_t j = 0; j < count; j++)
            if (!documents_put(cx, request, &documents[j], json_add_map(list)))
                return false;
    }
    return true;
}

/* What was typed into a form that was refused stands in that form, and in no other. */
static void put_typed(const struct request *request, struct json *model, struct json *items)
{
    const char *act = request_typed(request, "act");
    const char *item = request_typed(request, "item");
    struct json *typed = json_put_map(model, "typed");

    if (strcmp(act, "comment") == 0)
        json_put_text(typed, "text", request_typed(request, "text"));
    if (strcmp(act, "ask") == 0) {
        json_put_text(typed, "name", request_typed(request, "name"));
        json_put_text(typed, "email", request_typed(request, "email"));
        json_put_bool(typed, "is_ask", true);
    }
    for (size_t i = 0; *act && i < json_count(items); i++) {
        struct json *map = json_at(items, i);
        if (json_int(json_get(map, "id")) != strtoll(item, NULL, 10))
            continue;
        typed = json_put_map(map, "typed");
        json_put_text(typed, "answer", request_typed(request, "answer"));
        json_put_text(typed, "reason", request_typed(request, "reason"));
        json_put_text(typed, "on", request_typed(request, "on"));
        json_put_bool(typed, "is_none", strcmp(act, "none") == 0);
        json_put_bool(typed, "is_promise", strcmp(act, "promise") == 0);
    }
}

bool own_put_request_page(struct ctx *cx, const struct request *request,
                          const struct demand *demand, struct json *model)
{
    struct json *map = json_put_map(model, "request");

    own_put_request(cx, demand, map);
    struct json *items = json_get(map, "items");
    for (size_t i = 0; i < json_count(items); i++)
        json_put_int(json_at(items, i), "client", demand->client);
    put_typed(request, model, items);
    json_put_date(model, "today", cx->today);
    json_put_date(model, "limit_on", promise_limit(demand, cx->today));
    return put_documents(cx, request, items)
        && put_events(cx, demand, json_put_list(model, "events"));
}

bool own_request_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct demand demand;

    return request_find_of(cx, request_contact(request), request_id(request, "request"), &demand)
        && own_put_request_page(cx, request, &demand, answer->model);
}

bool own_answer_item(struct ctx *cx, const struct own_doing *doing)
{
    return item_answer(cx, doing->item, request_text(doing->request, "answer"), &doing->by);
}

static bool file_rows(struct ctx *cx, const struct own_doing *doing, struct document *documents,
                      size_t count)
{
    if (!documents_add(cx, documents, count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!item_given(cx, doing->item, documents[i].name, &doing->by))
            return false;
    return true;
}

bool own_file_item(struct ctx *cx, const struct own_doing *doing)
{
    const struct document like = { .client = doing->client,
                                   .item = doing->item,
                                   .way = DOCUMENT_BY_SPACE,
                                   .contact = doing->by.contact,
                                   .member = doing->by.contact > 0 ? 0 : cx->actor };
    struct document *documents;
    size_t count;

    return documents_take(cx, doing->request, &like, &documents, &count) && store_begin(cx)
        && store_end(cx, file_rows(cx, doing, documents, count));
}

static bool none_item(struct ctx *cx, const struct own_doing *doing)
{
    return item_none(cx, doing->item, request_text(doing->request, "reason"), &doing->by);
}

static bool day_read(struct ctx *cx, const struct request *request, struct date *on)
{
    return request_date(request, "on", on)
        || fail(cx, FAULT_INPUT, "CHAMP-MANQUE", "field", "on", NULL);
}

static bool promise_item(struct ctx *cx, const struct own_doing *doing)
{
    struct date on;

    return day_read(cx, doing->request, &on) && item_promise(cx, doing->item, on, &doing->by);
}

static bool promise_all(struct ctx *cx, const struct own_doing *doing)
{
    struct date on;

    return day_read(cx, doing->request, &on) && request_promise(cx, doing->id, on, &doing->by);
}

bool own_back_item(struct ctx *cx, const struct own_doing *doing)
{
    return item_take_back(cx, doing->item, &doing->by);
}

bool own_comment(struct ctx *cx, const struct own_doing *doing)
{
    const struct remark remark = { .request = doing->id,
                                   .item = doing->item,
                                   .text = request_text(doing->request, "text") };

    return request_comment(cx, &remark, &doing->by);
}

static bool ask(struct ctx *cx, const struct own_doing *doing)
{
    struct forward forward = { .request = doing->id,
                               .name = request_text(doing->request, "name"),
                               .email = request_text(doing->request, "email"),
                               .note = request_text(doing->request, "text"),
                               .asked_by = doing->by.contact };

    return request_forward(cx, &forward, &doing->by);
}

static const struct {
    const char *name;
    bool is_of_item;
    bool (*run)(struct ctx *cx, const struct own_doing *doing);
    const char *notice;
} acts[] = {
    { "answer", true, own_answer_item, "notice.own_answered" },
    { "file", true, own_file_item, "notice.own_received" },
    { "none", true, none_item, "notice.own_none" },
    { "promise", true, promise_item, "notice.own_promised" },
    { "back", true, own_back_item, "notice.own_back" },
    { "promise_all", false, promise_all, "notice.own_promised" },
    { "comment", false, own_comment, "notice.own_commented" },
    { "ask", false, ask, "notice.own_asked" },
};

/* The gate has seen that both are the contact's; here, that they belong together. */
static bool doing_find(struct ctx *cx, const struct request *request, struct own_doing *doing)
{
    struct demand demand;
    bool is_there = false;

    *doing = (struct own_doing){ .request = request,
                                 .id = request_id(request, "request"),
                                 .item = request_int(request, "item"),
                                 .by = { .way = WAY_SPACE, .contact = request_contact(request) } };
    if (!request_find_of(cx, doing->by.contact, doing->id, &demand))
        return false;
    doing->client = demand.client;
    for (size_t i = 0; i < demand.item_count; i++)
        is_there |= demand.items[i].id == doing->item;
    return is_there || doing->item == 0 || fail(cx, FAULT_ABSENT, "DEMANDE-ABSENTE", NULL);
}

bool own_request_do(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const char *name = request_text(request, "act");
    struct own_doing doing;

    if (!doing_find(cx, request, &doing))
        return false;
    for (size_t i = 0; i < COUNT_OF(acts); i++) {
        if (strcmp(acts[i].name, name) != 0)
            continue;
        if (acts[i].is_of_item && doing.item == 0)
            return fail(cx, FAULT_INPUT, "CHAMP-MANQUE", "field", "item", NULL);
        if (!acts[i].run(cx, &doing))
            return false;
        answer->notice = acts[i].notice;
    }
    answer->redirect = arena_format(cx->arena, "/espace/demandes/%lld", (long long)doing.id);
    return true;
}
