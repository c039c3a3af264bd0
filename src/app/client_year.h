/*
 * The year of a client as a register: what was owed when, and what became of it.
 */
#ifndef APP_CLIENT_YEAR_H
#define APP_CLIENT_YEAR_H

#include "client/client.h"
#include "http/route.h"

/*
 * Puts "year": { first, last (days of its fiscal year, the calendar's while that is unknown),
 * has_rows, months: [{ letter, name, is_now }], rows: [{ is_KIND, kind, cells: [{ is_ok | is_part
 * | is_late | is_wait | is_na, is_now, label (worded) }] }] }: a row for each kind of obligation
 * with something due in the year, one for accounts received, one for the client's life.
 */
MUST_USE bool client_year_put(struct ctx *cx, const struct request *request,
                              const struct client *client, struct json *model);

#endif
