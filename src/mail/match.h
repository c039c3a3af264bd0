/*
 * Which file of a reply is which piece that was asked for. Pure.
 */
#ifndef MAIL_MATCH_H
#define MAIL_MATCH_H

#include "base/arena.h"

#include <stdint.h>

enum { MATCH_NONE = -1 };

/*
 * For each file the index of the piece that it is, or MATCH_NONE. Where one piece is missing every
 * file is of it; else a file goes to the piece whose words its name shares most of, the surest
 * first; what is then left over goes together when it is one file and one piece.
 */
struct match_side {
    const char *const *names;
    size_t count;
};
void match_files(struct arena *arena, const struct match_side *files,
                 const struct match_side *pieces, int *places);

/* By names alone: nothing is guessed from what is missing or left over. */
void match_named(struct arena *arena, const struct match_side *files,
                 const struct match_side *pieces, int *places);

#endif
