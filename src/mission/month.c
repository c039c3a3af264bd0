#include "mission/month.h"

struct date month_day(int year, int month, int day)
{
    int months = year * 12 + month - 1;

    year = months / 12;
    month = months % 12 + 1;
    if (year < 1 || year > 9999)
        return year < 1 ? DATE_FIRST : DATE_LAST;
    while (!date_exists(year, month, day))
        day--;
    return date_of(year, month, day);
}

struct date month_end(int year, int month)
{
    return month_day(year, month, 31);
}
