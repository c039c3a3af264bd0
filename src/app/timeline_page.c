/* The page of one person's timeline, over all that the person owes: a debtor, a contact, a member.
 */
#include "app/customer.h"
#include "app/handlers.h"
#include "app/page.h"
#include "app/plan_model.h"
#include "app/timeline.h"
#include "client/contact.h"
#include "firm/member.h"
#include "invoice/dunning.h"
#include "request/remind.h"
#include "store/visible.h"
#include "task/remind.h"
#include "view/view.h"

enum { CHOICES = 100 };

const struct field timeline_fields[] = {
    { .name = "show", .check = CHECK_CHOICE, .choices = "all mails by_hand acts over coming" },
    { .name = "client", .check = CHECK_INT },
    { .name = "item", .check = CHECK_INT },
    { .name = "after", .check = CHECK_TEXT },
    { 0 },
};

/* Who it is about, and where their page is. */
struct whom {
    struct timeline_scope scope;
    const char *name, *path;
};

static bool of_customer(struct ctx *cx, const struct request *request, struct whom *whom,
                        struct json *model)
{
    struct customer customer;
    struct client client;

    if (!customer_of(cx, request, &client, &customer))
        return false;
    put_named(model, "client", client.id, client.name);
    put_named(model, "customer", customer.id, customer.name);
    whom->scope.capacity = &dunning_kind;
    whom->scope.issuer = client.id;
    whom->scope.person = customer.id;
    whom->name = customer.name;
    whom->path = customer_path(cx->arena, &customer);
    return true;
}

static bool of_contact(struct ctx *cx, const struct request *request, struct whom *whom,
                       struct json *model)
{
    struct contact contact;

    if (!contact_find(cx, request_id(request, "contact"), &contact))
        return false;
    put_named(model, "contact", contact.id, contact.name);
    whom->scope.capacity = &request_kind;
    whom->scope.person = contact.id;
    whom->name = contact.name;
    whom->path = arena_format(cx->arena, "/contacts/%lld", (long long)contact.id);
    return true;
}

static bool of_member(struct ctx *cx, const struct request *request, struct whom *whom,
                      struct json *model)
{
    struct member member;

    if (!member_find(cx, request_id(request, "member"), &member))
        return false;
    put_named(model, "member", member.id, member.name);
    whom->scope.capacity = &task_kind;
    whom->scope.person = member.id;
    whom->name = member.name;
    whom->path = arena_format(cx->arena, "/cabinet/collaborateurs/%lld", (long long)member.id);
    return true;
}

static bool find(struct ctx *cx, const struct request *request, struct whom *whom,
                 struct json *model)
{
    *whom = (struct whom){ .scope = { .client = request_int(request, "client"),
                                      .obligation = request_int(request, "item"),
                                      .show = request_text(request, "show"),
                                      .after = request_text(request, "after") } };
    if (request_object(request, "customer") > 0)
        return of_customer(cx, request, whom, model);
    if (request_object(request, "contact") > 0)
        return of_contact(cx, request, whom, model);
    return of_member(cx, request, whom, model);
}

#define OF_PERSON                                                                                  \
    " WHERE o.firm = $1 AND o.issuer = $2 AND o.person = $3 AND o.capacity = $4 "                  \
    "AND " CLIENT_VISIBLE("o.client", "$5", "$6")

static struct rows *ask(struct ctx *cx, const struct statement *const *statement,
                        const struct timeline_scope *scope)
{
    return store_query(cx, statement,
                       ARGS(arg_int(scope->issuer), arg_int(scope->person),
                            arg_text(scope->capacity->name), arg_int(cx->actor),
                            arg_date(cx->arena, cx->today), arg_int(CHOICES),
                            arg_int(scope->client), arg_int(scope->obligation)));
}

/* What is chosen stands first: it may be older than the others. */
SQL(PIECES, FIRM,
    "SELECT o.id, o.kind, o.subject FROM obligation o" OF_PERSON
    " AND (CAST($8 AS BIGINT) = 0 OR o.client = $8) ORDER BY CASE WHEN o.id = CAST($9 AS BIGINT)"
    " THEN 0 ELSE 1 END, o.due_on DESC, o.id LIMIT $7");

