/*
 * An act on a request on its way, for the files of request/ alone: the request is locked and read,
 * its items are changed in memory, then all is written at once with the state that follows, the
 * obligation and an event.
 */
#ifndef REQUEST_ACT_H
#define REQUEST_ACT_H

#include "request/answer.h"

struct act {
    struct ctx *cx;
    const struct hand *by;
    struct demand request; /* changed until it is written */
    struct item *item;     /* one of its items; NULL: the whole */
};

/* Inside a transaction. Fault ABSENT DEMANDE-ABSENTE. */
MUST_USE bool act_on_request(struct ctx *cx, int64_t id, const struct hand *by, struct act *act);
MUST_USE bool act_on_item(struct ctx *cx, int64_t item, const struct hand *by, struct act *act);

/* Sets the item, one of the request's. The same fault. */
MUST_USE bool act_find_item(struct act *act, int64_t item);

/* What it is about, by its name: the item, else the request. */
const char *act_name(const struct act *act);

/* Fault CONFLICT when the request, or its item, is dropped: DEMANDE-CLOSE; DEMANDE-FINIE to a
   contact, who cannot open it again. */
MUST_USE bool act_stands(const struct act *act);

/* Writes the items, the state that follows from them, the obligation; and the event of its item. */
MUST_USE bool act_end(struct act *act, const char *event, const char *text);
MUST_USE bool act_write(struct act *act); /* the same without an event */
MUST_USE bool act_tell(const struct act *act, const char *event, const char *text); /* it alone */

/* What the items make of it. Pure. */
enum request_state request_state_of(const struct item *items, size_t count);

/* The day through which reminders wait (E-18): NO_DAY unless all that is owed is promised. Pure. */
struct date promise_hold(const struct item *items, size_t count);

/* What request_add says of a name, instructions, a due date and items. */
MUST_USE bool demand_check(struct ctx *cx, const struct demand *request);

/* INPUT MOTIF, COMMENTAIRE-VIDE, COMMENTAIRE-LONG: what a person writes is there, and not too long.
 */
MUST_USE bool text_check(struct ctx *cx, const char *text, const char *code);

#endif
