/*
 * What falls due of a service of a mission, as pages show it before and after it is saved (E-8).
 */
#ifndef APP_OCCURRENCE_MODEL_H
#define APP_OCCURRENCE_MODEL_H

#include "http/route.h"
#include "mission/course.h"

enum { OCCURRENCES_SHOWN = 12 };

/*
 * Puts « occurrences », has_occurrences and is_whole: from the first of the course, or ahead,
 * those that are created today or later; see views/part/mission_occurrences.mustache. What a legal
 * deadline lacks is a sentence « lacks », and no fault.
 */
MUST_USE bool occurrences_put(struct ctx *cx, const struct request *request,
                              const struct course *course, bool ahead, struct json *map);

#endif
