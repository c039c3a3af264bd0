#include "mission/amount_period.h"

#include <stdlib.h>
#include <string.h>

#include "mission/tax.h"

enum { YEARS_AROUND = 2 };

static bool has_period(const struct deadlines_known *known, const struct amount_asked *asked,
                       const char *period)
{
    for (size_t i = 0; i < known->told.count; i++) {
        const struct deadline *row = &known->told.rows[i];
        if (row->kind == asked->kind && row->part == asked->part
            && strcmp(row->period, period) == 0)
            return true;
    }
    for (size_t i = 0; i < known->open_count; i++)
        if (known->open[i].kind == asked->kind && strcmp(known->open[i].period, period) == 0)
            return true;
    return false;
}

const char *amount_period_meant(struct arena *arena, const struct deadlines_known *known,
                                const struct amount_asked *asked, const char **instead)
{
    *instead = deadline_known_periods(arena, known, asked->kind, asked->period);
    bool is_one_closing =
        strlen(asked->period) == strlen("2026") && strlen(*instead) == strlen("2026-12-31");

    if (has_period(known, asked, asked->period))
        return asked->period;
    return is_one_closing && has_period(known, asked, *instead) ? *instead : NULL;
}

bool amount_period_find(struct ctx *cx, int64_t client, const struct amount_asked *asked,
                        const char **meant, const char **instead)
{
    int now = date_civil(cx->today).year, year = atoi(asked->period);
    bool is_near = year >= now - YEARS_AROUND && year <= now + YEARS_AROUND;
    struct date first = date_of((is_near ? year : now) - YEARS_AROUND, 1, 1);
    struct date last = date_of((is_near ? year : now) + YEARS_AROUND, 12, 31);
    struct client found;
    struct client_tax tax;
    struct deadlines_known known;

    if (!client_find(cx, client, &found) || !client_tax_find(cx, client, &tax))
        return false;
    struct taxpayer taxpayer = taxpayer_of(&found, &tax, asked->kind);
    if (!deadline_list_known(cx, &taxpayer, first, last, &known)) {
        if (cx->fault.kind != FAULT_INPUT)
            return false;
        cx->fault = (struct fault){ 0 };
        *meant = is_near ? asked->period : NULL;
        *instead = "";
        return true;
    }
    if (is_near) {
        *meant = amount_period_meant(cx->arena, &known, asked, instead);
        return true;
    }
    *meant = NULL;
    *instead =
        deadline_known_periods(cx->arena, &known, asked->kind, arena_format(cx->arena, "%d", now));
    return true;
}
