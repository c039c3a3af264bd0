#include <string.h>

#include "app/handlers.h"
#include "app/people.h"
#include "app/plan_model.h"
#include "app/tokens.h"
#include "base/limits.h"
#include "client/assignment.h"

/* The member's clients that the reader may see, a page of them. */
static bool put_clients(struct ctx *cx, int64_t member, struct json *model)
{
    struct json *list = json_put_list(model, "clients");
    struct assignment *assignments;
    size_t count;

    if (!assignment_of_member(cx, member, cx->today, &assignments, &count))
        return false;
    for (size_t i = 0; i < count && i < LIMIT_PAGE_ROWS; i++) {
        struct json *row = json_add_map(list);
        put_named(row, "client", assignments[i].client, assignments[i].client_name);
        json_put_text(row, "function", assignment_function_text(assignments[i].function));
        json_put_bool(json_put_map(row, "as"), assignment_function_text(assignments[i].function),
                      true);
        json_put_date(row, "first", assignments[i].first);
    }
    json_put_bool(model, "has_clients", count > 0);
    json_put_int(model, "shown", (int64_t)json_count(list));
    json_put_int(model, "count", (int64_t)count);
    json_put_bool(model, "has_more", count > LIMIT_PAGE_ROWS);
    return true;
}

/* A form that is shown again holds what was typed; else what stands. */
static bool is_typed(const struct request *request)
{
    return *request_typed(request, "name") != '\0';
}

static const char *typed_or(const struct request *request, const char *field, const char *standing)
{
    return is_typed(request) ? request_typed(request, field) : standing;
}

static bool typed_flag(const struct request *request, const char *field, bool standing)
{
    return is_typed(request) ? *request_typed(request, field) != '\0' : standing;
}

static int64_t typed_id(const struct request *request, const char *field, int64_t standing)
{
    int64_t id = 0;

    for (const char *at = request_typed(request, field);
         *at >= '0' && *at <= '9' && id < INT64_C(100000000000); at++)
        id = 10 * id + (*at - '0');
    return is_typed(request) ? id : standing;
}

static void put_forms(const struct request *request, const struct people *people,
                      const struct member *member, struct json *model)
{
    struct json *form = json_put_map(model, "form");
    const char *role = typed_or(request, "role", member_role_text(member->role));
    const char *language = typed_or(request, "language", member->language);

    json_put_text(form, "name", typed_or(request, "name", member->name));
    json_put_text(form, "email", typed_or(request, "email", member->email));
    json_put_bool(form, "is_admin", strcmp(role, member_role_text(MEMBER_ADMIN)) == 0);
    json_put_bool(form, "is_english", strcmp(language, "en") == 0);
    json_put_bool(form, "is_super_user", typed_flag(request, "super_user", member->is_super_user));
    json_put_bool(form, "is_migration_lead",
                  typed_flag(request, "migration_lead", member->is_migration_lead));
    people_put_hubs(people, typed_id(request, "hub", member->hub), json_put_list(form, "hubs"));
    people_put_choices(people, member->id, typed_id(request, "deputy", member->deputy),
                       json_put_list(form, "deputies"));
    people_put_choices(people, member->id, member->deputy, json_put_list(form, "successors"));
}

static bool put_state(struct ctx *cx, const struct request *request, const struct member *member,
                      struct json *model)
{
    struct works works;

    if (!works_load(cx, &works))
        return false;
    const struct work work = work_of(&works, member->id);
    bool is_admin = (request_role(request) & ROLE_ADMIN) != 0;
    bool is_self = member->id == request_member(request);
    bool is_archived = member->state == MEMBER_ARCHIVED;
    struct json *figures = json_put_map(model, "figures");

    json_put_int(figures, "clients", work.clients);
    json_put_int(figures, "by_hand", work.by_hand);
    json_put_bool(model, "is_self", is_self);
    json_put_bool(model, "can_change", is_admin);
    json_put_bool(model, "can_archive", is_admin && !is_self && !is_archived);
    json_put_bool(model, "can_take_back", is_admin && is_archived);
    json_put_bool(model, "can_link", is_admin && !is_self && !is_archived);
    return true;
}

static bool put_times(struct ctx *cx, const struct request *request, const struct member *member,
                      struct json *model)
{
    struct json *absences = json_put_list(model, "absences");

    if (!people_put_absences(cx, member->id, absences))
        return false;
    json_put_bool(model, "has_absences", json_count(absences) > 0);
    if (!(request_role(request) & ROLE_ADMIN))
        return true; /* where somebody is signed in is the admins' and one's own */
    struct json *sessions = json_put_list(model, "sessions");
    if (!people_put_sessions(cx, request, member->id, sessions)
        || !tokens_put(cx, &(struct api_token){ .member = member->id }, model))
        return false;
    json_put_bool(model, "has_sessions", json_count(sessions) > 0);
    return true;
}

bool member_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct people people;
    struct member member;

    if (!member_find(cx, request_id(request, "member"), &member) || !people_load(cx, &people)
        || !put_clients(cx, member.id, answer->model)
        || !put_state(cx, request, &member, answer->model)
        || !put_times(cx, request, &member, answer->model))
        return false;
    people_put(&people, &member, json_put_map(answer->model, "member"));
    if (!request_is_api(request))
        put_forms(request, &people, &member, answer->model);
    return true;
}

bool member_new_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct people people;
    struct member nobody = { .name = "", .email = "", .language = "fr" };

    if (!people_load(cx, &people))
        return false;
    put_forms(request, &people, &nobody, answer->model);
    return true;
}
