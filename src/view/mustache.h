/*
 * Renders a parsed template: the mustache language, whole but for lambdas, with blocks, parents
 * and dynamic names.
 *
 * False are: what is absent, null, false, an empty list, an empty text. All else is true, 0 and an
 * empty map included. A list is shown item by item, anything else true becomes the context. A
 * map or a list is written as nothing.
 *
 * {{t.section.key}}, unless the model itself has a « t », is the text « section.key »; it is
 * rendered in the context in which it stands and then escaped as a whole.
 */
#ifndef VIEW_MUSTACHE_H
#define VIEW_MUSTACHE_H

#include "base/buf.h"
#include "base/json.h"
#include "view/template.h"

/* A text in one language: `one` when the value of `by` is singular there, else `other`. */
struct text {
    const char *key;
    struct path by; /* of nothing when there is one form only */
    const struct template *one, *other;
};

/* What a template may call, and how values are written. */
struct mustache {
    const char *language; /* "fr" or "en" */
    bool plain;           /* {{name}} does not escape */
    bool guarded;         /* values named …url and …path must be harmless addresses */

    /* Puts NULL for one that does not exist, which renders as nothing; false with a fault. */
    bool (*partial_find)(struct ctx *cx, const struct mustache *mustache, const char *name,
                         const struct template **partial);
    const struct text *(*text_find)(const struct mustache *mustache, const char *key); /* or NULL */
    void *place; /* for the two above */
};

/*
 * Appends to the buf; what it appended before a fault stays. Fault: MODELE as template_parse says,
 * when partials call each other too deep or too often, or when an address is not harmless.
 */
MUST_USE bool mustache_render(struct ctx *cx, const struct mustache *mustache,
                              const struct template *template, const struct json *model,
                              struct buf *out);

/* The same for a text of the table, in its form for the model. */
MUST_USE bool text_render(struct ctx *cx, const struct mustache *mustache, const struct text *text,
                          const struct json *model, struct buf *out);

#endif
