/*
 * For tests only: a house that asked a client for three papers by one message, and takes mail.
 */
#ifndef WORKER_TEST_MAIL_H
#define WORKER_TEST_MAIL_H

#include "document/test_vault.h"
#include "request/request.h"
#include "worker/mail_take.h"

enum { ANNE = 1, PAUL = 2, LEA = 3, ADA = 1 };

/* Ateliers is asked for three papers by message 1; Anne is its legal representative. */
struct house {
    struct ctx *cx;
    struct vault documents;
    struct mail_site site;
    struct demand request;
    const char *tag;
};

void mail_test_run(struct ctx *cx, const char *text);
int64_t mail_test_number(struct ctx *cx, const char *text);
void mail_test_begin(struct house *house, struct ctx *cx);
void mail_test_end(struct house *house);

/* deputy: a number as a text, or "NULL". */
void mail_test_member(struct ctx *cx, int id, const char *role, const char *deputy);

struct mail_taken mail_test_take(struct house *house, const char *bytes, size_t size);
void mail_test_check(const struct mail_taken *taken, enum mail_state state, const char *reason);

#endif
