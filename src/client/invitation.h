/*
 * A client asks for this firm (P-8): it waits in a queue until a member accepts it, after a check
 * for duplicates, or refuses it with a reason. A SIRET typed as a SIREN is cut. Who asked is told
 * the decision by mail when the firm wants so.
 */
#ifndef CLIENT_INVITATION_H
#define CLIENT_INVITATION_H

#include "chase/kind.h"

enum invitation_state {
    INVITATION_WAITING,
    INVITATION_ACCEPTED,
    INVITATION_REFUSED,
    INVITATION_STATE_COUNT,
};

struct invitation {
    int64_t id;
    const char *name, *siren;   /* of the company; siren "" while unknown */
    const char *person, *email; /* who asks */
    const char *phone, *note;
    const char *language;        /* "" or NULL: French */
    struct instant consented_at; /* on the firm's page (client/invitation_page.h); 0: elsewhere */
    enum invitation_state state;
    struct instant asked_at, decided_at; /* decided_at 0 while it waits */
    int64_t client;                      /* that it became or was found to be; 0: none */
    int64_t decided_by;
    const char *decided_by_name, *reason; /* reason: of a refusal */
    int64_t message;                      /* that told the decision; 0: none */
};

const char *invitation_state_text(enum invitation_state state); /* "waiting" */

/* Writes each field as it is kept. Faults: INPUT CLIENT-NOM-MANQUE, SIREN, CONTACT-NOM. */
MUST_USE bool invitation_check(struct ctx *cx, struct invitation *invitation);

/* Adds one that waits; sets its id. Faults: those of invitation_check. */
MUST_USE bool invitation_add(struct ctx *cx, struct invitation *invitation);

/* Fault ABSENT INVITATION-ABSENTE. */
MUST_USE bool invitation_find(struct ctx *cx, int64_t id, struct invitation *invitation);

/* Those that wait, the oldest first, behind one of them; those decided, the newest first. */
struct invitation_place {
    bool is_waiting;
    struct instant asked_at; /* of the one before; 0: from the first one on */
    int64_t after;           /* its id */
    int64_t limit;
};
MUST_USE bool invitation_list(struct ctx *cx, const struct invitation_place *place,
                              struct invitation **invitations, size_t *count);
MUST_USE bool invitation_count(struct ctx *cx, int64_t *waiting);

/*
 * It becomes the client given, or a new one when that is 0; who asks joins its people, and a new
 * client with a usable address begins to be verified. Faults: CONFLICT INVITATION-DECIDEE;
 * CONFLICT INVITATION-DOUBLON with "count": clients are like it, none was chosen, and it was not
 * said to be another; those of client_look for the one given.
 */
struct acceptance {
    int64_t client;  /* 0: a new one; set to what it became */
    bool is_another; /* none of those like it */
    bool tells; /* who asked, by mail, with the way into the space; without an address nobody */
};
MUST_USE bool invitation_accept(struct ctx *cx, int64_t id, struct acceptance *acceptance);

/*
 * With `tells` who asked is told, reason and all. Faults: CONFLICT INVITATION-DECIDEE, INPUT
 * INVITATION-MOTIF without a reason.
 */
MUST_USE bool invitation_refuse(struct ctx *cx, int64_t id, const char *reason, bool tells);

/* Posts the mail of what was decided, in its transaction; does nothing without an address. */
MUST_USE bool invitation_tell(struct ctx *cx, int64_t id);

/*
 * Messages « invitation » of the firm to who asked, the person being the invitation. The model:
 * « name », « company », « base_url », « accepted » { space_url, email } or « refused » { reason }.
 */
extern const struct chase_kind invitation_kind;

#endif
