/*
 * The demo firm: three hubs, 25 members, 1,248 clients, invoices in every state, two months of
 * reminders behind them. Every name and figure is made up; the same seed makes the same firm.
 */
#ifndef CLI_DEMO_FIRM_H
#define CLI_DEMO_FIRM_H

#include "firm/firm.h"

extern const char demo_email[], demo_password[]; /* of its first admin, shown on the sign-in page */

/* Makes it in empty books, as of a day; links of mails lead to the address. The scope then looks
   through its eyes. */
MUST_USE bool demo_make(struct ctx *cx, struct date today, const char *base_url);

#endif
