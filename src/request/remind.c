#include "request/remind.h"

#include <string.h>

#include "firm/firm.h"
#include "request/forward.h"
#include "request/row.h"
#include "store/said.h"
#include "store/visible.h"

/* More would be read by nobody; the space shows them all. */
enum { MAIL_REQUESTS = 30 };

/* The steps of the scenario are a week apart: between two messages goes one that is left out. */
enum { GENTLE_DAYS = 14 };

static const struct step steps[] = {
    { .anchor = ANCHOR_OPENING, .name = "notice" },
    { .days = -3, .name = "first" },
    { .days = 1, .name = "second" },
    { .days = 8, .name = "third" },
    { .days = 15, .name = "fourth" },
    { .days = 22, .name = "fifth" },
    { .days = 29, .medium = MEDIUM_CALL, .mode = MODE_BY_HAND, .name = "call" },
};

/*
 * What the person owes and may read; a hold keeps it out of what others bring along. CROSS keeps
 * SQLite at the person's own companies: it would begin with all that the firm is owed.
 */
#define OF_PERSON                                                                                  \
    " FROM client_contact cc CROSS JOIN request r JOIN obligation o ON o.firm = r.firm"            \
    " AND o.kind = 'request' AND o.subject = r.id JOIN client l ON l.firm = r.firm"                \
    " AND l.id = r.client WHERE cc.firm = $1 AND cc.contact = $2 AND r.firm = $1"                  \
    " AND r.client = cc.client AND r.state = 'open' AND o.issuer = 0 AND o.person = $2"            \
    " AND o.state = 'open' AND l.state <> 'archived' AND " CONTACT_MAY_READ

SQL(DEBTOR, FIRM,
    "SELECT p.name, p.email, p.language, p.email_state, (SELECT COUNT(*)" OF_PERSON
    "), (SELECT COUNT(*)" OF_PERSON " AND (o.dealt = '' OR EXISTS (SELECT 1 FROM item i"
    " WHERE i.firm = $1 AND i.request = r.id AND i.is_blocking = 1"
    " AND i.state IN ('missing', 'refused')))), p.paused, p.paused_until_on"
    " FROM contact p WHERE p.firm = $1 AND p.id = $2");

static bool debtor_fill(struct ctx *cx, struct debtor *debtor)
{
    struct rows *rows = store_query(cx, &DEBTOR, ARGS(arg_int(debtor->id)));

    debtor->paused_until = NO_DAY;
    debtor->balance = (struct money){ debtor->id == 0 }; /* nobody yet: it waits for an address */
    if (rows_next(rows)) {
        debtor->name = rows_text(rows, 0);
        debtor->address = rows_text(rows, 1);
        debtor->language = rows_text(rows, 2);
        debtor->hold = strcmp(rows_text(rows, 3), "bounced") == 0 ? HOLD_BOUNCED : HOLD_NONE;
        debtor->is_paused = rows_int(rows, 6) == 1;
        if (!rows_null(rows, 7))
            debtor->paused_until = rows_date(rows, 7);
        debtor->balance = (struct money){ rows_int(rows, 4) };
        debtor->quiet_days = rows_int(rows, 5) == 0 ? GENTLE_DAYS : 0;
    }
    return rows_done(rows);
}

static bool debtors(struct ctx *cx, struct debtor *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!debtor_fill(cx, &list[i]))
            return false;
    return true;
}

#define SEEN CLIENT_VISIBLE("r.client", "$5", "$3")

SQL(OWED, FIRM,
    "SELECT " REQUEST_COLUMNS OF_PERSON " AND (o.paused = 0 OR o.paused_until_on < $3)"
    " AND (CAST($5 AS BIGINT) = 0 OR " SEEN ") ORDER BY r.due_on, r.id LIMIT $4");

static bool list_owed(struct ctx *cx, const struct wording *wording, const char *language,
                      struct demand **requests, size_t *count)
{
    struct rows *rows = store_query(cx, &OWED,
                                    ARGS(arg_int(wording->person), arg_date(cx->arena, cx->today),
                                         arg_int(MAIL_REQUESTS + 1), arg_int(wording->looker)));
    size_t room = 0;

    *requests = NULL;
    *count = 0;
    while (rows_next(rows)) {
        if (*count == room)
            *requests = arena_grow(cx->arena, *requests, &room, sizeof **requests);
        (*requests)[(*count)++] = demand_row(rows, language);
    }
    return rows_done(rows);
}

static void put_item(const struct ctx *cx, struct json *list, const struct item *item)
{
    struct json *map = json_add_map(list);

    json_put_text(map, "name", item->name);
    json_put_bool(map, "is_blocking", item->is_blocking);
    json_put_bool(map, "is_refused", item->state == ITEM_REFUSED);
    json_put_text(map, "reason", item->state == ITEM_REFUSED ? item->reason : "");
    json_put_bool(map, "was_promised", item->is_promised && item->promised_on.day < cx->today.day);
    if (item->is_promised)
        json_put_date(map, "promised_on", item->promised_on);
}

/* Whether it holds something up. */
static bool put_items(const struct ctx *cx, const struct demand *request, struct json *map)
{
    struct json *list = json_put_list(map, "items");
    bool is_blocking = false;

    for (size_t i = 0; i < request->item_count; i++) {
        const struct item *item = &request->items[i];
        if (!item_is_owed(item))
            continue;
        put_item(cx, list, item);
        is_blocking = is_blocking || item->is_blocking;
    }
    return is_blocking;
}

