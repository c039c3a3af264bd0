/*
 * One request and its answer, apart from the library that carries the bytes. Its stages: the head
 * is judged; a large body waits until session and token were looked at; the body is read; the
 * handler runs.
 */
#ifndef HTTP_EXCHANGE_H
#define HTTP_EXCHANGE_H

#include "http/handle.h"

enum stage {
    STAGE_HEAD,  /* the head is awaited */
    STAGE_ADMIT, /* whether the body may come is asked in the pool */
    STAGE_BODY,  /* the body comes, or its end */
    STAGE_RUN,   /* the handler runs in the pool, or the reply is there */
};

struct exchange {
    enum stage stage;
    struct arena arena;
    struct head head;
    struct request request;
    struct ctx cx; /* of the reading: its fault is what is answered */
    struct refusal refusal;
    int64_t received, limit; /* bytes of the body */
    struct buf bytes;
    struct multipart *multipart;
    struct body body;
    struct reply reply;
};

/* Judges the head, which must be filled in; leaves the stage that follows. */
void exchange_begin(struct exchange *exchange, const struct match_table *table,
                    const char *const *hosts);

/* The body may come. */
void exchange_body(struct exchange *exchange);

/* A piece of it; false when it is longer than it may be and was not announced. */
MUST_USE bool exchange_read(struct exchange *exchange, const char *bytes, size_t size);

/* It is whole: now the pool must run it. */
void exchange_read_end(struct exchange *exchange);

/* In the pool, at the stages ADMIT and RUN. cx holds the books and the time. */
void exchange_run(struct exchange *exchange, struct ctx *cx);

void exchange_end(struct exchange *exchange); /* removes its files, frees its arena */

#endif
