/*
 * The software that a client's books come from may still send reminders on its behalf: while it
 * does, what this house would say for that client is planned and shown, and nothing leaves. Its
 * messages wait as those that nobody has approved since an import, and no approval is taken; when
 * it has ended they wait for one, so that a person sees them. What the firm says to the client
 * itself is not concerned.
 */
#ifndef OUTBOX_SOURCE_H
#define OUTBOX_SOURCE_H

#include "store/store.h"

/* A statement's part, of a message's issuer: true while its source software reminds. */
#define SOURCE_STANDS(CLIENT)                                                                      \
    "EXISTS (SELECT 1 FROM source x WHERE x.firm = $1 AND x.client = " CLIENT                      \
    " AND x.ended_at IS NULL)"

struct source {
    bool stands;
    struct instant at;
    int64_t by; /* member; 0 for the command line */
    const char *by_name, *reason;
};

/*
 * Says that it reminds still, or no more; the reason may be "". What is so already keeps its own
 * name, day and reason. A message at its point is left to its end. One transaction, or within one.
 */
MUST_USE bool source_begin(struct ctx *cx, int64_t client, const char *reason);
MUST_USE bool source_end(struct ctx *cx, int64_t client);

MUST_USE bool source_find(struct ctx *cx, int64_t client, struct source *source);

/* Fault CONFLICT ORIGINE-RELANCE, with "path": where it is said, while it stands for the client. */
MUST_USE bool source_refuse(struct ctx *cx, int64_t client);

/* The same for the client on whose behalf a message speaks. */
MUST_USE bool source_refuse_message(struct ctx *cx, int64_t message);

#endif
