#include "client/directory_words.h"

#include <stdlib.h>
#include <string.h>

#include "client/directory_parts.h"

enum { NONE = UINT32_MAX, FIRST_SLOTS = 4096 };

struct word {
    const char *text;
    uint32_t last_row, place; /* place: in order, once they are */
};

struct pair {
    uint32_t word, row;
};

struct word_list {
    struct arena *arena;
    struct word *words;
    size_t count, room;
    uint32_t *slots; /* of words, by hash */
    size_t slot_count;
    struct pair *pairs;
    size_t pair_count, pair_room;
};

static bool is_letter(char letter)
{
    return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9')
        || (unsigned char)letter >= 0x80;
}

bool word_next(const char **text, struct word_slice *slice)
{
    const char *at = *text;

    while (*at && !is_letter(*at))
        at++;
    slice->text = at;
    while (*at && is_letter(*at))
        at++;
    slice->size = (size_t)(at - slice->text);
    *text = at;
    return slice->size > 0;
}

struct word_list *word_list_new(struct arena *arena)
{
    struct word_list *list = arena_new(arena, struct word_list, 1);

    *list = (struct word_list){ .arena = arena,
                                .slot_count = FIRST_SLOTS,
                                .slots = arena_new(arena, uint32_t, FIRST_SLOTS) };
    memset(list->slots, 0xFF, FIRST_SLOTS * sizeof *list->slots);
    return list;
}

static size_t hash(const char *text, size_t size)
{
    uint64_t value = UINT64_C(14695981039346656037);

    for (size_t i = 0; i < size; i++)
        value = (value ^ (unsigned char)text[i]) * UINT64_C(1099511628211);
    return (size_t)(value ^ value >> 29);
}

static void make_room(struct word_list *list)
{
    if (list->count * 2 < list->slot_count)
        return;
    list->slot_count *= 4;
    list->slots = arena_new(list->arena, uint32_t, list->slot_count);
    memset(list->slots, 0xFF, list->slot_count * sizeof *list->slots);
    for (uint32_t i = 0; i < list->count; i++) {
        size_t at = hash(list->words[i].text, strlen(list->words[i].text));
        while (list->slots[at % list->slot_count] != NONE)
            at++;
        list->slots[at % list->slot_count] = i;
    }
}

static uint32_t word_of(struct word_list *list, const struct word_slice *slice)
{
    size_t at = hash(slice->text, slice->size);
    uint32_t found;

    while ((found = list->slots[at % list->slot_count]) != NONE) {
        const char *text = list->words[found].text;
        if (strncmp(text, slice->text, slice->size) == 0 && text[slice->size] == '\0')
            return found;
        at++;
    }
    if (list->count == list->room)
        list->words = arena_grow(list->arena, list->words, &list->room, sizeof *list->words);
    found = (uint32_t)list->count++;
    list->slots[at % list->slot_count] = found;
    list->words[found] = (struct word){ .text = arena_text(list->arena, slice->text, slice->size),
                                        .last_row = NONE };
    make_room(list);
    return found;
}

void word_list_add(struct word_list *list, const char *folded, uint32_t row)
{
    struct word_slice slice;

    while (word_next(&folded, &slice)) {
        uint32_t word = word_of(list, &slice);
        if (list->words[word].last_row == row)
            continue;
        list->words[word].last_row = row;
        if (list->pair_count == list->pair_room)
            list->pairs =
                arena_grow(list->arena, list->pairs, &list->pair_room, sizeof *list->pairs);
        list->pairs[list->pair_count++] = (struct pair){ word, row };
    }
}

static int by_text(const void *left, const void *right)
{
    const struct word *const *a = left, *const *b = right;

    return strcmp((*a)->text, (*b)->text);
}

static struct word **in_order(struct word_list *list)
{
    struct word **order = arena_new(list->arena, struct word *, list->count + 1);

    for (size_t i = 0; i < list->count; i++)
        order[i] = &list->words[i];
    qsort(order, list->count, sizeof *order, by_text);
    for (uint32_t i = 0; i < list->count; i++)
        order[i]->place = i;
    return order;
}

static void put_texts(struct directory *directory, struct word **order, size_t count)
{
    size_t size = 0, at = 0;
    uint32_t *from = directory_new(directory, uint32_t, count);

    for (size_t i = 0; i < count; i++)
        size += strlen(order[i]->text) + 1;
    char *texts = directory_new(directory, char, size);
    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(order[i]->text) + 1;
        from[i] = (uint32_t)at;
        memcpy(texts + at, order[i]->text, length);
        at += length;
    }
    directory->index.texts = texts;
    directory->index.from = from;
    directory->index.count = count;
}

/* Rows by word: counted first, then laid where their word begins. */
static void put_rows(const struct word_list *list, struct directory *directory)
{
    uint32_t *from = directory_new(directory, uint32_t, list->count + 1);
    uint32_t *rows = directory_new(directory, uint32_t, list->pair_count);

    for (size_t i = 0; i < list->pair_count; i++)
        from[list->words[list->pairs[i].word].place + 1]++;
    for (size_t i = 0; i < list->count; i++)
        from[i + 1] += from[i];
    for (size_t i = list->pair_count; i-- > 0;) {
        uint32_t place = list->words[list->pairs[i].word].place;
        rows[--from[place + 1]] = list->pairs[i].row;
    }
    /* Each place was moved down to where its word begins: one step to the left is that of a word.
     */
    for (size_t i = 0; i < list->count; i++)
        from[i] = from[i + 1];
    from[list->count] = (uint32_t)list->pair_count;
    directory->index.rows_from = from;
    directory->index.rows = rows;
}

void word_list_settle(struct word_list *list, struct directory *directory)
{
    put_texts(directory, in_order(list), list->count);
    put_rows(list, directory);
}
