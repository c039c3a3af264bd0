/*
 * What the deadlines of a client follow from and its dossier does not say (french-rules, 8): its
 * place, its own day of VAT, what it paid last year. A row is there only where somebody told.
 */
#ifndef MISSION_TAX_H
#define MISSION_TAX_H

#include "client/client.h"
#include "mission/deadline.h"
#include "store/store.h"

struct client_tax {
    int64_t client;
    const char *department; /* "75"; "" not known */
    const char *form;       /* as client_form_text; "" as its legal form says */
    int vat_day;            /* 0: computed */
    struct date opened, first_closing;
    bool has_opened, has_first_closing;
    struct money last[LAST_TAX_COUNT], turnover; /* negative cents when not known */
};

/* One that nobody told is as of nothing known. */
MUST_USE bool client_tax_find(struct ctx *cx, int64_t client, struct client_tax *tax);
/* The days of its signed missions follow. Faults INPUT: ECHEANCE-DEPARTEMENT, ECHEANCE-FORME,
 * ECHEANCE-JOUR with "value". */
MUST_USE bool client_tax_save(struct ctx *cx, const struct client_tax *tax);

/* The taxpayer that a client is for one kind of deadline: liable to what brings that kind alone. */
struct taxpayer taxpayer_of(const struct client *client, const struct client_tax *tax,
                            enum deadline_kind kind);

/*
 * The taxpayer that a client is by its books: of its regime of VAT, of DSN with a payroll, of IS or
 * IR by its legal form, and of CFE. Partnerships and sole traders are of IR. What nobody writes
 * down (CVAE, DAS2, a choice between IR and IS) is not in it.
 */
struct taxpayer taxpayer_of_books(const struct client *client, const struct client_tax *tax);

/* "SARL", « Société par actions simplifiée », "EI" … as the rules tell forms apart. */
MUST_USE bool client_form_of(const char *legal_form, enum client_form *form);

#endif
