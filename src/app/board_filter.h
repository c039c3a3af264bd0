/*
 * The one form that filters list, columns and calendar of « Missions et demandes » (E-14). Each
 * choice says how much it would leave before it is applied.
 */
#ifndef APP_BOARD_FILTER_H
#define APP_BOARD_FILTER_H

#include "app/work_filter.h"

/* Puts « facets », « filter », « chosen » and the total of what is due within these days. */
MUST_USE bool board_filter_put(struct ctx *cx, const struct request *request, struct work_days days,
                               struct json *model);

#endif
