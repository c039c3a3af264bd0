/*
 * The entries that do not balance so far: in once their net leaves zero, out once it is back.
 */
#ifndef FORMAT_FEC_UNBALANCED_H
#define FORMAT_FEC_UNBALANCED_H

#include "base/arena.h"
#include "format/fec_scan.h"

#include <stdint.h>

enum { UNBALANCED_NAME = 32 }; /* bytes kept of « VE/1 », cut when longer */

struct fec_open_entry {
    uint64_t hash; /* 0 is free */
    int64_t debit, credit, line;
    char name[UNBALANCED_NAME];
};

struct fec_unbalanced;

struct fec_unbalanced *fec_unbalanced_new(struct arena *arena);

/* Adds sums to the entry with the hash; true when it is out of balance before or after. */
bool fec_unbalanced_add(struct fec_unbalanced *unbalanced, const struct fec_open_entry *sums,
                        struct slice journal, struct slice entry);

/* False once more were open at a time than are kept; those kept then mean little. */
bool fec_unbalanced_complete(const struct fec_unbalanced *unbalanced);

/* The next one from *at, which begins at 0; NULL after the last. */
const struct fec_open_entry *fec_unbalanced_next(const struct fec_unbalanced *unbalanced,
                                                 size_t *at);

#endif
