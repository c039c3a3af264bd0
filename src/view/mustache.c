#include "view/mustache.h"

#include <string.h>

#include "view/escape.h"
#include "view/format.h"
#include "view/guard.h"

/* The blocks that a parent tag was given; those of an outer one come first. */
struct arguments {
    const struct arguments *outer;
    const struct template *template; /* in which they stand */
    const struct node *blocks;
};

/* How the next piece of output begins, whatever its template says. */
enum begin { BEGIN_AS_WRITTEN, BEGIN_LINE, BEGIN_WITHIN };

struct render {
    struct ctx *cx;
    const struct mustache *with;
    const struct template *template;
    struct buf *out;
    const struct context *context;
    const struct arguments *arguments;
    const char *indent; /* before every line of the template */
    const char *first;  /* before a line that BEGIN_LINE asks for */
    enum begin begin;
    const struct json *model;
    int depth, steps;
};

static bool nodes_render(struct render *render, const struct node *nodes);

static bool refuse(struct render *render, const struct node *node, const char *reason)
{
    return fail(render->cx, FAULT_INPUT, "MODELE", "template", render->template->name, "line",
                arena_format(render->cx->arena, "%d", node->line), "reason", reason, NULL);
}

/* Called by every node that writes, before it does. */
static void line_begin(struct render *render, bool starts_line)
{
    enum begin begin = render->begin;

    render->begin = BEGIN_AS_WRITTEN;
    if (begin == BEGIN_LINE)
        buf_text(render->out, render->first);
    else if (begin == BEGIN_AS_WRITTEN && starts_line)
        buf_text(render->out, render->indent);
}

static void literal_render(struct render *render, const struct node *node)
{
    const char *line = node->text, *end = line + node->size, *next;
    bool starts = node->starts_line, plain = !*render->indent;

    if (node->size == 0 && starts)
        line_begin(render, starts);
    if (plain && render->begin == BEGIN_AS_WRITTEN) {
        buf_add(render->out, node->text, node->size);
        return;
    }
    for (; line < end; line = next, starts = true) {
        const char *stop = memchr(line, '\n', (size_t)(end - line));
        next = stop ? stop + 1 : end;
        if (*line == '\n' || *line == '\r')
            render->begin = BEGIN_AS_WRITTEN;
        else
            line_begin(render, starts);
        buf_add(render->out, line, (size_t)(next - line));
    }
}

static void write(struct render *render, const struct node *node, const char *text, size_t size)
{
    if (node->kind == NODE_RAW || render->with->plain)
        buf_add(render->out, text, size);
    else
        escape_html(render->out, text, size);
}

/* French has one form for 0 and 1, English for 1 alone. */
static const struct template *text_form(struct arena *arena, const struct mustache *mustache,
                                        const struct text *text, const struct context *context)
{
    if (text->by.count == 0)
        return text->other;
    const char *number = value_text(arena, context_find(context, &text->by));
    bool french = strcmp(mustache->language, "en") != 0;
    bool one = strcmp(number, "1") == 0 || (french && strcmp(number, "0") == 0);
    return one ? text->one : text->other;
}

static bool is_literal(const struct template *template)
{
    const struct node *nodes = template->nodes;

    return nodes && nodes->kind == NODE_TEXT && !nodes->next;
}

static bool sentence_render(struct render *render, const struct node *node,
                            const struct template *sentence)
{
    struct buf worded = { .arena = render->cx->arena };
    struct mustache plain = *render->with;
    struct render inner = *render;

    plain.plain = true;
    inner.with = &plain;
    inner.template = sentence;
    inner.out = &worded;
    inner.indent = "";
    bool well = nodes_render(&inner, inner.template->nodes);
    render->steps = inner.steps;
    write(render, node, buf_string(&worded), worded.size);
    return well;
}

static bool wording_render(struct render *render, const struct node *node)
{
    const struct text *text =
        render->with->text_find ? render->with->text_find(render->with, node->path.flat) : NULL;
    const struct template *sentence =
        text ? text_form(render->cx->arena, render->with, text, render->context) : NULL;

    if (sentence && !is_literal(sentence))
        return sentence_render(render, node, sentence);
    if (sentence)
        write(render, node, sentence->nodes->text, sentence->nodes->size);
    else
        write(render, node, node->path.flat, strlen(node->path.flat));
    return true;
}

/* {{t.key}} is a wording, unless the model has a « t » of its own. */
static bool is_wording(const struct render *render, const struct path *path)
{
    return path->flat
        && !context_find(render->context, &(struct path){ .names = path->names, .count = 1 });
}

static bool value_render(struct render *render, const struct node *node)
{
    line_begin(render, node->starts_line);
    if (is_wording(render, &node->path))
        return wording_render(render, node);
    const struct json *value = context_find(render->context, &node->path);
    const char *text = value_text(render->cx->arena, value);
    if (node->checked && render->with->guarded && !guard_url(text, render->model))
        return refuse(render, node, "ADRESSE");
    if (node->format && *text)
        text = format_value(render->cx->arena, node->format, render->with->language, text);
    write(render, node, text, strlen(text));
    return true;
}

static bool item_render(struct render *render, const struct node *node, const struct json *value)
{
    const struct context context = { .outer = render->context, .value = value };

    render->context = &context;
    bool well = nodes_render(render, node->children);
    render->context = context.outer;
    return well;
}

