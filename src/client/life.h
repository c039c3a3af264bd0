/*
 * A client's life (P-7): invited, being verified, active, leaving, archived. Every step is dated,
 * by whom, and none is taken back: what is undone is one more step.
 */
#ifndef CLIENT_LIFE_H
#define CLIENT_LIFE_H

#include "client/client.h"

enum client_state {
    CLIENT_INVITED,    /* it asked for the firm, or the firm for it */
    CLIENT_ONBOARDING, /* being verified: « intégration » */
    CLIENT_ACTIVE,
    CLIENT_LEAVING,
    CLIENT_ARCHIVED,
    CLIENT_STATE_COUNT,
};

const char *client_state_text(enum client_state state); /* "onboarding" */
MUST_USE bool client_state_parse(const char *text, enum client_state *state);

/*
 * May it go from one to the other? Onwards one by one; back from leaving to active; an invitation
 * or a verification may be given up for good; who comes back is verified again.
 */
bool life_allows(enum client_state from, enum client_state to);

/*
 * Why a client may not take that step now: "" when it may, CLIENT-ETAPE (not one after the other),
 * CLIENT-REPRESENTANT (no legal representative as main contact, P-3), CLIENT-SANS-EMAIL (no usable
 * address, P-4), DOSSIER-ESSAI (P-10). Fault ABSENT CLIENT-ABSENT.
 */
MUST_USE bool life_obstacle(struct ctx *cx, int64_t client, enum client_state state,
                            const char **obstacle);

/*
 * Takes the step; reason may be "". Fault CONFLICT with the obstacle as its code, and "client",
 * "from", "to", "path": the page with the form that mends it.
 */
MUST_USE bool life_move(struct ctx *cx, int64_t client, enum client_state state,
                        const char *reason);

/* Undoes: back to a state that it was in before, whatever lies between. Fault as of life_move. */
MUST_USE bool life_return(struct ctx *cx, int64_t client, enum client_state state,
                          const char *reason);

struct life_step {
    int64_t id, by; /* by: member; 0 for the command line and the house */
    enum client_state state;
    struct instant at;
    const char *reason, *by_name; /* by_name "" for the house */
};

/* All steps, the oldest first. */
MUST_USE bool life_list(struct ctx *cx, int64_t client, struct life_step **steps, size_t *count);

/* For client_add: the first step of each. */
MUST_USE bool life_begin(struct ctx *cx, const struct client *clients, size_t count);

#endif
