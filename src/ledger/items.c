#include "ledger/items.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

const char *items_age_text(enum items_age age)
{
    static const char *const texts[AGE_COUNT] = {
        [AGE_NOT_DUE] = "not_due", [AGE_30] = "1-30",   [AGE_60] = "31-60",
        [AGE_90] = "61-90",        [AGE_OLDER] = "90+",
    };
    assert(age < AGE_COUNT);
    return texts[age];
}

struct date items_due(const struct fec_item *item, const struct items_terms *terms)
{
    struct date from = item->has_piece_date ? item->piece_date : item->date;

    return (struct date){ from.day + (terms->by_piece ? 0 : terms->days) };
}

enum items_age items_age(struct date due, struct date on)
{
    int32_t days = on.day - due.day;

    if (days <= 0)
        return AGE_NOT_DUE;
    return days <= 30 ? AGE_30 : days <= 60 ? AGE_60 : days <= 90 ? AGE_90 : AGE_OLDER;
}

static void line_add(struct items *items, struct items_customer *customer, struct money money,
                     struct date due, struct date on)
{
    items->lines++;
    items->unlettered.cents += money.cents;
    items->ages[items_age(due, on)].cents += money.cents;
    customer->lines++;
    customer->open.cents += money.cents;
    if (money.cents > 0 && (!customer->has_oldest || due.day < customer->oldest.day)) {
        customer->has_oldest = true;
        customer->oldest = due;
    }
}

static int by_account(const void *one, const void *other)
{
    const struct items_customer *first = one, *second = other;
    int order = strcmp(first->customer->account, second->customer->account);

    return order ? order : strcmp(first->customer->aux, second->customer->aux);
}

/* Those with lines or a rest, in order. */
static void customers_keep(struct items *items, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct items_customer customer = items->customers[i];
        if (customer.lines > 0 || customer.partly_lettered.cents != 0)
            items->customers[items->count++] = customer;
    }
    if (items->count > 0)
        qsort(items->customers, items->count, sizeof *items->customers, by_account);
}

struct items items_make(struct arena *arena, const struct fec_facts *facts,
                        const struct items_terms *terms, struct date on)
{
    struct items items = {
        .customers = arena_new(arena, struct items_customer, facts->customer_count),
    };

    for (size_t i = 0; i < facts->customer_count; i++)
        items.customers[i].customer = &facts->customers[i];
    for (size_t i = 0; i < facts->item_count; i++) {
        const struct fec_item *item = &facts->items[i];
        struct items_customer *customer = &items.customers[item->customer];
        if (*item->letter) {
            items.partly_lettered.cents += item->money.cents;
            customer->partly_lettered.cents += item->money.cents;
            customer->open.cents += item->money.cents;
        } else {
            line_add(&items, customer, item->money, items_due(item, terms), on);
        }
    }
    items.total.cents = items.unlettered.cents + items.partly_lettered.cents;
    customers_keep(&items, facts->customer_count);
    return items;
}
