#include "http/number.h"

static const int64_t NUMBER_LIMIT = INT64_C(1) << 53;

bool number_parse(const char *digits, size_t size, int64_t *number)
{
    enum { LONGEST = 16 };
    int64_t value = 0;

    if (size == 0 || size > LONGEST)
        return false;
    for (size_t i = 0; i < size; i++) {
        if (digits[i] < '0' || digits[i] > '9')
            return false;
        value = value * 10 + (digits[i] - '0');
    }
    if (value >= NUMBER_LIMIT)
        return false;
    *number = value;
    return true;
}
