#include "format/fec_finding.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "format/keep.h"

enum { VALUE_BYTES = 120 }; /* enough to find it again */

struct findings {
    struct arena *arena;
    struct records kept;
    int64_t counts[FEC_CODE_COUNT][2]; /* light, grave */
};

const char *fec_code_text(enum fec_code code)
{
    static const char *const texts[FEC_CODE_COUNT] = {
        [FEC_EMPTY_FILE] = "FICHIER-VIDE",
        [FEC_FORMAT] = "FEC-FORMAT",
        [FEC_XML] = "FEC-XML",
        [FEC_ENCODING] = "FEC-ENCODAGE",
        [FEC_SEPARATOR] = "FEC-SEPARATEUR",
        [FEC_COLUMNS] = "FEC-COLONNES",
        [FEC_ORDER] = "FEC-ORDRE",
        [FEC_EXTRA_COLUMN] = "FEC-COLONNE-SUP",
        [FEC_NO_ENTRY] = "FEC-VIDE",
        [FEC_BLANK_LINE] = "FEC-LIGNE-VIDE",
        [FEC_LINE_END] = "FEC-FIN-LIGNE",
        [FEC_FIELDS] = "FEC-CHAMPS",
        [FEC_TRUNCATED] = "FEC-TRONQUE",
        [FEC_LENGTH] = "FEC-LONGUEUR",
        [FEC_AMOUNT] = "FEC-MONTANT",
        [FEC_SIDE] = "FEC-SENS",
        [FEC_MOVEMENT] = "FEC-MOUVEMENT",
        [FEC_DATE] = "FEC-DATE",
        [FEC_YEAR] = "FEC-EXERCICE",
        [FEC_FUTURE] = "FEC-FUTUR",
        [FEC_DRAFT] = "FEC-BROUILLARD",
        [FEC_VALIDATION] = "FEC-VALIDATION",
        [FEC_ABSENT] = "FEC-ABSENT",
        [FEC_ACCOUNT] = "FEC-COMPTE",
        [FEC_LABEL] = "FEC-LIBELLE",
        [FEC_PAIR] = "FEC-PAIRE",
        [FEC_BALANCE] = "FEC-EQUILIBRE",
        [FEC_JOURNAL] = "FEC-JOURNAL",
        [FEC_NUMBER] = "FEC-NUMERO",
        [FEC_TWICE] = "FEC-DOUBLON",
        [FEC_LETTERING] = "FEC-LETTRAGE",
        [FEC_CUSTOMER] = "FEC-TIERS",
        [FEC_SIZE] = "FEC-TAILLE",
        [FEC_NAME] = "FEC-NOM",
        [FEC_SIREN] = "FEC-SIREN",
    };
    assert(code < FEC_CODE_COUNT);
    return texts[code];
}

const char *fec_column_text(enum fec_column column)
{
    static const char *const texts[COLUMN_COUNT + 1] = {
        [COLUMN_JOURNAL_CODE] = "JournalCode",
        [COLUMN_JOURNAL_LIB] = "JournalLib",
        [COLUMN_ECRITURE_NUM] = "EcritureNum",
        [COLUMN_ECRITURE_DATE] = "EcritureDate",
        [COLUMN_COMPTE_NUM] = "CompteNum",
        [COLUMN_COMPTE_LIB] = "CompteLib",
        [COLUMN_COMP_AUX_NUM] = "CompAuxNum",
        [COLUMN_COMP_AUX_LIB] = "CompAuxLib",
        [COLUMN_PIECE_REF] = "PieceRef",
        [COLUMN_PIECE_DATE] = "PieceDate",
        [COLUMN_ECRITURE_LIB] = "EcritureLib",
        [COLUMN_DEBIT] = "Debit",
        [COLUMN_CREDIT] = "Credit",
        [COLUMN_ECRITURE_LET] = "EcritureLet",
        [COLUMN_DATE_LET] = "DateLet",
        [COLUMN_VALID_DATE] = "ValidDate",
        [COLUMN_MONTANT_DEVISE] = "Montantdevise",
        [COLUMN_IDEVISE] = "Idevise",
        [COLUMN_DATE_RGLT] = "DateRglt",
        [COLUMN_MODE_RGLT] = "ModeRglt",
        [COLUMN_NAT_OP] = "NatOp",
        [COLUMN_ID_CLIENT] = "IdClient",
        [COLUMN_MONTANT] = "Montant",
        [COLUMN_SENS] = "Sens",
    };
    assert(column <= COLUMN_COUNT);
    return texts[column];
}

