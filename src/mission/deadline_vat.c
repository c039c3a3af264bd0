#include "mission/deadline_vat.h"

#include <ctype.h>
#include <string.h>

#include "base/str.h"
#include "mission/month.h"

#define ARTICLE "CGI, ann. IV, art. 39, 1, 1°, "

enum place { PLACE_PARIS, PLACE_ELSEWHERE, PLACE_ANY };

/* The letter or the two digits from which a row holds; the last one that does is taken. */
static const struct {
    enum place place;
    enum client_form form;
    const char *from;
    struct vat_day day;
} days[] = {
    { PLACE_PARIS, FORM_EI, "a", { 15, ARTICLE "b" } },
    { PLACE_PARIS, FORM_EI, "i", { 17, ARTICLE "b" } },
    { PLACE_PARIS, FORM_SOC, "00", { 19, ARTICLE "b" } },
    { PLACE_PARIS, FORM_SOC, "69", { 20, ARTICLE "b" } },
    { PLACE_PARIS, FORM_SOC, "79", { 21, ARTICLE "b" } },
    { PLACE_PARIS, FORM_SA, "00", { 23, ARTICLE "b" } },
    { PLACE_PARIS, FORM_SA, "75", { 24, ARTICLE "b" } },
    { PLACE_PARIS, FORM_OTHER, "", { 24, ARTICLE "b" } },
    { PLACE_ELSEWHERE, FORM_EI, "a", { 16, ARTICLE "c" } },
    { PLACE_ELSEWHERE, FORM_EI, "i", { 19, ARTICLE "c" } },
    { PLACE_ELSEWHERE, FORM_SOC, "", { 21, ARTICLE "c" } },
    { PLACE_ELSEWHERE, FORM_SA, "", { 24, ARTICLE "c" } },
    { PLACE_ELSEWHERE, FORM_OTHER, "", { 24, ARTICLE "c" } },
    { PLACE_ANY, FORM_FOREIGN, "", { 19, ARTICLE "e" } },
};

static const struct vat_day own_day = { .source = "CGI, ann. IV, art. 39 ; impots.gouv.fr" };

/* The end of the simplified regime, and the turnover up to which quarters hold after it. */
enum { QUARTERS_FROM_YEAR = 2027 };
static const int64_t quarters_most_cents = INT64_C(100000000);

static enum place place_of(const struct taxpayer *taxpayer)
{
    static const char *const paris[] = { "75", "92", "93", "94" };

    for (size_t i = 0; i < COUNT_OF(paris); i++)
        if (strcmp(taxpayer->department, paris[i]) == 0)
            return PLACE_PARIS;
    return PLACE_ELSEWHERE;
}

static bool missing(struct ctx *cx, const char *field)
{
    return fail(cx, FAULT_INPUT, "ECHEANCE-MANQUE", "field", field, "kind",
                deadline_kind_text(DEADLINE_CA3), "own_day", "yes", NULL);
}

/* The first letter, without its accent: « Éluard » and « d’Éluard » are an e and a d. */
static bool letter_of(struct ctx *cx, const char *name, const char **letter)
{
    for (const char *at = str_fold(cx->arena, name); *at; at++)
        if (*at >= 'a' && *at <= 'z') {
            *letter = arena_text(cx->arena, at, 1);
            return true;
        }
    return fail(cx, FAULT_INPUT, "ECHEANCE-NOM", "value", name, NULL);
}

static bool digits_of(struct ctx *cx, const char *siren, const char **digits)
{
    if (!isdigit((unsigned char)siren[0]) || !isdigit((unsigned char)siren[1]))
        return fail(cx, FAULT_INPUT, "ECHEANCE-SIREN", "value", siren, NULL);
    *digits = arena_text(cx->arena, siren, 2);
    return true;
}

/* What the rows of the form and place are told apart by; "" for those that stand alone. */
static bool key_of(struct ctx *cx, const struct taxpayer *taxpayer, enum place place,
                   const char **key)
{
    bool by_digits =
        place == PLACE_PARIS && (taxpayer->form == FORM_SOC || taxpayer->form == FORM_SA);

    *key = "";
    if (taxpayer->form == FORM_EI)
        return taxpayer->name ? letter_of(cx, taxpayer->name, key) : missing(cx, "name");
    if (by_digits)
        return taxpayer->siren ? digits_of(cx, taxpayer->siren, key) : missing(cx, "siren");
    return true;
}

bool deadline_vat_day(struct ctx *cx, const struct taxpayer *taxpayer, struct vat_day *day)
{
    const char *key;

    if (taxpayer->vat_day > 0) {
        *day = own_day;
        day->day = taxpayer->vat_day;
        return true;
    }
    if (!taxpayer->has_form)
        return missing(cx, "form");
    if (taxpayer->form != FORM_FOREIGN && !taxpayer->department)
        return missing(cx, "dept");
    enum place place = taxpayer->form == FORM_FOREIGN ? PLACE_ANY : place_of(taxpayer);
    if (!key_of(cx, taxpayer, place, &key))
        return false;
    for (size_t i = 0; i < COUNT_OF(days); i++)
        if (days[i].place == place && days[i].form == taxpayer->form
            && strcmp(days[i].from, key) <= 0)
            *day = days[i].day;
    return true;
}

/* The first day that the simplified regime does not cover: of a financial year. */
static struct date simplified_end(const struct taxpayer *taxpayer)
{
    struct arena arena = { 0 };
    struct date end = date_of(QUARTERS_FROM_YEAR, 1, 1);
    struct periods exercises = deadline_periods(&arena, taxpayer, EACH_EXERCISE, QUARTERS_FROM_YEAR,
                                                QUARTERS_FROM_YEAR + 3);

    for (size_t i = 0; i < exercises.count; i++)
        if (exercises.rows[i].first.day >= end.day) {
            end = exercises.rows[i].first;
            break;
        }
    arena_free(&arena);
    return end;
}

static bool is_quarterly(const struct taxpayer *taxpayer, const struct period *period)
{
    return period->last.day < date_of(QUARTERS_FROM_YEAR, 1, 1).day
        || taxpayer->turnover.cents <= quarters_most_cents;
}

static bool return_holds(const struct taxpayer *taxpayer, const struct deadline_rule *rule,
                         const struct period *period)
{
    bool wants_month = rule->each == EACH_MONTH;

    if ((taxpayer->liable & 1U << LIABLE_VAT_MONTH) != 0)
        return wants_month;
    if ((taxpayer->liable & 1U << LIABLE_VAT_SIMPLIFIED) != 0
        && period->last.day < simplified_end(taxpayer).day)
        return false;
    return is_quarterly(taxpayer, period) != wants_month;
}

bool deadline_vat_holds(const struct taxpayer *taxpayer, const struct deadline_rule *rule,
                        const struct period *period)
{
    struct date end = date_of(QUARTERS_FROM_YEAR, 1, 1);

    switch (rule->kind) {
    case DEADLINE_CA3:
        return return_holds(taxpayer, rule, period);
    case DEADLINE_CA12:
        return period->first.day < end.day;
    case DEADLINE_CA12_ADVANCE:
        end = simplified_end(taxpayer);
        return month_end(date_civil(period->last).year, 12 + rule->months).day < end.day;
    default:
        return true;
    }
}
