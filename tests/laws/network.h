/*
 * The mail server and the wire to it, as a channel: it refuses, puts off, stalls, hangs up before
 * or after it has taken a message, and notes every message that it takes with what it says.
 */
#ifndef LAWS_NETWORK_H
#define LAWS_NETWORK_H

#include "channel/channel.h"

extern const struct channel network;

/* The point is committed and the dot may go: notes what the message says. */
void network_point(const struct line *line);

/* Something happens elsewhere while a message is under way; see house.h. */
void network_meddler(void (*meddle)(const int64_t *subjects, size_t count));

#endif
