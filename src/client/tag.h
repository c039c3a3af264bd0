/*
 * Words that the firm hangs on its clients (P-6), as it writes them.
 */
#ifndef CLIENT_TAG_H
#define CLIENT_TAG_H

#include "store/store.h"

enum { TAG_LIMIT = 20, TAG_CHARS = 40 }; /* of one client; of one tag */

/* In order; ended by NULL. */
MUST_USE bool tag_list(struct ctx *cx, int64_t client, const char *const **tags);

/* All that the firm uses on clients that the actor may see. */
MUST_USE bool tag_list_all(struct ctx *cx, const char *const **tags);

/*
 * The client has these and no others: words between commas or semicolons, blanks around them gone,
 * each once. Fault INPUT CLIENT-ETIQUETTES with "field" tags, "limit" and "chars".
 */
MUST_USE bool tag_set(struct ctx *cx, int64_t client, const char *words);

/* The same for many clients that are new, and have none yet, inside the caller's transaction. */
struct tag_words {
    int64_t client;
    const char *words;
};
MUST_USE bool tag_set_many(struct ctx *cx, const struct tag_words *list, size_t count);

/* One more, one less; no fault when it is so already. */
MUST_USE bool tag_add(struct ctx *cx, int64_t client, const char *tag);
MUST_USE bool tag_remove(struct ctx *cx, int64_t client, const char *tag);

#endif
