#include <stdlib.h>
#include <string.h>

#include "client/directory_parts.h"

struct keyed {
    uint64_t key;
    uint32_t row;
};

static uint32_t place_of(const struct directory *directory, int64_t member)
{
    const struct directory_names *names = &directory->members;
    size_t low = 0, high = names->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (names->list[middle].id < member)
            low = middle + 1;
        else
            high = middle;
    }
    return low < names->count && names->list[low].id == member ? names->list[low].place : 0;
}

int64_t directory_value(const struct directory *directory, enum column column, uint32_t row,
                        bool *blank)
{
    const struct listed *listed = &directory->rows[row];

    *blank = false;
    switch (column) {
    case COLUMN_HOLDER:
        *blank = listed->holder == 0;
        return place_of(directory, listed->holder);
    case COLUMN_RECEIPTS:
        return listed->receipts;
    case COLUMN_REQUESTS:
        return listed->requests;
    case COLUMN_EXPORTS:
        return listed->exports;
    case COLUMN_WALLET:
        *blank = !listed->has_wallet;
        return listed->wallet_cents;
    case COLUMN_OPEN:
        *blank = listed->is_blank;
        return listed->open_cents;
    case COLUMN_LATE:
        return listed->late_cents;
    case COLUMN_MISSING:
        return listed->unreached;
    case COLUMN_NEXT:
        *blank = listed->next_day == NO_NEXT;
        return listed->next_day;
    case COLUMN_STATE:
        return listed->state;
    case COLUMN_NAME:
    case COLUMN_COUNT:
        break;
    }
    return 0;
}

static uint64_t key_of(const struct directory *directory, enum column column, uint32_t row,
                       bool descending)
{
    bool blank;
    uint64_t key = (uint64_t)directory_value(directory, column, row, &blank) ^ UINT64_C(1) << 63;

    return blank ? UINT64_MAX : descending ? ~key : key;
}

/* By one byte of the keys; the order of equal ones stays. False when all have the same byte. */
static bool sort_byte(const struct keyed *from, struct keyed *to, size_t count, int shift)
{
    size_t places[256] = { 0 }, place = 0;

    for (size_t i = 0; i < count; i++)
        places[from[i].key >> shift & 0xFF]++;
    if (places[from[0].key >> shift & 0xFF] == count)
        return false;
    for (size_t i = 0; i < COUNT_OF(places); i++) {
        size_t size = places[i];
        places[i] = place;
        place += size;
    }
    for (size_t i = 0; i < count; i++)
        to[places[from[i].key >> shift & 0xFF]++] = from[i];
    return true;
}

static void order_by_key(struct directory *directory, enum column column, bool descending,
                         uint32_t *order)
{
    const uint32_t *names = directory->order[COLUMN_NAME][false];
    struct arena arena = { 0 };
    struct keyed *keyed = arena_new(&arena, struct keyed, directory->count + 1);
    struct keyed *other = arena_new(&arena, struct keyed, directory->count + 1);

    for (size_t i = 0; i < directory->count; i++)
        keyed[i] = (struct keyed){ key_of(directory, column, names[i], descending), names[i] };
    for (int shift = 0; shift < 64 && directory->count > 0; shift += 8)
        if (sort_byte(keyed, other, directory->count, shift)) {
            struct keyed *swapped = keyed;
            keyed = other;
            other = swapped;
        }
    for (size_t i = 0; i < directory->count; i++)
        order[i] = keyed[i].row;
    arena_free(&arena);
}

/* From the end, but those of one name as they stand. */
static void order_names_down(const struct directory *directory, uint32_t *order)
{
    const uint32_t *names = directory->order[COLUMN_NAME][false];
    size_t filled = 0;

    for (size_t end = directory->count, start; end > 0; end = start) {
        const char *name = directory->rows[names[end - 1]].folded;
        for (start = end - 1; start > 0; start--)
            if (strcmp(directory->rows[names[start - 1]].folded, name) != 0)
                break;
        for (size_t i = start; i < end; i++)
            order[filled++] = names[i];
    }
}

const uint32_t *directory_order(struct directory *directory, enum column column, bool descending)
{
    pthread_mutex_lock(&directory->lock);
    uint32_t *order = directory->order[column][descending];
    if (!order) {
        order = directory_new(directory, uint32_t, directory->count);
        if (column == COLUMN_NAME)
            order_names_down(directory, order);
        else
            order_by_key(directory, column, descending, order);
        directory->order[column][descending] = order;
    }
    pthread_mutex_unlock(&directory->lock);
    return order;
}
