#include "format/mime_text.h"

#include <errno.h>
#include <gmime/gmime.h>
#include <iconv.h>
#include <string.h>
#include <strings.h>
#include <utf8proc.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/str.h"
#include "format/charset.h"

/* What mail of this country and its neighbours comes in; any other is read as Windows wrote it. */
static const char *const charsets[] = {
    "utf-8",        "us-ascii",     "iso-8859-1",  "iso-8859-2",   "iso-8859-3",   "iso-8859-4",
    "iso-8859-5",   "iso-8859-6",   "iso-8859-7",  "iso-8859-8",   "iso-8859-9",   "iso-8859-10",
    "iso-8859-13",  "iso-8859-14",  "iso-8859-15", "iso-8859-16",  "windows-1250", "windows-1251",
    "windows-1252", "windows-1253", "cp1252",      "windows-1254", "windows-1255", "windows-1256",
    "windows-1257", "windows-1258", "koi8-r",      "koi8-u",       "utf-16",       "utf-16le",
    "utf-16be",     "utf-7",        "iso-2022-jp", "shift_jis",    "cp932",        "euc-jp",
    "euc-kr",       "iso-2022-kr",  "uhc",         "gb2312",       "gbk",          "gb18030",
    "big5",         "big5-hkscs",   "tis-620",     "macintosh",    "ibm850",       "ibm437",
    "utf-32",       "utf-32le",     "utf-32be",    "cp874",        "ibm858",
};

void mime_text_prepare(void)
{
    for (size_t i = 0; i < COUNT_OF(charsets); i++)
        (void)iconv_open("UTF-8", charsets[i]); /* open for ever: its table stays */
}

/* By which programs call them too. */
static const struct {
    const char *alias, *charset;
} aliases[] = {
    { "utf8", "utf-8" },
    { "ascii", "us-ascii" },
    { "ansi_x3.4-1968", "us-ascii" },
    { "latin1", "iso-8859-1" },
    { "iso8859-1", "iso-8859-1" },
    { "iso_8859-1", "iso-8859-1" },
    { "iso8859-15", "iso-8859-15" },
    { "iso_8859-15", "iso-8859-15" },
    { "x-cp1252", "cp1252" },
    { "iso-8859-8-i", "iso-8859-8" },
    { "iso-8859-8-e", "iso-8859-8" },
    { "iso-8859-6-i", "iso-8859-6" },
    { "iso-8859-6-e", "iso-8859-6" },
    { "x-mac-roman", "macintosh" },
    { "macroman", "macintosh" },
    { "mac", "macintosh" },
    { "cp850", "ibm850" },
    { "cp437", "ibm437" },
    { "cp858", "ibm858" },
    { "windows-874", "cp874" },
    { "iso-8859-11", "tis-620" },
    { "ks_c_5601-1987", "uhc" },
};

static const char *known_charset(const char *charset)
{
    for (size_t i = 0; i < COUNT_OF(aliases); i++)
        if (strcasecmp(charset, aliases[i].alias) == 0)
            return aliases[i].charset;
    for (size_t i = 0; i < COUNT_OF(charsets); i++)
        if (strcasecmp(charset, charsets[i]) == 0)
            return charsets[i];
    return NULL;
}

/* NULL when the bytes are not of that charset. */
static const char *convert(struct arena *arena, const char *charset, const char *bytes, size_t size)
{
    iconv_t table = iconv_open("UTF-8", charset);
    struct buf text = { .arena = arena };
    char *from = (char *)(uintptr_t)bytes, part[4096];
    size_t done = 0;

    if (table == (iconv_t)-1)
        return NULL;
    do {
        char *to = part;
        size_t room = sizeof part;
        done = iconv(table, &from, &size, &to, &room);
        buf_add(&text, part, (size_t)(to - part));
    } while (done == (size_t)-1 && errno == E2BIG);
    bool is_cut = done == (size_t)-1 && errno == EINVAL; /* in the middle of its last character */
    iconv_close(table);
    return done == (size_t)-1 && !is_cut ? NULL : buf_string(&text);
}

