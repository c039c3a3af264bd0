/*
 * The numbers of entries: how many there are, which are missing, which come too early.
 *
 * Numbers run in series: what stands before the last digits is a series' name. As some firms
 * number per journal and others across them, the series of all journals with one name make a
 * family; a number is missing when its journal lacks it and the family does too, and it is early
 * when both say so.
 */
#ifndef FORMAT_FEC_NUMBERS_H
#define FORMAT_FEC_NUMBERS_H

#include "format/fec_finding.h"
#include "format/fec_scan.h"

struct fec_numbers;

struct fec_numbers *fec_numbers_new(struct arena *arena);

/* An entry begins here; true when its number was there before in this journal. */
bool fec_numbers_note(struct fec_numbers *numbers, struct slice journal, struct slice entry,
                      int64_t line);

int64_t fec_numbers_count(const struct fec_numbers *numbers); /* of journal and number */

/* Gaps and disorder, or FEC-TAILLE when the numbers were too scattered to be kept. */
void fec_numbers_tell(struct fec_numbers *numbers, struct findings *findings);

#endif
