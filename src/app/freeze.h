/*
 * « Envoi retenu », as a banner on other pages.
 */
#ifndef APP_FREEZE_H
#define APP_FREEZE_H

#include "http/route.h"

/* Puts has_freeze and freeze, see views/freeze.mustache. */
MUST_USE bool freeze_put_banner(struct ctx *cx, struct json *model);

#endif
