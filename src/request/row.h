/*
 * A request as it is read, for the files of request/ alone.
 */
#ifndef REQUEST_ROW_H
#define REQUEST_ROW_H

#include "request/request.h"

/* Of « request r JOIN client l », in the order in which request_row reads them. */
#define REQUEST_COLUMNS                                                                            \
    "r.id, r.client, r.occurrence, r.place, r.name, r.instructions, r.due_on, r.state,"            \
    " r.needs_payroll, r.amount_cents, r.created_at, r.changed_at, l.name, r.promised_on,"         \
    " r.campaign, r.name_en, r.instructions_en"

/* P-3: of « client_contact cc », who may read which « request r ». */
#define CONTACT_MAY_READ "(r.needs_payroll = 0 OR cc.is_payroll = 1 OR cc.is_legal = 1)"

/* In the language of who reads it; NULL is French. */
struct demand demand_row(struct rows *rows, const char *language);
MUST_USE bool demand_items(struct ctx *cx, struct demand *request, const char *language);
MUST_USE bool item_state_parse(const char *text, enum item_state *state);

#endif
