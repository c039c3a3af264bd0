/*
 * Puts the sentences of a language into a parsed template, so that rendering need not look up what
 * no model changes. Only those that say the same whatever the model are put in; {{t.key}} with a
 * number or a name in its sentence stays a tag. Partials are told where theirs will stand.
 */
#ifndef VIEW_WORD_H
#define VIEW_WORD_H

#include "view/texts.h"

struct word_house {
    const struct texts *texts;
    bool plain; /* sentences are not escaped */
    /* The place of a template of this language; NULL when there will be none. May be NULL. */
    const struct template *const *(*place)(const struct texts *texts, const char *name);
};

/* A copy in the arena, which leans on the template and the texts. */
const struct template *template_word(struct arena *arena, const struct template *template,
                                     const struct word_house *house);

#endif
