/* A request as the firm sees it (E-19): its items one by one, what was said, its reminders. */
#include <stdlib.h>
#include <string.h>

#include "app/demand_seen.h"
#include "app/handlers.h"
#include "app/page.h"
#include "app/rest_model.h"
#include "app/said.h"
#include "base/str.h"
#include "client/change.h"
#include "request/answer.h"
#include "request/judge.h"
#include "store/visible.h"
#include "view/view.h"

const struct field demand_act_fields[] = {
    { .name = "act",
      .check = CHECK_CHOICE,
      .required = true,
      .choices = "accept refuse judge drop_item accept_all drop reopen move comment" },
    { .name = "item-*", .check = CHECK_NOTE },
    { .name = "item", .check = CHECK_INT },
    { .name = "reason", .check = CHECK_NOTE },
    { .name = "due_on", .check = CHECK_DATE },
    { 0 },
};

static const char *demand_path(struct arena *arena, int64_t id)
{
    return arena_format(arena, "/demandes/%lld", (long long)id);
}

static const char *worded(struct ctx *cx, const struct request *request, const char *section,
                          const char *word)
{
    const char *key = arena_format(cx->arena, "%s.%s", section, word);

    return view_text(cx->arena, request_language(request), key, NULL);
}

static void put_answer(const struct item *item, struct json *map)
{
    if (!*item->answer)
        return;
    if (item->kind == ITEM_FIGURE)
        json_put_money(map, "figure", (struct money){ strtoll(item->answer, NULL, 10) });
    else if (item->kind == ITEM_YES_NO)
        json_put_bool(map, *item->answer == 'y' ? "is_yes" : "is_no", true);
    if (item->kind != ITEM_FIGURE)
        json_put_text(map, "answer", item->answer);
}

SQL(DOCUMENTS, FIRM,
    "SELECT name FROM document WHERE firm = $1 AND item = $2 AND removed_at IS NULL ORDER BY id");

static bool put_documents(struct ctx *cx, int64_t item, struct json *map)
{
    struct rows *rows = store_query(cx, &DOCUMENTS, ARGS(arg_int(item)));
    struct json *list = json_put_list(map, "documents");

    while (rows_next(rows))
        json_put_text(json_add_map(list), "name", rows_text(rows, 0));
    json_put_bool(map, "has_documents", json_count(list) > 0);
    return rows_done(rows);
}

/* What was typed for an item and not taken, and what is wrong with it; all or none is kept. */
static void put_typed(struct ctx *cx, const struct request *request, const struct item *item,
                      struct json *map)
{
    long long id = (long long)item->id;
    const char *verdict = request_typed(request, arena_format(cx->arena, "item-%lld-verdict", id));
    const char *reason = request_typed(request, arena_format(cx->arena, "item-%lld-reason", id));
    bool is_no = strcmp(verdict, "refuse") == 0, is_stale = *verdict && item_is_owed(item);

    json_put_bool(map, "typed_yes", *verdict && !is_no);
    json_put_bool(map, "typed_no", is_no);
    json_put_text(map, "typed_reason", reason);
    json_put_bool(map, "is_stale", is_stale);
    json_put_bool(map, "lacks_reason", is_no && !is_stale && !*str_trim(cx->arena, reason));
}

static bool put_item(struct ctx *cx, const struct request *request, const struct item *item,
                     struct json *map)
{
    bool is_given = item->state == ITEM_GIVEN || item->state == ITEM_NONE;

    json_put_int(map, "id", item->id);
    json_put_text(map, "name", item->name);
    json_put_text(map, "kind", worded(cx, request, "demand.kind", item_kind_text(item->kind)));
    json_put_text(map, "state", worded(cx, request, "demand.item", item_state_text(item->state)));
    json_put_bool(map, arena_format(cx->arena, "is_%s", item_state_text(item->state)), true);
    json_put_bool(map, "is_blocking", item->is_blocking);
    json_put_bool(map, "can_accept", is_given);
    json_put_bool(map, "can_refuse", is_given || item->state == ITEM_ACCEPTED);
    json_put_bool(map, "can_drop", item->state != ITEM_DROPPED);
    json_put_text(map, "reason", *item->reason ? item->reason : NULL);
    if (item->is_promised)
        json_put_date(map, "promised_on", item->promised_on);
    put_typed(cx, request, item, map);
    put_answer(item, map);
    return put_documents(cx, item->id, map);
}

static bool put_items(struct ctx *cx, const struct request *request, const struct demand *demand,
                      struct json *model)
{
    struct json *list = json_put_list(model, "items");
    bool has_given = false, can_judge = false;

    for (size_t i = 0; i < demand->item_count; i++) {
        const struct item *item = &demand->items[i];
        has_given = has_given || item->state == ITEM_GIVEN || item->state == ITEM_NONE;
        can_judge = can_judge || item->state == ITEM_ACCEPTED;
        if (!put_item(cx, request, item, json_add_map(list)))
            return false;
    }
    json_put_bool(model, "can_judge", (has_given || can_judge) && demand->state != REQUEST_DROPPED);
    json_put_bool(model, "can_accept_all", has_given && demand->state != REQUEST_DROPPED);
    return true;
}

