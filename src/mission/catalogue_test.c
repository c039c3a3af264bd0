/* E-4: the services that the catalogue ships with: all of them, whole, in both languages. */
#include <string.h>

#include "base/asset.h"
#include "base/json.h"
#include "base/str.h"
#include "base/test.h"
#include "mission/deadline.h"
#include "mission/recurrence.h"

static const struct json *catalogue_read(struct ctx *cx)
{
    const struct asset *asset = asset_find("views/catalogue.json");

    assert_non_null(asset);
    const struct json *catalogue = json_parse(cx, asset->bytes, asset->size);
    assert_non_null(catalogue);
    return catalogue;
}

static const char *text_of(const struct json *map, const char *key)
{
    const char *text = json_text(json_get(map, key));

    return text ? text : "";
}

static const struct json *service_find(const struct json *catalogue, const char *key)
{
    const struct json *services = json_get(catalogue, "services");

    for (size_t i = 0; i < json_count(services); i++)
        if (strcmp(text_of(json_at(services, i), "key"), key) == 0)
            return json_at(services, i);
    return NULL;
}

struct service_case {
    const char *rule, *key, *regime, *follows, *every, *until, *then;
};

static const struct service_case services[] = {
    { "VAT elements monthly", "vat-monthly", "CA3", "CA3", "month", "", "" },
    { "quarterly", "vat-quarterly", "CA3T", "CA3", "quarter", "", "" },
    { "simplified, until 2027", "vat-simplified", "CA12", "CA12", "year", "2026-12-31",
      "vat-quarterly" },
    { "its advances", "vat-simplified-advance", "CA12", "CA12-ACOMPTE", "half-year", "2026-12-31",
      "vat-quarterly" },
    { "payroll variables", "payroll-variables", "DSN", "DSN", "month", "", "" },
    { "corporate-tax instalments", "corporate-tax-advance", "IS", "IS-ACOMPTE", "quarter", "", "" },
    { "CFE", "cfe", "CFE", "CFE", "year", "", "" },
    { "annual accounts", "annual-accounts", "IS,IR", "LIASSE", "year", "", "" },
};

/* P-3: what is asked for the payroll reaches the payroll's people alone, and nothing else does. */
static void kept_for_payroll(const struct json *service)
{
    const struct json *requests = json_get(service, "requests");
    bool is_payroll = strcmp(text_of(service, "category"), "payroll") == 0;

    for (size_t i = 0; i < json_count(requests); i++)
        assert_int_equal(json_bool(json_get(json_at(requests, i), "needs_payroll")), is_payroll);
}

static void test_service(void **state)
{
    const struct service_case *row = *state;
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    const struct json *service = service_find(catalogue_read(&cx), row->key);

    assert_non_null(service);
    assert_string_equal(text_of(service, "regime"), row->regime);
    assert_string_equal(text_of(service, "follows"), row->follows);
    assert_string_equal(text_of(service, "every"), row->every);
    assert_string_equal(text_of(service, "until"), row->until);
    assert_string_equal(text_of(service, "then"), row->then);
    assert_true(json_count(json_get(service, "tasks")) > 0);
    assert_true(json_count(json_get(service, "requests")) > 0);
    kept_for_payroll(service);
    arena_free(&arena);
}

/* Tags that a request can fill; what else stands in braces would be found missing at sending. */
static void words_hold(const struct json *words)
{
    static const char *const languages[] = { "fr", "en" };

    assert_int_equal(json_count(words), COUNT_OF(languages));
    for (size_t i = 0; i < COUNT_OF(languages); i++) {
        const char *text = text_of(words, languages[i]);
        assert_true(*text != '\0' && strchr(text, '\'') == NULL);
        for (const char *at = strstr(text, "{{"); at; at = strstr(at + 2, "{{"))
            assert_true(str_starts(at, "{{period}}") || str_starts(at, "{{due}}"));
    }
    const char *french = text_of(words, "fr");
    assert_true(!strstr(french, " :") && !strstr(french, " ?") && !strstr(french, " ;"));
}

static void items_hold(const struct json *items)
{
    static const char kinds[] = "document answer figure yes_no";

    assert_true(json_count(items) > 0);
    for (size_t i = 0; i < json_count(items); i++) {
        const struct json *item = json_at(items, i);
        assert_non_null(strstr(kinds, text_of(item, "kind")));
        assert_true(strlen(text_of(item, "kind")) > 4);
        assert_int_equal(json_kind(json_get(item, "is_blocking")), JSON_BOOL);
        words_hold(json_get(item, "name"));
    }
}

static void regimes_hold(struct arena *arena, const char *text)
{
    enum liable liable;

    for (size_t size; *text; text += size + (text[size] == ',')) {
        size = strcspn(text, ",");
        assert_true(liable_parse(arena_text(arena, text, size), &liable));
    }
}

static void service_hold(struct arena *arena, const struct json *catalogue,
                         const struct json *service)
{
    const struct json *tasks = json_get(service, "tasks");
    const struct json *requests = json_get(service, "requests");
    const char *then = text_of(service, "then");
    enum deadline_kind kind;
    enum closed_rule closed;
    enum rhythm rhythm;

    words_hold(json_get(service, "title"));
    words_hold(json_get(service, "description"));
    regimes_hold(arena, text_of(service, "regime"));
    assert_true(deadline_kind_parse(text_of(service, "follows"), &kind));
    assert_true(rhythm_parse(text_of(service, "every"), &rhythm));
    assert_true(closed_rule_parse(text_of(service, "closed"), &closed));
    assert_in_range(json_int(json_get(service, "lead_days")), 5, 120);
    assert_true(*then == '\0' || service_find(catalogue, then) != NULL);
    for (size_t i = 0; i < json_count(tasks); i++) {
        words_hold(json_get(json_at(tasks, i), "title"));
        assert_true(json_int(json_get(json_at(tasks, i), "minutes")) > 0);
    }
    for (size_t i = 0; i < json_count(requests); i++) {
        words_hold(json_get(json_at(requests, i), "name"));
        words_hold(json_get(json_at(requests, i), "instructions"));
        items_hold(json_get(json_at(requests, i), "items"));
    }
}

static void test_whole(void **state)
{
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    const struct json *catalogue = catalogue_read(&cx);
    const struct json *list = json_get(catalogue, "services");
    const struct json *categories = json_get(catalogue, "categories");

    (void)state;
    assert_int_equal(json_count(list), COUNT_OF(services));
    for (size_t i = 0; i < json_count(categories); i++)
        words_hold(json_get(json_at(categories, i), "title"));
    for (size_t i = 0; i < json_count(list); i++) {
        const struct json *service = json_at(list, i);
        size_t found = 0;
        for (size_t j = 0; j < json_count(categories); j++)
            found +=
                strcmp(text_of(json_at(categories, j), "key"), text_of(service, "category")) == 0;
        assert_int_equal(found, 1);
        assert_ptr_equal(service_find(catalogue, text_of(service, "key")), service);
        service_hold(&arena, catalogue, service);
    }
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_whole) };
    int failed = cmocka_run_group_tests_name("catalogue", tests, NULL, NULL);

    return failed + TEST_TABLE("catalogue_service", services, test_service) > 0;
}
