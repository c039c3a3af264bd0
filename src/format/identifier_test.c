/* Numbers of companies and accounts: rules by hand, and the shared list of valid and wrong ones. */
#include "format/identifier.h"

#include <string.h>
#include <strings.h>

#include "base/test.h"
#include "base/test_file.h"

struct number_case {
    const char *rule, *text;
    enum identifier_kind kind;
    enum identifier_flaw flaw;
};

static const struct number_case numbers[] = {
    { "a SIREN", "732829320", IDENTIFIER_SIREN, IDENTIFIER_WELL },
    { "P-23: no-break spaces are blanks", "732\u00A0829\u202F320", IDENTIFIER_SIREN,
      IDENTIFIER_WELL },
    { "a wrong digit", "732829321", IDENTIFIER_SIREN, IDENTIFIER_KEY },
    { "a digit too few", "73282932", IDENTIFIER_SIREN, IDENTIFIER_LENGTH },
    { "a digit too many", "7328293200", IDENTIFIER_SIREN, IDENTIFIER_LENGTH },
    { "zeros pass Luhn and name nobody", "000000000", IDENTIFIER_SIREN, IDENTIFIER_ZERO },
    { "a negative number", "-732829320", IDENTIFIER_NONE, IDENTIFIER_SHAPE },
    { "a fraction", "732829320.0", IDENTIFIER_NONE, IDENTIFIER_SHAPE },
    { "wide digits", "７３２８２９３２０", IDENTIFIER_NONE, IDENTIFIER_SHAPE },
    { "nothing", "", IDENTIFIER_NONE, IDENTIFIER_SHAPE },
    { "a SIRET", "73282932000074", IDENTIFIER_SIRET, IDENTIFIER_WELL },
    { "a SIRET's wrong digit", "73282932000075", IDENTIFIER_SIRET, IDENTIFIER_KEY },
    { "a SIRET with a wrong SIREN in it", "73282932100073", IDENTIFIER_SIRET, IDENTIFIER_INNER },
    { "P-6: an office of La Poste", "35600000049837", IDENTIFIER_SIRET, IDENTIFIER_WELL },
    { "P-6: the seat of La Poste", "35600000000048", IDENTIFIER_SIRET, IDENTIFIER_WELL },
    { "an office that La Poste has not", "35600000049838", IDENTIFIER_SIRET, IDENTIFIER_POST },
    { "a VAT number", "FR44732829320", IDENTIFIER_FRVAT, IDENTIFIER_WELL },
    { "without its country, small and spaced", "fr 44 732 829 320", IDENTIFIER_FRVAT,
      IDENTIFIER_WELL },
    { "without its country", "44732829320", IDENTIFIER_FRVAT, IDENTIFIER_WELL },
    { "a wrong key", "FR45732829320", IDENTIFIER_FRVAT, IDENTIFIER_KEY },
    { "a right key of a wrong SIREN", "FR47732829321", IDENTIFIER_FRVAT, IDENTIFIER_INNER },
    { "a key with a letter", "FR4Z123456782", IDENTIFIER_FRVAT, IDENTIFIER_WELL },
    { "a key that begins with one", "FRK7399859412", IDENTIFIER_FRVAT, IDENTIFIER_WELL },
    { "another letter", "FRK8399859412", IDENTIFIER_FRVAT, IDENTIFIER_KEY },
    { "a key of letters that no key has", "OI 334 175 221", IDENTIFIER_FRVAT, IDENTIFIER_KEY },
    { "Monaco, a right key", "FR 53 0000 04605", IDENTIFIER_FRVAT, IDENTIFIER_WELL },
    { "Monaco", "FR40000000017", IDENTIFIER_FRVAT, IDENTIFIER_KEY },
    { "Germany", "DE136695976", IDENTIFIER_EUVAT, IDENTIFIER_WELL },
    { "Germany, another", "DE129274202", IDENTIFIER_EUVAT, IDENTIFIER_WELL },
    { "Germany's wrong digit", "DE136695977", IDENTIFIER_EUVAT, IDENTIFIER_KEY },
    { "Germany's digits exchanged", "DE136965976", IDENTIFIER_EUVAT, IDENTIFIER_KEY },
    { "Ireland", "IE6433435F", IDENTIFIER_EUVAT, IDENTIFIER_WELL },
    { "Ireland, an old number", "IE8D79739I", IDENTIFIER_EUVAT, IDENTIFIER_WELL },
    { "Ireland, a plus", "IE8+79739I", IDENTIFIER_EUVAT, IDENTIFIER_WELL },
    { "Ireland, another sign", "IE8-79739I", IDENTIFIER_EUVAT, IDENTIFIER_SHAPE },
    { "a company of Spain", "ESA13585625", IDENTIFIER_EUVAT, IDENTIFIER_WELL },
    { "a person of Spain", "ES54362315K", IDENTIFIER_EUVAT, IDENTIFIER_WELL },
    { "Spain, a foreigner", "ESX2482300W", IDENTIFIER_EUVAT, IDENTIFIER_WELL },
    { "Spain has a letter at one end", "ES123456789", IDENTIFIER_EUVAT, IDENTIFIER_SHAPE },
    { "Germany's wrong shape", "DE12345678", IDENTIFIER_EUVAT, IDENTIFIER_SHAPE },
    { "Austria", "ATU12345678", IDENTIFIER_EUVAT, IDENTIFIER_WELL },
    { "the Netherlands", "NL123456789B01", IDENTIFIER_EUVAT, IDENTIFIER_WELL },
    { "Greece is EL", "EL123456789", IDENTIFIER_EUVAT, IDENTIFIER_WELL },
    { "and not GR", "GR094259216", IDENTIFIER_EUVAT, IDENTIFIER_COUNTRY },
    { "the United Kingdom has left", "GB980780684", IDENTIFIER_EUVAT, IDENTIFIER_COUNTRY },
    { "but for Northern Ireland", "XI980780684", IDENTIFIER_EUVAT, IDENTIFIER_WELL },
    { "an IBAN", "FR14 2004 1010 0505 0001 3M02 606", IDENTIFIER_IBAN, IDENTIFIER_WELL },
    { "two digits exchanged", "FR14 2004 1010 0505 0001 3M02 660", IDENTIFIER_IBAN,
      IDENTIFIER_KEY },
    { "too short for France", "FR14 2004 1010 0505 0001 3M02 60", IDENTIFIER_IBAN,
      IDENTIFIER_LENGTH },
    { "the registry's example of FR", "FR1420041010050500013M02606", IDENTIFIER_IBAN,
      IDENTIFIER_WELL },
    { "the registry's example of MC", "MC5811222000010123456789030", IDENTIFIER_IBAN,
      IDENTIFIER_WELL },
    { "the registry's example of DE", "DE89370400440532013000", IDENTIFIER_IBAN, IDENTIFIER_WELL },
    { "the registry's example of BE", "BE68539007547034", IDENTIFIER_IBAN, IDENTIFIER_WELL },
    { "the registry's example of ES", "ES9121000418450200051332", IDENTIFIER_IBAN,
      IDENTIFIER_WELL },
    { "the registry's example of PT", "PT50000201231234567890154", IDENTIFIER_IBAN,
      IDENTIFIER_WELL },
    { "the registry's example of IT", "IT60X0542811101000000123456", IDENTIFIER_IBAN,
      IDENTIFIER_WELL },
    { "the registry's example of SM", "SM86U0322509800000000270100", IDENTIFIER_IBAN,
      IDENTIFIER_WELL },
    { "the registry's example of NL", "NL91ABNA0417164300", IDENTIFIER_IBAN, IDENTIFIER_WELL },
    { "the registry's example of GB", "GB29NWBK60161331926819", IDENTIFIER_IBAN, IDENTIFIER_WELL },
    { "the registry's example of IE", "IE29AIBK93115212345678", IDENTIFIER_IBAN, IDENTIFIER_WELL },
    { "the registry's example of LU", "LU280019400644750000", IDENTIFIER_IBAN, IDENTIFIER_WELL },
    { "the registry's example of CH", "CH9300762011623852957", IDENTIFIER_IBAN, IDENTIFIER_WELL },
    { "the registry's example of LI", "LI21088100002324013AA", IDENTIFIER_IBAN, IDENTIFIER_WELL },
    { "the registry's example of AT", "AT611904300234573201", IDENTIFIER_IBAN, IDENTIFIER_WELL },
    { "the registry's example of DK", "DK5000400440116243", IDENTIFIER_IBAN, IDENTIFIER_WELL },
    { "the registry's example of FI", "FI2112345600000785", IDENTIFIER_IBAN, IDENTIFIER_WELL },
    { "the registry's example of SE", "SE4550000000058398257466", IDENTIFIER_IBAN,
      IDENTIFIER_WELL },
    { "the registry's example of NO", "NO9386011117947", IDENTIFIER_IBAN, IDENTIFIER_WELL },
    { "the registry's example of PL", "PL61109010140000071219812874", IDENTIFIER_IBAN,
      IDENTIFIER_WELL },
    { "the registry's example of EE", "EE382200221020145685", IDENTIFIER_IBAN, IDENTIFIER_WELL },
    { "the registry's example of LT", "LT121000011101001000", IDENTIFIER_IBAN, IDENTIFIER_WELL },
    { "the registry's example of HR", "HR1210010051863000160", IDENTIFIER_IBAN, IDENTIFIER_WELL },
    { "the registry's example of SI", "SI56263300012039086", IDENTIFIER_IBAN, IDENTIFIER_WELL },
    { "the registry's example of CZ", "CZ6508000000192000145399", IDENTIFIER_IBAN,
      IDENTIFIER_WELL },
    { "the registry's example of SK", "SK3112000000198742637541", IDENTIFIER_IBAN,
      IDENTIFIER_WELL },
    { "the registry's example of HU", "HU42117730161111101800000000", IDENTIFIER_IBAN,
      IDENTIFIER_WELL },
    { "the registry's example of GR", "GR1601101250000000012300695", IDENTIFIER_IBAN,
      IDENTIFIER_WELL },
    { "the registry's example of RO", "RO49AAAA1B31007593840000", IDENTIFIER_IBAN,
      IDENTIFIER_WELL },
    { "the registry's example of BG", "BG80BNBG96611020345678", IDENTIFIER_IBAN, IDENTIFIER_WELL },
    { "the registry's example of CY", "CY17002001280000001200527600", IDENTIFIER_IBAN,
      IDENTIFIER_WELL },
    { "the registry's example of MT", "MT84MALT011000012345MTLCAST001S", IDENTIFIER_IBAN,
      IDENTIFIER_WELL },
    { "the registry's example of LV", "LV80BANK0000435195001", IDENTIFIER_IBAN, IDENTIFIER_WELL },
    { "the registry's example of AD", "AD1200012030200359100100", IDENTIFIER_IBAN,
      IDENTIFIER_WELL },
    { "a letter or a digit that its country has not there: FR", "FR43A0041010050500013M02606",
      IDENTIFIER_IBAN, IDENTIFIER_SHAPE },
    { "a letter or a digit that its country has not there: DE", "DE0537040044053201300A",
      IDENTIFIER_IBAN, IDENTIFIER_SHAPE },
    { "a letter or a digit that its country has not there: GB", "GB851234601613319268AB",
      IDENTIFIER_IBAN, IDENTIFIER_SHAPE },
    { "a country without", "US14 2004 1010 0505 0001", IDENTIFIER_IBAN, IDENTIFIER_COUNTRY },
    { "a sign that does not belong", "FR14-2004-1010-0505-0001", IDENTIFIER_IBAN, IDENTIFIER_SIGN },
    { "a BIC of eight", "AGRIFRPP", IDENTIFIER_BIC, IDENTIFIER_WELL },
    { "a BIC of no country", "AGRIZZPP", IDENTIFIER_BIC, IDENTIFIER_COUNTRY },
    { "a BIC of eleven", "AGRIFRPP882", IDENTIFIER_BIC, IDENTIFIER_WELL },
    { "a name", "Boulangeries", IDENTIFIER_NONE, IDENTIFIER_SHAPE },
};

