/*
 * Options that several commands read alike. Each leaves its value alone when the option is not
 * given, and fails with the sentence of what was given and what would do.
 */
#ifndef CLI_OPTION_H
#define CLI_OPTION_H

#include "base/money.h"
#include "chase/calendar.h"
#include "cli/cli.h"

/* Fault INPUT OPTION-ABSENTE with the option and an example of its value. */
MUST_USE bool option_needed(struct ctx *cx, const struct call *call, const char *name,
                            const char *example);

/* A whole number in digits. Fault INPUT OPTION-NOMBRE with the range. */
struct option_range {
    int least, most;
};
MUST_USE bool option_number(struct ctx *cx, const struct call *call, const char *name,
                            struct option_range range, int *number);

/* Euros, not negative. Fault INPUT OPTION-MONTANT. */
MUST_USE bool option_money(struct ctx *cx, const struct call *call, const char *name,
                           struct money *money);

/* --region. Fault INPUT REGION with the known ones. */
MUST_USE bool option_region(struct ctx *cx, const struct call *call, enum region *region);

/* Fault INPUT OPTION-CHOIX with the words that would do. */
MUST_USE bool option_unknown(struct ctx *cx, const char *name, const char *value,
                             const char *known);

#endif