static bool section_render(struct render *render, const struct node *node)
{
    const struct json *value = context_find(render->context, &node->path);

    if (!node->standalone)
        line_begin(render, node->starts_line);
    if (value_is_true(value) == (node->kind == NODE_INVERTED))
        return true;
    if (node->kind == NODE_INVERTED)
        return nodes_render(render, node->children);
    if (json_kind(value) != JSON_LIST)
        return item_render(render, node, value);
    for (size_t i = 0; i < json_count(value); i++)
        if (!item_render(render, node, json_at(value, i)))
            return false;
    return true;
}

static const char *joined(struct render *render, const char *blanks)
{
    return *blanks ? arena_format(render->cx->arena, "%s%s", render->indent, blanks)
                   : render->indent;
}

/* A partial, or a parent with the blocks that stand in its tag. */
static bool partial_render(struct render *render, const struct node *node)
{
    const struct arguments arguments = {
        .outer = render->arguments,
        .template = render->template,
        .blocks = node->children,
    };
    const struct template *partial = NULL;
    const char *name = node->text;

    if (!node->standalone)
        line_begin(render, node->starts_line);
    if (node->dynamic)
        name = value_text(render->cx->arena, context_find(render->context, &node->path));
    if (render->depth == TEMPLATE_DEPTH_LIMIT)
        return refuse(render, node, "PROFONDEUR");
    if (node->partial)
        partial = *node->partial;
    if (!partial
        && (!*name || !render->with->partial_find
            || !render->with->partial_find(render->cx, render->with, name, &partial)))
        return render->cx->fault.kind == FAULT_NONE;
    if (!partial)
        return true;
    struct render inner = *render;
    inner.template = partial;
    inner.arguments = node->kind == NODE_PARENT ? &arguments : render->arguments;
    inner.indent = node->standalone ? joined(render, node->site) : "";
    if (node->standalone && render->begin == BEGIN_LINE)
        inner.begin = BEGIN_AS_WRITTEN;
    bool well = nodes_render(&inner, partial->nodes);
    render->steps = inner.steps;
    render->begin = BEGIN_AS_WRITTEN;
    return well;
}

/* The outermost argument of that name, and in *given the arguments that it is among. */
static const struct node *argument_find(const struct arguments *arguments, const char *name,
                                        const struct arguments **given)
{
    const struct node *found = NULL;

    for (; arguments; arguments = arguments->outer)
        for (const struct node *block = arguments->blocks; block; block = block->next)
            if (block->kind == NODE_BLOCK && strcmp(block->text, name) == 0) {
                found = block;
                *given = arguments;
            }
    return found;
}

static bool block_render(struct render *render, const struct node *node)
{
    const struct arguments *given = NULL;
    const struct node *block = argument_find(render->arguments, node->text, &given);
    struct render inner = *render;
    size_t before = render->out->size;

    if (!node->standalone)
        line_begin(render, node->starts_line);
    inner.first = joined(render, node->site);
    inner.indent = joined(render, block ? node->site : node->own);
    inner.begin = node->standalone ? BEGIN_LINE : BEGIN_WITHIN;
    if (render->begin == BEGIN_WITHIN)
        inner.begin = BEGIN_WITHIN;
    if (block) {
        inner.arguments = given->outer;
        inner.template = given->template;
    }
    bool well = nodes_render(&inner, block ? block->children : node->children);
    render->steps = inner.steps;
    render->begin = BEGIN_AS_WRITTEN;
    if (render->out->size > before && render->out->bytes[render->out->size - 1] != '\n')
        buf_text(render->out, node->line_end);
    return well;
}

static bool node_render(struct render *render, const struct node *node)
{
    switch (node->kind) {
    case NODE_TEXT:
        literal_render(render, node);
        return true;
    case NODE_VALUE:
    case NODE_RAW:
        return value_render(render, node);
    case NODE_SECTION:
    case NODE_INVERTED:
        return section_render(render, node);
    case NODE_PARTIAL:
    case NODE_PARENT:
        return partial_render(render, node);
    default:
        return block_render(render, node);
    }
}

static bool nodes_render(struct render *render, const struct node *nodes)
{
    bool well = true;

    if (nodes && render->depth == TEMPLATE_DEPTH_LIMIT)
        return refuse(render, nodes, "PROFONDEUR");
    render->depth++;
    for (const struct node *node = nodes; node && well; node = node->next)
        well = ++render->steps > TEMPLATE_STEPS_LIMIT ? refuse(render, node, "LONGUEUR")
                                                      : node_render(render, node);
    render->depth--;
    return well;
}

bool mustache_render(struct ctx *cx, const struct mustache *mustache,
                     const struct template *template, const struct json *model, struct buf *out)
{
    const struct context context = { .value = model };
    struct render render = {
        .cx = cx,
        .with = mustache,
        .template = template,
        .out = out,
        .context = &context,
        .model = model,
        .indent = "",
        .first = "",
    };

    return nodes_render(&render, template->nodes);
}

bool text_render(struct ctx *cx, const struct mustache *mustache, const struct text *text,
                 const struct json *model, struct buf *out)
{
    const struct context context = { .value = model };

    return mustache_render(cx, mustache, text_form(cx->arena, mustache, text, &context), model,
                           out);
}
