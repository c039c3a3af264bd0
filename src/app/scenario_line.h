/*
 * A scenario drawn around the due date, in numbers that a template draws. Steps that count from the
 * opening stand on a stretch of their own to the left: how many days lie between the two differs
 * from one obligation to the next.
 */
#ifndef APP_SCENARIO_LINE_H
#define APP_SCENARIO_LINE_H

#include "base/json.h"
#include "chase/scenario.h"

/*
 * Puts « line »: { height, due_x, from (x where its days begin), opening: { x, end } (absent when
 * no step counts from it), marks: [ { number, step: {NAME: true}, x, day_y, name_y, days
 * (absolute), one of is_before, is_on, is_after, is_opening, one of is_auto, is_hand, is_held,
 * is_call } ], windows: [ { x, width } ], repeats: [ { x } ] }. x from 0 to 1000.
 */
void line_put(struct json *model, const struct scenario *scenario);

/* What a mark tells of its step: « step », « days », its side and its shape. */
void line_put_step(struct json *map, const struct step *step);

#endif
