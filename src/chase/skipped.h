/*
 * A skip is taken back (C-10): the step that a person skipped, or that a hold of its obligation
 * called off, comes again, as if it had been left alone.
 *
 * It may while its day's sense stands (C-4) and no later step of the cycle is under way or was
 * carried out; along another scenario than it was skipped in, it may not. In a message that has not
 * left it stands again at once. Else its row, which nothing was ever sent for, makes room: the next
 * round decides of its key as of any other (C-1), holds and caps included. That it was skipped and
 * taken back stays in the interventions. An ordered resend comes again in its message or not at
 * all: what it was to repeat may have left.
 */
#ifndef CHASE_SKIPPED_H
#define CHASE_SKIPPED_H

#include "chase/rules.h"

struct stepping;

struct skipped {
    int64_t reminder;
    struct occasion occasion;
    int64_t message;      /* that it was taken out of and that has not left; 0: none */
    bool is_resend;       /* of what may have left: it has no room to make */
    bool is_held;         /* called off by a hold */
    struct date taken_on; /* day of the last step carried out, but for this one; or NO_DAY */
};

/* Those of an open obligation that may be taken back today, the last called off first. */
MUST_USE bool skipped_list(struct ctx *cx, const struct obligation *owed, const struct rules *rules,
                           struct skipped **list, size_t *count);

/* For chase/intervene.c alone. Fault CONFLICT RELANCE-SANS-RETOUR. */
MUST_USE bool step_unskip(struct stepping *stepping);

#endif