static void put_request(const struct ctx *cx, const struct demand *request, struct json *map)
{
    int days_late = cx->today.day - request->due_on.day;

    json_put_int(map, "id", request->id);
    json_put_text(map, "name", request->name);
    json_put_text(map, "instructions", request->instructions);
    json_put_text(map, "of", request->client_name);
    json_put_date(map, "due_on", request->due_on);
    json_put_bool(map, "is_late", days_late > 0);
    json_put_int(map, "days_late", days_late > 0 ? days_late : 0);
    json_put_bool(map, "has_amount", request->has_amount);
    if (request->has_amount)
        json_put_money(map, "amount", request->amount);
    json_put_bool(map, "is_blocking", put_items(cx, request, map));
}

static bool put_requests(struct ctx *cx, const char *language, struct demand *requests,
                         size_t count, struct json *model)
{
    struct json *list = json_put_list(model, "requests");
    bool is_blocking = false, is_late = false, is_one = count > 0;

    for (size_t i = 0; i < count; i++) {
        struct json *map = json_add_map(list);
        if (!demand_items(cx, &requests[i], language))
            return false;
        put_request(cx, &requests[i], map);
        is_blocking = is_blocking || json_bool(json_get(map, "is_blocking"));
        is_late = is_late || json_bool(json_get(map, "is_late"));
        is_one = is_one && requests[i].client == requests[0].client;
    }
    json_put_bool(model, "is_blocking", is_blocking);
    json_put_bool(model, "is_late", is_late);
    json_put_bool(model, "is_one", count == 1);
    json_put_text(model, "client", is_one ? requests[0].client_name : NULL);
    for (size_t i = 0; i < count; i++)
        json_put_bool(json_at(list, i), "only_client", is_one);
    if (count > 0) {
        json_put_text(model, "first", requests[0].name);
        json_put_date(model, "due_on", requests[0].due_on);
    }
    return true;
}

/* Where the contact answers: the request itself when there is one alone. */
static bool put_url(struct ctx *cx, const struct demand *requests, size_t count, struct json *model)
{
    struct firm firm;

    if (!firm_find(cx, &firm))
        return false;
    json_put_text(model, "base_url", firm.base_url);
    if (!*firm.base_url)
        return true;
    json_put_text(model, "url",
                  count == 1 ? arena_format(cx->arena, "%s/espace/demandes/%lld", firm.base_url,
                                            (long long)requests[0].id)
                             : arena_format(cx->arena, "%s/espace", firm.base_url));
    return true;
}

SQL(CONTACT, FIRM, "SELECT name, language FROM contact WHERE firm = $1 AND id = $2");

static bool put_contact(struct ctx *cx, int64_t person, struct json *model, const char **language)
{
    struct rows *rows = store_query(cx, &CONTACT, ARGS(arg_int(person)));
    struct json *map = json_put_map(model, "contact");
    bool is_there = rows_next(rows);

    json_put_text(map, "name", is_there ? rows_text(rows, 0) : "");
    *language = is_there ? rows_text(rows, 1) : "";
    return rows_done(rows);
}

/* A representative whom colleagues wait for reads it here too: the mail for it is one, at once. */
static bool put_colleagues(struct ctx *cx, const struct wording *wording, struct json *model)
{
    const char *base_url = json_text(json_get(model, "base_url"));
    int64_t waiting;

    if (!forward_count(cx, wording->person, wording->looker, &waiting))
        return false;
    if (waiting == 0 || !base_url || !*base_url)
        return true;
    json_put_int(model, "colleagues", waiting);
    json_put_text(model, "colleagues_url",
                  arena_format(cx->arena, "%s/espace/utilisateurs", base_url));
    return true;
}

static bool word(struct ctx *cx, const struct wording *wording, struct json *model)
{
    struct demand *requests;
    const char *language;
    size_t count;

    if (!put_contact(cx, wording->person, model, &language)
        || !list_owed(cx, wording, language, &requests, &count))
        return false;
    size_t shown = count > MAIL_REQUESTS ? MAIL_REQUESTS : count;
    json_put_bool(json_put_map(model, "step"), wording->tone, true);
    json_put_date(model, "on", cx->today);
    json_put_int(model, "count", (int64_t)shown);
    json_put_bool(model, "has_more", count > shown);
    return put_requests(cx, language, requests, shown, model) && put_url(cx, requests, shown, model)
        && put_colleagues(cx, wording, model);
}

SQL(LABEL, FIRM, "SELECT " SAID("name", "$3") " FROM request WHERE firm = $1 AND id = $2");

static bool label(struct ctx *cx, int64_t subject, const char **text)
{
    struct rows *rows = store_query(cx, &LABEL, ARGS(arg_int(subject), arg_language(cx)));
    const char *name = rows_next(rows) ? rows_text(rows, 0) : NULL;

    if (!rows_done(rows))
        return false;
    if (!name)
        return fail(cx, FAULT_ABSENT, "DEMANDE-ABSENTE", NULL);
    *text = name;
    return true;
}

const struct chase_kind request_kind = {
    .name = "request",
    .reader = "contact",
    .mail = "mail/request",
    .for_firm = true,
    .steps = steps,
    .step_count = COUNT_OF(steps),
    .debtors = debtors,
    .word = word,
    .label = label,
};
