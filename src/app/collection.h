/*
 * A client's collection addresses as pages tell them (E-23): the firm's page of a client and the
 * client's own space share the model and the acts.
 */
#ifndef APP_COLLECTION_H
#define APP_COLLECTION_H

#include "http/route.h"

/*
 * { has_box (else there are no addresses: no return box is set up), addresses: [ { kind,
 * is_purchases, is_sales, is_smart, address, renewed_at (absent: never) } ], senders: [ { email,
 * is_purchases, is_sales, is_sort } ], has_senders }
 */
MUST_USE bool collection_put(struct ctx *cx, const struct request *request, int64_t client,
                             struct json *map);

/* Who acts: a contact, or with contact 0 the ctx's member; and whether they may renew. */
struct collection_hand {
    int64_t client, contact;
    bool may_renew;
};

/*
 * What the form of fields act, kind and email asks. Faults: DENIED COLLECTE-DROIT, INPUT
 * CHAMP-MANQUE, those of sender_allow.
 */
MUST_USE bool collection_act(struct ctx *cx, const struct request *request,
                             const struct collection_hand *hand, struct answer *answer);

#endif
