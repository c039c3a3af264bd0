/*
 * The ageing of all clients of the firm together, by due date, as of today: a few days are read of
 * each client, never an invoice.
 */
#ifndef APP_FIRM_AGEING_H
#define APP_FIRM_AGEING_H

#include "invoice/ageing.h"

struct firm_ageing {
    struct ageing ageing;
    int64_t late_clients; /* those to whom more is owed late than they owe back */
};

MUST_USE bool firm_ageing_find(struct ctx *cx, struct firm_ageing *found);

/* What is late alone: cheaper. */
MUST_USE bool firm_ageing_late(struct ctx *cx, struct firm_ageing *found);

#endif
