#include "mail/quote.h"

#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/str.h"

enum {
    WRAPPED_LINES = 3, /* over which programs break « Le … a écrit : » */
    HEAD_LINES = 3,    /* after a field, within which the next one of a head stands */
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

/* Fields of a mail's head; NO_FIELD: words. */
enum field { FIELD_FROM, FIELD_SENT, FIELD_DATE, FIELD_TO, FIELD_COPY, FIELD_SUBJECT, NO_FIELD };

/* French and English are mixed by programs here; the others keep to their own. */
enum tongue { HOME = 1, IBERIAN = 2, GERMAN = 4, ITALIAN = 8, DUTCH = 16, ANY = 31 };

/* « De : », « Envoyé : », "Sent:", in bold too; of a word in none of these tongues, none. */
static enum field field_of(struct arena *arena, const char *line, unsigned *tongues)
{
    static const struct {
        const char *name;
        enum field field;
        unsigned tongues;
    } fields[] = {
        { "de", FIELD_FROM, HOME | IBERIAN },
        { "from", FIELD_FROM, HOME },
        { "expediteur", FIELD_FROM, HOME },
        { "von", FIELD_FROM, GERMAN },
        { "da", FIELD_FROM, ITALIAN },
        { "van", FIELD_FROM, DUTCH },
        { "envoye", FIELD_SENT, HOME },
        { "sent", FIELD_SENT, HOME },
        { "message du", FIELD_SENT, HOME },
        { "enviado", FIELD_SENT, IBERIAN },
        { "enviado el", FIELD_SENT, IBERIAN },
        { "enviado em", FIELD_SENT, IBERIAN },
        { "enviada", FIELD_SENT, IBERIAN },
        { "enviada em", FIELD_SENT, IBERIAN },
        { "gesendet", FIELD_SENT, GERMAN },
        { "inviato", FIELD_SENT, ITALIAN },
        { "verzonden", FIELD_SENT, DUTCH },
        { "date", FIELD_DATE, HOME },
        { "datum", FIELD_DATE, GERMAN | DUTCH },
        { "data", FIELD_DATE, IBERIAN | ITALIAN },
        { "fecha", FIELD_DATE, IBERIAN },
        { "a", FIELD_TO, HOME | ITALIAN },
        { "to", FIELD_TO, HOME },
        { "pour", FIELD_TO, HOME },
        { "para", FIELD_TO, IBERIAN },
        { "an", FIELD_TO, GERMAN },
        { "aan", FIELD_TO, DUTCH },
        { "cc", FIELD_COPY, ANY },
        { "copie a", FIELD_COPY, HOME },
        { "objet", FIELD_SUBJECT, HOME },
        { "sujet", FIELD_SUBJECT, HOME },
        { "subject", FIELD_SUBJECT, HOME },
        { "assunto", FIELD_SUBJECT, IBERIAN },
        { "asunto", FIELD_SUBJECT, IBERIAN },
        { "betreff", FIELD_SUBJECT, GERMAN },
        { "oggetto", FIELD_SUBJECT, ITALIAN },
        { "onderwerp", FIELD_SUBJECT, DUTCH },
    };
    const char *folded = str_fold(arena, line + strspn(line, "* "));
    const char *colon = strchr(folded, ':');

    for (size_t i = 0; colon && i < COUNT_OF(fields); i++) {
        size_t size = strlen(fields[i].name);
        if ((fields[i].tongues & *tongues) && str_starts(folded, fields[i].name)
            && strspn(folded + size, " *") == (size_t)(colon - folded) - size) {
            *tongues &= fields[i].tongues;
            return fields[i].field;
        }
    }
    return NO_FIELD;
}

enum head { HEAD_NONE, HEAD_PERHAPS, HEAD_SURE };

/*
 * One field alone is somebody's words (« De : mars à mai »), and so may two be: sure is what names
 * a sender by an address, or says that it was sent, or has a subject too.
 */
static enum head head_of(const struct text *text, size_t at)
{
    unsigned seen = 0;
    unsigned tongues = ANY;
    bool has_address = false;

