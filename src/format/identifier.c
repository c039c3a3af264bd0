#include "format/identifier.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/str.h"

enum { SIREN_DIGITS = 9, SIRET_DIGITS = 14, VAT_SIGNS = 13, IBAN_LEAST = 15, IBAN_MOST = 34 };

static const char *const kind_names[IDENTIFIER_KIND_COUNT] = {
    [IDENTIFIER_NONE] = "none",   [IDENTIFIER_SIREN] = "siren", [IDENTIFIER_SIRET] = "siret",
    [IDENTIFIER_FRVAT] = "frvat", [IDENTIFIER_EUVAT] = "euvat", [IDENTIFIER_IBAN] = "iban",
    [IDENTIFIER_BIC] = "bic",
};

const char *identifier_kind_name(enum identifier_kind kind)
{
    assert(kind < IDENTIFIER_KIND_COUNT);
    return kind_names[kind];
}

bool identifier_kind_parse(const char *name, enum identifier_kind *kind)
{
    for (int i = IDENTIFIER_SIREN; i < IDENTIFIER_KIND_COUNT; i++)
        if (strcmp(kind_names[i], name) == 0) {
            *kind = (enum identifier_kind)i;
            return true;
        }
    return false;
}

const char *identifier_flaw_name(enum identifier_flaw flaw)
{
    static const char *const names[IDENTIFIER_FLAW_COUNT] = {
        [IDENTIFIER_WELL] = "well",       [IDENTIFIER_SIGN] = "sign",
        [IDENTIFIER_LENGTH] = "length",   [IDENTIFIER_KEY] = "key",
        [IDENTIFIER_ZERO] = "zero",       [IDENTIFIER_INNER] = "siren",
        [IDENTIFIER_COUNTRY] = "country", [IDENTIFIER_SHAPE] = "shape",
        [IDENTIFIER_POST] = "post",
    };
    assert(flaw < IDENTIFIER_FLAW_COUNT);
    return names[flaw];
}

/* The bytes of a blank at the text: ASCII, no-break, and the widths that typesetters use. */
static size_t blank_size(const char *at)
{
    static const char *const wide[] = {
        "\u00A0", "\u2000", "\u2001", "\u2002", "\u2003", "\u2004", "\u2005", "\u2006", "\u2007",
        "\u2008", "\u2009", "\u200A", "\u200B", "\u202F", "\u205F", "\u3000", "\uFEFF",
    };

    if (*at == ' ' || *at == '\t' || *at == '\r' || *at == '\n')
        return 1;
    for (size_t i = 0; (unsigned char)*at >= 0x80 && i < COUNT_OF(wide); i++)
        if (str_starts(at, wide[i]))
            return strlen(wide[i]);
    return 0;
}

static const char *compact(struct arena *arena, const char *text)
{
    struct buf out = { .arena = arena };

    while (*text) {
        size_t blank = blank_size(text);
        text += blank;
        if (blank > 0)
            continue;
        buf_byte(&out, *text >= 'a' && *text <= 'z' ? (char)(*text - 'a' + 'A') : *text);
        text++;
    }
    return buf_string(&out);
}

static bool is_digit(char sign)
{
    return sign >= '0' && sign <= '9';
}

static bool is_letter(char sign)
{
    return sign >= 'A' && sign <= 'Z';
}

static bool all_digits(const char *text)
{
    return text[strspn(text, "0123456789")] == '\0';
}

static bool luhn(const char *digits, size_t count)
{
    int sum = 0;

    for (size_t i = 0; i < count; i++) {
        int digit = digits[i] - '0';
        bool doubled = (count - i) % 2 == 0;
        sum += doubled ? digit * 2 - (digit > 4 ? 9 : 0) : digit;
    }
    return sum % 10 == 0;
}

/* Digits in the right number and not all zero; then the key is worth a look. */
static enum identifier_flaw digits_judge(const char *text, size_t count)
{
    if (!all_digits(text))
        return IDENTIFIER_SIGN;
    if (strlen(text) != count)
        return IDENTIFIER_LENGTH;
    return text[strspn(text, "0")] == '\0' ? IDENTIFIER_ZERO : IDENTIFIER_WELL;
}

static enum identifier_flaw siren_judge(const char *text)
{
    enum identifier_flaw flaw = digits_judge(text, SIREN_DIGITS);

    if (flaw == IDENTIFIER_WELL && !luhn(text, SIREN_DIGITS))
        return IDENTIFIER_KEY;
    return flaw;
}

/* The post has more offices than Luhn's rule could tell apart: their digits add up to fives, but
 * for those of its seat. */
