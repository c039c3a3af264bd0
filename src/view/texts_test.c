/* The tables of texts, entry by entry: whole, equal in both languages, and well set in French. */
#include "view/texts.h"

#include <stdlib.h>
#include <string.h>

#include "base/asset.h"
#include "base/str.h"
#include "base/test.h"

/* One sentence of an entry: an entry by number has two. */
struct sentence {
    const char *fragment, *key, *text;
};

struct sentences {
    struct ctx cx;
    struct sentence *rows;
    size_t count, wrong;
};

enum { SENTENCE_LIMIT = 20000 };

static void tell(struct sentences *all, const struct sentence *at, const char *what)
{
    all->wrong++;
    print_error("%s: %s: %s\n", at->fragment, at->key, what);
}

static void sentence_add(struct sentences *all, const char *fragment, const char *key,
                         const struct json *value)
{
    struct sentence sentence = { .fragment = fragment, .key = key, .text = json_text(value) };

    assert_true(all->count < SENTENCE_LIMIT);
    if (sentence.text)
        all->rows[all->count++] = sentence;
    else
        tell(all, &sentence, "neither a sentence nor a map of by, one and other");
}

static void entry_add(struct sentences *all, const char *fragment, const struct json_entry *entry)
{
    struct arena *arena = all->cx.arena;

    if (json_kind(entry->value) != JSON_MAP) {
        sentence_add(all, fragment, entry->key, entry->value);
        return;
    }
    const char *one = arena_format(arena, "%s (one)", entry->key);
    const char *other = arena_format(arena, "%s (other)", entry->key);
    const char *by = arena_format(arena, "%s (by)", entry->key);
    assert_int_equal(json_count(entry->value), 3);
    sentence_add(all, fragment, by, json_get(entry->value, "by"));
    sentence_add(all, fragment, one, json_get(entry->value, "one"));
    sentence_add(all, fragment, other, json_get(entry->value, "other"));
}

static int by_key(const void *one, const void *other)
{
    return strcmp(((const struct sentence *)one)->key, ((const struct sentence *)other)->key);
}

/* As they come from outside: json_parse refuses a key that is given twice. */
static struct sentences sentences_of(struct arena *arena, const char *language)
{
    struct sentences all = { .cx = { .arena = arena } };
    const char *end = arena_format(arena, ".%s.json", language);

    all.rows = arena_new(arena, struct sentence, SENTENCE_LIMIT);
    for (size_t i = 0; i < asset_count; i++) {
        const struct asset *asset = &asset_table[i];
        struct json_entry entry = { 0 };
        if (!str_starts(asset->name, "views/texts.") || !str_ends(asset->name, end))
            continue;
        const struct json *fragment = json_parse(&all.cx, asset->bytes, asset->size);
        if (!fragment)
            print_error("%s: %s\n", asset->name, fault_arg(&all.cx.fault, "detail"));
        assert_non_null(fragment);
        while (json_next(fragment, &entry))
            entry_add(&all, asset->name, &entry);
    }
    qsort(all.rows, all.count, sizeof *all.rows, by_key);
    assert_true(all.count > 0);
    return all;
}

static void test_once(void **state)
{
    struct arena arena = { 0 };
    struct sentences all = sentences_of(&arena, *state);

    for (size_t i = 1; i < all.count; i++)
        if (strcmp(all.rows[i].key, all.rows[i - 1].key) == 0)
            tell(&all, &all.rows[i], all.rows[i - 1].fragment);
    assert_int_equal(all.wrong, 0);
    arena_free(&arena);
}

static void test_well_formed(void **state)
{
    struct arena arena = { 0 };
    struct sentences all = sentences_of(&arena, *state);

    for (size_t i = 0; i < all.count; i++) {
        const struct sentence *at = &all.rows[i];
        struct ctx cx = { .arena = &arena };
        if (!template_parse(&cx, at->key, at->text, strlen(at->text)))
            tell(&all, at, fault_arg(&cx.fault, "reason"));
        if (!strchr(at->key, '.'))
            tell(&all, at, "no section in the key");
    }
    assert_int_equal(all.wrong, 0);
    arena_free(&arena);
}

