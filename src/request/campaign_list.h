/*
 * Campaigns as they are read: which there are, and how each of their clients stands.
 */
#ifndef REQUEST_CAMPAIGN_LIST_H
#define REQUEST_CAMPAIGN_LIST_H

#include "request/campaign.h"

/* How a client of it stands: not yet, not at all, or as its request does. */
enum campaign_standing {
    STANDING_PLANNED,
    STANDING_REFUSED, /* why says what stands against it */
    STANDING_LATE,    /* asked for, and past due */
    STANDING_OPEN,
    STANDING_ANSWERED,
    STANDING_ACCEPTED,
    STANDING_DROPPED,
    STANDING_COUNT,
};

const char *campaign_standing_text(enum campaign_standing standing); /* "planned", … */
MUST_USE bool campaign_standing_parse(const char *text, enum campaign_standing *standing);

/* By standing, of the clients that the actor may see (P-9). */
MUST_USE bool campaign_counts(struct ctx *cx, int64_t id, int64_t counts[STANDING_COUNT]);

struct campaign_row {
    int64_t place, client, request;  /* request 0: none */
    const char *name, *code, *siren; /* of the client */
    enum campaign_standing standing;
    const char *why;
    bool has_due;
    struct date due_on; /* of the request */
    struct instant changed_at;
    int64_t got, wanted; /* items */
};

struct campaign_page {
    int64_t after;        /* a place; 0 from the start */
    const char *standing; /* one of the words alone; "" all */
    int64_t limit;
};

MUST_USE bool campaign_rows(struct ctx *cx, int64_t id, const struct campaign_page *page,
                            struct campaign_row **rows, size_t *count);

/* Launched ones and the actor's own drawn ones, the newest first; without items. */
MUST_USE bool campaign_list(struct ctx *cx, int64_t limit, struct campaign **campaigns,
                            size_t *count);

#endif
