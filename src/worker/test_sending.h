/*
 * For tests only: debtors of a kind of their own, each with one message that is due, and a peer in
 * memory whose lines do what a test says, each in the line's own thread.
 */
#ifndef WORKER_TEST_SENDING_H
#define WORKER_TEST_SENDING_H

#include <pthread.h>
#include <stdio.h>
#include <time.h>

#include "chase/obligation.h"
#include "chase/round.h"
#include "store/test_books.h"
#include "worker/send.h"

enum { TRIAL_LIMIT = 600, TRIAL_PATIENCE_S = 60 };

/* What the lines of a peer share; one test at a time. */
struct trial {
    struct test_books *books;
    pthread_mutex_t lock;
    pthread_cond_t moved;
    int *taken; /* by message: how often it was accepted; a child process writes it too */
    int all, cut, dots, offered;
    bool stop, done;
    char *bytes; /* last offered */
    bool witness;
    enum outcome (*on_ready)(struct trial *trial, int64_t message);
    enum outcome (*on_dot)(struct trial *trial, int64_t message);
    const char *answer;             /* before the dot; NULL: one of the peer's own */
    bool is_paused;                 /* every debtor, without end */
    const char *address, *language; /* of every debtor; NULL: its own, French */
};

extern struct trial trial;
extern const struct channel trial_channel;
extern const struct chase_kind *const trial_kinds[], *const trial_kinds_again[];

/* So many obligations of as many debtors, ten euros each, a message for each due: ids from 1. */
void trial_begin(struct ctx *cx, int count);
void trial_end(void);
void trial_time(struct ctx *cx, int minutes); /* later, by the sender's clock too */
struct sender trial_sender(size_t lines);
struct sending trial_send(struct ctx *cx, struct sender *sender); /* and closes it */
int64_t trial_count(struct ctx *cx, const char *where);           /* messages */

/* Until so many were accepted; false when it takes too long. */
bool trial_await(struct trial *shared, int count);

/* What others do meanwhile, in a scope of the calling thread's own. */
void trial_meanwhile(void (*act)(struct ctx *cx, int64_t message), int64_t message);

#endif
