/*
 * The texts of a foreign message, whatever they are written in: UTF-8, and safe to show.
 */
#ifndef FORMAT_MIME_TEXT_H
#define FORMAT_MIME_TEXT_H

#include <gmime/gmime.h>
#include <stdbool.h>

#include "base/arena.h"

/* Knows the charsets that mail is written in: their tables are in memory from then on. */
void mime_text_prepare(void);

/*
 * Bytes of a charset by its name, or NULL; what it does not explain is read as Windows wrote it,
 * which is a guess for a charset that nobody knows or that is not of this country.
 */
const char *mime_text(struct arena *arena, const char *charset, const char *bytes, size_t size,
                      bool *is_guess);

/* Lines that were broken on their way made whole again (RFC 3676, « DelSp »). */
const char *mime_text_flowed(struct arena *arena, const char *text);

/* A file stands in it as uuencode writes it. */
bool mime_text_is_coded(const char *text);

/* A text of several lines: LF alone, no controls but the tab, at most so many characters. */
const char *mime_text_lines(struct arena *arena, const char *text, size_t limit);

/* A header's value, decoded (RFC 2047, RFC 6532), on one line; "" for NULL. */
const char *mime_text_header(struct arena *arena, const char *raw);

/*
 * Writes the encoded words of its headers the other way (RFC 2047, « Q » for « B »): the library
 * takes several in base64 for one, and stops where the first of them is filled up with « = ».
 */
void mime_text_words(GMimeObject *object);

/* A text that was decoded already, on one line. */
const char *mime_text_line(struct arena *arena, const char *text);

/* What a page of HTML says; lines that it quotes begin with « > »: format/mime_quoted.h. */
const char *mime_text_page(struct arena *arena, const char *html);

#endif
