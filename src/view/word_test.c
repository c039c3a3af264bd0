/* A template with its sentences put in renders what it rendered before. */
#include "view/word.h"

#include <string.h>

#include "base/test.h"

struct word_row {
    const char *rule, *template, *want;
    size_t nodes; /* at the top, after */
};

static const struct word_row words[] = {
    { "a sentence becomes one literal with its neighbours", "<p>{{t.a.b}}</p>", "<p>Été</p>", 1 },
    { "it is escaped once", "<p>{{t.a.angle}}</p>", "<p>&lt;b&gt;</p>", 1 },
    { "a raw tag is not", "{{{t.a.angle}}}", "<b>", 1 },
    { "a sentence with a name stays a tag", "<p>{{t.a.name}}</p>", "<p>De Zoé</p>", 3 },
    { "a sentence with two forms stays a tag", "{{t.a.count}}", "deux", 1 },
    { "a key without a sentence stays its key", "{{t.a.none}}", "a.none", 1 },
    { "sections and lines stand", "a\n{{#on}}\n{{t.a.b}}\nx\n{{/on}}\nb\n", "a\nÉté\nx\nb\n", 3 },
};

static struct text text_of(struct ctx *cx, const char *key, const char *one, const char *other)
{
    struct text text = { .key = key };

    if (one) {
        text.by = path_parse(cx->arena, "n");
        text.one = template_parse(cx, key, one, strlen(one));
    }
    text.other = template_parse(cx, key, other, strlen(other));
    return text;
}

static struct texts texts_of(struct ctx *cx)
{
    struct text *rows = arena_new(cx->arena, struct text, 4);

    rows[0] = text_of(cx, "a.angle", NULL, "<b>");
    rows[1] = text_of(cx, "a.b", NULL, "Été");
    rows[2] = text_of(cx, "a.count", "un", "deux");
    rows[3] = text_of(cx, "a.name", NULL, "De {{name}}");
    return (struct texts){ rows, 4 };
}

static const struct text *found(const struct mustache *mustache, const char *key)
{
    return texts_find(mustache->place, key);
}

static size_t count_nodes(const struct node *nodes)
{
    size_t count = 0;

    for (; nodes; nodes = nodes->next)
        count++;
    return count;
}

static void test_word(void **state)
{
    const struct word_row *row = *state;
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    struct texts texts = texts_of(&cx);
    struct json *model = json_map(&arena);
    const struct mustache mustache = { .language = "fr", .text_find = found, .place = &texts };
    const struct template *before =
        template_parse(&cx, "essai", row->template, strlen(row->template));
    const struct template *after =
        template_word(&arena, before, &(struct word_house){ .texts = &texts });

    json_put_text(model, "name", "Zoé");
    json_put_int(model, "n", 2);
    json_put_bool(model, "on", true);
    const struct template *both[] = { before, after };
    for (size_t i = 0; i < COUNT_OF(both); i++) {
        struct buf out = { .arena = &arena };
        assert_true(mustache_render(&cx, &mustache, both[i], model, &out));
        assert_string_equal(buf_string(&out), row->want);
    }
    assert_int_equal(count_nodes(after->nodes), row->nodes);
    arena_free(&arena);
}

int main(void)
{
    return TEST_TABLE("template_word", words, test_word) > 0;
}
