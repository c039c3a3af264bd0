#include "format/fec_value.h"

#include <string.h>

#include "base/money.h"

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_sign(char byte)
{
    return byte == '+' || byte == '-';
}

/* How the checker reads a number: no point, no thousands; an exponent passes. */
static bool amount_official(struct slice slice)
{
    const char *at = slice.at, *end = at + slice.size;
    size_t marks = 0, digits = 0;

    for (const char *byte = at; byte < end; byte++) {
        marks += *byte == ' ' || *byte == ',';
        if (*byte == '.')
            return false;
    }
    if (marks > 1)
        return false;
    at += at < end && is_sign(*at);
    for (; at < end && (is_digit(*at) || *at == ','); at++)
        digits += is_digit(*at);
    if (digits > 0 && at < end && (*at == 'e' || *at == 'E')) {
        at += 1 + (at + 1 < end && is_sign(at[1]));
        while (at < end && is_digit(*at))
            at++;
    }
    at += at < end && is_sign(*at);
    return digits > 0 && at == end;
}

/* A blank of any width between thousands: its bytes, else 0. */
static size_t space_size(const char *at, const char *end)
{
    size_t left = (size_t)(end - at);

    if (left >= 1 && (*at == ' ' || *at == '\xA0'))
        return 1;
    if (left >= 2 && memcmp(at, "\xC2\xA0", 2) == 0)
        return 2;
    if (left >= 3 && (memcmp(at, "\xE2\x80\xAF", 3) == 0 || memcmp(at, "\xE2\x80\x89", 3) == 0))
        return 3;
    return 0;
}

/* Digits, in groups of three once there is a space; FEC_BEYOND when the limit is passed. */
static enum fec_reading whole_read(const char **from, const char *end, int64_t *units)
{
    const char *at = *from;
    size_t in_group = 0, groups = 0;
    bool beyond = false;

    for (*units = 0; at < end; at++) {
        size_t space = space_size(at, end);
        if (space > 0) {
            if (in_group == 0 || in_group > 3 || (groups > 0 && in_group != 3))
                return FEC_UNREAD;
            groups++;
            in_group = 0;
            at += space;
        }
        if (at == end || !is_digit(*at))
            break;
        in_group++;
        *units = beyond ? 0 : *units * 10 + (*at - '0');
        beyond |= *units > MONEY_LIMIT_CENTS / 100;
    }
    *from = at;
    if (in_group == 0 || (groups > 0 && in_group != 3))
        return FEC_UNREAD;
    return beyond ? FEC_BEYOND : FEC_READ;
}

/* One or two decimals; more only as zeros, and never three, which may be thousands. */
static enum fec_reading decimals_read(const char **from, const char *end, int64_t *cents)
{
    const char *at = *from;
    size_t count = 0;

    *cents = 0;
    if (at == end || *at != ',')
        return FEC_READ;
    for (at++; at < end && is_digit(*at); at++, count++) {
        if (count < 2)
            *cents += (*at - '0') * (count == 0 ? 10 : 1);
        else if (*at != '0')
            return FEC_UNREAD;
    }
    *from = at;
    return count == 0 || count == 3 ? FEC_UNREAD : FEC_READ;
}

static enum fec_reading amount_read(struct slice slice, int64_t *cents)
{
    const char *at = slice.at, *end = at + slice.size;
    int64_t units, rest = 0;
    bool leading = at < end && is_sign(*at);
    char sign = leading ? *at : '+';

    at += leading;
    enum fec_reading whole = whole_read(&at, end, &units);
    if (whole == FEC_UNREAD || decimals_read(&at, end, &rest) != FEC_READ)
        return FEC_UNREAD;
    if (!leading && at < end && is_sign(*at))
        sign = *at++;
    if (at != end)
        return FEC_UNREAD;
    if (whole == FEC_BEYOND)
        return FEC_BEYOND;
    *cents = units * 100 + rest;
    *cents = sign == '-' ? -*cents : *cents;
    return FEC_READ;
}

/* « 1234,56 » with a sign before it or none: nearly every amount of nearly every file. */
static bool amount_plain(struct slice slice, int64_t *cents)
{
    enum { LONGEST = 15 };
    const char *at = slice.at, *end = at + slice.size;
    bool negative = *at == '-';
    int64_t units = 0;

    at += is_sign(*at);
    if (end - at < 4 || end - at > LONGEST || end[-3] != ',')
        return false;
    for (; at < end - 3; at++) {
        if (!is_digit(*at))
            return false;
        units = units * 10 + (*at - '0');
    }
    if (!is_digit(at[1]) || !is_digit(at[2]))
        return false;
    units = units * 100 + (at[1] - '0') * 10 + (at[2] - '0');
    *cents = negative ? -units : units;
    return true;
}

struct fec_amount fec_amount(struct slice slice)
{
    struct fec_amount amount = { .reading = FEC_BLANK, .official = true };

    if (slice.size == 0)
        return amount;
    if (amount_plain(slice, &amount.cents)) {
        amount.reading = FEC_READ;
        return amount;
    }
    amount.reading = amount_read(slice, &amount.cents);
    amount.official = amount_official(slice);
    return amount;
}

char fec_side(struct slice slice)
{
    bool one = slice.size == 2 && slice.at[1] == '1', letter = slice.size == 1;

    if ((letter && (*slice.at == 'D' || *slice.at == 'd')) || (one && *slice.at == '+'))
        return 'D';
    if ((letter && (*slice.at == 'C' || *slice.at == 'c')) || (one && *slice.at == '-'))
        return 'C';
    return 0;
}
