/*
 * How long a message is kept as it came: while it waits for a person, and LIMIT_MAIL_KEPT_DAYS from
 * its taking once it is filed or dropped. What it said, and the documents that it brought, stay.
 */
#ifndef MAIL_RAW_H
#define MAIL_RAW_H

#include "store/store.h"

/* Notes that what is old is kept no more; its bytes go with the next sweep of their vault. */
MUST_USE bool raw_forget(struct ctx *cx);

/* Whether a mail is kept by these bytes. */
MUST_USE bool raw_known(struct ctx *cx, const unsigned char *hash, bool *is_known);

/* The rows hash and size of those kept, behind one (size 0: all), in the order of their hashes. */
struct rows *raw_next(struct ctx *cx, const unsigned char *after, size_t size, int64_t limit);

#endif
