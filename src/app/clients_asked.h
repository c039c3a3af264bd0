/*
 * What a page of clients was asked for: a tab, a search, filters, an order, a place; as fields of
 * a request, as a part of an address, and as a saved tab holds it.
 */
#ifndef APP_CLIENTS_ASKED_H
#define APP_CLIENTS_ASKED_H

#include "client/directory_query.h"
#include "http/route.h"

extern const struct field clients_fields[];

/*
 * From the fields of clients_fields. Whom the tab is not for sees another: an accountant « mine »
 * (P-12), an admin without clients of their own « all ». The API's own is « all ».
 */
struct directory_query clients_asked(const struct request *request);

/* Without the place: « tab=all&receipts=1&sort=late ». */
const char *clients_query_text(struct arena *arena, const struct directory_query *query);

/* The way back; the member and the place are of `asked`. False with the fault of a bad coding. */
MUST_USE bool clients_query_parse(struct ctx *cx, const struct directory_query *asked,
                                  const char *text, struct directory_query *query);

bool clients_has_filter(const struct directory_query *query);

#endif
