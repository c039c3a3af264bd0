/*
 * The chase of requests (E-20): the firm speaks to a client's contact about all that the contact
 * owes, over all of their companies (law 3). A promise holds the reminders until its day.
 *
 * The rhythm follows what is missing (E-3): while something blocks, or a request was not told of
 * yet, a person is told along the scenario; when all that is left holds nothing up, half as often:
 * two weeks lie between two messages, and of the steps that fell within the last one speaks. The
 * call comes after the last of them, as ever.
 */
#ifndef REQUEST_REMIND_H
#define REQUEST_REMIND_H

#include "chase/kind.h"
#include "request/request.h"

/*
 * Its capacity is "request", its persons are contacts. The model of its messages, for
 * views/mail/request: "contact", "requests" (all that the contact owes, each with the "items" that
 * are missing, and why), "count", "more", "client" (when all are of one; "of" in each),
 * "is_blocking", "is_late", "url" (of the space), "base_url", "step", "on"; for a representative
 * whom colleagues wait for (E-18) "colleagues", how many, and "colleagues_url". Whoever sends it
 * adds "act_url" to each request (worker/words.h).
 */
extern const struct chase_kind request_kind;

/* The reason of the acts with which a promise holds the reminders and lets them go. */
#define REQUEST_PROMISED "promised"

/*
 * The obligation follows the request from what it was: open or settled, held through the day that
 * is promised unless a member holds it longer, its messages under way worded anew. Inside a
 * transaction.
 */
MUST_USE bool request_owes(struct ctx *cx, const struct demand *before,
                           const struct demand *request);

/* Its due date was changed: while it is open its reminders begin anew (C-1). Likewise inside. */
MUST_USE bool request_owes_by(struct ctx *cx, int64_t request, struct date due_on,
                              const char *reason);

/*
 * Who is spoken to about each: the contact who gets the reminders of its client, for the payroll's
 * its people alone (P-3); 0 when nobody can be reached.
 */
MUST_USE bool request_addressees(struct ctx *cx, const struct demand *requests, size_t count,
                                 int64_t *persons);

/*
 * Obligations whose person is nobody, or at the client no more, or not the payroll's, go to whoever
 * gets them now. What was about to leave to the former one is taken out; a step that is told to
 * nobody so is told to the next one. Once a day, before the round, and where many have left at
 * once; *count is how many. In the caller's transaction or in one of its own.
 */
MUST_USE bool request_readdress(struct ctx *cx, int64_t *count);

/*
 * The same for one client: whoever lets somebody leave it, or takes a role from them, says so here
 * in the same transaction (P-3, P-9).
 */
MUST_USE bool request_readdress_at(struct ctx *cx, int64_t client);

#endif
