/*
 * What a FEC's reader has to say of it: a code, a place, and what the sentence needs.
 *
 * A finding is grave when the figures cannot be trusted because of it. At most LIMIT_FINDINGS of
 * a code and gravity are kept, all are counted. Texts taken from the file are bytes of a charset
 * that is known at the end only: findings_tell reads them.
 */
#ifndef FORMAT_FEC_FINDING_H
#define FORMAT_FEC_FINDING_H

#include "base/ctx.h"
#include "format/charset.h"

enum fec_code {
    FEC_EMPTY_FILE,
    FEC_FORMAT,
    FEC_XML,
    FEC_ENCODING,
    FEC_SEPARATOR,
    FEC_COLUMNS,
    FEC_ORDER,
    FEC_EXTRA_COLUMN,
    FEC_NO_ENTRY,
    FEC_BLANK_LINE,
    FEC_LINE_END,
    FEC_FIELDS,
    FEC_TRUNCATED,
    FEC_LENGTH,
    FEC_AMOUNT,
    FEC_SIDE,
    FEC_MOVEMENT,
    FEC_DATE,
    FEC_YEAR,
    FEC_FUTURE,
    FEC_DRAFT,
    FEC_VALIDATION,
    FEC_ABSENT,
    FEC_ACCOUNT,
    FEC_LABEL,
    FEC_PAIR,
    FEC_BALANCE,
    FEC_JOURNAL,
    FEC_NUMBER,
    FEC_TWICE,
    FEC_LETTERING,
    FEC_CUSTOMER,
    FEC_SIZE,
    FEC_NAME,
    FEC_SIREN,
    FEC_CODE_COUNT,
};

const char *fec_code_text(enum fec_code code); /* "FEC-COLONNES" */

/* The columns of the law, in its order; Montant and Sens may stand for Debit and Credit. */
enum fec_column {
    COLUMN_JOURNAL_CODE,
    COLUMN_JOURNAL_LIB,
    COLUMN_ECRITURE_NUM,
    COLUMN_ECRITURE_DATE,
    COLUMN_COMPTE_NUM,
    COLUMN_COMPTE_LIB,
    COLUMN_COMP_AUX_NUM,
    COLUMN_COMP_AUX_LIB,
    COLUMN_PIECE_REF,
    COLUMN_PIECE_DATE,
    COLUMN_ECRITURE_LIB,
    COLUMN_DEBIT,
    COLUMN_CREDIT,
    COLUMN_ECRITURE_LET,
    COLUMN_DATE_LET,
    COLUMN_VALID_DATE,
    COLUMN_MONTANT_DEVISE,
    COLUMN_IDEVISE,
    COLUMN_DATE_RGLT,
    COLUMN_MODE_RGLT,
    COLUMN_NAT_OP,
    COLUMN_ID_CLIENT,
    COLUMN_MONTANT,
    COLUMN_SENS,
    COLUMN_COUNT,
};

const char *fec_column_text(enum fec_column column); /* "EcritureDate"; NULL for COLUMN_COUNT */

struct fec_finding {
    enum fec_code code;
    bool grave;
    int64_t line;           /* 0 when it is about the whole file */
    enum fec_column column; /* COLUMN_COUNT when it is about none */
    const char *value;      /* what stands there; NULL when there is nothing to show */
    struct fault_arg args[FAULT_ARGS_LIMIT];
};

struct findings;

struct findings *findings_new(struct arena *arena);

/* Counts it, and keeps it unless there are enough: then NULL, which finding_* take. */
struct fec_finding *findings_add(struct findings *findings, enum fec_code code, bool grave,
                                 int64_t line, enum fec_column column);
void finding_value(struct findings *findings, struct fec_finding *finding, const char *bytes,
                   size_t size); /* a long one is cut */
void finding_arg(struct findings *findings, struct fec_finding *finding, const char *name,
                 const char *value);
void finding_number(struct findings *findings, struct fec_finding *finding, const char *name,
                    int64_t number);
void finding_date(struct findings *findings, struct fec_finding *finding, const char *name,
                  struct date date);
/* Whether one more light one of the code would only be counted; and counts so many more. */
bool findings_full(const struct findings *findings, enum fec_code code);
void findings_pass(struct findings *findings, enum fec_code code, int64_t count);
int64_t findings_count(const struct findings *findings, enum fec_code code, bool grave_only);

/* All that were kept by line, read in the charset. */
struct fec_finding *findings_tell(struct arena *arena, const struct findings *findings,
                                  enum charset charset, size_t *count);

#endif
