#include "cli/cli.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/asset.h"
#include "base/str.h"
#include "view/mustache.h"
#include "view/view.h"

/* Templates of a folder: partials stand beside the one that is rendered, parsed once each. */
struct folder {
    const char *path; /* ends in a slash, or is empty */
    struct kept {
        struct kept *next;
        const char *name;
        const struct template *template; /* NULL when there is none */
    } * first;
};

static const char ENDING[] = ".mustache";

/* NULL when there is no such file. */
static struct buf *file_read(struct ctx *cx, const char *path)
{
    enum { STEP = 64 * 1024 };
    FILE *file = fopen(path, "re");

    if (!file)
        return NULL;
    struct buf *bytes = arena_new(cx->arena, struct buf, 1);
    char *step = arena_new(cx->arena, char, STEP);
    size_t size;
    bytes->arena = cx->arena;
    while ((size = fread(step, 1, STEP, file)) > 0)
        buf_add(bytes, step, size);
    bool well = !ferror(file);
    (void)fclose(file); /* it was only read */
    return well ? bytes : NULL;
}

static bool file_fail(struct ctx *cx, const char *path)
{
    return fail(cx, FAULT_ABSENT, "FICHIER-ABSENT", "file", path, "reason", strerror(errno), NULL);
}

static bool file_parse(struct ctx *cx, const char *path, const char *name,
                       const struct template **template)
{
    struct buf *bytes = file_read(cx, path);

    *template = NULL;
    if (!bytes)
        return true;
    const char *text = buf_string(bytes);
    if (!str_is_utf8(text, bytes->size) || memchr(text, '\0', bytes->size))
        return fail(cx, FAULT_INPUT, "MODELE", "template", name, "line", "1", "reason", "TEXTE",
                    NULL);
    *template = template_parse(cx, name, text, bytes->size);
    return *template;
}

/* A name leads nowhere but into the folder. */
static bool is_inside(const char *name)
{
    return *name && *name != '/' && !strstr(name, "..");
}

static bool folder_partial(struct ctx *cx, const struct mustache *mustache, const char *name,
                           const struct template **partial)
{
    struct folder *folder = mustache->place;
    struct kept *kept = folder->first;

    *partial = NULL;
    if (!is_inside(name))
        return true;
    while (kept && strcmp(kept->name, name) != 0)
        kept = kept->next;
    if (!kept) {
        const char *path = arena_format(cx->arena, "%s%s%s", folder->path, name, ENDING);
        kept = arena_new(cx->arena, struct kept, 1);
        *kept = (struct kept){ .next = folder->first, .name = arena_copy(cx->arena, name) };
        if (!file_parse(cx, path, kept->name, &kept->template))
            return false;
        folder->first = kept;
    }
    *partial = kept->template;
    return true;
}

static const struct text *text_find(const struct mustache *mustache, const char *key)
{
    return view_wording(mustache->language, key);
}

static const char *language_of(const struct call *call)
{
    const char *language = call_option(call, "language");

    return language ? language : call->language;
}

static bool file_render(struct ctx *cx, const struct call *call, const struct template *template,
                        const struct json *data, struct buf *out)
{
    const char *path = call->operands[0], *slash = strrchr(path, '/');
    struct folder folder = {
        .path = slash ? arena_text(cx->arena, path, (size_t)(slash + 1 - path)) : "",
    };
    const struct mustache mustache = {
        .language = language_of(call),
        .plain = str_ends(path, ".txt.mustache"),
        .partial_find = folder_partial,
        .text_find = text_find,
        .place = &folder,
    };

    return mustache_render(cx, &mustache, template, data, out);
}

/* A file when there is one, else one of those inside the program. */
static bool template_render(struct ctx *cx, const struct call *call, const struct json *data,
                            struct buf *out)
{
    const char *name = call->operands[0];
    const char *inside = arena_format(cx->arena, "views/%s%s", name, ENDING);
    const struct template *template;

    if (!file_parse(cx, name, name, &template))
        return false;
    if (template)
        return file_render(cx, call, template, data, out);
    if (!asset_find(inside))
        return file_fail(cx, name);
    return view_render(cx, name, data, language_of(call), out);
}

static const struct json *data_read(struct ctx *cx, const char *path)
{
    if (!path)
        return json_map(cx->arena);
    struct buf *bytes = file_read(cx, path);
    if (!bytes) {
        (void)file_fail(cx, path);
        return NULL;
    }
    return json_parse_own(cx, buf_string(bytes), bytes->size);
}

static bool render_run(struct ctx *cx, struct call *call, struct json *model)
{
    struct buf out = { .arena = cx->arena };
    const struct json *data = data_read(cx, call_option(call, "model"));

    if (!data || !template_render(cx, call, data, &out))
        return false;
    json_put_text(model, "template", call->operands[0]);
    json_put_text(model, "text", buf_string(&out));
    return true;
}

static void render_print(struct buf *out, const struct call *call, const struct json *model)
{
    (void)call;
    buf_text(out, json_text(json_get(model, "text")));
}

const struct command cli_view[] = {
    { "view render", "TEMPLATE [--model FILE.json] [--language fr|en]",
      "a template, a file or one of the program's own, filled from a model", "model= language=", 1,
      1, render_run, render_print },
    { 0 },
};
