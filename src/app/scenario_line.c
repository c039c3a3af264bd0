#include "app/scenario_line.h"

enum {
    WIDTH = 1000,
    LEAST_DAYS = 10, /* on either side of the due date */
    EDGE = 70,       /* half of a name, so that none is cut */
    DAY_ROOM = 64,
    NAME_ROOM = 120,
    DAY_ROWS = 2,
    NAME_ROWS = 3,
    ROW = 22,
    FOOT = 10,
    DAY_Y = 52,
    NAME_Y = 114,
    FAR_DAYS = 200,  /* repetitions beyond it are not drawn to scale */
    STEP_ROOM = 150, /* of one counted from the opening */
    OPENING_ROOM = 500,
    GAP = 20, /* between what is counted from the opening and the rest */
};

struct drawing {
    int first, last, opening_last;
    int64_t from; /* where the days around the due date begin; 0: none is from the opening */
    int64_t day_ends[DAY_ROWS], name_ends[NAME_ROWS];
    int64_t height;
};

static int last_day(const struct step *step)
{
    int last = step->days + step->repeat_days * step->repeat_count;

    return last > FAR_DAYS && step->days < FAR_DAYS ? FAR_DAYS : last;
}

/* How long the opening stands before the due date differs: its steps have a stretch of their own.
 */
static void take_in_opening(struct drawing *drawing, const struct step *step)
{
    int64_t room = drawing->from;

    if (last_day(step) > drawing->opening_last)
        drawing->opening_last = last_day(step);
    room += room == 0 ? 2 * EDGE : 0;
    room += step->days > 0 ? STEP_ROOM : 0;
    drawing->from = room < OPENING_ROOM ? room : OPENING_ROOM;
}

static void take_in(struct drawing *drawing, int day)
{
    if (day < drawing->first)
        drawing->first = day;
    if (day > drawing->last)
        drawing->last = day;
}

/* Room beside the first and the last day, for half of a label at any scale. */
static void widen(struct drawing *drawing)
{
    int width = WIDTH - (int)drawing->from;
    int room = (drawing->last - drawing->first) * EDGE / (width - 2 * EDGE) + 1;

    drawing->first -= room;
    drawing->last += room;
}

static struct drawing drawing_of(const struct scenario *scenario)
{
    struct drawing drawing = { .first = -LEAST_DAYS, .last = LEAST_DAYS, .height = NAME_Y + FOOT };

    for (size_t i = 0; i < DAY_ROWS; i++)
        drawing.day_ends[i] = -WIDTH;
    for (size_t i = 0; i < NAME_ROWS; i++)
        drawing.name_ends[i] = -WIDTH;
    for (size_t i = 0; i < scenario->count; i++) {
        const struct step *step = &scenario->steps[i];
        if (step->anchor == ANCHOR_OPENING) {
            take_in_opening(&drawing, step);
            continue;
        }
        take_in(&drawing, step->days);
        take_in(&drawing, last_day(step));
        take_in(&drawing, step->window_first);
        take_in(&drawing, step->window_last);
    }
    widen(&drawing);
    return drawing;
}

static int64_t x_of(const struct drawing *drawing, int day)
{
    int64_t span = drawing->last - drawing->first, from = drawing->from;
    int64_t x = from + (day - drawing->first) * (WIDTH - from) / span;

    return x < from ? from : x > WIDTH ? WIDTH : x;
}

static int64_t x_of_opening(const struct drawing *drawing, int day)
{
    int64_t room = drawing->from - 2 * EDGE;

    return EDGE + (drawing->opening_last > 0 ? day * room / drawing->opening_last : 0);
}

static int64_t x_of_step(const struct drawing *drawing, const struct step *step, int day)
{
    return step->anchor == ANCHOR_OPENING ? x_of_opening(drawing, day) : x_of(drawing, day);
}

