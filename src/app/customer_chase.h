/*
 * What the chase will say to one customer, and when: the round's own decisions, run ahead in
 * memory (C-8).
 */
#ifndef APP_CUSTOMER_CHASE_H
#define APP_CUSTOMER_CHASE_H

#include "chase/round.h"
#include "http/route.h"
#include "invoice/customer.h"
#include "invoice/invoice.h"

/* What comes next for one obligation. */
struct next {
    const struct step *step; /* NULL: none is planned */
    int64_t rank;            /* which repetition of it */
    struct date on;          /* of the step, or on which its message leaves */
    bool is_posted;          /* it is written already and was put off */
    enum hold hold;          /* what holds it until a person ends that; else NONE */
};

struct course {
    struct rules rules;
    struct party party;             /* as it stands today */
    struct next *nexts;             /* of each obligation of the party */
    enum hold hold;                 /* what holds the customer today */
    size_t first;                   /* whose next step comes first; party.count when none has one */
    const struct invoice *invoices; /* all that is open, by due date */
    size_t invoice_count;
};

/* Reads what is open of the customer, too. */
MUST_USE bool course_find(struct ctx *cx, const struct customer *customer, struct course *course);

/* The place of an invoice's obligation in the party; party.count when it has none. */
size_t course_place(const struct course *course, int64_t invoice);

/* « relance n° 1 le 24 novembre 2026 », or what holds it, or that nothing is planned. */
const char *course_word(struct ctx *cx, const struct request *request, const struct next *next);

/* Puts « chase » and « next » of views/customer.mustache. */
MUST_USE bool course_put(struct ctx *cx, const struct request *request,
                         const struct customer *customer, const struct course *course,
                         struct json *model);

#endif
