#include <assert.h>

#include "base/limits.h"
#include "base/str.h"
#include "chase/obligation.h"
#include "chase/rules.h"
#include "client/change.h"
#include "client/visible.h"
#include "request/act.h"
#include "request/event.h"
#include "request/remind.h"

struct adding {
    struct ctx *cx;
    struct demand *requests;
    size_t count;
    size_t request, item; /* of the item whose row is next; the rows are asked for in order */
};

SQL(ADD, FIRM,
    "INSERT INTO request (firm, id, occurrence, place, client, name, instructions, due_on, state,"
    " needs_payroll, amount_cents, created_at, changed_at, campaign, name_en, instructions_en)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'open', $9, $10, $11, $11, $12, $13, $14)");

static void request_args(void *state, size_t i, struct arg *args)
{
    const struct adding *adding = state;
    const struct demand *request = &adding->requests[i];

    args[0] = arg_int(request->id);
    args[1] = arg_int_or_null(request->occurrence > 0, request->occurrence);
    args[2] = arg_int(request->place);
    args[3] = arg_int(request->client);
    args[4] = arg_text(request->name);
    args[5] = arg_text(request->instructions);
    args[6] = arg_date(adding->cx->arena, request->due_on);
    args[7] = arg_int(request->needs_payroll);
    args[8] = arg_int_or_null(request->has_amount, request->amount.cents);
    args[9] = arg_instant(request->created_at);
    args[10] = arg_int_or_null(request->campaign > 0, request->campaign);
    args[11] = arg_text(request->name_en);
    args[12] = arg_text(request->instructions_en);
    args[13] = (struct arg){ .type = ARG_END };
}

SQL(ADD_ITEM, FIRM,
    "INSERT INTO item (firm, id, request, client, place, kind, name, is_blocking, state, answer,"
    " reason, changed_at, name_en)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'missing', '', '', $9, $10)");

static void item_args(void *state, size_t i, struct arg *args)
{
    struct adding *adding = state;

    (void)i;
    while (adding->item == adding->requests[adding->request].item_count) {
        adding->request++;
        adding->item = 0;
    }
    const struct item *item = &adding->requests[adding->request].items[adding->item++];
    args[0] = arg_int(item->id);
    args[1] = arg_int(item->request);
    args[2] = arg_int(item->client);
    args[3] = arg_int(item->place);
    args[4] = arg_text(item_kind_text(item->kind));
    args[5] = arg_text(item->name);
    args[6] = arg_int(item->is_blocking);
    args[7] = arg_instant(item->changed_at);
    args[8] = arg_text(item->name_en);
    args[9] = (struct arg){ .type = ARG_END };
}

static void set_items(const struct ctx *cx, struct demand *request, int64_t *next)
{
    for (size_t i = 0; i < request->item_count; i++) {
        struct item *item = &request->items[i];
        item->id = (*next)++;
        item->request = request->id;
        item->client = request->client;
        item->place = (int64_t)i + 1;
        item->state = ITEM_MISSING;
        item->answer = item->reason = "";
        item->is_promised = false;
        item->changed_at = cx->now;
    }
}

static bool set_all(const struct adding *adding, size_t items)
{
    struct ctx *cx = adding->cx;
    int64_t next, next_item = 0;

    if (!store_id(cx, "request", adding->count, &next)
        || (items > 0 && !store_id(cx, "item", items, &next_item)))
        return false;
    for (size_t i = 0; i < adding->count; i++) {
        struct demand *request = &adding->requests[i];
        request->id = next++;
        request->state = REQUEST_OPEN;
        request->created_at = request->changed_at = cx->now;
        set_items(cx, request, &next_item);
    }
    return true;
}

static bool open_all(struct ctx *cx, const struct demand *requests, size_t count)
{
    struct obligation *owed = arena_new(cx->arena, struct obligation, count);
    int64_t *persons = arena_new(cx->arena, int64_t, count);
    struct rules rules;

    if (!rules_load(cx, &request_kind, &rules) || !request_addressees(cx, requests, count, persons))
        return false;
    for (size_t i = 0; i < count; i++)
        owed[i] = (struct obligation){
            .kind = request_kind.name,
            .subject = requests[i].id,
            .client = requests[i].client,
            .person = persons[i],
            .due = requests[i].due_on,
            .owed = requests[i].amount,
            .scenario = requests[i].scenario,
        };
    return chase_open(cx, &rules, owed, count);
}

