#include <stdlib.h>
#include <string.h>

#include "client/change.h"
#include "client/visible.h"
#include "mission/rule_text.h"
#include "mission/rule_words.h"

/* What stands in the way: a service that the client has by a mission, or an exception. */
struct had {
    int64_t client, mission, service; /* the last two 0 of an exception */
    const char *reason;               /* of an exception; NULL else */
    const char *follows, *title;      /* where it counts by its legal deadline; NULL else */
    bool is_draft;
};

struct hads {
    struct had *rows;
    size_t count, room;
};

/* What it gave once is not given again, even when a person has ended it since. */
SQL(OF_RULE, FIRM,
    "SELECT x.client, x.mission, x.service, NULL, CASE m.state WHEN 'draft' THEN 1 ELSE 0 END,"
    " NULL, NULL FROM mission m JOIN mission_service x"
    " ON x.firm = m.firm AND x.mission = m.id WHERE m.firm = $1 AND m.rule = $2");
SQL(OF_SERVICE, FIRM,
    "SELECT x.client, x.mission, x.service, NULL, CASE m.state WHEN 'draft' THEN 1 ELSE 0 END,"
    " NULL, NULL FROM mission_service x JOIN mission m"
    " ON m.firm = x.firm AND m.id = x.mission WHERE x.firm = $1 AND x.service = $2"
    " AND m.state <> 'ended' AND m.first_on <= CAST($4 AS TEXT)"
    " AND (m.last_on IS NULL OR m.last_on >= CAST($3 AS TEXT))");
/* The days of a deadline are the client's own, whatever service takes them. */
SQL(OF_DEADLINE, FIRM,
    "SELECT x.client, x.mission, x.service, NULL, CASE m.state WHEN 'draft' THEN 1 ELSE 0 END,"
    " x.follows, s.title FROM mission_service x JOIN mission m"
    " ON m.firm = x.firm AND m.id = x.mission"
    " JOIN service s ON s.firm = x.firm AND s.id = x.service"
    " WHERE x.firm = $1 AND x.follows = $2 AND m.state <> 'ended'"
    " AND m.first_on <= CAST($4 AS TEXT)"
    " AND (m.last_on IS NULL OR m.last_on >= CAST($3 AS TEXT))");
SQL(EXCEPTED, FIRM,
    "SELECT client, 0, 0, reason, 0, NULL, NULL FROM mission_exception WHERE firm = $1 AND rule = "
    "$2");

static bool hads_read(struct ctx *cx, struct rows *rows, struct hads *hads)
{
    while (rows_next(rows)) {
        if (hads->count == hads->room)
            hads->rows = arena_grow(cx->arena, hads->rows, &hads->room, sizeof *hads->rows);
        hads->rows[hads->count++] = (struct had){
            .client = rows_int(rows, 0),
            .mission = rows_int(rows, 1),
            .service = rows_int(rows, 2),
            .reason = rows_null(rows, 3) ? NULL : rows_text(rows, 3),
            .is_draft = rows_int(rows, 4) == 1,
            .follows = rows_null(rows, 5) ? NULL : rows_text(rows, 5),
            .title = rows_null(rows, 6) ? NULL : rows_text(rows, 6),
        };
    }
    return rows_done(rows);
}

/* Of one client, a mission that is there goes before an exception. */
static int by_client(const void *a, const void *b)
{
    const struct had *one = a, *other = b;

    if (one->client != other->client)
        return one->client < other->client ? -1 : 1;
    return (one->reason != NULL) - (other->reason != NULL);
}

/* E-7: nothing is made of what lies in the past. */
static struct date first_of(const struct ctx *cx, const struct rule *rule)
{
    return rule->first.day > cx->today.day ? rule->first : cx->today;
}

static bool follows_any(const char *follows)
{
    return follows && *follows;
}

/* Another mission has a service, or takes the days of its legal deadline, while its days meet those
 * that the rule would give. */
static bool hads_load(struct ctx *cx, const struct rule *rule, struct hads *hads)
{
    struct arg first = arg_date(cx->arena, first_of(cx, rule));
    struct arg last = arg_date(cx->arena, rule->has_last ? rule->last : date_of(9999, 12, 31));
    const struct arg *id = ARGS(arg_int(rule->id));

    if (!hads_read(cx, store_query(cx, &OF_RULE, id), hads)
        || !hads_read(cx, store_query(cx, &EXCEPTED, id), hads))
        return false;
    for (size_t i = 0; i < rule->service_count; i++) {
        const struct arg *args = ARGS(arg_int(rule->services[i].service), first, last);
        if (!hads_read(cx, store_query(cx, &OF_SERVICE, args), hads))
            return false;
        const char *follows = rule->services[i].follows;
        if (follows_any(follows)
            && !hads_read(cx, store_query(cx, &OF_DEADLINE, ARGS(arg_text(follows), first, last)),
                          hads))
            return false;
    }
    if (hads->count > 0)
        qsort(hads->rows, hads->count, sizeof *hads->rows, by_client);
    return true;
}