static const struct item *item_find(const struct demand *demand, int64_t id)
{
    for (size_t i = 0; i < demand->item_count; i++)
        if (demand->items[i].id == id)
            return &demand->items[i];
    return NULL;
}

/* A program reads what the books hold. */
static void put_said(const struct request_event *event, const struct item *item, struct json *map)
{
    said_put(event, item ? item->kind : ITEM_DOCUMENT, map);
    json_put_text(map, "piece", item ? item->name : NULL);
    json_put_text(map, "text", *event->text ? event->text : NULL);
}

static bool put_events(struct ctx *cx, const struct request *request, const struct demand *demand,
                       struct json *model)
{
    struct json *list = json_put_list(model, "said");
    struct request_event *events;
    size_t count;

    if (!request_events(cx, demand->id, &events, &count))
        return false;
    for (size_t i = count; i > 0; i--) {
        const struct request_event *event = &events[i - 1];
        struct json *map = json_add_map(list);
        json_put_text(map, "at", instant_text(cx->arena, event->at));
        json_put_text(map, "title", worded(cx, request, "demand.act", event->act));
        json_put_text(map, "by",
                      *event->by_name ? event->by_name : worded(cx, request, "demand", "house"));
        json_put_bool(map, "is_client", event->contact > 0);
        json_put_text(map, "way", worded(cx, request, "demand.way", event->way));
        put_said(event, item_find(demand, event->item), map);
    }
    json_put_bool(model, "has_said", count > 0);
    return true;
}

/* Its obligation and who is spoken to. */
SQL(CHASED, FIRM,
    "SELECT o.id, o.person, COALESCE(p.name, '') FROM obligation o"
    " LEFT JOIN contact p ON p.firm = o.firm AND p.id = o.person"
    " WHERE o.firm = $1 AND o.kind = 'request' AND o.subject = $2");

/* What left to them, or waits to be done by hand. */
SQL(REMINDED, FIRM,
    "SELECT r.day_on, s.name, r.state, m.id FROM reminder r"
    " JOIN step s ON s.firm = r.firm AND s.id = r.step"
    " LEFT JOIN message m ON m.firm = r.firm AND m.id = r.message"
    " AND " MESSAGE_VISIBLE("m", "$3", "$4") " WHERE r.firm = $1 AND r.obligation = $2 ORDER BY "
                                             "r.day_on DESC, r.id DESC LIMIT 30");

static bool put_reminders(struct ctx *cx, const struct request *request, int64_t obligation,
                          struct json *model)
{
    struct rows *rows =
        store_query(cx, &REMINDED,
                    ARGS(arg_int(obligation), arg_int(cx->actor), arg_date(cx->arena, cx->today)));
    struct json *list = json_put_list(model, "reminders");

    while (rows_next(rows)) {
        struct json *map = json_add_map(list);
        json_put_date(map, "on", rows_date(rows, 0));
        json_put_text(map, "name", worded(cx, request, "step", rows_text(rows, 1)));
        json_put_text(map, "state", worded(cx, request, "fate", rows_text(rows, 2)));
        if (!rows_null(rows, 3))
            json_put_int(map, "message", rows_int(rows, 3));
    }
    json_put_bool(model, "has_reminders", json_count(list) > 0);
    return rows_done(rows);
}

static bool put_chase(struct ctx *cx, const struct request *request, int64_t demand,
                      struct json *model)
{
    struct rows *rows = store_query(cx, &CHASED, ARGS(arg_int(demand)));
    int64_t obligation = 0;

    if (rows_next(rows)) {
        obligation = rows_int(rows, 0);
        json_put_int(model, "obligation", obligation);
        json_put_text(model, "contact", *rows_text(rows, 2) ? rows_text(rows, 2) : NULL);
    }
    return rows_done(rows) && (obligation == 0 || put_reminders(cx, request, obligation, model));
}

static void put_demand(struct ctx *cx, const struct request *request, const struct demand *demand,
                       struct json *model)
{
    struct json *map = json_put_map(model, "demand"), *client = json_put_map(map, "client");
    const char *state = request_state_text(demand->state);
    int days_late = cx->today.day - demand->due_on.day;

    json_put_int(map, "id", demand->id);
    json_put_text(map, "name", demand->name);
    json_put_text(map, "instructions", *demand->instructions ? demand->instructions : NULL);
    json_put_date(map, "due_on", demand->due_on);
    json_put_text(map, "state", worded(cx, request, "demand.state", state));
    json_put_bool(map, arena_format(cx->arena, "is_%s", state), true);
    json_put_bool(map, "is_late", demand->state == REQUEST_OPEN && days_late > 0);
    json_put_int(map, "days_late", days_late > 0 ? days_late : 0);
    json_put_bool(map, "is_closed",
                  demand->state == REQUEST_DROPPED || demand->state == REQUEST_ACCEPTED);
    if (demand->has_amount)
        json_put_money(map, "amount", demand->amount);
    if (demand->is_promised)
        json_put_date(map, "promised_on", demand->promised_on);
    json_put_int(client, "id", demand->client);
    json_put_text(client, "name", demand->client_name);
    json_put_date(model, "today", cx->today);
}

