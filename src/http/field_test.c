/* Fields against their table: every fault is found, one a field. */
#include "http/field.h"

#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/test.h"

static const struct field table[] = {
    { .name = "nom", .check = CHECK_TEXT },
    { .name = "note", .check = CHECK_NOTE },
    { .name = "colle", .check = CHECK_PASTE },
    { .name = "nombre", .check = CHECK_INT },
    { .name = "jour", .check = CHECK_DATE },
    { .name = "montant", .check = CHECK_MONEY },
    { .name = "email", .check = CHECK_EMAIL },
    { .name = "tri", .check = CHECK_CHOICE, .choices = "nom siren echeance" },
    { .name = "actif", .check = CHECK_FLAG },
    { .name = "secret", .check = CHECK_PASSWORD },
    { .name = "suite", .check = CHECK_PATH },
    { .name = "fichier", .check = CHECK_FILE },
    { 0 },
};

struct field_case {
    const char *rule, *field, *form;
    const char *value; /* as the handler sees it; NULL when it is refused */
    const char *code;
};

static const struct field_case cases[] = {
    { "text is trimmed", "nom", "nom=++Martin%C2%A0", "Martin", NULL },
    { "a blank text was not sent", "nom", "nom=+", "", NULL },
    { "text of 200 characters", "nom", "nom=200", "200", NULL },
    { "text of 201 characters", "nom", "nom=201", NULL, "CHAMP-LONG" },
    { "a line break in a text", "nom", "nom=a%0Ab", NULL, "CHAMP-SAUT" },
    { "a line break at its end", "nom", "nom=a%0D%0A", NULL, "CHAMP-SAUT" },
    { "a NUL in a text", "nom", "nom=a%00b", NULL, "CHAMP-SAUT" },
    { "a tab in a text", "nom", "nom=a%09b", NULL, "CHAMP-SAUT" },
    { "lines of a note end in \\n", "note", "note=a%0D%0Ab%0Dc%0A", "a\nb\nc\n", NULL },
    { "an escape in a note", "note", "note=%1B%5B2J", NULL, "CHAMP-SAUT" },
    { "a NUL in a note", "note", "note=a%00", NULL, "CHAMP-SAUT" },
    { "tabs in what is pasted", "colle", "colle=a%09b%0Ac", "a\tb\nc", NULL },
    { "digits", "nombre", "nombre=9007199254740991", "9007199254740991", NULL },
    { "2^53", "nombre", "nombre=9007199254740992", NULL, "CHAMP-NOMBRE" },
    { "a sign", "nombre", "nombre=-1", NULL, "CHAMP-NOMBRE" },
    { "hexadecimal", "nombre", "nombre=0x10", NULL, "CHAMP-NOMBRE" },
    { "a day", "jour", "jour=2026-03-31", "2026-03-31", NULL },
    { "no day", "jour", "jour=2026-02-29", NULL, "CHAMP-DATE" },
    { "the first day of the years that may be given", "jour", "jour=1900-01-01", "1900-01-01",
      NULL },
    { "the day before it", "jour", "jour=1899-12-31", NULL, "DATE-ANNEE" },
    { "the last day", "jour", "jour=2200-12-31", "2200-12-31", NULL },
    { "the day after it", "jour", "jour=2201-01-01", NULL, "DATE-ANNEE" },
    { "the last day of all", "jour", "jour=9999-12-31", NULL, "DATE-ANNEE" },
    { "an amount as people type it", "montant", "montant=1+234%2C56", "1 234,56", NULL },
    { "no amount", "montant", "montant=1e3", NULL, "CHAMP-MONTANT" },
    { "an address", "email", "email=+a%40b.example", "a@b.example", NULL },
    { "no address", "email", "email=a%40b", NULL, "ADRESSE-DOMAINE" },
    { "an address with a header behind it", "email", "email=a%40b.example%0D%0ABcc:z%40z.example",
      NULL, "CHAMP-SAUT" },
    { "a choice", "tri", "tri=siren", "siren", NULL },
    { "half a choice", "tri", "tri=sire", NULL, "CHAMP-CHOIX" },
    { "two choices", "tri", "tri=nom+siren", NULL, "CHAMP-CHOIX" },
    { "a choice with more behind it", "tri", "tri=nom%3B+DROP", NULL, "CHAMP-CHOIX" },
    { "a blank is no choice", "tri", "tri=+", NULL, "CHAMP-CHOIX" },
    { "no choice", "tri", "tri=", "", NULL },
    { "a flag", "actif", "actif=1", "1", NULL },
    { "another word is no flag", "actif", "actif=on", NULL, "CHAMP-TYPE" },
    { "a password keeps its blanks", "secret", "secret=+a+", " a ", NULL },
    { "a NUL in a password", "secret", "secret=pass%00word", NULL, "CHAMP-SAUT" },
    { "a password of 1,025 bytes", "secret", "secret=1025", NULL, "CHAMP-LONG" },
    { "a local path", "suite", "suite=%2Fclients%3Fq%3D1", "/clients?q=1", NULL },
    { "another site", "suite", "suite=https%3A%2F%2Fevil.example", "", NULL },
    { "another site without scheme", "suite", "suite=%2F%2Fevil.example", "", NULL },
    { "a backslash that browsers read as a slash", "suite", "suite=%2F%5Cevil.example", "", NULL },
    { "a tab that browsers leave out", "suite", "suite=%2F%09%2Fevil.example", "", NULL },
    { "a header behind a path", "suite", "suite=%2F%0D%0ASet-Cookie%3Aa", "", NULL },
    { "a file in a form of text", "fichier", "fichier=a.txt", NULL, "CHAMP-TYPE" },
    { "a field that nobody knows", "nom", "nom=x&role=admin", NULL, "CHAMP-INCONNU" },
    { "a field given twice", "nom", "nom=x&nom=x", NULL, "CHAMP-DOUBLE" },
    { "the token needs no row", "nom", "token=abc&jeton=abc&nom=x", "x", NULL },
};

