/* A client's people manage who else comes in (E-21): what a legal representative decides. */
#include <string.h>

#include "app/colleague.h"
#include "app/handlers.h"
#include "app/own_put.h"
#include "app/plan_model.h"
#include "app/tokens.h"
#include "client/invite.h"
#include "client/login.h"
#include "client/offer.h"
#include "request/remind.h"

const struct field own_users_fields[] = {
    { .name = "act",
      .check = CHECK_CHOICE,
      .required = true,
      .choices = "invite approve withdraw remove functions yes no" },
    { .name = "client", .check = CHECK_INT, .required = true },
    { .name = "contact", .check = CHECK_INT },
    { .name = "forward", .check = CHECK_INT },
    { .name = "name", .check = CHECK_TEXT },
    { .name = "email", .check = CHECK_EMAIL },
    { .name = "finance", .check = CHECK_FLAG },
    { .name = "payroll", .check = CHECK_FLAG },
    { .name = "operational", .check = CHECK_FLAG },
    { 0 },
};

static void put_user(const struct contact_role *role, const struct login *login, int64_t self,
                     struct json *map)
{
    json_put_int(map, "contact", role->contact);
    json_put_text(map, "name", role->person.name);
    json_put_text(map, "email", role->person.email);
    json_put_bool(map, "is_legal", role->is_legal);
    json_put_bool(map, "is_finance", role->is_finance);
    json_put_bool(map, "is_payroll", role->is_payroll);
    json_put_bool(map, "is_operational", role->is_operational);
    json_put_bool(map, "is_self", role->contact == self);
    json_put_bool(map, "has_come", login->first_at.ms > 0);
    json_put_int(map, "company", role->client);
}

