/*
 * What the client's side does to a request (E-16, E-18), whichever way it comes: the space, a reply
 * by mail, a link of a mail, or a member who does it for them. Each is one transaction, or part of
 * the caller's, with an event; the same said twice changes nothing and leaves one event.
 *
 * Of all: ABSENT DEMANDE-ABSENTE (not there, or not for this contact: P-3, P-9), CONFLICT
 * PIECE-ACCEPTEE (the firm said yes already), DEMANDE-CLOSE (dropped, the request or the item;
 * DEMANDE-FINIE to a contact).
 */
#ifndef REQUEST_ANSWER_H
#define REQUEST_ANSWER_H

#include "request/request.h"

enum request_way { WAY_SPACE, WAY_MAIL, WAY_LINK, WAY_FIRM, WAY_HOUSE, WAY_COUNT };

const char *request_way_text(enum request_way way); /* "space", … */

/* Who acts: a contact, or with contact 0 the ctx's member; in a visit to the client's space or 0.
 */
struct hand {
    enum request_way way;
    int64_t contact, visit;
};

/*
 * The answer to an item: a text, a figure as it is typed (kept in cents), yes or no. Faults: INPUT
 * REPONSE-VIDE, REPONSE-LONGUE, REPONSE-CHIFFRE, REPONSE-OUI-NON, REPONSE-DOCUMENT (the item wants
 * a document).
 */
MUST_USE bool item_answer(struct ctx *cx, int64_t item, const char *answer, const struct hand *by);

/*
 * A document of the item is kept: to be called in the transaction of its row. The event says its
 * name. Given already: the event alone. Faults: those of item_takes_file.
 */
MUST_USE bool item_given(struct ctx *cx, int64_t item, const char *document, const struct hand *by);

/* Whether a file is taken for it; reads its request. Fault INPUT REPONSE-ECRITE: it wants words. */
MUST_USE bool item_takes_file(struct ctx *cx, int64_t item, const struct hand *by,
                              struct demand *request);

/* What was given is missing again; its documents are the caller's to remove. */
MUST_USE bool item_take_back(struct ctx *cx, int64_t item, const struct hand *by);

/* « Je ne l’ai pas », « ne s’applique pas ». Fault INPUT MOTIF when no reason is given. */
MUST_USE bool item_none(struct ctx *cx, int64_t item, const char *reason, const struct hand *by);

/* A promise reaches so many days after the due date, or after today when that is later. */
enum { PROMISE_DAYS = 15 };

/* The last day that may be promised for a request. */
struct date promise_limit(const struct demand *request, struct date today);

/*
 * « J’enverrai le … »: of one item, or of all that are owed. Once all that is owed is promised, the
 * reminders wait until the first of these days has passed. Faults: INPUT PROMESSE-PASSEE,
 * PROMESSE-LIMITE with "limit"; CONFLICT DEMANDE-REPONDUE (nothing is owed).
 */
MUST_USE bool item_promise(struct ctx *cx, int64_t item, struct date on, const struct hand *by);
MUST_USE bool request_promise(struct ctx *cx, int64_t request, struct date on,
                              const struct hand *by);

/* A word on a request, or on one of its items. */
struct remark {
    int64_t request;
    int64_t item; /* 0: the whole */
    const char *text;
};

/* Faults INPUT COMMENTAIRE-VIDE, COMMENTAIRE-LONG. A word may come however the request stands. */
MUST_USE bool request_comment(struct ctx *cx, const struct remark *remark, const struct hand *by);

#endif
