/*
 * The channel in memory, for tests. The url is a script, one word a message, in order; when it
 * has ended everything is sent:
 *
 *     memory:sent,later,ready-cut,unknown-taken
 *
 *     sent                        taken
 *     later, refused              the peer's answer to the dot: not taken
 *     unknown, unknown-taken      the connection is lost after the dot; the peer has it or not
 *     ready-later, ready-refused  the peer's answer before the dot
 *     ready-cut                   the connection is lost before the dot
 */
#ifndef CHANNEL_MEMORY_H
#define CHANNEL_MEMORY_H

#include "channel/channel.h"

/* What the peer has taken, in order; copies that live until the line is closed. */
size_t memory_count(const struct line *line);
const struct parcel *memory_at(const struct line *line, size_t index);
size_t memory_abandoned(const struct line *line); /* how often the dot was withheld */

#endif
