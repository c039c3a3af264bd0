/*
 * The rules of the due dates as rows of data: for whom, each what, on which day, by which article.
 *
 * A threshold or a day that a law changes is another row with its years; nothing of it stands in
 * the code that walks them.
 */
#ifndef MISSION_DEADLINE_RULE_H
#define MISSION_DEADLINE_RULE_H

#include "mission/deadline.h"

enum deadline_each { EACH_MONTH, EACH_QUARTER, EACH_YEAR, EACH_EXERCISE, EACH_COUNT };

/* How the day is found; months count from the period's last month, and may be negative. */
enum deadline_way {
    WAY_DAY,      /* the day of a month */
    WAY_VAT,      /* the client's day of VAT in a month */
    WAY_DSN,      /* the 5th or 15th of a month, by staff */
    WAY_WORKABLE, /* the nth « jour ouvrable » of a month: Saturdays count, holidays don't */
    WAY_MAY,      /* the nth « jour ouvré » after 1 May of the next year */
    WAY_RETURN,   /* the same for a closing on 31 December, else months after the closing */
    WAY_BALANCE,  /* the day of a month; of the month after it for a closing on 31 December */
    WAY_ADVANCE,  /* of corporate tax, by the closing of the year before */
};

struct deadline_rule {
    enum deadline_kind kind;
    unsigned liable;
    enum deadline_each each;
    enum deadline_way way;
    int months, day;
    int part;  /* as in struct deadline */
    int parts; /* of WAY_ADVANCE: how many, every three months */
    int online_days;
    bool not_first;    /* neither in the first financial year nor in the year of creation */
    bool not_december; /* what ends the year is settled by the yearly return */
    int until_year;    /* of the period's last day; 0 for no end */
    enum last_tax threshold_tax;
    int64_t threshold_cents; /* due from this much last year on; 0 for always */
    const char *source;      /* NULL for a day of VAT: see deadline_vat.h */
};

const struct deadline_rule *deadline_rules(size_t *count);

/* The longest wait between the end of a period and its day, and the longest way ahead of it. */
enum { DEADLINE_YEARS_BACK = 2, DEADLINE_YEARS_AHEAD = 2 };

#endif
