#include "app/occurrence_model.h"

#include "app/closure.h"
#include "app/mission_model.h"
#include "view/view.h"

struct moving {
    struct arena *arena;
    const char *language;
    const struct calendar *calendar;
    struct json *list;
};

/* Why a day is closed and where what stood on it goes; nothing for an open day. */
static void put_move(const struct moving *moving, struct date from, struct date to, bool is_due)
{
    struct closure closure = calendar_closure(moving->calendar, from);
    struct json *args = json_map(moving->arena);

    if (closure.kind == CLOSURE_NONE)
        return;
    json_put_text(args, "name", closure_name(moving->arena, moving->language, &closure));
    json_put_date(args, "to", to);
    json_put_bool(args, "is_kept", is_due && to.day == from.day);
    json_put_bool(args, "is_due", is_due && to.day != from.day);
    json_put_bool(args, "is_message", !is_due);
    json_add_text(moving->list,
                  view_text(moving->arena, moving->language,
                            closure_key(moving->arena, "mission.moved", &closure), args));
}

static void put_occurrence(const struct moving *like, const struct due *due, struct json *list)
{
    struct json *map = json_add_map(list);
    struct moving moving = *like;

    moving.list = json_put_list(map, "moves");
    json_put_int(map, "number", due->at.number);
    json_put_date(map, "created", due->at.created);
    json_put_date(map, "told", due->at.told);
    json_put_date(map, "due", due->at.due);
    json_put_date(map, "lands", due->at.lands);
    json_put_bool(map, "is_missed", due->at.is_missed);
    if (*due->period)
        json_put_text(map, "period", due->period);
    if (due->has_amount)
        json_put_money(map, "amount", due->amount);
    put_move(&moving, due->at.created, due->at.told, false);
    put_move(&moving, due->at.due, due->at.lands, true);
}

/* A deadline's rule may need what the client does not say: that is shown, and no more. */
static bool lacks(struct ctx *cx, const struct request *request, struct json *map)
{
    if (cx->fault.kind != FAULT_INPUT)
        return false;
    json_put_text(map, "lacks", mission_lack_why(cx->arena, request_language(request), &cx->fault));
    cx->fault = (struct fault){ 0 };
    return true;
}

bool occurrences_put(struct ctx *cx, const struct request *request, const struct course *course,
                     bool ahead, struct json *map)
{
    const struct moving moving = { cx->arena, request_language(request), &course->calendar, NULL };
    struct json *list = json_put_list(map, "occurrences");
    struct dues dues = { 0 };
    int64_t number = 1;

    if ((ahead && !course_number_created(cx, course, cx->today, &number))
        || !course_list(cx, course, number, OCCURRENCES_SHOWN, &dues))
        return lacks(cx, request, map);
    for (size_t i = 0; i < dues.count; i++)
        put_occurrence(&moving, &dues.rows[i], list);
    json_put_bool(map, "has_occurrences", dues.count > 0);
    json_put_bool(map, "is_whole", dues.is_whole);
    return true;
}
