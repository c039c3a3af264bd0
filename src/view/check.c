#include "view/check.h"

#include <string.h>

#include "base/asset.h"
#include "base/str.h"
#include "view/html.h"
#include "view/view.h"

struct arguments {
    const struct arguments *outer;
    const struct template *template;
    const struct node *blocks;
};

struct check {
    struct ctx *cx;
    const struct template *template;
    const struct arguments *arguments;
    struct html html;
    bool plain;
    int depth;
};

/* Deeper than any page of ours: a partial that calls itself has shown all it has by then. */
enum { DEPTH_SEEN = 16 };

static bool nodes_check(struct check *check, const struct node *nodes);

static bool refuse(struct check *check, const struct node *node, const char *reason)
{
    return fail(check->cx, FAULT_INPUT, "MODELE", "template", check->template->name, "line",
                arena_format(check->cx->arena, "%d", node->line), "reason", reason, "name",
                node->text, NULL);
}

static bool may_be_raw(const struct template *template)
{
    return str_starts(template->name, "mail/") || str_starts(template->name, "part/");
}

/* A text stands in both languages, and its own tags are in order. */
static bool text_check(struct check *check, const struct node *node)
{
    if (!view_wording("fr", node->path.flat) || !view_wording("en", node->path.flat))
        return refuse(check, node, "TEXTE-ABSENT");
    return true;
}

static bool place_check(struct check *check, const struct node *node)
{
    const struct html *html = &check->html;

    switch (html->place) {
    case HTML_CONTENT:
    case HTML_COMMENT:
        return true;
    case HTML_SCRIPT:
        return refuse(check, node, "SCRIPT");
    case HTML_DOUBLE:
        break;
    default:
        return refuse(check, node, "GUILLEMETS");
    }
    if (html_runs(html))
        return refuse(check, node, "ATTRIBUT");
    bool begins = node->checked && !*html->value;
    if (html_leads_away(html) && !html_is_settled(html) && !begins)
        return refuse(check, node, "ADRESSE-LIBRE");
    return true;
}

static bool value_check(struct check *check, const struct node *node)
{
    if (node->path.flat && !text_check(check, node))
        return false;
    if (check->plain)
        return true;
    if (node->kind == NODE_RAW && !may_be_raw(check->template))
        return refuse(check, node, "BRUT");
    if (!place_check(check, node))
        return false;
    html_put(&check->html);
    return true;
}

/*
 * A section may be left out or shown twice, so that what follows must not depend on it: it ends
 * where it began, and an address is as open as it was.
 */
static bool section_check(struct check *check, const struct node *node)
{
    html_pause(&check->html);
    struct html before = check->html;

    if (before.place == HTML_SCRIPT)
        return refuse(check, node, "SCRIPT");
    if (!nodes_check(check, node->children))
        return false;
    html_pause(&check->html);
    if (check->html.place != before.place)
        return refuse(check, node, "PLACE");
    if (html_leads_away(&before) && !html_is_settled(&before))
        check->html = before;
    return true;
}

static bool partial_parse(struct check *check, const struct node *node,
                          const struct template **partial)
{
    struct arena *arena = check->cx->arena;
    const struct asset *asset = asset_find(arena_format(arena, "views/%s.mustache", node->text));

    if (!asset)
        return refuse(check, node, "PARTIE-ABSENTE");
    *partial = template_parse(check->cx, node->text, asset->bytes, asset->size);
    return *partial;
}

static bool partial_check(struct check *check, const struct node *node)
{
    const struct arguments arguments = {
        .outer = check->arguments,
        .template = check->template,
        .blocks = node->children,
    };
    struct check outer = *check;
    const struct template *partial = NULL;

    if (check->html.place == HTML_SCRIPT)
        return refuse(check, node, "SCRIPT");
    if (node->dynamic)
        return check->plain || check->html.place == HTML_CONTENT
            || refuse(check, node, "GUILLEMETS");
    if (!partial_parse(check, node, &partial))
        return false;
    if (check->depth >= DEPTH_SEEN)
        return true;
    check->template = partial;
    if (node->kind == NODE_PARENT)
        check->arguments = &arguments;
    bool well = nodes_check(check, partial->nodes);
    check->template = outer.template;
    check->arguments = outer.arguments;
    return well;
}

static const struct node *argument_find(const struct check *check, const char *name,
                                        const struct arguments **given)
{
    const struct node *found = NULL;

    for (const struct arguments *at = check->arguments; at; at = at->outer)
        for (const struct node *block = at->blocks; block; block = block->next)
            if (block->kind == NODE_BLOCK && strcmp(block->text, name) == 0) {
                found = block;
                *given = at;
            }
    return found;
}

static bool block_check(struct check *check, const struct node *node)
{
    const struct arguments *given = NULL;
    const struct node *block = argument_find(check, node->text, &given);
    struct check outer = *check;

    html_pause(&check->html);
    enum html_place place = check->html.place;
    if (block) {
        check->arguments = given->outer;
        check->template = given->template;
    }
    if (!nodes_check(check, block ? block->children : node->children))
        return false;
    check->arguments = outer.arguments;
    check->template = outer.template;
    html_pause(&check->html);
    return check->html.place == place || refuse(check, node, "PLACE");
}

static bool node_check(struct check *check, const struct node *node)
{
    switch (node->kind) {
    case NODE_TEXT:
        if (!check->plain)
            html_read(check->cx->arena, &check->html, node->text, node->size);
        return true;
    case NODE_VALUE:
    case NODE_RAW:
        return value_check(check, node);
    case NODE_SECTION:
    case NODE_INVERTED:
        return section_check(check, node);
    case NODE_PARTIAL:
    case NODE_PARENT:
        return partial_check(check, node);
    default:
        return block_check(check, node);
    }
}

static bool nodes_check(struct check *check, const struct node *nodes)
{
    bool well = true;

    check->depth++;
    for (const struct node *node = nodes; node && well; node = node->next)
        well = node_check(check, node);
    check->depth--;
    return well;
}

static bool template_check(struct ctx *cx, const struct template *template)
{
    struct check check = {
        .cx = cx,
        .template = template,
        .html = HTML_START,
        .plain = str_ends(template->name, ".txt"),
    };

    return nodes_check(&check, template->nodes);
}

bool view_check_text(struct ctx *cx, const char *name, const char *text)
{
    const struct template *template = template_parse(cx, name, text, strlen(text));

    return template && template_check(cx, template);
}

bool view_check(struct ctx *cx, const char *name)
{
    const struct asset *asset = asset_find(arena_format(cx->arena, "views/%s.mustache", name));

    if (!asset)
        return fail(cx, FAULT_INPUT, "MODELE", "template", name, "line", "0", "reason", "ABSENT",
                    NULL);
    return view_check_text(cx, name, asset->bytes);
}