/* Whose texts programs of here take for one another's. */
static bool is_of_here(const char *known)
{
    static const char *const here[] = { "utf-8",       "us-ascii",     "iso-8859-1",
                                        "iso-8859-15", "windows-1252", "cp1252" };

    for (size_t i = 0; i < COUNT_OF(here); i++)
        if (strcmp(known, here[i]) == 0)
            return true;
    return false;
}

static bool is_ascii(const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if ((unsigned char)bytes[i] >= 0x80)
            return false;
    return true;
}

/* ISO 2022 and HZ write all in ASCII, behind signs of their own. */
static bool is_shifted(const char *bytes, size_t size)
{
    return memchr(bytes, '\x1B', size) || memmem(bytes, size, "~{", 2);
}

const char *mime_text(struct arena *arena, const char *charset, const char *bytes, size_t size,
                      bool *is_guess)
{
    const char *known = charset ? known_charset(charset) : NULL;
    const char *text = known ? convert(arena, known, bytes, size) : NULL;
    bool is_named = text || !charset || (known && is_of_here(known));

    if (!text && str_is_utf8(bytes, size)) { /* by a name that it has not */
        text = arena_text(arena, bytes, size);
        is_named |= !is_ascii(bytes, size) || !is_shifted(bytes, size);
    }
    if (!text)
        text = charset_text(arena, CHARSET_1252, arena_text(arena, bytes, size));
    *is_guess |= !is_named;
    return str_is_utf8(text, strlen(text)) ? text : "";
}

/* A line of a flowed text: its marks of quotation apart, its end without what ended it. */
struct flowed {
    size_t depth, size;
    const char *words;
    bool goes_on;
};

static struct flowed flowed_at(const char *line, size_t size)
{
    struct flowed flowed = { .words = line };

    size -= size > 0 && line[size - 1] == '\r';
    while (flowed.depth < size && line[flowed.depth] == '>')
        flowed.depth++;
    flowed.words += flowed.depth;
    flowed.size = size - flowed.depth;
    if (flowed.size > 0 && *flowed.words == ' ')
        flowed.words++, flowed.size--;
    flowed.goes_on = flowed.size > 0 && flowed.words[flowed.size - 1] == ' '
        && !(flowed.size == 3 && strncmp(flowed.words, "-- ", 3) == 0);
    flowed.size -= flowed.goes_on;
    return flowed;
}

const char *mime_text_flowed(struct arena *arena, const char *text)
{
    struct buf out = { .arena = arena };
    struct flowed last = { 0 };

    for (bool is_first = true; *text; is_first = false) {
        size_t size = strcspn(text, "\n");
        const struct flowed line = flowed_at(text, size);
        if (!last.goes_on || last.depth != line.depth) {
            buf_text(&out, is_first ? "" : "\n");
            for (size_t i = 0; i < line.depth; i++)
                buf_byte(&out, '>');
            buf_text(&out, line.depth > 0 ? " " : "");
        }
        buf_add(&out, line.words, line.size);
        text += size + (text[size] == '\n');
        last = line;
    }
    return buf_string(&out);
}

bool mime_text_is_coded(const char *text)
{
    for (const char *at = text; *at; at += strcspn(at, "\n"), at += *at == '\n') {
        size_t digits = str_starts(at, "begin ") ? strspn(at + 6, "01234567") : 0;
        if ((digits == 3 || digits == 4) && at[6 + digits] == ' ' && strstr(at, "\nend"))
            return true;
    }
    return false;
}

/* Marks that turn or hide what is read: a name that ends in « exe.pdf » need be no PDF. */
static bool is_trick(utf8proc_int32_t point)
{
    return (point >= 0x200B && point <= 0x200F) || (point >= 0x202A && point <= 0x202E)
        || (point >= 0x2060 && point <= 0x2069) || point == 0xFEFF || point == 0x061C;
}

static bool is_control(utf8proc_int32_t point)
{
    return point < 0x20 || (point >= 0x7F && point < 0xA0) || point == 0x2028 || point == 0x2029;
}

/* Windows wrote a sign there and called it ISO 8859-1; NULL where it has none either. */
static const char *sign_of(struct arena *arena, utf8proc_int32_t point)
{
    const char byte[] = { (char)point, '\0' };
    const char *sign = charset_text(arena, CHARSET_1252, byte);

    return point < 0x80 || point > 0x9F || strcmp(sign, "\uFFFD") == 0 ? NULL : sign;
}

