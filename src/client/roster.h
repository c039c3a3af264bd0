/*
 * The firm's clients as rows of a sheet: which fields a row may have, and what columns that hold
 * them are called.
 *
 * A field's value is text in one form, the same whether it comes out of a file or out of the
 * books: "732829320", "12-31", "monthly", "1", "1234.56", "" for none. So two values differ when
 * their texts do, and what was exported and comes back changes nothing (P-23).
 */
#ifndef CLIENT_ROSTER_H
#define CLIENT_ROSTER_H

#include "base/ctx.h"

enum roster_kind { ROSTER_CLIENTS, ROSTER_FIGURES, ROSTER_KIND_COUNT };

enum roster_field {
    ROSTER_CODE,
    ROSTER_NAME,
    ROSTER_TRADE_NAME,
    ROSTER_SIREN,
    ROSTER_SIRET,
    ROSTER_VAT_NUMBER,
    ROSTER_LEGAL_FORM,
    ROSTER_ACTIVITY,
    ROSTER_SECTOR,
    ROSTER_PLAN,
    ROSTER_ENTRIES,
    ROSTER_HEADCOUNT,
    ROSTER_YEAR_ENDS,
    ROSTER_VAT_REGIME,
    ROSTER_BASIS,
    ROSTER_LANGUAGE,
    ROSTER_HAS_PAYROLL,
    ROSTER_CONFIDENTIAL,
    ROSTER_HISTORIC,
    ROSTER_HUB,     /* by its name */
    ROSTER_TAGS,    /* "a, b" */
    ROSTER_CONTACT, /* whom the firm writes to: name, */
    ROSTER_EMAIL,   /* address, */
    ROSTER_PHONE,   /* number */
    ROSTER_HOLDER,  /* who works for it: names, or addresses where two have one name */
    ROSTER_REVIEWER,
    ROSTER_PAYROLL,
    ROSTER_PARTNER,
    ROSTER_WALLET, /* of ROSTER_FIGURES, from here on */
    ROSTER_RECEIPTS,
    ROSTER_EXPORTS,
    ROSTER_FIELD_COUNT,
};

enum roster_shape {
    ROSTER_IS_TEXT,
    ROSTER_IS_SIREN,
    ROSTER_IS_SIRET,
    ROSTER_IS_VAT,
    ROSTER_IS_COUNT,
    ROSTER_IS_MONEY,
    ROSTER_IS_YEAR_END,
    ROSTER_IS_FLAG,
    ROSTER_IS_CHOICE,
    ROSTER_IS_EMAIL,
    ROSTER_IS_PHONE,
    ROSTER_IS_TAGS,
};

const char *roster_kind_name(enum roster_kind kind); /* "clients" */
MUST_USE bool roster_kind_parse(const char *name, enum roster_kind *kind);

const char *roster_field_name(enum roster_field field); /* "vat_regime" */
MUST_USE bool roster_field_parse(const char *name, enum roster_field *field);
enum roster_shape roster_field_shape(enum roster_field field);
bool roster_field_fits(enum roster_field field, enum roster_kind kind);

/* How heads and words are compared: folded, letters and digits alone. « N° dossier » is "n
 * dossier". */
const char *roster_fold(struct arena *arena, const char *text);

/* The field that a folded head names, in French or English; ROSTER_FIELD_COUNT for none. */
enum roster_field roster_head_field(const char *folded, enum roster_kind kind);

/* A value of a field with few of them, in French or English: « réel normal » is "monthly". */
MUST_USE bool roster_choice_parse(struct arena *arena, enum roster_field field, const char *text,
                                  const char **value);

/* Which column holds a field; ROSTER_NO_COLUMN for none. */
enum { ROSTER_NO_COLUMN = -1 };
struct roster_map {
    int columns[ROSTER_FIELD_COUNT]; /* from 0 */
};
struct roster_map roster_map_none(void);
const char *roster_map_text(struct arena *arena,
                            const struct roster_map *map); /* "code=0 name=1" */
struct roster_map roster_map_parse(const char *text);      /* what it does not know is left out */

#endif
