/*
 * The door: GNU libmicrohttpd listens, its epoll threads only move bytes; handlers run in a fixed
 * pool of threads (MHD_suspend_connection), each with a reading connection and an arena of its
 * own, so that a slow query, an fsync or a password check stalls nobody else.
 *
 * A guard holds absolute deadlines: the head, the idle time between requests, a body's next
 * 64 KiB. Limits are those of base/limits.h (T-16). Requests that a proxy and we might read
 * differently (two lengths, a length and a coding, two hosts) are refused with 400 and closed.
 */
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H

#include "base/buf.h"
#include "base/zone_now.h"
#include "http/guard.h"
#include "http/route.h"
#include "http/tally.h"

struct server;

struct site {
    const struct route *routes;
    size_t count;
    /*
     * Words a page: the template with the model, wrapped in the shell. For faults it is called
     * with page "error" and {"status", "message", "request" (the id in the log), "code", "args",
     * "errors", "values"} and one of is_input, is_denied, is_absent, is_conflict, is_busy,
     * is_full, is_broken.
     *
     * A form posts to the path of its own page: what it got wrong comes back as that page, its
     * model from the GET row, with the same members and "fault" (the sentence again) beside;
     * "errors" is [{"field", "code", "message"}], "values" what was typed, by field; each value
     * stands under its own name as well, where the GET row's model has no such member.
     */
    bool (*render)(struct ctx *cx, const struct request *request, const char *page,
                   struct json *model, struct buf *html);
    /*
     * Looks at what a request names, in its path or its fields, before any handler runs: false with
     * the fault of what is not there, when this member may not know of it. NULL: nothing is hidden.
     */
    bool (*look)(struct ctx *cx, const struct request *request);
    const char *base_url; /* "http://127.0.0.1:8420": the Host that is accepted, links begin so */
    const char *address;  /* to listen on; "127.0.0.1" */
    int port;             /* 0: any free one, see server_port */
    int threads;          /* that run handlers */
    int64_t firm;         /* of this server: sessions are its members' */
    const struct zone_now *zone; /* what "today" means; NULL: "Europe/Paris" */
    const char *sign_in;         /* where a page without session leads; NULL: "/connexion" */
    const char *terms;           /* version of the terms that clients' people accept; NULL: "" */
    const char *temporary;       /* folder for uploads */
    const void *house;           /* what handlers know of this process beside the books; constant */
    struct tally *tally;         /* counts what handlers answer; NULL: nobody asks */
    const struct clock *clock;   /* what cx->now and cx->today are set from, for each request */
    struct guard_limits limits;  /* 0: those of base/limits.h */
};

/* Fault: PORT when the address cannot be listened on. The site must outlive the server. */
MUST_USE struct server *server_start(struct ctx *cx, struct store *store, const struct site *site);
int server_port(const struct server *server);

/* For look: from the path, else from a number's field of that name; 0 when neither names one. */
int64_t request_object(const struct request *request, const char *name);

/*
 * Graceful: accepts no more, lets running requests end for at most LIMIT_STOP_MS, then stops. False
 * when a handler still ran: nothing was released, and the process must end without closing books.
 */
bool server_stop(struct server *server);

#endif
