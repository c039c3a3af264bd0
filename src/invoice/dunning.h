/*
 * Dunning: the chase of unpaid invoices. All it knows is who owes what, and how to word it.
 */
#ifndef INVOICE_DUNNING_H
#define INVOICE_DUNNING_H

#include "chase/kind.h"

/*
 * The model of its messages, for views/mail/dunning: "customer", "client", "items" (all that is
 * open between the two, credits included: R-15), "total", "late_total", "count", "step", "on".
 */
extern const struct chase_kind dunning_kind;

#endif