/* A number alone stands for a text of that length. */
static void grow(struct arena *arena, struct form *form)
{
    for (struct pair *pair = form->first; pair; pair = pair->next) {
        size_t size = strcmp(pair->value, "200") == 0 ? 200
            : strcmp(pair->value, "201") == 0         ? 201
            : strcmp(pair->value, "1025") == 0        ? 1025
                                                      : 0;
        struct buf text = { .arena = arena };
        for (size_t i = 0; i < size; i++)
            buf_text(&text, "é");
        if (size > 0)
            *pair =
                (struct pair){ pair->next, pair->name, text.bytes, text.size, JSON_NONE, false };
    }
}

static void test_field(void **state)
{
    const struct field_case *expected = *state;
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    struct form form = { 0 };

    assert_true(form_parse(&cx, expected->form, strlen(expected->form), &form));
    grow(&arena, &form);
    const struct fields *fields = fields_check(&arena, table, &form);
    const char *value = fields->values[field_index(fields, expected->field)].text;
    assert_int_equal(fields_hold(&cx, fields), expected->value != NULL);
    if (!expected->value)
        assert_string_equal(cx.fault.code, expected->code);
    else if (strcmp(expected->value, "200") != 0)
        assert_string_equal(value, expected->value);
    arena_free(&arena);
}

struct json_case {
    const char *rule, *json;
    const char *faults; /* "field:CODE;" each */
};

static const struct json_case maps[] = {
    { "as JSON means it",
      "{\"nom\":\"x\",\"nombre\":7,\"actif\":true,\"montant\":\"10.00\",\"jour\":\"2026-03-31\"}",
      "" },
    { "false is a flag that was not sent", "{\"actif\":false}", "" },
    { "other types, one line a field",
      "{\"nom\":[\"a\"],\"montant\":true,\"email\":null,\"actif\":\"false\",\"nombre\":\"7\"}",
      "nom:CHAMP-TYPE;montant:CHAMP-TYPE;email:CHAMP-TYPE;actif:CHAMP-TYPE;nombre:CHAMP-TYPE;" },
    { "an amount is never a number", "{\"montant\":10}", "montant:CHAMP-TYPE;" },
    { "every unknown field is named", "{\"role\":\"admin\",\"is_admin\":true}",
      "role:CHAMP-INCONNU;is_admin:CHAMP-INCONNU;" },
};

static void test_json(void **state)
{
    const struct json_case *expected = *state;
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    struct buf faults = { .arena = &arena };
    struct form form = { 0 };

    assert_true(form_parse_json(&cx, expected->json, strlen(expected->json), &form));
    const struct fields *fields = fields_check(&arena, table, &form);
    for (const struct field_fault *at = fields->faults; at; at = at->next)
        buf_format(&faults, "%s:%s;", fault_arg(&at->fault, "field"), at->fault.code);
    assert_string_equal(buf_string(&faults), expected->faults);
    arena_free(&arena);
}

static void test_required(void **state)
{
    static const struct field required[] = {
        { .name = "a", .check = CHECK_TEXT, .required = true },
        { .name = "b", .check = CHECK_INT, .required = true },
        { 0 },
    };
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    struct form form = { 0 };

    (void)state;
    assert_true(form_parse(&cx, "a=+&b=x", 7, &form));
    const struct fields *fields = fields_check(&arena, required, &form);
    assert_string_equal(fields->faults->fault.code, "CHAMP-NOMBRE");
    assert_string_equal(fields->faults->next->fault.code, "CHAMP-MANQUE"); /* b is named once */
    assert_null(fields->faults->next->next);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_required) };
    int failed = cmocka_run_group_tests_name("fields", tests, NULL, NULL);

    failed += TEST_TABLE("fields_check", cases, test_field);
    return failed + TEST_TABLE("fields_check of JSON", maps, test_json) > 0;
}
