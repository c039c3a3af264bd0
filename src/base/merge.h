/*
 * Words in each language of the house, with merge tags from a fixed list: {{client}}.
 *
 * A value that may be unknown when the day comes stands between {{#name}} and {{/name}}: that part
 * is left out where there is none. So what a tag would miss is found when the words are saved,
 * never when they are sent. Nothing here reads a clock or the books.
 */
#ifndef BASE_MERGE_H
#define BASE_MERGE_H

#include "base/ctx.h"

/* The same words in each language of the house; "" where it has none of its own. */
enum word_language { WORDS_FR, WORDS_EN, WORDS_COUNT };
struct words {
    const char *in[WORDS_COUNT];
};

const char *word_language_text(enum word_language language); /* "fr" */
enum word_language word_language_of(const char *language);   /* French when not known */
bool words_are_none(const struct words *words);

/* Which one says them in a language: itself, or the other one where it has none. */
enum word_language words_source(const struct words *words, enum word_language language);

/* In a language, or in the other one where it has none; never NULL. */
const char *words_in(const struct words *words, const char *language);

struct merge_tag {
    const char *name;
    bool is_part; /* may be unknown, and stands within its part alone */
};

struct merge_tags {
    const struct merge_tag *list;
    size_t count;
};

/*
 * Whether every tag is known and stands where it may. Faults INPUT, with "place" as it was given
 * and "tag": BALISE-INCONNUE with the "known" ones, BALISE-OUVERTE (braces or a part that do not
 * close), BALISE-MONTANT (a value that may be unknown, outside of its part).
 */
MUST_USE bool merge_check(struct ctx *cx, const struct merge_tags *tags, const char *place,
                          const char *text);

/* With each tag's value, in the order of the tags; NULL for one that is not known. What was checked
 * always fills. */
const char *merge_fill(struct arena *arena, const struct merge_tags *tags, const char *text,
                       const char *const *values);

#endif
