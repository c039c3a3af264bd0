#include "format/xml.h"

#include <expat.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/auxv.h>

#include "base/limits.h"
#include "base/str.h"
#include "format/xml_quick.h"

enum { PIECE_BYTES = 64 * 1024, LIST_DEPTH = 2 };

struct reading {
    struct ctx *cx;
    const char *part;
    const struct xml_handler *handler;
    void *into;
    XML_Parser parser;
    int depth;
    const char
        *piece; /* what is parsed now, and where it begins and ends of what expat was given */
    int64_t from, to, quick_bytes; /* quick_bytes: told without it */
    bool in_list, in_section;      /* see handler->list; a CDATA section */
};

static bool is_over(const struct reading *reading)
{
    return reading->cx->fault.kind != FAULT_NONE;
}

static bool xml_fail(struct reading *reading, const char *why)
{
    long long offset = XML_GetCurrentByteIndex(reading->parser) + reading->quick_bytes;

    return fail(reading->cx, FAULT_INPUT, "XLSX-XML", why, "1", "part", reading->part, "offset",
                arena_format(reading->cx->arena, "%lld", offset > 0 ? offset : 0), NULL);
}

static void stop_if_over(struct reading *reading)
{
    if (is_over(reading))
        (void)XML_StopParser(reading->parser, XML_FALSE); /* it may have stopped already */
}

static const char *local(const char *name)
{
    const char *colon = name[1] ? strchr(name, ':') : NULL; /* most names are one letter */

    return colon ? colon + 1 : name;
}

static void open_take(void *into, const char *name, const char **attributes)
{
    struct reading *reading = into;

    if (is_over(reading))
        return;
    if (++reading->depth > LIMIT_XML_DEPTH)
        (void)xml_fail(reading, "depth");
    else if (reading->depth == LIST_DEPTH)
        reading->in_list = reading->handler->list && strcmp(name, reading->handler->list) == 0;
    if (!is_over(reading))
        reading->handler->open(reading->into, local(name), attributes);
    stop_if_over(reading);
}

static void close_take(void *into, const char *name)
{
    struct reading *reading = into;

    if (is_over(reading))
        return;
    reading->depth--;
    reading->handler->close(reading->into, local(name));
    stop_if_over(reading);
}

static void text_take(void *into, const char *bytes, int size)
{
    struct reading *reading = into;

    if (is_over(reading))
        return;
    reading->handler->text(reading->into, bytes, (size_t)size);
    stop_if_over(reading);
}

static void type_take(void *into, const char *name, const char *system, const char *public,
                      int internal)
{
    struct reading *reading = into;

    (void)name, (void)system, (void)public, (void)internal;
    if (!is_over(reading))
        (void)xml_fail(reading, "dtd");
    stop_if_over(reading);
}

static void declaration_take(void *into, const char *version, const char *encoding, int standalone)
{
    struct reading *reading = into;

    (void)version, (void)standalone;
    if (encoding && strcasecmp(encoding, "UTF-8") != 0 && strcasecmp(encoding, "US-ASCII") != 0
        && !is_over(reading))
        (void)xml_fail(reading, "encoding");
    stop_if_over(reading);
}

/* What expat stumbled over: a sign that no XML may hold is worth naming. */
static bool error_tell(struct reading *reading)
{
    int64_t at = XML_GetCurrentByteIndex(reading->parser);

    if (is_over(reading))
        return false;
    if (XML_GetErrorCode(reading->parser) != XML_ERROR_INVALID_TOKEN || at < reading->from
        || at >= reading->to)
        return xml_fail(reading, "form");
    unsigned char byte = (unsigned char)reading->piece[at - reading->from];
    bool control = byte < ' ' && byte != '\t' && byte != '\n' && byte != '\r';
    return xml_fail(reading, control ? "control" : byte >= 0x80 ? "encoding" : "form");
}

/* Two bytes for a letter: its mark, or the NUL of the first "<". */
static bool is_wide(const char *bytes, int64_t size)
{
    return size >= 2
        && (memcmp(bytes, "\xFE\xFF", 2) == 0 || memcmp(bytes, "\xFF\xFE", 2) == 0
            || memcmp(bytes, "<\0", 2) == 0 || memcmp(bytes, "\0<", 2) == 0);
}

static bool pieces_parse(struct reading *reading, struct archive_part *part)
{
    for (;;) {
        char *piece = XML_GetBuffer(reading->parser, PIECE_BYTES);
        if (!piece)
            abort();
        int64_t size = archive_part_read(reading->cx, part, piece, PIECE_BYTES);
        if (size < 0)
            return false;
        if (reading->to == 0 && is_wide(piece, size))
            return xml_fail(reading, "encoding");
        reading->piece = piece;
        reading->from = reading->to;
        reading->to += size;
        if (XML_ParseBuffer(reading->parser, (int)size, size == 0) != XML_STATUS_OK)
            return error_tell(reading);
        if (size == 0)
            return true;
        if (reading->to - XML_GetCurrentByteIndex(reading->parser) > LIMIT_XML_TAG_BYTES)
            return xml_fail(reading, "long");
    }
}

static void section_open(void *into)
{
    ((struct reading *)into)->in_section = true;
}

static void section_close(void *into)
{
    ((struct reading *)into)->in_section = false;
}

