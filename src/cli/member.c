#include "cli/cli.h"

#include <string.h>

#include "app/member_leave.h"
#include "app/people.h"
#include "cli/house.h"
#include "cli/option.h"
#include "cli/table.h"
#include "firm/hub.h"
#include "firm/member_change.h"
#include "firm/member_link.h"
#include "format/address.h"
#include "view/view.h"

/* A command over the books: opened, done, closed. */
static bool within(struct ctx *cx, struct call *call, enum house_use use,
                   bool (*act)(struct ctx *cx, const struct call *call, struct json *model),
                   struct json *model)
{
    struct house house;

    if (!house_open(cx, call, use, &house))
        return false;
    json_put_text(model, "base_url", house.firm.base_url);
    bool done = act(cx, call, model);
    house_close(cx, &house);
    return done;
}

static bool list(struct ctx *cx, const struct call *call, struct json *model)
{
    struct json *rows = json_put_list(model, "members");
    struct people people;
    struct works works;

    if (!people_load(cx, &people) || !works_load(cx, &works))
        return false;
    for (size_t i = 0; i < people.count; i++) {
        const struct member *member = &people.members[i];
        if (member->state == MEMBER_ARCHIVED && !call_option(call, "archived"))
            continue;
        struct json *row = json_add_map(rows);
        people_put(&people, member, row);
        json_put_int(row, "clients", work_of(&works, member->id).clients);
        json_put_int(row, "by_hand", work_of(&works, member->id).by_hand);
    }
    return true;
}

static bool list_run(struct ctx *cx, struct call *call, struct json *model)
{
    return within(cx, call, HOUSE_READ, list, model);
}

static const char *text_of(const struct json *map, const char *key)
{
    const char *text = json_text(json_get(map, key));

    return text ? text : "";
}

static const char *number_of(struct arena *arena, const struct json *map, const char *key)
{
    return arena_format(arena, "%lld", (long long)json_int(json_get(map, key)));
}

static void list_print(struct buf *out, const struct call *call, const struct json *model)
{
    const struct json *rows = json_get(model, "members");
    const char *heads[] = { "members.name",
                            "member.email",
                            "members.role",
                            "members.hub",
                            "members.clients",
                            "members.by_hand",
                            NULL };

    for (size_t i = 0; heads[i]; i++)
        heads[i] = arena_format(out->arena, "%s%s", i >= 4 ? ">" : "",
                                view_text(out->arena, call->language, heads[i], NULL));
    struct table *table = table_new(out->arena, heads);
    for (size_t i = 0; i < json_count(rows); i++) {
        const struct json *row = json_at(rows, i);
        const char *role =
            json_bool(json_get(row, "is_admin")) ? "members.admin" : "members.accountant";
        table_row(table,
                  (const char *const[]){ text_of(row, "name"), text_of(row, "email"),
                                         view_text(out->arena, call->language, role, NULL),
                                         text_of(json_get(row, "hub"), "name"),
                                         number_of(out->arena, row, "clients"),
                                         number_of(out->arena, row, "by_hand") });
    }
    table_print(out, table);
}

static bool show(struct ctx *cx, const struct call *call, struct json *model)
{
    struct member member;
    struct people people;
    struct works works;

    if (!member_find_by_email(cx, call->operands[0], &member) || !people_load(cx, &people)
        || !works_load(cx, &works))
        return false;
    struct json *row = json_put_map(model, "member");
    people_put(&people, people_find(&people, member.id), row);
    json_put_int(row, "clients", work_of(&works, member.id).clients);
    json_put_int(row, "by_hand", work_of(&works, member.id).by_hand);
    return people_put_absences(cx, member.id, json_put_list(model, "absences"));
}

static bool show_run(struct ctx *cx, struct call *call, struct json *model)
{
    return within(cx, call, HOUSE_READ, show, model);
}

static void lines_print(struct buf *out, const struct call *call, const struct json *model)
{
    (void)call;
    buf_format(out, "%s\n", json_write_lines(out->arena, model));
}

static bool hub_named(struct ctx *cx, const char *name, int64_t *id)
{
    struct hub *hubs;
    size_t count;

    *id = 0;
    if (!name)
        return true;
    if (!hub_list(cx, &hubs, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (strcmp(hubs[i].name, name) == 0)
            *id = hubs[i].id;
    return *id > 0 || fail(cx, FAULT_ABSENT, "HUB-ABSENT", "value", name, NULL);
}

static bool add(struct ctx *cx, const struct call *call, struct json *model)
{
    const char *role = call_option(call, "role");
    struct member member = { .email = call->operands[0],
                             .name = call->operands[1],
                             .language = "fr",
                             .role = MEMBER_ACCOUNTANT };
    struct member_link link;

    if (role && !member_role_parse(role, &member.role))
        return option_unknown(cx, "role", role, "accountant, admin");
    if (!email_check(cx, member.email) || !hub_named(cx, call_option(call, "hub"), &member.hub)
        || !member_invite(cx, &member) || !member_link_open(cx, member.id, &link))
        return false;
    json_put_int(model, "id", member.id);
    json_put_text(model, "url",
                  arena_format(cx->arena, "%s/bienvenue?key=%s",
                               json_text(json_get(model, "base_url")), link.token));
    json_put_text(model, "until", instant_text(cx->arena, link.expires_at));
    return true;
}

static bool add_run(struct ctx *cx, struct call *call, struct json *model)
{
    return within(cx, call, HOUSE_ALONE, add, model);
}

static void add_print(struct buf *out, const struct call *call, const struct json *model)
{
    (void)call;
    buf_format(out, "%s\n", text_of(model, "url"));
}

static bool archive(struct ctx *cx, const struct call *call, struct json *model)
{
    struct member member, to = { 0 };

    if (!member_find_by_email(cx, call->operands[0], &member)
        || (call_option(call, "to") && !member_find_by_email(cx, call_option(call, "to"), &to)))
        return false;
    struct leave leave = { .member = member.id,
                           .to = to.id,
                           .reason = view_text(cx->arena, call->language, "member.left", NULL) };
    if (!member_leave(cx, &leave))
        return false;
    json_put_int(model, "clients", leave.clients);
    json_put_int(model, "tasks", leave.tasks);
    json_put_int(model, "by_hand", leave.by_hand);
    return true;
}

static bool archive_run(struct ctx *cx, struct call *call, struct json *model)
{
    return within(cx, call, HOUSE_ALONE, archive, model);
}

const struct command cli_member[] = {
    { "member list", "[--archived]", "the firm's people, with what each looks after",
      HOUSE_OPTIONS "archived", 0, 0, list_run, list_print },
    { "member show", "EMAIL", "one of them, with absences", HOUSE_OPTIONS, 1, 1, show_run,
      lines_print },
    { "member add", "EMAIL NAME [--role admin] [--hub NAME]",
      "invites somebody; prints the link with which to choose a password, once",
      HOUSE_OPTIONS "role= hub=", 2, 2, add_run, add_print },
    { "member archive", "EMAIL [--to EMAIL]",
      "somebody leaves: clients and open work go to another, or to the deputy",
      HOUSE_OPTIONS "to=", 1, 1, archive_run, lines_print },
    { 0 },
};
