/*
 * Where what would change an answer is done (C-8): the page, for who may open it.
 */
#ifndef APP_WHY_PLACE_H
#define APP_WHY_PLACE_H

#include "app/why_model.h"

struct why_place {
    const char *url; /* NULL: nowhere, or not for the reader */
    bool is_own;     /* among the acts of the obligation's own page */
    bool is_mission; /* resuming is its mission's, which is suspended */
};

MUST_USE bool why_place_find(struct ctx *cx, const struct why_reader *reader, const struct why *why,
                             enum remedy remedy, struct why_place *place);

#endif
