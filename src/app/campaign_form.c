#include "app/campaign_form.h"

#include <stdlib.h>
#include <string.h>

#include "chase/scenario_list.h"
#include "firm/firm.h"
#include "http/number.h"
#include "request/campaign_words.h"
#include "request/remind.h"
#include "view/view.h"

/* Lines of items: those there are and some to fill in. */
enum { LINES = 20, SPARE = 3 };

const struct field campaign_fields[] = {
    { .name = "name_fr", .check = CHECK_TEXT },
    { .name = "name_en", .check = CHECK_TEXT },
    { .name = "instructions_fr", .check = CHECK_NOTE },
    { .name = "instructions_en", .check = CHECK_NOTE },
    { .name = "due_on", .check = CHECK_DATE, .required = true },
    { .name = "lead", .check = CHECK_TEXT },
    { .name = "scenario", .check = CHECK_INT },
    { .name = "payroll", .check = CHECK_FLAG },
    { .name = "item-*", .check = CHECK_TEXT },
    { 0 },
};

/* « name_fr »: one text of the form. */
static const char *field_of(struct arena *arena, const char *field, enum word_language language)
{
    return arena_format(arena, "%s_%s", field, word_language_text(language));
}

static struct campaign_item *line_of(struct campaign *campaign, long *numbers, long number)
{
    for (size_t i = 0; i < campaign->item_count; i++)
        if (numbers[i] == number)
            return &campaign->items[i];
    if (campaign->item_count == LINES)
        return NULL;
    numbers[campaign->item_count] = number;
    struct campaign_item *item = &campaign->items[campaign->item_count++];
    *item = (struct campaign_item){ .name = { { "", "" } } };
    return item;
}

static void drop_empty(struct campaign *campaign)
{
    size_t kept = 0;

    for (size_t i = 0; i < campaign->item_count; i++)
        if (!words_are_none(&campaign->items[i].name))
            campaign->items[kept++] = campaign->items[i];
    campaign->item_count = kept;
}

static void read_items(struct ctx *cx, const struct request *request, struct campaign *campaign)
{
    long *numbers = arena_new(cx->arena, long, LINES);
    size_t count;
    const struct named *named = request_named(request, &count);

    campaign->items = arena_new(cx->arena, struct campaign_item, LINES);
    campaign->item_count = 0;
    for (size_t i = 0; i < count; i++) {
        char *key;
        struct campaign_item *item = line_of(campaign, numbers, strtol(named[i].rest, &key, 10));
        if (!item)
            continue;
        if (strcmp(key, "-name_fr") == 0)
            item->name.in[WORDS_FR] = named[i].text;
        else if (strcmp(key, "-name_en") == 0)
            item->name.in[WORDS_EN] = named[i].text;
        else if (strcmp(key, "-blocking") == 0)
            item->is_blocking = strcmp(named[i].text, "1") == 0;
        else if (strcmp(key, "-kind") == 0 && !item_kind_parse(named[i].text, &item->kind))
            item->kind = ITEM_DOCUMENT;
    }
    drop_empty(campaign);
}

bool campaign_form_read(struct ctx *cx, const struct request *request, struct campaign *campaign)
{
    const char *lead = request_text(request, "lead");
    int64_t days = 0;

    for (enum word_language i = 0; i < WORDS_COUNT; i++) {
        campaign->name.in[i] = request_text(request, field_of(cx->arena, "name", i));
        campaign->instructions.in[i] =
            request_text(request, field_of(cx->arena, "instructions", i));
    }
    campaign->has_due = request_date(request, "due_on", &campaign->due_on);
    campaign->scenario = request_int(request, "scenario");
    campaign->needs_payroll = request_has(request, "payroll");
    campaign->has_lead = *lead != '\0';
    if (campaign->has_lead && (!number_parse(lead, strlen(lead), &days) || days > INT32_MAX))
        return fail(cx, FAULT_INPUT, "CAMPAGNE-DELAI", "field", "lead", NULL);
    campaign->lead_days = (int)days;
    read_items(cx, request, campaign);
    return true;
}

static const char *typed(struct ctx *cx, const struct request *request, size_t number,
                         const char *end)
{
    return request_typed(request, arena_format(cx->arena, "item-%zu-%s", number, end));
}

static void put_kinds(struct ctx *cx, const struct request *request, enum item_kind chosen,
                      struct json *list)
{
    for (enum item_kind kind = 0; kind < ITEM_KIND_COUNT; kind++) {
        const char *text = item_kind_text(kind);
        struct json *map = json_add_map(list);
        json_put_text(map, "value", text);
        json_put_text(map, "name",
                      view_text(cx->arena, request_language(request),
                                arena_format(cx->arena, "demand.kind.%s", text), NULL));
        json_put_bool(map, "is_chosen", kind == chosen);
    }
}

/* What is wrong with a text, beside its field: "" nothing. */
static const char *flaw_of(struct ctx *cx, const struct request *request, const char *text,
                           enum word_language language)
{
    const char *place =
        view_text(cx->arena, request_language(request),
                  arena_format(cx->arena, "campaign.in_%s", word_language_text(language)), NULL);

    if (merge_check(cx, &campaign_tags, place, text))
        return "";
    const char *flaw = view_fault(cx->arena, request_language(request), &cx->fault);
    cx->fault = (struct fault){ 0 };
    return flaw;
}

