/*
 * The FEC, the accounting file that French law obliges every software to write (LPF A47 A-1).
 *
 * It is folded as it is read: balances, entries, customers, never lines, so that memory does not
 * grow with the file. Where items are asked for and letters do not balance, it is read again for
 * the lines of their groups alone. Everything seen is told as facts and findings; what they mean
 * (taken in or not, conform or not) is decided in ledger/. Columns are found by their names; texts
 * come out in UTF-8. Lines count from 1, the header is line 1.
 */
#ifndef FORMAT_FEC_H
#define FORMAT_FEC_H

#include "base/ctx.h"
#include "base/money.h"
#include "format/charset.h"
#include "format/child.h"
#include "format/fec_finding.h"

/* What is folded beside the accounts and the balance of entries, which always are. */
enum {
    FEC_FOLD_LETTERS = 1, /* letter groups and customers' names: what warns of them */
    FEC_FOLD_ITEMS = 2,   /* and tells customers and what they owe */
    FEC_FOLD_NUMBERS = 4, /* entries: how many, which numbers lack or stand twice */
};

struct fec_account {
    const char *number, *label;
    struct money debit, credit;
};

/* Each stands during a call, like what that takes of the context's arena. */
typedef void fec_account_take(void *into, const struct fec_account *account);

struct fec_wants {
    unsigned folds;
    bool has_closing, has_today;
    struct date closing; /* as the file's name tells: lines outside of the year are findings */
    struct date today;   /* lines dated later are findings */
    fec_account_take *take_account; /* by number; NULL: they are not told */
    void *into;
    size_t most;     /* accounts and letters that are kept; 0 for the house's limit */
    bool thoroughly; /* each line the long way; tests compare both ways */
};

/* An account 411 and an auxiliary account ("" without). */
struct fec_customer {
    const char *account, *aux, *name;
    bool two_names, doubtful_lettering; /* no reminder without a human */
};

/*
 * A line of a customer: without a letter, or of a letter group that does not balance. Of a group
 * that cannot be told line by line (the file is a pipe, or too many lines are in such groups) the
 * rest is one item, with the group's last date and neither piece nor label.
 */
struct fec_item {
    uint32_t customer; /* its place among the customers */
    struct date date;  /* of the entry */
    struct date piece_date;
    bool has_piece_date;
    struct money money; /* what the customer owes; a credit is negative */
    const char *piece, *label;
    const char *letter; /* of the group; "" for a line of none */
    int64_t line;
};

/* What the administration's checker would count. */
struct fec_official {
    int64_t errors;               /* of any regime */
    int64_t settlement_errors;    /* dates of DateRglt: where that column is asked for */
    int64_t absent[COLUMN_COUNT]; /* lines without a value */
    bool missing[COLUMN_COUNT];   /* columns that its header does not have */
    bool one_side;                /* Montant and Sens for Debit and Credit */
};

struct fec_facts {
    enum charset charset;
    char separator;         /* '\t' or '|'; 0 when the header could not be read */
    int64_t columns;        /* of the header */
    int64_t lines, entries; /* entries: 0 when numbers were not folded */
    bool figures;           /* the columns of the amounts were there to read */
    struct money debit, credit;
    size_t account_count, customer_count, item_count;
    struct fec_customer *customers;
    struct fec_item *items;
    int64_t open_items; /* lines without a letter, and groups of customers that do not balance */
    int64_t letter_groups, letter_groups_balanced;
    struct fec_finding *findings; /* by line; at most LIMIT_FINDINGS of a code and gravity */
    size_t finding_count;
    int64_t counts[FEC_CODE_COUNT];       /* of findings, those not kept included */
    int64_t grave_counts[FEC_CODE_COUNT]; /* of those that forbid to trust the figures */
    struct fec_official official;
};

/*
 * Reads an open file from where it stands to its end, here. For tests and for the child process.
 * Fault: FICHIER-LECTURE.
 */
MUST_USE bool fec_read(struct ctx *cx, int file, const struct fec_wants *wants,
                       struct fec_facts **facts);

/* The same in a child process (T-15). Faults: FICHIER-LECTURE, FEC-LIMITE, FEC-PARSEUR. */
MUST_USE bool fec_read_apart(struct ctx *cx, int file, const struct fec_wants *wants,
                             enum child_limits limits, struct fec_facts **facts);

/* The child's part; see child.h. */
bool fec_child(struct ctx *cx, int count, char **words, struct wire *results);

/* What a file's name tells: SIRENFECAAAAMMJJ. */
struct fec_name {
    const char *siren; /* nine digits; NULL when the name has others or none */
    bool siren_valid;  /* by its key (Luhn) */
    bool has_closing;
    struct date closing;
    bool lawful; /* nothing but what the law asks for, with an extension or a part's number */
};

struct fec_name fec_name_read(struct arena *arena, const char *file_name);

#endif
