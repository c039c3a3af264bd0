/*
 * Whether each entry balances, in memory that does not grow with the number of entries.
 *
 * The lines of an entry mostly stand together, so a run of lines that nets to zero leaves nothing
 * behind. An entry is what journal and number name; but real files spread one number over several
 * journals, or number everything 0. So three keys are watched: journal and number, number alone,
 * journal with date and voucher. The first names those that do not balance; for the others one sum
 * of net times hash tells whether all of them do.
 */
#ifndef FORMAT_FEC_ENTRIES_H
#define FORMAT_FEC_ENTRIES_H

#include "format/fec_line.h"

struct fec_entries;

/* numbers: entries are counted, and numbers that lack or stand twice are told too. */
struct fec_entries *fec_entries_new(struct arena *arena, struct findings *findings, bool numbers);
void fec_entries_note(struct fec_entries *entries, const struct fec_line *line);
int64_t fec_entries_count(const struct fec_entries *entries); /* 0 when they are not counted */

/*
 * After the last line: FEC-EQUILIBRE when no key balances, FEC-JOURNAL when another than the first
 * does, then the numbers. Lines that could not be read leave holes: then balances are not told.
 */
void fec_entries_tell(struct fec_entries *entries, bool whole);

#endif
