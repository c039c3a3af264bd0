/*
 * The demo firm's portfolio: what its clients are, who is spoken to there, who works for them, who
 * asks to become one. Of chances of its own, so that what the clients are owed stays the same.
 */
#ifndef CLI_DEMO_PEOPLE_H
#define CLI_DEMO_PEOPLE_H

#include "cli/demo_debts.h"
#include "client/client.h"

/* Fills the fields of the client of that number (from 0) and of a trade of demo_trades. */
void demo_fields(struct chance *chance, int number, size_t trade, struct client *client);

/* Contacts, team and tags of a client that was added. */
MUST_USE bool demo_people(struct ctx *cx, struct chance *chance, int number,
                          const struct client *client);

/* Three that wait; each member's test dossier. */
MUST_USE bool demo_asks(struct ctx *cx);

#endif
