#include "app/timeline.h"

#include <stdlib.h>
#include <string.h>

#include "app/acted.h"
#include "app/desk.h"
#include "app/message_told.h"
#include "app/page.h"
#include "app/plan_model.h"
#include "app/timeline_rows.h"
#include "app/why_model.h"
#include "base/zone.h"
#include "format/csv_write.h"
#include "view/view.h"

enum { SHOWN = 100 };
#define PLACE_LIMIT INT64_C(100000000000000000)

static bool is(const char *text, const char *other)
{
    return strcmp(text, other) == 0;
}

/* Which flag draws it, and which filter shows it. */
static const char *shape_of(const struct event *event)
{
    if (event->kind == EVENT_ACT || event->kind == EVENT_VERDICT)
        return "is_act";
    if (is(event->state, "dropped"))
        return "is_over";
    if (is(event->state, "refused") || is(event->state, "check"))
        return "is_bad";
    if (is(event->state, "superseded") || is(event->state, "lapsed")
        || is(event->state, "cancelled"))
        return "is_over";
    bool is_hand = is(event->state, "todo") || is(event->state, "done");
    return is_hand || is(event->medium, "call") ? "is_hand" : "is_mail";
}

static bool is_asked(const struct event *event, const char *show)
{
    const char *shape = shape_of(event);

    if (!*show || is(show, "all"))
        return true;
    if (is(show, "coming"))
        return event->kind == EVENT_COMING;
    if (is(show, "mails"))
        return is(shape, "is_mail") || is(shape, "is_bad");
    if (is(show, "by_hand"))
        return is(shape, "is_hand");
    return is(show, "acts") ? is(shape, "is_act") : is(shape, "is_over");
}

/*
 * The latest first; of a day, what has an instant before what has none. No two are alike, so that
 * a page goes on where the one before ended, whatever came in between.
 */
static int by_time(const void *left, const void *right)
{
    const struct event *a = left, *b = right;

    if (a->on.day != b->on.day)
        return a->on.day < b->on.day ? 1 : -1;
    if (a->at.ms != b->at.ms)
        return a->at.ms < b->at.ms ? 1 : -1;
    if (a->kind != b->kind)
        return a->kind < b->kind ? 1 : -1;
    return (a->id < b->id) - (a->id > b->id);
}

/* An event's place in that order, for an address. */
static const char *place_text(struct arena *arena, const struct event *event)
{
    return arena_format(arena, "%lld.%lld.%d.%lld", (long long)event->on.day,
                        (long long)event->at.ms, (int)event->kind, (long long)event->id);
}

/* What is none is the beginning's. */
static bool place_parse(const char *text, struct event *event)
{
    int64_t parts[4] = { 0 };

    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        if (*text < '0' || *text > '9')
            return false;
        for (; *text >= '0' && *text <= '9' && parts[i] < PLACE_LIMIT; text++)
            parts[i] = 10 * parts[i] + (*text - '0');
        if (*text++ != (i + 1 < COUNT_OF(parts) ? '.' : '\0'))
            return false;
    }
    if (parts[0] > INT32_MAX || parts[2] > EVENT_COMING)
        return false;
    *event = (struct event){ .on = { (int32_t)parts[0] },
                             .at = { parts[1] },
                             .kind = (enum event_kind)parts[2],
                             .id = parts[3] };
    return true;
}

/* What words an event. */
struct wording_of {
    struct ctx *cx;
    const struct request *request;
    const char *language;
    bool is_one;  /* of one obligation: its piece goes without saying */
    bool is_wide; /* the firm itself speaks, of several clients */
};

static struct wording_of wording_of(struct ctx *cx, const struct request *request,
                                    const struct timeline_scope *scope)
{
    bool is_one = scope->obligation > 0;

    return (struct wording_of){ cx, request, request_language(request), is_one,
                                scope->issuer == 0 && !is_one };
}

static const char *word(const struct wording_of *with, const char *section, const char *name)
{
    return view_text(with->cx->arena, with->language,
                     arena_format(with->cx->arena, "%s.%s", section, name), NULL);
}

