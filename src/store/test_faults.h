/*
 * For tests only: books whose engine fails once, at its n-th call, and works again after.
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

void faults_arm(struct faults *faults, int64_t at); /* 0: never */
bool faults_hit(const struct faults *faults);       /* since it was armed */

#endif
