#include "format/identifier.h"

#include <stdlib.h>
#include <string.h>

enum { SIREN_DIGITS = 9, KEY_SIGNS = 2 };

static bool is_digit(char sign)
{
    return sign >= '0' && sign <= '9';
}

static int64_t digits_value(const char *text, size_t count)
{
    int64_t value = 0;

    for (size_t i = 0; i < count; i++)
        value = value * 10 + (text[i] - '0');
    return value;
}

static int key_of(int64_t siren)
{
    return (int)((12 + 3 * (siren % 97)) % 97);
}

const char *identifier_vat_of(struct arena *arena, const char *siren)
{
    return arena_format(arena, "FR%02d%s", key_of(digits_value(siren, SIREN_DIGITS)), siren);
}

/* Keys with a letter: neither I nor O, digits before letters. */
static bool key_lettered(const char *key, int64_t siren)
{
    static const char signs[] = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    const char *first = strchr(signs, key[0]), *second = strchr(signs, key[1]);

    if (!first || !second)
        return false;
    int64_t one = first - signs, other = second - signs;
    int64_t sum = is_digit(key[0]) ? one * 24 + other - 10 : one * 34 + other - 100;
    return sum >= 0 && (siren + 1 + sum / 11) % 11 == sum % 11;
}

/* Monaco's numbers have FR too, and behind three zeros what is no SIREN. */
enum identifier_flaw identifier_vat_french(const char *text)
{
    const char *siren = text + KEY_SIGNS;

    if (siren[strspn(siren, "0123456789")])
        return IDENTIFIER_SIGN;
    int64_t number = digits_value(siren, SIREN_DIGITS);
    if (number == 0)
        return IDENTIFIER_ZERO;
    struct arena arena = { 0 };
    bool inner = strncmp(siren, "000", 3) == 0
        || identifier_check_as(&arena, IDENTIFIER_SIREN, siren).flaw == IDENTIFIER_WELL;
    arena_free(&arena);
    bool key = is_digit(text[0]) && is_digit(text[1])
        ? digits_value(text, KEY_SIGNS) == key_of(number)
        : key_lettered(text, number);
    if (!inner)
        return IDENTIFIER_INNER;
    return key ? IDENTIFIER_WELL : IDENTIFIER_KEY;
}

/* How each country writes its number: 9 a digit, A a letter, X either, ? these or one of two signs
 * that Ireland has given; all else as it stands. */
static const struct shape {
    const char *country, *pattern;
} shapes[] = {
    { "AT", "U99999999" },    { "BE", "9999999999" },   { "BG", "999999999" },
    { "BG", "9999999999" },   { "CY", "99999999A" },    { "CZ", "99999999" },
    { "CZ", "999999999" },    { "CZ", "9999999999" },   { "DE", "999999999" },
    { "DK", "99999999" },     { "EE", "999999999" },    { "EL", "999999999" },
    { "ES", "A9999999X" },    { "ES", "99999999A" },    { "FI", "99999999" },
    { "HR", "99999999999" },  { "HU", "99999999" },     { "IE", "9?99999A" },
    { "IE", "9999999AA" },    { "IT", "99999999999" },  { "LT", "999999999" },
    { "LT", "999999999999" }, { "LU", "99999999" },     { "LV", "99999999999" },
    { "MT", "99999999" },     { "NL", "999999999B99" }, { "PL", "9999999999" },
    { "PT", "999999999" },    { "RO", "99" },           { "RO", "999" },
    { "RO", "9999" },         { "RO", "99999" },        { "RO", "999999" },
    { "RO", "9999999" },      { "RO", "99999999" },     { "RO", "999999999" },
    { "RO", "9999999999" },   { "SE", "999999999901" }, { "SI", "99999999" },
    { "SK", "9999999999" },   { "XI", "999999999" },    { "XI", "999999999999" },
};

static bool sign_fits(char pattern, char sign)
{
    bool digit = is_digit(sign), letter = sign >= 'A' && sign <= 'Z';

    return pattern == '9' ? digit
        : pattern == 'A'  ? letter
        : pattern == 'X'  ? digit || letter
        : pattern == '?'  ? digit || letter || sign == '+' || sign == '*'
                          : pattern == sign;
}

static bool shape_fits(const char *pattern, const char *text)
{
    for (; *pattern && *text; pattern++, text++)
        if (!sign_fits(*pattern, *text))
            return false;
    return *pattern == *text;
}

/* ISO 7064, mod 11,10: Germany's last digit. */
static bool german_key(const char *digits)
{
    enum { TEN = 10, ELEVEN = 11, BEFORE_KEY = 8 };
    int product = TEN;

    for (size_t i = 0; i < BEFORE_KEY; i++) {
        int sum = (digits[i] - '0' + product) % TEN;
        product = (sum == 0 ? TEN : sum) * 2 % ELEVEN;
    }
    return (ELEVEN - product) % TEN == digits[BEFORE_KEY] - '0';
}

static enum identifier_flaw key_judge(const char *text)
{
    bool wrong = strncmp(text, "DE", 2) == 0 && !german_key(text + 2);

    return wrong ? IDENTIFIER_KEY : IDENTIFIER_WELL;
}

enum identifier_flaw identifier_vat_union(const char *text)
{
    enum identifier_flaw flaw = IDENTIFIER_COUNTRY;

    for (size_t i = 0; i < COUNT_OF(shapes); i++) {
        if (strncmp(shapes[i].country, text, 2) != 0)
            continue;
        flaw = IDENTIFIER_SHAPE;
        if (shape_fits(shapes[i].pattern, text + 2))
            return key_judge(text);
    }
    return flaw;
}
