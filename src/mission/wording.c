#include "mission/wording.h"

static const struct merge_tag list[TAG_COUNT] = {
    [TAG_CLIENT] = { .name = "client" },
    [TAG_FIRM] = { .name = "firm" },
    [TAG_PERIOD] = { .name = "period" },
    [TAG_DUE] = { .name = "due" },
    [TAG_AMOUNT] = { .name = "amount", .is_part = true },
};

static const struct merge_tags tags = { list, TAG_COUNT };

const char *word_tag_text(enum word_tag tag)
{
    return list[tag].name;
}

bool wording_check(struct ctx *cx, const char *place, const char *text)
{
    return merge_check(cx, &tags, place, text);
}

const char *wording_fill(struct arena *arena, const char *text, const struct word_values *values)
{
    return merge_fill(arena, &tags, text, values->of);
}

const char *wording_said(struct arena *arena, const struct words *words,
                         enum word_language language, const struct word_values *values)
{
    enum word_language source = words_source(words, language);

    return words->in[source] ? wording_fill(arena, words->in[source], &values[source]) : "";
}
