#include "view/view.h"

#include <pthread.h>
#include <string.h>

#include "base/asset.h"
#include "base/str.h"
#include "view/texts.h"
#include "view/word.h"

/* An embedded template in both languages, or why it is none. */
struct page {
    const struct template *french, *english;
    struct fault fault;
};

/* All that is embedded, parsed at its first use and constant from then on. */
static struct {
    pthread_once_t once;
    struct arena arena;
    struct page *pages; /* by their place in asset_table */
    struct texts french, english;
} house = { .once = PTHREAD_ONCE_INIT };

static const char *short_name(struct arena *arena, const char *name)
{
    const size_t start = sizeof "views/" - 1, end = sizeof ".mustache" - 1;

    return arena_text(arena, name + start, strlen(name) - start - end);
}

static const struct asset *page_asset(struct arena *arena, const char *name)
{
    return asset_find(arena_format(arena, "views/%s.mustache", name));
}

static const struct template *const *page_place(const struct texts *texts, const char *name)
{
    const struct asset *asset = page_asset(&house.arena, name);

    if (!asset)
        return NULL;
    const struct page *page = &house.pages[asset - asset_table];
    return texts == &house.english ? &page->english : &page->french;
}

static const struct template *page_word(struct arena *arena, const struct template *template,
                                        const struct texts *texts)
{
    const struct word_house words = { .texts = texts,
                                      .plain = str_ends(template->name, ".txt"),
                                      .place = page_place };

    return template_word(arena, template, &words);
}

static void page_open(struct ctx *cx, const struct asset *asset, struct page *page)
{
    const char *name = short_name(cx->arena, asset->name);
    const struct template *template = template_parse(cx, name, asset->bytes, asset->size);

    if (template) {
        page->french = page_word(cx->arena, template, &house.french);
        page->english = page_word(cx->arena, template, &house.english);
    }
    page->fault = cx->fault;
    cx->fault = (struct fault){ 0 };
}

static void house_open(void)
{
    struct ctx cx = { .arena = &house.arena };

    house.french = texts_merge(&cx, "fr");
    house.english = texts_merge(&cx, "en");
    house.pages = arena_new(&house.arena, struct page, asset_count + 1);
    for (size_t i = 0; i < asset_count; i++)
        if (str_ends(asset_table[i].name, ".mustache"))
            page_open(&cx, &asset_table[i], &house.pages[i]);
}

static bool is_english(const char *language)
{
    return strcmp(language, "en") == 0;
}

const struct text *view_wording(const char *language, const char *key)
{
    (void)pthread_once(&house.once, house_open); /* fails for a wrong control block alone */
    return texts_find(is_english(language) ? &house.english : &house.french, key);
}

static const struct text *house_text(const struct mustache *mustache, const char *key)
{
    return view_wording(mustache->language, key);
}

/* A template of ours that is wrong is our mistake, whoever asks. */
static bool page_find(struct ctx *cx, const struct mustache *mustache, const char *name,
                      const struct template **template)
{
    const struct asset *asset = page_asset(cx->arena, name);

    (void)pthread_once(&house.once, house_open); /* likewise */
    *template = NULL;
    if (!asset)
        return true;
    const struct page *page = &house.pages[asset - asset_table];
    *template = is_english(mustache->language) ? page->english : page->french;
    return *template
        || fail(cx, FAULT_BROKEN, page->fault.code, "template", name, "line",
                fault_arg(&page->fault, "line"), "reason", fault_arg(&page->fault, "reason"), NULL);
}

static struct mustache house_mustache(const char *language, bool plain)
{
    return (struct mustache){
        .language = is_english(language) ? "en" : "fr",
        .plain = plain,
        .partial_find = page_find,
        .text_find = house_text,
    };
}

bool view_render(struct ctx *cx, const char *name, const struct json *model, const char *language,
                 struct buf *out)
{
    const bool plain = str_ends(name, ".txt");
    struct mustache mustache = house_mustache(language, plain);
    const struct template *template;

    mustache.guarded = !plain;
    if (!page_find(cx, &mustache, name, &template))
        return false;
    if (!template)
        return fail(cx, FAULT_BROKEN, "MODELE", "template", name, "line", "0", "reason", "ABSENT",
                    NULL);
    return mustache_render(cx, &mustache, template, model, out);
}

static bool given_render(struct ctx *cx, const char *text, const struct json *model,
                         const struct mustache *mustache, struct buf *out)
{
    const struct template *template = template_parse(cx, "texte", text, strlen(text));

    return template && mustache_render(cx, mustache, template, model, out);
}

bool view_render_html(struct ctx *cx, const char *text, const struct json *model,
                      const char *language, struct buf *out)
{
    const struct mustache mustache = house_mustache(language, false);

    return given_render(cx, text, model, &mustache, out);
}

bool view_render_plain(struct ctx *cx, const char *text, const struct json *model,
                       const char *language, struct buf *out)
{
    const struct mustache mustache = house_mustache(language, true);

    return given_render(cx, text, model, &mustache, out);
}

const char *view_text(struct arena *arena, const char *language, const char *key,
                      const struct json *args)
{
    const struct mustache mustache = house_mustache(language, true);
    struct ctx cx = { .arena = arena };
    struct buf out = { .arena = arena };
    const struct text *text = view_wording(language, key);

    return text && text_render(&cx, &mustache, text, args, &out) ? buf_string(&out) : key;
}
