/*
 * What a plan (« offre », P-6) hides of the space of its clients. Clients name their plan, and the
 * firm says here what it hides; by default nothing. What is hidden is in no navigation, and its
 * pages answer as what is not there. A person of several companies sees a page while one of them
 * shows it, with the rows of those that do.
 *
 * A file that answers an item belongs to its request and is shown there, whatever is hidden.
 */
#ifndef CLIENT_OFFER_H
#define CLIENT_OFFER_H

#include "store/store.h"

enum offer_part {
    OFFER_DOCUMENTS, /* « Documents »: all that was sent */
    OFFER_USERS,     /* « Utilisateurs »: who else comes in */
    OFFER_PART_COUNT,
};

struct offer {
    const char *name;
    int64_t clients; /* that the one who asks may see */
    bool hides[OFFER_PART_COUNT];
};

const char *offer_part_text(enum offer_part part); /* "documents" */

/* Those that a client names and those that hide something, in order of name. */
MUST_USE bool offer_list(struct ctx *cx, struct offer **offers, size_t *count);

/* What a plan hides from now on; what hides nothing is not kept. Fault INPUT OFFRE-NOM. */
MUST_USE bool offer_set(struct ctx *cx, const struct offer *offer);

/* What is hidden from a person, of all their companies; of one company. */
MUST_USE bool offer_of_contact(struct ctx *cx, int64_t contact, bool hides[OFFER_PART_COUNT]);
MUST_USE bool offer_of_client(struct ctx *cx, int64_t client, bool hides[OFFER_PART_COUNT]);

/* The condition of a statement whose $1 is the firm: the client's plan shows the part. */
#define OFFER_SHOWS(CLIENT, PART)                                                                  \
    "NOT EXISTS (SELECT 1 FROM client q JOIN client_plan h ON h.firm = q.firm AND h.name = q.plan" \
    " WHERE q.firm = $1 AND q.id = " CLIENT " AND h.hides_" PART " = 1)"

#endif
