/*
 * Which characters a file is written in, told from all of its bytes, and what it says in UTF-8.
 *
 * A French export is ASCII, UTF-8, ISO-8859-15 or windows-1252, and does not say which. Lines are
 * noted as they pass; the answer comes at the end, and with it the reading of what was kept.
 */
#ifndef FORMAT_CHARSET_H
#define FORMAT_CHARSET_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

enum charset {
    CHARSET_NONE,
    CHARSET_ASCII,
    CHARSET_UTF8,
    CHARSET_8859_15,
    CHARSET_1252,
    CHARSET_850, /* see charset_old.h, which alone tells these two */
    CHARSET_MAC,
    CHARSET_COUNT,
};

struct charset_notes {
    int64_t letters, bytes;          /* letters of UTF-8 beyond ASCII; bytes that are in none */
    int64_t first_utf8, first_other; /* the numbers of the first lines with such */
    int64_t first_1252;              /* the first with a byte of 80 to 9F that is no UTF-8 */
    int64_t first_garbled;           /* UTF-8 that was once read as Latin-1: « Ã© » */
};

const char *charset_name(enum charset charset); /* "iso-8859-15"; NULL for CHARSET_NONE */

/* A line that is pure ASCII leaves no note. */
void charset_note(struct charset_notes *notes, const char *bytes, size_t size, int64_t line);
enum charset charset_tell(const struct charset_notes *notes);

/*
 * True when some lines are UTF-8 and others are not, beyond what chance explains; *line is the
 * first of the fewer kind.
 */
bool charset_mixed(const struct charset_notes *notes, int64_t *line);

/* In UTF-8. In a mixed file what is no UTF-8 is read as a single-byte text. */
const char *charset_text(struct arena *arena, enum charset charset, const char *bytes);

/* UTF-8 that was read as another charset and written again, as it was meant: « Ã© » is « é ». NULL
 * when the text is none. */
const char *charset_mend(struct arena *arena, const char *text);

/* For charset_old.c: the valid sequence of two bytes or more there, 0 for none; what Windows has
 * for a byte. */
size_t charset_sequence_size(const unsigned char *at, size_t left);
unsigned charset_1252_point(unsigned char byte);

/* Of the byte order mark of UTF-8 at the start, 0 for none. Programs add one to a text that has
 * one, or take it for three letters: those count too. */
size_t charset_mark_size(const char *bytes, size_t size);

#endif
