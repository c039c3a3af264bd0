#include "mission/rule_text.h"

#include <string.h>

#include "base/json.h"
#include "base/limits.h"
#include "base/str.h"

static void texts_put(struct json *map, const char *key, const char *const *texts, size_t count)
{
    struct json *list = json_put_list(map, key);

    for (size_t i = 0; i < count; i++)
        json_add_text(list, texts[i]);
}

const char *rule_conditions_text(struct arena *arena, const struct rule *rule)
{
    const struct rule_conditions *conditions = &rule->conditions;
    struct json *map = json_map(arena);

    texts_put(map, "vat_regime", conditions->vat_regimes, conditions->vat_regime_count);
    texts_put(map, "year_ends", conditions->year_ends, conditions->year_end_count);
    struct json *hubs = json_put_list(map, "hub");
    for (size_t i = 0; i < conditions->hub_count; i++)
        json_put_int(json_add_map(hubs), "id", conditions->hubs[i]);
    if (conditions->asks_payroll)
        json_put_bool(map, "has_payroll", conditions->has_payroll);
    return json_write(arena, map);
}

static void service_put(struct json *map, const struct mission_service *service)
{
    json_put_int(map, "service", service->service);
    json_put_text(map, "rhythm", rhythm_text(service->rhythm));
    json_put_date(map, "first", service->first);
    json_put_int(map, "anchor_day", service->anchor_day);
    json_put_int(map, "quantity", service->quantity);
    json_put_int(map, "lead_days", service->lead_days);
    json_put_bool(map, "lead_working", service->lead_working);
    json_put_text(map, "closed", closed_rule_text(service->closed));
    json_put_text(map, "follows", service->follows ? service->follows : "");
}

const char *rule_content_text(struct arena *arena, const struct rule *rule)
{
    struct json *map = json_map(arena), *list = json_put_list(map, "services");

    for (size_t i = 0; i < rule->service_count; i++)
        service_put(json_add_map(list), &rule->services[i]);
    json_put_date(map, "first", rule->first);
    if (rule->has_last)
        json_put_date(map, "last", rule->last);
    json_put_bool(map, "signs", rule->signs);
    return json_write(arena, map);
}

static const char **texts_read(struct arena *arena, const struct json *list, size_t *count)
{
    const char **texts = arena_new(arena, const char *, json_count(list) + 1);

    *count = json_count(list);
    for (size_t i = 0; i < *count; i++) {
        const char *text = json_text(json_at(list, i));
        texts[i] = text ? text : "";
    }
    return texts;
}

static void conditions_read(struct arena *arena, const struct json *map,
                            struct rule_conditions *conditions)
{
    const struct json *hubs = json_get(map, "hub"), *payroll = json_get(map, "has_payroll");

    conditions->vat_regimes =
        texts_read(arena, json_get(map, "vat_regime"), &conditions->vat_regime_count);
    conditions->year_ends =
        texts_read(arena, json_get(map, "year_ends"), &conditions->year_end_count);
    conditions->hubs = arena_new(arena, int64_t, json_count(hubs) + 1);
    conditions->hub_count = json_count(hubs);
    for (size_t i = 0; i < conditions->hub_count; i++)
        conditions->hubs[i] = json_int(json_get(json_at(hubs, i), "id"));
    conditions->asks_payroll = json_kind(payroll) == JSON_BOOL;
    conditions->has_payroll = json_bool(payroll);
}

static bool date_read(const struct json *map, const char *key, struct date *date)
{
    const char *text = json_text(json_get(map, key));

    return text && date_parse(text, date);
}

static const char *text_of(const struct json *map, const char *key)
{
    const char *text = json_text(json_get(map, key));

    return text ? text : "";
}

static bool service_read(const struct json *map, struct mission_service *service)
{
    *service = (struct mission_service){
        .service = json_int(json_get(map, "service")),
        .anchor_day = (int)json_int(json_get(map, "anchor_day")),
        .quantity = json_int(json_get(map, "quantity")),
        .lead_days = (int)json_int(json_get(map, "lead_days")),
        .lead_working = json_bool(json_get(map, "lead_working")),
        .follows = text_of(map, "follows"),
        .words = "",
    };
    return date_read(map, "first", &service->first)
        && rhythm_parse(text_of(map, "rhythm"), &service->rhythm)
        && closed_rule_parse(text_of(map, "closed"), &service->closed);
}

bool rule_text_read(struct ctx *cx, const char *conditions, const char *content, struct rule *rule)
{
    const struct json *asked = json_parse(cx, conditions, strlen(conditions));
    const struct json *map = asked ? json_parse(cx, content, strlen(content)) : NULL;
    const struct json *list = json_get(map, "services");
    bool is_well = date_read(map, "first", &rule->first);

    if (!map)
        return false;
    conditions_read(cx->arena, asked, &rule->conditions);
    rule->has_last = date_read(map, "last", &rule->last);
    rule->signs = json_bool(json_get(map, "signs"));
    rule->service_count = json_count(list);
    rule->services = arena_new(cx->arena, struct mission_service, rule->service_count + 1);
    for (size_t i = 0; i < rule->service_count; i++)
        is_well = service_read(json_at(list, i), &rule->services[i]) && is_well;
    return is_well || fail(cx, FAULT_BROKEN, "BASE", "detail", "mission_rule", NULL);
}

static bool is_among(const char *const *list, size_t count, const char *text)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i], text) == 0)
            return true;
    return false;
}

bool rule_check(struct ctx *cx, const struct rule *rule)
{
    static const char *const regimes[] = { "none", "simplified", "monthly", "quarterly" };
    const struct rule_conditions *conditions = &rule->conditions;
    const char *name = rule->name ? str_trim(cx->arena, rule->name) : "";
    struct date date;

    if (*name == '\0' || str_chars(name) > LIMIT_FIELD_CHARS)
        return fail(cx, FAULT_INPUT, "MISSION-NOM", "limit",
                    arena_format(cx->arena, "%d", LIMIT_FIELD_CHARS), NULL);
    if (rule->service_count == 0)
        return fail(cx, FAULT_INPUT, "MISSION-VIDE", NULL);
    for (size_t i = 0; i < conditions->vat_regime_count; i++)
        if (!is_among(regimes, COUNT_OF(regimes), conditions->vat_regimes[i]))
            return fail(cx, FAULT_INPUT, "REGLE-REGIME", "value", conditions->vat_regimes[i], NULL);
    for (size_t i = 0; i < conditions->year_end_count; i++)
        if (!date_parse(arena_format(cx->arena, "2028-%s", conditions->year_ends[i]), &date))
            return fail(cx, FAULT_INPUT, "REGLE-CLOTURE", "value", conditions->year_ends[i], NULL);
    return true;
}

static bool hub_fits(const struct rule_conditions *conditions, int64_t hub)
{
    for (size_t i = 0; i < conditions->hub_count; i++)
        if (conditions->hubs[i] == hub)
            return true;
    return conditions->hub_count == 0;
}

bool rule_fits(const struct rule *rule, const struct client *client)
{
    const struct rule_conditions *asked = &rule->conditions;

    return client->tester == 0 && strcmp(client->state, "archived") != 0
        && (asked->vat_regime_count == 0
            || is_among(asked->vat_regimes, asked->vat_regime_count, client->vat_regime))
        && (asked->year_end_count == 0
            || is_among(asked->year_ends, asked->year_end_count, client->year_ends))
        && (!asked->asks_payroll || asked->has_payroll == client->has_payroll)
        && hub_fits(asked, client->hub);
}
