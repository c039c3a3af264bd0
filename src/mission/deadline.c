#include "mission/deadline.h"

#include <stdlib.h>
#include <string.h>

#include "base/given.h"
#include "mission/deadline_vat.h"
#include "mission/month.h"

/* What all rules of one list share. */
struct listing {
    struct arena *arena;
    const struct taxpayer *taxpayer;
    struct date first, last;
    struct calendar calendar;
    struct vat_day vat;
    int dsn_day;
    struct deadline *rows;
    size_t count, room;
};

/* The nth day of a month that is neither a Sunday nor a holiday of the whole country. */
static struct date workable_day(struct date day, int number)
{
    const struct calendar calendar = { .region = REGION_METROPOLE };

    for (;; day.day++) {
        bool is_rest =
            date_weekday(day) == SUNDAY || calendar_closure(&calendar, day).kind == CLOSURE_HOLIDAY;
        if (!is_rest && --number == 0)
            return day;
    }
}

static struct date may_day(int year, int number)
{
    const struct calendar calendar = { .region = REGION_METROPOLE };

    return calendar_after(&calendar, date_of(year, 5, 1), number);
}

static bool ends_year(struct date closing)
{
    struct civil civil = date_civil(closing);

    return civil.month == 12 && civil.day == 31;
}

/* So many months after a closing: from the end of a month to the end of a month. */
static struct date months_after(struct date closing, int months)
{
    struct civil civil = date_civil(closing);
    bool is_end = month_end(civil.year, civil.month).day == closing.day;

    return month_day(civil.year, civil.month + months, is_end ? 31 : civil.day);
}

/* The first advance after a closing: those on the 20th and later wait for the quarter after. */
static struct date first_advance(struct date closing, int day)
{
    enum { LAST_DAY_BEFORE = 19 };
    struct civil civil = date_civil(closing);
    int month = civil.month + 1 + (civil.day > LAST_DAY_BEFORE);

    while (month % 3 != 0)
        month++;
    return month_day(civil.year, month, day);
}

static struct date advance_day(const struct deadline_rule *rule, const struct period *period,
                               int part)
{
    struct civil first = date_civil(first_advance(period->before, rule->day));

    return month_day(first.year, first.month + 3 * (part - 1), rule->day);
}

static struct date return_day(const struct deadline_rule *rule, const struct period *period)
{
    return ends_year(period->last) ? may_day(date_civil(period->last).year + 1, rule->day)
                                   : months_after(period->last, rule->months);
}

static struct date legal_day(const struct listing *listing, const struct deadline_rule *rule,
                             const struct period *period, int part)
{
    struct civil last = date_civil(period->last);
    int month = last.month + rule->months;

    switch (rule->way) {
    case WAY_VAT:
        return month_day(last.year, month, listing->vat.day);
    case WAY_DSN:
        return month_day(last.year, month, listing->dsn_day);
    case WAY_WORKABLE:
        return workable_day(month_day(last.year, month, 1), rule->day);
    case WAY_MAY:
        return may_day(last.year + 1, rule->day);
    case WAY_RETURN:
        return return_day(rule, period);
    case WAY_BALANCE:
        return month_day(last.year, month + ends_year(period->last), rule->day);
    case WAY_ADVANCE:
        return advance_day(rule, period, part);
    default:
        return month_day(last.year, month, rule->day);
    }
}

static const char *move_source_of(const struct deadline_rule *rule)
{
    return rule->way == WAY_VAT || rule->kind == DEADLINE_RSA ? "CGI, ann. IV, art. 199-0"
                                                              : "CPC, art. 642";
}

static void deadline_add(struct listing *listing, const struct deadline_rule *rule,
                         const struct period *period, int part)
{
    struct date legal = legal_day(listing, rule, period, part);
    bool is_open_already = rule->way == WAY_WORKABLE || rule->way == WAY_MAY;
    struct date due = is_open_already ? legal : calendar_next_open(&listing->calendar, legal);
    struct date online = { legal.day + rule->online_days };

    if (due.day < listing->first.day || due.day > listing->last.day
        || (listing->taxpayer->has_opened && due.day < listing->taxpayer->opened.day))
        return;
    if (listing->count == listing->room)
        listing->rows =
            arena_grow(listing->arena, listing->rows, &listing->room, sizeof *listing->rows);
    listing->rows[listing->count++] = (struct deadline){
        .kind = rule->kind,
        .period = period->text,
        .part = part,
        .legal = legal,
        .due = due,
        .online = online.day > due.day ? online : due,
        .source = rule->source ? rule->source : listing->vat.source,
        .move_source = due.day != legal.day ? move_source_of(rule) : NULL,
    };
}

