/*
 * For what is better left out than waited for: that somebody was seen, while an import of many
 * clients is written.
 */
#ifndef STORE_WAIT_H
#define STORE_WAIT_H

#include "store/store.h"

/* Somebody writes, and who wants to would wait; never on PostgreSQL, where rows are locked. */
bool store_waits(const struct ctx *cx);

#endif
