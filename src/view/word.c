#include "view/word.h"

#include <string.h>

#include "base/buf.h"
#include "view/escape.h"

struct wording {
    struct arena *arena;
    const struct word_house *house;
};

/* The one literal of a sentence without forms, tags or line breaks; NULL for any other. */
static const struct node *literal_of(const struct text *text)
{
    const struct node *nodes = text && text->by.count == 0 ? text->other->nodes : NULL;
    bool is_one = nodes && nodes->kind == NODE_TEXT && !nodes->next && nodes->size > 0;

    return is_one && !memchr(nodes->text, '\n', nodes->size) ? nodes : NULL;
}

static void literal_put(const struct wording *wording, struct node *node)
{
    bool is_wording = (node->kind == NODE_VALUE || node->kind == NODE_RAW) && node->path.flat
        && !node->format && !node->checked;
    const struct node *literal =
        is_wording ? literal_of(texts_find(wording->house->texts, node->path.flat)) : NULL;
    struct buf escaped = { .arena = wording->arena };

    if (!literal)
        return;
    if (node->kind == NODE_RAW || wording->house->plain)
        buf_add(&escaped, literal->text, literal->size);
    else
        escape_html(&escaped, literal->text, literal->size);
    node->kind = NODE_TEXT;
    node->text = escaped.bytes;
    node->size = escaped.size;
}

static void partial_put(const struct wording *wording, struct node *node)
{
    bool is_named = (node->kind == NODE_PARTIAL || node->kind == NODE_PARENT) && !node->dynamic;

    if (is_named && wording->house->place)
        node->partial = wording->house->place(wording->house->texts, node->text);
}

/* Whether what begins a line in the second does so in the two as one. */
static bool is_joinable(const struct node *first, const struct node *second)
{
    return first && first->kind == NODE_TEXT && second->kind == NODE_TEXT && first->size > 0
        && second->size > 0 && second->starts_line == (first->text[first->size - 1] == '\n');
}

static void join(struct arena *arena, struct node *first, const struct node *second)
{
    struct buf both = { .arena = arena };

    buf_add(&both, first->text, first->size);
    buf_add(&both, second->text, second->size);
    first->text = both.bytes;
    first->size = both.size;
}

static struct node *nodes_word(const struct wording *wording, const struct node *nodes)
{
    struct node *first = NULL, *last = NULL;

    for (; nodes; nodes = nodes->next) {
        struct node node = *nodes;
        literal_put(wording, &node);
        partial_put(wording, &node);
        if (is_joinable(last, &node)) {
            join(wording->arena, last, &node);
            continue;
        }
        node.children = nodes_word(wording, nodes->children);
        node.next = NULL;
        struct node *copy = arena_new(wording->arena, struct node, 1);
        *copy = node;
        *(last ? &last->next : &first) = copy;
        last = copy;
    }
    return first;
}

const struct template *template_word(struct arena *arena, const struct template *template,
                                     const struct word_house *house)
{
    const struct wording wording = { arena, house };
    struct template *worded = arena_new(arena, struct template, 1);

    *worded =
        (struct template){ .name = template->name, .nodes = nodes_word(&wording, template->nodes) };
    return worded;
}
