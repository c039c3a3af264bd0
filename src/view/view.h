/*
 * Views: a JSON model in, text out, through a template of views/.
 *
 * The language is mustache, whole but for lambdas, with one extension: a format after a bar,
 * {{owed|money}}; what counts as true stands in view/mustache.h. {{name}} always escapes for
 * element and double-quoted attribute context; view/check.h says what else our own templates may
 * not do. There is no logic: what a page needs, its model says.
 *
 * Texts stand in one table per language (views/texts.fr.json, views/texts.en.json) and are reached
 * as {{t.section.key}}; a text may hold tags itself, filled from the same context: view/texts.h.
 * Formats follow the reader's language: view/format.h.
 */
#ifndef VIEW_VIEW_H
#define VIEW_VIEW_H

#include "base/buf.h"
#include "base/json.h"

/*
 * Renders an embedded template ("plan" is views/plan.mustache; partials likewise) for a reader of
 * "fr" or "en". One whose name ends in ".txt" is plain text, all others are HTML, in which a value
 * whose name is or ends in "url" or "path" must be a harmless address: view/guard.h. Fault: MODELE
 * with "template" (its name), "line" and "reason".
 */
MUST_USE bool view_render(struct ctx *cx, const char *name, const struct json *model,
                          const char *language, struct buf *out);

/* The same for a template given as text, into HTML or into plain text, which escapes nothing. */
MUST_USE bool view_render_html(struct ctx *cx, const char *text, const struct json *model,
                               const char *language, struct buf *out);
MUST_USE bool view_render_plain(struct ctx *cx, const char *text, const struct json *model,
                                const char *language, struct buf *out);

/*
 * One text of the table, worded with the arguments of a map (or NULL): "fault.FEC-COLONNES". A
 * key that does not exist is worded as itself, so that nothing is ever silent. In plain text.
 */
const char *view_text(struct arena *arena, const char *language, const char *key,
                      const struct json *args);

/* Whether the table has it, and its forms; NULL when it has not. */
const struct text *view_wording(const char *language, const char *key);

/*
 * The sentence of a fault, from « fault.CODE », in the reader's language; the argument "reason" is
 * worded by « reason.VALUE » when there is such a text. A code without a sentence is shown as
 * itself, with its arguments.
 */
const char *view_fault(struct arena *arena, const char *language, const struct fault *fault);

#endif
