/*
 * What a parser's process gives up before it reads its first byte (T-15).
 */
#ifndef FORMAT_SANDBOX_H
#define FORMAT_SANDBOX_H

#include "base/attributes.h"

#include <stdbool.h>
#include <stdint.h>

/* 0 leaves the processor time, or the memory, as it is. */
MUST_USE bool sandbox_limit(int64_t memory_bytes, int64_t processor_s);

/*
 * After this only read, write, memory and the end are left; all else kills the process. A parser
 * whose libraries look for files that they can do without is told that there are none.
 */
enum sandbox_files { SANDBOX_FILES_KILL, SANDBOX_FILES_ABSENT };
MUST_USE bool sandbox_close(enum sandbox_files files);

#endif
