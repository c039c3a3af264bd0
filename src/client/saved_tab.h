/*
 * A filter of the clients page, saved as a tab of one's own (P-14).
 */
#ifndef CLIENT_SAVED_TAB_H
#define CLIENT_SAVED_TAB_H

#include "store/store.h"

enum { SAVED_TAB_LIMIT = 12 }; /* of one member: more fit no screen */

struct saved_tab {
    int64_t id;
    const char *name, *query; /* query: as in the page's address */
};

/* In the order in which they were saved. */
MUST_USE bool saved_tab_list(struct ctx *cx, int64_t member, struct saved_tab **tabs,
                             size_t *count);

/* Of the actor. Sets its id. Faults: INPUT ONGLET-NOM; CONFLICT ONGLET-DEJA, ONGLETS-TROP. */
MUST_USE bool saved_tab_add(struct ctx *cx, struct saved_tab *tab);

/* The actor's own alone: fault ABSENT ONGLET-ABSENT; name as for saved_tab_add. */
MUST_USE bool saved_tab_rename(struct ctx *cx, int64_t id, const char *name);
MUST_USE bool saved_tab_remove(struct ctx *cx, int64_t id);

#endif