    for (size_t i = at, last = at; i < text->count && i <= last + HEAD_LINES; i++) {
        enum field field = field_of(text->arena, text->lines[i], &tongues);
        if (field == NO_FIELD && i == at)
            return HEAD_NONE;
        if (field == NO_FIELD)
            continue;
        last = i;
        seen |= 1U << field;
        has_address |= field == FIELD_FROM && strchr(text->lines[i], '@');
    }
    int kinds = __builtin_popcount(seen);
    if (kinds < 2)
        return HEAD_NONE;
    bool is_sent = seen & 1U << FIELD_SENT, is_titled = seen & 1U << FIELD_SUBJECT && kinds > 2;
    return seen & 1U << FIELD_FROM && (has_address || is_sent || is_titled) ? HEAD_SURE
                                                                            : HEAD_PERHAPS;
}

/* « Le … a écrit : » as programs word it, folded; what stands within is not at its end. */
static const struct saying {
    const char *start, *within, *end;
} sayings[] = {
    { "le ", "", "a ecrit:" },
    { "on ", "", "wrote:" },
    { "am ", " schrieb ", ":" },
    { "el ", "", "escribio:" },
    { "il ", "", "ha scritto:" },
    { "op ", " schreef ", ":" },
    { "op ", "", "het volgende geschreven:" },
    { "em ", "", "escreveu:" },
};

/* Without the blank that some set before the colon. */
static const char *said_of(struct arena *arena, const char *lines)
{
    const char *folded = str_trim(arena, str_fold(arena, lines));
    size_t size = strlen(folded);

    if (!str_ends(folded, " :"))
        return folded;
    return arena_format(arena, "%.*s:", (int)(size - 2), folded);
}

enum said { SAID_NOT, SAID_PERHAPS, SAID_WHOLE };

static enum said saying_of(const char *folded)
{
    enum said best = SAID_NOT;

    for (size_t i = 0; i < COUNT_OF(sayings); i++) {
        if (!str_starts(folded, sayings[i].start))
            continue;
        best = SAID_PERHAPS;
        if (str_ends(folded, sayings[i].end) && strstr(folded, sayings[i].within))
            return SAID_WHOLE;
    }
    return best;
}

/* "Firm <r@c.example> escreveu (segunda, 2/03/2026):", which nothing begins: on one line alone. */
static bool is_said_behind(const char *folded)
{
    const char *address = strchr(folded, '@');

    return address && strstr(address, "> escreveu (") && str_ends(folded, "):");
}

/* How many lines say « Le … a écrit : »; 0 none do. */
static size_t attribution(const struct text *text, size_t at, const char **said)
{
    struct buf all = { .arena = text->arena };

    for (size_t i = at; i < text->count && i < at + WRAPPED_LINES; i++) {
        if (*text->lines[i] == '>' || is_blank(text->arena, text->lines[i]))
            return 0;
        buf_format(&all, "%s ", text->lines[i]);
        const char *folded = said_of(text->arena, buf_string(&all));
        enum said found = saying_of(folded);
        if (found == SAID_WHOLE || (i == at && is_said_behind(folded))) {
            *said = folded;
            return i - at + 1;
        }
        if (found == SAID_NOT)
            return 0;
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
    size_t next = at + 1;

    if (strstr(str_fold(text->arena, text->lines[at]), "message"))
        return SIZE_MAX;
    while (next < text->count && is_blank(text->arena, text->lines[next]))
        next++;
    if (next == text->count)
        return 0;
    return head_of(text, next) == HEAD_SURE ? SIZE_MAX : *text->lines[next] == '>';
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
    if (head_of(text, at) == HEAD_SURE)
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

    size_t i = 0;
    while (i < split.count) {
        size_t count = quoted(&split, i);
        reading.rest.is_open = count > split.count - i;
        if (reading.rest.is_open)
            break;
        if (count > 0) {
            reading.rest.is_clear &= !reading.is_below;
            was_quoted = reading.is_quote = true;
            i += count;
            continue;
        }
        bool is_blank_line = is_blank(arena, split.lines[i]);
        reading.rest.is_clear &= head_of(&split, i) == HEAD_NONE;
        reading.is_below |= was_quoted && !is_blank_line;
        read_words(&reading, split.lines[i], is_blank_line);
        i++;
    }
    reading.rest.words = str_trim(arena, buf_string(&reading.words));
    return reading.rest;
}
