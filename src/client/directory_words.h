/*
 * Words: what a folded text is cut into, to be found by. Letters of any script and digits make
 * words, everything else lies between them.
 */
#ifndef CLIENT_DIRECTORY_WORDS_H
#define CLIENT_DIRECTORY_WORDS_H

#include <stdbool.h>
#include <stddef.h>

struct word_slice {
    const char *text;
    size_t size;
};

/* The next word; *text moves behind it. False at the end. */
bool word_next(const char **text, struct word_slice *slice);

#endif
