#include "format/mime_text.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/str.h"
#include "format/mime_quoted.h"

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

/* What its content is nobody's to read; the end of it, or of the page. */
static const char *skip_hidden(const char *tag, const char *behind)
{
    static const char *const hidden[] = { "style", "script", "head", "title" };
    static const char *const ends[] = { "</style", "</script", "</head", "</title" };

    for (size_t i = 0; i < COUNT_OF(hidden); i++)
        if (mime_quoted_is(tag, hidden[i])) {
            const char *end = strcasestr(behind, ends[i]);
            return end ? end : behind + strlen(behind);
        }
    return behind;
}

static bool is_any(const char *tag, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (mime_quoted_is(tag, names[i]))
            return true;
    return false;
}

/* What stands on lines of its own: it begins one, and so does what follows it. */
static bool is_block(const char *tag)
{
    static const char *const blocks[] = {
        "p",      "div",    "li",      "tr",     "h1",         "h2",      "h3",
        "h4",     "h5",     "h6",      "pre",    "hr",         "dt",      "dd",
        "dl",     "ul",     "ol",      "table",  "blockquote", "section", "article",
        "header", "footer", "address", "center", "caption",    "form",    "fieldset",
    };

    return is_any(tag + (*tag == '/'), blocks, COUNT_OF(blocks));
}

static bool is_cell(const char *tag)
{
    static const char *const cells[] = { "td", "th" };

    return is_any(tag + (*tag == '/'), cells, COUNT_OF(cells));
}

struct page {
    struct buf out;
    struct mime_quoted quoted;
};

static bool begins_line(const struct buf *out)
{
    return out->size == 0 || out->bytes[out->size - 1] == '\n';
}

static void line_end(struct buf *out)
{
    while (out->size > 0 && out->bytes[out->size - 1] == ' ')
        out->size--;
    buf_byte(out, '\n');
}

/* A quotation stands on lines of its own, as in plain text. */
static void quoted_take(struct page *page, const char *tag, const char *end)
{
    bool was_quoted = mime_quoted_now(&page->quoted);

    mime_quoted_tag(page->out.arena, &page->quoted, tag, end);
    if (mime_quoted_now(&page->quoted) != was_quoted && !begins_line(&page->out))
        buf_byte(&page->out, '\n');
}

static void blank_add(struct buf *out)
{
    if (out->size > 0 && !strchr(" \n", out->bytes[out->size - 1]))
        buf_byte(out, ' ');
}

/* Behind the « < ». */
static const char *tag_take(struct page *page, const char *tag)
{
    bool comment = str_starts(tag, "!--");
    const char *end = comment ? strstr(tag, "-->") : strchr(tag, '>');

    if (!end)
        return tag + strlen(tag);
    if (comment)
        return end + 3;
    if (mime_quoted_is(tag, "br") || (is_block(tag) && !begins_line(&page->out)))
        line_end(&page->out);
    else if (is_cell(tag))
        blank_add(&page->out);
    quoted_take(page, tag, end);
    return skip_hidden(tag, end + 1);
}

static void mark_add(struct page *page)
{
    if (mime_quoted_now(&page->quoted) && begins_line(&page->out))
        buf_text(&page->out, "> ");
}

/* What is neither a tag nor a blank. */
static const char *letter_take(struct page *page, const char *html)
{
    mark_add(page);
    if (*html == '&')
        return entity_take(&page->out, html + 1);
    buf_byte(&page->out, *html);
    return html + 1;
}

const char *mime_text_page(struct arena *arena, const char *html)
{
    struct page page = { .out.arena = arena };

    mime_quoted_begin(&page.quoted, html);
    while (*html)
        if (*html == '<') {
            html = tag_take(&page, html + 1);
        } else if (strchr(" \t\r\n", *html)) {
            blank_add(&page.out);
            html++;
        } else {
            html = letter_take(&page, html);
        }
    return str_trim(arena, buf_string(&page.out));
}