/* A message that stands apart comes to the ends of a reminder (C-6). */
static const char *fate_of(const struct event *event)
{
    static const char *const under_way[] = { "waiting", "due", "taken", "point" };

    if (event->kind != EVENT_APART)
        return event->state;
    for (size_t i = 0; i < COUNT_OF(under_way); i++)
        if (is(event->state, under_way[i]))
            return "planned";
    return is(event->state, "dropped") ? "cancelled" : event->state;
}

static bool title_of(const struct wording_of *with, const struct event *event, const char **title)
{
    static const char *const sections[] = {
        [EVENT_REMINDER] = "fate", [EVENT_ACT] = "act",     [EVENT_VERDICT] = "verdict",
        [EVENT_APART] = "fate",    [EVENT_COMING] = "fate",
    };
    struct arena *arena = with->cx->arena;
    struct json *args = json_map(arena);
    const char *member = "";

    if (event->member > 0 && !page_member(with->cx, with->request, event->member, &member))
        return false;
    json_put_text(args, "member", member);
    json_put_text(args, "scenario", event->scenario);
    if (*event->step)
        json_put_text(args, "step",
                      word(with, event->kind == EVENT_APART ? "apart" : "step", event->step));
    if (event->until.day != NO_DAY.day)
        json_put_date(args, "until", event->until);
    const char *key = arena_format(arena, "%s.%s", sections[event->kind], fate_of(event));
    json_put_text(args, "fate", view_text(arena, with->language, key, args));
    bool is_step = event->kind != EVENT_ACT && event->kind != EVENT_VERDICT;
    *title = word_capital(arena,
                          is_step ? view_text(arena, with->language, "timeline.step", args)
                                  : json_text(json_get(args, "fate")));
    return true;
}

/* A code is worded; what a person wrote stands as it is. */
static const char *why_of(const struct wording_of *with, const struct event *event)
{
    const char *worded = event->kind == EVENT_REMINDER
        ? message_fate_why(with->cx->arena, with->language, event->of, event->why)
        : NULL;

    if (event->kind == EVENT_ACT)
        return acted_reason(with->cx->arena, with->language, event->state, event->why);
    return worded ? worded : event->why;
}

/* An event in words. */
struct spoken {
    const char *title, *piece, *words, *by; /* piece "" for none, by NULL */
};

static bool word_event(const struct wording_of *with, const struct event *event,
                       struct spoken *worded)
{
    bool has_by = event->by > 0 || event->kind == EVENT_ACT || event->kind == EVENT_VERDICT;
    const struct acted acted = { .kind = event->of,
                                 .act = event->state,
                                 .reason = event->kind == EVENT_ACT ? event->why : "",
                                 .subject = event->subject,
                                 .by = event->by,
                                 .at = event->at };

    *worded = (struct spoken){ .piece = "", .words = *event->why ? why_of(with, event) : "" };
    return title_of(with, event, &worded->title)
        && (!*event->of || plan_piece(with->cx, event->of, event->subject, &worded->piece))
        && (!has_by || acted_by(with->cx, with->request, &acted, &worded->by));
}

static bool put_event(const struct wording_of *with, const struct event *event, struct json *map)
{
    struct spoken worded;

    if (!word_event(with, event, &worded))
        return false;
    json_put_date(map, "on", event->on);
    if (event->at.ms > 0)
        json_put_text(map, "at", instant_text(with->cx->arena, event->at));
    json_put_bool(map, "is_future", event->kind == EVENT_COMING);
    json_put_bool(map, shape_of(event), true);
    json_put_text(map, "title", worded.title);
    if (*worded.piece && !with->is_one)
        json_put_text(map, "piece", worded.piece);
    if (event->client > 0 && with->is_wide)
        put_named(map, "company", event->client, event->client_name);
    if (event->obligation > 0)
        json_put_int(map, "obligation", event->obligation);
    if (event->reminder > 0)
        json_put_int(map, "reminder_id", event->reminder);
    if (event->message > 0)
        json_put_int(map, "message_id", event->message);
    if (*worded.words)
        json_put_text(map, "words", worded.words);
    if (worded.by)
        json_put_text(map, "by", worded.by);
    return true;
}

