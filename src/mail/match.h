/*
 * Which file of a reply is which piece that was asked for. Pure.
 */
#ifndef MAIL_MATCH_H
#define MAIL_MATCH_H

#include "base/arena.h"

#include <stdbool.h>

enum { MATCH_NONE = -1 };

struct match_side {
    const char *const *names;
    size_t count;
    const bool *is_closed; /* a file that goes nowhere, a piece that takes none; NULL: none is */
};

/*
 * For each file the index of the piece that it is, or MATCH_NONE: a person's to say. Where one
 * piece is missing every file is of it; else a file goes to the piece that it is named most like,
 * whatever goes there with it. One that says nothing is of the piece that has none, where every
 * other has one file. What is named most like a closed piece, or like another paper, goes to no
 * other; see naming.h.
 */
void match_files(struct arena *arena, const struct match_side *files,
                 const struct match_side *pieces, int *places);

/*
 * By names alone: nothing is guessed from what is missing or left over, and what a closed piece is
 * named like as much is open.
 */
void match_named(struct arena *arena, const struct match_side *files,
                 const struct match_side *pieces, int *places);

#endif
