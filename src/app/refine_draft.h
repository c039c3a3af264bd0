/*
 * The form of a wording of a mission's or a client's own (E-2): what was typed, not saved yet.
 *
 * Fields: text-N-name_fr, text-N-instructions_fr, text-N-item-M_fr and the same in _en, N and M
 * being the numbers of the request and of its item. One that is empty, or as the service says, is
 * none of its own; one that was not sent stays as it is.
 */
#ifndef APP_REFINE_DRAFT_H
#define APP_REFINE_DRAFT_H

#include "client/client.h"
#include "http/route.h"
#include "mission/mission.h"
#include "mission/refine_books.h"

struct refine_flaw {
    struct refine_place place;
    struct fault fault;
};

struct refine_draft {
    struct client client;
    struct mission mission;      /* id 0: the client's own, whatever the mission */
    struct mission_service line; /* of the mission; id 0 likewise */
    struct service service;
    struct service_content wider;     /* what the service says */
    struct service_request *narrower; /* a mission's: what the client's own says in its place */
    struct service_request *own;      /* "" where it is as the wider says */
    struct refine_change last;
    struct refine_flaw *flaws;
    size_t flaw_count;
};

/*
 * As it stands in the books: of the line of a mission or of the service in the request's path, of a
 * client that the member may see. Faults ABSENT MISSION-ABSENTE, PRESTATION-ABSENTE.
 */
MUST_USE bool refine_draft_find(struct ctx *cx, const struct request *request,
                                const struct client *client, struct refine_draft *draft);

/* Takes what was typed. */
void refine_draft_read(struct arena *arena, const struct request *request,
                       struct refine_draft *draft);

/* Back to the service's text: of the request of a number from 1, of all for 0. */
void refine_draft_drop(struct arena *arena, struct refine_draft *draft, size_t number);

/* All that keeps it from being saved, each at its field. */
void refine_draft_check(struct ctx *cx, struct refine_draft *draft);

/* Of requests, which may be NULL: what stands at a place, never NULL. */
const char *refine_word(struct service_request *requests, const struct refine_place *place);

/* Walks the places of a request in order: name, instructions, items, each in both languages. */
bool refine_place_next(const struct refine_draft *draft, struct refine_place *place);

/* "1-name_fr" */
const char *refine_place_key(struct arena *arena, const struct refine_place *place);

#endif
