/*
 * What is kept of the lines of a FEC: sums per account; and when asked, customers (the accounts
 * 411), letter groups and open items.
 */
#ifndef FORMAT_FEC_FOLD_H
#define FORMAT_FEC_FOLD_H

#include "format/fec.h"
#include "format/fec_line.h"

enum {
    FEC_ACCOUNTS_LIMIT = 1000000, /* with as many letter groups, customers and open items */
};

struct fec_fold;

struct fec_fold *fec_fold_new(struct arena *arena, unsigned folds, struct findings *findings);

/* False, with FEC-TAILLE or FEC-MONTANT, when there is more than can be kept or summed. */
bool fec_fold_note(struct fec_fold *fold, const struct fec_line *line);

/*
 * Whether some lines are to be read a second time: those of customers whose letters do not balance,
 * where items are asked for. Then fec_fold_note_again is given every line once more.
 */
bool fec_fold_again(struct fec_fold *fold);
void fec_fold_note_again(struct fec_fold *fold, const struct fec_line *line);

/* After the last line: findings on letter groups, then everything, read in the charset. */
void fec_fold_tell(struct fec_fold *fold, struct findings *findings);
void fec_fold_facts(const struct fec_fold *fold, struct arena *arena, struct fec_facts *facts);

#endif
