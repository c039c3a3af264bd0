/*
 * Planted faults: each makes the program break one promise, and must be caught by name, or the
 * proof proves nothing. They stand in the simulation alone: a statement's text is changed, or a
 * function of the program's is called through one of ours (the linker's --wrap).
 */
#ifndef LAWS_PLANT_H
#define LAWS_PLANT_H

#include <stdbool.h>

/* What the functions of plant_calls.c do otherwise. */
enum twist {
    TWIST_NONE,
    TWIST_SENT_EARLY,
    TWIST_NO_POINT,
    TWIST_REFUSED_LOST,
    TWIST_LATER_IS_SENT,
    TWIST_UNKNOWN_IS_LATER,
    TWIST_NO_APPROVAL,
    TWIST_ALWAYS_OPEN,
    TWIST_NOBODY_HELD,
    TWIST_NO_OVERTAKEN,
    TWIST_HAND_OVERTAKES,
    TWIST_NO_SENSE,
    TWIST_NO_RANK,
    TWIST_NO_REPETITION,
    TWIST_A_DAY_EARLY,
    TWIST_SETTLED_RESTARTS,
    TWIST_EDIT_RESTARTS,
    TWIST_NO_SYNC,
    TWIST_NO_KEY,
    TWIST_BY_WORKING_DAY,
    TWIST_SKIP_IGNORED,
    TWIST_CLOCK_IGNORED,
    TWIST_APART,
    TWIST_TAKEN_LEAVES,
    TWIST_UNSKIP_IGNORED,
    TWIST_UNSKIP_RESTARTS,
    TWIST_STOPPAGE_IGNORED,
    TWIST_VOLUME_IGNORED,
    TWIST_DAY_CAP_IGNORED,
    TWIST_RUN_HELD,
    TWIST_RESTORE_UNLISTED,
};

int plant_find(const char *name);   /* its number, 1 and on; 0: none is called so */
const char *plant_name(int number); /* NULL after the last */
enum twist plant_twist(void);       /* of this world */

/* The fault of this world, in this process; ends it when the text to change is not found. */
void plant_install(void);

#endif
