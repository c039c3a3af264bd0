/*
 * Another due date for an invoice, by a person: the invoice, the ageing and the chase together.
 */
#ifndef INVOICE_DUE_H
#define INVOICE_DUE_H

#include "store/store.h"

/*
 * Opens a new cycle of reminders around the new day (C-1), kept with its reason (C-10). One
 * transaction. Faults: those of chase_intervene for a due date, ABSENT FACTURE-ABSENTE.
 */
MUST_USE bool invoice_change_due(struct ctx *cx, int64_t invoice, struct date due,
                                 const char *reason);

#endif