/* Beyond so many requests all clients are read again: one number costs less than one each. */
enum { FEW = 16 };

static bool touch_all(struct ctx *cx, const struct demand *requests, size_t count)
{
    if (count > FEW)
        return client_touch_all(cx);
    for (size_t i = 0; i < count; i++)
        if (!client_touch(cx, requests[i].client))
            return false;
    return true;
}

bool request_add_many(struct ctx *cx, struct demand *requests, size_t count)
{
    struct adding adding = { .cx = cx, .requests = requests, .count = count };
    size_t items = 0;

    assert(store_in_transaction(cx->store));
    if (count == 0)
        return true;
    for (size_t i = 0; i < count; i++)
        items += requests[i].item_count;
    return set_all(&adding, items) && store_many(cx, &ADD, count, request_args, &adding)
        && (items == 0 || store_many(cx, &ADD_ITEM, items, item_args, &adding))
        && open_all(cx, requests, count) && touch_all(cx, requests, count);
}

static bool check_items(struct ctx *cx, const struct demand *request)
{
    if (request->item_count == 0 || request->item_count > LIMIT_ITEMS)
        return fail(cx, FAULT_INPUT, "DEMANDE-PIECES", "field", "items", "limit",
                    arena_format(cx->arena, "%d", LIMIT_ITEMS), NULL);
    for (size_t i = 0; i < request->item_count; i++) {
        size_t chars = str_chars(request->items[i].name);
        if (chars == 0 || chars > LIMIT_FIELD_CHARS)
            return fail(cx, FAULT_INPUT, "DEMANDE-PIECE-NOM", "field", "items", "place",
                        arena_format(cx->arena, "%zu", i + 1), NULL);
    }
    return true;
}

bool demand_check(struct ctx *cx, const struct demand *request)
{
    size_t chars = str_chars(request->name);

    if (chars == 0 || chars > LIMIT_FIELD_CHARS)
        return fail(cx, FAULT_INPUT, "DEMANDE-NOM", "field", "name", NULL);
    if (str_chars(request->instructions) > LIMIT_NOTE_CHARS)
        return fail(cx, FAULT_INPUT, "COMMENTAIRE-LONG", "field", "instructions", "limit",
                    arena_format(cx->arena, "%d", LIMIT_NOTE_CHARS), NULL);
    if (request->due_on.day < cx->today.day)
        return fail(cx, FAULT_INPUT, "DEMANDE-ECHEANCE", "field", "due_on", "value",
                    date_text(cx->arena, request->due_on), NULL);
    return check_items(cx, request);
}

SQL(CLIENT_IS, FIRM, "SELECT 1 FROM client WHERE firm = $1 AND id = $2");

static bool client_is(struct ctx *cx, int64_t client)
{
    struct rows *rows = store_query(cx, &CLIENT_IS, ARGS(arg_int(client)));
    bool is_there = rows_next(rows);

    return rows_done(rows) && (is_there || fail(cx, FAULT_ABSENT, "CLIENT-ABSENT", NULL));
}

static bool add(struct ctx *cx, struct demand *request)
{
    if (!client_is(cx, request->client) || !client_look(cx, request->client)
        || !request_add_many(cx, request, 1))
        return false;
    const struct request_event made = { .request = request->id,
                                        .act = "made",
                                        .way = request_way_text(WAY_FIRM),
                                        .member = cx->actor,
                                        .text = "" };
    return event_add(cx, &made);
}

bool request_add(struct ctx *cx, struct demand *request)
{
    struct demand added = *request;
    bool is_own;

    added.name = str_trim(cx->arena, added.name);
    added.instructions = str_trim(cx->arena, added.instructions ? added.instructions : "");
    added.occurrence = added.campaign = 0;
    added.place = 1;
    if (!demand_check(cx, &added) || !client_begin(cx, &is_own)
        || !client_end(cx, is_own, add(cx, &added)))
        return false;
    *request = added;
    return true;
}
