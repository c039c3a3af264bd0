/*
 * The list of every statement of the program: the linker section that SQL() fills (T-2). A
 * statement's place in it is its slot in each connection's cache.
 */
#ifndef STORE_STATEMENTS_H
#define STORE_STATEMENTS_H

#include "store/sql.h"

#include <stddef.h>

enum { STATEMENT_UNLISTED = -1 };

int statement_count(void);
const struct statement *const *statement_at(int slot);

/* STATEMENT_UNLISTED for what a test or a migration made by itself: it is prepared each time. */
int statement_slot(const struct statement *const *statement);

#endif