/* « name_fr », « name_en » and what is wrong with them: « name_fr_flaw », … */
static void put_words(struct ctx *cx, const struct request *request, const char *field,
                      const struct words *words, struct json *map)
{
    for (enum word_language i = 0; i < WORDS_COUNT; i++) {
        const char *name = field_of(cx->arena, field, i);
        json_put_text(map, name, words->in[i]);
        json_put_text(map, arena_format(cx->arena, "%s_flaw", name),
                      flaw_of(cx, request, words->in[i], i));
    }
}

static struct words typed_words(struct ctx *cx, const struct request *request, const char *field)
{
    struct words words;

    for (enum word_language i = 0; i < WORDS_COUNT; i++)
        words.in[i] = request_typed(request, field_of(cx->arena, field, i));
    return words;
}

static void put_item(struct ctx *cx, const struct request *request, size_t number,
                     const struct campaign_item *item, struct json *list)
{
    struct json *map = json_add_map(list);

    json_put_int(map, "number", (int64_t)number);
    put_words(cx, request, "name", &item->name, map);
    json_put_bool(map, "is_blocking", item->is_blocking);
    put_kinds(cx, request, item->kind, json_put_list(map, "kinds"));
}

/* One more asks for a document that holds things up, as most do. */
static const struct campaign_item blank = { .kind = ITEM_DOCUMENT,
                                            .name = { { "", "" } },
                                            .is_blocking = true };

static void put_items(struct ctx *cx, const struct request *request,
                      const struct campaign *campaign, struct json *list)
{
    for (size_t i = 0; i < campaign->item_count + SPARE && i < LINES; i++)
        put_item(cx, request, i + 1, i < campaign->item_count ? &campaign->items[i] : &blank, list);
}

static void put_typed_items(struct ctx *cx, const struct request *request, struct json *list)
{
    for (size_t i = 1; i <= LINES && *typed(cx, request, i, "kind"); i++) {
        struct campaign_item item = {
            .name = typed_words(cx, request, arena_format(cx->arena, "item-%zu-name", i)),
            .is_blocking = *typed(cx, request, i, "blocking") != '\0',
        };
        if (!item_kind_parse(typed(cx, request, i, "kind"), &item.kind))
            item.kind = ITEM_DOCUMENT;
        put_item(cx, request, i, &item, list);
    }
}

static bool put_scenarios(struct ctx *cx, int64_t chosen, struct json *list)
{
    struct kept_scenario *scenarios;
    size_t count;

    if (!scenario_list(cx, request_kind.name, &scenarios, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (scenarios[i].is_archived || scenarios[i].is_default)
            continue;
        struct json *map = json_add_map(list);
        json_put_int(map, "id", scenarios[i].scenario.id);
        json_put_text(map, "name", scenarios[i].scenario.name);
        json_put_bool(map, "is_chosen", scenarios[i].scenario.id == chosen);
    }
    return true;
}

static void put_standing(struct ctx *cx, const struct request *request,
                         const struct campaign *campaign, struct json *form)
{
    put_words(cx, request, "name", &campaign->name, form);
    put_words(cx, request, "instructions", &campaign->instructions, form);
    if (campaign->has_due)
        json_put_text(form, "due_on", date_text(cx->arena, campaign->due_on));
    if (campaign->has_lead)
        json_put_int(form, "lead", campaign->lead_days);
    json_put_bool(form, "needs_payroll", campaign->needs_payroll);
}

static void put_typed(struct ctx *cx, const struct request *request, struct json *form)
{
    const struct words name = typed_words(cx, request, "name");
    const struct words instructions = typed_words(cx, request, "instructions");

    put_words(cx, request, "name", &name, form);
    put_words(cx, request, "instructions", &instructions, form);
    json_put_text(form, "due_on", request_typed(request, "due_on"));
    json_put_text(form, "lead", request_typed(request, "lead"));
    json_put_bool(form, "needs_payroll", *request_typed(request, "payroll") != '\0');
}

static void put_tags(struct ctx *cx, const struct request *request, struct json *list)
{
    for (size_t i = 0; i < campaign_tags.count; i++) {
        const char *name = campaign_tags.list[i].name;
        struct json *map = json_add_map(list);
        json_put_text(map, "written", arena_format(cx->arena, "{{%s}}", name));
        json_put_text(map, "meaning",
                      view_text(cx->arena, request_language(request),
                                arena_format(cx->arena, "campaign.tag.%s", name), NULL));
        json_put_bool(map, "is_last", i + 1 == campaign_tags.count);
    }
}

/* The language that every text is in; the other's may be empty. */
static bool put_first(struct ctx *cx, struct json *form)
{
    struct firm firm;

    if (!firm_find(cx, &firm))
        return false;
    json_put_bool(form, arena_format(cx->arena, "first_%s", firm.language), true);
    return true;
}

bool campaign_form_put(struct ctx *cx, const struct request *request,
                       const struct campaign *campaign, struct json *model)
{
    struct json *form = json_put_map(model, "form"), *items = json_put_list(model, "items");
    bool is_again = *request_typed(request, "token") != '\0';
    int64_t scenario =
        is_again ? strtoll(request_typed(request, "scenario"), NULL, 10) : campaign->scenario;

    json_put_text(form, "today", date_text(cx->arena, cx->today));
    if (is_again) {
        put_typed(cx, request, form);
        put_typed_items(cx, request, items);
    } else {
        put_standing(cx, request, campaign, form);
        put_items(cx, request, campaign, items);
    }
    put_tags(cx, request, json_put_list(model, "tags"));
    return put_first(cx, form) && put_scenarios(cx, scenario, json_put_list(model, "scenarios"));
}
