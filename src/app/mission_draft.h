/*
 * The form of a mission: what was typed, as a mission that is not saved yet (E-6 to E-8).
 *
 * Fields: name, first, last; for each service that is chosen line-ID-chosen (1) and, once it was
 * shown, line-ID-rhythm, -first, -quantity, -lead, -working (1), -closed, -own (1: its own rhythm,
 * not the legal deadline that the service follows), -past (next, make).
 */
#ifndef APP_MISSION_DRAFT_H
#define APP_MISSION_DRAFT_H

#include "client/client.h"
#include "http/route.h"
#include "mission/course.h"
#include "mission/like.h"
#include "mission/service.h"

struct mission_line {
    struct service service;
    struct mission_service typed; /* with the first day as it was typed */
    struct mission_service meant; /* what is saved: begins with the next when that was chosen */
    const char *first;            /* as typed */
    struct course course;         /* of what is meant */
    struct course_start start;    /* of what was typed */
    bool is_next;                 /* past occurrences are left out */
    struct fault flaw;            /* code NULL: none */
    bool is_shown;                /* its fields were on the form */
    bool contradicts;             /* it is for another regime of VAT than the client's */
};

struct mission_draft {
    struct mission mission;          /* its services are what is meant */
    const char *name, *first, *last; /* as typed */
    struct service *offered;
    size_t offered_count;
    struct mission_line *lines;
    size_t count;
    struct fault flaw;          /* of the whole; code NULL: none */
    struct mission_like *likes; /* what the client has already, see mission_draft_likes */
    size_t like_count;
};

/* A new one: the client's fiscal year, the calendar's while that is unknown; nothing is chosen. */
MUST_USE bool mission_draft_begin(struct ctx *cx, const struct client *client,
                                  struct mission_draft *draft);

/* Reads the form; what is wrong is a flaw, and no fault. */
MUST_USE bool mission_draft_read(struct ctx *cx, const struct request *request,
                                 const struct client *client, struct mission_draft *draft);

bool mission_draft_holds(const struct mission_draft *draft); /* without a flaw */

/* Reads what the client has of it already, as the books are now. */
MUST_USE bool mission_draft_likes(struct ctx *cx, struct mission_draft *draft);

/* What tells two drafts apart, with what the client had then: saved only as it was shown. */
const char *mission_draft_mark(struct arena *arena, const struct mission_draft *draft);

/* The fiscal year that a day lies in, of a year that ends on « 12-31 »; "" is the calendar's. */
void fiscal_year(const char *year_ends, struct date day, struct date *first, struct date *last);

#endif
