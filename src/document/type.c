#include "document/type.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <utf8proc.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/str.h"

enum { ENDING_CHARS = 10 };

/* What kind of thing a type is: an ending may promise another type of the same family. */
enum family { PAPER, OFFICE, ARCHIVE, TEXT };

struct signature {
    const char *type;
    enum family family;
    size_t at, size;
    const char *bytes;
};

#define BYTES(text) sizeof(text) - 1, text

static const struct signature signatures[] = {
    { "application/pdf", PAPER, 0, BYTES("%PDF-") },
    { "image/jpeg", PAPER, 0, BYTES("\xFF\xD8\xFF") },
    { "image/png", PAPER, 0, BYTES("\x89PNG\r\n\x1A\n") },
    { "image/gif", PAPER, 0, BYTES("GIF87a") },
    { "image/gif", PAPER, 0, BYTES("GIF89a") },
    { "image/tiff", PAPER, 0, BYTES("II*\0") },
    { "image/tiff", PAPER, 0, BYTES("MM\0*") },
    { "image/webp", PAPER, 8, BYTES("WEBPVP8") },
    { "image/heic", PAPER, 4, BYTES("ftypheic") },
    { "image/heic", PAPER, 4, BYTES("ftypheix") },
    { "image/heic", PAPER, 4, BYTES("ftypheim") },
    { "image/heic", PAPER, 4, BYTES("ftypheis") },
    { "image/heic", PAPER, 4, BYTES("ftyphevc") },
    { "image/avif", PAPER, 4, BYTES("ftypavif") },
    { "image/heic", PAPER, 4, BYTES("ftypmif1") },
    { "image/heic", PAPER, 4, BYTES("ftypmsf1") },
    { "application/zip", ARCHIVE, 0, BYTES("PK\3\4") },
    { "application/zip", ARCHIVE, 0, BYTES("PK\5\6") },
    { "application/x-ole-storage", OFFICE, 0, BYTES("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") },
};

/* Of an archive, told by the names that stand in it. */
static const struct {
    const char *type, *holds;
} packages[] = {
    { "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xl/workbook." },
    { "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "word/document." },
    { "application/vnd.openxmlformats-officedocument.presentationml.presentation",
      "ppt/presentation." },
    { "application/vnd.oasis.opendocument.spreadsheet",
      "mimetypeapplication/vnd.oasis.opendocument.spreadsheet" },
    { "application/vnd.oasis.opendocument.text",
      "mimetypeapplication/vnd.oasis.opendocument.text" },
};

static const struct {
    const char *ending;
    enum family family;
} endings[] = {
    { "pdf", PAPER },   { "jpg", PAPER },   { "jpeg", PAPER },  { "png", PAPER },
    { "gif", PAPER },   { "tif", PAPER },   { "tiff", PAPER },  { "webp", PAPER },
    { "heic", PAPER },  { "heif", PAPER },  { "avif", PAPER },  { "xlsx", OFFICE },
    { "xlsm", OFFICE }, { "docx", OFFICE }, { "docm", OFFICE }, { "pptx", OFFICE },
    { "ods", OFFICE },  { "odt", OFFICE },  { "xls", OFFICE },  { "doc", OFFICE },
    { "ppt", OFFICE },  { "msg", OFFICE },  { "zip", ARCHIVE }, { "csv", TEXT },
    { "txt", TEXT },    { "xml", TEXT },    { "eml", TEXT },    { "ofx", TEXT },
    { "qif", TEXT },
};

/* What a system or a browser runs when it is opened. */
static const char *const forbidden[] = {
    "apk", "app", "appx",  "bat", "chm",  "class", "cmd",   "com",  "cpl", "desktop", "dll", "dmg",
    "elf", "exe", "hta",   "htm", "html", "img",   "inf",   "iso",  "jar", "jnlp",    "js",  "jse",
    "lnk", "mht", "mhtml", "mjs", "msc",  "msi",   "msp",   "php",  "pif", "pl",      "ps1", "psm1",
    "py",  "reg", "scf",   "scr", "sct",  "sh",    "svg",   "svgz", "swf", "url",     "vb",  "vbe",
    "vbs", "vhd", "ws",    "wsf", "wsh",  "xht",   "xhtml", "xll",  "xsl", "xslt",
};

/* Texts by their bytes, that a system or a spreadsheet opens by fetching or running another. */
static const char *const leading[] = {
    "appref-ms", "iqy",       "library-ms",        "oqy", "rdp",   "searchconnector-ms",
    "slk",       "search-ms", "settingcontent-ms", "wsc", "theme",
};

/* Behind the last dot, "" when there is none. */
static const char *ending_of(const char *name)
{
    const char *dot = strrchr(name, '.');

    return dot ? dot + 1 : "";
}

/* « facture.exe. » is run as « facture.exe »: what stands behind an ending is looked through. */
static const char *bare(struct arena *arena, const char *name)
{
    size_t size = strlen(name);

    while (size > 0 && (name[size - 1] == '.' || name[size - 1] == ' '))
        size--;
    return arena_text(arena, name, size);
}

static bool is_among(const char *ending, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcasecmp(ending, list[i]) == 0)
            return true;
    return false;
}

