#include "app/obligation.h"

#include <string.h>

#include "app/acted.h"
#include "app/handlers.h"
#include "app/page.h"
#include "app/plan_model.h"
#include "app/rest_model.h"
#include "app/timeline.h"
#include "app/why_model.h"
#include "chase/intervene.h"
#include "chase/skipped.h"
#include "view/view.h"
#include "worker/kinds.h"

enum { PAUSE_DAYS = 14 };

const char *obligation_path(struct arena *arena, int64_t obligation)
{
    return arena_format(arena, "/echeances/%lld", (long long)obligation);
}

SQL(SUBJECT, FIRM,
    "SELECT o.id, o.subject, o.client, o.person, o.kind, l.name, COALESCE(c.name, p.name, m.name, "
    "''),"
    " o.state FROM obligation o JOIN client l ON l.firm = o.firm AND l.id = o.client"
    " LEFT JOIN customer c ON c.firm = o.firm AND c.id = o.person AND o.kind = 'invoice'"
    " LEFT JOIN contact p ON p.firm = o.firm AND p.id = o.person AND o.kind = 'request'"
    " LEFT JOIN member m ON m.firm = o.firm AND m.id = o.person AND o.kind = 'task'"
    " WHERE o.firm = $1 AND o.id = $2");

bool matter_find(struct ctx *cx, int64_t obligation, struct matter *subject)
{
    struct rows *rows = store_query(cx, &SUBJECT, ARGS(arg_int(obligation)));
    struct matter found = { 0 };

    if (rows_next(rows))
        found = (struct matter){ .obligation = rows_int(rows, 0),
                                 .subject = rows_int(rows, 1),
                                 .client = rows_int(rows, 2),
                                 .person = rows_int(rows, 3),
                                 .kind = rows_text(rows, 4),
                                 .client_name = rows_text(rows, 5),
                                 .person_name = rows_text(rows, 6),
                                 .is_open = strcmp(rows_text(rows, 7), "open") == 0 };
    if (!rows_done(rows))
        return false;
    if (found.obligation == 0)
        return fail(cx, FAULT_ABSENT, "OBLIGATION-ABSENTE", NULL);
    *subject = found;
    return true;
}

SQL(LAST_ACT, FIRM,
    "SELECT i.at, i.by, i.reason FROM intervention i WHERE i.firm = $1 AND i.obligation = $2"
    " AND i.act = $3 AND (CAST($4 AS BIGINT) = 0 OR i.step = $4) ORDER BY i.id DESC LIMIT 1");

/* When an act was last done to an obligation, to one step of it or to it all, by whom and why. */
static bool put_act(struct ctx *cx, const struct request *request, struct acted *acted,
                    const struct arg *args, struct json *map)
{
    struct rows *rows = store_query(cx, &LAST_ACT, args);
    const char *name, *language = request_language(request);

    acted->reason = "";
    if (rows_next(rows)) {
        acted->at = rows_instant(rows, 0);
        acted->by = rows_int(rows, 1);
        acted->reason = rows_text(rows, 2);
        json_put_text(map, "at", instant_text(cx->arena, acted->at));
        json_put_text(map, "reason", acted_reason(cx->arena, language, acted->act, acted->reason));
    }
    if (!rows_done(rows) || !acted_by(cx, request, acted, &name))
        return false;
    json_put_text(map, "by", name);
    return true;
}

static bool put_paused(struct ctx *cx, const struct request *request, const struct why *why,
                       struct json *model)
{
    struct json *paused = json_put_map(model, "paused");
    struct acted acted = { .kind = why->owed.kind,
                           .subject = why->owed.subject,
                           .act = act_text(ACT_PAUSE) };

    json_put_bool(model, "is_paused", true);
    if (why->owed.paused_until.day != NO_DAY.day)
        json_put_date(paused, "until", why->owed.paused_until);
    return put_act(cx, request, &acted,
                   ARGS(arg_int(why->owed.id), arg_text(acted.act), arg_int(0)), paused);
}

/* Held with its mission, whatever a person says of it alone (E-9). */
static bool put_hold(struct ctx *cx, const struct request *request, const struct why *why,
                     struct json *model)
{
    const struct obligation *owed = &why->owed;

    if (!rest_put(cx, request_language(request), owed->kind, owed->subject, model))
        return false;
    return json_get(model, "rest") || !owed->paused || put_paused(cx, request, why, model);
}

static bool put_skipped_step(struct ctx *cx, const struct request *request,
                             const struct obligation *owed, const struct skipped *skipped,
                             struct json *map)
{
    const struct step *step = skipped->occasion.step;
    struct acted acted = { .kind = owed->kind,
                           .subject = owed->subject,
                           .act = act_text(skipped->is_held ? ACT_PAUSE : ACT_SKIP) };

    json_put_int(map, "id", skipped->reminder);
    json_put_text(map, "step_name", step->name);
    json_put_bool(json_put_map(map, "step"), step->name, true);
    json_put_date(map, "on", skipped->occasion.on);
    json_put_bool(map, "is_held", skipped->is_held);
    return put_act(
        cx, request, &acted,
        ARGS(arg_int(owed->id), arg_text(acted.act), arg_int(skipped->is_held ? 0 : step->id)),
        map);
}

/* What a person skipped or held, and may take back. */
static bool put_skipped(struct ctx *cx, const struct request *request, const struct matter *subject,
                        struct json *model)
{
    struct json *list = json_put_list(model, "skipped");
    struct obligation owed;
    struct rules rules;
    struct skipped *skipped;
    size_t count;

