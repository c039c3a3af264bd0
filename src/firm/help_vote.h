/*
 * « Cet article a-t-il été utile ? » (P-24): what members answered, for whoever keeps the library.
 */
#ifndef FIRM_HELP_VOTE_H
#define FIRM_HELP_VOTE_H

#include "chase/kind.h"

struct help_vote {
    const char *article;
    bool is_useful;
    const char *reason; /* "", "wrong", "unclear", "incomplete" or "other" */
    const char *comment;
    const char *member_name; /* when read */
    struct instant voted_at; /* likewise */
};

/*
 * The answer of the one who acts; a second one takes the place of the first. A comment is told to
 * the author by mail, when the firm has named one. One transaction.
 */
MUST_USE bool help_vote_put(struct ctx *cx, const struct help_vote *vote);

/* The newest first, at most limit. */
MUST_USE bool help_vote_list(struct ctx *cx, size_t limit, struct help_vote **votes, size_t *count);

/* Whom comments are told to; "" nobody. */
MUST_USE bool help_author_find(struct ctx *cx, const char **email);
MUST_USE bool help_author_set(struct ctx *cx, const char *email);

/* In the transaction of the vote. */
MUST_USE bool help_vote_tell(struct ctx *cx, const struct help_vote *vote);

/*
 * Messages « help_vote » of the firm to the help's author, the person being who voted. The model: «
 * article », « article_url », « base_url », « by », « is_useful », « comment », « reasons » { one
 * of them }.
 */
extern const struct chase_kind help_vote_kind;

#endif
