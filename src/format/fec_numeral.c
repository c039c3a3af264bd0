#include "format/fec_numeral.h"

enum { DIGITS_LIMIT = 15 };

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

struct fec_numeral fec_numeral_read(struct slice entry)
{
    size_t end = entry.size;

    while (end > 0 && !is_digit(entry.at[end - 1]))
        end--;
    size_t start = end;
    while (start > 0 && is_digit(entry.at[start - 1]) && end - start < DIGITS_LIMIT)
        start--;
    struct fec_numeral reading = {
        .prefix = { entry.at, end > 0 ? start : entry.size },
        .suffix = { entry.at + end, end > 0 ? entry.size - end : 0 },
        .width = end - start > 1 && entry.at[start] == '0' ? end - start : 0,
        .numeric = end > 0,
    };
    for (size_t i = start; i < end; i++)
        reading.number = reading.number * 10 + (uint64_t)(entry.at[i] - '0');
    return reading;
}

bool fec_numeral_plain(struct slice entry, uint64_t *number)
{
    if (entry.size == 0 || entry.size > sizeof(uint64_t) || *entry.at == '0')
        return false;
    *number = 0;
    for (size_t i = 0; i < entry.size; i++) {
        if (!is_digit(entry.at[i]))
            return false;
        *number = *number * 10 + (uint64_t)(entry.at[i] - '0');
    }
    return true;
}
