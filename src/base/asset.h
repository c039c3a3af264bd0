/*
 * What stands inside the binary: pages and texts ("views/…"), the schema ("schema/…") and static
 * files ("static/…", under names that carry a hash of their bytes). tools/embed.py writes the
 * table, sorted by name.
 */
#ifndef BASE_ASSET_H
#define BASE_ASSET_H

#include <stddef.h>

struct asset {
    const char *name;
    const char *bytes; /* a NUL stands behind them that size does not count */
    size_t size;
    const char *packed; /* the same, gzipped; NULL for what does not compress */
    size_t packed_size;
};

extern const struct asset asset_table[];
extern const size_t asset_count;

const struct asset *asset_find(const char *name); /* NULL when there is none */

#endif