/* What was unpacked and not yet parsed. */
struct pending {
    struct archive_part *part;
    char *bytes, *at, *end; /* 2 * PIECE_BYTES of them; from where to where */
    bool is_last;
};

static bool pending_fill(struct reading *reading, struct pending *pending)
{
    size_t left = (size_t)(pending->end - pending->at);
    bool is_first = reading->to == 0 && left == 0;

    memmove(pending->bytes, pending->at, left);
    pending->at = pending->bytes;
    pending->end = pending->bytes + left;
    int64_t size = archive_part_read(reading->cx, pending->part, pending->end, PIECE_BYTES);
    if (size < 0)
        return false;
    if (is_first && is_wide(pending->end, size))
        return xml_fail(reading, "encoding");
    pending->end += size;
    pending->is_last = size == 0;
    return true;
}

static bool expat_feed(struct reading *reading, struct pending *pending, size_t size)
{
    reading->piece = pending->at;
    reading->from = reading->to;
    reading->to += (int64_t)size;
    if (XML_Parse(reading->parser, pending->at, (int)size, 0) != XML_STATUS_OK)
        return error_tell(reading);
    pending->at += size;
    return reading->to - XML_GetCurrentByteIndex(reading->parser) <= LIMIT_XML_TAG_BYTES
        || xml_fail(reading, "long");
}

/* Expat holds nothing half read. */
static bool is_clear(const struct reading *reading)
{
    return reading->to == 0 || XML_GetCurrentByteIndex(reading->parser) == reading->to;
}

/* Does an item stand here, and nothing half read before it? */
static bool is_item(const struct reading *reading, const struct pending *pending)
{
    size_t size = strlen(reading->handler->item);

    return reading->in_list && reading->depth == LIST_DEPTH && !reading->in_section
        && (size_t)(pending->end - pending->at) > size
        && memcmp(pending->at, reading->handler->item, size) == 0 && is_clear(reading);
}

/* To where the next item may begin. What is half read is read again with each feed: it gets all. */
static size_t rest_size(const struct reading *reading, const struct pending *pending)
{
    const char *item = reading->handler->item;
    size_t size = (size_t)(pending->end - pending->at);
    const char *next =
        is_clear(reading) ? memmem(pending->at + 1, size - 1, item, strlen(item)) : NULL;

    return next ? (size_t)(next - pending->at) : size;
}

/* False at a fault; what is left over needs more to be read. */
static bool pending_parse(struct reading *reading, struct pending *pending, struct xml_quick *quick)
{
    while (pending->at < pending->end) {
        char *before = pending->at;
        bool may_grow = !pending->is_last && pending->end - pending->at < PIECE_BYTES;
        enum xml_quick_end taken = is_item(reading, pending)
            ? xml_quick_take(quick, &pending->at, pending->end)
            : XML_QUICK_ODD;
        if (taken == XML_QUICK_MORE && may_grow)
            return true;
        reading->quick_bytes += pending->at - before;
        if (is_over(reading))
            return false;
        if (taken != XML_QUICK_WHOLE && !expat_feed(reading, pending, rest_size(reading, pending)))
            return false;
    }
    return true;
}

static bool list_parse(struct reading *reading, struct archive_part *part)
{
    struct xml_quick *quick = xml_quick_new(reading->cx, reading->handler, reading->into);
    struct pending pending = { .part = part,
                               .bytes = arena_raw(reading->cx->arena, 2 * PIECE_BYTES) };

    XML_SetCdataSectionHandler(reading->parser, section_open, section_close);
    pending.at = pending.end = pending.bytes;
    while (!pending.is_last)
        if (!pending_fill(reading, &pending) || !pending_parse(reading, &pending, quick))
            return false;
    return XML_Parse(reading->parser, "", 0, 1) == XML_STATUS_OK || error_tell(reading);
}

/* The kernel gave each process some chance bytes; asking for more is no longer allowed here. */
static unsigned long salt(void)
{
    const void *chance = (const void *)getauxval(AT_RANDOM);
    unsigned long value = 0;

    if (chance)
        memcpy(&value, chance, sizeof value);
    return value | 1;
}

bool xml_part_read(struct ctx *cx, struct archive *archive, int entry,
                   const struct xml_handler *handler, void *into)
{
    struct reading reading = { .cx = cx, .handler = handler, .into = into };
    struct archive_part *part = archive_part_open(cx, archive, entry);

    if (!part)
        return false;
    reading.part = archive_name(archive, entry);
    reading.parser = XML_ParserCreate("UTF-8");
    if (!reading.parser)
        abort();
    (void)XML_SetHashSalt(reading.parser, salt());
    XML_SetUserData(reading.parser, &reading);
    XML_SetElementHandler(reading.parser, open_take, close_take);
    XML_SetStartDoctypeDeclHandler(reading.parser, type_take);
    XML_SetXmlDeclHandler(reading.parser, declaration_take);
    if (handler->text)
        XML_SetCharacterDataHandler(reading.parser, text_take);
    bool read = handler->list ? list_parse(&reading, part) : pieces_parse(&reading, part);
    XML_ParserFree(reading.parser);
    return read;
}

const char *xml_attribute(const char **attributes, const char *name)
{
    for (; *attributes; attributes += 2)
        if (strcmp(*attributes, name) == 0 || (*name == ':' && str_ends(*attributes, name)))
            return attributes[1];
    return NULL;
}
