/*
 * What a path or a form names (a client, a customer, a message, …) is looked for before any handler
 * runs. What belongs to a client that the member may not see is not there (P-9, P-10), in the very
 * words of what does not exist (T-5); so is what stands under another client's path.
 *
 * For a client's person it is the whole wall: what is not of the contact's own companies is not
 * there, and every object that a row of theirs names is judged.
 */
#ifndef APP_GATE_H
#define APP_GATE_H

#include "http/server.h"

/* The site's look. */
MUST_USE bool gate_look(struct ctx *cx, const struct request *request);

/* Whether it judges objects of this name for who has a row's roles. For the walk over routes. */
bool gate_judges(const char *name, size_t size, unsigned roles);

#endif