/* The first of a client's. */
static size_t had_find(const struct hads *hads, int64_t client)
{
    size_t low = 0, high = hads->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (hads->rows[middle].client < client)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

SQL(CLIENTS, FIRM,
    "SELECT c.id, c.name, c.hub, c.vat_regime, c.year_ends, c.has_payroll, c.state, c.tester"
    " FROM client c WHERE c.firm = $1 AND c.changed > $2"
    " AND " CLIENT_UNHIDDEN("c.id", "$3", "$4") " ORDER BY c.name_folded || '', c.id");

static struct client client_row(struct rows *rows)
{
    return (struct client){
        .id = rows_int(rows, 0),
        .name = rows_text(rows, 1),
        .hub = rows_int(rows, 2),
        .vat_regime = rows_text(rows, 3),
        .year_ends = rows_text(rows, 4),
        .has_payroll = rows_int(rows, 5) == 1,
        .state = rows_text(rows, 6),
        .tester = rows_int(rows, 7),
    };
}

/* What two services of one rule do on one deadline is meant. */
static bool is_of_rule(const struct rule *rule, int64_t service)
{
    for (size_t i = 0; i < rule->service_count; i++)
        if (rule->services[i].service == service)
            return true;
    return false;
}

/* Whether it stands in the way of one of the rule's services. */
static bool meets(const struct rule *rule, const struct mission_service *service,
                  const struct had *had)
{
    if (!had->follows)
        return had->service == service->service;
    return follows_any(service->follows) && strcmp(had->follows, service->follows) == 0
        && !is_of_rule(rule, had->service);
}

static struct rule_client judge(struct arena *arena, const struct rule *rule,
                                const struct hads *hads, const struct client *client)
{
    bool *lacks = arena_new(arena, bool, rule->service_count + 1);
    struct rule_client judged = {
        .client = client->id,
        .name = client->name,
        .reason = "",
        .follows_in = "",
        .lacks = lacks,
    };
    size_t lacking = 0;
    bool is_excepted = false;

    for (size_t i = 0; i < rule->service_count; i++)
        lacks[i] = true;
    for (size_t k = had_find(hads, client->id);
         k < hads->count && hads->rows[k].client == client->id; k++) {
        const struct had *had = &hads->rows[k];
        for (size_t i = 0; i < rule->service_count; i++)
            if (meets(rule, &rule->services[i], had)) {
                lacks[i] = false;
                judged.follows_in = had->follows ? had->title : judged.follows_in;
            }
        if (had->reason) {
            is_excepted = true;
            judged.reason = had->reason;
        } else if (!had->follows || !is_of_rule(rule, had->service)) {
            judged.mission = had->mission;
            judged.is_draft |= had->is_draft;
        }
    }
    for (size_t i = 0; i < rule->service_count; i++)
        lacking += lacks[i];
    judged.verdict = lacking == 0 ? RULE_HAS : is_excepted ? RULE_EXCEPT : RULE_NEW;
    return judged;
}

static bool clients_judge(struct ctx *cx, const struct rule *rule, int64_t since,
                          struct rule_client **clients, size_t *count)
{
    struct rule_client *list = NULL;
    struct hads hads = { 0 };
    size_t used = 0, room = 0;

    if (!hads_load(cx, rule, &hads))
        return false;
    struct rows *rows = store_query(
        cx, &CLIENTS, ARGS(arg_int(since), arg_int(cx->actor), arg_date(cx->arena, cx->today)));
    while (rows_next(rows)) {
        struct client client = client_row(rows);
        if (!rule_fits(rule, &client))
            continue;
        if (used == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        list[used++] = judge(cx->arena, rule, &hads, &client);
    }
    if (!rows_done(rows))
        return false;
    *clients = list;
    *count = used;
    return true;
}

bool rule_preview(struct ctx *cx, const struct rule *rule, struct rule_client **clients,
                  size_t *count)
{
    struct rule_client *list;
    size_t used;

    if (!rule_check(cx, rule) || !clients_judge(cx, rule, -1, &list, &used))
        return false;
    if (!rule_words_look(cx, rule, list, used))
        return false;
    *clients = list;
    *count = used;
    return true;
}

bool rule_select(struct ctx *cx, const struct rule *rule, int64_t **clients, size_t *count)
{
    int64_t *list = NULL;
    size_t used = 0, room = 0;
    struct rows *rows = store_query(
        cx, &CLIENTS, ARGS(arg_int(-1), arg_int(cx->actor), arg_date(cx->arena, cx->today)));

    while (rows_next(rows)) {
        struct client client = client_row(rows);
        if (!rule_fits(rule, &client))
            continue;
        if (used == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        list[used++] = client.id;
    }
    if (!rows_done(rows))
        return false;
    *clients = list;
    *count = used;
    return true;
}

/* The services that it lacks. A signature that is refused has begun nothing. */
static bool give(struct ctx *cx, const struct rule *rule, const struct rule_client *client,
                 struct rule_given *given)
{
    struct mission_service *services =
        arena_new(cx->arena, struct mission_service, rule->service_count + 1);
    struct mission mission = {
        .client = client->client,
        .name = rule->name,
        .first = first_of(cx, rule),
        .last = rule->last,
        .has_last = rule->has_last,
        .rule = rule->id,
        .services = services,
    };

    for (size_t i = 0; i < rule->service_count; i++)
        if (client->lacks[i])
            services[mission.service_count++] = rule->services[i];
    if (!mission_add(cx, &mission))
        return false;
    given->missions++;
    if (!rule->signs || mission_sign(cx, mission.id, cx->today))
        return true;
    given->drafts++;
    return rule_words_unfit(cx);
}

static bool give_all(struct ctx *cx, const struct rule *rule, int64_t since,
                     struct rule_given *given)
{
    struct rule_client *clients;
    struct rule_given total = { 0 };
    size_t count;

    if (!clients_judge(cx, rule, since, &clients, &count))
        return false;
    struct arena_mark mark = arena_mark(cx->arena);
    for (size_t i = 0; i < count; i++) {
        if (clients[i].verdict != RULE_NEW)
            continue;
        if (!give(cx, rule, &clients[i], &total))
            return false;
        arena_rewind(cx->arena, mark);
    }
    *given = total;
    return true;
}

SQL(SEEN, FIRM, "UPDATE mission_rule SET seen = $3 WHERE firm = $1 AND id = $2");

static bool apply(struct ctx *cx, const struct rule *rule, int64_t since, struct rule_given *given)
{
    int64_t last;

    *given = (struct rule_given){ 0 };
    if (rule->has_last && rule->last.day < cx->today.day)
        return true;
    return client_last_change(cx, &last) && give_all(cx, rule, since, given)
        && store_run(cx, &SEEN, ARGS(arg_int(rule->id), arg_int(last)));
}

bool rule_apply(struct ctx *cx, int64_t id, struct rule_given *given)
{
    struct rule_given total;
    struct rule rule;
    bool is_own;

    if (!rule_find(cx, id, &rule) || !client_begin(cx, &is_own)
        || !client_end(cx, is_own, apply(cx, &rule, -1, &total)))
        return false;
    *given = total;
    return true;
}

SQL(TO_KEEP, FIRM,
    "SELECT id, seen FROM mission_rule WHERE firm = $1 AND is_on = 1 AND seen < $2 ORDER BY id");

struct unseen {
    int64_t rule, seen;
};

static bool to_keep(struct ctx *cx, struct unseen **rules, size_t *count)
{
    struct unseen *list = NULL;
    size_t used = 0, room = 0;
    int64_t last;

    if (!client_last_change(cx, &last))
        return false;
    struct rows *rows = store_query(cx, &TO_KEEP, ARGS(arg_int(last)));
    while (rows_next(rows)) {
        if (used == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        list[used++] = (struct unseen){ rows_int(rows, 0), rows_int(rows, 1) };
    }
    if (!rows_done(rows))
        return false;
    *rules = list;
    *count = used;
    return true;
}

bool rules_keep(struct ctx *cx, struct rule_given *given)
{
    struct rule_given total = { 0 };
    struct unseen *rules;
    size_t count;

    if (!to_keep(cx, &rules, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct rule_given some;
        struct rule rule;
        bool is_own;
        if (!rule_find(cx, rules[i].rule, &rule) || !client_begin(cx, &is_own)
            || !client_end(cx, is_own, apply(cx, &rule, rules[i].seen, &some)))
            return false;
        total.missions += some.missions;
        total.drafts += some.drafts;
    }
    *given = total;
    return true;
}
