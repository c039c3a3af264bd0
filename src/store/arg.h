/*
 * What is bound into a statement: ARGS(arg_int(id), arg_text(name)). A text must be UTF-8.
 */
#ifndef STORE_ARG_H
#define STORE_ARG_H

#include "base/date.h"
#include "base/money.h"

#include <stddef.h>

struct secret;

struct arg {
    enum arg_type { ARG_END, ARG_INT, ARG_TEXT, ARG_BYTES } type;
    bool empty; /* NULL of that type */
    int64_t number;
    const char *text;
    size_t size; /* of ARG_BYTES */
};

#define ARGS(...) ((const struct arg[]){ __VA_ARGS__, { .type = ARG_END } })
#define NO_ARGS ((const struct arg[]){ { .type = ARG_END } })

struct arg arg_int(int64_t number);
struct arg arg_text(const char *text); /* NULL binds NULL */
struct arg arg_money(struct money money);
struct arg arg_instant(struct instant instant);             /* integer milliseconds */
struct arg arg_date(struct arena *arena, struct date date); /* ISO text */
struct arg arg_bytes(const void *bytes, size_t size);
struct arg arg_secret(struct arena *arena, const struct secret *secret); /* its hash, as kept */
struct arg arg_int_or_null(bool present, int64_t number);

#endif
