#include "mail/quote.h"

#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/str.h"

enum {
    WRAPPED_LINES = 3, /* over which programs break « Le … a écrit : » */
    HEAD_LINES = 3,    /* after « De : », within which another field of a head stands */
};

struct text {
    struct arena *arena;
    const char **lines;
    size_t count;
};

static struct text text_split(struct arena *arena, const char *text)
{
    struct text split = { .arena = arena };
    size_t room = 0;

    while (*text) {
        size_t size = strcspn(text, "\n");
        if (split.count == room)
            split.lines = arena_grow(arena, split.lines, &room, sizeof *split.lines);
        split.lines[split.count++] = arena_text(arena, text, size);
        text += size + (text[size] == '\n');
    }
    return split;
}

static bool is_blank(struct arena *arena, const char *line)
{
    return !*str_trim(arena, line);
}

/* The next line that is not blank; "" at the end. */
static const char *line_after(const struct text *text, size_t at)
{
    for (size_t i = at; i < text->count; i++)
        if (!is_blank(text->arena, text->lines[i]))
            return text->lines[i];
    return "";
}

/* « De : », « Envoyé : », "Sent:", in bold too. */
static bool is_field(struct arena *arena, const char *line)
{
    static const char *const fields[] = { "de", "from", "expediteur", "envoye",  "sent", "date",
                                          "a",  "to",   "objet",      "subject", "cc" };
    const char *folded = str_fold(arena, line + strspn(line, "* "));
    const char *colon = strchr(folded, ':');

    for (size_t i = 0; colon && i < COUNT_OF(fields); i++) {
        size_t size = strlen(fields[i]);
        if (str_starts(folded, fields[i])
            && strspn(folded + size, " *") == (size_t)(colon - folded) - size)
            return true;
    }
    return false;
}

/* One field alone may be somebody's words: « De : mars à mai ». */
static bool begins_head(const struct text *text, size_t at)
{
    if (!is_field(text->arena, text->lines[at]))
        return false;
    for (size_t i = at + 1; i < text->count && i <= at + HEAD_LINES; i++)
        if (is_field(text->arena, text->lines[i]))
            return true;
    return false;
}

/* How many lines say « Le … a écrit : »; 0 none do. */
static size_t attribution(const struct text *text, size_t at, const char **said)
{
    struct buf all = { .arena = text->arena };

    for (size_t i = at; i < text->count && i < at + WRAPPED_LINES; i++) {
        if (*text->lines[i] == '>' || is_blank(text->arena, text->lines[i]))
            return 0;
        buf_format(&all, "%s ", text->lines[i]);
        const char *folded = str_trim(text->arena, str_fold(text->arena, buf_string(&all)));
        if (!str_starts(folded, "le ") && !str_starts(folded, "on "))
            return 0;
        if (str_ends(folded, "a ecrit :") || str_ends(folded, "a ecrit:")
            || str_ends(folded, "wrote:") || str_ends(folded, "wrote :")) {
            *said = folded;
            return i - at + 1;
        }
    }
    return 0;
}

static bool is_rule(const char *line)
{
    return str_starts(line, "-----") || str_starts(line, "_____");
}

/* A rule may be somebody's own: what it says, or stands under it, tells. */
static size_t quoted_by_rule(const struct text *text, size_t at)
{
    const char *next = line_after(text, at + 1);

    if (strstr(str_fold(text->arena, text->lines[at]), "message") || is_field(text->arena, next))
        return SIZE_MAX;
    return *next == '>';
}

/* How many lines from here on are quoted; SIZE_MAX: all. Mail programs each have their words. */
static size_t quoted(const struct text *text, size_t at)
{
    const char *line = text->lines[at], *said = "";
    size_t count = attribution(text, at, &said);

    if (*line == '>')
        return 1;
    if (is_rule(line))
        return quoted_by_rule(text, at);
    if (begins_head(text, at))
        return SIZE_MAX;
    if (count > 0 && *line_after(text, at + count) == '>')
        return count;
    return count > 0 && strpbrk(said, "0123456789@") ? SIZE_MAX : 0;
}

/* As much of a line as there is room for. */
static const char *line_cut(struct arena *arena, const char *line, size_t chars)
{
    const char *at = line;

    while (*at && (chars > 0 || ((unsigned char)*at & 0xC0) == 0x80)) {
        chars -= ((unsigned char)*at & 0xC0) != 0x80;
        at++;
    }
    return arena_text(arena, line, (size_t)(at - line));
}

struct reading {
    struct quote_rest rest;
    struct buf words;
    size_t room;   /* characters */
    bool is_below; /* words were read after a quotation */
    bool is_quote; /* the last line was one */
};

static void read_words(struct reading *reading, const char *line, bool is_blank_line)
{
    size_t chars = str_chars(line) + 1;

    if (is_blank_line && (reading->is_quote || reading->room < chars))
        return;
    if (chars > reading->room) {
        reading->rest.is_clear = false;
        line = line_cut(reading->words.arena, line, reading->room > 0 ? reading->room - 1 : 0);
        chars = reading->room;
    }
    reading->room -= chars;
    reading->is_quote = false;
    buf_format(&reading->words, "%s\n", line);
}

struct quote_rest quote_words(struct arena *arena, const char *text)
{
    struct reading reading = { .rest.is_clear = true,
                               .words.arena = arena,
                               .room = LIMIT_NOTE_CHARS };
    const struct text split = text_split(arena, text);
    bool was_quoted = false;

    for (size_t i = 0, count; i<split.count; i += count> 0 ? count : 1) {
        count = quoted(&split, i);
        if (count > split.count - i)
            break;
        if (count > 0) {
            reading.rest.is_clear &= !reading.is_below;
            was_quoted = reading.is_quote = true;
            continue;
        }
        bool is_blank_line = is_blank(arena, split.lines[i]);
        reading.is_below |= was_quoted && !is_blank_line;
        read_words(&reading, split.lines[i], is_blank_line);
    }
    reading.rest.words = str_trim(arena, buf_string(&reading.words));
    return reading.rest;
}
