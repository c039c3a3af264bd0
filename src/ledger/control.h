/*
 * The control of a FEC: what its facts mean.
 *
 * Two judgements that do not depend on each other. The verdict is the one that the administration's
 * own checker gives for the regime. `accepted` is ours: the figures can be trusted, so that debts
 * can be chased on them. An empty PieceRef costs the verdict and not our trust; an entry that does
 * not balance costs our trust and not the verdict.
 */
#ifndef LEDGER_CONTROL_H
#define LEDGER_CONTROL_H

#include "format/fec.h"

/* How the books are kept: the checker asks other columns of each. */
enum regime {
    REGIME_BIC,  /* companies and commercial income */
    REGIME_COM,  /* liberal or farm income, kept as commercial books */
    REGIME_BAT,  /* farm income, cash books: 21 columns */
    REGIME_BNCT, /* liberal income, cash books: 22 columns */
    REGIME_COUNT,
};

MUST_USE bool regime_parse(const char *text, enum regime *regime); /* "bic" */

enum severity { SEVERITY_ERROR, SEVERITY_WARNING, SEVERITY_INFO, SEVERITY_COUNT };

const char *severity_text(enum severity severity); /* "error" */

enum verdict {
    VERDICT_CONFORM,
    VERDICT_NOT_CONFORM,
    VERDICT_UNKNOWN, /* an XML form, which is not read here */
    VERDICT_COUNT,
};

const char *verdict_text(enum verdict verdict); /* "NON CONFORME"; NULL when unknown */

struct control_finding {
    const struct fec_finding *told;
    enum severity severity;
    const char *rule; /* "LPF A47 A-1 VII 4°", "DGFiP 11"; "" for a rule of ours */
};

struct control {
    enum verdict verdict;
    bool accepted;
    struct control_finding *findings; /* by line */
    size_t finding_count;
    int64_t counts[FEC_CODE_COUNT]; /* of all findings, those not kept included */
};

/* The facts are read once more with the file's name, and left alone. */
struct control control_make(struct arena *arena, const struct fec_facts *facts,
                            const struct fec_name *name, enum regime regime);

#endif
