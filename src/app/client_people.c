#include "app/client_people.h"

#include <string.h>

#include "app/client_page.h"
#include "app/colleague.h"
#include "app/handlers.h"
#include "client/assignment.h"
#include "client/life.h"
#include "client/team.h"
#include "client/tester.h"
#include "client/visible.h"
#include "view/view.h"

const struct field client_assign_fields[] = {
    { .name = "member", .check = CHECK_INT, .required = true },
    { .name = "function",
      .check = CHECK_CHOICE,
      .required = true,
      .choices = "holder reviewer payroll partner" },
    { .name = "first", .check = CHECK_DATE },
    { 0 },
};

const struct field client_unassign_fields[] = {
    { .name = "last", .check = CHECK_DATE },
    { 0 },
};

const struct field client_state_fields[] = {
    { .name = "state",
      .check = CHECK_CHOICE,
      .required = true,
      .choices = "onboarding active leaving archived" },
    { .name = "reason", .check = CHECK_TEXT },
    { 0 },
};

void contact_put(struct json *map, const struct contact *contact)
{
    json_put_int(map, "id", contact->id);
    json_put_text(map, "name", contact->name);
    json_put_text(map, "email", contact->email);
    json_put_text(map, "phone", contact->phone);
    json_put_text(map, "language", contact->language);
    json_put_text(map, "email_state", contact->email_state);
    json_put_bool(map, "is_missing", contact->email_state[0] == 'm');
    json_put_bool(map, "is_bounced", contact->email_state[0] == 'b');
}

void contact_put_role(struct json *map, const struct contact_role *role)
{
    json_put_bool(map, "is_legal", role->is_legal);
    json_put_bool(map, "is_main", role->is_main);
    json_put_bool(map, "is_finance", role->is_finance);
    json_put_bool(map, "is_payroll", role->is_payroll);
    json_put_bool(map, "is_operational", role->is_operational);
}

