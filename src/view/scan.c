#include "view/scan.h"

#include <string.h>

static bool is_blank(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

static const char *trimmed(struct arena *arena, const char *from, const char *to)
{
    while (from < to && is_blank(*from))
        from++;
    while (to > from && is_blank(to[-1]))
        to--;
    return arena_text(arena, from, (size_t)(to - from));
}

struct scan scan_start(const char *text, size_t size)
{
    return (struct scan){ .text = text, .size = size, .open = "{{", .close = "}}" };
}

static const char *found(const struct scan *scan, size_t from, const char *mark)
{
    return memmem(scan->text + from, scan->size - from, mark, strlen(mark));
}

/* Two words without an equals sign, blanks between them. */
static bool delimiters_set(struct arena *arena, struct scan *scan, const char *words)
{
    const char *gap = words, *next;

    while (*gap && !is_blank(*gap))
        gap++;
    for (next = gap; is_blank(*next);)
        next++;
    if (gap == words || !*next || strchr(words, '='))
        return false;
    for (const char *at = next; *at; at++)
        if (is_blank(*at))
            return false;
    scan->open = arena_text(arena, words, (size_t)(gap - words));
    scan->close = next;
    return true;
}

static enum tag_kind kind_of(char sigil)
{
    switch (sigil) {
    case '{':
    case '&':
        return TAG_RAW;
    case '#':
        return TAG_SECTION;
    case '^':
        return TAG_INVERTED;
    case '>':
        return TAG_PARTIAL;
    case '<':
        return TAG_PARENT;
    case '$':
        return TAG_BLOCK;
    case '/':
        return TAG_CLOSE;
    case '!':
    case '=':
        return TAG_QUIET;
    default:
        return TAG_VALUE;
    }
}

/* What ends the tag: some sigils have a twin before the closing delimiter. */
static const char *end_of(struct arena *arena, const struct scan *scan, char sigil)
{
    if (sigil == '{')
        return arena_format(arena, "}%s", scan->close);
    if (sigil == '=')
        return arena_format(arena, "=%s", scan->close);
    return scan->close;
}

bool scan_next(struct arena *arena, struct scan *scan, struct tag *tag, const char **reason)
{
    const char *open = found(scan, scan->at, scan->open), *text = scan->text;

    *reason = NULL;
    if (!open)
        return false;
    tag->start = (size_t)(open - text);
    size_t inside = tag->start + strlen(scan->open);
    while (inside < scan->size && is_blank(text[inside]))
        inside++;
    char sigil = inside < scan->size ? text[inside] : '\0';
    tag->kind = kind_of(sigil);
    inside += tag->kind != TAG_VALUE;
    const char *mark = end_of(arena, scan, sigil), *end = found(scan, inside, mark);
    if (!end) {
        *reason = "BALISE-OUVERTE";
        return false;
    }
    tag->name = trimmed(arena, text + inside, end);
    tag->end = scan->at = (size_t)(end - text) + strlen(mark);
    if (sigil == '=' && !delimiters_set(arena, scan, tag->name))
        *reason = "BALISE-BORNES";
    else if (tag->kind != TAG_QUIET && !*tag->name)
        *reason = "BALISE-VIDE";
    return !*reason;
}
