#include "view/template.h"

#include <assert.h>
#include <string.h>

#include "base/str.h"
#include "view/format.h"
#include "view/line.h"
#include "view/scan.h"

/* A section, parent or block whose closing tag is awaited. */
struct open {
    struct open *outer;
    struct node *node;
    struct node **end;   /* where what follows it is hung */
    struct node *blanks; /* that stand before it on its line, or NULL */
    size_t inside;       /* where its content begins */
    bool leads;          /* nothing but blanks before it on its line */
    bool alone;          /* nor behind it */
};

struct parse {
    struct ctx *cx;
    const char *name, *text;
    size_t size;
    struct scan scan;
    size_t from; /* what is not yet hung begins here */
    size_t counted;
    int line; /* of counted */
    struct open *open;
    size_t depth;
    struct node **end;
};

static bool refuse(struct parse *parse, const char *reason)
{
    struct arena *arena = parse->cx->arena;

    return fail(parse->cx, FAULT_INPUT, "MODELE", "template", parse->name, "line",
                arena_format(arena, "%d", parse->line), "reason", reason, NULL);
}

static struct node *node_hang(struct parse *parse, enum node_kind kind, size_t start)
{
    struct node *node = arena_new(parse->cx->arena, struct node, 1);

    *node = (struct node){
        .kind = kind,
        .line = parse->line,
        .starts_line = start == 0 || parse->text[start - 1] == '\n',
        .site = "",
        .own = "",
        .line_end = "",
    };
    *parse->end = node;
    parse->end = &node->next;
    return node;
}

static struct node *piece_hang(struct parse *parse, size_t to)
{
    struct node *node = node_hang(parse, NODE_TEXT, parse->from);

    node->text = parse->text + parse->from;
    node->size = to - parse->from;
    parse->from = to;
    return node;
}

/*
 * The text up to there; answers its last node, NULL when there is none. Blanks that begin a last
 * line stand in a node of their own, so that the line still begins when they are taken away.
 */
static struct node *text_hang(struct parse *parse, size_t to)
{
    size_t blanks = to;

    if (to <= parse->from)
        return NULL;
    while (blanks > parse->from
           && (parse->text[blanks - 1] == ' ' || parse->text[blanks - 1] == '\t'))
        blanks--;
    if (blanks > parse->from && blanks < to && parse->text[blanks - 1] == '\n')
        piece_hang(parse, blanks);
    return piece_hang(parse, to);
}

static const char *blanks_before(const struct parse *parse, const struct around *around,
                                 const struct tag *tag)
{
    return arena_text(parse->cx->arena, parse->text + around->line_start,
                      around->leads ? tag->start - around->line_start : 0);
}

/* « *name », and the name without the asterisk and blanks behind it. */
static const char *name_normal(struct arena *arena, const char *name, bool *dynamic)
{
    *dynamic = *name == '*';
    return *dynamic ? str_trim(arena, name + 1) : name;
}

/* The last name is « url » or « path », or ends in one behind an underscore. */
static bool names_address(struct path path)
{
    const char *name = path.count > 0 ? path.names[path.count - 1].text : "";

    return strcmp(name, "url") == 0 || strcmp(name, "path") == 0 || str_ends(name, "_url")
        || str_ends(name, "_path");
}

static bool value_hang(struct parse *parse, const struct tag *tag)
{
    struct arena *arena = parse->cx->arena;
    const char *bar = strrchr(tag->name, '|'), *name = tag->name;

    text_hang(parse, tag->start);
    struct node *node = node_hang(parse, tag->kind == TAG_RAW ? NODE_RAW : NODE_VALUE, tag->start);
    parse->from = tag->end;
    if (bar) {
        name = str_trim(arena, arena_text(arena, name, (size_t)(bar - name)));
        node->format = str_trim(arena, bar + 1);
        if (!format_value(arena, node->format, "fr", ""))
            return refuse(parse, "FORMAT");
    }
    node->text = name;
    node->path = path_parse(arena, name);
    node->checked = names_address(node->path);
    return true;
}

static void partial_hang(struct parse *parse, const struct tag *tag)
{
    struct around around = line_around(parse->text, parse->size, tag->start, tag->end);
    bool standalone = around.leads && around.ends;

    text_hang(parse, standalone ? around.line_start : tag->start);
    struct node *node = node_hang(parse, NODE_PARTIAL, tag->start);
    node->text = name_normal(parse->cx->arena, tag->name, &node->dynamic);
    node->path = path_parse(parse->cx->arena, node->text);
    node->standalone = standalone;
    if (standalone)
        node->site = blanks_before(parse, &around, tag);
    parse->from = standalone ? around.next : tag->end;
}

static void quiet_skip(struct parse *parse, const struct tag *tag)
{
    struct around around = line_around(parse->text, parse->size, tag->start, tag->end);
    bool standalone = around.leads && around.ends;

    text_hang(parse, standalone ? around.line_start : tag->start);
    parse->from = standalone ? around.next : tag->end;
}

static bool in_parent(const struct open *open)
{
    return open && open->node->kind == NODE_PARENT;
}

/*
 * Blanks before a parent or a block are hung alone: whether they are text or an indentation shows
 * at the closing tag.
 */
