#include "app/customer_thread.h"

#include <string.h>

enum { LANES_SHOWN = 12, WIDTH = 1000, MARGIN_DAYS = 8, TICK_ROOM = 60 };

/* A reminder that was decided, whatever became of it. */
struct told {
    int64_t obligation, step, rank;
    const char *state;
    struct date on;
};

/* CROSS keeps SQLite from beginning with all reminders. */
SQL(TOLD, FIRM,
    "SELECT r.obligation, r.step, r.rank, r.state, r.day_on FROM obligation o CROSS JOIN reminder r"
    " WHERE o.firm = $1 AND o.issuer = $2 AND o.person = $3 AND o.state = 'open'"
    " AND r.firm = o.firm AND r.obligation = o.id AND r.cycle = o.cycle"
    " ORDER BY r.obligation, r.day_on, r.id");

static bool told_list(struct ctx *cx, const struct debtor *debtor, struct told **told,
                      size_t *count)
{
    struct rows *rows = store_query(cx, &TOLD, ARGS(arg_int(debtor->client), arg_int(debtor->id)));
    size_t room = 0;

    *told = NULL;
    *count = 0;
    while (rows_next(rows)) {
        if (*count == room)
            *told = arena_grow(cx->arena, *told, &room, sizeof **told);
        (*told)[(*count)++] = (struct told){ .obligation = rows_int(rows, 0),
                                             .step = rows_int(rows, 1),
                                             .rank = rows_int(rows, 2),
                                             .state = rows_text(rows, 3),
                                             .on = rows_date(rows, 4) };
    }
    return rows_done(rows);
}

/* What is being drawn. Days are counted from the due date. */
struct drawing {
    struct ctx *cx;
    const struct request *request;
    const struct course *course;
    const struct told *told;
    size_t told_count;
    int first_day, last_day;
};

static int64_t x_of(const struct drawing *drawing, int day)
{
    int64_t span = drawing->last_day - drawing->first_day;
    int64_t x = (int64_t)(day - drawing->first_day) * WIDTH / span;

    return x < 0 ? 0 : x > WIDTH ? WIDTH : x;
}

static void take_in_day(struct drawing *drawing, int day)
{
    enum { FARTHEST = 120 };

    if (day - MARGIN_DAYS < drawing->first_day)
        drawing->first_day = day - MARGIN_DAYS;
    if (day <= FARTHEST && day + MARGIN_DAYS > drawing->last_day)
        drawing->last_day = day + MARGIN_DAYS;
}

static void put_tick(struct drawing *drawing, struct json *axis, int day)
{
    struct json *tick = json_add_map(axis);

    json_put_int(tick, "x", x_of(drawing, day));
    json_put_int(tick, "days", day < 0 ? -day : day);
    json_put_bool(tick, day < 0 ? "is_before" : day > 0 ? "is_after" : "is_due", true);
}

/* The due date, and each step that does not stand too close to the tick before it. */
static void put_axis(struct drawing *drawing, const struct scenario *scenario, struct json *thread)
{
    struct json *axis = json_put_list(thread, "axis");
    bool has_due = false;
    int64_t last = -TICK_ROOM, due = x_of(drawing, 0);

    for (size_t i = 0; i <= scenario->count; i++) {
        int day = i < scenario->count ? scenario->steps[i].days : INT32_MAX;
        if (day >= 0 && !has_due) {
            put_tick(drawing, axis, 0);
            last = due;
            has_due = true;
        }
        if (i == scenario->count || day == 0)
            continue;
        int64_t x = x_of(drawing, day);
        bool is_near_due = !has_due && due - x < TICK_ROOM;
        if (x - last < TICK_ROOM || is_near_due)
            continue;
        put_tick(drawing, axis, day);
        last = x;
    }
}

static const char *shape_of(const char *state, enum medium medium)
{
    if (strcmp(state, "refused") == 0 || strcmp(state, "check") == 0)
        return "is_bad";
    if (strcmp(state, "sent") == 0)
        return "is_sent";
    if (strcmp(state, "planned") == 0)
        return "is_planned";
    if (strcmp(state, "todo") == 0 || strcmp(state, "done") == 0)
        return medium == MEDIUM_CALL ? "is_call" : "is_sent";
    return "is_over";
}

/* The latest word on a step of an obligation; NULL when it was never decided on. */
static const struct told *told_of(const struct drawing *drawing, const struct obligation *owed,
                                  const struct occasion *occasion)
{
    for (size_t i = drawing->told_count; i > 0; i--) {
        const struct told *told = &drawing->told[i - 1];
        if (told->obligation == owed->id && told->step == occasion->step->id
            && told->rank == occasion->rank)
            return told;
    }
    return NULL;
}

struct mark {
    struct date on;
    const char *shape;
};

