/*
 * Wording of a mission's or a client's own (E-2): service, then mission, then client.
 *
 * It is kept as JSON, a list as long as the service's requests: [{ "name": {fr, en},
 * "instructions": {fr, en} }, null]. What is "" or null stays as the wider one says.
 */
#ifndef MISSION_REFINE_H
#define MISSION_REFINE_H

#include "mission/service.h"

/* Only name and instructions of each are read. *text "" when nothing is refined. Faults: of
 * wording_check. */
MUST_USE bool refine_text(struct ctx *cx, const struct service_request *requests, size_t count,
                          const char **text);

/* The content with what `text` refines; the content given stays as it is. */
MUST_USE bool refine_apply(struct ctx *cx, const char *text, struct service_content *content);

/*
 * Whether a text of whatever origin may refine so many requests: before it is kept, and of all that
 * a mission would say before it is signed. Faults INPUT: of wording_check, MISSION-TEXTE (no list,
 * or one of more requests than there are).
 */
MUST_USE bool refine_check(struct ctx *cx, const char *text, size_t count);

/* Of a client, for all its missions with this service; "" none. Faults of refine_check. */
MUST_USE bool refine_of_client(struct ctx *cx, int64_t client, int64_t service, const char **text);
MUST_USE bool refine_client(struct ctx *cx, int64_t client, int64_t service, const char *text);

/* Of a service of a mission. Faults ABSENT MISSION-ABSENTE, of refine_check. */
MUST_USE bool refine_mission(struct ctx *cx, int64_t mission_service, const char *text);

#endif
