/*
 * The report of a FEC as the page « Rapport d'import » and the API tell it: findings by code, the
 * gravest first, worded in the reader's language.
 */
#ifndef APP_FEC_REPORT_H
#define APP_FEC_REPORT_H

#include "base/json.h"

/* Puts « import » but for whose and when it is, the verdicts and the findings. */
void fec_report_put(struct json *model, struct arena *arena, const char *language,
                    const struct json *report);

#endif
