/*
 * What was planned, sent, held and done about one person, by whom and why, and what comes next:
 * one list in the order of time, over all that the person owes in one capacity and what the member
 * who reads may see of it.
 */
#ifndef APP_TIMELINE_H
#define APP_TIMELINE_H

#include "chase/kind.h"
#include "http/route.h"

/* Of what: obligation 0 is all that the person owes, client 0 to all clients. */
struct timeline_scope {
    const struct chase_kind *capacity; /* the leader: a person has a number in each (P-2) */
    int64_t issuer, person;
    int64_t client, obligation;
    const char *show;  /* "", "mails", "by_hand", "acts", "over", "coming" */
    const char *after; /* "" or the place of the last event before; see timeline_put */
};

/*
 * Puts "events", the latest first and what comes before them: [{ on, at (absent when only the day
 * is known), is_future, one of is_mail, is_hand, is_act, is_over, is_bad; title (worded), piece,
 * obligation, company: { id, name } (when the firm itself speaks), words and by (absent when there
 * are none), reminder_id, message_id (absent when none) }], "has_events", "shown", "count", and the
 * places after which the pages beside it begin: "previous" ("": the first), "next", absent at the
 * ends.
 */
MUST_USE bool timeline_put(struct ctx *cx, const struct request *request,
                           const struct timeline_scope *scope, struct json *model);

/* All of it, a line an event, for a spreadsheet; what the place says is not read. */
MUST_USE bool timeline_write(struct ctx *cx, const struct request *request,
                             const struct timeline_scope *scope, struct answer *answer);

#endif