static bool post_key(const char *text)
{
    int sum = 0;

    if (strcmp(text, "35600000000048") == 0)
        return true;
    for (const char *at = text; *at; at++)
        sum += *at - '0';
    return sum % 5 == 0;
}

static enum identifier_flaw siret_judge(const char *text)
{
    enum identifier_flaw flaw = digits_judge(text, SIRET_DIGITS);

    if (flaw != IDENTIFIER_WELL)
        return flaw;
    if (str_starts(text, "356000000"))
        return post_key(text) ? IDENTIFIER_WELL : IDENTIFIER_POST;
    if (!luhn(text, SIREN_DIGITS))
        return IDENTIFIER_INNER;
    return luhn(text, SIRET_DIGITS) ? IDENTIFIER_WELL : IDENTIFIER_KEY;
}

/* ISO 13616: how long an account's number is in each country that has it. */
static const char iban_lengths[] =
    "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29ES24"
    "FI18FK18FO18FR27GB22GE22GI23GL18GR27GT28HN28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32"
    "LI21LT20LU20LV21LY25MC27MD24ME22MK19MN20MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24"
    "RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26UA29VA22VG24XK20YE30";

static int iban_length(const char *text)
{
    for (const char *at = iban_lengths; *at; at += 4)
        if (at[0] == text[0] && at[1] == text[1])
            return (at[2] - '0') * 10 + (at[3] - '0');
    return 0;
}

/* What stands behind the key, of the registry: so many letters (a), digits (n), or either (c). A
 * country that is not here is judged by its length and key alone. */
static const char *const iban_shapes[] = {
    "AD8n12c", "AT16n",   "BE12n",      "BG4a6n8c",  "CH5n12c",    "CY8n16c",    "CZ20n",
    "DE18n",   "DK14n",   "EE16n",      "ES20n",     "FI14n",      "FR10n11c2n", "GB4a14n",
    "GR7n16c", "HR17n",   "HU24n",      "IE4a14n",   "IT1a10n12c", "LI5n12c",    "LT16n",
    "LU3n13c", "LV4a13c", "MC10n11c2n", "MT4a5n18c", "NL4a10n",    "NO11n",      "PL24n",
    "PT21n",   "RO4a16c", "SE20n",      "SI15n",     "SK20n",      "SM1a10n12c",
};

static bool iban_has_shape(const char *text)
{
    const char *at = text + 4, *shape = "";

    for (size_t i = 0; i < COUNT_OF(iban_shapes); i++)
        if (strncmp(iban_shapes[i], text, 2) == 0)
            shape = iban_shapes[i] + 2;
    while (*shape) {
        char *kind;
        for (long left = strtol(shape, &kind, 10); left > 0; left--, at++)
            if ((*kind == 'a' && !is_letter(*at)) || (*kind == 'n' && !is_digit(*at)))
                return false;
        shape = kind + 1;
    }
    return true;
}

/* The country and the key come last; letters count from 10. */
static int iban_rest(const char *text)
{
    size_t size = strlen(text);
    int rest = 0;

    for (size_t i = 0; i < size; i++) {
        char sign = text[(i + 4) % size];
        rest = is_digit(sign) ? rest * 10 + (sign - '0') : rest * 100 + (sign - 'A' + 10);
        rest %= 97;
    }
    return rest;
}

static enum identifier_flaw iban_judge(const char *text, int *expected)
{
    *expected = 0;
    for (const char *at = text; *at; at++)
        if (!is_digit(*at) && !is_letter(*at))
            return IDENTIFIER_SIGN;
    if (strlen(text) < 4)
        return IDENTIFIER_LENGTH;
    if (!is_letter(text[0]) || !is_letter(text[1]) || !is_digit(text[2]) || !is_digit(text[3]))
        return IDENTIFIER_SHAPE;
    *expected = iban_length(text);
    if (*expected == 0)
        return IDENTIFIER_COUNTRY;
    if (strlen(text) != (size_t)*expected)
        return IDENTIFIER_LENGTH;
    if (iban_rest(text) != 1)
        return IDENTIFIER_KEY;
    return iban_has_shape(text) ? IDENTIFIER_WELL : IDENTIFIER_SHAPE;
}

/* ISO 3166-1, and Kosovo's XK, which banks use. */
static const char countries[] =
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR "
    "BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ "
    "EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW "
    "GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY "
    "KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV "
    "MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY "
    "QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG "
    "TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA "
    "ZM ZW";

static bool is_country(const char *text)
{
    for (const char *at = countries; *at; at += at[2] ? 3 : 2)
        if (at[0] == text[0] && at[1] == text[1])
            return true;
    return false;
}

