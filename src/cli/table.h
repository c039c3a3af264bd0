/*
 * A readable table on a terminal: columns as wide as their widest cell, counted in characters.
 */
#ifndef CLI_TABLE_H
#define CLI_TABLE_H

#include "base/buf.h"

struct table;

/* Columns by their heads, ended by NULL and copied; one that begins with ">" stands to the right.
 */
struct table *table_new(struct arena *arena, const char *const *heads);
void table_row(struct table *table, const char *const *cells); /* as many as there are columns */

/*
 * The rows that wait, below the heads the first time. A long table may be printed in parts: columns
 * are then as wide as the widest cell so far, and the rows' memory may be given up after each.
 */
void table_print(struct buf *out, struct table *table);

#endif