bool people_put_contacts(struct ctx *cx, int64_t client, struct json *model)
{
    struct json *list = json_put_list(model, "contacts");
    struct contact_role *roles;
    size_t count;

    if (!contact_of_client(cx, client, &roles, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct json *map = json_add_map(list);
        contact_put(map, &roles[i].person);
        contact_put_role(map, &roles[i]);
        if (*roles[i].person.email_said)
            json_put_text(map, "email_said", roles[i].person.email_said);
        if (roles[i].person.email_at.ms > 0)
            json_put_text(map, "email_at", instant_text(cx->arena, roles[i].person.email_at));
    }
    json_put_bool(model, "has_contacts", count > 0);
    return true;
}

static void put_assignment(struct ctx *cx, const struct request *request,
                           const struct assignment *assignment, struct json *list)
{
    struct json *map = json_add_map(list);
    const char *function = assignment_function_text(assignment->function);
    const char *key = arena_format(cx->arena, "assignment.%s", function);

    json_put_int(map, "id", assignment->id);
    json_put_int(map, "member", assignment->member);
    json_put_text(map, "name", assignment->member_name);
    json_put_text(map, "function", function);
    json_put_text(map, "function_name", view_text(cx->arena, request_language(request), key, NULL));
    json_put_date(map, "first", assignment->first);
    if (assignment->ends)
        json_put_date(map, "last", assignment->last);
}

bool people_put_team(struct ctx *cx, const struct request *request, int64_t client,
                     struct json *model)
{
    struct json *list = json_put_list(model, "team");
    struct assignment *team;
    size_t count;

    if (!assignment_of_client(cx, client, cx->today, &team, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        put_assignment(cx, request, &team[i], list);
    json_put_bool(model, "has_team", count > 0);
    return true;
}

static bool put_past(struct ctx *cx, const struct request *request, int64_t client,
                     struct json *model)
{
    struct json *list = json_put_list(model, "past");
    struct assignment *all;
    size_t count;

    if (!assignment_history(cx, client, &all, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (all[i].first.day > cx->today.day || (all[i].ends && all[i].last.day < cx->today.day))
            put_assignment(cx, request, &all[i], list);
    json_put_bool(model, "has_past", json_count(list) > 0);
    return true;
}

SQL(MEMBERS, FIRM,
    "SELECT id, name FROM member WHERE firm = $1 AND state <> 'archived' ORDER BY name, id"
    " LIMIT 1000");

static bool put_members(struct ctx *cx, struct json *model)
{
    struct json *list = json_put_list(model, "members");
    struct rows *rows = store_query(cx, &MEMBERS, NO_ARGS);

    while (rows_next(rows)) {
        struct json *map = json_add_map(list);
        json_put_int(map, "id", rows_int(rows, 0));
        json_put_text(map, "name", rows_text(rows, 1));
    }
    return rows_done(rows);
}

static void put_functions(struct arena *arena, const struct request *request, struct json *model)
{
    struct json *list = json_put_list(model, "functions");

    for (enum assignment_function i = 0; i < ASSIGNMENT_FUNCTION_COUNT; i++) {
        struct json *map = json_add_map(list);
        const char *text = assignment_function_text(i);
        json_put_text(map, "value", text);
        json_put_text(map, "name",
                      view_text(arena, request_language(request),
                                arena_format(arena, "assignment.%s", text), NULL));
    }
}

bool client_people_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct json *model = answer->model;
    struct client client;

    if (!client_page_put(cx, request, &client, model))
        return false;
    put_functions(cx->arena, request, model);
    return people_put_contacts(cx, client.id, model)
        && people_put_team(cx, request, client.id, model) && put_past(cx, request, client.id, model)
        && put_members(cx, model) && colleague_put(cx, client.id, model);
}

static bool back(struct ctx *cx, const struct request *request, const char *notice,
                 struct answer *answer)
{
    answer->redirect = client_path(cx->arena, request_id(request, "client"), "/personnes");
    answer->notice = notice;
    return true;
}

const struct field client_colleague_fields[] = {
    { .name = "act", .check = CHECK_CHOICE, .required = true, .choices = "yes no" },
    { .name = "forward", .check = CHECK_INT, .required = true },
    { 0 },
};

/* A member who sees the client decides as its legal representative does (E-18). */
bool client_colleague_decide(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const struct hand by = { .way = WAY_FIRM };
    bool yes = strcmp(request_text(request, "act"), "yes") == 0;
    struct forward forward;
    struct client client;

    if (!client_find(cx, request_id(request, "client"), &client)
        || !forward_find(cx, request_int(request, "forward"), &forward))
        return false;
    if (forward.client != client.id)
        return fail(cx, FAULT_ABSENT, "COLLEGUE-ABSENT", NULL);
    const char *notice = "notice.own_withdrawn";
    if (yes)
        notice = colleague_accept(cx, &forward, client.language, &by);
    else if (!forward_decide(cx, forward.id, 0, &by))
        return false;
    return notice && back(cx, request, notice, answer);
}

bool client_assign(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct assignment added = { .client = request_id(request, "client"),
                                .member = request_int(request, "member") };

    if (!client_look(cx, added.client))
        return false;
    if (!assignment_function_parse(request_text(request, "function"), &added.function))
        return fail(cx, FAULT_INPUT, "CHAMP-MANQUE", "field", "function", NULL);
    if (!request_date(request, "first", &added.first))
        added.first = cx->today;
    return assignment_add(cx, &added) && back(cx, request, "notice.assigned", answer);
}

/* The last day is yesterday unless the form names another: they work there no more. */
bool client_unassign(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct team_step step = { .assignment = request_id(request, "assignment") };
    const struct team_steps steps = { &step, 1 };
    const char *obstacle;
    struct assignment found;

    if (!client_look(cx, request_id(request, "client"))
        || !assignment_find(cx, step.assignment, &found))
        return false;
    if (found.client != request_id(request, "client"))
        return fail(cx, FAULT_ABSENT, "AFFECTATION-ABSENTE", NULL);
    bool is_dated = request_date(request, "last", &step.last);
    if (!is_dated)
        step.last.day = cx->today.day - 1;
    if (!team_obstacle(cx, found.client, &steps, &obstacle))
        return false;
    if (*obstacle)
        return fail(cx, FAULT_CONFLICT, obstacle, NULL);
    bool was_never = !is_dated && found.first.day >= cx->today.day;
    return (was_never ? assignment_remove(cx, found.id) : assignment_end(cx, found.id, step.last))
        && back(cx, request, "notice.unassigned", answer);
}

bool client_state_change(struct ctx *cx, const struct request *request, struct answer *answer)
{
    int64_t client = request_id(request, "client");
    enum client_state state;

    if (!client_look(cx, client))
        return false;
    if (!client_state_parse(request_text(request, "state"), &state))
        return fail(cx, FAULT_INPUT, "CLIENT-ETAT", "field", "state", "value",
                    request_text(request, "state"), NULL);
    answer->redirect = client_path(cx->arena, client, "");
    answer->notice = "notice.client_state";
    return life_move(cx, client, state, request_text(request, "reason"));
}

bool client_test_reset(struct ctx *cx, const struct request *request, struct answer *answer)
{
    int64_t client;

    if (!tester_reset(cx, request_member(request), &client))
        return false;
    answer->redirect = client_path(cx->arena, client, "");
    answer->notice = "notice.test_reset";
    return true;
}
