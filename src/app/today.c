#include "app/closed_client.h"
#include "app/desk.h"
#include "app/freeze.h"
#include "app/handlers.h"
#include "app/page.h"
#include "app/people.h"
#include "app/plan_model.h"
#include "app/today_owed.h"
#include "app/today_work.h"
#include "app/work_filter.h"
#include "chase/calendar_load.h"
#include "client/invitation.h"
#include "outbox/suspension.h"
#include "request/forward.h"
#include "store/visible.h"

enum {
    FORECAST_PEOPLE = 100, /* more are counted, not foretold: this page opens at once */
    SHARES_SHOWN = 5,      /* of clients with receipts to sort */
};

/* The page as it is put together. */
struct today {
    const struct request *request;
    struct today_scope scope;
    struct json *model;
    int64_t todo; /* lines that ask for somebody */
};

/* A line of what is to do: a number, where its list is. */
static struct json *put_line(struct today *today, const char *name, int64_t count, const char *url)
{
    struct json *line;

    today->todo += count > 0;
    if (count == 0)
        return NULL;
    line = json_put_map(json_get(today->model, "todo"), name);
    json_put_int(line, "count", count);
    json_put_text(line, "url", url);
    return line;
}

static bool put_worst(struct ctx *cx, const struct today_clients *clients, struct json *list)
{
    struct calendar calendar;

    if (!calendar_load(cx, &calendar))
        return false;
    for (size_t i = 0; i < clients->worst_count; i++) {
        const struct listed *listed = clients->worst[i];
        struct json *client = json_add_map(list);
        json_put_int(client, "id", listed->id);
        json_put_text(client, "name", listed->name);
        json_put_text(client, "siren", listed->siren);
        json_put_money(client, "open", (struct money){ listed->open_cents });
        json_put_money(client, "late", (struct money){ listed->late_cents });
        if (listed->next_day != NO_NEXT)
            json_put_date(client, "next_on", next_day_open(&calendar, listed->next_day, cx->today));
    }
    return true;
}

static bool put_clients(struct ctx *cx, struct today *today)
{
    const struct today_clients clients = today_clients(&today->scope);
    struct json *figures = json_put_map(today->model, "figures");
    const char *url = today_clients_url(cx->arena, &today->scope);

    json_put_money(figures, "late", clients.late);
    json_put_int(figures, "late_items", clients.late_items);
    json_put_int(figures, "late_clients", clients.late_clients);
    json_put_text(figures, "late_url", arena_format(cx->arena, "%s&late=1", url));
    json_put_int(figures, "clients", clients.clients);
    put_line(today, "no_address", clients.no_address, arena_format(cx->arena, "%s&address=1", url));
    put_line(today, "unreached", clients.unreached,
             arena_format(cx->arena, "%s&sort=missing&down=1", url));
    put_line(today, "onboarding", clients.onboarding, "/clients?tab=integration");
    json_put_bool(today->model, "has_clients", clients.worst_count > 0);
    json_put_bool(today->model, "is_empty", bits_count(today->scope.visible) == 0);
    return put_worst(cx, &clients, json_put_list(today->model, "clients"));
}

/* What a round would write yet: told exactly when few, else how many it will look at. */
static bool put_coming(struct ctx *cx, struct today *today, int64_t *mails, int64_t *calls)
{
    const struct reach reach = { .until = cx->today, .due_only = true };
    struct forecast *forecasts;
    size_t count;
    int64_t people;

    *mails = *calls = 0;
    if (!today_due(cx, &today->scope, (struct date){ 0 }, cx->today, &people))
        return false;
    json_put_bool(today->model, "is_at_most", people > FORECAST_PEOPLE);
    if (people == 0 || people > FORECAST_PEOPLE) {
        *mails = people;
        return true;
    }
    if (!plan_forecast(cx, &reach, &forecasts, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!today_scope_holds(&today->scope, forecasts[i].party->debtor.client))
            continue;
        *mails += forecast_leads(forecasts, i);
        *calls += forecasts[i].decision.calls > 0;
    }
    return true;
}

/* On a day on which the firm is closed nothing leaves; the next working day is « tomorrow ». */
static bool put_days(struct ctx *cx, struct today *today, const struct today_messages *messages,
                     int64_t *calls)
{
    struct json *next = json_put_map(today->model, "next");
    struct calendar calendar;
    int64_t mails = 0, people;

    if (!calendar_load(cx, &calendar))
        return false;
    struct date on = calendar_next_open(&calendar, (struct date){ cx->today.day + 1 });
    bool is_open = calendar_open(&calendar, cx->today);
    if ((is_open && !put_coming(cx, today, &mails, calls))
        || !today_due(cx, &today->scope, is_open ? cx->today : (struct date){ 0 }, on, &people))
        return false;
    json_put_bool(today->model, "is_open", is_open);
    json_put_date(next, "on", on);
    json_put_int(next, "people", people);
    json_put_int(today->model, "ready", messages->to_leave + mails);
    put_line(today, "ready", messages->to_leave + mails, "/relances");
    return true;
}

