#include "format/xml.h"

#include <expat.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/auxv.h>

#include "base/limits.h"
#include "base/str.h"

enum { PIECE_BYTES = 64 * 1024 };

struct reading {
    struct ctx *cx;
    const char *part;
    const struct xml_handler *handler;
    void *into;
    XML_Parser parser;
    int depth;
    const char *piece; /* what is parsed now, and where it begins and ends in the part */
    int64_t from, to;
};

static bool is_over(const struct reading *reading)
{
    return reading->cx->fault.kind != FAULT_NONE;
}

static bool xml_fail(struct reading *reading, const char *why)
{
    long long offset = XML_GetCurrentByteIndex(reading->parser);

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
    else
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
    bool read = pieces_parse(&reading, part);
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
