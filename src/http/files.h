/*
 * Several files under one name of a form, for handlers whose field takes many.
 */
#ifndef HTTP_FILES_H
#define HTTP_FILES_H

#include "http/route.h"

/* In the order in which they came; they are removed when the request ends. */
const struct upload *request_uploads(struct arena *arena, const struct request *request,
                                     const char *field, size_t *count);

#endif
