/*
 * The software that a person may enter from their space, for the pages that tell of it.
 */
#ifndef APP_OWN_SOFTWARE_H
#define APP_OWN_SOFTWARE_H

#include "http/route.h"

/* "softwares": [ { id, name, may_open, is_agreed, agreed_at } ], "has_softwares". */
MUST_USE bool own_put_softwares(struct ctx *cx, int64_t contact, struct json *model);

#endif
