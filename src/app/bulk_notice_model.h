/*
 * What the page of a bulk change says of « Notifier les comptables »: its form, to whom it goes,
 * how many clients have nobody or were notified today already (P-21).
 */
#ifndef APP_BULK_NOTICE_MODEL_H
#define APP_BULK_NOTICE_MODEL_H

#include "client/bulk.h"
#include "http/route.h"

/* Puts « form » and, once it is told, « recipients », their count, « lacking », « notified ». */
MUST_USE bool bulk_notice_put(struct ctx *cx, const struct request *request,
                              const struct bulk *bulk, struct json *model);

/* A row's « before » as people say it; "" is nothing. */
MUST_USE bool bulk_notice_before(struct ctx *cx, const struct request *request, const char *before,
                                 const char **said);

/* The subjects of a value, in words. */
const char *bulk_notice_subjects(struct ctx *cx, const struct request *request, const char *value);

#endif
