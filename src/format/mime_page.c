#include "format/mime_text.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/str.h"

static const struct entity {
    const char *name, *text;
} entities[] = {
    { "amp", "&" },    { "lt", "<" },     { "gt", ">" },     { "quot", "\"" },  { "apos", "'" },
    { "nbsp", " " },   { "eacute", "é" }, { "egrave", "è" }, { "ecirc", "ê" },  { "euml", "ë" },
    { "agrave", "à" }, { "acirc", "â" },  { "ccedil", "ç" }, { "icirc", "î" },  { "iuml", "ï" },
    { "ocirc", "ô" },  { "ugrave", "ù" }, { "ucirc", "û" },  { "Eacute", "É" }, { "Agrave", "À" },
    { "rsquo", "’" },  { "lsquo", "‘" },  { "laquo", "«" },  { "raquo", "»" },  { "euro", "€" },
    { "hellip", "…" }, { "ndash", "–" },  { "mdash", "—" },
};

static void point_add(struct buf *out, long point)
{
    if (point < 0x20 || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF))
        return;
    if (point < 0x80) {
        buf_byte(out, (char)point);
    } else if (point < 0x800) {
        buf_byte(out, (char)(0xC0 | point >> 6));
        buf_byte(out, (char)(0x80 | (point & 0x3F)));
    } else {
        if (point < 0x10000) {
            buf_byte(out, (char)(0xE0 | point >> 12));
        } else {
            buf_byte(out, (char)(0xF0 | point >> 18));
            buf_byte(out, (char)(0x80 | (point >> 12 & 0x3F)));
        }
        buf_byte(out, (char)(0x80 | (point >> 6 & 0x3F)));
        buf_byte(out, (char)(0x80 | (point & 0x3F)));
    }
}

/* Behind the « & »; what is none stays as it stands. */
static const char *entity_take(struct buf *out, const char *at)
{
    size_t size = strcspn(at, "; \n<&");

    if (at[size] != ';' || size > 10) {
        buf_byte(out, '&');
        return at;
    }
    if (*at == '#') {
        bool hex = at[1] == 'x' || at[1] == 'X';
        point_add(out, strtol(at + (hex ? 2 : 1), NULL, hex ? 16 : 10));
        return at + size + 1;
    }
    for (size_t i = 0; i < COUNT_OF(entities); i++)
        if (strlen(entities[i].name) == size && strncmp(entities[i].name, at, size) == 0)
            buf_text(out, entities[i].text);
    return at + size + 1;
}

static bool is_tag(const char *tag, const char *name)
{
    size_t size = strlen(name);

    return strncasecmp(tag, name, size) == 0 && strchr(" \t\r\n/>", tag[size]);
}

/* What its content is nobody's to read; the end of it, or of the page. */
static const char *skip_hidden(const char *tag, const char *behind)
{
    static const char *const hidden[] = { "style", "script", "head", "title" };
    static const char *const ends[] = { "</style", "</script", "</head", "</title" };

    for (size_t i = 0; i < COUNT_OF(hidden); i++)
        if (is_tag(tag, hidden[i])) {
            const char *end = strcasestr(behind, ends[i]);
            return end ? end : behind + strlen(behind);
        }
    return behind;
}

static bool breaks_line(const char *tag)
{
    static const char *const breaking[] = { "br",  "/p",  "/div", "/tr",    "/li",
                                            "/h1", "/h2", "/h3",  "/table", "/blockquote" };

    for (size_t i = 0; i < COUNT_OF(breaking); i++)
        if (is_tag(tag, breaking[i]))
            return true;
    return false;
}

/* Behind the « < ». */
static const char *tag_take(struct buf *out, const char *tag)
{
    bool comment = str_starts(tag, "!--");
    const char *end = comment ? strstr(tag, "-->") : strchr(tag, '>');

    if (!end)
        return tag + strlen(tag);
    if (breaks_line(tag))
        buf_byte(out, '\n');
    return comment ? end + 3 : skip_hidden(tag, end + 1);
}

static void blank_add(struct buf *out)
{
    if (out->size > 0 && !strchr(" \n", out->bytes[out->size - 1]))
        buf_byte(out, ' ');
}

const char *mime_text_page(struct arena *arena, const char *html)
{
    struct buf out = { .arena = arena };

    while (*html)
        if (*html == '<') {
            html = tag_take(&out, html + 1);
        } else if (*html == '&') {
            html = entity_take(&out, html + 1);
        } else {
            if (strchr(" \t\r\n", *html))
                blank_add(&out);
            else
                buf_byte(&out, *html);
            html++;
        }
    return str_trim(arena, buf_string(&out));
}