struct cleaning {
    size_t limit; /* in characters */
    bool lines;   /* LF and tab stay */
};

static const char *clean(struct arena *arena, const char *text, struct cleaning how)
{
    struct buf out = { .arena = arena };
    size_t left = strlen(text), chars = 0;

    while (left > 0 && chars < how.limit) {
        utf8proc_int32_t point;
        utf8proc_ssize_t size =
            utf8proc_iterate((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)left, &point);
        if (size <= 0)
            break;
        bool stays = how.lines && (point == '\n' || point == '\t');
        bool is_end = how.lines && point == '\r';
        const char *sign = is_control(point) ? sign_of(arena, point) : NULL;
        if (sign)
            buf_text(&out, sign);
        else if (is_control(point) && !stays && !is_end)
            buf_byte(&out, ' ');
        else if (!is_trick(point) && !is_end)
            buf_add(&out, text, (size_t)size);
        text += size;
        left -= (size_t)size;
        chars++;
    }
    return buf_string(&out);
}

const char *mime_text_lines(struct arena *arena, const char *text, size_t limit)
{
    return clean(arena, text, (struct cleaning){ limit, true });
}

const char *mime_text_line(struct arena *arena, const char *text)
{
    const char *safe =
        str_is_utf8(text, strlen(text)) ? text : charset_text(arena, CHARSET_1252, text);

    return str_trim(arena, clean(arena, safe, (struct cleaning){ LIMIT_MAIL_FIELD, false }));
}

const char *mime_text_header(struct arena *arena, const char *raw)
{
    if (!raw)
        return "";
    if (!str_is_utf8(raw, strlen(raw)))
        return mime_text_line(arena, raw); /* nothing says what it is written in */
    char *unfolded = g_mime_utils_header_unfold(raw);
    char *decoded = g_mime_utils_header_decode_text(NULL, unfolded);
    const char *line = mime_text_line(arena, decoded ? decoded : unfolded);
    g_free(decoded);
    g_free(unfolded);
    return line;
}

/* "=?utf-8?B?w6k=?=" */
struct word {
    const char *charset, *code, *end;
};

static bool word_find(const char *at, struct word *word)
{
    static const char digits[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";
    const char *mark = at + 2 + strcspn(at + 2, "? \t\r\n");

    if ((strncmp(mark, "?B?", 3) != 0 && strncmp(mark, "?b?", 3) != 0))
        return false;
    *word = (struct word){ at + 2, mark + 3, mark + 3 + strspn(mark + 3, digits) };
    return strncmp(word->end, "?=", 2) == 0;
}

static void word_put(GString *out, const struct word *word)
{
    size_t digits = strcspn(word->code, "=?"), pads = (4 - digits % 4) % 4, size = 0;
    char *code = g_strdup_printf("%.*s%.*s", (int)digits, word->code, (int)pads, "===");
    unsigned char *bytes = g_base64_decode(code, &size);

    g_string_append(out, "=?");
    g_string_append_len(out, word->charset, word->code - word->charset - 3);
    g_string_append(out, "?Q?");
    for (gsize i = 0; i < size; i++)
        g_string_append_printf(out, "=%02X", bytes[i]);
    g_string_append(out, "?=");
    g_free(bytes);
    g_free(code);
}

static char *words_of(const char *raw)
{
    GString *out = g_string_new(NULL);
    struct word word;

    while (*raw) {
        if (strncmp(raw, "=?", 2) != 0 || !word_find(raw, &word)) {
            g_string_append_c(out, *raw++);
            continue;
        }
        word_put(out, &word);
        raw = word.end + 2;
    }
    return g_string_free(out, FALSE);
}

void mime_text_words(GMimeObject *object)
{
    GMimeHeaderList *list = g_mime_object_get_header_list(object);

    for (int i = 0; i < g_mime_header_list_get_count(list); i++) {
        GMimeHeader *header = g_mime_header_list_get_header_at(list, i);
        const char *raw = g_mime_header_get_raw_value(header);
        if (!raw || !strstr(raw, "=?="))
            continue;
        char *words = words_of(raw);
        g_mime_header_set_raw_value(header, words);
        g_free(words);
    }
}