static bool put_messages(struct ctx *cx, struct today *today)
{
    struct today_messages messages;
    struct today_calls calls;
    struct suspension suspension;
    int64_t coming = 0;

    if (!today_messages(cx, &today->scope, &messages) || !today_calls(cx, &today->scope, &calls)
        || !outbox_suspended(cx, &suspension) || !put_days(cx, today, &messages, &coming))
        return false;
    json_put_bool(today->model, "is_suspended", suspension_holds(&suspension, cx->today));
    put_line(today, "to_check", messages.to_check, "/a-verifier");
    put_line(today, "approvals", messages.to_approve, "/relances");
    struct json *line = put_line(today, "objections", messages.objectable, "/relances");
    if (line)
        json_put_text(line, "until", instant_text(cx->arena, messages.until));
    line = put_line(today, "calls", calls.calls + coming,
                    arena_format(cx->arena, "/a-faire?vue=%s", today_view_word(today->scope.view)));
    if (line) {
        json_put_int(line, "for_others", calls.for_others);
        json_put_bool(line, "has_others", today->scope.view == TODAY_ME && calls.for_others > 0);
    }
    return true;
}

static bool put_tasks(struct ctx *cx, struct today *today)
{
    bool is_own = today->scope.view == TODAY_ME;
    struct today_tasks tasks;

    if (!today_tasks(cx, &today->scope, &tasks))
        return false;
    struct json *line =
        put_line(today, "tasks", tasks.count,
                 today_tasks_url(cx, &today->scope, is_own ? today->scope.self : 0));
    if (!line)
        return true;
    json_put_int(line, "late", tasks.late);
    json_put_bool(line, "has_late", tasks.late > 0);
    struct json *others = json_put_list(line, "others");
    for (size_t i = 0; i < tasks.other_count; i++) {
        const struct today_share *share = &tasks.others[i];
        struct json *map = json_add_map(others);
        put_named(map, "member", share->id, share->name);
        json_put_int(map, "count", share->count);
        json_put_text(map, "url", today_tasks_url(cx, &today->scope, share->id));
    }
    return true;
}

/* The list knows one member: who stands in for others sees all, theirs among them. */
static const char *requests_url(struct ctx *cx, const struct today *today, const char *state,
                                const char *due)
{
    const struct today_scope *scope = &today->scope;
    bool is_alone = scope->view == TODAY_ME && scope->members[1] == 0;
    const struct work_filter filter = { .member = is_alone ? scope->self : 0,
                                        .hub = today_hub(scope),
                                        .words = "",
                                        .state = state,
                                        .kind = "request",
                                        .due = due };

    return work_filter_url(cx->arena, &filter, "liste");
}

static bool put_requests(struct ctx *cx, struct today *today)
{
    struct today_requests requests;

    if (!today_requests(cx, &today->scope, &requests))
        return false;
    put_line(today, "late_requests", requests.late, requests_url(cx, today, "open", "late"));
    put_line(today, "answers", requests.answers,
             requests_url(cx, today, requests.is_partial ? "" : "answered", ""));
    return true;
}

static void put_mail(struct ctx *cx, struct today *today, const char *name, int64_t count,
                     int64_t last)
{
    put_line(today, name, count,
             count == 1 ? arena_format(cx->arena, "/courrier/%lld", (long long)last) : "/courrier");
}

static const char *receipts_url(struct ctx *cx, int64_t client)
{
    return arena_format(cx->arena, "/clients/%lld/documents?kind=sort", (long long)client);
}

static bool put_received(struct ctx *cx, struct today *today)
{
    struct today_receipts receipts;
    struct today_mails mails;

    if (!today_mails(cx, &today->scope, &mails) || !today_receipts(cx, &today->scope, &receipts))
        return false;
    put_mail(cx, today, "mails", mails.triage, mails.last_triage);
    put_mail(cx, today, "replies", mails.replies, mails.last_reply);
    if (receipts.count == 0)
        return true;
    struct json *line =
        put_line(today, "receipts", receipts.count, receipts_url(cx, receipts.clients[0].id));
    struct json *clients = json_put_list(line, "clients");
    for (size_t i = 0; i < receipts.client_count && i < SHARES_SHOWN; i++) {
        struct json *map = json_add_map(clients);
        put_named(map, "client", receipts.clients[i].id, receipts.clients[i].name);
        json_put_int(map, "count", receipts.clients[i].count);
        json_put_text(map, "url", receipts_url(cx, receipts.clients[i].id));
    }
    json_put_bool(line, "has_more", receipts.client_count > SHARES_SHOWN);
    return true;
}

