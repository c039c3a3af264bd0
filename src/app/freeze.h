/*
 * « Envoi retenu », as a banner on other pages.
 */
#ifndef APP_FREEZE_H
#define APP_FREEZE_H

#include "http/route.h"
#include "outbox/freeze.h"

/* The one that stands; of a suspension its figures are those of now. */
MUST_USE bool freeze_seen(struct ctx *cx, struct freeze *freeze);

/* Puts has_freeze and freeze, see views/freeze.mustache. */
MUST_USE bool freeze_put_banner(struct ctx *cx, struct json *model);

#endif
