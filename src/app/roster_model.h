/*
 * An import of clients or figures as pages, the API and the command line tell it.
 *
 *     import   { id, kind, file_name, encoding, separator, sheet, head_row, state, read_at,
 *                done_at, undone_at, new, changed, same, faulty, noted, kept, rows }
 *     columns  [ { letter, head, field (null: not taken), label, remark (null, or which other
 *                column has its field) } ]
 *     warnings [ { code, message } ] of the whole file
 *     rows     [ { line, name, verdict, client, undone, undone_word,
 *                changes: [ { field, label, before, after } ],
 *                notes: [ { weight, code, field, column, cell, value, reason, message } ] } ]
 */
#ifndef APP_ROSTER_MODEL_H
#define APP_ROSTER_MODEL_H

#include "base/json.h"
#include "client/roster_import.h"

void roster_import_put(struct json *model, struct arena *arena, const char *language,
                       const struct roster_import *import);

MUST_USE bool roster_row_put(struct ctx *cx, const char *language,
                             const struct roster_import *import, const struct roster_kept *row,
                             struct json *list);

/* What a field is called; a value as a person reads it: « Réel normal mensuel ». */
const char *roster_label(struct arena *arena, const char *language, enum roster_field field);
const char *roster_value_word(struct arena *arena, const char *language, enum roster_field field,
                              const char *value);

/* The letters of a column, counted from 0: "B". */
const char *roster_letters(struct arena *arena, int column);

#endif
