/*
 * What a client would read at the next occurrence, in words that are not saved yet (E-2).
 */
#ifndef APP_REFINE_PREVIEW_H
#define APP_REFINE_PREVIEW_H

#include "app/refine_draft.h"

/*
 * Puts "previews" (see app/service_preview.h) and "next": { due, created, mission }, or, where
 * nothing comes, examples and is_example. The draft was checked and has no flaw.
 */
MUST_USE bool refine_preview_put(struct ctx *cx, const struct request *request,
                                 const struct refine_draft *draft, struct json *model);

#endif
