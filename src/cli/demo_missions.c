#include "cli/demo_missions.h"

#include <string.h>

#include "mission/mission.h"
#include "mission/service.h"
#include "mission/tax.h"
#include "worker/generate.h"

/* Few: what they owe is spoken of on the same days as the invoices. */
enum { CHOSEN = 10, APART = 7, SERVICES = 4 };

struct catalogue {
    struct service *services;
    size_t count;
};

static const char *vat_key(const struct client *client)
{
    if (strcmp(client->vat_regime, "monthly") == 0)
        return "vat-monthly";
    return strcmp(client->vat_regime, "quarterly") == 0 ? "vat-quarterly" : "";
}

static bool service_take(struct ctx *cx, const struct catalogue *catalogue, const char *key,
                         struct mission *mission)
{
    for (size_t i = 0; i < catalogue->count; i++) {
        struct service service;
        if (*key == '\0' || strcmp(catalogue->services[i].key, key) != 0)
            continue;
        if (!service_find(cx, catalogue->services[i].id, &service))
            return false;
        mission->services[mission->service_count++] = (struct mission_service){
            .service = service.id,
            .rhythm = service.content.rhythm,
            .first = mission->first,
            .lead_days = service.content.lead_days,
            .lead_working = service.content.lead_working,
            .closed = service.content.closed,
            .follows = service.content.follows,
        };
    }
    return true;
}

static bool tax_tell(struct ctx *cx, int64_t client, int number)
{
    struct client_tax tax;

    if (!client_tax_find(cx, client, &tax))
        return false;
    tax.department = "35";
    tax.vat_day = 19 + number % 6;
    tax.last[LAST_IS].cents = (400000 + 130000 * (int64_t)number) * 4;
    return client_tax_save(cx, &tax);
}

static bool mission_give(struct ctx *cx, const struct catalogue *catalogue, int number,
                         const struct client *client)
{
    struct mission_service services[SERVICES];
    struct mission mission = {
        .client = client->id,
        .name = arena_format(cx->arena, "Mission %d", date_civil(cx->today).year),
        .first = cx->today,
        .services = services,
    };

    if (!tax_tell(cx, client->id, number) || !service_take(cx, catalogue, vat_key(client), &mission)
        || !service_take(cx, catalogue, client->has_payroll ? "payroll-variables" : "", &mission)
        || !service_take(cx, catalogue, "corporate-tax-advance", &mission)
        || !service_take(cx, catalogue, "annual-accounts", &mission) || !mission_add(cx, &mission))
        return false;
    if (number == CHOSEN - 1)
        return true;
    return mission_sign(cx, mission.id, mission.first)
        && (number != CHOSEN - 2 || mission_suspend(cx, mission.id, cx->today));
}

static bool give_some(struct ctx *cx, const int64_t *clients)
{
    struct catalogue catalogue;

    if (!service_ready(cx) || !service_list(cx, false, &catalogue.services, &catalogue.count))
        return false;
    for (int i = 0; i < CHOSEN; i++) {
        struct client client;
        if (!client_find(cx, clients[i * APART], &client)
            || !mission_give(cx, &catalogue, i, &client))
            return false;
    }
    return true;
}

bool demo_missions(struct ctx *cx, const int64_t *clients)
{
    struct generated generated;

    return store_begin(cx) && store_end(cx, give_some(cx, clients)) && generate_run(cx, &generated);
}
