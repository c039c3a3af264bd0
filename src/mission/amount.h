/*
 * What a client has to pay on a deadline, and its own day of it (E-13): from a formula where last
 * year's tax is known, or by hand.
 */
#ifndef MISSION_AMOUNT_H
#define MISSION_AMOUNT_H

#include "mission/course.h"

/* By hand; neither amount nor day takes the row off. Fault INPUT ECHEANCE-PERIODE,
 * ECHEANCE-MONTANT. */
MUST_USE bool amount_set(struct ctx *cx, int64_t client, const struct deadline_own *own);

/* "2026-09", "2026-T3", "2026", "2026-06-30". */
bool deadline_period_check(const char *text);

/* A client's own rows of a kind, or of all with DEADLINE_KIND_COUNT; in order of period and part.
 */
MUST_USE bool amount_list(struct ctx *cx, int64_t client, enum deadline_kind kind,
                          struct deadline_own **own, size_t *count);

/*
 * By law, from what was paid last year: IS-ACOMPTE a quarter, CFE-ACOMPTE and CVAE-ACOMPTE a half,
 * CA12-ACOMPTE 55 % and 40 %, in whole euros. False when there is no formula or nothing is known.
 */
bool amount_formula(const struct taxpayer *taxpayer, enum deadline_kind kind, int part,
                    struct money *amount);

#endif
