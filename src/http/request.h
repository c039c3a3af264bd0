/*
 * A request on its way through the door; handlers see it through http/route.h alone.
 */
#ifndef HTTP_REQUEST_H
#define HTTP_REQUEST_H

#include "http/field.h"
#include "http/files.h"
#include "http/head.h"
#include "http/match.h"
#include "http/server.h"
#include "http/session.h"
#include "http/upload.h"

struct request {
    const struct site *site;
    const struct head *head;
    const char *id; /* a word for the log and for whoever reports a fault */
    const char *path, *query, *address;
    const char *language;
    bool is_api;
    struct match match;
    const struct route *route;     /* NULL until one is found */
    struct form form;              /* as it came */
    const struct fields *fields;   /* checked; NULL until then */
    const struct form *typed;      /* of a form that is shown again; NULL else */
    const struct session *session; /* NULL: nobody's */
    bool is_admitted;              /* session and role were looked at */
    bool has_token;                /* and the token was there */
    struct uploads *uploads;
};

/* Names of the sessions' cookies: __Host- only where there is TLS (T-9). */
const char *request_cookie_name(const struct site *site);
const char *request_contact_cookie_name(const struct site *site);
const char *request_errand_cookie_name(const struct site *site);
bool site_is_secure(const struct site *site);

/* What a browser remembers for the pages before signing in. */
#define REQUEST_LANGUAGE_COOKIE "quitus-langue"

/*
 * Splits the URL and tells the language and the face; a URL that is refused for its bytes is told
 * as the root, so that none of them reaches a page or a log. The address is the peer's at first;
 * where TLS ends in a proxy on this machine, it is the one that the proxy names last.
 */
void request_open(struct arena *arena, struct request *request);

/* Does a program ask, by an API token? Then cookies say nothing. Pages never look at tokens. */
bool request_is_by_token(const struct request *request);

/* The row's handler, once the site has looked at what the request names. */
MUST_USE bool request_handle(struct ctx *cx, const struct request *request, struct answer *answer);

#endif
