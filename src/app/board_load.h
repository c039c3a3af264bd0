/*
 * What each member holds, against this week (E-14, E-15): what is still planned of open tasks due
 * through Sunday, late ones too, and the hours that there are: seven on each open day on which the
 * member is not away, the legal week of 35. Who is away today says who stands in.
 */
#ifndef APP_BOARD_LOAD_H
#define APP_BOARD_LOAD_H

#include "base/json.h"
#include "store/store.h"

/*
 * Puts « loads », the most planned first, and what else views/board says of them. Of a hub: its
 * members, and who else holds a task of its clients; each with all that they hold, as the week is
 * one.
 */
MUST_USE bool board_load_put(struct ctx *cx, int64_t hub, struct json *model);

#endif
