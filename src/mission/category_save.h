/*
 * A category gets another title.
 */
#ifndef MISSION_CATEGORY_SAVE_H
#define MISSION_CATEGORY_SAVE_H

#include "mission/service.h"

/* Faults: ABSENT CATEGORIE-ABSENTE, INPUT CHAMP-VIDE, CONFLICT CATEGORIE-EXISTE. */
MUST_USE bool category_save(struct ctx *cx, const struct category *category);

#endif
