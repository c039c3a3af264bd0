#include "mail/match.h"

#include <string.h>

#include "base/attributes.h"
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

/* « de », « of »: it stands in the name of anything. */
static bool is_little(struct word word)
{
    static const char *const little[] = { "de", "du", "des", "la", "le",  "les", "et",
                                          "en", "au", "aux", "of", "the", "and", "for" };

    for (size_t i = 0; i < COUNT_OF(little); i++)
        if (strlen(little[i]) == word.size && memcmp(little[i], word.at, word.size) == 0)
            return true;
    return false;
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
        if (is_little(word))
            continue;
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
    bool *is_out;        /* files that have no place */
    const bool *is_shut; /* pieces that take no file */
    bool *is_taken;      /* pieces that have one, or are shut */
    int *places;
};

static bool is_waiting(const struct matching *matching, size_t file)
{
    return matching->places[file] == MATCH_NONE && !matching->is_out[file];
}

/* Places the surest of the files that have no place yet; false when none is sure. */
static bool place_surest(struct matching *matching)
{
    int most = 0, piece = MATCH_NONE;
    size_t which = 0;

    for (size_t i = 0; i < matching->file_count; i++) {
        if (!is_waiting(matching, i))
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
    for (size_t i = 0; i < matching->file_count; i++)
        if (is_waiting(matching, i))
            matching->places[i] = best_of(matching->files[i], matching->pieces,
                                          matching->piece_count, matching->is_shut);
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
        if (is_waiting(matching, i)) {
            left++;
            which = i;
        }
    if (left == 1 && piece != MATCH_NONE)
        matching->places[which] = piece;
}

static bool is_closed(const struct match_side *side, size_t which)
{
    return side->is_closed && side->is_closed[which];
}

/* Named more like one that takes no file than like any that does. */
static bool is_of_closed(const char *file, const char *const *names,
                         const struct match_side *pieces)
{
    int most[2] = { 0, 0 };

    for (size_t i = 0; i < pieces->count; i++) {
        int points = score(file, names[i]);
        int *side = &most[is_closed(pieces, i)];
        *side = points > *side ? points : *side;
    }
    return most[true] > most[false];
}

/* No piece is shut yet. */
static struct matching begin(struct arena *arena, const struct match_side *files,
                             const struct match_side *pieces, int *places)
{
    struct matching matching = {
        .files = folded(arena, files),
        .pieces = folded(arena, pieces),
        .file_count = files->count,
        .piece_count = pieces->count,
        .is_out = arena_new(arena, bool, files->count + 1),
        .is_shut = arena_new(arena, bool, pieces->count + 1),
        .is_taken = arena_new(arena, bool, pieces->count + 1),
        .places = places,
    };

    for (size_t i = 0; i < files->count; i++) {
        places[i] = MATCH_NONE;
        matching.is_out[i] =
            is_closed(files, i) || is_of_closed(matching.files[i], matching.pieces, pieces);
    }
    return matching;
}

void match_named(struct arena *arena, const struct match_side *files,
                 const struct match_side *pieces, int *places)
{
    struct matching matching = begin(arena, files, pieces, places);

    while (place_surest(&matching))
        continue;
    place_seconds(&matching);
    for (size_t i = 0; i < files->count; i++)
        if (places[i] != MATCH_NONE && is_closed(pieces, (size_t)places[i]))
            places[i] = MATCH_NONE;
}

static void shut(struct matching *matching, const struct match_side *pieces)
{
    if (!pieces->is_closed)
        return;
    matching->is_shut = pieces->is_closed;
    memcpy(matching->is_taken, pieces->is_closed, pieces->count * sizeof(bool));
}

void match_files(struct arena *arena, const struct match_side *files,
                 const struct match_side *pieces, int *places)
{
    struct matching matching = begin(arena, files, pieces, places);

    shut(&matching, pieces);
    int only = only_free(matching.is_taken, pieces->count);
    if (only != MATCH_NONE) {
        for (size_t i = 0; i < files->count; i++)
            places[i] = matching.is_out[i] ? MATCH_NONE : only;
        return;
    }
    while (place_surest(&matching))
        continue;
    place_left(&matching);
    place_seconds(&matching);
}
