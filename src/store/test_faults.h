/*
 * For tests only: books whose engine does something once, at its n-th call, and works again after:
 * it fails, its answer is lost, or somebody else is faster.
 *
 * What fails is a transaction's begin or commit, a statement, the reading of a row, or a batch of
 * rows. Counting n up from 1 until nothing fails any more goes through every fault that an act can
 * meet: it must say so, and leave nothing half written.
 */
#ifndef STORE_TEST_FAULTS_H
#define STORE_TEST_FAULTS_H

#include "store/test_books.h"

struct faults;

/* From here on each call of cx's books is counted. The arena is cx's. */
struct faults *faults_stand(struct ctx *cx);

void faults_arm(struct faults *faults, int64_t at); /* fails; 0: never */

/* A statement whose answer is lost, BASE-INCERTAINE: it was carried out or not. */
void faults_lose(struct faults *faults, int64_t at);

/* Nothing fails: just before that call somebody else acts, in a scope of his own. */
void faults_meanwhile(struct faults *faults, int64_t at, bool (*act)(struct ctx *cx));

bool faults_hit(const struct faults *faults); /* since it was armed */

#endif
