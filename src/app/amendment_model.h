/*
 * An amendment as pages tell it (E-17).
 */
#ifndef APP_AMENDMENT_MODEL_H
#define APP_AMENDMENT_MODEL_H

#include "base/json.h"
#include "client/amendment.h"

/* { id, plan, version, title, published_at, sha256 } */
void amendment_put(struct ctx *cx, const struct amendment *amendment, struct json *map);

/* 64 digits of 32 bytes. */
const char *amendment_hash(struct arena *arena, const unsigned char *sha256);

#endif
