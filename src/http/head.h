/*
 * A request's head, checked as strictly as any proxy in front of us could: what two readers might
 * understand differently is refused (T-16), whatever the library below would forgive.
 *
 *     400 REQUETE      control characters, names that are no tokens, folded lines, bare line feeds,
 *                      two lengths, a length and a coding, two hosts or none, a body on GET,
 *                      two of who asks, from where, or under which key
 *     405 METHODE      another method than GET, HEAD, POST
 *     414 URL-LONGUE   431 ENTETE-LONG   421 HOTE
 *
 * The library reads the lines; that it dropped nothing is seen by adding up their sizes.
 */
#ifndef HTTP_HEAD_H
#define HTTP_HEAD_H

#include "base/arena.h"
#include "base/limits.h"
#include "http/refusal.h"

#include <stdbool.h>
#include <stdint.h>

struct header {
    const char *name, *value;
    size_t name_size, value_size;
};

struct head {
    const char *method, *version;
    const char *url; /* as it came, with its query */
    size_t size;     /* of the whole head */
    struct header headers[LIMIT_HEADERS];
    size_t count;     /* more than LIMIT_HEADERS when some were left out */
    size_t text_size; /* of all lines, without blanks behind the colons */
};

void head_add(struct head *head, struct header header);
const char *head_find(const struct head *head, const char *name); /* the first; NULL */

/* hosts: "name:port" that are ours, ended by NULL. */
struct refusal head_check(const struct head *head, const char *const *hosts);

bool head_has_clean_url(const struct head *head); /* printable ASCII; what is not is refused */
bool head_has_body(const struct head *head);
int64_t head_length(const struct head *head);       /* -1 when it is not told */
const char *head_language(const struct head *head); /* "fr" or "en", by Accept-Language */

/* The first cookie of a name; NULL when there is none. */
const char *head_cookie(struct arena *arena, const struct head *head, const char *name);

#endif
