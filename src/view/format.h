/*
 * How values are written for a reader, in French and English typography.
 *
 * French: U+202F between thousands, a comma, U+00A0 before €, %, : and ;. English: a comma between
 * thousands, a point, € before the amount. A minus is U+2212. Values come from the model as text
 * ("1234.56", "2026-03-31") or integers; what a format cannot read is written as it stands.
 *
 *     money    « 1 234,56 € »            €1,234.56
 *     amount   « 1 234,56 »              1,234.56
 *     number   « 12 000 »                12,000
 *     percent  « 59,0 % » of "59.0"      59.0%
 *     date     « 31 mars 2026 »          31 March 2026
 *     day      « mardi 31 mars 2026 »    Tuesday 31 March 2026
 *     month    « mars 2026 »             March 2026
 *     short    « 31/03/2026 »            31/03/2026
 *     when     « 31 mars 2026 à 10:15 »  31 March 2026 at 10:15    in the house's zone
 *     siren    « 732 829 320 »           the same
 *     ordinal  « 2e » of 2, a rank       2nd    for days of a month: date
 *     url      percent-encoded for a part of an address
 *     mail     money with U+00A0 alone: some mail fonts lack U+202F
 */
#ifndef VIEW_FORMAT_H
#define VIEW_FORMAT_H

#include "base/json.h"
#include "base/zone_now.h"

/*
 * In which zone all threads write instants, from now on: that of the house, which it keeps. NULL:
 * Europe/Paris. Set before the first of them starts.
 */
void format_zone(const struct zone_now *house);

/* NULL when there is no such format. */
const char *format_value(struct arena *arena, const char *format, const char *language,
                         const char *value);

#endif