static bool rule_holds(const struct taxpayer *taxpayer, const struct deadline_rule *rule,
                       const struct period *period)
{
    struct civil last = date_civil(period->last);
    int64_t paid = taxpayer->last[rule->threshold_tax].cents;

    return !(rule->not_first && period->is_first) && !(rule->not_december && last.month == 12)
        && (rule->until_year == 0 || last.year <= rule->until_year)
        && (rule->threshold_cents == 0 || paid < 0 || paid >= rule->threshold_cents)
        && deadline_vat_holds(taxpayer, rule, period);
}

/* The advances of a short financial year end where those of the next one begin. */
static void advances_add(struct listing *listing, const struct deadline_rule *rule,
                         const struct period *period)
{
    struct date next = first_advance(period->last, rule->day);

    for (int part = 1; part <= rule->parts; part++)
        if (advance_day(rule, period, part).day < next.day)
            deadline_add(listing, rule, period, part);
}

static void rule_add(struct listing *listing, const struct deadline_rule *rule)
{
    struct periods periods =
        deadline_periods(listing->arena, listing->taxpayer, rule->each,
                         date_civil(listing->first).year - DEADLINE_YEARS_BACK,
                         date_civil(listing->last).year + DEADLINE_YEARS_AHEAD);

    for (size_t i = 0; i < periods.count; i++) {
        if (!rule_holds(listing->taxpayer, rule, &periods.rows[i]))
            continue;
        if (rule->parts > 0)
            advances_add(listing, rule, &periods.rows[i]);
        else
            deadline_add(listing, rule, &periods.rows[i], rule->part);
    }
}

static bool opening_check(struct ctx *cx, const struct taxpayer *taxpayer)
{
    enum { FIRST_YEAR_DAYS = 731 };
    int days = taxpayer->first_closing.day - taxpayer->opened.day;

    if (taxpayer->has_opened && !given_day_check(cx, "opened", taxpayer->opened))
        return false;
    if (!taxpayer->has_first_closing)
        return true;
    if (!taxpayer->has_opened)
        return fail(cx, FAULT_INPUT, "ECHEANCE-MANQUE", "field", "opened", "kind",
                    deadline_kind_text(DEADLINE_RETURN), NULL);
    return (days >= 0 && days <= FIRST_YEAR_DAYS)
        || fail(cx, FAULT_INPUT, "ECHEANCE-EXERCICE", "opened",
                date_text(cx->arena, taxpayer->opened), "closing",
                date_text(cx->arena, taxpayer->first_closing), NULL);
}

/* The days of the month that follow from the client, when a rule of theirs asks for them. */
static bool days_read(struct ctx *cx, const struct taxpayer *taxpayer, struct listing *listing)
{
    enum { LARGE_STAFF = 50, LARGE_DAY = 5, SMALL_DAY = 15 };
    unsigned vat = 1U << LIABLE_VAT_MONTH | 1U << LIABLE_VAT_QUARTER | 1U << LIABLE_VAT_SIMPLIFIED;
    bool has_dsn = (taxpayer->liable & 1U << LIABLE_DSN) != 0;

    vat &= taxpayer->liable;
    if ((vat & (vat - 1)) != 0)
        return fail(cx, FAULT_INPUT, "ECHEANCE-TVA", NULL);
    listing->dsn_day = taxpayer->headcount >= LARGE_STAFF ? LARGE_DAY : SMALL_DAY;
    if (has_dsn && taxpayer->headcount < 0)
        return fail(cx, FAULT_INPUT, "ECHEANCE-MANQUE", "field", "headcount", "kind",
                    deadline_kind_text(DEADLINE_DSN), NULL);
    return vat == 0 || deadline_vat_day(cx, taxpayer, &listing->vat);
}

static int by_day(const void *a, const void *b)
{
    const struct deadline *one = a, *other = b;

    if (one->due.day != other->due.day)
        return one->due.day - other->due.day;
    if (one->kind != other->kind)
        return (int)one->kind - (int)other->kind;
    return strcmp(one->period, other->period);
}

bool deadline_list(struct ctx *cx, const struct taxpayer *taxpayer, struct date first,
                   struct date last, struct deadlines *deadlines)
{
    struct listing listing = {
        .arena = cx->arena,
        .taxpayer = taxpayer,
        .first = first,
        .last = last,
        .calendar = { .region = taxpayer_region(taxpayer) },
    };
    size_t count;
    const struct deadline_rule *rules = deadline_rules(&count);

    if (!opening_check(cx, taxpayer) || !days_read(cx, taxpayer, &listing))
        return false;
    for (size_t i = 0; i < count; i++)
        if ((rules[i].liable & taxpayer->liable) != 0)
            rule_add(&listing, &rules[i]);
    if (listing.count > 0)
        qsort(listing.rows, listing.count, sizeof *listing.rows, by_day);
    *deadlines = (struct deadlines){ .rows = listing.rows, .count = listing.count };
    return true;
}
