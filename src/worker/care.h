/*
 * The care of documents between two turns of the worker: the daily look at all files, and at mail
 * as it came, a piece at a time, and who looks at files asked about those that he has not judged.
 * Its results are logged. Answers kept for programs (http/once.h) are swept with each new day.
 */
#ifndef WORKER_CARE_H
#define WORKER_CARE_H

#include "document/scrub.h"

enum { CARE_VAULTS = 2 };

struct care {
    struct date done_on[CARE_VAULTS]; /* the last day whose look has ended */
    bool has_ended[CARE_VAULTS];
    struct date swept_on;
    int64_t scanned; /* the document that was asked about last */
};

/* vault may be NULL: then there are no documents to care for. */
MUST_USE bool care_turn(struct ctx *cx, const struct vault *vault, struct care *care);

#endif
