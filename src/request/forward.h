/*
 * « Demander à … »: somebody of a client names a colleague for a request; a member, or a legal
 * representative of the client, approves, and the colleague, a contact by then, gets its reminders
 * from then on (E-18). Who joins people to clients is client/contact.h: the two are put together
 * above.
 */
#ifndef REQUEST_FORWARD_H
#define REQUEST_FORWARD_H

#include "request/answer.h"

/* The condition of a statement whose $1 is the firm and whose forward is f: it waits for a word,
   and so does its request for an answer. One that opens again takes up what was proposed. */
#define FORWARD_WAITS                                                                              \
    "f.state = 'waiting' AND EXISTS (SELECT 1 FROM request q WHERE q.firm = $1"                    \
    " AND q.id = f.request AND q.state = 'open')"

struct forward {
    int64_t id, request, client;
    const char *name, *email, *note;
    int64_t asked_by; /* contact */
    struct instant asked_at;
    const char *state;                     /* waiting, accepted, refused */
    const char *request_name, *asker_name; /* when read */
    bool needs_payroll;                    /* the request's: for the payroll's people alone (P-3) */
};

/*
 * Asks; sets the id and the state: one of the client's people who may read the request already is
 * spoken to at once, nobody's word is needed. The same address again while it waits is the same.
 * Faults of answer.h; INPUT COLLEGUE-NOM, COLLEGUE-ADRESSE, COLLEGUE-SOI (the address of who asks);
 * CONFLICT DEMANDE-REPONDUE.
 */
MUST_USE bool request_forward(struct ctx *cx, struct forward *forward, const struct hand *by);

/* Those that wait for a word while their request is open, of all clients that the actor sees or of
   one (0: all). */
MUST_USE bool forward_list(struct ctx *cx, int64_t client, struct forward **forwards,
                           size_t *count);

/*
 * How many wait for the word of a contact, over the clients that it represents and whose plan shows
 * their people; of those that the member who looks may see, or 0: it leaves.
 */
MUST_USE bool forward_count(struct ctx *cx, int64_t contact, int64_t looker, int64_t *count);

/* One that is not decided, its request open or not. Fault ABSENT COLLEGUE-ABSENT: it is not for the
   actor. */
MUST_USE bool forward_find(struct ctx *cx, int64_t id, struct forward *forward);

/*
 * Yes: the contact, who is at the client by now, is spoken to from now on. No: contact 0. Faults:
 * those of forward_find; CONFLICT COLLEGUE-CLIENT: the contact is not at the client, COLLEGUE-FINI:
 * the request awaits no answer any more.
 */
MUST_USE bool forward_decide(struct ctx *cx, int64_t id, int64_t contact, const struct hand *by);

#endif
