/*
 * What a page says of the clients that a company might be already.
 */
#ifndef APP_DUPLICATES_H
#define APP_DUPLICATES_H

#include "base/json.h"
#include "client/duplicate.h"

/* "duplicates": [ { id, name, code, siren, is_siren, is_name, is_email } ], has_duplicates. */
MUST_USE bool duplicates_put(struct ctx *cx, const struct likeness *likeness, struct json *map);

#endif
