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

#include "base/merge.h"

enum word_tag { TAG_CLIENT, TAG_FIRM, TAG_PERIOD, TAG_DUE, TAG_AMOUNT, TAG_COUNT };

const char *word_tag_text(enum word_tag tag); /* "client" */

/* See merge_check. */
MUST_USE bool wording_check(struct ctx *cx, const char *place, const char *text);

/* With each tag's value; NULL for an amount that is not known. What was checked always fills. */
struct word_values {
    const char *of[TAG_COUNT];
};
const char *wording_fill(struct arena *arena, const char *text, const struct word_values *values);

/* Words in a language, with the values of each: a text that is borrowed from the other one says its
 * days as that one does. */
const char *wording_said(struct arena *arena, const struct words *words,
                         enum word_language language, const struct word_values *values);

#endif
