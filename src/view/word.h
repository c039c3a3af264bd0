/*
 * Puts the sentences of a language into a parsed template, so that rendering need not look up what
 * no model changes. Only those that say the same whatever the model are put in; {{t.key}} with a
 * number or a name in its sentence stays a tag.
 */
#ifndef VIEW_WORD_H
#define VIEW_WORD_H

#include "view/texts.h"

/* A copy in the arena, which leans on the template and the texts. Plain ones are not escaped. */
const struct template *template_word(struct arena *arena, const struct template *template,
                                     const struct texts *texts, bool plain);

#endif
