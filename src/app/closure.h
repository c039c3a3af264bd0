/*
 * Why a day is closed, in the reader's words.
 */
#ifndef APP_CLOSURE_H
#define APP_CLOSURE_H

#include "chase/calendar.h"

/* « Lundi de Pâques », or what the firm calls its own days; "" for a weekend or an open day. */
const char *closure_name(struct arena *arena, const char *language, const struct closure *closure);

/* The key of a text for each kind of closure: "closed.holiday", "closed.firm", "closed.weekend". */
const char *closure_key(struct arena *arena, const char *section, const struct closure *closure);

const char *closure_kind_text(enum closure_kind kind); /* "holiday", "firm", "weekend"; "open" */

#endif
