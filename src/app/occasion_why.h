/*
 * Why a step falls on its day, worded: « 8 jours après l’échéance du 15 novembre 2026 », « Dès
 * l’ouverture, le … », said otherwise when a person carries it out or may object.
 */
#ifndef APP_OCCASION_WHY_H
#define APP_OCCASION_WHY_H

#include "chase/plan.h"

/* By its own days and the repetition that it is (rank); a closed day may have moved it since. */
const char *occasion_why(struct arena *arena, const char *language, const struct obligation *owed,
                         const struct step *step, int64_t rank);

#endif