bool type_forbids(const char *name)
{
    struct arena arena = { 0 };
    const char *ending = ending_of(bare(&arena, type_name(&arena, name)));
    bool forbids = is_among(ending, forbidden, COUNT_OF(forbidden))
        || is_among(ending, leading, COUNT_OF(leading));

    arena_free(&arena);
    return forbids;
}

static bool agrees(const char *name, enum family family)
{
    const char *ending = ending_of(name);

    for (size_t i = 0; i < COUNT_OF(endings); i++)
        if (strcasecmp(ending, endings[i].ending) == 0)
            return endings[i].family == family;
    return true;
}

static bool holds(const unsigned char *bytes, size_t size, const char *word)
{
    return bytes && memmem(bytes, size, word, strlen(word));
}

static const char *package_of(const struct type_sample *sample)
{
    for (size_t i = 0; i < COUNT_OF(packages); i++)
        if (holds(sample->head, sample->head_size, packages[i].holds)
            || holds(sample->tail, sample->tail_size, packages[i].holds))
            return packages[i].type;
    return NULL;
}

/* Some printers begin a PDF with empty lines, some programs with a mark; readers look on. */
static bool is_late_pdf(const unsigned char *bytes, size_t size)
{
    size_t at = size >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;

    while (at < size && memchr("\r\n \t", bytes[at], 4))
        at++;
    return size - at >= 5 && memcmp(bytes + at, "%PDF-", 5) == 0;
}

static const struct signature *signature_of(const unsigned char *bytes, size_t size)
{
    if (is_late_pdf(bytes, size))
        return &signatures[0];
    for (size_t i = 0; i < COUNT_OF(signatures); i++) {
        const struct signature *one = &signatures[i];
        if (size >= one->at + one->size && memcmp(bytes + one->at, one->bytes, one->size) == 0)
            return one;
    }
    return NULL;
}

/* UTF-16 by its byte order mark. */
static bool is_wide(const unsigned char *bytes, size_t size)
{
    return size >= 2
        && ((bytes[0] == 0xFF && bytes[1] == 0xFE) || (bytes[0] == 0xFE && bytes[1] == 0xFF));
}

/* As plain letters: without byte order mark and the NULs of UTF-16. NULL: it is no text. */
static const char *letters_of(struct arena *arena, const unsigned char *bytes, size_t size)
{
    struct buf letters = { .arena = arena };
    bool wide = is_wide(bytes, size);
    size_t at = wide ? 2 : size >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;

    for (; at < size; at++) {
        unsigned char byte = bytes[at];
        if (wide && byte == 0)
            continue;
        if (!wide && (byte < ' ' || byte == 0x7F) && !strchr("\t\n\r\f", byte | (byte == 0)))
            return NULL;
        buf_byte(&letters, (char)byte);
    }
    return buf_string(&letters);
}

/* What a browser runs once it takes the text for a page or a picture. */
static bool is_active(const char *letters)
{
    static const char *const words[] = {
        "<html",  "<!doctype html", "<script",          "<svg",     "<iframe", "<body", "<object",
        "<embed", "xhtml",          "<?xml-stylesheet", "<!entity", "2000/svg"
    };

    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (strcasestr(letters, words[i]))
            return true;
    return false;
}

static const char *markup_type(const char *letters)
{
    bool is_xml = str_starts(letters, "<?xml");
    size_t tag = strcspn(letters, ">");
    const char *space = strstr(letters, "xmlns");

    if (is_active(letters))
        return NULL;
    return is_xml || (space && (size_t)(space - letters) < tag) ? "application/xml" : NULL;
}