/* In French nothing is singular too: « 0 tâche », so that the sentence of one says its number. */
static void test_zero_is_singular(void **state)
{
    struct arena arena = { 0 };
    struct sentences all = sentences_of(&arena, "fr");

    (void)state;
    for (size_t i = 0; i < all.count; i++) {
        const struct sentence *at = &all.rows[i];
        bool is_one = str_ends(at->key, " (one)");
        if (is_one && (str_starts(at->text, "1 ") || strstr(at->text, " 1 ")))
            tell(&all, at, "says 1 where it may be 0");
    }
    assert_int_equal(all.wrong, 0);
    arena_free(&arena);
}

/* The names in a template's tags, each once, in order. */
static const char *tags_of(struct arena *arena, const char *text)
{
    struct buf names = { .arena = arena };
    const char *least = "", *found;

    do {
        found = NULL;
        for (const char *at = strstr(text, "{{"); at; at = strstr(at + 2, "{{")) {
            const char *name = at + 2 + strspn(at + 2, "{&#^/ ");
            name = arena_text(arena, name, strcspn(name, "|} "));
            if (strcmp(name, least) > 0 && (!found || strcmp(name, found) < 0))
                found = name;
        }
        if (found) {
            buf_format(&names, "%s ", found);
            least = found;
        }
    } while (found);
    return buf_string(&names);
}

static const char *both_tags(struct arena *arena, const struct sentences *all, size_t *at)
{
    struct buf text = { .arena = arena };
    const char *key = all->rows[*at].key;
    size_t size = strcspn(key, " ");

    for (; *at < all->count && strncmp(all->rows[*at].key, key, size) == 0
         && strchr(" ", all->rows[*at].key[size]);
         ++*at)
        buf_text(&text, all->rows[*at].text);
    return tags_of(arena, buf_string(&text));
}

static void test_languages(void **state)
{
    struct arena arena = { 0 };
    struct sentences french = sentences_of(&arena, "fr"), english = sentences_of(&arena, "en");
    size_t i = 0, j = 0;

    (void)state;
    while (i < french.count || j < english.count) {
        const struct sentence *one = i < french.count ? &french.rows[i] : NULL;
        const struct sentence *other = j < english.count ? &english.rows[j] : NULL;
        int order = !one ? 1 : !other ? -1 : strcmp(one->key, other->key);
        if (order < 0) {
            tell(&french, one, "missing in English");
            i++;
        } else if (order > 0) {
            tell(&french, other, "missing in French");
            j++;
        } else if (strcmp(both_tags(&arena, &french, &i), both_tags(&arena, &english, &j)) != 0) {
            tell(&french, one, "other tags in English");
        }
    }
    assert_int_equal(french.wrong, 0);
    arena_free(&arena);
}

/* Values become a letter, all other tags nothing. */
static const char *without_tags(struct arena *arena, const char *text)
{
    struct buf out = { .arena = arena };
    const char *tag;

    while ((tag = strstr(text, "{{"))) {
        const char *end = strstr(tag, "}}");
        buf_add(&out, text, (size_t)(tag - text));
        if (!strchr("#^/!", tag[2]))
            buf_byte(&out, 'x');
        text = end + 2 + (end[2] == '}');
    }
    buf_text(&out, text);
    return buf_string(&out);
}

static bool ends_no_break(const char *start, const char *at)
{
    return (at - start >= 2 && memcmp(at - 2, "\u00A0", 2) == 0)
        || (at - start >= 3 && memcmp(at - 3, "\u202F", 3) == 0);
}

static bool starts_no_break(const char *at)
{
    return str_starts(at, "\u00A0") || str_starts(at, "\u202F");
}

/* A colon within a word or behind a key of JSON, a mark at the very start or behind another. */
static bool stands_close(const char *start, const char *at)
{
    bool within = *at == ':' && at[1] && at[1] != ' ' && !starts_no_break(at + 1);

    return within || at == start || strchr("?!(/\"", at[-1]);
}

