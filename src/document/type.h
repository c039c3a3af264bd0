/*
 * What the bytes of a document are, and what it may be called. Pure: the first and last bytes are
 * compared with a table of signatures; nothing is parsed, unpacked or decoded.
 *
 * Taken are what accounts are made of: PDF, pictures, workbooks and letters, archives, text, XML,
 * mails. What a browser or a system would run is not: programs, scripts, HTML, SVG.
 */
#ifndef DOCUMENT_TYPE_H
#define DOCUMENT_TYPE_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

/* How many bytes of each end are looked at. */
enum { TYPE_BYTES = 64 * 1024 };

struct type_sample {
    const unsigned char *head, *tail; /* up to TYPE_BYTES each; they may overlap */
    size_t head_size, tail_size;
};

/* "application/pdf"; NULL: it is none of those taken, or the name's ending says otherwise. */
const char *type_of(const struct type_sample *sample, const char *name);

/*
 * Whether a file ends as its format does: a PDF, a JPEG, a PNG, a ZIP and what is one. True of all
 * others, which do not say how they end.
 */
bool type_is_ended(const struct type_sample *sample);

/* Whether a name's ending alone forbids it: ".exe". */
bool type_forbids(const char *name);

/*
 * A name to show and to download by: without folders, control characters, marks that turn the
 * direction of reading; composed (NFC); at most LIMIT_FIELD_CHARS with its ending kept; "document"
 * where nothing is left.
 */
const char *type_name(struct arena *arena, const char *name);

#endif