static enum identifier_flaw bic_judge(const char *text)
{
    enum { BANK = 4, PLACE = 6, HEAD = 8, WHOLE = 11 };
    size_t size = strlen(text);

    for (size_t i = 0; i < size; i++)
        if (i < PLACE ? !is_letter(text[i]) : !is_letter(text[i]) && !is_digit(text[i]))
            return IDENTIFIER_SIGN;
    if (size != HEAD && size != WHOLE)
        return IDENTIFIER_LENGTH;
    return is_country(text + BANK) ? IDENTIFIER_WELL : IDENTIFIER_COUNTRY;
}

/* FR goes before a key, never before another country's letters. */
static struct identifier vat_judge(struct arena *arena, const char *text)
{
    struct identifier vat = { .kind = IDENTIFIER_FRVAT, .text = text, .expected = VAT_SIGNS };

    if (!str_starts(text, "FR"))
        vat.text = arena_format(arena, "FR%s", text);
    vat.flaw =
        strlen(vat.text) == VAT_SIGNS ? identifier_vat_french(vat.text + 2) : IDENTIFIER_LENGTH;
    if (vat.flaw != IDENTIFIER_WELL && !str_starts(text, "FR") && is_country(text)) {
        vat.text = text;
        vat.flaw = IDENTIFIER_LENGTH;
    }
    return vat;
}

static struct identifier judge(struct arena *arena, enum identifier_kind kind, const char *text)
{
    struct identifier found = { .kind = kind, .text = text };

    switch (kind) {
    case IDENTIFIER_SIREN:
        found.expected = SIREN_DIGITS;
        found.flaw = siren_judge(text);
        break;
    case IDENTIFIER_SIRET:
        found.expected = SIRET_DIGITS;
        found.flaw = siret_judge(text);
        break;
    case IDENTIFIER_FRVAT:
        return vat_judge(arena, text);
    case IDENTIFIER_EUVAT:
        found.flaw = identifier_vat_union(text);
        break;
    case IDENTIFIER_IBAN:
        found.flaw = iban_judge(text, &found.expected);
        break;
    case IDENTIFIER_BIC:
        found.flaw = bic_judge(text);
        break;
    default:
        found.flaw = IDENTIFIER_SHAPE;
    }
    return found;
}

/* Digits alone are told by their number: the nearest kind says best what is wrong. */
static enum identifier_kind digits_guess(size_t size)
{
    if (size == VAT_SIGNS - 2)
        return IDENTIFIER_FRVAT;
    if (size > 0 && size < VAT_SIGNS - 2)
        return IDENTIFIER_SIREN;
    return size > 0 && size <= SIRET_DIGITS + 2 ? IDENTIFIER_SIRET : IDENTIFIER_NONE;
}

/* A VAT number without its country: a key of two signs and a SIREN. */
static bool is_keyed(const char *text, size_t size)
{
    return size == VAT_SIGNS - 2 && all_digits(text + 2);
}

/* A VAT number of a country whose letters the Union does not write: GR for Greece, GB. */
static bool is_foreign(const char *text)
{
    return is_country(text) && all_digits(text + 2);
}

static enum identifier_kind guess(const char *text)
{
    size_t size = strlen(text);

    if (all_digits(text))
        return digits_guess(size);
    if (size < 4 || !is_letter(text[0]) || !is_letter(text[1]))
        return is_keyed(text, size) ? IDENTIFIER_FRVAT : IDENTIFIER_NONE;
    bool numbered = is_digit(text[2]) && is_digit(text[3]);
    if (numbered && size >= IBAN_LEAST && size <= IBAN_MOST)
        return IDENTIFIER_IBAN;
    if (bic_judge(text) == IDENTIFIER_WELL)
        return IDENTIFIER_BIC;
    if (str_starts(text, "FR"))
        return IDENTIFIER_FRVAT;
    if (identifier_vat_union(text) != IDENTIFIER_COUNTRY)
        return IDENTIFIER_EUVAT;
    if (bic_judge(text) == IDENTIFIER_COUNTRY)
        return IDENTIFIER_BIC;
    if (is_foreign(text))
        return IDENTIFIER_EUVAT;
    return is_keyed(text, size) ? IDENTIFIER_FRVAT : IDENTIFIER_NONE;
}

struct identifier identifier_check(struct arena *arena, const char *text)
{
    const char *compacted = compact(arena, text);

    return judge(arena, guess(compacted), compacted);
}

struct identifier identifier_check_as(struct arena *arena, enum identifier_kind kind,
                                      const char *text)
{
    return judge(arena, kind, compact(arena, text));
}
