#include "app/service_preview.h"

#include "app/desk.h"
#include "firm/firm.h"
#include "view/format.h"
#include "view/view.h"

/* An example: a client, this month, a day in ten days. */
static struct word_values example(struct ctx *cx, const struct request *request,
                                  const char *language)
{
    const struct desk *desk = desk_of(request);
    const char *due = date_text(cx->arena, (struct date){ cx->today.day + 10 });

    return (struct word_values){
        .of = {
            [TAG_CLIENT] = view_text(cx->arena, language, "service.example_client", NULL),
            [TAG_FIRM] = desk && desk->firm ? desk->firm->name : "",
            [TAG_PERIOD] = view_text(cx->arena, language, "service.example_period", NULL),
            [TAG_DUE] = format_value(cx->arena, "day", language, due),
            [TAG_AMOUNT] = format_value(cx->arena, "money", language, "1234.00"),
        },
    };
}

static void preview_request(struct arena *arena, const struct service_request *request,
                            enum word_language language, const struct word_values *values,
                            struct json *map)
{
    struct json *items = json_put_list(map, "items");

    json_put_text(map, "name", wording_said(arena, &request->name, language, values));
    json_put_text(map, "instructions",
                  wording_said(arena, &request->instructions, language, values));
    for (size_t i = 0; i < request->item_count; i++) {
        const struct service_item *item = &request->items[i];
        struct json *put = json_add_map(items);
        json_put_text(put, "name", wording_said(arena, &item->name, language, values));
        json_put_bool(put, arena_format(arena, "is_%s", item->kind), true);
        json_put_bool(put, "is_blocking", item->is_blocking);
    }
}

void service_preview_fill(struct arena *arena, const struct service_content *content,
                          const struct word_values *values, struct json *model)
{
    struct json *list = json_put_list(model, "previews");

    for (enum word_language i = 0; i < WORDS_COUNT; i++) {
        struct json *map = json_add_map(list), *requests = json_put_list(map, "requests");
        json_put_text(map, "language", word_language_text(i));
        json_put_bool(map, "is_fr", i == WORDS_FR);
        for (size_t j = 0; j < content->request_count; j++)
            preview_request(arena, &content->requests[j], i, values, json_add_map(requests));
    }
    json_put_bool(model, "is_looked", true);
}

void service_preview_put(struct ctx *cx, const struct request *request,
                         const struct service_content *content, struct json *model)
{
    struct word_values values[WORDS_COUNT];

    for (enum word_language i = 0; i < WORDS_COUNT; i++)
        values[i] = example(cx, request, word_language_text(i));
    service_preview_fill(cx->arena, content, values, model);
}
