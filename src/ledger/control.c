#include "ledger/control.h"

#include <assert.h>
#include <string.h>

#include "base/buf.h"

bool regime_parse(const char *text, enum regime *regime)
{
    static const char *const names[REGIME_COUNT] = {
        [REGIME_BIC] = "bic",
        [REGIME_COM] = "com",
        [REGIME_BAT] = "bat",
        [REGIME_BNCT] = "bnct",
    };

    for (int i = 0; i < REGIME_COUNT; i++)
        if (strcmp(text, names[i]) == 0) {
            *regime = (enum regime)i;
            return true;
        }
    return false;
}

const char *severity_text(enum severity severity)
{
    static const char *const names[SEVERITY_COUNT] = {
        [SEVERITY_ERROR] = "error",
        [SEVERITY_WARNING] = "warning",
        [SEVERITY_INFO] = "info",
    };
    assert(severity < SEVERITY_COUNT);
    return names[severity];
}

const char *verdict_text(enum verdict verdict)
{
    static const char *const texts[VERDICT_COUNT] = {
        [VERDICT_CONFORM] = "CONFORME",
        [VERDICT_NOT_CONFORM] = "NON CONFORME",
    };
    assert(verdict < VERDICT_COUNT);
    return texts[verdict];
}

struct rule {
    const char *source;
    enum severity severity; /* of a finding that is not grave */
};

static const struct rule rules[FEC_CODE_COUNT] = {
    [FEC_EMPTY_FILE] = { "DGFiP 6", SEVERITY_ERROR },
    [FEC_FORMAT] = { "LPF A47 A-1 VI", SEVERITY_ERROR },
    [FEC_XML] = { "LPF A47 A-1 VI 2°", SEVERITY_ERROR },
    [FEC_ENCODING] = { "LPF A47 A-1 XII 1°", SEVERITY_WARNING },
    [FEC_SEPARATOR] = { "LPF A47 A-1 VI 1° c", SEVERITY_ERROR },
    [FEC_COLUMNS] = { "LPF A47 A-1 VII 4°", SEVERITY_ERROR },
    [FEC_ORDER] = { "LPF A47 A-1 VII 1°", SEVERITY_WARNING },
    [FEC_EXTRA_COLUMN] = { "DGFiP 5", SEVERITY_INFO },
    [FEC_NO_ENTRY] = { "DGFiP 6", SEVERITY_ERROR },
    [FEC_BLANK_LINE] = { "DGFiP 7", SEVERITY_WARNING },
    [FEC_LINE_END] = { "DGFiP 2", SEVERITY_WARNING },
    [FEC_FIELDS] = { "DGFiP 7", SEVERITY_ERROR },
    [FEC_TRUNCATED] = { "DGFiP 7", SEVERITY_ERROR },
    [FEC_LENGTH] = { "", SEVERITY_ERROR },
    [FEC_AMOUNT] = { "LPF A47 A-1 XII 2°", SEVERITY_WARNING },
    [FEC_SIDE] = { "LPF A47 A-1 VII 2°", SEVERITY_ERROR },
    [FEC_MOVEMENT] = { "DGFiP 13", SEVERITY_WARNING },
    [FEC_DATE] = { "LPF A47 A-1 XII 4°", SEVERITY_WARNING },
    [FEC_YEAR] = { "LPF A47 A-1 VII 1°", SEVERITY_WARNING },
    [FEC_FUTURE] = { "", SEVERITY_WARNING },
    [FEC_DRAFT] = { "DGFiP 9", SEVERITY_WARNING },
    [FEC_VALIDATION] = { "", SEVERITY_WARNING },
    [FEC_ABSENT] = { "DGFiP 8-9", SEVERITY_WARNING },
    [FEC_ACCOUNT] = { "DGFiP 10", SEVERITY_WARNING },
    [FEC_LABEL] = { "", SEVERITY_INFO },
    [FEC_PAIR] = { "", SEVERITY_INFO },
    [FEC_BALANCE] = { "", SEVERITY_ERROR },
    [FEC_JOURNAL] = { "", SEVERITY_WARNING },
    [FEC_NUMBER] = { "LPF A47 A-1 VII 3°", SEVERITY_WARNING },
    [FEC_TWICE] = { "", SEVERITY_WARNING },
    [FEC_LETTERING] = { "", SEVERITY_WARNING },
    [FEC_CUSTOMER] = { "", SEVERITY_WARNING },
    [FEC_SIZE] = { "", SEVERITY_ERROR },
    [FEC_NAME] = { "LPF A47 A-1 IX", SEVERITY_WARNING },
    [FEC_SIREN] = { "", SEVERITY_WARNING },
};

/* More lines than these out of the year, and the file is another year's. */
static bool is_other_year(const struct fec_facts *facts)
{
    const int64_t one_in = 100;

    return facts->counts[FEC_YEAR] * one_in > facts->lines;
}

static bool is_cash(enum regime regime)
{
    return regime == REGIME_BAT || regime == REGIME_BNCT;
}

