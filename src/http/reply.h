/*
 * What leaves through the door: a status, bytes, and headers beside those that every answer
 * carries (T-10).
 */
#ifndef HTTP_REPLY_H
#define HTTP_REPLY_H

#include "base/asset.h"
#include "http/request.h"

enum { REPLY_HEADERS = 16 };

struct reply_header {
    const char *name, *value;
};

struct reply {
    int status; /* 0: there is none yet */
    const char *bytes;
    size_t size;
    struct reply_header headers[REPLY_HEADERS];
    size_t count;
    const char *policy; /* Content-Security-Policy; NULL: that of every page */
};

void reply_header(struct reply *reply, const char *name, const char *value);

/* The headers of T-10 for a page or data: nothing is kept by caches. */
void reply_dress(struct reply *reply, const struct site *site);

void reply_text(struct reply *reply, int status, const char *type, const char *text, size_t size);

/* What a handler filled. Writes the session where it changes; false with a fault when it can't. */
MUST_USE bool reply_answer(struct ctx *cx, struct request *request, const struct answer *answer,
                           struct reply *reply);

/* A static file, under its hashed name alone; false when there is none. */
bool reply_asset(struct arena *arena, const struct head *head, const char *path,
                 struct reply *reply);

/*
 * A refusal, or the fault of the context, as problem+json (RFC 9457) or as a page. The fault is
 * taken away: what words it may fail itself.
 */
void reply_refusal(struct ctx *cx, struct request *request, struct refusal refusal,
                   struct reply *reply);
void reply_fault(struct ctx *cx, struct request *request, struct reply *reply);

/* The template with the model; the plain words of the last resort when that fails. */
void reply_page(struct ctx *cx, const struct request *request, const char *page, struct json *model,
                struct reply *reply);

#endif
