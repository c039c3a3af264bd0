/*
 * One cell of a foreign file, read as a field's value: checked, and healed where that is safe
 * (P-23). Pure.
 *
 * What was healed is told as well as what is wrong. Codes are entries « finding.CODE » that see
 * the value and the note's argument.
 */
#ifndef CLIENT_ROSTER_VALUE_H
#define CLIENT_ROSTER_VALUE_H

#include "client/roster.h"
#include "format/sheet.h"

enum roster_weight {
    ROSTER_FAULT, /* the row is not taken */
    ROSTER_LEFT,  /* the value is not taken, the rest of the row is */
    ROSTER_HEALED,
};

/* A flaw of an identifier stands as the argument's name: "key", "length". */
struct roster_note {
    struct roster_note *next;
    enum roster_weight weight;
    enum roster_field field; /* ROSTER_FIELD_COUNT: the row */
    const char *code;        /* "ROSTER-SIREN" */
    const char *value;       /* as it was in the file, cut when long; NULL: as it was in the cell */
    const char *name, *arg;  /* NULL: none */
};

/* A row of a file as values of fields. */
struct roster_draft {
    int64_t row, line; /* as the sheet counts them; see format/sheet.h */
    const char *values[ROSTER_FIELD_COUNT];
    struct roster_note *notes; /* in order of the fields */
    size_t note_count, faults;
};

void roster_note_add(struct arena *arena, struct roster_draft *draft, struct roster_note note);

/* A text as it is shown in a note. */
const char *roster_shown(struct arena *arena, const char *text);

struct roster_reading {
    struct arena *arena;
    bool is_csv; /* an apostrophe in front of a formula is what csv_write puts there */
};

/* Fills draft->values[field], "" when the cell is empty or wrong. */
void roster_value_read(const struct roster_reading *reading, struct roster_draft *draft,
                       enum roster_field field, const struct sheet_cell *cell);

/* For roster_value.c: day and month of a year's end, "12-31"; false when it is none. */
MUST_USE bool roster_year_end(struct arena *arena, const char *text, const char **value);

/* Text without signs that nobody sees, blanks of any width as spaces; *healed tells of a change. */
const char *roster_clean(struct arena *arena, const char *text, const char **healed);

#endif
