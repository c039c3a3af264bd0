/*
 * Checks what was filled in against a row's table of fields. Every fault is found, one a field, so
 * that a person mends the whole form at once.
 *
 * Codes, each with "field": CHAMP-INCONNU, CHAMP-DOUBLE, CHAMP-MANQUE, CHAMP-LONG (size, limit),
 * CHAMP-SAUT (a line break or control character where none may be), CHAMP-TYPE (type),
 * CHAMP-NOMBRE, CHAMP-DATE, CHAMP-MONTANT, CHAMP-CHOIX (choices), and those of an address,
 * ADRESSE-…; with "value", cut to 60 characters, where a value was wrong.
 */
#ifndef HTTP_FIELD_H
#define HTTP_FIELD_H

#include "http/form.h"
#include "http/route.h"

/* Names that every form may carry beside its table: the token of T-9, where an upload needs it. */
extern const char FIELD_TOKEN[], FIELD_TOKEN_QUERY[];

struct value {
    const char *text; /* trimmed but for notes and passwords, line ends as \n; "" when not sent */
    bool sent;
};

struct field_fault {
    struct field_fault *next;
    struct fault fault;
};

struct fields {
    const struct field *table;
    struct value *values; /* as the table */
    size_t count;
    struct named *named; /* of rows whose name ends in "*" */
    size_t named_count;
    const struct form *form; /* as typed */
    struct field_fault *faults;
};

/* Never NULL. table may be NULL: then no field is taken. */
struct fields *fields_check(struct arena *arena, const struct field *table,
                            const struct form *form);

/* Fails with the first fault when there is one. */
MUST_USE bool fields_hold(struct ctx *cx, const struct fields *fields);

/* The place of a name in the table; a name that is not there is our own mistake. */
size_t field_index(const struct fields *fields, const char *name);

#endif
