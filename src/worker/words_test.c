/* A step's own words: what a firm wrote, with the account of a debtor in it. */
#include "worker/words.h"

#include <string.h>

#include "base/test.h"

static const char MODEL[] =
    "{\"firm\":{\"name\":\"Lemoine & fils\"},\"client\":{\"name\":\"Rivoal\"},"
    "\"customer\":{\"name\":\"Port\",\"account\":\"411\"},\"on\":\"2026-03-31\","
    "\"items\":[{\"piece\":\"F-1\",\"issued_on\":\"2026-02-01\",\"due_on\":\"2026-03-03\","
    "\"amount\":\"1200.50\",\"is_late\":true,\"days_late\":28}],"
    "\"total\":\"1200.50\",\"late_total\":\"1200.50\",\"step\":{\"first\":true}}";

struct words_row {
    const char *rule, *subject, *body;
    const char *in_text[3], *in_html[3]; /* in this order */
};

static const struct words_row rows[] = {
    { "tags are filled in",
      "À {{client.name}}\nsuite",
      "Solde : {{total|mail}}.",
      { "Solde : 1\u00A0200,50\u00A0€." },
      { ">Solde : 1\u00A0200,50\u00A0€.</div>" } },
    { "nothing but the HTML part escapes",
      "S",
      "{{firm.name}} <b>",
      { "Lemoine & fils <b>" },
      { ">Lemoine &amp; fils &lt;b&gt;</div>" } },
    { "an empty line ends a paragraph, a line a line",
      "S",
      "Un\ndeux\n\ntrois",
      { "Un\ndeux\n\ntrois" },
      { ">Un<br />deux</div>", ">trois</div>" } },
    { "R-15: the table stands where its tag does",
      "S",
      "Avant\n\n{{table}}\n\nAprès",
      { "Avant\n\n- F-1", "200,50\u00A0€\n\nAprès" },
      { ">Avant</div>", "<table cellpadding", ">Après</div>" } },
    { "even in the midst of a line",
      "S",
      "Avant {{table}} après",
      { "Avant - F-1", "€ après" },
      { ">Avant</div>", "<table cellpadding", ">après</div>" } },
    { "without its tag there is none", "S", "Rien", { "Rien" }, { ">Rien</div>" } },
    { "how to pay is one sentence of the kind's",
      "S",
      "{{payment}}",
      { "Le règlement se fait à Rivoal" },
      { ">Le règlement se fait à Rivoal" } },
};

static void assert_in_order(const char *text, const char *const *wanted)
{
    for (size_t i = 0; i < 3 && wanted[i]; i++) {
        const char *found = strstr(text, wanted[i]);
        if (!found)
            print_message("# « %s » is missing in « %.400s »\n", wanted[i], text);
        assert_non_null(found);
        text = found + strlen(wanted[i]);
    }
}

static void test_row(void **state)
{
    const struct words_row *row = *state;
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    struct step_words words = { .language = "fr", .subject = row->subject, .body = row->body };
    struct json *model = json_parse_own(&cx, MODEL, strlen(MODEL));
    struct worded worded;

    assert_true(words_render(&cx, "mail/dunning", &words, model, &worded));
    assert_in_order(worded.text, row->in_text);
    assert_in_order(worded.html, row->in_html);
    assert_null(strchr(worded.text, 0x1E));
    assert_null(strchr(worded.subject, '\n'));
    if (!strstr(row->body, "table"))
        assert_null(strstr(worded.html, "<thead>"));
    arena_free(&arena);
}

/* The words offered at first are whole, in both languages. */
static void test_default(void **state)
{
    static const char *const languages[] = { "fr", "en" };
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(languages); i++) {
        struct json *model = json_parse_own(&cx, MODEL, strlen(MODEL));
        struct worded worded;
        struct step_words words;
        assert_true(words_default(&arena, "mail/dunning", "first", languages[i], &words));
        assert_non_null(strstr(words.body, "{{table}}"));
        assert_true(words_render(&cx, "mail/dunning", &words, model, &worded));
        assert_non_null(strstr(worded.text, "F-1"));
        assert_null(strstr(worded.text, "{{"));
        assert_non_null(strstr(words.body, "late_total"));
        assert_true(words_default(&arena, "mail/dunning", "notice", languages[i], &words));
        assert_null(strstr(words.body, "late_total")); /* nothing is late yet */
        assert_null(strstr(words.subject, "late"));
    }
    assert_false(words_default(&arena, "mail/nothing", "first", "fr", &(struct step_words){ 0 }));
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_default) };
    int failed = TEST_TABLE("words_render", rows, test_row);

    return failed + cmocka_run_group_tests_name("words_default", tests, NULL, NULL);
}
