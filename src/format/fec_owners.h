/*
 * Accounts with their auxiliary accounts: the customers, and others who have lettered lines. One
 * that is no customer and has no auxiliary account is not kept: its place tells its account.
 */
#ifndef FORMAT_FEC_OWNERS_H
#define FORMAT_FEC_OWNERS_H

#include "format/fec_fold.h"
#include "format/keep.h"

/* The account of a line, whose texts are the fold's. */
struct fec_lettered {
    uint32_t place; /* among the accounts */
    bool is_customer;
};

struct fec_owner {
    uint32_t account;                  /* its place among the accounts */
    uint32_t texts;                    /* of the auxiliary account: number and name */
    uint32_t place : INDEX_PLACE_BITS; /* among the customers told */
    uint32_t is_customer : 1, two_names : 1, doubtful : 1;
};

struct fec_owners {
    struct arena *arena;
    const struct fec_fold *fold;
    struct fec_room *kept;
    struct records list;
    struct index *by_aux;
    struct pairs names;
    uint32_t none; /* no number and no name, which many owners share */
    uint32_t latest;
};

enum { OWNER_ACCOUNT = INDEX_LIMIT + 1 }; /* a place from here on is an account's, and this */

struct fec_owners *fec_owners_new(struct arena *arena, const struct fec_fold *fold,
                                  struct fec_room *kept);

static inline struct fec_owner *fec_owner_at(const struct fec_owners *owners, uint32_t place)
{
    return records_at(&owners->list, place);
}

/* The place of the line's owner, added when it is new. INDEX_NONE, with FEC-TAILLE: too many. */
uint32_t fec_owners_find(struct fec_owners *owners, const struct fec_lettered *of,
                         const struct fec_line *line);

/* The line's name of the customer; another than the first, but for its case, is a finding. */
void fec_owner_name(struct fec_owners *owners, uint32_t place, const struct fec_line *line);

/* The auxiliary account, or the account of one who has none. */
const char *fec_owner_code(const struct fec_owners *owners, uint32_t place);

bool fec_owner_is_customer(const struct fec_owners *owners, uint32_t place);

/* The customers, in order of first appearance; each owner then knows its place among them. */
void fec_owners_facts(const struct fec_owners *owners, struct arena *arena,
                      struct fec_facts *facts);

#endif
