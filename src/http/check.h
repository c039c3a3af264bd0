/*
 * What a field of a form may be: a row of a route's table of fields. http/field.h checks it.
 */
#ifndef HTTP_CHECK_H
#define HTTP_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum check {
    CHECK_TEXT,     /* one line of at most 200 characters, no control characters */
    CHECK_NOTE,     /* several lines of at most 4,000 */
    CHECK_PASTE,    /* several lines of any length the form bears */
    CHECK_INT,      /* digits, below 2^53 */
    CHECK_DATE,     /* 2026-03-31, as given_day_check says */
    CHECK_MONEY,    /* what money_parse reads */
    CHECK_EMAIL,    /* one address, as email_check says */
    CHECK_CHOICE,   /* one of choices */
    CHECK_FLAG,     /* "1" or absent */
    CHECK_PASSWORD, /* at most 1,024 bytes, not trimmed */
    CHECK_PATH, /* a local path: begins with one slash; else it reads as "" (no open redirect) */
    CHECK_FILE, /* multipart: streamed to a temporary file while it arrives */
};

/*
 * A name that ends in "*" is of all fields that begin so; see request_named. "*" itself, last,
 * takes what a protocol of others wants overlooked; each once all the same.
 */
struct field {
    const char *name;
    enum check check;
    bool required;
    const char *choices; /* CHECK_CHOICE: words with a space between */
    int64_t limit, many; /* CHECK_FILE: bytes of each; so many files at most, 0: one */
};

#endif
