/* What was built is read back whole: the page of a message shows what left, nothing else. */
#include "channel/email_parts.h"

#include <string.h>

#include "base/test.h"
#include "channel/email.h"

static const struct email sent = {
    .message_id = "q1.19a.7@cabinet.example",
    .date = { INT64_C(1774944900000) },
    .from_name = "Lemoine & Associés, pour Garage \"Œillet\"",
    .from = "relances@cabinet.example",
    .reply_to = "claire@cabinet.example",
    .to_name = "Société d’Été <script>",
    .to = "compta@client.example",
    .subject = "Relance : 2 factures échues =?utf-8?q?x?=",
    .text = "Bonjour,\n\n.\nFrom ici : 1 234,56 €\n",
    .html = "<!doctype html><p style=\"color:#123\">1 234,56 €</p>\n",
    .language = "fr",
    .automatic = true,
};

static void read_back(struct ctx *cx, const struct email *email, struct email_parts *parts)
{
    const char *bytes;
    size_t size;

    assert_true(email_build(cx, email, &bytes, &size));
    assert_true(email_parts(cx, bytes, size, parts));
}

static void test_whole(void **state)
{
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    struct email_parts parts;

    (void)state;
    read_back(&cx, &sent, &parts);
    assert_string_equal(parts.from_name, sent.from_name);
    assert_string_equal(parts.from, sent.from);
    assert_string_equal(parts.to_name, sent.to_name);
    assert_string_equal(parts.to, sent.to);
    assert_string_equal(parts.reply_to, sent.reply_to);
    assert_string_equal(parts.subject, sent.subject);
    assert_string_equal(parts.message_id, sent.message_id);
    assert_int_equal(parts.date.ms, sent.date.ms);
    assert_string_equal(parts.text, sent.text);
    assert_string_equal(parts.html, sent.html);
    arena_free(&arena);
}

/* A subject of several encoded words, which the wire folds. */
static void test_long_subject(void **state)
{
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    struct email email = sent;
    struct email_parts parts;

    (void)state;
    email.subject = "Demande d’éléments pour l’établissement de la déclaration de TVA de novembre"
                    " 2026, société Boulangerie Pâtisserie Élise & Frères, à déposer avant l’été";
    read_back(&cx, &email, &parts);
    assert_string_equal(parts.subject, email.subject);
    arena_free(&arena);
}

static void test_plain(void **state)
{
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    struct email plain = sent;
    struct email_parts parts;

    (void)state;
    plain.html = plain.reply_to = plain.from_name = plain.to_name = NULL;
    read_back(&cx, &plain, &parts);
    assert_null(parts.html);
    assert_string_equal(parts.from_name, "");
    assert_string_equal(parts.to_name, "");
    assert_string_equal(parts.reply_to, "");
    assert_string_equal(parts.text, sent.text);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_whole),
        cmocka_unit_test(test_long_subject),
        cmocka_unit_test(test_plain),
    };

    return cmocka_run_group_tests_name("email parts", tests, NULL, NULL);
}