static bool is_mail(const char *letters)
{
    static const char *const starts[] = { "Return-Path:", "Received:",     "Delivered-To:",
                                          "From:",        "MIME-Version:", "Message-ID:" };

    for (size_t i = 0; i < COUNT_OF(starts); i++)
        if (strncasecmp(letters, starts[i], strlen(starts[i])) == 0)
            return strstr(letters, "\n\n") || strstr(letters, "\r\n\r\n");
    return false;
}

static const char *text_type(const struct type_sample *sample, const char *name)
{
    struct arena arena = { 0 };
    const char *letters = letters_of(&arena, sample->head, sample->head_size), *type = NULL;

    if (letters
        && (is_wide(sample->head, sample->head_size)
            || letters_of(&arena, sample->tail, sample->tail_size))) {
        letters += strspn(letters, " \t\r\n\f");
        if (*letters == '<')
            type = markup_type(letters);
        else if (!str_starts(letters, "#!"))
            type = strcasecmp(ending_of(name), "csv") == 0 ? "text/csv"
                : is_mail(letters)                         ? "message/rfc822"
                                                           : "text/plain";
    }
    arena_free(&arena);
    return type && agrees(name, TEXT) ? type : NULL;
}

const char *type_of(const struct type_sample *sample, const char *name)
{
    const struct signature *signature = signature_of(sample->head, sample->head_size);

    if (type_forbids(name))
        return NULL;
    if (!signature)
        return text_type(sample, name);
    const char *package = signature->family == ARCHIVE ? package_of(sample) : NULL;
    enum family family = package ? OFFICE : signature->family;
    return agrees(name, family) ? (package ? package : signature->type) : NULL;
}

/* Neither seen nor read: marks of direction, of width nothing, and what no name should hold. */
static bool is_hidden(utf8proc_int32_t point)
{
    utf8proc_category_t category = utf8proc_category(point);

    return category == UTF8PROC_CATEGORY_CC || category == UTF8PROC_CATEGORY_CF
        || category == UTF8PROC_CATEGORY_ZL || category == UTF8PROC_CATEGORY_ZP
        || category == UTF8PROC_CATEGORY_CS || category == UTF8PROC_CATEGORY_CO;
}

static const char *shown(struct arena *arena, const char *name)
{
    struct buf text = { .arena = arena };
    utf8proc_int32_t point;
    utf8proc_ssize_t step;

    for (; *name; name += step) {
        step = utf8proc_iterate((const utf8proc_uint8_t *)name, -1, &point);
        if (step <= 0)
            step = 1;
        else if (utf8proc_category(point) == UTF8PROC_CATEGORY_CC)
            buf_byte(&text, '_');
        else if (!is_hidden(point))
            buf_add(&text, name, (size_t)step);
    }
    return buf_string(&text);
}

static const char *composed(struct arena *arena, const char *text)
{
    utf8proc_uint8_t *made = utf8proc_NFC((const utf8proc_uint8_t *)text);

    if (!made)
        return text;
    arena_own(arena, made, free);
    return (const char *)made;
}

/* So many characters from the start. */
static const char *cut(struct arena *arena, const char *text, size_t chars)
{
    size_t size = 0, seen = 0;

    while (text[size] && (((unsigned char)text[size] & 0xC0) == 0x80 || seen++ < chars))
        size++;
    return arena_text(arena, text, size);
}

static const char *shortened(struct arena *arena, const char *name)
{
    const char *ending = strrchr(name, '.');
    size_t chars = str_chars(name), kept = ending ? str_chars(ending) : 0;

    if (chars <= LIMIT_FIELD_CHARS)
        return name;
    if (kept > ENDING_CHARS + 1)
        kept = 0;
    return arena_format(arena, "%s%s", cut(arena, name, LIMIT_FIELD_CHARS - kept),
                        kept > 0 ? ending : "");
}

const char *type_name(struct arena *arena, const char *name)
{
    const char *plain = name;

    for (const char *at = name; *at; at++)
        if (*at == '/' || *at == '\\')
            plain = at + 1;
    plain = str_trim(arena, composed(arena, shown(arena, plain)));
    while (*plain == '.')
        plain++;
    return *plain ? shortened(arena, plain) : "document";
}