static bool open_hang(struct parse *parse, const struct tag *tag)
{
    static const enum node_kind kinds[] = {
        [TAG_SECTION] = NODE_SECTION,
        [TAG_INVERTED] = NODE_INVERTED,
        [TAG_PARENT] = NODE_PARENT,
        [TAG_BLOCK] = NODE_BLOCK,
    };
    struct arena *arena = parse->cx->arena;
    struct around around = line_around(parse->text, parse->size, tag->start, tag->end);
    struct open *open = arena_new(arena, struct open, 1);
    bool splits = tag->kind == TAG_PARENT || tag->kind == TAG_BLOCK;

    if (++parse->depth > TEMPLATE_DEPTH_LIMIT)
        return refuse(parse, "PROFONDEUR");
    *open = (struct open){ .outer = parse->open, .leads = around.leads };
    open->alone = around.ends && tag->kind != TAG_PARENT
        && (around.leads || (tag->kind == TAG_BLOCK && in_parent(parse->open)));
    text_hang(parse, (splits || open->alone) && around.leads ? around.line_start : tag->start);
    if (splits && around.leads)
        open->blanks = text_hang(parse, tag->start);
    struct node *node = node_hang(parse, kinds[tag->kind], tag->start);
    node->standalone = open->alone;
    node->site = blanks_before(parse, &around, tag);
    node->text = name_normal(arena, tag->name, &node->dynamic);
    node->path = path_parse(arena, node->text);
    open->node = node;
    open->end = parse->end;
    open->inside = parse->from = open->alone ? around.next : tag->end;
    parse->open = open;
    parse->end = &node->children;
    return true;
}

/* The node begins the line in place of the blanks before it. */
static void blanks_give_way(struct open *open)
{
    open->node->standalone = true;
    if (open->blanks) {
        open->blanks->size = 0;
        open->blanks->starts_line = false;
    }
}

/* The text of a block without the line of its opening tag, when something follows on that. */
static void block_measure(struct parse *parse, struct open *open, size_t end)
{
    struct node *node = open->node;
    const char *inside = parse->text + open->inside;
    size_t size = end - open->inside;

    if (!open->alone) {
        const char *line = memchr(inside, '\n', size);
        size = line ? size - (size_t)(line + 1 - inside) : 0;
        inside = line ? line + 1 : inside;
    }
    const char *least = open->alone ? NULL : node->site;
    const char *common = text_indentation(parse->cx->arena, inside, size, least);
    if (common && open->alone)
        node->site = common;
    node->own = common ? common : node->site;
    nodes_dedent(parse->cx->arena, node->children, node->own);
}

static void block_close(struct parse *parse, struct open *open, const struct tag *tag,
                        const struct around *around)
{
    block_measure(parse, open, tag->start);
    if (open->alone || (open->leads && around->ends))
        blanks_give_way(open);
    if (open->leads && around->ends && !around->leads)
        open->node->line_end =
            arena_text(parse->cx->arena, parse->text + tag->end, around->next - tag->end);
}

/* Whether the rest of the line goes with the closing tag. */
static bool close_takes_end(const struct open *open, const struct around *around)
{
    if (!around->ends)
        return false;
    if (open->node->kind == NODE_PARENT)
        return open->leads;
    return around->leads || (open->node->kind == NODE_BLOCK && open->leads);
}

static bool close_hang(struct parse *parse, const struct tag *tag)
{
    struct open *open = parse->open;
    struct around around = line_around(parse->text, parse->size, tag->start, tag->end);
    bool dynamic;

    if (!open)
        return refuse(parse, "FIN-SEULE");
    const char *name = name_normal(parse->cx->arena, tag->name, &dynamic);
    if (strcmp(name, open->node->text) != 0 || dynamic != open->node->dynamic)
        return refuse(parse, "FIN-AUTRE");
    bool argument = open->node->kind == NODE_BLOCK && in_parent(open->outer);
    bool alone = around.leads && (around.ends || argument);
    text_hang(parse, alone ? around.line_start : tag->start);
    parse->from = close_takes_end(open, &around) ? around.next : tag->end;
    if (open->node->kind == NODE_PARENT && open->leads && around.ends)
        blanks_give_way(open);
    if (open->node->kind == NODE_BLOCK)
        block_close(parse, open, tag, &around);
    parse->open = open->outer;
    parse->end = open->end;
    parse->depth--;
    return true;
}

static bool tag_hang(struct parse *parse, const struct tag *tag)
{
    switch (tag->kind) {
    case TAG_VALUE:
    case TAG_RAW:
        return value_hang(parse, tag);
    case TAG_PARTIAL:
        partial_hang(parse, tag);
        return true;
    case TAG_QUIET:
        quiet_skip(parse, tag);
        return true;
    case TAG_CLOSE:
        return close_hang(parse, tag);
    default:
        return open_hang(parse, tag);
    }
}

static void line_count(struct parse *parse, size_t to)
{
    for (; parse->counted < to; parse->counted++)
        parse->line += parse->text[parse->counted] == '\n';
}

static bool tags_hang(struct parse *parse)
{
    struct tag tag = { 0 };
    const char *reason;

    while (scan_next(parse->cx->arena, &parse->scan, &tag, &reason)) {
        line_count(parse, tag.start);
        if (!tag_hang(parse, &tag))
            return false;
    }
    if (reason) {
        line_count(parse, tag.start);
        return refuse(parse, reason);
    }
    if (parse->open) {
        parse->line = parse->open->node->line;
        return refuse(parse, "SECTION-OUVERTE");
    }
    line_count(parse, parse->from);
    text_hang(parse, parse->size);
    return true;
}

const struct template *template_parse(struct ctx *cx, const char *name, const char *text,
                                      size_t size)
{
    struct node *first = NULL;
    struct template *template = arena_new(cx->arena, struct template, 1);
    struct parse parse = {
        .cx = cx,
        .name = name,
        .text = text,
        .size = size,
        .scan = scan_start(text, size),
        .line = 1,
        .end = &first,
    };

    if (!tags_hang(&parse))
        return NULL;
    *template = (struct template){ .name = name, .nodes = first };
    return template;
}
