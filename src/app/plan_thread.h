/*
 * The thread of « Plan du jour »: a lane for each of the persons whom its lists begin with.
 */
#ifndef APP_PLAN_THREAD_H
#define APP_PLAN_THREAD_H

#include "http/route.h"

/* Reads the lists « calls », « automatic » and « held » of the model; puts « thread », « has_thread
 * ». */
MUST_USE bool plan_thread_put(struct ctx *cx, const struct request *request, struct json *model);

#endif
