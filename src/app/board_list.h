/*
 * The list beside the board (E-14): /missions?vue=liste, fifty rows at a time, and as a file.
 */
#ifndef APP_BOARD_LIST_H
#define APP_BOARD_LIST_H

#include "app/works.h"
#include "http/request.h"

/* Whether the list is asked for and not the columns. */
bool board_list_is(const struct request *request);

/* Puts « works », « columns », the filters and the pages; see views/board. */
MUST_USE bool board_list_put(struct ctx *cx, const struct request *request, struct json *model);

/* One row of it, as the calendar has it too. */
void board_list_put_work(struct ctx *cx, const struct request *request, const struct work *work,
                         struct json *map);

#endif
