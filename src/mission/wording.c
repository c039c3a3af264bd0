#include "mission/wording.h"

#include <assert.h>
#include <string.h>

#include "base/buf.h"

static const char *const tag_texts[TAG_COUNT] = {
    [TAG_CLIENT] = "client", [TAG_FIRM] = "firm",     [TAG_PERIOD] = "period",
    [TAG_DUE] = "due",       [TAG_AMOUNT] = "amount",
};

static const char *const language_texts[WORDS_COUNT] = { [WORDS_FR] = "fr", [WORDS_EN] = "en" };

const char *word_tag_text(enum word_tag tag)
{
    assert(tag < TAG_COUNT);
    return tag_texts[tag];
}

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

const char *words_in(const struct words *words, const char *language)
{
    enum word_language own = word_language_of(language);

    for (size_t i = 0; i < WORDS_COUNT; i++) {
        const char *text = words->in[(own + i) % WORDS_COUNT];
        if (text && *text)
            return text;
    }
    return "";
}

/* A part begins with {{#amount}} and ends with {{/amount}}. */
enum piece_kind { PIECE_END, PIECE_TEXT, PIECE_TAG, PIECE_OPEN, PIECE_CLOSE, PIECE_WRONG };

struct piece {
    enum piece_kind kind;
    enum word_tag tag;
    bool is_whole;    /* of a wrong one: its braces close, its name is not known */
    const char *text; /* as it stands; of a tag, its name */
    size_t size;
};

static enum piece_kind piece_kind_of(char first)
{
    return first == '#' ? PIECE_OPEN : first == '/' ? PIECE_CLOSE : PIECE_TAG;
}

static struct piece tag_read(const char *name, size_t size)
{
    struct piece piece = { .kind = piece_kind_of(*name), .text = name, .size = size };

    if (piece.kind != PIECE_TAG && size > 0) {
        piece.text++;
        piece.size--;
    }
    for (enum word_tag i = 0; i < TAG_COUNT; i++)
        if (strlen(tag_texts[i]) == piece.size
            && memcmp(tag_texts[i], piece.text, piece.size) == 0) {
            piece.tag = i;
            if (piece.kind == PIECE_TAG || i == TAG_AMOUNT)
                return piece;
        }
    piece.kind = PIECE_WRONG;
    piece.is_whole = true;
    return piece;
}

static struct piece piece_next(const char **at)
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
    return tag_read(text + 2, (size_t)(close - text - 2));
}

static const char *tags_known(struct arena *arena)
{
    struct buf known = { .arena = arena };

    for (enum word_tag i = 0; i < TAG_COUNT; i++)
        buf_format(&known, "%s{{%s}}", i ? ", " : "", tag_texts[i]);
    return buf_string(&known);
}

static bool refuse(struct ctx *cx, const char *code, const char *place, const struct piece *piece)
{
    return fail(cx, FAULT_INPUT, code, "place", place, "tag",
                arena_text(cx->arena, piece->text, piece->size), "known", tags_known(cx->arena),
                NULL);
}

bool wording_check(struct ctx *cx, const char *place, const char *text)
{
    bool is_inside = false;

    for (;;) {
        struct piece piece = piece_next(&text);
        bool opens = piece.kind == PIECE_OPEN, closes = piece.kind == PIECE_CLOSE;
        if (piece.kind == PIECE_WRONG)
            return refuse(cx, piece.is_whole ? "BALISE-INCONNUE" : "BALISE-OUVERTE", place, &piece);
        if (piece.kind == PIECE_END && !is_inside)
            return true;
        if (piece.kind == PIECE_END)
            return fail(cx, FAULT_INPUT, "BALISE-OUVERTE", "place", place, "tag", "{{#amount}}",
                        NULL);
        if ((opens && is_inside) || (closes && !is_inside))
            return refuse(cx, "BALISE-OUVERTE", place, &piece);
        if (piece.kind == PIECE_TAG && piece.tag == TAG_AMOUNT && !is_inside)
            return refuse(cx, "BALISE-MONTANT", place, &piece);
        is_inside = (is_inside || opens) && !closes;
    }
}

const char *wording_fill(struct arena *arena, const char *text, const struct word_values *values)
{
    struct buf out = { .arena = arena };
    bool is_left_out = false;

    for (;;) {
        struct piece piece = piece_next(&text);
        const char *value = piece.kind == PIECE_TAG ? values->of[piece.tag] : NULL;
        if (piece.kind == PIECE_END || piece.kind == PIECE_WRONG)
            return buf_string(&out);
        if (piece.kind == PIECE_OPEN || piece.kind == PIECE_CLOSE)
            is_left_out = piece.kind == PIECE_OPEN && !values->of[piece.tag];
        else if (!is_left_out && piece.kind == PIECE_TEXT)
            buf_add(&out, piece.text, piece.size);
        else if (!is_left_out && value)
            buf_text(&out, value);
    }
}
