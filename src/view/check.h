/*
 * What a template may not do, although it would render: escaping holds in element content and in
 * double-quoted attributes only. The template is followed as it would be rendered, each section
 * once, into its partials and its parent.
 *
 * Refused are: any tag in script or style; a value where no double quotes are around it; a value in
 * an attribute that is itself script, style or JSON; a value that decides where href, src, action
 * and their kin lead, unless its name ends in "url" or "path" (view/guard.h holds those when they
 * are rendered); a section or block that ends elsewhere in HTML than it began; {{{raw}}} outside of
 * views/mail and views/part; a text or a partial that does not exist. Plain text (".txt") is only
 * held to the last.
 */
#ifndef VIEW_CHECK_H
#define VIEW_CHECK_H

#include "view/template.h"

/* An embedded template. Fault: INPUT MODELE, the first found; see template_parse. */
MUST_USE bool view_check(struct ctx *cx, const char *name);

/* The same for one given as text, under a name of its own. */
MUST_USE bool view_check_text(struct ctx *cx, const char *name, const char *text);

#endif
