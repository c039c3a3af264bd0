#include "request/campaign_words.h"

#include <string.h>

#include "base/str.h"
#include "firm/firm.h"
#include "request/act.h"

enum { TAG_CLIENT, TAG_CONTACT, TAG_FIRM, TAG_DUE, TAG_COUNT };

static const struct merge_tag list[TAG_COUNT] = {
    [TAG_CLIENT] = { .name = "client" },
    [TAG_CONTACT] = { .name = "contact" },
    [TAG_FIRM] = { .name = "firm" },
    [TAG_DUE] = { .name = "due" },
};

const struct merge_tags campaign_tags = { list, TAG_COUNT };

const char *campaign_name(const struct campaign *campaign)
{
    return words_in(&campaign->name, word_language_text(WORDS_FR));
}

static struct words trimmed(struct arena *arena, const struct words *words)
{
    struct words kept;

    for (enum word_language i = 0; i < WORDS_COUNT; i++)
        kept.in[i] = words->in[i] ? str_trim(arena, words->in[i]) : "";
    return kept;
}

struct campaign campaign_trimmed(struct arena *arena, const struct campaign *campaign)
{
    struct campaign kept = *campaign;

    kept.name = trimmed(arena, &campaign->name);
    kept.instructions = trimmed(arena, &campaign->instructions);
    kept.items = arena_new(arena, struct campaign_item, campaign->item_count + 1);
    for (size_t i = 0; i < campaign->item_count; i++) {
        kept.items[i] = campaign->items[i];
        kept.items[i].name = trimmed(arena, &campaign->items[i].name);
    }
    return kept;
}

/* A text where it is empty is the other language's, but for the strict. */
static const char *text_in(const struct words *words, enum word_language language, bool is_strict)
{
    return is_strict ? words->in[language] : words_in(words, word_language_text(language));
}

/* As a request, tags and all. */
static struct demand demand_in(struct arena *arena, const struct campaign *campaign,
                               enum word_language language, bool is_strict)
{
    struct demand demand = {
        .name = text_in(&campaign->name, language, is_strict),
        .instructions = text_in(&campaign->instructions, language, is_strict),
        .due_on = campaign->due_on,
        .items = arena_new(arena, struct item, campaign->item_count + 1),
        .item_count = campaign->item_count,
    };

    for (size_t i = 0; i < campaign->item_count; i++)
        demand.items[i] = (struct item){
            .kind = campaign->items[i].kind,
            .name = text_in(&campaign->items[i].name, language, is_strict),
            .is_blocking = campaign->items[i].is_blocking,
        };
    return demand;
}

static bool check_tags(struct ctx *cx, const char *field, const struct words *words)
{
    for (enum word_language i = 0; i < WORDS_COUNT; i++) {
        const char *place = arena_format(cx->arena, "%s_%s", field, word_language_text(i));
        if (!merge_check(cx, &campaign_tags, place, words->in[i]))
            return false;
    }
    return true;
}

bool campaign_words_check(struct ctx *cx, const struct campaign *campaign)
{
    struct firm firm;

    if (!firm_find(cx, &firm))
        return false;
    enum word_language first = word_language_of(firm.language);
    for (enum word_language i = 0; i < WORDS_COUNT; i++) {
        const struct demand demand = demand_in(cx->arena, campaign, i, i == first);
        if (!demand_check(cx, &demand))
            return false;
    }
    if (!check_tags(cx, "name", &campaign->name)
        || !check_tags(cx, "instructions", &campaign->instructions))
        return false;
    for (size_t i = 0; i < campaign->item_count; i++)
        if (!check_tags(cx, arena_format(cx->arena, "item-%zu-name", i + 1),
                        &campaign->items[i].name))
            return false;
    return true;
}

bool campaign_voice_load(struct ctx *cx, const struct campaign *campaign, campaign_day *day,
                         struct campaign_voice *voice)
{
    struct firm firm;

    if (!firm_find(cx, &firm))
        return false;
    *voice = (struct campaign_voice){ .campaign = campaign, .firm = firm.name };
    for (enum word_language i = 0; i < WORDS_COUNT; i++)
        voice->due[i] = day(cx->arena, word_language_text(i), campaign->due_on);
    return true;
}

/* A text that is borrowed from the other language writes its days as that one does. */
static const char *said(struct arena *arena, const struct campaign_voice *voice,
                        const struct campaign_reader *reader, const struct words *words,
                        enum word_language language)
{
    enum word_language own = words_source(words, language);

    const char *const values[TAG_COUNT] = {
        [TAG_CLIENT] = reader->client_name,
        [TAG_CONTACT] = reader->contact_name,
        [TAG_FIRM] = voice->firm,
        [TAG_DUE] = voice->due[own],
    };
    return merge_fill(arena, &campaign_tags, words->in[own], values);
}

struct demand campaign_word(struct arena *arena, const struct campaign_voice *voice,
                            const struct campaign_reader *reader, const char *language)
{
    const struct campaign *campaign = voice->campaign;
    enum word_language own = word_language_of(language);
    struct demand demand = demand_in(arena, campaign, own, false);

    demand.client = reader->client;
    demand.campaign = campaign->id;
    demand.scenario = campaign->scenario;
    demand.place = 1;
    demand.needs_payroll = campaign->needs_payroll;
    demand.name = said(arena, voice, reader, &campaign->name, own);
    demand.instructions = said(arena, voice, reader, &campaign->instructions, own);
    for (size_t i = 0; i < demand.item_count; i++)
        demand.items[i].name = said(arena, voice, reader, &campaign->items[i].name, own);
    return demand;
}

/* NULL where it is no other. */
static const char *unlike(const char *text, const char *french)
{
    return strcmp(text, french) == 0 ? NULL : text;
}

struct demand campaign_demand(struct arena *arena, const struct campaign_voice *voice,
                              const struct campaign_reader *reader)
{
    struct demand demand = campaign_word(arena, voice, reader, word_language_text(WORDS_FR));
    const struct demand english = campaign_word(arena, voice, reader, word_language_text(WORDS_EN));

    demand.name_en = unlike(english.name, demand.name);
    demand.instructions_en = unlike(english.instructions, demand.instructions);
    for (size_t i = 0; i < demand.item_count; i++)
        demand.items[i].name_en = unlike(english.items[i].name, demand.items[i].name);
    return demand;
}

static bool borrows(const struct words *words, enum word_language language)
{
    return !*words->in[language] && !words_are_none(words);
}

bool campaign_borrows(const struct campaign *campaign, enum word_language language)
{
    bool is_so = borrows(&campaign->name, language) || borrows(&campaign->instructions, language);

    for (size_t i = 0; i < campaign->item_count && !is_so; i++)
        is_so = borrows(&campaign->items[i].name, language);
    return is_so;
}
