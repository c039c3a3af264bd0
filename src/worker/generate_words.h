/*
 * What the merge tags of a request say, in the client's language (E-2).
 */
#ifndef WORKER_GENERATE_WORDS_H
#define WORKER_GENERATE_WORDS_H

#include "mission/generation.h"

struct filled; /* days and periods that were worded already: most of a batch are the same */

struct filled *generate_words_new(struct arena *arena);

struct word_values generate_values(struct arena *arena, struct filled *filled,
                                   const struct fallen *fallen, const char *firm_name);

/* The same words for the due date of a campaign (request/campaign.h). */
const char *generate_day(struct arena *arena, const char *language, struct date day);

#endif
