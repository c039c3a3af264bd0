/*
 * What a piece of software may know of a person: those of their companies at which they have a
 * function that it is for, and no other function. Nothing at all is reached by who may not enter
 * the space any more (E-21), so that what was handed out before is worth nothing at once.
 */
#ifndef CLIENT_SOFTWARE_REACH_H
#define CLIENT_SOFTWARE_REACH_H

#include "client/software.h"

struct reached {
    const char *code, *name, *siren; /* of the client; siren "" unknown */
    bool is_legal, is_finance, is_payroll, is_operational;
};

/* *count 0: this person may not enter it. Archived clients and test dossiers are not reached. */
MUST_USE bool software_reach(struct ctx *cx, const struct software *software, int64_t contact,
                             struct reached **list, size_t *count);

/* Those that a person may enter. */
MUST_USE bool software_of_contact(struct ctx *cx, int64_t contact, struct software **list,
                                  size_t *count);

#endif
