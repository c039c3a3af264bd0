/*
 * A client's person who owes one request, for tests of what leaves to him.
 */
#ifndef WORKER_TEST_PAUL_H
#define WORKER_TEST_PAUL_H

#include "request/test_ask.h"
#include "worker/test_send.h"

/* Ten o'clock of a day of March. */
static inline void be(struct ctx *cx, int day)
{
    cx->today = march(day);
    cx->now.ms = (int64_t)cx->today.day * 86400000 + 10 * 3600000;
}

/* Paul owes « TVA de février » on the 12th: he is told on the 2nd, 9th, 13th, 20th, 27th. */
static inline struct demand owe(struct ctx *cx)
{
    begin(cx);
    be(cx, 2);
    return ask(cx, 1, false);
}

#endif
