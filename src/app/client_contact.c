/* The form of a person at a client, and the page of the person over all clients. */
#include "app/client_page.h"
#include "app/client_people.h"
#include "app/handlers.h"
#include "app/plan_model.h"
#include "channel/email.h"
#include "client/contact_wall.h"
#include "client/visible.h"
#include "request/remind.h"
#include "worker/bounce.h"

const struct field client_contact_fields[] = {
    { .name = "contact", .check = CHECK_INT }, /* somebody known already */
    { .name = "name", .check = CHECK_TEXT },
    { .name = "email", .check = CHECK_TEXT },
    { .name = "phone", .check = CHECK_TEXT },
    { .name = "contact_language", .check = CHECK_CHOICE, .choices = "fr en" },
    { .name = "legal", .check = CHECK_FLAG },
    { .name = "main", .check = CHECK_FLAG },
    { .name = "finance", .check = CHECK_FLAG },
    { .name = "payroll", .check = CHECK_FLAG },
    { .name = "operational", .check = CHECK_FLAG },
    { 0 },
};

/* Who the path names at that client; a new person when it names nobody. */
static bool role_find(struct ctx *cx, const struct request *request, int64_t client,
                      struct contact_role *role)
{
    int64_t id = request_id(request, "contact");
    struct contact_role *roles;
    size_t count;

    *role = (struct contact_role){ .client = client,
                                   .person = { .name = "",
                                               .email = "",
                                               .phone = "",
                                               .language = "fr",
                                               .email_state = "ok",
                                               .email_said = "" } };
    if (id == 0)
        return true;
    if (!contact_of_client(cx, client, &roles, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (roles[i].contact == id) {
            *role = roles[i];
            return true;
        }
    return fail(cx, FAULT_ABSENT, "CONTACT-ABSENT", NULL);
}

static const char *typed_or(const struct request *request, const char *field, const char *standing)
{
    const char *typed = request_typed(request, field);

    return *typed ? typed : standing;
}

/* As it stands, or as it was typed when the form was wrong. */
static void put_form(const struct request *request, const struct contact_role *role,
                     struct json *model)
{
    bool is_again = *request_typed(request, "token") != '\0';
    struct json *form = json_put_map(model, "form");
    struct contact_role shown = *role;

    if (is_again)
        shown = (struct contact_role){
            .is_legal = *request_typed(request, "legal"),
            .is_main = *request_typed(request, "main"),
            .is_finance = *request_typed(request, "finance"),
            .is_payroll = *request_typed(request, "payroll"),
            .is_operational = *request_typed(request, "operational"),
        };
    contact_put(form, &role->person);
    contact_put_role(form, &shown);
    json_put_text(form, "name", typed_or(request, "name", role->person.name));
    json_put_text(form, "email", typed_or(request, "email", role->person.email));
    json_put_text(form, "phone", typed_or(request, "phone", role->person.phone));
    json_put_bool(form, "is_english", role->person.language[0] == 'e');
    json_put_bool(model, "is_new", role->contact == 0);
}

static bool put_action(struct ctx *cx, const struct contact_role *role, struct json *model)
{
    const char *rest = role->contact > 0
        ? arena_format(cx->arena, "/contacts/%lld", (long long)role->contact)
        : "/contacts/nouveau";

    json_put_text(model, "action_path", client_path(cx->arena, role->client, rest));
    return true;
}

bool client_contact_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct client client;
    struct contact_role role;

    if (!client_page_put(cx, request, &client, answer->model)
        || !role_find(cx, request, client.id, &role))
        return false;
    put_form(request, &role, answer->model);
    return put_action(cx, &role, answer->model);
}

static bool read_person(struct ctx *cx, const struct request *request, struct contact *person)
{
    const char *email = request_text(request, "email");
    const char *problem = *email ? email_problem(email) : NULL;

    if (problem)
        return fail(cx, FAULT_INPUT, problem, "field", "email", "value", email, NULL);
    person->name = request_text(request, "name");
    person->email = email;
    person->phone = request_text(request, "phone");
    person->language = request_text(request, "contact_language");
    return true;
}

static void read_role(const struct request *request, struct contact_role *role)
{
    role->is_main = request_has(request, "main");
    role->is_legal = request_has(request, "legal");
    role->is_finance = request_has(request, "finance");
    role->is_payroll = request_has(request, "payroll");
    role->is_operational = request_has(request, "operational");
}

static bool write_person(struct ctx *cx, const struct request *request, struct contact_role *role)
{
    if (!read_person(cx, request, &role->person)
        || (role->contact > 0 ? !contact_save(cx, &role->person) : !contact_add(cx, &role->person)))
        return false;
    role->contact = role->person.id;
    return contact_join(cx, role);
}

/* A person whom the firm knows joins with the address alone, and takes the place of the one whose
 * form it is: one address is one person (P-2). */
static bool write_known(struct ctx *cx, int64_t known, struct contact_role *role)
{
    int64_t former = role->contact;

    role->contact = known;
    if (!contact_look(cx, known))
        return false;
    return former > 0 ? contact_replace(cx, role, former) : contact_join(cx, role);
}

static bool write(struct ctx *cx, const struct request *request, struct contact_role *role)
{
    int64_t known = request_int(request, "contact");

    return (known > 0 ? write_known(cx, known, role) : write_person(cx, request, role))
        && bounce_settle(cx, role->contact) && request_readdress_at(cx, role->client);
}

bool client_contact_save(struct ctx *cx, const struct request *request, struct answer *answer)
{
    int64_t client = request_id(request, "client");
    struct contact_role role;

    if (!client_look(cx, client) || !role_find(cx, request, client, &role))
        return false;
    read_role(request, &role);
    if (!store_begin(cx) || !store_end(cx, write(cx, request, &role)))
        return false;
    json_put_int(answer->model, "contact", role.contact);
    if (request_is_api(request))
        return true;
    answer->redirect = client_path(cx->arena, client, "/personnes");
    answer->notice = "notice.contact_saved";
    return true;
}

static bool leave(struct ctx *cx, int64_t client, int64_t contact)
{
    return contact_leave(cx, client, contact) && request_readdress_at(cx, client);
}

bool client_contact_leave(struct ctx *cx, const struct request *request, struct answer *answer)
{
    int64_t client = request_id(request, "client");

    if (!client_look(cx, client) || !store_begin(cx)
        || !store_end(cx, leave(cx, client, request_id(request, "contact"))))
        return false;
    answer->redirect = client_path(cx->arena, client, "/personnes");
    answer->notice = "notice.contact_left";
    return true;
}

bool client_contacts_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    int64_t client = request_id(request, "client");
    struct client found;

    return client_look(cx, client) && client_find(cx, client, &found)
        && people_put_contacts(cx, client, answer->model);
}
