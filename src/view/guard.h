/*
 * Whether an address that a value names may be put into href, src or action: escaping alone does
 * not keep « javascript: » or another house out.
 */
#ifndef VIEW_GUARD_H
#define VIEW_GUARD_H

#include "base/json.h"

/*
 * Empty, "#…", "?…", "tel:…", "mailto:…", a path of this house ("/…", not "//…"), or what begins
 * with the « base_url » at the top of the model. No control characters, blanks or backslashes,
 * which browsers read as they like.
 */
bool guard_url(const char *url, const struct json *model);

#endif
