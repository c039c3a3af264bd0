#include "client/directory_search.h"

#include <string.h>

#include "base/buf.h"
#include "base/str.h"
#include "client/directory_words.h"

enum { FORGIVEN_FROM = 5 /* letters */, TYPED_LIMIT = 16 /* words: nobody types more */ };

/* One typed word, or a number typed in groups. */
struct typed {
    const char *word;
    bool is_number, is_forgiven;
};

static size_t letter_size(const char *text)
{
    size_t size = *text ? 1 : 0;

    while (((unsigned char)text[size] & 0xC0) == 0x80)
        size++;
    return size;
}

static bool is_same_letter(const char *left, const char *right)
{
    size_t size = letter_size(left);

    return size > 0 && size == letter_size(right) && memcmp(left, right, size) == 0;
}

/* str_starts, where nearly always the first byte tells. */
static inline bool starts(const char *text, const char *start)
{
    while (*start && *text == *start) {
        text++;
        start++;
    }
    return *start == '\0';
}

bool word_begins_but_one(const char *word, const char *typed)
{
    const char *start = typed;

    while (*typed && *word == *typed) {
        word++;
        typed++;
    }
    while (typed > start
           && (((unsigned char)*typed & 0xC0) == 0x80 || ((unsigned char)*word & 0xC0) == 0x80)) {
        word--; /* bytes within a letter: back to where it begins */
        typed--;
    }
    const char *word_next = word + letter_size(word), *typed_next = typed + letter_size(typed);
    if (!*typed || starts(word, typed_next) || starts(word_next, typed_next)
        || starts(word_next, typed))
        return true;
    return is_same_letter(word, typed_next) && is_same_letter(word_next, typed)
        && starts(word_next + letter_size(word_next), typed_next + letter_size(typed_next));
}

static const char *word_at(const struct word_index *index, size_t place)
{
    return index->texts + index->from[place];
}

/* The first word that is not before a text. */
static size_t lower(const struct word_index *index, const char *text)
{
    size_t low = 0, high = index->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(word_at(index, middle), text) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void take_rows(const struct word_index *index, size_t place, struct bits bits)
{
    for (uint32_t i = index->rows_from[place]; i < index->rows_from[place + 1]; i++)
        bits_set(bits, index->rows[i]);
}

static void take_exact(const struct word_index *index, const struct typed *typed, struct bits bits)
{
    size_t size = strlen(typed->word);

    for (size_t i = lower(index, typed->word); i < index->count; i++) {
        if (strncmp(word_at(index, i), typed->word, size) != 0)
            return;
        take_rows(index, i, bits);
    }
}

/* Numbers, which stand before all letters, are never forgiven. */
static void take_forgiven(const struct word_index *index, const struct typed *typed,
                          struct bits bits)
{
    for (size_t i = lower(index, ":"); i < index->count; i++)
        if (word_begins_but_one(word_at(index, i), typed->word))
            take_rows(index, i, bits);
}

/* Of rows that the index does not know as they are. */
static bool has_word(struct arena *arena, const char *words, const struct typed *typed,
                     bool forgives)
{
    struct word_slice slice;

    while (word_next(&words, &slice)) {
        const char *word = arena_text(arena, slice.text, slice.size);
        if (str_starts(word, typed->word)
            || (forgives && typed->is_forgiven && word_begins_but_one(word, typed->word)))
            return true;
    }
    return false;
}

static void take_laid(const struct directory *directory, struct arena *arena,
                      const struct typed *typed, struct search_found *found)
{
    if (directory->laid_count == 0)
        return;
    bits_drop(found->exact, directory->laid);
    bits_drop(found->forgiven, directory->laid);
    for (uint32_t i = 0; i < directory->count; i++) {
        if (!bits_has(directory->laid, i))
            continue;
        if (has_word(arena, directory->rows[i].words, typed, false))
            bits_set(found->exact, i);
        if (has_word(arena, directory->rows[i].words, typed, true))
            bits_set(found->forgiven, i);
    }
}

/* Here « forgiven » are all, the exact ones among them. */
static struct search_found found_by(const struct directory *directory, struct arena *arena,
                                    const struct typed *typed)
{
    const struct directory *base = directory->base ? directory->base : directory;
    struct search_found found = { .exact = bits_new(arena, directory->count) };

    take_exact(&base->index, typed, found.exact);
    found.forgiven = bits_copy(arena, found.exact);
    if (typed->is_forgiven)
        take_forgiven(&base->index, typed, found.forgiven);
    take_laid(directory, arena, typed, &found);
    return found;
}

static struct typed typed_of(const char *word)
{
    bool is_number = strspn(word, "0123456789") == strlen(word);

    return (struct typed){
        .word = word,
        .is_number = is_number,
        .is_forgiven = str_chars(word) >= FORGIVEN_FROM && !strpbrk(word, "0123456789"),
    };
}

static void keep_both(struct search_found *found, struct search_found others)
{
    bits_keep(found->exact, others.exact);
    bits_keep(found->forgiven, others.forgiven);
}

/* « 732 829 320 »: each group begins a word, or all together do. Answers where the run ends. */
static size_t keep_run(const struct directory *directory, struct arena *arena,
                       const struct typed *typed, size_t count, struct search_found *found)
{
    struct search_found run = found_by(directory, arena, typed);
    struct buf joined = { .arena = arena };
    size_t end = 1;

    buf_text(&joined, typed->word);
    for (; end < count && typed->is_number && typed[end].is_number; end++) {
        buf_text(&joined, typed[end].word);
        keep_both(&run, found_by(directory, arena, &typed[end]));
    }
    if (end > 1) {
        const struct typed whole = typed_of(buf_string(&joined));
        struct search_found others = found_by(directory, arena, &whole);
        bits_join(run.exact, others.exact);
        bits_join(run.forgiven, others.forgiven);
    }
    keep_both(found, run);
    return end;
}

bool directory_search(const struct directory *directory, struct arena *arena, const char *typed,
                      struct search_found *found)
{
    const char *folded = str_fold(arena, typed);
    struct typed words[TYPED_LIMIT];
    struct word_slice slice;
    size_t count = 0;

    while (count < TYPED_LIMIT && word_next(&folded, &slice))
        words[count++] = typed_of(arena_text(arena, slice.text, slice.size));
    if (count == 0)
        return false;
    found->exact = bits_new(arena, directory->count);
    bits_fill(found->exact, directory->count);
    found->forgiven = bits_copy(arena, found->exact);
    for (size_t i = 0; i < count;)
        i += keep_run(directory, arena, words + i, count - i, found);
    bits_drop(found->forgiven, found->exact);
    return true;
}
