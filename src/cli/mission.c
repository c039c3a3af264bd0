#include "cli/cli.h"

#include <inttypes.h>
#include <string.h>

#include "app/closure.h"
#include "base/limits.h"
#include "cli/mission_acts.h"
#include "cli/option.h"
#include "cli/table.h"
#include "mission/recurrence.h"
#include "view/format.h"
#include "view/view.h"

enum { PREVIEW_ROWS = 12 }; /* E-8 */

static const char *rhythms_known(struct arena *arena)
{
    struct buf known = { .arena = arena };

    for (enum rhythm i = 0; i < RHYTHM_COUNT; i++)
        buf_format(&known, "%s%s", i ? ", " : "", rhythm_text(i));
    return buf_string(&known);
}

static bool rhythm_read(struct ctx *cx, const struct call *call, enum rhythm *rhythm)
{
    const char *text = call_option(call, "every");

    return rhythm_parse(text, rhythm)
        || option_unknown(cx, "every", text, rhythms_known(cx->arena));
}

static bool closed_read(struct ctx *cx, const struct call *call, enum closed_rule *rule)
{
    const char *text = call_option(call, "closed");

    return !text || closed_rule_parse(text, rule)
        || option_unknown(cx, "closed", text, "keep, next, before");
}

/* "2026-03-01/2026-05-31", or "2026-03-01" without an end. */
static bool suspension_read(struct ctx *cx, const struct call *call, struct recurrence *recurrence)
{
    const char *text = call_option(call, "suspended");

    if (!text)
        return true;
    const char *slash = strchr(text, '/');
    const char *first = slash ? arena_text(cx->arena, text, (size_t)(slash - text)) : text;
    struct mission_pause *suspension = arena_new(cx->arena, struct mission_pause, 1);
    suspension->is_open = slash == NULL;
    if (!date_parse(first, &suspension->first)
        || (slash && !date_parse(slash + 1, &suspension->last)))
        return fail(cx, FAULT_INPUT, "DATE", "field", "suspended", "value", text, NULL);
    if (slash && suspension->last.day < suspension->first.day)
        return fail(cx, FAULT_INPUT, "RECURRENCE-SUSPENSION", "first", first, "last", slash + 1,
                    NULL);
    recurrence->suspensions = suspension;
    recurrence->suspension_count = 1;
    return true;
}

static bool recurrence_read(struct ctx *cx, const struct call *call, struct recurrence *recurrence)
{
    *recurrence = (struct recurrence){
        .lead_working = call_option(call, "working") != NULL,
        .has_from = call_option(call, "from") != NULL,
        .has_until = call_option(call, "until") != NULL,
    };
    return option_needed(cx, call, "first", "2026-01-30")
        && option_needed(cx, call, "every", "month")
        && call_date(cx, call, "first", &recurrence->first)
        && rhythm_read(cx, call, &recurrence->rhythm)
        && call_date(cx, call, "from", &recurrence->from)
        && call_date(cx, call, "until", &recurrence->until)
        && option_number(cx, call, "day", (struct option_range){ 1, 31 }, &recurrence->anchor_day)
        && option_number(cx, call, "lead", (struct option_range){ 0, 366 }, &recurrence->lead_days)
        && closed_read(cx, call, &recurrence->closed) && suspension_read(cx, call, recurrence)
        && recurrence_check(cx, recurrence);
}

struct preview {
    struct arena *arena;
    const char *language;
    struct recurrence recurrence;
    struct calendar calendar;
    struct date today;
    int limit;
};

static bool preview_read(struct ctx *cx, const struct call *call, struct preview *preview)
{
    bool has_end = call_option(call, "until") != NULL;

    *preview = (struct preview){
        .arena = cx->arena,
        .language = call->language,
        .today = cx->today,
        .limit = has_end ? LIMIT_OCCURRENCES : PREVIEW_ROWS,
    };
    return recurrence_read(cx, call, &preview->recurrence)
        && call_date(cx, call, "on", &preview->today)
        && option_number(cx, call, "count", (struct option_range){ 1, LIMIT_OCCURRENCES },
                         &preview->limit)
        && option_region(cx, call, &preview->calendar.region);
}