/* What is wrong with the setting of a French sentence; NULL when nothing is. */
static const char *french_fault(struct arena *arena, const char *text)
{
    const char *plain = without_tags(arena, text);

    for (const char *at = plain; *at; at++) {
        if (strchr(":;?!", *at) && !stands_close(plain, at) && !ends_no_break(plain, at))
            return "no U+00A0 or U+202F before : ; ? !";
        if (strchr("%", *at) && at > plain && !ends_no_break(plain, at))
            return "no U+00A0 before %";
        if (str_starts(at, "€") && at > plain && !ends_no_break(plain, at))
            return "no U+00A0 before €";
        if (str_starts(at, "«") && !starts_no_break(at + strlen("«")))
            return "no U+00A0 behind «";
        if (str_starts(at, "»") && !ends_no_break(plain, at))
            return "no U+00A0 before »";
        if (*at == '\'')
            return "the apostrophe is ’";
        if (str_starts(at, "..."))
            return "the ellipsis is …";
    }
    return NULL;
}

static void test_french(void **state)
{
    struct arena arena = { 0 };
    struct sentences all = sentences_of(&arena, "fr");

    (void)state;
    for (size_t i = 0; i < all.count; i++) {
        const char *fault = french_fault(&arena, all.rows[i].text);
        if (fault)
            tell(&all, &all.rows[i], fault);
    }
    assert_int_equal(all.wrong, 0);
    arena_free(&arena);
}

struct setting_row {
    const char *rule, *text;
    bool well;
};

static const struct setting_row settings[] = {
    { "a colon behind a no-break space", "Dû\u00A0: {{x}}", true },
    { "a colon behind a space", "Dû : {{x}}", false },
    { "a colon behind a word", "Dû: {{x}}", false },
    { "a colon behind a value", "{{x}}: y", false },
    { "a question behind a thin one", "Part-il demain\u202F?", true },
    { "a question behind a space", "Part-il demain ?", false },
    { "two marks", "Quoi\u202F?!", true },
    { "an address and a time", "https://quitus.example/ à 10:15", true },
    { "a word with a colon in it, and a key", "eml:DOSSIER, {\"champ\": valeur}", true },
    { "guillemets", "«\u00A0oui\u00A0»", true },
    { "guillemets that open with a space", "« oui\u00A0»", false },
    { "guillemets that close close", "«\u00A0oui»", false },
    { "a typewriter's apostrophe", "l'échéance", false },
    { "a printer's apostrophe", "l’échéance", true },
    { "a per cent", "{{x}} %", false },
    { "an amount", "{{x}}\u00A0€", true },
    { "a tag's own signs do not count", "{{#x}}a{{/x}}{{!c: d}}", true },
};

static void test_setting(void **state)
{
    const struct setting_row *row = *state;
    struct arena arena = { 0 };

    assert_int_equal(french_fault(&arena, row->text) == NULL, row->well);
    arena_free(&arena);
}

/* Every text that a text calls exists. */
static void test_calls(void **state)
{
    struct arena arena = { 0 };
    struct sentences all = sentences_of(&arena, *state);
    struct texts texts = texts_merge(&all.cx, *state);

    for (size_t i = 0; i < all.count; i++)
        for (const char *at = strstr(all.rows[i].text, "{{t."); at; at = strstr(at + 4, "{{t.")) {
            const char *key = arena_text(&arena, at + 4, strcspn(at + 4, "|} "));
            if (!texts_find(&texts, key))
                tell(&all, &all.rows[i], key);
        }
    assert_int_equal(all.wrong, 0);
    arena_free(&arena);
}

static struct CMUnitTest named(const char *name, CMUnitTestFunction function, const char *language)
{
    return (struct CMUnitTest){
        .name = name,
        .test_func = function,
        .initial_state = (void *)(uintptr_t)language,
    };
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        named("no key stands in two French fragments", test_once, "fr"),
        named("no key stands in two English fragments", test_once, "en"),
        named("every French entry can be read", test_well_formed, "fr"),
        named("every English entry can be read", test_well_formed, "en"),
        named("both languages have the same keys and tags", test_languages, NULL),
        named("in French zero is singular too", test_zero_is_singular, NULL),
        named("French is well set", test_french, NULL),
        named("French texts call texts that exist", test_calls, "fr"),
        named("English texts call texts that exist", test_calls, "en"),
    };
    int failed = TEST_TABLE("French setting", settings, test_setting);

    return failed + cmocka_run_group_tests_name("texts", tests, NULL, NULL) > 0;
}
