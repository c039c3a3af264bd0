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

bool plan_put_coming(struct ctx *cx, const struct foresight *foresight, const char *language,
                     struct json *model)
{
    struct json *list = json_put_list(model, "coming"), *totals = json_get(model, "totals");
    struct foreseen *foreseen;
    struct generated all;
    size_t count;

    if (!generate_foresee(cx, foresight, &all, &foreseen, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct fallen *fallen = foreseen[i].fallen;
        struct json *row = json_add_map(list);
        put_named(row, "client", fallen->client, fallen->client_name);
        json_put_int(row, "mission", fallen->mission);
        json_put_date(row, "created_on", fallen->due.at.created);
        json_put_date(row, "due_on", fallen->due.at.lands);
        if (!put_requests(cx, &foreseen[i], language, row) || !put_tasks(cx, &foreseen[i], row))
            return false;
    }
    json_put_bool(model, "has_coming", count > 0);
    json_put_bool(model, "has_coming_requests", all.requests > 0);
    json_put_int(totals, "coming", all.occurrences);
    json_put_int(totals, "coming_requests", all.requests);
    json_put_int(totals, "coming_tasks", all.tasks);
    return true;
}
