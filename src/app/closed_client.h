/*
 * A confidential client from outside: an admin gives it to themselves, and its holder is told.
 *
 * « told », on « Aujourd'hui »: who gave themselves a confidential client that one holds (P-9):
 * [ { id, by, at, client, name } ], has_told.
 */
#ifndef APP_CLOSED_CLIENT_H
#define APP_CLOSED_CLIENT_H

#include "base/json.h"
#include "store/store.h"

MUST_USE bool told_put(struct ctx *cx, struct json *model);

#endif
