/*
 * Pages: a handler's model, wrapped in the shell's and worded by its template.
 */
#ifndef APP_PAGE_H
#define APP_PAGE_H

#include "http/server.h"

/*
 * The site's render: puts « shell » into the model (see views/shell.mustache and
 * views/door.mustache) and renders it in the reader's language. The pages without a rail ask
 * nothing of the books.
 */
MUST_USE bool page_render(struct ctx *cx, const struct request *request, const char *page,
                          struct json *model, struct buf *html);

/* The rows of a list's page, how many there are, and the addresses of the pages beside it. */
enum { PAGE_ROWS = 50 };

struct page_place {
    const char *path;  /* of the list */
    const char *query; /* its other fields, "a=b&c=d", coded; "" for none */
    int64_t after, shown, count;
    int64_t rows; /* of a page; 0: PAGE_ROWS */
};
void page_put_pager(struct json *model, struct arena *arena, const struct page_place *place);

/* A value, coded for a part of an address. */
const char *page_coded(struct arena *arena, const char *value);

/* The first letters of the first and last words of a name: « Élodie Le Goff » is « EG ». */
const char *page_initials(struct arena *arena, const char *name);

/* Who did it: a member's name, or the house's own words for 0 and for who is gone. */
MUST_USE bool page_member(struct ctx *cx, const struct request *request, int64_t member,
                          const char **name);

#endif
