#include "app/timeline.h"

#include <stdlib.h>
#include <string.h>

#include "app/desk.h"
#include "app/page.h"
#include "app/plan_model.h"
#include "app/timeline_rows.h"
#include "app/why_model.h"
#include "base/zone.h"
#include "view/view.h"

enum { SHOWN = 100 };

static bool is(const char *text, const char *other)
{
    return strcmp(text, other) == 0;
}

/* Which flag draws it, and which filter shows it. */
static const char *shape_of(const struct event *event)
{
    if (event->kind == EVENT_ACT || event->kind == EVENT_VERDICT)
        return "is_act";
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

/* The latest first; of a day, what has an instant before what has none. */
static int by_time(const void *left, const void *right)
{
    const struct event *a = left, *b = right;

    if (a->on.day != b->on.day)
        return a->on.day < b->on.day ? 1 : -1;
    if (a->at.ms != b->at.ms)
        return a->at.ms < b->at.ms ? 1 : -1;
    return (a->reminder < b->reminder) - (a->reminder > b->reminder);
}

/* What words an event. */
struct wording_of {
    struct ctx *cx;
    const struct request *request;
    const char *language;
    bool is_one; /* of one obligation: its piece goes without saying */
};

static const char *word(const struct wording_of *with, const char *section, const char *name)
{
    return view_text(with->cx->arena, with->language,
                     arena_format(with->cx->arena, "%s.%s", section, name), NULL);
}

static bool title_of(const struct wording_of *with, const struct event *event, const char **title)
{
    static const char *const sections[] = {
        [EVENT_REMINDER] = "fate",
        [EVENT_ACT] = "act",
        [EVENT_VERDICT] = "verdict",
        [EVENT_COMING] = "fate",
    };
    struct arena *arena = with->cx->arena;
    struct json *args = json_map(arena);
    const char *member = "";

    if (event->member > 0 && !page_member(with->cx, with->request, event->member, &member))
        return false;
    json_put_text(args, "member", member);
    json_put_text(args, "scenario", event->scenario);
    if (*event->step)
        json_put_text(args, "step", word(with, "step", event->step));
    if (event->until.day != NO_DAY.day)
        json_put_date(args, "until", event->until);
    const char *key = arena_format(arena, "%s.%s", sections[event->kind], event->state);
    json_put_text(args, "fate", view_text(arena, with->language, key, args));
    bool is_step = event->kind == EVENT_REMINDER || event->kind == EVENT_COMING;
    *title = word_capital(arena,
                          is_step ? view_text(arena, with->language, "timeline.step", args)
                                  : json_text(json_get(args, "fate")));
    return true;
}

/* A code is worded; what a person wrote stands as it is. */
static const char *why_of(const struct wording_of *with, const struct event *event)
{
    const char *key = arena_format(with->cx->arena, "fate_why.%s", event->why);
    bool is_code = event->kind == EVENT_REMINDER && view_wording(with->language, key);

    return is_code ? view_text(with->cx->arena, with->language, key, NULL) : event->why;
}

static bool put_event(const struct wording_of *with, const struct event *event, struct json *map)
{
    const char *title, *by, *piece = "";
    bool has_by = event->by > 0 || event->kind == EVENT_ACT || event->kind == EVENT_VERDICT;

    if (!title_of(with, event, &title)
        || (*event->of && !plan_piece(with->cx, event->of, event->subject, &piece))
        || (has_by && !page_member(with->cx, with->request, event->by, &by)))
        return false;
    json_put_date(map, "on", event->on);
    if (event->at.ms > 0)
        json_put_text(map, "at", instant_text(with->cx->arena, event->at));
    json_put_bool(map, "is_future", event->kind == EVENT_COMING);
    json_put_bool(map, shape_of(event), true);
    json_put_text(map, "title", title);
    if (*piece && !with->is_one)
        json_put_text(map, "piece", piece);
    if (event->obligation > 0)
        json_put_int(map, "obligation", event->obligation);
    if (event->reminder > 0)
        json_put_int(map, "reminder_id", event->reminder);
    if (event->message > 0)
        json_put_int(map, "message_id", event->message);
    if (*event->why)
        json_put_text(map, "words", why_of(with, event));
    if (has_by)
        json_put_text(map, "by", by);
    return true;
}

bool timeline_put(struct ctx *cx, const struct request *request, const struct timeline_scope *scope,
                  struct json *model)
{
    const struct wording_of with = { cx, request, request_language(request),
                                     scope->obligation > 0 };
    struct json *list = json_put_list(model, "events");
    const struct desk *desk = desk_of(request);
    struct event *events;
    size_t count, asked = 0;

    if (!timeline_read(cx, scope, &events, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (events[i].at.ms > 0)
            events[i].on = zone_civil(zone_now(desk->zone), events[i].at).date;
    if (count > 0)
        qsort(events, count, sizeof *events, by_time);
    for (size_t i = 0; i < count; i++) {
        if (!is_asked(&events[i], scope->show))
            continue;
        if (asked++ < SHOWN && !put_event(&with, &events[i], json_add_map(list)))
            return false;
    }
    json_put_bool(model, "has_events", asked > 0);
    json_put_bool(model, "is_cut", asked > SHOWN);
    return true;
}
