/*
 * The thread of reminders around each due date, in numbers that a template draws.
 */
#ifndef APP_CUSTOMER_THREAD_H
#define APP_CUSTOMER_THREAD_H

#include "app/customer_chase.h"
#include "invoice/invoice.h"

/* One obligation of a course, and what stands beside it. */
struct thread_lane {
    const struct course *course;
    size_t place;
    const char *name;
    struct money amount;
};

/* Puts « thread » and « has_thread », see part/thread: at most twelve lanes, one axis for all. */
MUST_USE bool thread_draw(struct ctx *cx, const struct request *request,
                          const struct thread_lane *lanes, size_t count, struct json *model);

/* The same of a customer's invoices, by their pieces. */
MUST_USE bool thread_put(struct ctx *cx, const struct request *request, const struct course *course,
                         struct json *model);

#endif
