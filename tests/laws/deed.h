/*
 * A deed of somebody's: one call of the program's own functions, noted once its commit is known.
 * The world changes with it. What a crash interrupts is taken up by who comes after.
 */
#ifndef LAWS_DEED_H
#define LAWS_DEED_H

#include "life.h"
#include "world.h"

void deed_perform(struct ctx *cx, struct deed deed);
void deed_take_up(struct ctx *cx); /* what a crash interrupted */
void deed_note_steps(void);        /* the scenarios as they stand */

#endif
