/*
 * What a version of a service says, as JSON: for mission/service.h alone, which has its shape.
 */
#ifndef MISSION_SERVICE_CONTENT_H
#define MISSION_SERVICE_CONTENT_H

#include "base/json.h"
#include "mission/service.h"

/* Titles may be text, or words of which `language` is taken. Fault INPUT SERVICE-CONTENU. */
MUST_USE bool service_content_from(struct ctx *cx, const struct json *map, const char *language,
                                   struct service_content *content);

/* { "fr", "en" }; what is absent is "". */
struct words words_from(const struct json *map);
void words_put(struct json *map, const char *key, const struct words *words);

#endif
