/*
 * What rests for a suspended mission, in a list of what is held: the mission and where it is, and
 * not a person's pause (E-9).
 */
#ifndef APP_REST_MODEL_H
#define APP_REST_MODEL_H

#include "base/json.h"
#include "mission/made.h"

/* Of rows with « obligation » and « reason »: « why » is worded anew, « mission_path » put. */
MUST_USE bool rests_put(struct ctx *cx, const char *language, struct json *held);

/* "rest" { text, path }: of one, the suspended mission for which it rests; absent when for none. */
MUST_USE bool rest_put(struct ctx *cx, const char *language, const char *kind, int64_t subject,
                       struct json *model);

const char *rest_word(struct ctx *cx, const char *language, const struct made_for *mission);
const char *rest_path(struct arena *arena, const struct made_for *mission);

#endif
