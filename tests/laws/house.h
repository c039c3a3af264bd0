/*
 * The house: the program's own books, rounds and sendings, in a process that may be killed.
 */
#ifndef LAWS_HOUSE_H
#define LAWS_HOUSE_H

#include <stdbool.h>

void house_found(const char *where); /* once: empty books with the whole schema, by the real disk */
void house_warm(void);               /* what each process would read anew */

/* Opens the books and lives until the year is over. */
void house_live(const char *where);

#endif
