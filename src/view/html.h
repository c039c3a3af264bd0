/*
 * Where in HTML the reader stands, as far as it matters to what may be put there.
 */
#ifndef VIEW_HTML_H
#define VIEW_HTML_H

#include "base/arena.h"

#include <stdbool.h>

enum html_place {
    HTML_CONTENT, /* between tags, in a title or a text area */
    HTML_LESS,    /* behind a "<" */
    HTML_NAME,    /* in the name of an element */
    HTML_END,     /* in a closing tag or a declaration */
    HTML_COMMENT,
    HTML_TAG,       /* in a tag, between attributes */
    HTML_ATTRIBUTE, /* in the name of an attribute */
    HTML_EQUALS,    /* behind its equals sign */
    HTML_UNQUOTED,
    HTML_SINGLE,
    HTML_DOUBLE,
    HTML_SCRIPT, /* in script or style */
};

struct html {
    enum html_place place;
    const char *element, *attribute; /* lower case; "" when in none */
    const char *value;               /* of the attribute, as far as it is read */
};

#define HTML_START ((struct html){ .element = "", .attribute = "", .value = "" })

void html_read(struct arena *arena, struct html *html, const char *text, size_t size);

/* A section begins or ends here: a name that is being read is whole. */
void html_pause(struct html *html);

/* A value is put here: an address that begins with one is settled by what follows. */
void html_put(struct html *html);

bool html_leads_away(const struct html *html); /* the attribute names an address */
bool html_runs(const struct html *html);       /* the attribute is script, style or JSON */

/* What is read of the address already decides that it leads nowhere else. */
bool html_is_settled(const struct html *html);

#endif
