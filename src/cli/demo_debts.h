/*
 * What the demo firm's clients are owed, and two months of reminders about it, by the program's own
 * imports, rounds and sendings on days that are past.
 */
#ifndef CLI_DEMO_DEBTS_H
#define CLI_DEMO_DEBTS_H

#include "store/store.h"

enum { DEMO_HISTORY_DAYS = 60, DEMO_MISSION_DAYS = 30 };

/* A small generator of our own: the same numbers on every machine. */
struct chance {
    uint64_t state;
};

uint32_t chance_roll(struct chance *chance, uint32_t sides); /* 0 to sides - 1 */

/*
 * The first of the clients get customers and invoices, on the way some get missions.
 * Ends with cx on today.
 */
MUST_USE bool demo_debts(struct ctx *cx, struct chance *chance, const int64_t *clients,
                         struct date today);

const char *demo_address(struct arena *arena, const char *name, const char *domain);
const char *demo_siren(struct arena *arena, int number);

#endif
