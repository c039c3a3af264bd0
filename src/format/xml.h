/*
 * The parts of an office file, read by expat as they are unpacked (T-15).
 *
 * UTF-8 only, no document type and so no entity of its own, no nesting beyond LIMIT_XML_DEPTH, no
 * tag beyond LIMIT_XML_TAG_BYTES. Names come without their prefix. A handler that fails the context
 * is the last one to be called.
 */
#ifndef FORMAT_XML_H
#define FORMAT_XML_H

#include "format/archive.h"

struct xml_handler {
    void (*open)(void *into, const char *name, const char **attributes);
    void (*close)(void *into, const char *name);
    void (*text)(void *into, const char *bytes, size_t size); /* NULL when no text is wanted */
    const char *list, *item; /* within this element of the part's own ("sheetData"), those that
                                begin so ("<row") are first tried without expat; NULL */
};

/* Faults: XLSX-XML with "part" and "offset"; those of archive_part_read; those of the handlers. */
MUST_USE bool xml_part_read(struct ctx *cx, struct archive *archive, int entry,
                            const struct xml_handler *handler, void *into);

/* NULL when there is none. Any prefix will do for a name that begins with a colon: ":id". */
const char *xml_attribute(const char **attributes, const char *name);

#endif
