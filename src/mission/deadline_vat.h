/*
 * VAT: on which day of the month, and for months, quarters or the year.
 *
 * The day follows from the place of taxation, the form and the letters of the name or digits of the
 * SIREN (CGI, ann. IV, art. 39). The simplified regime ends with the financial years opened from
 * 1 January 2027 on (loi n° 2025-127, art. 38): from then on VAT is declared each quarter up to
 * 1,000,000 euros of turnover in the year before, else each month (CGI, art. 287).
 */
#ifndef MISSION_DEADLINE_VAT_H
#define MISSION_DEADLINE_VAT_H

#include "mission/deadline_period.h"

struct vat_day {
    int day;
    const char *source;
};

/* Faults INPUT ECHEANCE-MANQUE and ECHEANCE-NOM, as deadline_list says. */
MUST_USE bool deadline_vat_day(struct ctx *cx, const struct taxpayer *taxpayer,
                               struct vat_day *day);

/* Whether such a period of VAT is declared, or paid in advance, by this client. */
bool deadline_vat_holds(const struct taxpayer *taxpayer, const struct deadline_rule *rule,
                        const struct period *period);

#endif
