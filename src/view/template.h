/*
 * A template, parsed: a tree of nodes that is constant from then on and may be rendered by several
 * threads at once.
 *
 * Lines are the template's: a tag that stands alone on its line takes the whole line with it; a
 * node that begins a line gets the indentation of the partial that it stands in. A block is kept
 * without the indentation that its lines have in common, so that it can be put in at another
 * depth; `own` gives it back to its default, `site` is what an override gets instead.
 */
#ifndef VIEW_TEMPLATE_H
#define VIEW_TEMPLATE_H

#include "base/ctx.h"
#include "view/context.h"

enum {
    TEMPLATE_DEPTH_LIMIT = 200,     /* of nested tags, and of partials in partials: the stack */
    TEMPLATE_STEPS_LIMIT = 1000000, /* nodes in one rendering: partials may call themselves */
};

enum node_kind {
    NODE_TEXT,
    NODE_VALUE,
    NODE_RAW,
    NODE_SECTION,
    NODE_INVERTED,
    NODE_PARTIAL,
    NODE_PARENT,
    NODE_BLOCK,
};

struct node {
    struct node *next, *children;
    enum node_kind kind;
    int line;
    bool starts_line; /* first on its line, so that an indentation comes before it */
    bool standalone;  /* its line, or its first, is not written: what it holds begins the line */
    bool dynamic;     /* a partial or a parent that is named by a value: {{>*name}} */
    bool checked;     /* a value that names an address: url, …_url, path, …_path */
    const char *text; /* of NODE_TEXT; the name of all others, for partials and blocks */
    const struct template *const *partial; /* where it will stand once it is parsed; or NULL */
    size_t size;                           /* of NODE_TEXT */
    struct path path;
    const char *format; /* or NULL */
    const char *site;   /* indentation of a standalone partial or parent, of an overridden block */
    const char *own;    /* of a block's own default content */
    const char *line_end; /* written behind a block that does not end its line itself */
};

struct template
{
    const char *name;
    const struct node *nodes;
};

/*
 * The template lives in the context's arena, and needs the text as long. Fault: INPUT MODELE with
 * "template" (its name), "line" and "reason", a code of its own that views/texts words.
 */
MUST_USE const struct template *template_parse(struct ctx *cx, const char *name, const char *text,
                                               size_t size);

/* Takes the indentation away from every line of the nodes, blocks within them included. */
void nodes_dedent(struct arena *arena, struct node *nodes, const char *indentation);

/* The blanks that begin every line of the text but blank ones; `least` is their upper bound. */
const char *text_indentation(struct arena *arena, const char *text, size_t size, const char *least);

#endif
