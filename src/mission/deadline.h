/*
 * When do a client's French taxes and payroll returns fall due? (french-rules, section 8)
 *
 * Dates follow from what the client is liable to, its form, place, staff and closing day, by rules
 * kept as rows of data with their article and their years (mission/deadline_rule.h). A date that
 * falls on a Saturday, a Sunday or a holiday of the client's region goes to the next working day
 * (CPC, art. 642; for VAT CGI, ann. IV, art. 199-0); where the law counts « jours ouvrables » or
 * « jours ouvrés » itself, it is one already. The client's own day of VAT, as its space on
 * impots.gouv.fr shows it, goes before the computed one. Nothing here reads a clock or the books.
 */
#ifndef MISSION_DEADLINE_H
#define MISSION_DEADLINE_H

#include "base/ctx.h"
#include "base/money.h"
#include "chase/calendar.h"

/* What a client may be liable to: a set of bits, 1 << LIABLE_... */
enum liable {
    LIABLE_VAT_MONTH,      /* CA3: régime réel normal, mini-réel */
    LIABLE_VAT_QUARTER,    /* CA3T */
    LIABLE_VAT_SIMPLIFIED, /* CA12, until it ends; then each quarter */
    LIABLE_VAT_FARM,       /* RSA: quarterly advances of the simplified regime of agriculture */
    LIABLE_DSN,
    LIABLE_PASRAU,
    LIABLE_DES,
    LIABLE_EC_SALES,
    LIABLE_PAYROLL_MONTH, /* TS: taxe sur les salaires */
    LIABLE_PAYROLL_QUARTER,
    LIABLE_PAYROLL_YEAR,
    LIABLE_CAPITAL_INCOME, /* RCM: 2777 and 2753 */
    LIABLE_CORPORATE_TAX,  /* IS */
    LIABLE_INCOME_TAX,     /* IR: the year's return, whatever the closing */
    LIABLE_CFE,
    LIABLE_CVAE,
    LIABLE_FEES, /* DAS2 */
    LIABLE_COUNT
};

enum deadline_kind {
    DEADLINE_CA3,
    DEADLINE_CA12_ADVANCE,
    DEADLINE_CA12,
    DEADLINE_RSA,
    DEADLINE_DSN,
    DEADLINE_PASRAU,
    DEADLINE_DES,
    DEADLINE_EC_SALES,
    DEADLINE_PAYROLL_TAX,
    DEADLINE_CAPITAL_INCOME,
    DEADLINE_IS_ADVANCE,
    DEADLINE_IS_BALANCE,
    DEADLINE_RETURN,
    DEADLINE_CFE_ADVANCE,
    DEADLINE_CFE,
    DEADLINE_CVAE_ADVANCE,
    DEADLINE_CVAE,
    DEADLINE_CVAE_RETURN,
    DEADLINE_FEES,
    DEADLINE_KIND_COUNT
};

/* Sole traders, companies but for the next, sociétés anonymes, others, companies from abroad. */
enum client_form { FORM_EI, FORM_SOC, FORM_SA, FORM_OTHER, FORM_FOREIGN, FORM_COUNT };

/* Taxes whose amount of last year decides whether advances are due. */
enum last_tax { LAST_VAT, LAST_IS, LAST_CFE, LAST_CVAE, LAST_TAX_COUNT };

struct taxpayer {
    unsigned liable;
    bool has_form;
    enum client_form form;
    const char *department; /* "75", "2A", "974"; NULL when not known */
    const char *siren;      /* two digits decide; NULL when not known */
    const char *name;       /* of a sole trader: the family name; NULL when not known */
    int headcount;          /* -1 when not known */
    int closing_month, closing_day;
    struct date opened, first_closing; /* of the first year, which may last more than 12 months */
    bool has_opened, has_first_closing;
    int vat_day;                                 /* the client's own; 0 to compute it */
    struct money last[LAST_TAX_COUNT], turnover; /* negative cents when not known */
};

struct deadline {
    enum deadline_kind kind;
    const char *period; /* "2026-09", "2026-T3", "2026", or the closing day "2026-06-30" */
    int part;           /* of advances, from 1; 0 for none */
    struct date legal;  /* as the rule says */
    struct date due;    /* the same, or the next working day */
    struct date online; /* with the days given to returns made online; due when there are none */
    const char *source, *move_source; /* articles; NULL when it was not moved */
};

struct deadlines {
    const struct deadline *rows; /* in order of day, then of kind */
    size_t count;
};

extern const struct taxpayer taxpayer_unknown; /* what is not known, as above; closes 31 December */

const char *liable_text(enum liable liable); /* "CA3", "CA3T", "CA12", "DSN", "IS", ... */
MUST_USE bool liable_parse(const char *text, enum liable *liable);             /* in any case */
const char *deadline_kind_text(enum deadline_kind kind);                       /* "IS-ACOMPTE" */
MUST_USE bool deadline_kind_parse(const char *text, enum deadline_kind *kind); /* in any case */
const char *client_form_text(enum client_form form); /* "EI", "SOC", ... */
MUST_USE bool client_form_parse(const char *text, enum client_form *form);
MUST_USE bool department_parse(const char *text, const char **department); /* 01-95, 2A, 971-978 */
enum region taxpayer_region(const struct taxpayer *taxpayer);

/*
 * All that falls due from one day to another, both included. Faults INPUT, when the rules need
 * what is not known: ECHEANCE-MANQUE with "field" and "kind"; ECHEANCE-NOM for a name without a
 * letter; ECHEANCE-SIREN; ECHEANCE-TVA for two regimes of VAT; DATE-ANNEE for an opening as
 * given_day_check says; ECHEANCE-EXERCICE for a first year that ends before it begins or after 24
 * months.
 */
MUST_USE bool deadline_list(struct ctx *cx, const struct taxpayer *taxpayer, struct date first,
                            struct date last, struct deadlines *deadlines);

#endif