/* What is asked for rests with its mission (E-9); what is closed would not go on. */
static bool put_rest(struct ctx *cx, const struct request *request, const struct demand *demand,
                     struct json *model)
{
    bool is_closed = demand->state == REQUEST_DROPPED || demand->state == REQUEST_ACCEPTED;

    return is_closed || rest_put(cx, request_language(request), "request", demand->id, model);
}

bool demand_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct demand demand;

    if (!request_find(cx, request_id(request, "demand"), &demand))
        return false;
    put_demand(cx, request, &demand, answer->model);
    demand_seen_put(cx, &demand, answer->model);
    json_put_bool(answer->model, "is_judged", strcmp(request_typed(request, "act"), "judge") == 0);
    return put_items(cx, request, &demand, answer->model)
        && put_events(cx, request, &demand, answer->model)
        && put_chase(cx, request, demand.id, answer->model)
        && put_rest(cx, request, &demand, answer->model);
}

/* An item of another request is not there. */
static bool item_of(struct ctx *cx, const struct request *request, int64_t *item)
{
    struct demand demand;

    *item = request_int(request, "item");
    if (!request_find(cx, request_id(request, "demand"), &demand))
        return false;
    return *item == 0 || item_find(&demand, *item)
        || fail(cx, FAULT_ABSENT, "DEMANDE-ABSENTE", NULL);
}

static bool move(struct ctx *cx, const struct request *request, const char *reason)
{
    struct date due_on;

    if (!request_date(request, "due_on", &due_on))
        return fail(cx, FAULT_INPUT, "CHAMP-MANQUE", "field", "due_on", NULL);
    return request_move(cx, request_id(request, "demand"), due_on, reason);
}

/* Of « 12-verdict » and « 12-reason »: the item, and which of the two. */
static int64_t named_item(const struct named *named, const char *what)
{
    char *end;
    int64_t item = strtoll(named->rest, &end, 10);

    return *end == '-' && strcmp(end + 1, what) == 0 ? item : 0;
}

static const char *reason_of(const struct named *named, size_t count, int64_t item)
{
    for (size_t i = 0; i < count; i++)
        if (named_item(&named[i], "reason") == item)
            return named[i].text;
    return "";
}

/* A yes or no for each item that was ticked, all or none. */
static bool judge(struct ctx *cx, const struct request *request, const struct demand *demand)
{
    size_t count, judged = 0;
    const struct named *named = request_named(request, &count);

    for (size_t i = 0; i < count; i++) {
        int64_t item = named_item(&named[i], "verdict");
        bool is_yes = strcmp(named[i].text, "accept") == 0;
        if (item == 0 || !*named[i].text)
            continue;
        if (!item_find(demand, item))
            return fail(cx, FAULT_ABSENT, "DEMANDE-ABSENTE", NULL);
        if (is_yes ? !item_accept(cx, item) : !item_refuse(cx, item, reason_of(named, count, item)))
            return false;
        judged++;
    }
    return judged > 0 || fail(cx, FAULT_INPUT, "VERDICT-AUCUN", NULL);
}

static bool judge_all(struct ctx *cx, const struct request *request)
{
    struct demand demand;
    bool is_own;

    return request_find(cx, request_id(request, "demand"), &demand) && client_begin(cx, &is_own)
        && client_end(cx, is_own, judge(cx, request, &demand));
}

static bool do_act(struct ctx *cx, const struct request *request, int64_t item)
{
    const char *act = request_text(request, "act"), *reason = request_text(request, "reason");
    const struct remark remark = { request_id(request, "demand"), item, reason };

    if (strcmp(act, "accept") == 0)
        return item_accept(cx, item);
    if (strcmp(act, "refuse") == 0)
        return item_refuse(cx, item, reason);
    if (strcmp(act, "judge") == 0)
        return judge_all(cx, request);
    if (strcmp(act, "drop_item") == 0)
        return item_drop(cx, item, reason);
    if (strcmp(act, "accept_all") == 0)
        return request_accept(cx, remark.request);
    if (strcmp(act, "drop") == 0)
        return request_drop(cx, remark.request, reason);
    if (strcmp(act, "reopen") == 0)
        return request_reopen(cx, remark.request, reason);
    if (strcmp(act, "move") == 0)
        return move(cx, request, reason);
    return request_comment(cx, &remark, &(struct hand){ .way = WAY_FIRM });
}

bool demand_act(struct ctx *cx, const struct request *request, struct answer *answer)
{
    int64_t item;

    if (!item_of(cx, request, &item) || !do_act(cx, request, item))
        return false;
    answer->redirect = demand_path(cx->arena, request_id(request, "demand"));
    answer->notice = arena_format(cx->arena, "demand.done.%s", request_text(request, "act"));
    return true;
}
