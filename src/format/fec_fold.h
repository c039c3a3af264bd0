/*
 * What is kept of the lines of a FEC: sums per account; and when asked, customers (the accounts
 * 411), letter groups and open items.
 */
#ifndef FORMAT_FEC_FOLD_H
#define FORMAT_FEC_FOLD_H

#include "format/fec.h"
#include "format/fec_line.h"

enum { FEC_KEPT_LIMIT = 1000000, FEC_ROOM_PART = 25 };

/*
 * Room for what is kept by its name: a million accounts, of accounts with their auxiliary accounts,
 * of letter groups; and not many more of all together, for their memory is one.
 */
struct fec_room {
    struct findings *findings;
    size_t most, used;
};

/* One more beside `count` of its kind. False with FEC-TAILLE, of the column or of all together. */
bool fec_room_take(struct fec_room *room, size_t count, enum fec_column column, int64_t line);

struct fec_fold;

struct fec_fold *fec_fold_new(struct arena *arena, const struct fec_wants *wants,
                              struct findings *findings);

/* Of the account at a place; its label stands behind the NUL. */
const char *fec_fold_number(const struct fec_fold *fold, uint32_t account);

/* False, with FEC-TAILLE or FEC-MONTANT, when there is more than can be kept or summed. */
bool fec_fold_note(struct fec_fold *fold, const struct fec_line *line);

/*
 * Whether some lines are to be read a second time: those of customers whose letters do not balance,
 * where items are asked for. Then fec_fold_note_again is given every line once more.
 */
bool fec_fold_again(struct fec_fold *fold);
void fec_fold_note_again(struct fec_fold *fold, const struct fec_line *line);

/* Whether the lines read again were those of the first reading. */
bool fec_fold_whole(const struct fec_fold *fold);

/* After the last line: findings on letter groups, then all but the accounts, in the charset. */
void fec_fold_tell(struct fec_fold *fold, struct findings *findings);
void fec_fold_facts(const struct fec_fold *fold, struct arena *arena, struct fec_facts *facts);

/* Last of all: the accounts by number, each for the time of a call. */
void fec_fold_accounts(struct fec_fold *fold, enum charset charset, fec_account_take *take,
                       void *into);

#endif
