/*
 * A wording of a mission's or a client's own, as its page and the API tell it.
 */
#ifndef APP_REFINE_MODEL_H
#define APP_REFINE_MODEL_H

#include "app/refine_draft.h"

/* See views/refine.mustache. */
MUST_USE bool refine_put(struct ctx *cx, const struct request *request,
                         const struct refine_draft *draft, struct json *model);

/* "/clients/3/prestations/4/textes/5" of a line of a mission, "/clients/3/prestations/textes/2" of
 * a service. */
const char *refine_line_path(struct arena *arena, const struct mission_service *line);
const char *refine_client_path(struct arena *arena, int64_t client, int64_t service);

#endif
