/*
 * What the pages know of the house beside its books: made once by who starts the server, constant
 * while it runs. It reaches handlers as the site's house.
 */
#ifndef APP_DESK_H
#define APP_DESK_H

#include "app/roster_run.h"
#include "base/zone_now.h"
#include "client/shelf.h"
#include "document/vault.h"
#include "http/route.h"
#include "http/tally.h"
#include "worker/send.h"

struct desk {
    const struct firm *firm;
    struct zone_now *zone;       /* of the firm */
    const struct sender *sender; /* words previews; nothing is sent here */
    const char *outbox_path;     /* where messages are filed as .eml; NULL with a mail server */
    const struct tally *tally;   /* of this server's requests; NULL: not counted */
    struct shelf *shelf;         /* keeps the directory of clients; NULL: read for each page */
    struct roster_run *roster;   /* writes imports of clients; NULL: each request its own */
    const struct vault *vault;   /* of documents; NULL: none is kept or given */
    const char *metrics_token;   /* who shows it may read /metrics; NULL: nobody may */
    const char *sign_on_secrets; /* « 1=SECRET 2=SECRET », by provider; NULL: none */
    const char *sign_on_ca_file; /* trusted instead of the system's authorities; NULL: those */
    bool is_demo, is_frozen;     /* told by the shell */
    const char *demo_email, *demo_password; /* told at the sign-in of the demo firm; else NULL */
};

static inline const struct desk *desk_of(const struct request *request)
{
    return request_house(request);
}

/* NULL without a desk. */
static inline struct shelf *desk_shelf(const struct request *request)
{
    const struct desk *desk = desk_of(request);

    return desk ? desk->shelf : NULL;
}

static inline struct roster_run *desk_roster(const struct request *request)
{
    const struct desk *desk = desk_of(request);

    return desk ? desk->roster : NULL;
}

#endif
