#include "base/money.h"

#include <string.h>

/* From the end: a page writes hundreds of them, and printf takes longer than all the rest. */
const char *money_text(struct arena *arena, struct money money)
{
    uint64_t cents = money.cents < 0 ? -(uint64_t)money.cents : (uint64_t)money.cents;
    char digits[sizeof "-92233720368547758.08"], *at = digits + sizeof digits - 1;

    for (int i = 0; i < 3 || cents > 0; cents /= 10, i++) {
        if (i == 2)
            *--at = '.';
        *--at = (char)('0' + cents % 10);
    }
    if (money.cents < 0)
        *--at = '-';
    return arena_text(arena, at, (size_t)(digits + sizeof digits - 1 - at));
}

/* A space, a no-break space (U+00A0), a thin one (U+2009) or both (U+202F): its bytes, else 0. */
static size_t space_size(const char *text)
{
    if (*text == ' ')
        return 1;
    if (strncmp(text, "\xC2\xA0", 2) == 0)
        return 2;
    return strncmp(text, "\xE2\x80\xAF", 3) == 0 || strncmp(text, "\xE2\x80\x89", 3) == 0 ? 3 : 0;
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* Groups of three after a space; false when a group is of another size or the limit is passed. */
static bool whole_parse(const char **text, int64_t *units)
{
    int in_group = 0, groups = 0;
    const char *at = *text;

    for (*units = 0;; at++) {
        size_t space = space_size(at);
        if (space > 0 && in_group > 0 && is_digit(at[space])) {
            if (groups > 0 ? in_group != 3 : in_group > 3)
                return false;
            groups++;
            in_group = 0;
            at += space;
        }
        if (!is_digit(*at))
            break;
        in_group++;
        *units = *units * 10 + (*at - '0');
        if (*units > MONEY_LIMIT_CENTS / 100)
            return false;
    }
    *text = at;
    return in_group > 0 && (groups == 0 || in_group == 3);
}

bool money_parse(const char *text, struct money *money)
{
    bool negative = *text == '-';
    int64_t units, cents = 0;

    text += negative || *text == '+';
    if (!whole_parse(&text, &units))
        return false;
    if (*text == ',' || *text == '.') {
        if (!is_digit(text[1]))
            return false;
        cents = (text[1] - '0') * 10;
        text += 2;
        if (is_digit(*text))
            cents += *text++ - '0';
    }
    if (*text != '\0')
        return false;
    cents += units * 100;
    *money = (struct money){ negative ? -cents : cents };
    return true;
}
