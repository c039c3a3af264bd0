/*
 * The table of obligations, written by this module alone. A domain opens, changes and settles an
 * obligation in the same transaction as its own row; the engine never asks what it is chasing.
 *
 * Every change that a plan or a text reads adds one to the version, so that a message worded
 * before it does not pass the point (C-5).
 */
#ifndef CHASE_OBLIGATION_H
#define CHASE_OBLIGATION_H

#include "chase/decide.h"
#include "store/store.h"

/*
 * Opens obligations of one kind whose subjects have none: kind, subject, client, person, due, owed
 * and scenario (0: the default of the kind) are read, the rest is set (ids too), the opening to
 * today. They are looked at on the day of their first step, even if it is past. A test dossier
 * owes nothing, since nothing of it leaves (P-10): of one, none is opened. Inside a transaction.
 */
MUST_USE bool chase_open(struct ctx *cx, const struct rules *rules, struct obligation *owed,
                         size_t count);

/*
 * One as it is opened on a day, along the scenario that it names or else the usual one of its kind:
 * all is set but its id. Answers the day of its first step.
 */
struct date obligation_opened(const struct rules *rules, const struct scenario *usual,
                              struct obligation *owed, struct date on);

/*
 * What a subject owes now; a settled one reopens with a new cycle, its scenario from the start, but
 * not on a day on which a step of it was carried out (C-3).
 */
MUST_USE bool chase_change(struct ctx *cx, const char *kind, int64_t subject, struct money owed);

/* Paid, given, done: nothing leaves any more, calls on the list are taken off. */
MUST_USE bool chase_settle(struct ctx *cx, const char *kind, int64_t subject);

/*
 * Something about a person changed (address, pause, doubt, balance): messages under way are worded
 * anew, what was held is looked at again today.
 */
MUST_USE bool chase_touch(struct ctx *cx, const char *capacity, int64_t issuer, int64_t person);

/*
 * All is looked at again today that waits for a later day: who changed something while the clock
 * showed a later day than there is had it looked at on that one. Costs a look at all that is open.
 */
MUST_USE bool chase_look_again(struct ctx *cx);

/*
 * Another person owes it from now on; chase/pass.c. What was about to leave to the one before is
 * taken out, and of that the last step is the next one's to hear: in the message that is about to
 * leave to them, so that a day says it once (C-3), else by the next round, on a day on which it was
 * not taken yet. It has a key of its own, in a cycle in which all else stays dealt with: what has
 * left, or may have (at its point, to check, ordered to go again), is not said again (C-1), and a
 * later step that was dealt with stays the later one (C-9). What is by hand stays on the list.
 * Nothing when it is settled, or theirs already. Inside a transaction.
 */
MUST_USE bool chase_pass(struct ctx *cx, const struct chase_kind *kind, int64_t subject,
                         int64_t person);

/*
 * A client is archived (P-7): what is owed to it and by it is held, what was about to leave is
 * taken out, calls are taken off the list. When it comes back all is looked at again today.
 */
MUST_USE bool chase_put_away(struct ctx *cx, int64_t client);
MUST_USE bool chase_take_back(struct ctx *cx, int64_t client);

/* A call by hand was made: the reminder is done. Fault ABSENT RAPPEL-ABSENT. */
MUST_USE bool chase_done(struct ctx *cx, int64_t reminder, const char *why);

/* A row that begins with an obligation's columns, in the order of OBLIGATION_COLUMNS. */
#define OBLIGATION_COLUMNS                                                                         \
    "o.id, o.kind, o.subject, o.cycle, o.version, o.client, o.issuer, o.person, o.scenario,"       \
    " o.opened_on, o.due_on, o.owed_cents, o.dealt, o.dealt_through_on, o.last_taken_on,"          \
    " o.paused, o.paused_until_on, o.taken_over, o.scenario_version,"                              \
    " (SELECT c.state FROM client c WHERE c.firm = o.firm AND c.id = o.client)"
enum { OBLIGATION_WIDTH = 20 };
struct obligation obligation_row(struct ctx *cx, struct rows *rows);

/* "12 13 14.1": the dealt of an obligation as its column holds them. */
const char *dealt_text(struct arena *arena, const struct obligation *owed);

#endif
