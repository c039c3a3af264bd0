/*
 * One question to a house elsewhere over HTTPS, and its answer (libcurl): plain HTTP on this
 * machine alone, no redirects, no cookies, no proxy; what takes too long or says too much is given
 * up.
 */
#ifndef CHANNEL_HTTPS_H
#define CHANNEL_HTTPS_H

#include "base/ctx.h"

enum {
    HTTPS_CONNECT_MS = 5000,
    HTTPS_ANSWER_MS = 10000,         /* the whole: a person waits */
    HTTPS_ANSWER_BYTES = 256 * 1024, /* documents and key sets stay under 30 KiB */
};

struct https_question {
    const char *url;           /* as format/web_url.h has it */
    const char *form;          /* posted, coded; NULL: it is a GET */
    const char *user, *secret; /* HTTP Basic; NULL: none */
    const char *ca_file;       /* trust this instead of the system's authorities; "" for those */
};

struct https_answer {
    int status;
    const char *text; /* UTF-8 */
};

/*
 * Any status is an answer, a redirect too. Faults, BUSY, each with "host" and "reason":
 * HTTPS-CERTIFICAT (not vouched for), HTTPS-LONG (more bytes than it may have), HTTPS-CONNEXION;
 * INPUT HTTPS-ADRESSE with "value".
 */
MUST_USE bool https_ask(struct ctx *cx, const struct https_question *question,
                        struct https_answer *answer);

/* A value, coded for a form or a query. */
const char *https_coded(struct arena *arena, const char *value);

#endif