    if (!obligation_find(cx, subject->obligation, &owed)
        || !rules_load(cx, kind_leader(worker_kind(subject->kind)), &rules)
        || !skipped_list(cx, &owed, &rules, &skipped, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!put_skipped_step(cx, request, &owed, &skipped[i], json_add_map(list)))
            return false;
    json_put_bool(model, "has_skipped", count > 0);
    return true;
}

SQL(SCENARIOS, FIRM,
    "SELECT id, name FROM scenario WHERE firm = $1 AND kind = $2 AND archived = 0 AND id <> $3"
    " ORDER BY name, id");

static bool put_scenarios(struct ctx *cx, const struct why *why, struct json *model)
{
    struct rows *rows =
        store_query(cx, &SCENARIOS, ARGS(arg_text(why->owed.kind), arg_int(why->owed.scenario)));
    struct json *list = json_put_list(model, "scenarios");

    while (rows_next(rows)) {
        struct json *scenario = json_add_map(list);
        json_put_int(scenario, "id", rows_int(rows, 0));
        json_put_text(scenario, "name", rows_text(rows, 1));
    }
    json_put_bool(model, "has_scenarios", json_count(list) > 0);
    return rows_done(rows);
}

/* What was decided and has not left: the acts are about it then, not about the next step. */
SQL(WAITING, FIRM,
    "SELECT COUNT(*) FROM reminder r LEFT JOIN message m ON m.firm = r.firm AND m.id = r.message"
    " WHERE r.firm = $1 AND r.obligation = $2 AND (r.state = 'todo' OR (r.state = 'planned'"
    " AND m.state IN ('waiting', 'due', 'taken')))");

static bool put_acts(struct ctx *cx, const struct request *request, const struct why *why,
                     struct json *model)
{
    struct rows *rows = store_query(cx, &WAITING, ARGS(arg_int(why->owed.id)));
    bool waits = rows_next(rows) && rows_int(rows, 0) > 0;
    const char *member;

    if (!rows_done(rows))
        return false;
    json_put_bool(model, "is_open", true);
    json_put_bool(model, "can_step", waits || why->step || why->next);
    json_put_bool(model, "is_waiting", waits);
    json_put_bool(model, "is_taken_over", why->owed.taken_over > 0);
    json_put_date(model, "today", cx->today);
    json_put_date(model, "default_until", (struct date){ cx->today.day + PAUSE_DAYS });
    if (why->owed.taken_over > 0) {
        if (!page_member(cx, request, why->owed.taken_over, &member))
            return false;
        json_put_text(model, "taken_over_by", member);
    }
    return put_scenarios(cx, why, model) && put_hold(cx, request, why, model);
}

/* A debtor has a page of all that is owed; what a client or a member owes is its own page. */
static const char *person_path(struct arena *arena, const struct matter *subject)
{
    if (strcmp(subject->kind, "invoice") == 0)
        return arena_format(arena, "/clients/%lld/debiteurs/%lld", (long long)subject->client,
                            (long long)subject->person);
    return arena_format(arena, "/%s/%lld",
                        strcmp(subject->kind, "task") == 0 ? "taches" : "demandes",
                        (long long)subject->subject);
}

/* All that the person owes; absent while nobody is asked. */
static void put_history(struct arena *arena, const struct matter *subject, struct json *model)
{
    const char *of = strcmp(subject->kind, "task") == 0 ? "/cabinet/collaborateurs" : "/contacts";

    if (strcmp(subject->kind, "invoice") == 0)
        json_put_text(model, "history_path",
                      arena_format(arena, "%s/historique", person_path(arena, subject)));
    else if (subject->person > 0)
        json_put_text(model, "history_path",
                      arena_format(arena, "%s/%lld/historique", of, (long long)subject->person));
}

static bool put_timeline(struct ctx *cx, const struct request *request,
                         const struct matter *subject, struct json *model)
{
    const struct chase_kind *leader = kind_leader(worker_kind(subject->kind));
    const struct timeline_scope scope = {
        .capacity = leader,
        .issuer = leader->for_firm ? 0 : subject->client,
        .person = subject->person,
        .obligation = subject->obligation,
        .show = "",
        .after = "",
    };

    if (!timeline_put(cx, request, &scope, model))
        return false;
    json_put_bool(model, "is_cut", json_get(model, "next") != NULL);
    return true;
}

bool obligation_put(struct ctx *cx, const struct request *request, const struct matter *subject,
                    struct json *model)
{
    const struct chase_kind *kind = worker_kind(subject->kind);
    const struct why_reader reader = {
        .language = request_language(request),
        .is_admin = (request_role(request) & ROLE_ADMIN) != 0,
    };
    struct date on = cx->today;
    struct why why;

    if (!kind)
        return fail(cx, FAULT_BROKEN, "GENRE-INCONNU", "kind", subject->kind, NULL);
    (void)request_date(request, "on", &on); /* else today */
    if (!chase_why(cx, kind, subject->subject, on, &why)
        || !why_put(cx, &reader, &why, json_put_map(model, "why")))
        return false;
    json_put_int(model, "obligation", subject->obligation);
    put_named(model, "client", subject->client, subject->client_name);
    put_named(model, "customer", subject->person, subject->person_name);
    json_put_text(model, "person_path", person_path(cx->arena, subject));
    put_history(cx->arena, subject, model);
    return (!subject->is_open
            || (put_acts(cx, request, &why, model) && put_skipped(cx, request, subject, model)))
        && put_timeline(cx, request, subject, model);
}

const struct field obligation_fields[] = {
    { .name = "on", .check = CHECK_DATE },
    { 0 },
};

bool obligation_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct matter subject;

    return matter_find(cx, request_id(request, "obligation"), &subject)
        && obligation_put(cx, request, &subject, answer->model);
}
