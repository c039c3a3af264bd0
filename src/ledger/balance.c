#include "ledger/balance.h"

#include <stdlib.h>
#include <string.h>

static int by_account(const void *one, const void *other)
{
    const struct balance_line *first = one, *second = other;

    return strcmp(first->account, second->account);
}

struct balance balance_make(struct arena *arena, const struct fec_facts *facts)
{
    struct balance balance = {
        .lines = arena_new(arena, struct balance_line, facts->account_count),
        .count = facts->account_count,
        .debit = facts->debit,
        .credit = facts->credit,
    };

    for (size_t i = 0; i < balance.count; i++) {
        const struct fec_account *account = &facts->accounts[i];
        balance.lines[i] = (struct balance_line){
            .account = account->number,
            .label = account->label,
            .debit = account->debit,
            .credit = account->credit,
            .net = { account->debit.cents - account->credit.cents },
        };
    }
    if (balance.count > 0)
        qsort(balance.lines, balance.count, sizeof *balance.lines, by_account);
    return balance;
}