/* Whether the checker counts a blank in the column against the file. */
static bool is_asked(enum fec_column column, enum regime regime)
{
    static const bool always[COLUMN_COUNT] = {
        [COLUMN_PIECE_REF] = true, [COLUMN_PIECE_DATE] = true
    };
    static const bool commercial[COLUMN_COUNT] = {
        [COLUMN_JOURNAL_CODE] = true, [COLUMN_JOURNAL_LIB] = true, [COLUMN_COMPTE_LIB] = true,
        [COLUMN_ECRITURE_LIB] = true, [COLUMN_VALID_DATE] = true,
    };

    return always[column] || (commercial[column] && !is_cash(regime));
}

static bool is_needed(int column, enum regime regime)
{
    if (column < COLUMN_DATE_RGLT)
        return true;
    if (column == COLUMN_ID_CLIENT)
        return regime == REGIME_BNCT;
    return is_cash(regime) && column < COLUMN_ID_CLIENT;
}

static enum verdict verdict_of(const struct fec_facts *facts, enum regime regime)
{
    const struct fec_official *official = &facts->official;
    bool conform = facts->separator != 0 && official->errors == 0
        && (official->settlement_errors == 0 || !is_cash(regime));

    if (facts->counts[FEC_XML] > 0)
        return VERDICT_UNKNOWN;
    for (int column = 0; column <= COLUMN_ID_CLIENT; column++)
        conform &= !(is_needed(column, regime) && official->missing[column]);
    for (int column = 0; column < COLUMN_COUNT; column++)
        conform &= !(is_asked((enum fec_column)column, regime) && official->absent[column] > 0);
    return conform ? VERDICT_CONFORM : VERDICT_NOT_CONFORM;
}

/* In a file that numbers everything alike each run of lines comes again: that says nothing. */
static bool is_noise(const struct fec_facts *facts, enum fec_code code)
{
    return code == FEC_TWICE && facts->counts[FEC_TWICE] > facts->entries;
}

static enum severity severity_of(const struct fec_facts *facts, const struct fec_finding *finding,
                                 enum regime regime)
{
    if (finding->grave || (finding->code == FEC_YEAR && is_other_year(facts)))
        return SEVERITY_ERROR;
    if (finding->code == FEC_ABSENT && is_cash(regime)
        && (finding->column == COLUMN_JOURNAL_CODE || finding->column == COLUMN_JOURNAL_LIB))
        return SEVERITY_INFO;
    return rules[finding->code].severity;
}

static void finding_add(struct control *control, const struct fec_finding *told,
                        enum severity severity)
{
    control->findings[control->finding_count++] = (struct control_finding){
        .told = told,
        .severity = severity,
        .rule = rules[told->code].source,
    };
}

/* What the file's name has to say comes first: it is about the whole file. */
static void name_control(struct arena *arena, struct control *control, const struct fec_name *name)
{
    bool wrong[] = { !name->lawful, name->siren && !name->siren_valid };
    const enum fec_code codes[] = { FEC_NAME, FEC_SIREN };

    for (int i = 0; i < 2; i++) {
        if (!wrong[i])
            continue;
        struct fec_finding *told = arena_new(arena, struct fec_finding, 1);
        *told = (struct fec_finding){ .code = codes[i], .column = COLUMN_COUNT };
        told->value = i == 1 ? name->siren : NULL;
        control->counts[codes[i]]++;
        finding_add(control, told, SEVERITY_WARNING);
    }
}

/* Of cash books; what all books lack is told with the header. */
static void columns_control(struct arena *arena, struct control *control,
                            const struct fec_facts *facts, enum regime regime)
{
    struct buf names = { .arena = arena };

    if (facts->separator == 0 || facts->counts[FEC_FORMAT] > 0)
        return;
    for (int column = COLUMN_DATE_RGLT; column <= COLUMN_ID_CLIENT; column++)
        if (is_needed(column, regime) && facts->official.missing[column])
            buf_format(&names, "%s%s", names.size > 0 ? ", " : "",
                       fec_column_text((enum fec_column)column));
    if (names.size == 0)
        return;
    struct fec_finding *told = arena_new(arena, struct fec_finding, 1);
    *told = (struct fec_finding){
        .code = FEC_COLUMNS,
        .line = 1,
        .column = COLUMN_COUNT,
        .args = { { "regime", regime == REGIME_BNCT ? "BNC" : "BA" },
                  { "missing", buf_string(&names) } },
    };
    control->counts[FEC_COLUMNS]++;
    finding_add(control, told, rules[FEC_COLUMNS].severity);
}

struct control control_make(struct arena *arena, const struct fec_facts *facts,
                            const struct fec_name *name, enum regime regime)
{
    struct control control = {
        .verdict = verdict_of(facts, regime),
        .accepted = facts->separator != 0 && !is_other_year(facts),
        .findings = arena_new(arena, struct control_finding, facts->finding_count + 3),
    };

    memcpy(control.counts, facts->counts, sizeof control.counts);
    name_control(arena, &control, name);
    columns_control(arena, &control, facts, regime);
    for (size_t i = 0; i < facts->finding_count; i++)
        if (!is_noise(facts, facts->findings[i].code))
            finding_add(&control, &facts->findings[i],
                        severity_of(facts, &facts->findings[i], regime));
    for (int code = 0; code < FEC_CODE_COUNT; code++) {
        control.accepted &= facts->grave_counts[code] == 0;
        control.counts[code] *= !is_noise(facts, (enum fec_code)code);
    }
    return control;
}
