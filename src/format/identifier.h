/*
 * Numbers that name a company or an account: SIREN, SIRET, VAT, IBAN, BIC. Pure.
 *
 * Blanks of any kind are taken out and letters made capitals; any other sign that does not belong
 * makes the number invalid. A number that is well formed is not known to exist.
 */
#ifndef FORMAT_IDENTIFIER_H
#define FORMAT_IDENTIFIER_H

#include "base/ctx.h"

enum identifier_kind {
    IDENTIFIER_NONE, /* nothing that is known here */
    IDENTIFIER_SIREN,
    IDENTIFIER_SIRET,
    IDENTIFIER_FRVAT, /* FR, a key of two, a SIREN */
    IDENTIFIER_EUVAT, /* of another country of the Union: the shape, Germany's key too */
    IDENTIFIER_IBAN,
    IDENTIFIER_BIC,
    IDENTIFIER_KIND_COUNT,
};

enum identifier_flaw {
    IDENTIFIER_WELL,
    IDENTIFIER_SIGN,    /* a sign that does not belong there */
    IDENTIFIER_LENGTH,  /* see `expected` */
    IDENTIFIER_KEY,     /* a digit is wrong: Luhn, or the key of a VAT number or an account */
    IDENTIFIER_POST,    /* of an office of La Poste: its digits do not add up to fives */
    IDENTIFIER_ZERO,    /* nothing but zeros */
    IDENTIFIER_INNER,   /* the SIREN inside of it is not valid */
    IDENTIFIER_COUNTRY, /* of an IBAN or a BIC: none that has any */
    IDENTIFIER_SHAPE,   /* not as its country writes it */
    IDENTIFIER_FLAW_COUNT,
};

struct identifier {
    enum identifier_kind kind;
    enum identifier_flaw flaw;
    const char *text; /* without blanks, in capitals; a VAT number has its FR */
    int expected;     /* how many signs there should be; 0 when that depends */
};

/* Tells the kind by the shape, then checks it. */
struct identifier identifier_check(struct arena *arena, const char *text);

/* Checks what is meant to be of a kind. */
struct identifier identifier_check_as(struct arena *arena, enum identifier_kind kind,
                                      const char *text);

const char *identifier_kind_name(enum identifier_kind kind); /* "siren"; "none" */
const char *identifier_flaw_name(enum identifier_flaw flaw); /* "key"; "well" */
MUST_USE bool identifier_kind_parse(const char *name, enum identifier_kind *kind);

/* The VAT number of a valid SIREN: "FR44732829320". */
const char *identifier_vat_of(struct arena *arena, const char *siren);

/* For identifier.c: the number behind FR, eleven signs; the number of another country. */
enum identifier_flaw identifier_vat_french(const char *text);
enum identifier_flaw identifier_vat_union(const char *text);

#endif
