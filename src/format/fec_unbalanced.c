#include "format/fec_unbalanced.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_ROOM = 256, LIMIT = 180000 };

struct fec_unbalanced {
    struct fec_open_entry *slots;
    size_t room, used;
    bool spilled;
};

static struct fec_open_entry *slots_new(size_t room)
{
    struct fec_open_entry *slots = calloc(room, sizeof *slots);

    if (!slots)
        abort();
    return slots;
}

static void unbalanced_release(void *pointer)
{
    struct fec_unbalanced *unbalanced = pointer;

    free(unbalanced->slots);
}

struct fec_unbalanced *fec_unbalanced_new(struct arena *arena)
{
    struct fec_unbalanced *unbalanced = arena_new(arena, struct fec_unbalanced, 1);

    *unbalanced = (struct fec_unbalanced){ .slots = slots_new(FIRST_ROOM), .room = FIRST_ROOM };
    arena_own(arena, unbalanced, unbalanced_release);
    return unbalanced;
}

static size_t slot_find(const struct fec_open_entry *slots, size_t room, uint64_t hash)
{
    size_t at = (size_t)hash & (room - 1);

    while (slots[at].hash != hash && slots[at].hash != 0)
        at = (at + 1) & (room - 1);
    return at;
}

static void grow(struct fec_unbalanced *unbalanced)
{
    size_t room = unbalanced->room * 2;
    struct fec_open_entry *slots = slots_new(room);

    for (size_t i = 0; i < unbalanced->room; i++)
        if (unbalanced->slots[i].hash != 0)
            slots[slot_find(slots, room, unbalanced->slots[i].hash)] = unbalanced->slots[i];
    free(unbalanced->slots);
    unbalanced->slots = slots;
    unbalanced->room = room;
}

/* Those behind it move up, so that a walk never stops at a hole too early. */
static void slot_remove(struct fec_unbalanced *unbalanced, size_t hole)
{
    struct fec_open_entry *slots = unbalanced->slots;
    size_t mask = unbalanced->room - 1;

    for (size_t at = (hole + 1) & mask; slots[at].hash != 0; at = (at + 1) & mask) {
        size_t home = (size_t)slots[at].hash & mask;
        if (((at - home) & mask) < ((at - hole) & mask))
            continue;
        slots[hole] = slots[at];
        hole = at;
    }
    slots[hole] = (struct fec_open_entry){ 0 };
    unbalanced->used--;
}

static size_t name_add(char *name, size_t size, struct slice part)
{
    size_t room = UNBALANCED_NAME - 1 - size, taken = part.size < room ? part.size : room;

    memcpy(name + size, part.at, taken);
    return size + taken;
}

static bool slot_fill(struct fec_unbalanced *unbalanced, const struct fec_open_entry *sums,
                      struct slice journal, struct slice entry)
{
    if (unbalanced->used >= LIMIT) {
        unbalanced->spilled = true;
        return true;
    }
    if (unbalanced->used * 4 >= unbalanced->room * 3)
        grow(unbalanced);
    struct fec_open_entry *slot =
        &unbalanced->slots[slot_find(unbalanced->slots, unbalanced->room, sums->hash)];
    *slot = *sums;
    size_t size = name_add(slot->name, 0, journal);
    size = name_add(slot->name, size, (struct slice){ "/", journal.size > 0 });
    slot->name[name_add(slot->name, size, entry)] = '\0';
    unbalanced->used++;
    return true;
}

bool fec_unbalanced_add(struct fec_unbalanced *unbalanced, const struct fec_open_entry *sums,
                        struct slice journal, struct slice entry)
{
    size_t at = slot_find(unbalanced->slots, unbalanced->room, sums->hash);
    struct fec_open_entry *slot = &unbalanced->slots[at];

    if (slot->hash == 0)
        return sums->debit != sums->credit && slot_fill(unbalanced, sums, journal, entry);
    slot->debit += sums->debit;
    slot->credit += sums->credit;
    if (slot->debit == slot->credit)
        slot_remove(unbalanced, at);
    return true;
}

bool fec_unbalanced_complete(const struct fec_unbalanced *unbalanced)
{
    return !unbalanced->spilled;
}

const struct fec_open_entry *fec_unbalanced_next(const struct fec_unbalanced *unbalanced,
                                                 size_t *at)
{
    while (*at < unbalanced->room)
        if (unbalanced->slots[(*at)++].hash != 0)
            return &unbalanced->slots[*at - 1];
    return NULL;
}
