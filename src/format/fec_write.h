/*
 * For tests only: a FEC written in any of the ways that software has.
 */
#ifndef FORMAT_FEC_WRITE_H
#define FORMAT_FEC_WRITE_H

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/buf.h"
#include "format/fec_finding.h"

enum fec_charset { WRITE_ASCII, WRITE_UTF8, WRITE_8859_15, WRITE_1252 };

struct fec_way {
    const char *rule;
    enum fec_charset charset;
    char separator;
    const char *line_end;
    int columns;               /* 18, 21 or 22 */
    bool one_side, mark;       /* Montant and Sens; a byte order mark */
    bool padded, trailing;     /* blanks around fields; a separator behind the last */
    bool numeric_side, no_end; /* +1 and -1; no line end behind the last line */
};

static inline int fec_write_file(const char *bytes, size_t size)
{
    int file = memfd_create("fec", MFD_CLOEXEC);

    if (file < 0 || write(file, bytes, size) != (ssize_t)size)
        return -1;
    lseek(file, 0, SEEK_SET);
    return file;
}

/* « € » and « é » in the charset; ASCII has neither. */
static inline void fec_write_text(struct buf *out, const struct fec_way *way, const char *text)
{
    static const char *const euros[] = { "EUR", "\xE2\x82\xAC", "\xA4", "\x80" };
    static const char *const accents[] = { "e", "\xC3\xA9", "\xE9", "\xE9" };

    for (; *text; text++)
        if (*text == '$')
            buf_text(out, euros[way->charset]);
        else if (*text == '*')
            buf_text(out, accents[way->charset]);
        else
            buf_byte(out, *text);
}

/* The fields of a line in the order of the columns; those from Debit on as the way has them. */
static inline void fec_write_line(struct buf *out, const struct fec_way *way,
                                  const char *const *fields)
{
    for (int at = 0; at < way->columns; at++) {
        if (at > 0)
            buf_byte(out, way->separator);
        if (way->padded)
            buf_byte(out, ' ');
        fec_write_text(out, way, fields[at]);
        if (way->padded)
            buf_text(out, "   ");
    }
    if (way->trailing)
        buf_byte(out, way->separator);
    buf_text(out, way->line_end);
}

static inline void fec_write_header(struct buf *out, const struct fec_way *way)
{
    const char *names[COLUMN_COUNT];

    for (int at = 0; at < COLUMN_COUNT; at++)
        names[at] = fec_column_text((enum fec_column)at);
    if (way->one_side) {
        names[COLUMN_DEBIT] = "Montant";
        names[COLUMN_CREDIT] = "Sens";
    }
    if (way->mark)
        buf_text(out, "\xEF\xBB\xBF");
    fec_write_line(out, way, names);
}

/* One side is given; a credit is negative cents. */
static inline void fec_write_entry_line(struct buf *out, const struct fec_way *way,
                                        const char *const *texts, int64_t cents)
{
    const char *fields[COLUMN_COUNT];
    uint64_t size = (uint64_t)(cents < 0 ? -cents : cents);
    const char *amount = arena_format(out->arena, "%llu,%02llu", (unsigned long long)size / 100,
                                      (unsigned long long)size % 100);
    const char *debit = way->numeric_side ? "+1" : "D", *credit = way->numeric_side ? "-1" : "c";

    memcpy(fields, texts, sizeof fields);
    fields[COLUMN_DEBIT] = cents < 0 && !way->one_side ? "0,00" : amount;
    fields[COLUMN_CREDIT] = cents < 0 ? amount : "0,00";
    if (way->one_side)
        fields[COLUMN_CREDIT] = cents < 0 ? credit : debit;
    fec_write_line(out, way, fields);
}

#endif
