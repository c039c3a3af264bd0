#include "app/rule_form.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/str.h"

enum { LINES = 30, REGIMES = 4, YEAR_ENDS = 24, HUBS = 100 };

static const char *const regimes[REGIMES] = { "none", "simplified", "monthly", "quarterly" };

static void flaw_set(struct rule_draft *draft, const char *code, const char *value)
{
    if (!draft->flaw.code)
        draft->flaw = (struct fault){
            .kind = FAULT_INPUT,
            .code = code,
            .args = { { "value", value } },
        };
}

static void dates_flaw(struct rule_draft *draft, const struct request *request)
{
    if (!draft->flaw.code)
        draft->flaw = (struct fault){
            .kind = FAULT_INPUT,
            .code = "MISSION-DATES",
            .args = { { "first", request_text(request, "first") },
                      { "last", request_text(request, "last") } },
        };
}

/* « 12-31 » as it is written in France. */
static const char *ends_text(struct arena *arena, const struct rule_conditions *conditions)
{
    struct buf text = { .arena = arena };

    for (size_t i = 0; i < conditions->year_end_count; i++)
        buf_format(&text, "%s%s/%.2s", i > 0 ? ", " : "", conditions->year_ends[i] + 3,
                   conditions->year_ends[i]);
    return buf_string(&text);
}

bool rule_draft_begin(struct ctx *cx, int64_t id, struct rule_draft *draft)
{
    int year = date_civil(cx->today).year;

    *draft = (struct rule_draft){
        .rule = {
            .name = "",
            .first = date_of(year, 1, 1),
            .last = date_of(year, 12, 31),
            .has_last = true,
            .is_on = true,
        },
        .year_ends = "",
    };
    if (!service_ready(cx) || !service_list(cx, false, &draft->offered, &draft->offered_count))
        return false;
    if (id == 0)
        return true;
    if (!rule_find(cx, id, &draft->rule))
        return false;
    draft->year_ends = ends_text(cx->arena, &draft->rule.conditions);
    return true;
}

static void read_regimes(struct arena *arena, const struct request *request, struct rule *rule)
{
    rule->conditions.vat_regimes = arena_new(arena, const char *, REGIMES);
    for (size_t i = 0; i < REGIMES; i++)
        if (request_has(request, arena_format(arena, "vat_%s", regimes[i])))
            rule->conditions.vat_regimes[rule->conditions.vat_regime_count++] = regimes[i];
}

/* « 31/12 », or « 12-31 » as exports write it. */
static bool end_read(const char *at, long *month, long *day, char **rest)
{
    long first = strtol(at, rest, 10);
    char between = **rest;

    if (*rest == at || (between != '/' && between != '-'))
        return false;
    long second = strtol(*rest + 1, rest, 10);
    *day = between == '/' ? first : second;
    *month = between == '/' ? second : first;
    return *month >= 1 && *month <= 12 && *day >= 1 && *day <= 31
        && date_exists(2024, (int)*month, (int)*day);
}

/* « 31/12, 30/06 ». */
static void read_ends(struct arena *arena, struct rule_draft *draft)
{
    struct rule_conditions *conditions = &draft->rule.conditions;
    const char *at = draft->year_ends;

    conditions->year_ends = arena_new(arena, const char *, YEAR_ENDS);
    for (;;) {
        char *rest;
        long month, day;
        at += strspn(at, " ,;");
        if (*at == '\0' || conditions->year_end_count == YEAR_ENDS)
            return;
        if (!end_read(at, &month, &day, &rest)) {
            flaw_set(draft, "REGLE-CLOTURE", draft->year_ends);
            return;
        }
        conditions->year_ends[conditions->year_end_count++] =
            arena_format(arena, "%02ld-%02ld", month, day);
        at = rest;
    }
}

static struct mission_service *line_of(struct rule_draft *draft, int64_t service)
{
    struct rule *rule = &draft->rule;

    for (size_t i = 0; i < rule->service_count; i++)
        if (rule->services[i].service == service)
            return &rule->services[i];
    if (rule->service_count == LINES)
        return NULL;
    struct mission_service *line = &rule->services[rule->service_count++];
    *line =
        (struct mission_service){ .service = service, .follows = "", .words = "", .quantity = 1 };
    return line;
}

const struct mission_service *rule_draft_line(const struct rule_draft *draft, int64_t service)
{
    for (size_t i = 0; i < draft->rule.service_count; i++)
        if (draft->rule.services[i].service == service)
            return &draft->rule.services[i];
    return NULL;
}

/* What the service offers. */
static bool line_fill(struct ctx *cx, struct date first, struct mission_service *line)
{
    struct service service;

    if (!service_find(cx, line->service, &service))
        return false;
    *line = (struct mission_service){
        .service = service.id,
        .rhythm = service.content.rhythm,
        .first = first,
        .quantity = 1,
        .lead_days = service.content.lead_days,
        .lead_working = service.content.lead_working,
        .closed = service.content.closed,
        .follows = service.content.follows,
        .words = "",
    };
    return true;
}

