/*
 * For tests only: is a statement blind to other firms (T-3)?
 *
 * Three worlds hold the same rows of one firm. In the first there is no other firm; in the second
 * another has the same rows, ids and texts and all; in the third another has rows of its own. Run
 * for the one firm with the same arguments, a statement must answer the same and leave the same
 * rows of that firm in all three, and leave the others' rows alone.
 */
#ifndef STORE_TEST_WALL_H
#define STORE_TEST_WALL_H

#include "store/test_params.h"

enum { WALL_WORLDS = 3 };

struct wall {
    struct test_books shape; /* on SQLite, whose catalogue is read */
    struct catalogue catalogue;
    struct test_books books[WALL_WORLDS];
    struct world mine;
    uint64_t seed;
};

/* On the server, or on SQLite without one; the worlds are empty until they are filled. */
MUST_USE bool wall_open(struct wall *wall, const char *server);
MUST_USE bool wall_fill(struct wall *wall, uint64_t seed); /* anew */
void wall_close(struct wall *wall);

/* What came of a statement, over all rounds in all fillings. */
struct outcome {
    const char *wrong;   /* NULL: nothing; lives in the wall */
    const char *refusal; /* the engine's words, when a round drew what it does not take */
    int64_t runs, hits;  /* without the rounds refused */
};

/* A global one may see all firms: it must only be able to run. */
void wall_check(struct wall *wall, const struct statement *const *statement, int rounds,
                struct outcome *outcome);

#endif
