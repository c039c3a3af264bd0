/*
 * Files by their descriptors.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"

/* All of them, however often it is interrupted; false leaves errno, and some may be written. */
MUST_USE bool file_write(int file, const void *bytes, size_t size);

#endif
