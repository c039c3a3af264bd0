/*
 * The library of procedures behind « ? » (P-24): which articles there are, for whom, and on which
 * pages they help. Their words stand in views/help/NAME.LANGUAGE.mustache, their titles in the
 * texts, under help_title.NAME. All of it is in the program: it needs no network.
 */
#ifndef APP_ARTICLE_H
#define APP_ARTICLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

struct article {
    const char *name;
    const char *section; /* start, work, dunning, clients, firm */
    unsigned roles;      /* whom it is for, and what the list is filtered by: all may read it */
    const char *pages;   /* paths that it helps on, with a space between: "/clients" begins them */
    bool has_film;       /* that shows it: static/video/NAME.webm, recorded by tools/film.mjs */
};

extern const struct article articles[]; /* ended by one without a name */

const struct article *article_find(const char *name); /* NULL: there is none */

/* Whether it helps on a page; "/" alone is itself. */
bool article_is_about(const struct article *article, const char *path);

/* Its words, folded, without tags: a blank before each. */
const char *article_words(struct arena *arena, const struct article *article, const char *language);

#endif
