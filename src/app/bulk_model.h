/*
 * The models of views/bulk.mustache and views/bulks.mustache.
 */
#ifndef APP_BULK_MODEL_H
#define APP_BULK_MODEL_H

#include "client/bulk.h"
#include "http/route.h"

MUST_USE bool bulk_put(struct ctx *cx, const struct request *request, const struct bulk *bulk,
                       struct json *model);
MUST_USE bool bulk_put_history(struct ctx *cx, const struct request *request, struct json *model);

#endif