static bool put_users(struct ctx *cx, int64_t client, int64_t self, struct json *map)
{
    struct json *list = json_put_list(map, "users");
    struct contact_role *roles;
    int64_t counted = 0;
    size_t count;

    if (!contact_of_client(cx, client, &roles, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct login login;
        if (!login_find(cx, roles[i].contact, &login))
            return false;
        if (!login.may_enter)
            continue;
        put_user(&roles[i], &login, self, json_add_map(list));
        counted++;
    }
    json_put_int(map, "counted", counted);
    return true;
}

static bool put_invites(struct ctx *cx, int64_t client, struct json *map)
{
    struct json *list = json_put_list(map, "invites");
    struct invite *invites;
    size_t count;

    if (!invite_list(cx, client, &invites, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct json *row = json_add_map(list);
        json_put_int(row, "contact", invites[i].contact);
        json_put_int(row, "company", client);
        json_put_text(row, "name", invites[i].name);
        json_put_text(row, "email", invites[i].email);
        json_put_text(row, "by", invites[i].asker_name);
        json_put_bool(row, "is_waiting", invites[i].approved_at.ms == 0);
    }
    return true;
}

bool own_put_users(struct ctx *cx, int64_t client, int64_t self, struct json *map)
{
    return put_users(cx, client, self, map) && put_invites(cx, client, map);
}

static bool put_company(struct ctx *cx, const struct request *request,
                        const struct contact_role *role, struct json *list)
{
    bool hides[OFFER_PART_COUNT];

    if (!offer_of_client(cx, role->client, hides))
        return false;
    if (hides[OFFER_USERS])
        return true;
    struct json *map = json_add_map(list);
    json_put_int(map, "id", role->client);
    json_put_text(map, "name", role->client_name);
    json_put_bool(map, "may_change", role->is_legal);
    return own_put_users(cx, role->client, request_contact(request), map)
        && (!role->is_legal || colleague_put(cx, role->client, map));
}

bool own_users_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct json *list = json_put_list(answer->model, "companies");
    struct contact_role *roles;
    size_t count;

    if (!contact_clients(cx, request_contact(request), &roles, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!put_company(cx, request, &roles[i], list))
            return false;
    return tokens_put_people(cx, request_contact(request), answer->model);
}

/* Who asks, and of whom. */
struct asked {
    const struct request *request;
    int64_t client, contact, by;
    bool is_legal;      /* the one who asks */
    const char *notice; /* where the act says which */
};

static bool invite(struct ctx *cx, struct asked *asked)
{
    struct invite invited = { .client = asked->client,
                              .name = request_text(asked->request, "name"),
                              .email = request_text(asked->request, "email"),
                              .language = request_language(asked->request),
                              .is_finance = request_has(asked->request, "finance"),
                              .is_payroll = request_has(asked->request, "payroll"),
                              .is_operational = request_has(asked->request, "operational"),
                              .asked_by = asked->by };

    if (!*invited.email)
        return fail(cx, FAULT_INPUT, "CHAMP-MANQUE", "field", "email", NULL);
    return invite_add(cx, &invited);
}

static bool approve(struct ctx *cx, struct asked *asked)
{
    return invite_approve(cx, asked->client, asked->contact, asked->by);
}

static bool withdraw(struct ctx *cx, struct asked *asked)
{
    return invite_withdraw(cx, asked->client, asked->contact, asked->by);
}

/* A legal representative is the firm's to say, and nobody shuts themselves out. */
static bool role_find(struct ctx *cx, const struct asked *asked, struct contact_role *role)
{
    if (!invite_role(cx, asked->client, asked->contact, role))
        return false;
    if (role->contact == 0)
        return fail(cx, FAULT_ABSENT, "CONTACT-ABSENT", NULL);
    return (asked->is_legal && !role->is_legal) || fail(cx, FAULT_DENIED, "REPRESENTANT", NULL);
}

static bool leave(struct ctx *cx, struct asked *asked)
{
    struct contact_role role;

    return role_find(cx, asked, &role) && contact_leave(cx, asked->client, asked->contact)
        && request_readdress_at(cx, asked->client);
}

static bool drop(struct ctx *cx, struct asked *asked)
{
    return store_begin(cx) && store_end(cx, leave(cx, asked));
}

static bool give_roles(struct ctx *cx, struct asked *asked)
{
    struct contact_role role;

    if (!role_find(cx, asked, &role))
        return false;
    role.is_finance = request_has(asked->request, "finance");
    role.is_payroll = request_has(asked->request, "payroll");
    role.is_operational = request_has(asked->request, "operational");
    return contact_join(cx, &role) && request_readdress_at(cx, asked->client);
}

static bool functions(struct ctx *cx, struct asked *asked)
{
    return store_begin(cx) && store_end(cx, give_roles(cx, asked));
}

static bool decide(struct ctx *cx, struct asked *asked, bool yes)
{
    const struct hand by = { .way = WAY_SPACE, .contact = asked->by };
    struct forward forward;

    if (!forward_find(cx, request_int(asked->request, "forward"), &forward))
        return false;
    if (forward.client != asked->client)
        return fail(cx, FAULT_ABSENT, "COLLEGUE-ABSENT", NULL);
    if (!asked->is_legal)
        return fail(cx, FAULT_DENIED, "REPRESENTANT", NULL);
    if (!yes)
        return forward_decide(cx, forward.id, 0, &by);
    asked->notice = colleague_accept(cx, &forward, request_language(asked->request), &by);
    return asked->notice != NULL;
}

static bool forward_yes(struct ctx *cx, struct asked *asked)
{
    return decide(cx, asked, true);
}

static bool forward_no(struct ctx *cx, struct asked *asked)
{
    return decide(cx, asked, false);
}

static const struct {
    const char *name;
    bool (*run)(struct ctx *cx, struct asked *asked);
    const char *notice; /* NULL: the act says which */
} acts[] = {
    { "invite", invite, "notice.own_invited" },
    { "approve", approve, "notice.own_approved" },
    { "withdraw", withdraw, "notice.own_withdrawn" },
    { "remove", drop, "notice.own_removed" },
    { "functions", functions, "notice.own_functions" },
    { "yes", forward_yes, NULL },
    { "no", forward_no, "notice.own_withdrawn" },
};

bool own_users_do(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const char *name = request_text(request, "act");
    struct asked asked = { .request = request,
                           .client = request_int(request, "client"),
                           .contact = request_int(request, "contact"),
                           .by = request_contact(request) };
    bool hides[OFFER_PART_COUNT];
    struct contact_role self;

    if (!invite_role(cx, asked.client, asked.by, &self)
        || !offer_of_client(cx, asked.client, hides))
        return false;
    if (hides[OFFER_USERS])
        return fail(cx, FAULT_ABSENT, "CLIENT-ABSENT", NULL);
    asked.is_legal = self.is_legal;
    for (size_t i = 0; i < COUNT_OF(acts); i++) {
        if (strcmp(acts[i].name, name) != 0)
            continue;
        if (!acts[i].run(cx, &asked))
            return false;
        answer->notice = acts[i].notice ? acts[i].notice : asked.notice;
    }
    answer->redirect = "/espace/utilisateurs";
    return true;
}
