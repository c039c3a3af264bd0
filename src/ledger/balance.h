/*
 * The trial balance: what each account was debited and credited.
 */
#ifndef LEDGER_BALANCE_H
#define LEDGER_BALANCE_H

#include "format/fec.h"

struct balance_line {
    const char *account, *label;
    struct money debit, credit, net; /* net: debit less credit */
};

struct balance {
    struct balance_line *lines; /* by account, as texts */
    size_t count;
    struct money debit, credit;
};

struct balance balance_make(struct arena *arena, const struct fec_facts *facts);

#endif
