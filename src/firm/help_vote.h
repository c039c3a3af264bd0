/*
 * « Cet article a-t-il été utile ? » (P-24): what members answered, for whoever keeps the library.
 */
#ifndef FIRM_HELP_VOTE_H
#define FIRM_HELP_VOTE_H

#include "store/store.h"

struct help_vote {
    const char *article;
    bool is_useful;
    const char *reason; /* "", "wrong", "unclear", "incomplete" or "other" */
    const char *comment;
    const char *member_name; /* when read */
    struct instant voted_at; /* likewise */
};

/* The answer of the one who acts; a second one takes the place of the first. */
MUST_USE bool help_vote_put(struct ctx *cx, const struct help_vote *vote);

/* The newest first, at most limit. */
MUST_USE bool help_vote_list(struct ctx *cx, size_t limit, struct help_vote **votes, size_t *count);

#endif
