/*
 * One element of a part, whole and plain, without expat: what a sheet consists of, row after row.
 *
 * Plain is what nearly every program writes: unprefixed elements, attributes between double quotes
 * with one blank before each, text without a reference, a comment, a section or a carriage return.
 * Of what is plain the handler hears exactly what expat would tell it; a test holds the two
 * together. Of all else it hears nothing here, and expat reads it.
 */
#ifndef FORMAT_XML_QUICK_H
#define FORMAT_XML_QUICK_H

#include "format/xml.h"

struct xml_quick;

/* What is told is told to this handler, which may fail cx and is called no more then. */
struct xml_quick *xml_quick_new(struct ctx *cx, const struct xml_handler *handler, void *into);

enum xml_quick_end {
    XML_QUICK_WHOLE, /* it was told, and *at stands behind it */
    XML_QUICK_MORE,  /* it does not end before the end; nothing was told */
    XML_QUICK_ODD,   /* it is not plain; nothing was told */
};

/* The element at *at, which ends before `end`; its bytes are changed when it is told. */
enum xml_quick_end xml_quick_take(struct xml_quick *quick, char **at, char *end);

#endif
