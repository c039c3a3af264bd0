#include "format/fec_value.h"

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

struct numbers {
    int year, month, day;
};

/* `count` digits; -1 when others stand there. */
static int digits_read(const char **from, const char *end, int count)
{
    int number = 0;

    if (end - *from < count)
        return -1;
    for (; count > 0; count--, (*from)++) {
        if (!is_digit(**from))
            return -1;
        number = number * 10 + (**from - '0');
    }
    return number;
}

static void mark_skip(const char **from, const char *end)
{
    if (*from < end && (**from == '/' || **from == '-' || **from == '.'))
        (*from)++;
}

/* What may stand behind a day: nothing, or a time. */
static bool is_time(const char *at, const char *end)
{
    if (at == end)
        return true;
    if (*at != ' ' && *at != 'T')
        return false;
    for (at++; at < end; at++)
        if (!is_digit(*at) && *at != ':' && *at != '.' && *at != 'Z')
            return false;
    return true;
}

static bool year_first(struct slice slice, struct numbers *numbers)
{
    const char *at = slice.at, *end = at + slice.size;

    numbers->year = digits_read(&at, end, 4);
    mark_skip(&at, end);
    numbers->month = digits_read(&at, end, 2);
    mark_skip(&at, end);
    numbers->day = digits_read(&at, end, 2);
    return numbers->year >= 0 && numbers->month >= 0 && numbers->day >= 0 && is_time(at, end);
}

static bool day_first(struct slice slice, struct numbers *numbers)
{
    const char *at = slice.at, *end = at + slice.size;

    numbers->day = digits_read(&at, end, 2);
    mark_skip(&at, end);
    numbers->month = digits_read(&at, end, 2);
    mark_skip(&at, end);
    numbers->year = digits_read(&at, end, 4);
    return numbers->year >= 0 && numbers->month >= 0 && numbers->day >= 0 && is_time(at, end);
}

static bool is_year(int year)
{
    return year >= 1900 && year <= 2099;
}

static bool is_blank(struct slice slice)
{
    for (size_t i = 0; i < slice.size; i++)
        if (slice.at[i] != '0' && slice.at[i] != '-' && slice.at[i] != '/' && slice.at[i] != '.')
            return false;
    return true;
}

/* One way of reading it: true when its year is one of accounts. */
static bool day_try(struct fec_day *day, const struct numbers *numbers)
{
    if (!is_year(numbers->year))
        return false;
    day->official |= numbers->month <= 12 && numbers->day <= 31;
    if (day->reading == FEC_READ)
        return true;
    day->reading = FEC_BEYOND;
    if (date_exists(numbers->year, numbers->month, numbers->day)) {
        day->date = date_of(numbers->year, numbers->month, numbers->day);
        day->reading = FEC_READ;
    }
    return true;
}

/* No text of eight digits can be read both ways: 19 and 20 are no months. */
struct fec_day fec_day(struct slice slice)
{
    struct fec_day day = { .reading = FEC_UNREAD };
    struct numbers first, last;

    if (is_blank(slice))
        return (struct fec_day){ .reading = FEC_BLANK, .official = true };
    bool is_first = year_first(slice, &first), is_last = day_first(slice, &last);
    bool plain = is_first && day_try(&day, &first) && day.reading == FEC_READ && slice.size == 8;
    bool known = (is_last && day_try(&day, &last)) || day.reading != FEC_UNREAD;
    if (day.reading == FEC_READ && !plain)
        day.reading = FEC_READ_SO;
    if (!known) /* another year is an anomaly to the checker, no error */
        day.official = is_first || is_last;
    return day;
}
