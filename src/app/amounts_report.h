/*
 * A sheet of amounts as it was judged (E-13, P-23), for its page, the API and the command line.
 */
#ifndef APP_AMOUNTS_REPORT_H
#define APP_AMOUNTS_REPORT_H

#include "base/json.h"
#include "mission/amount_sheet.h"

/* Rows and counts; see views/amounts.mustache. The first rows alone, the faulty ones before. */
void amounts_report_put(struct ctx *cx, const char *language, const struct amount_sheet *sheet,
                        struct json *report);

#endif
