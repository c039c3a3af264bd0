/*
 * Amendments (« avenants ») to the contracts of a plan's clients (E-17): the firm publishes one,
 * and the clients that name the plan are asked for it in their space until their legal
 * representative accepts it. None changes once it is published: another version asks again. Of
 * those that stand the highest version of a plan is asked for; one that is withdrawn gives way to
 * the one before.
 *
 * Nothing waits for an acceptance: documents are given and questions answered as ever.
 */
#ifndef CLIENT_AMENDMENT_H
#define CLIENT_AMENDMENT_H

#include "store/store.h"

struct amendment {
    int64_t id, version;
    const char *plan, *title, *text;
    const unsigned char *sha256; /* 32 bytes, of the text */
    struct instant published_at;
    const char *published_by;    /* the member's name */
    bool is_withdrawn, is_asked; /* for: of the plan's, the one in force */
    int64_t clients, accepted; /* of the plan, that the one who asks may see; those who accepted */
};

/*
 * Publishes plan, title and text as the plan's next version; the rest is set. Faults INPUT
 * AVENANT-OFFRE, AVENANT-TITRE, AVENANT-TEXTE; CONFLICT AVENANT-MEME with "version" (it is asked
 * for in these words), BASE-CONFLIT (two at once).
 */
MUST_USE bool amendment_publish(struct ctx *cx, struct amendment *amendment);

/* Faults ABSENT AVENANT-ABSENT, CONFLICT AVENANT-RETIRE. What was accepted stays written. */
MUST_USE bool amendment_withdraw(struct ctx *cx, int64_t id);

/* By plan, the newest version first, without their texts. */
MUST_USE bool amendment_list(struct ctx *cx, struct amendment **amendments, size_t *count);

/* Fault ABSENT AVENANT-ABSENT. */
MUST_USE bool amendment_find(struct ctx *cx, int64_t id, struct amendment *amendment);

/* Of « amendment a »: whether it is asked for. */
#define AMENDMENT_ASKED                                                                            \
    "(a.withdrawn_at IS NULL AND NOT EXISTS (SELECT 1 FROM amendment later"                        \
    " WHERE later.firm = a.firm AND later.plan = a.plan AND later.version > a.version"             \
    " AND later.withdrawn_at IS NULL))"

#endif
