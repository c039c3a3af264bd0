/*
 * What SQLite's result codes mean to a caller, for sqlite.c alone.
 */
#ifndef STORE_SQLITE_CODE_H
#define STORE_SQLITE_CODE_H

#include "store/trouble.h"

/* Of an extended code; running out of memory ends the process. */
struct trouble sqlite_code_trouble(int code, const char *detail);

#endif
