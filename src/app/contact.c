/* A person over all the clients where they are somebody, and one list of what they owe (P-2). */
#include "client/contact.h"

#include "app/client_people.h"
#include "app/handlers.h"
#include "app/page.h"
#include "app/plan_model.h"
#include "client/visible.h"

enum { DUTIES_SHOWN = 100, PAUSE_DAYS = 14 };

const struct field contact_pause_fields[] = {
    { .name = "until", .check = CHECK_DATE },
    { .name = "reason", .check = CHECK_TEXT, .required = true },
    { 0 },
};

static bool put_clients(struct ctx *cx, int64_t contact, struct json *model, size_t *count)
{
    struct json *list = json_put_list(model, "clients");
    struct contact_role *roles;

    if (!contact_clients(cx, contact, &roles, count))
        return false;
    for (size_t i = 0; i < *count; i++) {
        struct json *map = json_add_map(list);
        json_put_int(map, "id", roles[i].client);
        json_put_text(map, "name", roles[i].client_name);
        contact_put_role(map, &roles[i]);
    }
    json_put_bool(model, "has_clients", *count > 0);
    return true;
}

/* What the firm itself asks of the person: customers' debts and the team's tasks are other
   capacities, and their persons are no contacts (P-2). */
SQL(DUTIES, FIRM,
    "SELECT o.id, o.kind, o.subject, o.due_on, o.client, c.name FROM obligation o"
    " JOIN client c ON c.firm = o.firm AND c.id = o.client"
    " WHERE o.firm = $1 AND o.issuer = 0 AND o.person = $2 AND o.capacity = 'request'"
    " AND o.state = 'open'"
    " AND " CLIENT_VISIBLE("o.client", "$3", "$4") " ORDER BY o.due_on, o.id LIMIT $5");

static bool put_duties(struct ctx *cx, int64_t contact, struct json *model)
{
    struct json *list = json_put_list(model, "duties");
    struct rows *rows = store_query(cx, &DUTIES,
                                    ARGS(arg_int(contact), arg_int(cx->actor),
                                         arg_date(cx->arena, cx->today), arg_int(DUTIES_SHOWN)));

    while (rows_next(rows)) {
        struct json *duty = json_add_map(list);
        json_put_int(duty, "id", rows_int(rows, 0));
        json_put_text(duty, "kind", rows_text(rows, 1));
        json_put_int(duty, "subject", rows_int(rows, 2));
        json_put_date(duty, "due", rows_date(rows, 3));
        json_put_bool(duty, "is_late", rows_date(rows, 3).day < cx->today.day);
        json_put_int(duty, "client", rows_int(rows, 4));
        json_put_text(duty, "client_name", rows_text(rows, 5));
    }
    json_put_bool(model, "has_duties", json_count(list) > 0);
    return rows_done(rows);
}

static bool put_pieces(struct ctx *cx, struct json *model)
{
    struct json *list = json_get(model, "duties");

    for (size_t i = 0; i < json_count(list); i++) {
        struct json *duty = json_at(list, i);
        const char *piece;
        if (!plan_piece(cx, json_text(json_get(duty, "kind")), json_int(json_get(duty, "subject")),
                        &piece))
            return false;
        json_put_text(duty, "piece", piece);
    }
    return true;
}

SQL(SOMEWHERE, FIRM, "SELECT 1 FROM client_contact WHERE firm = $1 AND contact = $2 LIMIT 1");

/* Somebody of hidden clients alone is not there (P-9). */
static bool refuse_hidden(struct ctx *cx, int64_t contact, size_t seen)
{
    struct rows *rows = store_query(cx, &SOMEWHERE, ARGS(arg_int(contact)));
    bool is_somewhere = rows_next(rows);

    if (!rows_done(rows))
        return false;
    return seen > 0 || !is_somewhere || fail(cx, FAULT_ABSENT, "CONTACT-ABSENT", NULL);
}

static bool put_pause(struct ctx *cx, const struct request *request, const struct contact *contact,
                      struct json *chase)
{
    const char *by;

    json_put_bool(chase, "is_paused", true);
    json_put_text(chase, "reason", contact->paused_why);
    if (contact->paused_ends)
        json_put_date(chase, "until", contact->paused_until);
    if (!page_member(cx, request, contact->paused_by, &by))
        return false;
    json_put_text(chase, "by", by);
    return true;
}

/* Whether reminders reach the person. */
static bool put_chase(struct ctx *cx, const struct request *request, const struct contact *contact,
                      struct json *model)
{
    struct json *chase = json_put_map(model, "chase");

    json_put_date(model, "today", cx->today);
    json_put_date(model, "default_until", (struct date){ cx->today.day + PAUSE_DAYS });
    if (!contact_is_paused(contact, cx->today)) {
        json_put_bool(chase, "is_running", true);
        return true;
    }
    json_put_text(chase, "at", instant_text(cx->arena, contact->paused_at));
    if (!contact_has_opted_out(contact))
        return put_pause(cx, request, contact, chase);
    json_put_bool(chase, "is_own", true);
    return true;
}

bool contact_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    int64_t id = request_id(request, "contact");
    struct contact contact;
    size_t count;

    if (!contact_find(cx, id, &contact) || !put_clients(cx, id, answer->model, &count)
        || !refuse_hidden(cx, id, count))
        return false;
    struct json *map = json_put_map(answer->model, "contact");
    contact_put(map, &contact);
    if (*contact.email_said)
        json_put_text(map, "email_said", contact.email_said);
    if (contact.email_at.ms > 0)
        json_put_text(map, "email_at", instant_text(cx->arena, contact.email_at));
    return put_duties(cx, id, answer->model) && put_pieces(cx, answer->model)
        && put_chase(cx, request, &contact, answer->model);
}

static bool done(struct ctx *cx, int64_t contact, const char *notice, struct answer *answer)
{
    answer->redirect = arena_format(cx->arena, "/contacts/%lld", (long long)contact);
    answer->notice = notice;
    return true;
}

bool contact_pause_ask(struct ctx *cx, const struct request *request, struct answer *answer)
{
    int64_t id = request_id(request, "contact");
    struct date until = { 0 };
    bool ends = request_date(request, "until", &until);

    if (ends && until.day < cx->today.day)
        return fail(cx, FAULT_INPUT, "PAUSE-PASSEE", "field", "until", "value",
                    request_text(request, "until"), NULL);
    return contact_pause(cx, id, ends ? &until : NULL, request_text(request, "reason"))
        && done(cx, id, "notice.paused", answer);
}

bool contact_resume_ask(struct ctx *cx, const struct request *request, struct answer *answer)
{
    int64_t id = request_id(request, "contact");

    return contact_resume(cx, id) && done(cx, id, "notice.chase_resumed", answer);
}
