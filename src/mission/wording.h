/*
 * Words with merge tags: what a client reads of a request (E-2).
 *
 * The tags are few: {{client}}, {{firm}}, {{period}} (« février 2026 »), {{due}} (the day, worded
 * by its reader's language) and {{amount}}. An amount may be unknown when the day comes, so it
 * stands between {{#amount}} and {{/amount}}: that part is left out where there is none. So what a
 * tag would miss is found when the words are saved, never when they are sent. Nothing here reads a
 * clock or the books.
 */
#ifndef MISSION_WORDING_H
#define MISSION_WORDING_H

#include "base/ctx.h"

enum word_tag { TAG_CLIENT, TAG_FIRM, TAG_PERIOD, TAG_DUE, TAG_AMOUNT, TAG_COUNT };

const char *word_tag_text(enum word_tag tag); /* "client" */

/* The same words in each language of the house; "" where it has none of its own. */
enum word_language { WORDS_FR, WORDS_EN, WORDS_COUNT };
struct words {
    const char *in[WORDS_COUNT];
};

const char *word_language_text(enum word_language language); /* "fr" */
enum word_language word_language_of(const char *language);   /* French when not known */
bool words_are_none(const struct words *words);

/* In a language, or in the other one where it has none; never NULL. */
const char *words_in(const struct words *words, const char *language);

/*
 * Whether every tag is known and stands where it may. Faults INPUT, with "place" as it was given
 * and "tag": BALISE-INCONNUE with the "known" ones, BALISE-OUVERTE (braces or a part that do not
 * close), BALISE-MONTANT ({{amount}} outside of its part).
 */
MUST_USE bool wording_check(struct ctx *cx, const char *place, const char *text);

/* With each tag's value; NULL for an amount that is not known. What was checked always fills. */
struct word_values {
    const char *of[TAG_COUNT];
};
const char *wording_fill(struct arena *arena, const char *text, const struct word_values *values);

#endif
