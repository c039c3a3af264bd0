/*
 * What the lists of tasks and of requests share.
 */
#ifndef CLI_WORK_H
#define CLI_WORK_H

#include "cli/cli.h"

/* --NAME as an id; left alone when absent. Fault INPUT OPTION-NOMBRE. */
MUST_USE bool work_number(struct ctx *cx, const struct call *call, const char *name,
                          int64_t *number);

/* --client: one of the house's; 0 when absent. Faults: of client_find. */
MUST_USE bool work_client(struct ctx *cx, const struct call *call, int64_t *id);

/* A table of rows, its columns by their keys, ended by NULL: at most eight. */
void work_print(struct buf *out, const struct call *call, const struct json *rows,
                const char *const *keys);

#endif
