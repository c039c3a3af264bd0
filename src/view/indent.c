#include "view/template.h"

#include <string.h>

#include "base/buf.h"

static size_t blanks_size(const char *line, size_t size)
{
    size_t blanks = 0;

    while (blanks < size && (line[blanks] == ' ' || line[blanks] == '\t'))
        blanks++;
    return blanks;
}

static size_t common_size(const char *one, size_t one_size, const char *other, size_t other_size)
{
    size_t same = 0;

    while (same < one_size && same < other_size && one[same] == other[same])
        same++;
    return same;
}

const char *text_indentation(struct arena *arena, const char *text, size_t size, const char *least)
{
    const char *common = least, *end = text + size;
    size_t common_bytes = least ? strlen(least) : 0;

    for (const char *line = text, *next; line < end; line = next) {
        const char *stop = memchr(line, '\n', (size_t)(end - line));
        next = stop ? stop + 1 : end;
        size_t blanks = blanks_size(line, (size_t)(next - line));
        if (line + blanks == next || line[blanks] == '\n' || line[blanks] == '\r')
            continue;
        common_bytes = common ? common_size(common, common_bytes, line, blanks) : blanks;
        common = line;
    }
    return common ? arena_text(arena, common, common_bytes) : NULL;
}

static const char *text_dedent(struct arena *arena, const struct node *node, const char *blanks,
                               size_t *size)
{
    struct buf out = { .arena = arena };
    const char *end = node->text + node->size, *next;
    bool starts = node->starts_line;

    for (const char *line = node->text; line < end; line = next, starts = true) {
        const char *stop = memchr(line, '\n', (size_t)(end - line));
        next = stop ? stop + 1 : end;
        size_t length = (size_t)(next - line);
        size_t off = starts ? common_size(blanks, strlen(blanks), line, length) : 0;
        buf_add(&out, line + off, length - off);
    }
    *size = out.size;
    return buf_string(&out);
}

static const char *blanks_less(const char *blanks, const char *less)
{
    return blanks + common_size(blanks, strlen(blanks), less, strlen(less));
}

void nodes_dedent(struct arena *arena, struct node *nodes, const char *indentation)
{
    if (!*indentation)
        return;
    for (struct node *node = nodes; node; node = node->next) {
        bool dedented = node->kind == NODE_BLOCK && *node->own;
        if (node->kind == NODE_TEXT && node->size > 0)
            node->text = text_dedent(arena, node, indentation, &node->size);
        node->site = blanks_less(node->site, indentation);
        node->own = blanks_less(node->own, indentation);
        if (!dedented)
            nodes_dedent(arena, node->children, indentation);
    }
}
