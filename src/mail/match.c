#include "mail/match.h"

#include <string.h>

#include "base/str.h"

enum { SHARED_LETTERS = 4 }; /* from which on two words may be forms of one */

/* A word of folded text; size 0 at the end. */
struct word {
    const char *at;
    size_t size;
};

static struct word word_next(const char **text)
{
    static const char *const between = " _-.,;()[]+/";

    *text += strspn(*text, between);
    struct word word = { *text, strcspn(*text, between) };
    *text += word.size;
    return word;
}

/* The same, or one begins like the other: « relevé », « relevés »; numbers must be the same. */
static bool is_alike(struct word one, struct word other)
{
    size_t least = one.size < other.size ? one.size : other.size;
    bool same = one.size == other.size;

    if (least < 2 || memcmp(one.at, other.at, least) != 0)
        return false;
    return same || (least >= SHARED_LETTERS && one.size + other.size <= 2 * least + 2);
}

static int score(const char *file, const char *piece)
{
    int shared = 0;

    for (struct word word = word_next(&piece); word.size > 0; word = word_next(&piece)) {
        const char *rest = file;
        for (struct word each = word_next(&rest); each.size > 0; each = word_next(&rest))
            if (is_alike(word, each)) {
                shared += (int)word.size;
                break;
            }
    }
    return shared;
}

static const char *const *folded(struct arena *arena, const struct match_side *side)
{
    const char **names = arena_new(arena, const char *, side->count);

    for (size_t i = 0; i < side->count; i++)
        names[i] = str_fold(arena, side->names[i]);
    return names;
}

/* Two pieces that share as much leave it open: nobody guesses. */
static int best_of(const char *file, const char *const *pieces, size_t count, const bool *is_taken)
{
    int best = MATCH_NONE, most = 0;
    bool is_open = false;

    for (size_t i = 0; i < count; i++) {
        int points = is_taken[i] ? 0 : score(file, pieces[i]);
        if (points > most) {
            most = points;
            best = (int)i;
            is_open = false;
        } else if (points == most && points > 0) {
            is_open = true;
        }
    }
    return is_open ? MATCH_NONE : best;
}

struct matching {
    const char *const *files, *const *pieces; /* folded */
    size_t file_count, piece_count;
    bool *is_taken; /* pieces */
    int *places;
};

/* Places the surest of the files that have no place yet; false when none is sure. */
static bool place_surest(struct matching *matching)
{
    int most = 0, piece = MATCH_NONE;
    size_t which = 0;

    for (size_t i = 0; i < matching->file_count; i++) {
        if (matching->places[i] != MATCH_NONE)
            continue;
        int best = best_of(matching->files[i], matching->pieces, matching->piece_count,
                           matching->is_taken);
        int points = best == MATCH_NONE ? 0 : score(matching->files[i], matching->pieces[best]);
        if (points > most) {
            most = points;
            which = i;
            piece = best;
        }
    }
    if (piece == MATCH_NONE)
        return false;
    matching->places[which] = piece;
    matching->is_taken[piece] = true;
    return true;
}

/* A second file of a piece that has one: the other side of a paper. */
static void place_seconds(struct matching *matching)
{
    bool *none = memset(matching->is_taken, 0, matching->piece_count * sizeof(bool));

    for (size_t i = 0; i < matching->file_count; i++)
        if (matching->places[i] == MATCH_NONE)
            matching->places[i] =
                best_of(matching->files[i], matching->pieces, matching->piece_count, none);
}

static int only_free(const bool *is_taken, size_t count)
{
    int found = MATCH_NONE;

    for (size_t i = 0; i < count; i++)
        if (!is_taken[i]) {
            if (found != MATCH_NONE)
                return MATCH_NONE;
            found = (int)i;
        }
    return found;
}

/* What nothing names, when it is one file for one piece. */
static void place_left(struct matching *matching)
{
    int piece = only_free(matching->is_taken, matching->piece_count);
    size_t left = 0, which = 0;

    for (size_t i = 0; i < matching->file_count; i++)
        if (matching->places[i] == MATCH_NONE) {
            left++;
            which = i;
        }
    if (left == 1 && piece != MATCH_NONE)
        matching->places[which] = piece;
}

static struct matching begin(struct arena *arena, const struct match_side *files,
                             const struct match_side *pieces, int *places)
{
    for (size_t i = 0; i < files->count; i++)
        places[i] = MATCH_NONE;
    return (struct matching){
        .files = folded(arena, files),
        .pieces = folded(arena, pieces),
        .file_count = files->count,
        .piece_count = pieces->count,
        .is_taken = arena_new(arena, bool, pieces->count + 1),
        .places = places,
    };
}

void match_named(struct arena *arena, const struct match_side *files,
                 const struct match_side *pieces, int *places)
{
    struct matching matching = begin(arena, files, pieces, places);

    while (place_surest(&matching))
        continue;
    place_seconds(&matching);
}

void match_files(struct arena *arena, const struct match_side *files,
                 const struct match_side *pieces, int *places)
{
    struct matching matching = begin(arena, files, pieces, places);

    if (pieces->count == 1)
        for (size_t i = 0; i < files->count; i++)
            places[i] = 0;
    if (pieces->count <= 1)
        return;
    while (place_surest(&matching))
        continue;
    place_left(&matching);
    place_seconds(&matching);
}