/* What one may narrow it to. */
static bool put_pieces(struct ctx *cx, const struct timeline_scope *scope, struct json *list)
{
    struct rows *rows = ask(cx, &PIECES, scope);

    while (rows_next(rows)) {
        struct json *piece = json_add_map(list);
        json_put_int(piece, "id", rows_int(rows, 0));
        json_put_text(piece, "kind", rows_text(rows, 1));
        json_put_int(piece, "subject", rows_int(rows, 2));
        json_put_bool(piece, "is_chosen", rows_int(rows, 0) == scope->obligation);
    }
    if (!rows_done(rows))
        return false;
    for (size_t i = 0; i < json_count(list); i++) {
        struct json *map = json_at(list, i);
        const char *piece;
        if (!plan_piece(cx, json_text(json_get(map, "kind")), json_int(json_get(map, "subject")),
                        &piece))
            return false;
        json_put_text(map, "piece", piece);
    }
    return true;
}

SQL(CLIENTS, FIRM,
    "SELECT DISTINCT c.id, c.name, CASE WHEN c.id = CAST($8 AS BIGINT) THEN 0 ELSE 1 END"
    " AS place FROM obligation o JOIN client c ON c.firm = o.firm AND c.id = o.client" OF_PERSON
    " AND CAST($9 AS BIGINT) >= 0 ORDER BY place, c.name, c.id LIMIT $7");

/* Of somebody to whom the firm itself speaks: the clients that it is about. */
static bool put_clients(struct ctx *cx, const struct timeline_scope *scope, struct json *model)
{
    if (scope->issuer > 0)
        return true;
    struct rows *rows = ask(cx, &CLIENTS, scope);
    struct json *list = json_put_list(model, "clients");
    while (rows_next(rows)) {
        struct json *client = json_add_map(list);
        json_put_int(client, "id", rows_int(rows, 0));
        json_put_text(client, "name", rows_text(rows, 1));
        json_put_bool(client, "is_chosen", rows_int(rows, 0) == scope->client);
    }
    json_put_bool(model, "has_clients", json_count(list) > 0);
    return rows_done(rows);
}

/* The page's own fields, but the place. */
static const char *url(struct arena *arena, const struct whom *whom, const char *end,
                       const char *place)
{
    const struct timeline_scope *scope = &whom->scope;
    struct buf url = { .arena = arena };

    buf_format(&url, "%s/%s?show=%s", whom->path, end, *scope->show ? scope->show : "all");
    if (scope->client > 0)
        buf_format(&url, "&client=%lld", (long long)scope->client);
    if (scope->obligation > 0)
        buf_format(&url, "&item=%lld", (long long)scope->obligation);
    if (*place)
        buf_format(&url, "&after=%s", place);
    return buf_string(&url);
}

static void put_urls(struct arena *arena, const struct whom *whom, struct json *model)
{
    const struct json *previous = json_get(model, "previous"), *next = json_get(model, "next");

    json_put_text(model, "path", arena_format(arena, "%s/historique", whom->path));
    json_put_text(model, "csv_url", url(arena, whom, "historique.csv", ""));
    if (previous)
        json_put_text(model, "previous_url", url(arena, whom, "historique", json_text(previous)));
    if (next)
        json_put_text(model, "next_url", url(arena, whom, "historique", json_text(next)));
}

bool timeline_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct json *model = answer->model;
    struct whom whom;

    if (!find(cx, request, &whom, model))
        return false;
    const struct timeline_scope *scope = &whom.scope;
    const char *show = *scope->show ? scope->show : "all";
    json_put_text(model, "person_name", whom.name);
    json_put_text(model, "person_path", whom.path);
    json_put_bool(json_put_map(model, "show"), show, true);
    json_put_bool(model, "is_filtered",
                  scope->obligation > 0 || scope->client > 0 || show[1] != 'l');
    if (!put_clients(cx, scope, model) || !put_pieces(cx, scope, json_put_list(model, "pieces"))
        || !timeline_put(cx, request, scope, model))
        return false;
    if (!request_is_api(request))
        put_urls(cx->arena, &whom, model);
    return true;
}

bool timeline_csv(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const char *title = view_text(cx->arena, request_language(request), "timeline.title", NULL);
    struct whom whom;

    if (!find(cx, request, &whom, answer->model))
        return false;
    answer->file_name =
        arena_format(cx->arena, "%s %s %s.csv", title, whom.name, date_text(cx->arena, cx->today));
    return timeline_write(cx, request, &whom.scope, answer);
}
