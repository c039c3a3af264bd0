/*
 * What was said of a request, as who reads it says it: the books keep days, cents and « yes », and
 * a program may read those.
 */
#ifndef APP_SAID_H
#define APP_SAID_H

#include "base/json.h"
#include "request/event.h"

/*
 * Puts is_yes and is_no, and one of figure and on, of an event of an item of that kind; of the
 * whole request the kind of a document. False: its text is words, or the name of a file.
 */
bool said_put(const struct request_event *event, enum item_kind kind, struct json *map);

#endif
