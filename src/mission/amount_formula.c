#include "mission/amount.h"

/* By law, of what was paid last year; parts of a thousand. */
static const struct {
    enum deadline_kind kind;
    int part; /* 0: each */
    enum last_tax of;
    int64_t thousandths;
} formulas[] = {
    { DEADLINE_IS_ADVANCE, 0, LAST_IS, 250 },     /* CGI, art. 1668 */
    { DEADLINE_CFE_ADVANCE, 0, LAST_CFE, 500 },   /* CGI, art. 1679 quinquies */
    { DEADLINE_CVAE_ADVANCE, 0, LAST_CVAE, 500 }, /* CGI, art. 1679 septies */
    { DEADLINE_CA12_ADVANCE, 1, LAST_VAT, 550 },  /* CGI, art. 287, 3 */
    { DEADLINE_CA12_ADVANCE, 2, LAST_VAT, 400 },
};

/* To the nearest euro, as the forms ask for. */
static struct money whole_euros(int64_t thousandths_of_cents)
{
    enum { EURO = 100 * 1000 };

    return (struct money){ (thousandths_of_cents + EURO / 2) / EURO * 100 };
}

bool amount_formula(const struct taxpayer *taxpayer, enum deadline_kind kind, int part,
                    struct money *amount)
{
    for (size_t i = 0; i < COUNT_OF(formulas); i++) {
        int64_t last = taxpayer->last[formulas[i].of].cents;
        bool is_it =
            formulas[i].kind == kind && (formulas[i].part == 0 || formulas[i].part == part);
        if (!is_it || last < 0)
            continue;
        *amount = whole_euros(last * formulas[i].thousandths);
        return true;
    }
    return false;
}
