/*
 * What a client would read of a service's requests, in each language.
 */
#ifndef APP_SERVICE_PREVIEW_H
#define APP_SERVICE_PREVIEW_H

#include "http/route.h"
#include "mission/service.h"

/* « previews », with values for each language; the texts were checked. */
void service_preview_fill(struct arena *arena, const struct service_content *content,
                          const struct word_values *values, struct json *model);

/* The same with an example of each tag's value. */
void service_preview_put(struct ctx *cx, const struct request *request,
                         const struct service_content *content, struct json *model);

#endif
