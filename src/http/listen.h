/*
 * The listening socket.
 */
#ifndef HTTP_LISTEN_H
#define HTTP_LISTEN_H

#include "base/ctx.h"

/* *port is the one asked for, or the one that the system chose for 0. Fault: BROKEN PORT. */
MUST_USE bool listen_open(struct ctx *cx, const char *address, int *port, int *listening);

#endif
