/*
 * The thread of reminders around each due date, in numbers that a template draws.
 */
#ifndef APP_CUSTOMER_THREAD_H
#define APP_CUSTOMER_THREAD_H

#include "app/customer_chase.h"
#include "invoice/invoice.h"

/* Puts « thread » and « has_thread » of views/customer.mustache. */
MUST_USE bool thread_put(struct ctx *cx, const struct request *request, const struct course *course,
                         struct json *model);

#endif