/* Those that are asked for, in order. */
static bool events_find(const struct wording_of *with, const struct timeline_scope *scope,
                        struct event **events, size_t *count)
{
    const struct desk *desk = desk_of(with->request);
    struct event *list;
    size_t found, asked = 0;

    if (!timeline_read(with->cx, scope, &list, &found))
        return false;
    for (size_t i = 0; i < found; i++) {
        if (list[i].at.ms > 0)
            list[i].on = zone_civil(zone_now(desk->zone), list[i].at).date;
        if (is_asked(&list[i], scope->show))
            list[asked++] = list[i];
    }
    if (asked > 0)
        qsort(list, asked, sizeof *list, by_time);
    *events = list;
    *count = asked;
    return true;
}

static size_t page_start(const struct event *events, size_t count, const char *after)
{
    struct event last;
    size_t start = 0;

    if (!place_parse(after, &last))
        return 0;
    while (start < count && by_time(&events[start], &last) <= 0)
        start++;
    return start;
}

bool timeline_put(struct ctx *cx, const struct request *request, const struct timeline_scope *scope,
                  struct json *model)
{
    const struct wording_of with = wording_of(cx, request, scope);
    struct json *list = json_put_list(model, "events");
    struct event *events;
    size_t count;

    if (!events_find(&with, scope, &events, &count))
        return false;
    size_t start = page_start(events, count, scope->after);
    size_t end = count - start > SHOWN ? start + SHOWN : count;
    for (size_t i = start; i < end; i++)
        if (!put_event(&with, &events[i], json_add_map(list)))
            return false;
    json_put_bool(model, "has_events", end > start);
    json_put_int(model, "shown", (int64_t)(end - start));
    json_put_int(model, "count", (int64_t)count);
    if (start > 0)
        json_put_text(model, "previous",
                      start > SHOWN ? place_text(cx->arena, &events[start - SHOWN - 1]) : "");
    if (end < count)
        json_put_text(model, "next", place_text(cx->arena, &events[end - 1]));
    return true;
}

static void head_write(struct csv_out *csv, const char *language)
{
    static const char *const words[] = { "csv.day",    "csv.hour", "csv.event", "csv.piece",
                                         "csv.client", "csv.why",  "csv.by",    "csv.message" };

    for (size_t i = 0; i < COUNT_OF(words); i++)
        csv_text(csv, view_text(csv->out.arena, language, words[i], NULL));
    csv_end(csv);
}

static bool event_write(const struct wording_of *with, const struct event *event,
                        struct csv_out *csv)
{
    const struct zone *zone = zone_now(desk_of(with->request)->zone);
    const struct civil_time civil = zone_civil(zone, event->at);
    const char *hour = event->at.ms > 0
        ? arena_format(with->cx->arena, "%02d:%02d", civil.hour, civil.minute)
        : "";
    struct spoken worded;

    if (!word_event(with, event, &worded))
        return false;
    csv_date(csv, event->on);
    csv_text(csv, hour);
    csv_text(csv, worded.title);
    csv_text(csv, worded.piece);
    csv_text(csv, event->client_name);
    csv_text(csv, worded.words);
    csv_text(csv, worded.by ? worded.by : "");
    if (event->message > 0)
        csv_int(csv, event->message);
    else
        csv_text(csv, "");
    csv_end(csv);
    return true;
}

bool timeline_write(struct ctx *cx, const struct request *request,
                    const struct timeline_scope *scope, struct answer *answer)
{
    const struct wording_of with = wording_of(cx, request, scope);
    struct csv_out csv = csv_start(cx->arena);
    struct event *events;
    size_t count;

    if (!events_find(&with, scope, &events, &count))
        return false;
    head_write(&csv, with.language);
    for (size_t i = 0; i < count; i++)
        if (!event_write(&with, &events[i], &csv))
            return false;
    answer->file_type = "text/csv; charset=utf-8";
    answer->file_bytes = buf_string(&csv.out);
    answer->file_size = csv.out.size;
    return true;
}
