/*
 * Whether messages could leave by a channel's address, without one: what `quitus doctor` asks.
 */
#ifndef CHANNEL_REACH_H
#define CHANNEL_REACH_H

#include "channel/channel.h"

/*
 * A server is connected to (greeting, TLS and sign-in) and left again; a folder is opened. Waits as
 * the timeouts say. Faults: those of channel_find and channel->open, BROKEN CANAL-MUET with "value"
 * (the url) and "reason" (in English, as servers do).
 */
MUST_USE bool channel_reach(struct ctx *cx, const struct channel_config *config);

#endif
