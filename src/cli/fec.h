/*
 * How the commands of `quitus fec` show their models to a reader.
 */
#ifndef CLI_FEC_H
#define CLI_FEC_H

#include "cli/cli.h"
#include "ledger/control.h"

/* A report of app/fec_file.h in the words of the command's reader: findings without their args. */
void fec_report_word(struct arena *arena, const struct call *call, const struct json *report,
                     struct json *model);

void fec_check_print(struct buf *out, const struct call *call, const struct json *model);
void fec_balance_print(struct buf *out, const struct call *call, const struct json *model);
void fec_open_print(struct buf *out, const struct call *call, const struct json *model);

#endif
