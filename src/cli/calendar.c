#include "cli/cli.h"

#include <stdlib.h>

#include "app/closure.h"
#include "chase/calendar_load.h"
#include "cli/house.h"
#include "cli/option.h"
#include "cli/table.h"
#include "view/format.h"
#include "view/view.h"

static bool holidays_run(struct ctx *cx, struct call *call, struct json *model)
{
    int year = atoi(call->operands[0]);
    enum region region = REGION_METROPOLE;
    size_t count;

    if (year < 1886 || year > 9998)
        return fail(cx, FAULT_INPUT, "ANNEE", "value", call->operands[0], NULL);
    if (!option_region(cx, call, &region))
        return false;
    const struct holiday *holidays = calendar_holidays(cx->arena, year, region, &count);
    json_put_int(model, "year", year);
    json_put_text(model, "region", region_text(region));
    struct json *list = json_put_list(model, "holidays");
    for (size_t i = 0; i < count; i++) {
        struct json *holiday = json_add_map(list);
        const char *key = arena_format(cx->arena, "holiday.%s", holidays[i].name);
        json_put_date(holiday, "date", holidays[i].date);
        json_put_text(holiday, "name", view_text(cx->arena, call->language, key, NULL));
    }
    return true;
}

static void holidays_print(struct buf *out, const struct call *call, const struct json *model)
{
    const struct json *list = json_get(model, "holidays");
    struct table *table =
        table_new(out->arena, (const char *const[]){ "Date", "Jour", "Nom", NULL });

    for (size_t i = 0; i < json_count(list); i++) {
        const char *date = json_text(json_get(json_at(list, i), "date"));
        table_row(table,
                  (const char *const[]){
                      date,
                      format_value(out->arena, "day", call->language, date),
                      json_text(json_get(json_at(list, i), "name")),
                  });
    }
    table_print(out, table);
}

/* The calendar of a region alone, or the firm's with its own closed days where there are books. */
static bool calendar_read(struct ctx *cx, struct call *call, struct calendar *calendar)
{
    struct house house;

    *calendar = (struct calendar){ .region = REGION_METROPOLE };
    if (call_option(call, "region"))
        return option_region(cx, call, &calendar->region);
    if (!house_open(cx, call, HOUSE_READ, &house)) {
        bool is_absent = cx->fault.kind == FAULT_ABSENT;
        if (is_absent)
            cx->fault = (struct fault){ 0 };
        return is_absent;
    }
    bool is_loaded = calendar_load(cx, calendar);
    house_close(cx, &house);
    return is_loaded;
}

static bool day_read(struct ctx *cx, const char *text, struct date *date)
{
    if (!date_parse(text, date))
        return fail(cx, FAULT_INPUT, "DATE", "field", "DATE", "value", text, NULL);
    int year = date_civil(*date).year;
    return (year >= 1886 && year <= 9998) || fail(cx, FAULT_INPUT, "ANNEE", "value", text, NULL);
}

static bool open_run(struct ctx *cx, struct call *call, struct json *model)
{
    struct calendar calendar;
    struct date date;

    if (!day_read(cx, call->operands[0], &date) || !calendar_read(cx, call, &calendar))
        return false;
    struct closure closure = calendar_closure(&calendar, date);
    const char *name = closure_name(cx->arena, call->language, &closure);
    json_put_date(model, "date", date);
    json_put_text(model, "region", region_text(calendar.region));
    json_put_bool(model, "is_open", closure.kind == CLOSURE_NONE);
    if (closure.kind != CLOSURE_NONE)
        json_put_text(model, "closed_by", closure_kind_text(closure.kind));
    if (*name)
        json_put_text(model, "name", name);
    json_put_date(model, "next", calendar_next_open(&calendar, date));
    return true;
}

static void open_print(struct buf *out, const struct call *call, const struct json *model)
{
    const char *kind = json_text(json_get(model, "closed_by"));
    const char *key = arena_format(out->arena, "day.%s", kind ? kind : "open");

    buf_format(out, "%s\n", view_text(out->arena, call->language, key, model));
}

const struct command cli_calendar[] = {
    { "calendar holidays", "YEAR [--region REGION]", "the public holidays of a year", "region=", 1,
      1, holidays_run, holidays_print },
    { "calendar open", "DATE [--region REGION]",
      "whether it is a working day, of the firm or of a region, else why not and the next one",
      HOUSE_OPTIONS "region=", 1, 1, open_run, open_print },
    { 0 },
};