static void closure_put(const struct preview *preview, struct json *row, const char *key,
                        struct date day)
{
    struct closure closure = calendar_closure(&preview->calendar, day);

    json_put(row, key, NULL);
    if (closure.kind == CLOSURE_NONE)
        return;
    struct json *closed = json_put_map(row, key);
    json_put_text(closed, "by", closure_kind_text(closure.kind));
    json_put_text(closed, "name", closure_name(preview->arena, preview->language, &closure));
}

static void occurrence_put(const struct preview *preview, struct json *row,
                           const struct occurrence *occurrence)
{
    json_put_int(row, "number", occurrence->number);
    json_put_date(row, "created", occurrence->created);
    closure_put(preview, row, "created_closed", occurrence->created);
    json_put_date(row, "told", occurrence->told);
    json_put_date(row, "due", occurrence->due);
    closure_put(preview, row, "due_closed", occurrence->due);
    json_put_date(row, "lands", occurrence->lands);
    json_put_bool(row, "is_missed", occurrence->is_missed);
}

/* E-7: how many a first date in the past would create, and the next one instead. */
static void past_put(const struct preview *preview, struct json *model)
{
    const struct recurrence *recurrence = &preview->recurrence;
    struct recurrence ahead = *recurrence;

    ahead.from = recurrence->has_from && recurrence->from.day > preview->today.day
        ? recurrence->from
        : preview->today;
    ahead.has_from = true;
    struct occurrences next = recurrence_list(preview->arena, &ahead, &preview->calendar, 1);
    json_put_int(model, "past", recurrence_past(recurrence, preview->today));
    json_put(model, "next", NULL);
    if (next.count > 0)
        occurrence_put(preview, json_put_map(model, "next"), &next.rows[0]);
}

static bool preview_run(struct ctx *cx, struct call *call, struct json *model)
{
    struct preview preview;

    if (!preview_read(cx, call, &preview))
        return false;
    const struct recurrence *recurrence = &preview.recurrence;
    struct occurrences occurrences =
        recurrence_list(cx->arena, recurrence, &preview.calendar, (size_t)preview.limit);
    json_put_date(model, "first", recurrence->first);
    json_put_text(model, "every", rhythm_text(recurrence->rhythm));
    json_put_int(model, "lead", recurrence->lead_days);
    json_put_text(model, "region", region_text(preview.calendar.region));
    json_put_date(model, "today", preview.today);
    past_put(&preview, model);
    json_put_bool(model, "is_whole", occurrences.is_whole);
    struct json *list = json_put_list(model, "occurrences");
    for (size_t i = 0; i < occurrences.count; i++)
        occurrence_put(&preview, json_add_map(list), &occurrences.rows[i]);
    return true;
}

/* « fin de semaine : lundi 2 mars 2026 »; "" for what stays where it is. */
static const char *moved_text(struct buf *out, const char *language, const struct json *row,
                              bool is_due)
{
    struct json *closed = json_get(row, is_due ? "due_closed" : "created_closed");
    struct json *args = json_map(out->arena);

    if (json_kind(closed) != JSON_MAP)
        return "";
    const char *to = json_text(json_get(row, is_due ? "lands" : "told"));
    const char *from = json_text(json_get(row, is_due ? "due" : "created"));
    json_put(args, "name", json_get(closed, "name"));
    json_put_text(args, "to", to);
    json_put_bool(args, "is_kept", is_due && strcmp(to, from) == 0);
    json_put_bool(args, "is_due", is_due && strcmp(to, from) != 0);
    json_put_bool(args, "is_message", !is_due);
    const char *key =
        arena_format(out->arena, "mission.moved.%s", json_text(json_get(closed, "by")));
    return view_text(out->arena, language, key, args);
}

