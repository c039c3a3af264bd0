/*
 * What is wrong with the words of a step, found when they are saved and not when they leave (R-14,
 * E-2): a tag that its kind does not have, a block that is not closed, a text that does not say
 * what is awaited; of what asks for money also one that names neither the amount nor a way to pay,
 * and a fee that the law forbids to ask (CPCE L111-8).
 */
#ifndef APP_SCENARIO_LINT_H
#define APP_SCENARIO_LINT_H

#include "app/scenario_tags.h"
#include "base/arena.h"
#include "chase/scenario_list.h"

/*
 * Codes: TEXTE-VIDE, TEXTE-BLOC (name: the reason, as view/template.h), TEXTE-BALISE,
 * TEXTE-FORMAT (an amount or a day without one), TEXTE-FILTRE (one of another sort),
 * TEXTE-PARTIE (what calls a template of the house), TEXTE-OBJET (the table in a subject),
 * TEXTE-FRAIS; of the body as a whole, line 0: TEXTE-MANQUE and TEXTE-TABLE (a tag that the kind
 * needs), TEXTE-MONTANT, TEXTE-PAIEMENT. As remarks TEXTE-ACCOLADE (single braces) and, of the
 * whole, TEXTE-MONTANT-PARFOIS.
 */
struct lint {
    const char *code;
    bool in_subject;
    int line;         /* from 1; 0 when it is about the whole */
    const char *name; /* of the tag; "" for none */
    const char *fits; /* of TEXTE-FILTRE: as tag_filters; else NULL */
    bool is_remark;   /* it may be saved all the same */
};

/* In the order of the text, that of the subject first; none but remarks: it may be saved. */
size_t scenario_lint(struct arena *arena, const struct tag_list *known,
                     const struct step_words *words, const struct lint **lints);

#endif
