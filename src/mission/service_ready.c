#include <string.h>

#include "base/asset.h"
#include "client/change.h"
#include "firm/firm.h"
#include "mission/service_content.h"

SQL(IS_READY, FIRM, "SELECT 1 FROM category WHERE firm = $1 AND key <> '' LIMIT 1");

static bool is_ready(struct ctx *cx, bool *ready)
{
    struct rows *rows = store_query(cx, &IS_READY, NO_ARGS);

    *ready = rows_next(rows);
    return rows_done(rows);
}

static const char *key_of(const struct json *map, const char *key)
{
    const char *text = json_text(json_get(map, key));

    return text ? text : "";
}

static const char *title_of(const struct json *map, const char *language)
{
    struct words words = words_from(json_get(map, "title"));

    return words_in(&words, language);
}

static bool categories_bring(struct ctx *cx, const struct json *list, const char *language,
                             struct category *categories)
{
    for (size_t i = 0; i < json_count(list); i++) {
        categories[i] = (struct category){ .key = key_of(json_at(list, i), "key"),
                                           .title = title_of(json_at(list, i), language) };
        if (!category_add(cx, &categories[i]))
            return false;
    }
    return true;
}

static int64_t category_of(const struct category *categories, size_t count, const char *key)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(categories[i].key, key) == 0)
            return categories[i].id;
    return 0;
}

static bool bring(struct ctx *cx, const struct json *catalogue, const char *language)
{
    const struct json *list = json_get(catalogue, "services");
    const struct json *named = json_get(catalogue, "categories");
    struct category *categories = arena_new(cx->arena, struct category, json_count(named) + 1);

    if (!categories_bring(cx, named, language, categories))
        return false;
    for (size_t i = 0; i < json_count(list); i++) {
        const struct json *map = json_at(list, i);
        struct service service = {
            .category = category_of(categories, json_count(named), key_of(map, "category")),
            .key = key_of(map, "key"),
            .title = title_of(map, language),
        };
        if (!service_content_from(cx, map, language, &service.content)
            || !service_add(cx, &service))
            return false;
    }
    return true;
}

static bool bring_once(struct ctx *cx)
{
    const struct asset *asset = asset_find("views/catalogue.json");
    struct firm firm;
    bool ready;

    if (!is_ready(cx, &ready) || ready)
        return ready;
    const struct json *catalogue = json_parse_own(cx, asset->bytes, asset->size);
    return catalogue && firm_find(cx, &firm) && bring(cx, catalogue, firm.language);
}

bool service_ready(struct ctx *cx)
{
    bool is_own, ready;

    if (!is_ready(cx, &ready))
        return false;
    return ready || (client_begin(cx, &is_own) && client_end(cx, is_own, bring_once(cx)));
}
