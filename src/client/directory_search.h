/*
 * Search in a directory (P-13): blind to case, accents, ligatures, apostrophes, dashes and blanks
 * of any kind; each typed word begins a word of the name, the trade name, the code, the SIREN or
 * SIRET, a contact's name or address. One typo (a letter more, less, other, or two exchanged) is
 * forgiven in words of five letters or more. Digits that were typed in groups are one number too.
 */
#ifndef CLIENT_DIRECTORY_SEARCH_H
#define CLIENT_DIRECTORY_SEARCH_H

#include "client/directory_parts.h"

struct search_found {
    struct bits exact;    /* without any typo */
    struct bits forgiven; /* the others */
};

/* False when the text holds no word: everything is found. */
bool directory_search(const struct directory *directory, struct arena *arena, const char *typed,
                      struct search_found *found);

/* Whether one typo makes of a word another that begins so; both folded. */
bool word_begins_but_one(const char *word, const char *typed);

#endif