/* The row in which a label has room; the one that ends first when none has. */
static int64_t row_of(int64_t *ends, size_t rows, int64_t x, int64_t room)
{
    size_t row = 0;

    for (size_t i = 0; i < rows; i++) {
        if (x - ends[i] >= room) {
            row = i;
            break;
        }
        if (ends[i] < ends[row])
            row = i;
    }
    ends[row] = x;
    return (int64_t)row;
}

static const char *shape_of(const struct step *step)
{
    if (step->medium == MEDIUM_CALL)
        return "is_call";
    if (step->mode == MODE_BY_HAND)
        return "is_hand";
    return step->mode == MODE_UNLESS_OBJECTED ? "is_held" : "is_auto";
}

static const char *side_of(const struct step *step)
{
    if (step->anchor == ANCHOR_OPENING)
        return "is_opening";
    return step->days < 0 ? "is_before" : step->days > 0 ? "is_after" : "is_on";
}

void line_put_step(struct json *map, const struct step *step)
{
    json_put_bool(json_put_map(map, "step"), step->name, true);
    json_put_int(map, "days", step->days < 0 ? -step->days : step->days);
    json_put_bool(map, side_of(step), true);
    json_put_bool(map, shape_of(step), true);
}

static void put_mark(struct drawing *drawing, struct json *marks, const struct step *step)
{
    struct json *mark = json_add_map(marks);
    int64_t x = x_of_step(drawing, step, step->days);
    int64_t day_row = row_of(drawing->day_ends, DAY_ROWS, x, DAY_ROOM);
    int64_t name_row = row_of(drawing->name_ends, NAME_ROWS, x, NAME_ROOM);

    if (NAME_Y + name_row * ROW + FOOT > drawing->height)
        drawing->height = NAME_Y + name_row * ROW + FOOT;
    json_put_int(mark, "number", (int64_t)json_count(marks));
    json_put_int(mark, "x", x);
    json_put_int(mark, "day_y", DAY_Y - day_row * ROW);
    json_put_int(mark, "name_y", NAME_Y + name_row * ROW);
    line_put_step(mark, step);
}

static void put_window(const struct drawing *drawing, struct json *windows, const struct step *step)
{
    if (step->window_first == 0 && step->window_last == 0)
        return;
    struct json *window = json_add_map(windows);
    int64_t x = x_of(drawing, step->window_first), end = x_of(drawing, step->window_last);
    json_put_int(window, "x", x);
    json_put_int(window, "width", end > x ? end - x : 0);
}

static void put_repeats(const struct drawing *drawing, struct json *repeats,
                        const struct step *step)
{
    for (int i = 1; i <= step->repeat_count && step->repeat_days > 0; i++) {
        int day = step->days + i * step->repeat_days;
        if (day > (step->anchor == ANCHOR_OPENING ? drawing->opening_last : drawing->last))
            break;
        json_put_int(json_add_map(repeats), "x", x_of_step(drawing, step, day));
    }
}

static void put_opening(const struct drawing *drawing, struct json *line)
{
    if (drawing->from == 0)
        return;
    struct json *opening = json_put_map(line, "opening");
    json_put_int(opening, "x", x_of_opening(drawing, 0));
    json_put_int(opening, "end", drawing->from - GAP);
}

void line_put(struct json *model, const struct scenario *scenario)
{
    struct drawing drawing = drawing_of(scenario);
    struct json *line = json_put_map(model, "line");
    struct json *marks = json_put_list(line, "marks");
    struct json *windows = json_put_list(line, "windows");
    struct json *repeats = json_put_list(line, "repeats");

    json_put_int(line, "from", drawing.from);
    json_put_int(line, "due_x", x_of(&drawing, 0));
    put_opening(&drawing, line);
    for (size_t i = 0; i < scenario->count; i++) {
        put_window(&drawing, windows, &scenario->steps[i]);
        put_repeats(&drawing, repeats, &scenario->steps[i]);
        put_mark(&drawing, marks, &scenario->steps[i]);
    }
    json_put_int(line, "height", drawing.height);
}
