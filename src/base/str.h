/*
 * Text: UTF-8 checked, trimmed and folded.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

bool str_is_utf8(const char *bytes, size_t size);            /* no surrogates, no overlong forms */
size_t str_chars(const char *text);                          /* code points of valid UTF-8 */
const char *str_trim(struct arena *arena, const char *text); /* blanks of any kind at both ends */
bool str_starts(const char *text, const char *start);
bool str_ends(const char *text, const char *end);
bool str_has_control(const char *text); /* CR, LF, NUL's kin: what no header may carry (T-13) */

/*
 * How names are compared and searched: lower case without accents, ligatures opened (œ, æ, ß),
 * apostrophes, dashes and blanks of any kind as one space. « L'Œnologie » is "l oenologie".
 */
const char *str_fold(struct arena *arena, const char *text);

#endif
