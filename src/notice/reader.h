/*
 * Members as readers of mails.
 */
#ifndef NOTICE_READER_H
#define NOTICE_READER_H

#include "chase/kind.h"

struct reader {
    int64_t member;
    const char *name, *email, *language;
    bool is_active;
};

/* Of a statement whose rows are members alone: what reader_list reads, in this order. */
#define READER_COLUMNS "id, name, email, language, CASE WHEN state = 'active' THEN 1 ELSE 0 END"

/* All of a statement's rows. */
MUST_USE bool reader_list(struct ctx *cx, struct rows *rows, struct reader **readers,
                          size_t *count);

/* member 0 when there is none of that number. */
MUST_USE bool reader_find(struct ctx *cx, int64_t member, struct reader *reader);

/* Those who are assigned to a client today and have not left, in order of name (P-5). */
MUST_USE bool reader_list_assigned(struct ctx *cx, int64_t client, struct reader **readers,
                                   size_t *count);

/* For the kinds of this folder: see struct chase_kind. */
MUST_USE bool reader_fill(struct ctx *cx, struct debtor *debtors, size_t count);

#endif
