/*
 * What is wrong with the words of a step, found when they are saved and not when they leave:
 * a tag that does not exist, a block that is not closed, a text that names neither the amount nor a
 * way to pay, a fee that the law forbids to ask (CPCE L111-8).
 */
#ifndef APP_SCENARIO_LINT_H
#define APP_SCENARIO_LINT_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Codes: TEXTE-VIDE, TEXTE-BLOC (name: the reason, as view/template.h), TEXTE-BALISE,
 * TEXTE-FORMAT (an amount or a day without one), TEXTE-PARTIE (what calls a template of the
 * house), TEXTE-OBJET (the table in a subject), TEXTE-FRAIS; of the body as a whole, line 0:
 * TEXTE-MANQUE (client.name, firm.name), TEXTE-MONTANT, TEXTE-PAIEMENT.
 */
struct lint {
    const char *code;
    bool in_subject;
    int line;         /* from 1; 0 when it is about the whole */
    const char *name; /* of the tag; "" for none */
};

/* In the order of the text, that of the subject first; 0 when it may be saved. */
size_t scenario_lint(struct arena *arena, const char *subject, const char *body,
                     const struct lint **lints);

/* A tag that may stand in the words. */
struct tag_known {
    const char *name, *within; /* within: the section that it needs around it, or NULL */
    const char *format;        /* as it is offered, and must have one; or NULL */
};
extern const struct tag_known scenario_tags[];
extern const size_t scenario_tag_count;

#endif
