/*
 * The words of campaigns (E-2): two languages, merge tags that are filled in for each client and
 * refused before anything is asked, and what one of them would read.
 */
#include "request/campaign_words.h"

#include "request/test_campaign.h"

static const char *named(struct ctx *cx, int64_t client, const char *language)
{
    struct demand demand;

    cx->language = language;
    assert_true(request_find(cx, request_of(cx, client), &demand));
    return arena_format(cx->arena, "%s / %s / %s, %s", demand.name, demand.instructions,
                        demand.items[0].name, demand.items[1].name);
}

/* E-2: each in the language of who reads, whoever is written to, tags filled in; what is empty in
   it reads as in the firm's first. */
static void test_languages(struct ctx *cx)
{
    prepare(cx);
    int64_t id = drawn(cx);
    struct campaign campaign = words(id);
    campaign.name = (struct words){ { "TVA de {{client}}", "VAT of {{client}}" } };
    campaign.instructions =
        (struct words){ { "{{contact}}, avant le {{due}}. {{firm}}", "{{contact}}, by {{due}}" } };
    assert_true(campaign_save(cx, &campaign));
    assert_true(campaign_launch(cx, id, day_text));
    assert_string_equal(named(cx, 1, "fr"),
                        "TVA de Ateliers / Paul, avant le fr 2026-03-20. Cabinet 1 / Attestation, "
                        "Des salariés ?");
    assert_string_equal(named(cx, 2, "en"),
                        "VAT of Boutique / Anne, by en 2026-03-20 / Attestation, Any staff?");
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM item WHERE name_en IS NULL"), 3);
    id = drawn(cx);
    campaign = words(id);
    campaign.name = (struct words){ { "TVA de {{client}}", "" } };
    assert_true(campaign_save(cx, &campaign));
    assert_string_equal(why_of(cx, id, 1), "CAMPAGNE-DEJA");
}

/* What would be read before it is launched, by a client that the actor sees (P-9). */
static void test_sample(struct ctx *cx)
{
    struct campaign_sample sample;
    struct campaign_voice voice;
    bool is_there;

    prepare(cx);
    int64_t id = drawn(cx);
    struct campaign campaign = words(id);
    campaign.name = (struct words){ { "Pour {{contact}}", "For {{contact}}" } };
    assert_true(campaign_save(cx, &campaign));
    assert_true(campaign_voice_load(cx, &campaign, day_text, &voice));
    assert_true(campaign_sample(cx, &voice, 1, &sample, &is_there) && is_there);
    assert_string_equal(sample.reader.language, "fr");
    assert_string_equal(sample.in[WORDS_FR].name, "Pour Paul");
    assert_string_equal(sample.in[WORDS_EN].name, "For Paul");
    assert_string_equal(sample.in[WORDS_EN].items[0].name, "Attestation");
    assert_true(campaign_borrows(&campaign, WORDS_EN));
    assert_false(campaign_borrows(&campaign, WORDS_FR));
    assert_true(campaign_sample(cx, &voice, 0, &sample, &is_there) && is_there);
    assert_int_equal(sample.reader.client, 2);
    assert_true(campaign_sample(cx, &voice, ARCHIVED, &sample, &is_there) && !is_there);
    assert_true(campaign_sample(cx, &voice, SECRET, &sample, &is_there) && is_there);
    cx->actor = KEN;
    assert_true(campaign_sample(cx, &voice, SECRET, &sample, &is_there) && !is_there);
}

static void unknown_tag(struct campaign *campaign)
{
    campaign->name.in[WORDS_EN] = "Hello {{name}}";
}

static void open_tag(struct campaign *campaign)
{
    campaign->instructions.in[WORDS_FR] = "Avant le {{due";
}

static void item_tag(struct campaign *campaign)
{
    static struct campaign_item item = { .name = { { "Relevé {{period}}", "" } } };

    campaign->items = &item;
    campaign->item_count = 1;
}

static void english_item(struct campaign *campaign)
{
    static struct campaign_item item = { .name = { { "", "Statement" } } };

    campaign->items = &item;
    campaign->item_count = 1;
}

/* Before it is launched, and nothing of it is kept. */
static void test_refused(struct ctx *cx)
{
    static const struct wrong {
        const char *code, *place;
        void (*spoil)(struct campaign *campaign);
    } wrongs[] = {
        { "BALISE-INCONNUE", "name_en", unknown_tag },
        { "BALISE-OUVERTE", "instructions_fr", open_tag },
        { "BALISE-INCONNUE", "item-1-name_fr", item_tag },
        { "DEMANDE-PIECE-NOM", "1", english_item },
    };

    prepare(cx);
    int64_t id = drawn(cx);
    for (size_t i = 0; i < COUNT_OF(wrongs); i++) {
        struct campaign campaign = words(id);
        wrongs[i].spoil(&campaign);
        assert_false(campaign_save(cx, &campaign));
        assert_string_equal(fault_arg(&cx->fault, "place"), wrongs[i].place);
        refuse(cx, false, wrongs[i].code);
    }
    refuse(cx, campaign_launch(cx, id, day_text), "CAMPAGNE-ECHEANCE");
}

/* What is empty in a language reads as in the firm's first, which therefore says all. */
static void test_first(struct ctx *cx)
{
    prepare(cx);
    assert_true(books_run_text(cx, "UPDATE firm SET language = 'en'"));
    int64_t id = drawn(cx);
    struct campaign campaign = words(id);
    refuse(cx, campaign_save(cx, &campaign), "DEMANDE-NOM");
    campaign.name.in[WORDS_EN] = "E-invoicing";
    refuse(cx, campaign_save(cx, &campaign), "DEMANDE-PIECE-NOM");
    campaign.items[0].name.in[WORDS_EN] = "Certificate";
    campaign.name.in[WORDS_FR] = "";
    assert_true(campaign_save(cx, &campaign));
    assert_true(campaign_launch(cx, id, day_text));
    assert_string_equal(named(cx, 1, "fr"),
                        "E-invoicing / Merci de nous dire où vous en êtes. / Attestation, "
                        "Des salariés ?");
    campaign.items[0].name.in[WORDS_EN] = "";
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_languages),
        BOOKS_EACH(test_sample),
        BOOKS_EACH(test_refused),
        BOOKS_EACH(test_first),
    };

    return cmocka_run_group_tests_name("campaign_words", tests, NULL, NULL) > 0;
}
