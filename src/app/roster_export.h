/*
 * The firm's clients as a file: a workbook or a CSV for people and their spreadsheets. What was
 * exported and comes back changes nothing (P-23).
 */
#ifndef APP_ROSTER_EXPORT_H
#define APP_ROSTER_EXPORT_H

#include "base/buf.h"
#include "base/ctx.h"

/* Which clients, in which order; ids NULL: all that the actor may see, by name. */
struct roster_choice {
    const int64_t *ids;
    size_t count;
    const char *language; /* of heads and words */
};

/* What the actor may not see is left out, whatever was asked (P-9). Fault FULL FICHIER-ECRITURE. */
MUST_USE bool roster_export_xlsx(struct ctx *cx, const struct roster_choice *choice,
                                 const char *path, size_t *written);

/* UTF-8 with its mark, semicolons, CRLF, decimal commas; no formula (T-13). */
MUST_USE bool roster_export_csv(struct ctx *cx, const struct roster_choice *choice,
                                struct buf *bytes, size_t *written);

#endif