static struct mark mark_of(const struct drawing *drawing, size_t place,
                           const struct occasion *occasion)
{
    const struct obligation *owed = &drawing->course->party.owed[place];
    const struct next *next = &drawing->course->nexts[place];
    const struct told *told = told_of(drawing, owed, occasion);
    struct date day = occasion->on.day == NO_DAY.day ? occasion->nominal : occasion->on;

    if (told)
        return (struct mark){ told->on, shape_of(told->state, occasion->step->medium) };
    if (chase_dealt(owed, occasion))
        return (struct mark){ day, "is_over" };
    if (next->step == occasion->step && next->rank == occasion->rank)
        day = next->on;
    return (struct mark){ day, occasion->step->medium == MEDIUM_CALL ? "is_call" : "is_planned" };
}

/* From where to where the marks of a lane stand. */
struct reach_x {
    int64_t from, to;
};

static struct reach_x put_marks(struct drawing *drawing, size_t place, struct json *lane)
{
    const struct rules *rules = &drawing->course->rules;
    const struct obligation *owed = &drawing->course->party.owed[place];
    struct json *marks = json_put_list(lane, "marks");
    struct reach_x reach = { WIDTH, 0 };
    size_t count;
    const struct occasion *occasions = chase_occasions(
        drawing->cx->arena, owed, rules_scenario(rules, owed), &rules->calendar, &count);

    for (size_t i = 0; i < count; i++) {
        struct json *map = json_add_map(marks);
        struct mark mark = mark_of(drawing, place, &occasions[i]);
        int64_t x = x_of(drawing, mark.on.day - owed->due.day);
        json_put_int(map, "x", x);
        json_put_date(map, "on", mark.on);
        json_put_bool(map, mark.shape, true);
        json_put_bool(json_put_map(map, "step"), occasions[i].step->name, true);
        reach.from = x < reach.from ? x : reach.from;
        reach.to = x > reach.to ? x : reach.to;
    }
    return reach;
}

static void put_lane(struct drawing *drawing, const struct thread_lane *from, struct json *lanes)
{
    const struct obligation *owed = &drawing->course->party.owed[from->place];
    const struct next *next = &drawing->course->nexts[from->place];
    struct json *lane = json_add_map(lanes);
    int64_t now = x_of(drawing, drawing->cx->today.day - owed->due.day);

    json_put_text(lane, "piece", from->name);
    json_put_money(lane, "amount", from->amount);
    json_put_text(lane, "note", course_word(drawing->cx, drawing->request, next));
    json_put_bool(lane, "is_held", next->hold != HOLD_NONE);
    json_put_int(lane, "today_x", now);
    struct reach_x reach = put_marks(drawing, from->place, lane);
    json_put_int(lane, "from_x", reach.from < now ? reach.from : now);
    json_put_int(lane, "to_x", reach.to > now ? reach.to : now);
}

static const struct scenario *scenario_of(const struct thread_lane *lane)
{
    return rules_scenario(&lane->course->rules, &lane->course->party.owed[lane->place]);
}

static void take_in_days(struct drawing *drawing, const struct thread_lane *lanes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct scenario *scenario = scenario_of(&lanes[i]);
        struct date due = lanes[i].course->party.owed[lanes[i].place].due;
        for (size_t j = 0; j < scenario->count; j++)
            take_in_day(drawing, scenario->steps[j].days);
        take_in_day(drawing, drawing->cx->today.day - due.day);
    }
}

/* What was told to a person is read once for lanes that follow each other. */
static bool turn_to(struct drawing *drawing, const struct course *course)
{
    struct told *told;

    if (drawing->course == course)
        return true;
    if (!told_list(drawing->cx, &course->party.debtor, &told, &drawing->told_count))
        return false;
    drawing->course = course;
    drawing->told = told;
    return true;
}

bool thread_draw(struct ctx *cx, const struct request *request, const struct thread_lane *lanes,
                 size_t count, struct json *model)
{
    struct drawing drawing = { .cx = cx, .request = request, .last_day = 1 };
    size_t shown = count < LANES_SHOWN ? count : LANES_SHOWN;

    json_put_bool(model, "has_thread", shown > 0);
    if (shown == 0)
        return true;
    struct json *thread = json_put_map(model, "thread");
    take_in_days(&drawing, lanes, shown);
    put_axis(&drawing, scenario_of(&lanes[0]), thread);
    struct json *list = json_put_list(thread, "lanes");
    for (size_t i = 0; i < shown; i++) {
        if (!turn_to(&drawing, lanes[i].course))
            return false;
        put_lane(&drawing, &lanes[i], list);
    }
    return true;
}

bool thread_put(struct ctx *cx, const struct request *request, const struct course *course,
                struct json *model)
{
    struct thread_lane *lanes = arena_new(cx->arena, struct thread_lane, course->invoice_count + 1);
    size_t count = 0;

    for (size_t i = 0; i < course->invoice_count; i++) {
        const struct invoice *invoice = &course->invoices[i];
        size_t place = course_place(course, invoice->id);
        if (place < course->party.count)
            lanes[count++] = (struct thread_lane){
                course, place, *invoice->piece ? invoice->piece : invoice->label, invoice->open
            };
    }
    return thread_draw(cx, request, lanes, count, model);
}
