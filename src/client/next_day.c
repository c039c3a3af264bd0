#include "client/next_day.h"

#include <string.h>

static int32_t day_of(const char *text)
{
    bool is_after = *text && text[strlen(text) - 1] == '+';
    struct date date;
    char day[sizeof "2026-03-31"];

    if (strlen(text) < sizeof day - 1)
        return NO_NEXT;
    memcpy(day, text, sizeof day - 1);
    day[sizeof day - 1] = '\0';
    return date_parse(day, &date) ? date.day + is_after : NO_NEXT;
}

int32_t next_day(struct rows *rows, int column)
{
    int32_t free = day_of(rows_text(rows, column)), paused = day_of(rows_text(rows, column + 1));

    return free < paused ? free : paused;
}

struct date next_day_open(const struct calendar *calendar, int32_t day, struct date today)
{
    struct date from = { day < today.day ? today.day : day };

    return calendar_next_open(calendar, from);
}
