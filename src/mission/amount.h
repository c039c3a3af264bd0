/*
 * What a client has to pay on a deadline, and its own day of it (E-13): from a sheet for the whole
 * portfolio, from a formula where last year's tax is known, or by hand.
 */
#ifndef MISSION_AMOUNT_H
#define MISSION_AMOUNT_H

#include "format/child.h"
#include "mission/course.h"

/* By hand; neither amount nor day takes the row off. Fault INPUT ECHEANCE-PERIODE,
 * ECHEANCE-MONTANT. */
MUST_USE bool amount_set(struct ctx *cx, int64_t client, const struct deadline_own *own);

/* "2026-09", "2026-T3", "2026", "2026-06-30". */
bool deadline_period_check(const char *text);

/* A client's own rows of a kind, or of all with DEADLINE_KIND_COUNT; in order of period and part.
 */
MUST_USE bool amount_list(struct ctx *cx, int64_t client, enum deadline_kind kind,
                          struct deadline_own **own, size_t *count);

/*
 * By law, from what was paid last year: IS-ACOMPTE a quarter, CFE-ACOMPTE and CVAE-ACOMPTE a half,
 * CA12-ACOMPTE 55 % and 40 %, in whole euros. False when there is no formula or nothing is known.
 */
bool amount_formula(const struct taxpayer *taxpayer, enum deadline_kind kind, int part,
                    struct money *amount);

/*
 * A sheet (CSV or XLSX) whose heads name a client (code or SIREN), and an amount or a day, with
 * what deadline: « Échéance », « Période », « Acompte ». Heads in French or English, in any order.
 * « Département », « Jour de TVA », « IS dernier exercice » and the like are taken too.
 */
enum amount_verdict {
    AMOUNT_NEW,
    AMOUNT_CHANGED,
    AMOUNT_SAME,
    AMOUNT_FAULTY,
    AMOUNT_VERDICT_COUNT
};

struct amount_row {
    int64_t line, client; /* line: of the sheet */
    const char *client_name;
    struct deadline_own own;
    enum amount_verdict verdict;
    const char *code, *value; /* of a faulty one: what is wrong, and with what; worded as a fault */
};

struct amount_sheet {
    struct amount_row *rows;
    size_t count, counts[AMOUNT_VERDICT_COUNT];
};

struct amount_source {
    int file; /* a descriptor */
    const char *name;
    int64_t sheet; /* 0: the first */
    enum child_limits limits;
};

/* Reads and judges, writes nothing. Faults INPUT: MONTANTS-ENTETE, MONTANTS-RIEN, the readers'. */
MUST_USE bool amount_read(struct ctx *cx, const struct amount_source *source,
                          struct amount_sheet *sheet);

/* Writes what is new or changed; *written is how many. One transaction. */
MUST_USE bool amount_take(struct ctx *cx, const struct amount_sheet *sheet, int64_t *written);

#endif
