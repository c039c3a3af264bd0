/*
 * What a request and its merge tags say, in each language of the house (E-2).
 */
#ifndef WORKER_GENERATE_WORDS_H
#define WORKER_GENERATE_WORDS_H

#include "mission/generation.h"

struct filled; /* days and periods that were worded already: most of a batch are the same */

struct filled *generate_words_new(struct arena *arena);

/* A request about to be worded: who asks for what fell. */
struct filling {
    struct arena *arena;
    struct filled *filled;
    const struct fallen *fallen;
    const char *firm_name;
    struct word_values values[WORDS_COUNT]; /* set by generate_values */
};
void generate_values(struct filling *filling);

/* In French; in English, NULL where that has the same words. */
struct said {
    const char *french, *english;
};
struct said generate_said(const struct filling *filling, const struct words *words);

/* The same words for the due date of a campaign (request/campaign.h). */
const char *generate_day(struct arena *arena, const char *language, struct date day);

#endif