/* Whom a client's people named for a request, and who waits for a yes (E-18). */
static bool put_colleagues(struct ctx *cx, struct today *today)
{
    struct json *names = json_list(cx->arena);
    const char *url = "";
    struct forward *forwards;
    int64_t waiting = 0;
    size_t count;

    if (!forward_list(cx, 0, &forwards, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        uint32_t place;
        if (!today_scope_holds(&today->scope, forwards[i].client)
            || !directory_find(today->scope.directory, forwards[i].client, &place))
            continue;
        const char *path =
            arena_format(cx->arena, "/clients/%lld/personnes", (long long)forwards[i].client);
        url = waiting == 0 ? path : url;
        if (waiting++ >= SHARES_SHOWN)
            continue;
        struct json *map = json_add_map(names);
        put_named(map, "client", forwards[i].client,
                  directory_row(today->scope.directory, place)->name);
        json_put_text(map, "name", forwards[i].name);
        json_put_text(map, "url", path);
    }
    struct json *line = put_line(today, "colleagues", waiting, url);
    if (!line)
        return true;
    json_put(line, "names", names);
    json_put_bool(line, "has_more", waiting > SHARES_SHOWN);
    return true;
}

static bool put_firm(struct ctx *cx, struct today *today)
{
    int64_t waiting = 0;

    if (!freeze_put_banner(cx, today->model)
        || (today->scope.is_admin && !invitation_count(cx, &waiting)))
        return false;
    today->todo += json_bool(json_get(today->model, "has_freeze"));
    put_line(today, "invitations", waiting, "/clients/invitations");
    return true;
}

/* The switch, who is away that one stands in for, and who does one's own work. */
static bool put_people(struct ctx *cx, struct today *today)
{
    const struct today_scope *scope = &today->scope;
    struct json *views = json_put_list(today->model, "views");
    struct json *away = json_put_list(today->model, "standing_in_for");
    struct people people;

    if (!people_load(cx, &people))
        return false;
    for (enum today_view view = 0; view < TODAY_VIEW_COUNT; view++) {
        if (view == TODAY_HUB && scope->hub == 0)
            continue;
        struct json *row = json_add_map(views);
        json_put_bool(row, arena_format(cx->arena, "is_%s", today_view_word(view)), true);
        json_put_text(row, "url", arena_format(cx->arena, "/?vue=%s", today_view_word(view)));
        json_put_bool(row, "is_chosen", view == scope->view);
    }
    for (const int64_t *member = scope->members + 1; *member; member++)
        people_put(&people, people_find(&people, *member), json_add_map(away));
    json_put_bool(today->model, "has_standing_in", json_count(away) > 0);
    const struct member *self = people_find(&people, scope->self);
    if (self)
        people_put(&people, self, json_put_map(today->model, "self"));
    return true;
}

SQL(LAST_IMPORT, FIRM,
    "SELECT i.id, i.imported_at, i.imported_by, i.file_name, i.client, l.name FROM import i"
    " JOIN client l ON l.firm = i.firm AND l.id = i.client"
    " WHERE i.firm = $1 AND " CLIENT_VISIBLE(
        "i.client", "$2", "$3") " ORDER BY i.id DESC LIMIT 1 /* scan: from its end */");

static bool put_import(struct ctx *cx, const struct request *request, struct json *model)
{
    struct rows *rows =
        store_query(cx, &LAST_IMPORT, ARGS(arg_int(cx->actor), arg_date(cx->arena, cx->today)));
    struct json *import = NULL;
    int64_t by = 0;
    const char *name;

    if (rows_next(rows)) {
        import = json_put_map(model, "last_import");
        json_put_int(import, "id", rows_int(rows, 0));
        json_put_text(import, "at", instant_text(cx->arena, rows_instant(rows, 1)));
        by = rows_int(rows, 2);
        json_put_text(import, "file_name", rows_text(rows, 3));
        put_named(import, "client", rows_int(rows, 4), rows_text(rows, 5));
        json_put_bool(import, "is_accepted", true); /* one that is refused leaves nothing */
    }
    if (!rows_done(rows))
        return false;
    if (!import)
        return true;
    if (!page_member(cx, request, by, &name))
        return false;
    json_put_text(import, "by", name);
    return true;
}

bool today_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct today today = { .request = request, .model = answer->model };

    json_put_map(answer->model, "todo");
    if (!today_scope_find(cx, request, &today.scope))
        return false;
    if (!put_clients(cx, &today) || !put_messages(cx, &today) || !put_tasks(cx, &today)
        || !put_requests(cx, &today) || !put_received(cx, &today) || !put_colleagues(cx, &today)
        || !put_firm(cx, &today) || !put_people(cx, &today) || !told_put(cx, answer->model)
        || !put_import(cx, request, answer->model))
        return false;
    json_put_bool(answer->model, "has_todo", today.todo > 0);
    json_put_text(answer->model, "view", today_view_word(today.scope.view));
    return true;
}
