#include "app/plan_coming.h"

#include <string.h>

#include "app/plan_model.h"
#include "client/contact.h"
#include "firm/member.h"

static bool put_contact(struct ctx *cx, int64_t id, struct json *request)
{
    struct contact contact;

    if (id == 0)
        return true;
    if (!contact_find(cx, id, &contact))
        return false;
    put_named(request, "contact", id, contact.name);
    return true;
}

static bool put_member(struct ctx *cx, int64_t id, struct json *task)
{
    struct member member;

    if (id == 0)
        return true;
    if (!member_find(cx, id, &member))
        return false;
    put_named(task, "member", id, member.name);
    return true;
}

static bool put_requests(struct ctx *cx, const struct foreseen *foreseen, const char *language,
                         struct json *row)
{
    struct json *list = json_put_list(row, "requests");

    for (size_t i = 0; i < foreseen->fallen->content->request_count; i++) {
        const struct demand *request = &foreseen->requests[i];
        struct json *map = json_add_map(list);
        bool is_english = request->name_en && strcmp(language, "en") == 0;
        json_put_text(map, "name", is_english ? request->name_en : request->name);
        if (!put_contact(cx, foreseen->persons[i], map))
            return false;
    }
    return true;
}

static bool put_tasks(struct ctx *cx, const struct foreseen *foreseen, struct json *row)
{
    struct json *list = json_put_list(row, "tasks");

    for (size_t i = 0; i < foreseen->fallen->content->task_count; i++) {
        struct json *map = json_add_map(list);
        json_put_text(map, "title", foreseen->tasks[i].title);
        if (!put_member(cx, foreseen->tasks[i].owner, map))
            return false;
    }
    return true;
}

static bool put_made(struct ctx *cx, const struct foreseen *foreseen, const char *language,
                     struct json *row)
{
    const struct fallen *fallen = foreseen->fallen;

    put_named(row, "client", fallen->client, fallen->client_name);
    json_put_int(row, "mission", fallen->mission);
    json_put_date(row, "created_on", fallen->due.at.created);
    json_put_date(row, "due_on", fallen->due.at.lands);
    return put_requests(cx, foreseen, language, row) && put_tasks(cx, foreseen, row);
}

bool plan_foresee(struct ctx *cx, const struct foresight *foresight, const char *language,
                  struct plan_coming *coming)
{
    struct foreseen *list;

    *coming = (struct plan_coming){ 0 };
    if (!generate_foresee(cx, foresight, &coming->all, &list, &coming->count))
        return false;
    coming->list = list;
    coming->made = arrival_make(cx, language, list, coming->count);
    return true;
}

bool plan_put_coming(struct ctx *cx, const struct plan_coming *coming,
                     const struct plan_part_shown *part, struct json *model)
{
    struct json *list = json_put_list(model, "coming"), *totals = json_get(model, "totals");
    size_t end = coming->count;

    if (part->limit > 0 && part->from + part->limit < end)
        end = part->from + part->limit;
    for (size_t i = part->from; i < end; i++)
        if (!put_made(cx, &coming->list[i], part->language, json_add_map(list)))
            return false;
    json_put_bool(model, "has_coming", json_count(list) > 0);
    json_put_bool(model, "has_coming_requests", coming->all.requests > 0);
    json_put_bool(model, "is_coming_cut", (int64_t)coming->count < coming->all.occurrences);
    json_put_int(totals, "coming", coming->all.occurrences);
    json_put_int(totals, "coming_requests", coming->all.requests);
    json_put_int(totals, "coming_tasks", coming->all.tasks);
    return true;
}
