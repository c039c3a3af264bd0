/*
 * Typed values through a pipe: how a child process tells its results. Both sides put and take the
 * same kinds in the same order. The taking side does not trust the other: what is not there, or is
 * larger than said, breaks the wire, and a broken wire gives zeros and empty texts.
 */
#ifndef FORMAT_WIRE_H
#define FORMAT_WIRE_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

struct wire;

/* A descriptor that stays the caller's. silence_ms: how long to wait for the other side; -1. */
struct wire *wire_new(struct arena *arena, int descriptor, int silence_ms);

void wire_put(struct wire *wire, int64_t number);
void wire_put_text(struct wire *wire, const char *text);                /* NULL stays NULL */
void wire_put_block(struct wire *wire, const void *bytes, size_t size); /* of 1 to WIRE_BLOCK */
void wire_flush(struct wire *wire);

int64_t wire_take(struct wire *wire);
int64_t wire_take_within(struct wire *wire, int64_t least, int64_t most); /* else it breaks */
const char *wire_take_text(struct arena *arena, struct wire *wire);

/* Of a row of blocks, which ends in one of size 0; the caller has room for WIRE_BLOCK. */
enum { WIRE_BLOCK = 64 * 1024 };
size_t wire_take_block(struct wire *wire, char *bytes);

bool wire_broken(const struct wire *wire);
bool wire_silent(const struct wire *wire); /* broken because nothing came in time */

#endif
