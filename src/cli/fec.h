/*
 * How the commands of `quitus fec` show their models to a reader.
 */
#ifndef CLI_FEC_H
#define CLI_FEC_H

#include "app/fec_file.h"
#include "cli/cli.h"
#include "cli/table.h"

/* A report of app/fec_file.h in the words of the command's reader: findings without their args. */
void fec_report_word(struct arena *arena, const struct call *call, const struct json *report,
                     struct json *model);

void fec_check_print(struct buf *out, const struct call *call, const struct json *model);
void fec_open_print(struct buf *out, const struct call *call, const struct json *model);

/* The balance is told account by account, since there may be very many; see cli/fec_balance.c. */
MUST_USE bool fec_balance_run(struct ctx *cx, struct call *call, struct json *model);

struct table *fec_balance_table(struct buf *out, const struct call *call);
void fec_balance_row(struct buf *out, const struct call *call, struct table *table,
                     const struct json *account);
void fec_balance_end(struct buf *out, const struct call *call, struct table *table,
                     const struct json *model); /* totals and errors */

/* Reads the file that the command was given, and sets its exit code. */
MUST_USE bool fec_call_read(struct ctx *cx, struct call *call, struct fec_wants wants,
                            struct fec_file *file);

/* Only what forbids to take the file in: the other commands say no more of it. */
void fec_errors_put(struct arena *arena, const struct call *call, struct json *model,
                    const struct fec_file *file);

#endif
