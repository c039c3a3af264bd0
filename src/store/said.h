/*
 * Words that the books keep twice: a column in French, and beside it one in English whose name ends
 * in _en, NULL where the words are the same (E-2). They are read in the language of who reads.
 */
#ifndef STORE_SAID_H
#define STORE_SAID_H

#include "store/store.h"

/* LANGUAGE is a parameter or a column: "en" is English, all else French. */
#define SAID(COLUMN, LANGUAGE)                                                                     \
    "CASE WHEN CAST(" LANGUAGE " AS TEXT) = 'en' THEN COALESCE(" COLUMN "_en, " COLUMN ")"         \
    " ELSE " COLUMN " END"

struct arg arg_language(const struct ctx *cx); /* of who reads */

/* Of a row that holds both. */
const char *rows_said(struct rows *rows, int column, int column_en, const char *language);

#endif
