/*
 * A mission as its pages and the API tell it, and what keeps missions from being made.
 */
#ifndef APP_MISSION_MODEL_H
#define APP_MISSION_MODEL_H

#include "base/json.h"
#include "mission/mission.h"

/* "/clients/12/prestations/3", with an end. */
const char *mission_path(struct arena *arena, const struct mission *mission, const char *end);

/* { id, name, first, last (absent: no end), state, is_STATE, state_at, path, is_from_rule }. */
void mission_put(struct arena *arena, const struct mission *mission, struct json *map);

/* Puts "services" (titles), and "next_created" where something comes. */
void mission_put_next(const struct mission *mission, struct json *map);

/* Why something of it cannot be made, as a page says it; whether the client's taxes lack it. */
const char *mission_lack_why(struct arena *arena, const char *language, const struct fault *fault);
bool mission_lack_is_tax(const struct fault *fault);

/* Puts "lacking": [ { title, code, why (worded), is_tax, since } ], of its services. */
MUST_USE bool mission_put_lacking(struct ctx *cx, const char *language,
                                  const struct mission *mission, struct json *map);

/* Puts "halted" { code, since }: no mission is made at all. Absent while all is well. */
MUST_USE bool missions_put_halt(struct ctx *cx, struct json *model);

/* And "stopped" { count, since, url }: missions that lack something, of one client or of all (0).
 */
MUST_USE bool missions_put_stop(struct ctx *cx, int64_t client, struct json *model);

#endif
