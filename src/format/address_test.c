/* Addresses: one line a rule; then every one of the hostile list is refused. */
#include "format/address.h"

#include <string.h>

#include "base/json.h"
#include "base/test.h"
#include "base/test_file.h"

#define LOCAL_64 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define LABEL_60 "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

struct address_case {
    const char *rule, *address, *code; /* code NULL: may be written to */
};

static const struct address_case cases[] = {
    { "a plain one", "jean.dupont@cabinet.example", NULL },
    { "a plus sign", "compta+2026@cabinet.example", NULL },
    { "a hyphen and an underscore", "a-b_c@x-y.example", NULL },
    { "an apostrophe", "m.o'neill@cabinet.example", NULL },
    { "capitals and digits", "A1@B2.EXAMPLE", NULL },
    { "a domain of digits but for its end", "a@3.14.example", NULL },
    { "an international domain in its ASCII form", "a@xn--caf-dma.example", NULL },
    { "64 bytes before the @", LOCAL_64 "@b.example", NULL },
    { "nothing", "", "ADRESSE-VIDE" },
    { "none at all", NULL, "ADRESSE-VIDE" },
    { "65 bytes before the @", LOCAL_64 "a@b.example", "ADRESSE-LONGUE" },
    { "190 bytes behind it", "a@" LABEL_60 "." LABEL_60 "." LABEL_60 ".example", "ADRESSE-LONGUE" },
    { "a label of 64", "a@" LABEL_60 "bbbb.example", "ADRESSE-DOMAINE" },
    { "a line break and another header", "a@b.example\r\nBcc: z@z.example", "ADRESSE-SAUT" },
    { "a lone line feed", "a@b.example\n", "ADRESSE-SAUT" },
    { "a lone carriage return", "\ra@b.example", "ADRESSE-SAUT" },
    { "a line break written with a per cent sign", "a@b.example%0aBcc:z", "ADRESSE-SAUT" },
    { "the same in capitals", "a%0D@b.example", "ADRESSE-SAUT" },
    { "a line separator of Unicode", "a@b.example\xE2\x80\xA8", "ADRESSE-SAUT" },
    { "a routing per cent sign", "a%c.example@b.example", "ADRESSE-LOCALE" },
    { "a blank", "a b@c.example", "ADRESSE-FORME" },
    { "a tab", "a@b.example\t", "ADRESSE-FORME" },
    { "a display name", "Jean <a@b.example>", "ADRESSE-FORME" },
    { "quotes", "\"a\"@b.example", "ADRESSE-FORME" },
    { "a comment", "a(b)@b.example", "ADRESSE-FORME" },
    { "no @", "jean.dupont", "ADRESSE-FORME" },
    { "a second @ is a slip, not a second address", "luc@perrin@example", "ADRESSE-FORME" },
    { "two, with a semicolon", "a@b.example;c@d.example", "ADRESSE-PLUSIEURS" },
    { "two dots", "a..b@c.example", "ADRESSE-LOCALE" },
    { "a dot at the end of the name", "a.@b.example", "ADRESSE-LOCALE" },
    { "a dot at its beginning", ".a@b.example", "ADRESSE-LOCALE" },
    { "what looks like an option", "-oQ@b.example", "ADRESSE-LOCALE" },
    { "a command", "`id`@b.example", "ADRESSE-LOCALE" },
    { "accents before the @", "hélène@b.example", "ADRESSE-LOCALE" },
    { "accents behind it", "a@café.example", "ADRESSE-DOMAINE" },
    { "a number for an end", "a@127.0.0.1", "ADRESSE-DOMAINE" },
    { "an underscore in the domain", "a@b_c.example", "ADRESSE-DOMAINE" },
    { "a comma at the end", "a@b.example,", "ADRESSE-DOMAINE" },
};

static void test_address(void **state)
{
    const struct address_case *expected = *state;
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };

    assert_int_equal(email_check(&cx, expected->address), !expected->code);
    if (expected->code) {
        assert_string_equal(cx.fault.code, expected->code);
        assert_int_equal(cx.fault.kind, FAULT_INPUT);
        assert_string_equal(fault_arg(&cx.fault, "value"),
                            expected->address ? expected->address : "");
    }
    arena_free(&arena);
}

/* The reasons of the hostile list j13, in its order. */
static const char *const reasons[] = {
    "ADRESSE-DOMAINE",   "ADRESSE-LOCALE", "ADRESSE-DOMAINE", "ADRESSE-FORME",  "ADRESSE-DOMAINE",
    "ADRESSE-DOMAINE",   "ADRESSE-FORME",  "ADRESSE-DOMAINE", "ADRESSE-FORME",  "ADRESSE-DOMAINE",
    "ADRESSE-DOMAINE",   "ADRESSE-LONGUE", "ADRESSE-LONGUE",  "ADRESSE-LOCALE", "ADRESSE-DOMAINE",
    "ADRESSE-PLUSIEURS", "ADRESSE-FORME",  "ADRESSE-LOCALE",
};

static const struct json *read_hostile(struct ctx *cx, const char *name)
{
    struct buf *bytes = test_file_read(cx->arena, test_file_hostile(cx->arena, name));

    if (bytes)
        return json_parse_own(cx, bytes->bytes, bytes->size);
    print_message("# SKIP no %s in QUITUS_HOSTILE\n", name);
    return NULL;
}

/* T-18: each is refused with its reason. */
static void test_hostile(void **state)
{
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    const struct json *file = read_hostile(&cx, "json/j13_email_addresses.json");

    (void)state;
    if (!file) {
        arena_free(&arena);
        skip();
    }
    const struct json *tries = json_get(file, "essais");
    assert_int_equal(json_count(tries), COUNT_OF(reasons));
    for (size_t i = 0; i < json_count(tries); i++) {
        const char *problem = email_problem(json_text(json_at(tries, i)));
        assert_non_null(problem);
        assert_string_equal(problem, reasons[i]);
    }
    arena_free(&arena);
}

/* T-13, T-18: line breaks in each of the fields that a message is made of. */
static void test_injection(void **state)
{
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    const struct json *file = read_hostile(&cx, "json/j12_email_header_injection.json");

    (void)state;
    if (!file) {
        arena_free(&arena);
        skip();
    }
    assert_string_equal(email_problem(json_text(json_get(file, "destinataire"))), "ADRESSE-SAUT");
    assert_string_equal(email_problem(json_text(json_get(file, "reponse"))), "ADRESSE-SAUT");
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hostile),
        cmocka_unit_test(test_injection),
    };
    int failed = cmocka_run_group_tests_name("hostile addresses", tests, NULL, NULL);

    return failed + TEST_TABLE("email_check", cases, test_address) > 0;
}
