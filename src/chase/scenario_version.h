/*
 * What runs keeps the version of its scenario until a person moves it on: a version that was
 * left is read from what revision keeps of it, and only while something runs along it.
 */
#ifndef CHASE_SCENARIO_VERSION_H
#define CHASE_SCENARIO_VERSION_H

#include "chase/scenario_list.h"

/* Of a kind, all but the last ones; with their steps as they were. */
MUST_USE bool scenario_versions(struct ctx *cx, const char *kind, struct scenario **list,
                                size_t *count);

/*
 * The words of a tone in a version that its scenario has left; those that it had none of are not
 * set. *is_old is false when the obligation follows the last one: then nothing is set.
 */
MUST_USE bool scenario_version_words(struct ctx *cx, const struct subject *subject,
                                     const char *tone, struct step_words *words, bool *is_old);

/* How many of what runs, and the member may see, follow a version left, up to a limit. */
MUST_USE bool scenario_behind(struct ctx *cx, const struct scenario *last, int64_t limit,
                              int64_t *count);

/*
 * Moves what runs on to the last version; each is looked at when that has a step for it. One
 * transaction for SCENARIO_MOVED of them, so that many hold up nobody: what a crash leaves behind
 * keeps its version, until this is called again. An archived client's keeps its own until it is
 * back. All the rest is moved; told are those that the member may see (P-9). Not inside a
 * transaction.
 */
enum { SCENARIO_MOVED = 2000 };
MUST_USE bool scenario_move_on(struct ctx *cx, int64_t scenario, int64_t *moved);

#endif
