#include "store/arg.h"

#include "base/secret.h"

struct arg arg_int(int64_t number)
{
    return (struct arg){ .type = ARG_INT, .number = number };
}

struct arg arg_text(const char *text)
{
    return (struct arg){ .type = ARG_TEXT, .text = text, .empty = !text };
}

struct arg arg_money(struct money money)
{
    return arg_int(money.cents);
}

struct arg arg_instant(struct instant instant)
{
    return arg_int(instant.ms);
}

struct arg arg_date(struct arena *arena, struct date date)
{
    return arg_text(date_text(arena, date));
}

struct arg arg_bytes(const void *bytes, size_t size)
{
    return (struct arg){ .type = ARG_BYTES, .text = bytes, .size = size };
}

struct arg arg_secret(struct arena *arena, const struct secret *secret)
{
    return arg_bytes(secret_hash(arena, secret), SECRET_BYTES);
}

struct arg arg_int_or_null(bool present, int64_t number)
{
    return (struct arg){ .type = ARG_INT, .empty = !present, .number = number };
}