static void test_number(void **state)
{
    const struct number_case *expected = *state;
    struct arena arena = { 0 };
    struct identifier found = identifier_check(&arena, expected->text);

    assert_string_equal(identifier_kind_name(found.kind), identifier_kind_name(expected->kind));
    assert_string_equal(identifier_flaw_name(found.flaw), identifier_flaw_name(expected->flaw));
    arena_free(&arena);
}

static void row_check(struct arena *arena, char *const *fields)
{
    struct identifier found = identifier_check(arena, fields[1]);
    bool valid = strcmp(fields[2], "valid") == 0;

    if (strcasecmp(identifier_kind_name(found.kind), fields[0]) != 0
        || (found.flaw == IDENTIFIER_WELL) != valid)
        print_error("%s %s\n", fields[0], fields[1]);
    assert_true(strcasecmp(identifier_kind_name(found.kind), fields[0]) == 0);
    assert_int_equal(found.flaw == IDENTIFIER_WELL, valid);
    if (*fields[3])
        assert_memory_equal(identifier_vat_of(arena, found.text) + 2, fields[3], 2);
}

static void test_shared(void **state)
{
    struct arena arena = { 0 };
    struct buf *bytes = test_file_read(&arena, test_file_data(&arena, "ids/ids.tsv"));
    char *line = bytes ? bytes->bytes : NULL, *end;
    int rows = 0;

    (void)state;
    if (!bytes) {
        print_message("skipped: ids/ids.tsv is not there\n");
        skip();
    }
    for (line = strchr(line, '\n') + 1; (end = strchr(line, '\n')); line = end + 1, rows++) {
        char *fields[4] = { line };
        *end = '\0';
        for (int i = 1; i < 4; i++) {
            fields[i] = strchr(fields[i - 1], '\t');
            assert_non_null(fields[i]);
            *fields[i]++ = '\0';
        }
        row_check(&arena, fields);
    }
    assert_true(rows > 60);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_shared) };
    int failed = cmocka_run_group_tests_name("shared", tests, NULL, NULL);

    return failed + TEST_TABLE("number", numbers, test_number) > 0;
}
