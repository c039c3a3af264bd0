#include "format/fec.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

enum { SIREN_DIGITS = 9, DATE_DIGITS = 8 };

static bool are_digits(const char *text, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text[i] < '0' || text[i] > '9')
            return false;
    return true;
}

/* Every second digit from the right counts double; the digits of the whole make a multiple of 10.
 */
static bool is_valid(const char *siren)
{
    int sum = 0;

    for (int i = 0; i < SIREN_DIGITS; i++) {
        int digit = (siren[i] - '0') * (i % 2 == 1 ? 2 : 1);
        sum += digit > 9 ? digit - 9 : digit;
    }
    return sum % 10 == 0;
}

static int number(const char *digits, int count)
{
    int value = 0;

    for (int i = 0; i < count; i++)
        value = value * 10 + (digits[i] - '0');
    return value;
}

/* The last « FEC » that eight digits follow. */
static const char *mark_find(const char *name)
{
    const char *found = NULL;

    for (const char *at = strcasestr(name, "FEC"); at; at = strcasestr(at + 1, "FEC"))
        if (at > name && strlen(at) >= 3 + DATE_DIGITS && are_digits(at + 3, DATE_DIGITS))
            found = at;
    return found;
}

/* « _1 » of a file in parts, then an extension. */
static bool is_lawful_rest(const char *rest)
{
    if (*rest == '_' && isdigit((unsigned char)rest[1]))
        for (rest++; isdigit((unsigned char)*rest);)
            rest++;
    if (*rest == '.')
        for (rest++; isalnum((unsigned char)*rest);)
            rest++;
    return *rest == '\0';
}

struct fec_name fec_name_read(struct arena *arena, const char *file_name)
{
    struct fec_name name = { 0 };
    const char *mark = mark_find(file_name);

    if (!mark)
        return name;
    const char *digits = mark + 3;
    int year = number(digits, 4), month = number(digits + 4, 2), day = number(digits + 6, 2);
    name.has_closing = year >= 2000 && year <= 2099 && date_exists(year, month, day);
    if (name.has_closing)
        name.closing = date_of(year, month, day);
    if (mark - file_name == SIREN_DIGITS && are_digits(file_name, SIREN_DIGITS)) {
        name.siren = arena_text(arena, file_name, SIREN_DIGITS);
        name.siren_valid = is_valid(name.siren);
    }
    name.lawful = name.siren && name.has_closing && is_lawful_rest(digits + DATE_DIGITS);
    return name;
}
