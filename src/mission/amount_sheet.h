/*
 * Amounts of the whole portfolio from one sheet, a workbook or a CSV (E-13).
 *
 * The heads stand in its first row that has a cell: « SIREN » or « Code », « Échéance », « Période
 * », « Acompte » where the deadline has parts, « Montant ». Every row is judged before any is
 * written, and a single faulty one holds all of them back. An own day of a deadline stays as it is.
 */
#ifndef MISSION_AMOUNT_SHEET_H
#define MISSION_AMOUNT_SHEET_H

#include "format/child.h"
#include "mission/amount.h"

enum amount_verdict {
    AMOUNT_NEW,
    AMOUNT_CHANGED,
    AMOUNT_SAME,
    AMOUNT_FAULTY,
    AMOUNT_VERDICT_COUNT
};

struct amount_row {
    int64_t line;            /* as a person counts the rows of the sheet */
    int64_t client;          /* 0: none was found */
    const char *client_name; /* NULL likewise */
    struct deadline_own own;
    enum amount_verdict verdict;
    const char *code, *value; /* of a faulty one: what is wrong, with what the cell says */
    const char *instead;      /* of MONTANTS-PERIODE: as amount_period_meant says; else NULL */
};

struct amount_sheet {
    struct amount_row *rows;
    size_t count, counts[AMOUNT_VERDICT_COUNT];
};

struct amount_source {
    int file; /* open for reading, at its beginning: its bytes tell what it is */
    enum child_limits limits;
};

/*
 * Reads and judges; the file apart, in a child. Of a row: MONTANTS-CLIENT (none that the actor
 * sees), MONTANTS-CLIENTS (several have the SIREN), MONTANTS-DESACCORD (code and SIREN name two),
 * MONTANTS-ECHEANCE, ECHEANCE-PERIODE, MONTANTS-ACOMPTE, MONTANTS-PERIODE (the client has no such
 * deadline), ECHEANCE-MONTANT, MONTANTS-DOUBLE (an earlier row says it already), MONTANTS-FORMULE
 * (of which cell: saved without its value). Of the whole, all INPUT: MONTANTS-ENTETE,
 * MONTANTS-COLONNES (one head stands twice), MONTANTS-TAILLE, those of format/xlsx.h and
 * format/csv.h.
 */
MUST_USE bool amount_read(struct ctx *cx, const struct amount_source *source,
                          struct amount_sheet *sheet);

/* Writes all that is new or changed, or nothing. Fault CONFLICT MONTANTS-FAUX. */
MUST_USE bool amount_take(struct ctx *cx, const struct amount_sheet *sheet, int64_t *written);

#endif