struct findings *findings_new(struct arena *arena)
{
    struct findings *findings = arena_new(arena, struct findings, 1);

    findings->arena = arena;
    findings->kept = (struct records){ .arena = arena, .size = sizeof(struct fec_finding) };
    return findings;
}

struct fec_finding *findings_add(struct findings *findings, enum fec_code code, bool grave,
                                 int64_t line, enum fec_column column)
{
    if (++findings->counts[code][grave] > LIMIT_FINDINGS)
        return NULL;
    struct fec_finding *finding = records_add(&findings->kept);
    *finding = (struct fec_finding){ .code = code, .grave = grave, .line = line, .column = column };
    return finding;
}

void finding_value(struct findings *findings, struct fec_finding *finding, const char *bytes,
                   size_t size)
{
    if (!finding)
        return;
    if (size > VALUE_BYTES)
        for (size = VALUE_BYTES; size > 0 && ((unsigned char)bytes[size] & 0xC0) == 0x80;)
            size--;
    finding->value = arena_text(findings->arena, bytes, size);
}

void finding_arg(struct findings *findings, struct fec_finding *finding, const char *name,
                 const char *value)
{
    size_t at = 0;

    if (!finding)
        return;
    while (at < FAULT_ARGS_LIMIT && finding->args[at].name)
        at++;
    assert(at < FAULT_ARGS_LIMIT);
    finding->args[at] = (struct fault_arg){ name, arena_copy(findings->arena, value) };
}

void finding_number(struct findings *findings, struct fec_finding *finding, const char *name,
                    int64_t number)
{
    if (finding)
        finding_arg(findings, finding, name, arena_format(findings->arena, "%" PRId64, number));
}

void finding_date(struct findings *findings, struct fec_finding *finding, const char *name,
                  struct date date)
{
    if (finding)
        finding_arg(findings, finding, name, date_text(findings->arena, date));
}

bool findings_full(const struct findings *findings, enum fec_code code)
{
    return findings->counts[code][0] >= LIMIT_FINDINGS;
}

void findings_pass(struct findings *findings, enum fec_code code, int64_t count)
{
    findings->counts[code][0] += count;
}

int64_t findings_count(const struct findings *findings, enum fec_code code, bool grave_only)
{
    return findings->counts[code][1] + (grave_only ? 0 : findings->counts[code][0]);
}

struct ordered {
    const struct fec_finding *finding;
    size_t place;
};

static int by_line(const void *one, const void *other)
{
    const struct ordered *first = one, *second = other;

    if (first->finding->line != second->finding->line)
        return first->finding->line < second->finding->line ? -1 : 1;
    return first->place < second->place ? -1 : 1;
}

static struct fec_finding finding_tell(struct arena *arena, const struct fec_finding *kept,
                                       enum charset charset)
{
    struct fec_finding told = *kept;

    if (told.value)
        told.value = charset_text(arena, charset, told.value);
    for (size_t i = 0; i < FAULT_ARGS_LIMIT && told.args[i].name; i++)
        told.args[i].value = charset_text(arena, charset, told.args[i].value);
    return told;
}

struct fec_finding *findings_tell(struct arena *arena, const struct findings *findings,
                                  enum charset charset, size_t *count)
{
    size_t kept = findings->kept.count;
    struct ordered *order = arena_new(arena, struct ordered, kept);
    struct fec_finding *told = arena_new(arena, struct fec_finding, kept);

    for (size_t i = 0; i < kept; i++)
        order[i] = (struct ordered){ records_at(&findings->kept, i), i };
    if (kept > 0)
        qsort(order, kept, sizeof *order, by_line);
    for (size_t i = 0; i < kept; i++)
        told[i] = finding_tell(arena, order[i].finding, charset);
    *count = kept;
    return told;
}