static bool is_offered(const struct rule_draft *draft, int64_t service)
{
    for (size_t i = 0; i < draft->offered_count; i++)
        if (draft->offered[i].id == service)
            return true;
    return false;
}

static void read_hubs(struct arena *arena, const struct request *request,
                      struct rule_conditions *conditions)
{
    size_t count;
    const struct named *named = request_named(request, &count);

    conditions->hubs = arena_new(arena, int64_t, HUBS);
    for (size_t i = 0; i < count && conditions->hub_count < HUBS; i++) {
        char *rest;
        int64_t id = strtoll(named[i].rest, &rest, 10);
        if (*rest == '\0')
            conditions->hubs[conditions->hub_count++] = id;
    }
}

void rule_conditions_read(struct arena *arena, const struct request *request,
                          struct rule_draft *draft)
{
    const char *payroll = request_text(request, "payroll");

    draft->rule.conditions = (struct rule_conditions){
        .asks_payroll = *payroll != '\0',
        .has_payroll = strcmp(payroll, "yes") == 0,
    };
    draft->year_ends = request_text(request, "year_ends");
    read_regimes(arena, request, &draft->rule);
    read_ends(arena, draft);
    read_hubs(arena, request, &draft->rule.conditions);
}

/* Those that are ticked come first, what was typed of them then. */
static bool read_chosen(struct ctx *cx, const struct request *request, struct rule_draft *draft)
{
    size_t count;
    const struct named *named = request_named(request, &count);

    draft->rule.services = arena_new(cx->arena, struct mission_service, LINES);
    for (size_t i = 0; i < count; i++) {
        char *rest;
        int64_t id = strtoll(named[i].rest, &rest, 10);
        if (strcmp(rest, "-chosen") == 0 && is_offered(draft, id)) {
            struct mission_service *line = line_of(draft, id);
            if (line && !line_fill(cx, draft->rule.first, line))
                return false;
        }
    }
    return true;
}

static void read_lines(const struct request *request, struct rule_draft *draft)
{
    size_t count;
    const struct named *named = request_named(request, &count);

    for (size_t i = 0; i < count; i++) {
        char *rest;
        int64_t id = strtoll(named[i].rest, &rest, 10);
        if (!rule_draft_line(draft, id))
            continue;
        struct mission_service *line = line_of(draft, id);
        if (strcmp(rest, "-rhythm") == 0 && !rhythm_parse(named[i].text, &line->rhythm))
            flaw_set(draft, "MISSION-CHOIX", named[i].text);
        if (strcmp(rest, "-first") == 0 && !date_parse(named[i].text, &line->first))
            flaw_set(draft, "MISSION-DATE", named[i].text);
    }
}

static void read_head(const struct request *request, struct rule_draft *draft)
{
    struct rule *rule = &draft->rule;

    rule->name = request_text(request, "name");
    rule->signs = request_has(request, "signs");
    rule->is_on = request_has(request, "is_on");
    rule->has_last = request_date(request, "last", &rule->last);
    if (!request_date(request, "first", &rule->first))
        flaw_set(draft, "MISSION-DATE", request_text(request, "first"));
    if (*rule->name == '\0')
        flaw_set(draft, "MISSION-TITRE", "");
    if (rule->has_last && rule->last.day < rule->first.day)
        dates_flaw(draft, request);
}

bool rule_draft_read(struct ctx *cx, const struct request *request, struct rule_draft *draft)
{
    draft->rule.service_count = 0;
    read_head(request, draft);
    rule_conditions_read(cx->arena, request, draft);
    if (!read_chosen(cx, request, draft))
        return false;
    read_lines(request, draft);
    if (draft->rule.service_count == 0)
        flaw_set(draft, "MISSION-VIDE", "");
    return true;
}

const char *rule_draft_mark(struct arena *arena, const struct rule_draft *draft)
{
    const struct rule *rule = &draft->rule;
    const struct rule_conditions *conditions = &rule->conditions;
    uint64_t mark = UINT64_C(14695981039346656037);
    struct buf text = { .arena = arena };

    buf_format(&text, "%s\t%d\t%d\t%d%d%d%d\t%s", rule->name, rule->first.day,
               rule->has_last ? rule->last.day : 0, rule->signs, rule->is_on,
               conditions->asks_payroll, conditions->has_payroll, draft->year_ends);
    for (size_t i = 0; i < conditions->vat_regime_count; i++)
        buf_format(&text, " %s", conditions->vat_regimes[i]);
    for (size_t i = 0; i < conditions->hub_count; i++)
        buf_format(&text, " %lld", (long long)conditions->hubs[i]);
    for (size_t i = 0; i < rule->service_count; i++)
        buf_format(&text, "\n%lld %s %d", (long long)rule->services[i].service,
                   rhythm_text(rule->services[i].rhythm), rule->services[i].first.day);
    for (const char *at = buf_string(&text); *at; at++)
        mark = (mark ^ (unsigned char)*at) * UINT64_C(1099511628211);
    return arena_format(arena, "%llx", (unsigned long long)mark);
}