static const char *note_text(struct buf *out, const char *language, const struct json *row)
{
    const char *created = moved_text(out, language, row, false);
    const char *due = moved_text(out, language, row, true);
    const char *missed = json_bool(json_get(row, "is_missed"))
        ? view_text(out->arena, language, "mission.missed", NULL)
        : "";
    struct buf note = { .arena = out->arena };

    for (size_t i = 0; i < 3; i++) {
        const char *part = (const char *const[]){ missed, created, due }[i];
        if (*part)
            buf_format(&note, "%s%s", note.size > 0 ? " ; " : "", part);
    }
    return buf_string(&note);
}

static void rows_print(struct buf *out, const char *language, const struct json *list)
{
    struct arena *arena = out->arena;
    struct table *table = table_new(arena,
                                    (const char *const[]){
                                        ">",
                                        view_text(arena, language, "mission.created", NULL),
                                        view_text(arena, language, "mission.due", NULL),
                                        "",
                                        NULL,
                                    });

    for (size_t i = 0; i < json_count(list); i++) {
        const struct json *row = json_at(list, i);
        const char *number = arena_format(arena, "%" PRId64, json_int(json_get(row, "number")));
        const char *created = json_text(json_get(row, "created"));
        const char *due = json_text(json_get(row, "due"));
        table_row(table,
                  (const char *const[]){
                      number,
                      format_value(arena, "day", language, created),
                      format_value(arena, "day", language, due),
                      note_text(out, language, row),
                  });
    }
    if (json_count(list) > 0)
        table_print(out, table);
    else
        buf_format(out, "%s\n", view_text(arena, language, "mission.none_left", NULL));
}

static void preview_print(struct buf *out, const struct call *call, const struct json *model)
{
    bool has_past = json_int(json_get(model, "past")) > 0;
    bool has_next = json_kind(json_get(model, "next")) == JSON_MAP;
    const char *key = has_next ? "mission.past" : "mission.past_only";

    rows_print(out, call->language, json_get(model, "occurrences"));
    if (has_past)
        buf_format(out, "\n%s\n", view_text(out->arena, call->language, key, model));
}

const struct command cli_mission[] = {
    { "mission preview",
      "--first DATE --every once|week|month|2months|quarter|half-year|year [--lead DAYS] "
      "[--working] [--day 1-31] [--from DATE] [--until DATE] [--closed keep|next|before] "
      "[--suspended FIRST/LAST] [--region REGION] [--on DATE] [--count N]",
      "the next 12 occurrences, or all until the end: when each is created and due",
      "first= every= lead= working day= from= until= closed= suspended= region= on= count=", 0, 0,
      preview_run, preview_print },
    { "mission list", "[--client ID] [--all]",
      "missions with their services and the day of the next creation; --all: ended ones too",
      HOUSE_OPTIONS "client= all", 0, 0, mission_list_run, mission_list_print },
    { "mission amounts", "FILE [--dry-run]",
      "what clients have to pay, from a sheet: all its rows, or none and why",
      HOUSE_OPTIONS "dry-run", 1, 1, mission_amounts_run, mission_amounts_print },
    { "mission sign", "ID [--on DATE]", "from this day on it generates", HOUSE_OPTIONS "on=", 1, 1,
      mission_sign_run, mission_step_print },
    { "mission suspend", "ID [--on DATE]",
      "generates nothing, and holds the reminders of what it made, until it is resumed",
      HOUSE_OPTIONS "on=", 1, 1, mission_suspend_run, mission_step_print },
    { "mission resume", "ID --missed drop|make [--on DATE]",
      "goes on; what fell meanwhile is dropped or made", HOUSE_OPTIONS "missed= on=", 1, 1,
      mission_resume_run, mission_step_print },
    { "mission end", "ID [--open keep|drop] [--on DATE]",
      "ends today, on a day to come, or on one since it began; what is open is kept, or dropped",
      HOUSE_OPTIONS "open= on=", 1, 1, mission_end_run, mission_step_print },
    { 0 },
};
