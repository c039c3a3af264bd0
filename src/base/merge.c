#include "base/merge.h"

#include <assert.h>
#include <string.h>

#include "base/buf.h"

static const char *const language_texts[WORDS_COUNT] = { [WORDS_FR] = "fr", [WORDS_EN] = "en" };

const char *word_language_text(enum word_language language)
{
    assert(language < WORDS_COUNT);
    return language_texts[language];
}

enum word_language word_language_of(const char *language)
{
    return strcmp(language, language_texts[WORDS_EN]) == 0 ? WORDS_EN : WORDS_FR;
}

bool words_are_none(const struct words *words)
{
    for (size_t i = 0; i < WORDS_COUNT; i++)
        if (words->in[i] && *words->in[i])
            return false;
    return true;
}

enum word_language words_source(const struct words *words, enum word_language language)
{
    for (size_t i = 0; i < WORDS_COUNT; i++) {
        enum word_language source = (language + i) % WORDS_COUNT;
        if (words->in[source] && *words->in[source])
            return source;
    }
    return language;
}

const char *words_in(const struct words *words, const char *language)
{
    const char *text = words->in[words_source(words, word_language_of(language))];

    return text ? text : "";
}

/* A part begins with {{#name}} and ends with {{/name}}. */
enum piece_kind { PIECE_END, PIECE_TEXT, PIECE_TAG, PIECE_OPEN, PIECE_CLOSE, PIECE_WRONG };

struct piece {
    enum piece_kind kind;
    size_t tag;       /* its place among the known */
    bool is_whole;    /* of a wrong one: its braces close, its name is not known */
    const char *text; /* as it stands; of a tag, its name */
    size_t size;
};

static enum piece_kind piece_kind_of(char first)
{
    return first == '#' ? PIECE_OPEN : first == '/' ? PIECE_CLOSE : PIECE_TAG;
}

static struct piece tag_read(const struct merge_tags *tags, const char *name, size_t size)
{
    struct piece piece = { .kind = piece_kind_of(*name), .text = name, .size = size };

    if (piece.kind != PIECE_TAG && size > 0) {
        piece.text++;
        piece.size--;
    }
    for (size_t i = 0; i < tags->count; i++)
        if (strlen(tags->list[i].name) == piece.size
            && memcmp(tags->list[i].name, piece.text, piece.size) == 0) {
            piece.tag = i;
            if (piece.kind == PIECE_TAG || tags->list[i].is_part)
                return piece;
        }
    piece.kind = PIECE_WRONG;
    piece.is_whole = true;
    return piece;
}

static struct piece piece_next(const struct merge_tags *tags, const char **at)
{
    const char *text = *at, *open = strstr(text, "{{"), *close = strstr(text, "}}");
    const char *end = open ? open : text + strlen(text);

    if (*text == '\0')
        return (struct piece){ .kind = PIECE_END };
    if (close && close < end)
        return (struct piece){ .kind = PIECE_WRONG, .text = "}}", .size = 2 };
    if (open != text) {
        *at = end;
        return (struct piece){ .kind = PIECE_TEXT, .text = text, .size = (size_t)(end - text) };
    }
    if (!close)
        return (struct piece){ .kind = PIECE_WRONG, .text = "{{", .size = 2 };
    *at = close + 2;
    return tag_read(tags, text + 2, (size_t)(close - text - 2));
}

static const char *tags_known(struct arena *arena, const struct merge_tags *tags)
{
    struct buf known = { .arena = arena };

    for (size_t i = 0; i < tags->count; i++)
        buf_format(&known, "%s{{%s}}", i ? ", " : "", tags->list[i].name);
    return buf_string(&known);
}

/* What is being read, and where it stands. */
struct reading {
    const struct merge_tags *tags;
    const char *place;
};

static bool refuse(struct ctx *cx, const struct reading *reading, const char *code,
                   const struct piece *piece)
{
    return fail(cx, FAULT_INPUT, code, "place", reading->place, "tag",
                arena_text(cx->arena, piece->text, piece->size), "known",
                tags_known(cx->arena, reading->tags), NULL);
}

bool merge_check(struct ctx *cx, const struct merge_tags *tags, const char *place, const char *text)
{
    const struct reading reading = { tags, place };
    const struct merge_tag *part = NULL; /* that is open */

    for (;;) {
        struct piece piece = piece_next(tags, &text);
        const struct merge_tag *tag = tags->list + piece.tag;
        bool opens = piece.kind == PIECE_OPEN, closes = piece.kind == PIECE_CLOSE;
        if (piece.kind == PIECE_WRONG)
            return refuse(cx, &reading, piece.is_whole ? "BALISE-INCONNUE" : "BALISE-OUVERTE",
                          &piece);
        if (piece.kind == PIECE_END && !part)
            return true;
        if (piece.kind == PIECE_END)
            return fail(cx, FAULT_INPUT, "BALISE-OUVERTE", "place", place, "tag",
                        arena_format(cx->arena, "{{#%s}}", part->name), NULL);
        if ((opens && part) || (closes && part != tag))
            return refuse(cx, &reading, "BALISE-OUVERTE", &piece);
        if (piece.kind == PIECE_TAG && tag->is_part && part != tag)
            return refuse(cx, &reading, "BALISE-MONTANT", &piece);
        part = opens ? tag : closes ? NULL : part;
    }
}

const char *merge_fill(struct arena *arena, const struct merge_tags *tags, const char *text,
                       const char *const *values)
{
    struct buf out = { .arena = arena };
    bool is_left_out = false;

    for (;;) {
        struct piece piece = piece_next(tags, &text);
        const char *value = piece.kind == PIECE_TAG ? values[piece.tag] : NULL;
        if (piece.kind == PIECE_END || piece.kind == PIECE_WRONG)
            return buf_string(&out);
        if (piece.kind == PIECE_OPEN || piece.kind == PIECE_CLOSE)
            is_left_out = piece.kind == PIECE_OPEN && !values[piece.tag];
        else if (!is_left_out && piece.kind == PIECE_TEXT)
            buf_add(&out, piece.text, piece.size);
        else if (!is_left_out && value)
            buf_text(&out, value);
    }
}
