/* What one client of a campaign would read, in both languages, before it is launched (E-2). */
#include <string.h>

#include "app/campaign_model.h"
#include "request/campaign_words.h"
#include "view/view.h"
#include "worker/generate_words.h"

static void put_items(struct ctx *cx, const struct request *request, const struct demand *demand,
                      struct json *list)
{
    for (size_t i = 0; i < demand->item_count; i++) {
        const struct item *item = &demand->items[i];
        struct json *map = json_add_map(list);
        json_put_text(map, "name", item->name);
        json_put_bool(map, "is_blocking", item->is_blocking);
        json_put_text(
            map, "kind",
            view_text(cx->arena, request_language(request),
                      arena_format(cx->arena, "demand.kind.%s", item_kind_text(item->kind)), NULL));
    }
}

static void put_language(struct ctx *cx, const struct request *request,
                         const struct campaign_sample *sample, enum word_language language,
                         struct json *map)
{
    const struct demand *demand = &sample->in[language];
    const char *code = word_language_text(language);

    json_put_text(map, "code", code);
    json_put_bool(map, arena_format(cx->arena, "is_%s", code), true);
    json_put_bool(map, "is_theirs", strcmp(sample->reader.language, code) == 0);
    json_put_text(map, "name", demand->name);
    json_put_text(map, "instructions", demand->instructions);
    put_items(cx, request, demand, json_put_list(map, "items"));
}

bool campaign_put_preview(struct ctx *cx, const struct request *request,
                          const struct campaign *campaign, struct json *model)
{
    struct campaign_voice voice;
    struct campaign_sample sample;
    bool is_there;

    if (!campaign_voice_load(cx, campaign, generate_day, &voice)
        || !campaign_sample(cx, &voice, request_int(request, "apercu"), &sample, &is_there))
        return false;
    if (!is_there)
        return true;
    struct json *preview = json_put_map(model, "preview");
    struct json *languages = json_put_list(preview, "languages");
    json_put_int(preview, "client", sample.reader.client);
    json_put_text(preview, "client_name", sample.reader.client_name);
    json_put_text(preview, "contact_name", sample.reader.contact_name);
    for (enum word_language i = 0; i < WORDS_COUNT; i++) {
        struct json *map = json_add_map(languages);
        put_language(cx, request, &sample, i, map);
        json_put_bool(map, "borrows", campaign_borrows(campaign, i));
    }
    return true;
}
