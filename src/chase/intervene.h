/*
 * A person steps in (C-10): holds one obligation or lets it go on, skips its next step (and takes
 * that back) or sends it now, moves it to another scenario, takes it over or gives it back, changes
 * its due date.
 *
 * Each is kept with name, time and reason, in one transaction with a new version of the obligation,
 * so that what was worded before does not pass the point (C-5). What stands in a message before its
 * point is taken out of it; what is at its point is left to its end.
 */
#ifndef CHASE_INTERVENE_H
#define CHASE_INTERVENE_H

#include "chase/kind.h"
#include "store/store.h"

enum act {
    ACT_PAUSE, /* nothing leaves until after a day, or without end */
    ACT_RESUME,
    ACT_SKIP, /* the next step, or one that waits: « ne pas envoyer » */
    ACT_SEND, /* the same, today: not capped, never twice, never to a held address */
    ACT_MOVE, /* to another scenario, what waits of the former one being called off, or on to the
                 last version of its own: steps not later than the last dealt are superseded (C-1)
               */
    ACT_TAKE, /* every step by hand, for one member */
    ACT_RELEASE,
    ACT_DUE,    /* another due date: a new cycle, its scenario from the start (C-1) */
    ACT_UNSKIP, /* a skip is taken back, see chase/skipped.h */
    ACT_COUNT,
};

const char *act_text(enum act act); /* "pause", … */

struct intervention {
    enum act act;
    int64_t obligation;
    int64_t reminder;   /* of SKIP, SEND: this one, which must wait still; 0: the next. Of UNSKIP:
                           this   one; 0: the last skipped */
    int64_t scenario;   /* of MOVE */
    int64_t member;     /* of TAKE; 0: who acts */
    struct date until;  /* of PAUSE: its last day, or NO_DAY; of DUE: the new one */
    const char *reason; /* never "" */
};

/*
 * In the caller's transaction or in one of its own. Faults: ABSENT OBLIGATION-ABSENTE,
 * SCENARIO-ABSENT, MEMBRE-ABSENT; INPUT MOTIF, PAUSE-PASSEE, RELANCE-APPEL (a call cannot be
 * sent); CONFLICT OBLIGATION-REGLEE, ACTE-DEJA (it stands so already), MISSION-SUSPENDUE (a rest
 * is not one's own to end, see chase/rest.h), RELANCE-AUCUNE (no step is left), RELANCE-PARTIE (it
 * is leaving), RELANCE-DU-JOUR (one left today), OBLIGATION-CHANGEE (meanwhile), RELANCE-RETENUE
 * with "reason", RELANCE-SANS-RETOUR (no skip that may be taken back).
 */
MUST_USE bool chase_intervene(struct ctx *cx, const struct chase_kind *kind,
                              const struct intervention *intervention);

/* An open obligation. Faults: ABSENT OBLIGATION-ABSENTE, CONFLICT OBLIGATION-REGLEE. */
MUST_USE bool obligation_find(struct ctx *cx, int64_t id, struct obligation *owed);

/*
 * The step that is taken next if nothing holds it, from a day on, and its day. False when none is
 * left. Pure: it asks the plan day after day.
 */
struct coming {
    struct occasion occasion;
    struct date on;
};
bool chase_coming(struct arena *arena, const struct obligation *owed, const struct rules *rules,
                  struct date from, struct coming *coming);

#endif
