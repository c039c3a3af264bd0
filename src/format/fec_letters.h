/*
 * Customers, the groups that letters make of lines (account, auxiliary account, letter), and what
 * is open: the customers' lines without a letter, and those of their groups that do not balance.
 *
 * Which groups do not is known at the end of the file only, and lines are not kept: the groups' are
 * taken when the file is read again.
 */
#ifndef FORMAT_FEC_LETTERS_H
#define FORMAT_FEC_LETTERS_H

#include "format/fec.h"
#include "format/fec_owners.h"

struct fec_letters;

/* The accounts are the fold's. */
struct fec_letters *fec_letters_new(struct arena *arena, const struct fec_fold *fold,
                                    unsigned folds, struct fec_room *kept);

/* For lines of customers and lines with a letter. False, with FEC-TAILLE, when there are too many.
 */
bool fec_letters_note(struct fec_letters *letters, const struct fec_lettered *of,
                      const struct fec_line *line);

/* After the last line: whether the customers' groups that do not balance can be told by line. */
bool fec_letters_again(struct fec_letters *letters);

/* For each lettered line of a customer, when the file is read again. */
void fec_letters_note_again(struct fec_letters *letters, const struct fec_lettered *of,
                            const struct fec_line *line);

/* Whether these were the lines of the first reading. */
bool fec_letters_whole(const struct fec_letters *letters);

void fec_letters_tell(struct fec_letters *letters, struct findings *findings);
void fec_letters_facts(const struct fec_letters *letters, struct arena *arena,
                       struct fec_facts *facts);

#endif
