/*
 * For tests only: a template rendered with data and partials that stand beside it as JSON.
 */
#ifndef VIEW_TRIAL_H
#define VIEW_TRIAL_H

#include <string.h>

#include "view/mustache.h"

struct trial {
    const char *rule, *template, *data, *partials, *expected; /* JSON, or NULL for nothing */
};

/* Partials, parsed as they are asked for, once. */
struct shelf {
    const struct json *texts;
    struct kept {
        struct kept *next;
        const char *name;
        const struct template *template;
    } * first;
};

static inline bool trial_partial(struct ctx *cx, const struct mustache *mustache, const char *name,
                                 const struct template **partial)
{
    struct shelf *shelf = mustache->place;
    const struct json *text = json_get(shelf->texts, name);
    struct kept *kept = shelf->first;

    *partial = NULL;
    if (!json_text(text))
        return true;
    while (kept && strcmp(kept->name, name) != 0)
        kept = kept->next;
    if (!kept) {
        kept = arena_new(cx->arena, struct kept, 1);
        kept->name = arena_copy(cx->arena, name);
        kept->template = template_parse(cx, kept->name, json_text(text), json_text_size(text));
        kept->next = shelf->first;
        shelf->first = kept;
    }
    *partial = kept->template;
    return *partial;
}

static inline const struct json *trial_json(struct ctx *cx, const char *text)
{
    return text ? json_parse_own(cx, text, strlen(text)) : json_map(cx->arena);
}

static inline const char *trial_render(struct ctx *cx, const char *text, const struct json *data,
                                       const struct json *partials)
{
    struct shelf shelf = { .texts = partials };
    const struct mustache mustache = {
        .language = "fr",
        .partial_find = trial_partial,
        .place = &shelf,
    };
    struct buf out = { .arena = cx->arena };
    const struct template *template = template_parse(cx, "essai", text, strlen(text));

    return template && mustache_render(cx, &mustache, template, data, &out) ? buf_string(&out)
                                                                            : NULL;
}

/* NULL when the template or its rendering fails. */
static inline const char *trial_run(struct ctx *cx, const struct trial *trial)
{
    const struct json *data = trial_json(cx, trial->data);
    const struct json *partials = trial_json(cx, trial->partials);

    return data && partials ? trial_render(cx, trial->template, data, partials) : NULL;
}

#endif
