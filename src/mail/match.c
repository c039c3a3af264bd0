#include "mail/match.h"

#include <string.h>

#include "base/str.h"
#include "mail/naming.h"

enum { END_LETTERS = sizeof ".xlsx" - 1 };

/* What its name ends in says how it is written, not what it is. */
static const char *without_end(struct arena *arena, const char *name)
{
    const char *end = strrchr(name, '.');

    return end && strlen(end) <= END_LETTERS ? arena_text(arena, name, (size_t)(end - name)) : name;
}

/* Names as they are compared, and where each file goes. */
struct matching {
    const char **files, **pieces;
    const struct match_side *given, *asked;
    int *places;
};

static bool is_closed(const struct match_side *side, size_t which)
{
    return side->is_closed && side->is_closed[which];
}

static struct matching begin(struct arena *arena, const struct match_side *files,
                             const struct match_side *pieces, int *places)
{
    struct matching matching = {
        .files = arena_new(arena, const char *, files->count + 1),
        .pieces = arena_new(arena, const char *, pieces->count + 1),
        .given = files,
        .asked = pieces,
        .places = places,
    };

    for (size_t i = 0; i < files->count; i++) {
        places[i] = MATCH_NONE;
        matching.files[i] = without_end(arena, str_fold(arena, files->names[i]));
    }
    for (size_t i = 0; i < pieces->count; i++)
        matching.pieces[i] = str_fold(arena, pieces->names[i]);
    return matching;
}

/*
 * What a file is named most like: of pieces that are closed or not, and how much. Each file is
 * looked at alone, so that two of one kind go together. Two pieces that it is named as much like
 * leave it open: nobody guesses.
 */
struct likeness {
    int piece, points; /* MATCH_NONE and 0; more points without a piece: of several */
};

static void like_more(struct likeness *best, int piece, int points)
{
    if (points > best->points)
        *best = (struct likeness){ piece, points };
    else if (points == best->points && points > 0)
        best->piece = MATCH_NONE;
}

static struct likeness like(const struct matching *matching, size_t file, bool of_closed)
{
    struct likeness best = { MATCH_NONE, 0 };

    for (size_t i = 0; i < matching->asked->count; i++)
        if (is_closed(matching->asked, i) == of_closed)
            like_more(&best, (int)i, naming_points(matching->files[file], matching->pieces[i]));
    return best;
}

/* It may go to a piece: it is none that is closed, nor named more like one than like any other. */
static bool is_in(const struct matching *matching, size_t file)
{
    return !is_closed(matching->given, file)
        && like(matching, file, true).points <= like(matching, file, false).points;
}

static bool has_file(const struct matching *matching, int piece)
{
    bool has = false;

    for (size_t i = 0; i < matching->given->count; i++)
        has |= matching->places[i] == piece;
    return has;
}

/* The only piece that takes files and, if asked so, has none yet. */
static int only_piece(const struct matching *matching, bool is_free)
{
    int found = MATCH_NONE;

    for (size_t i = 0; i < matching->asked->count; i++) {
        if (is_closed(matching->asked, i) || (is_free && has_file(matching, (int)i)))
            continue;
        if (found != MATCH_NONE)
            return MATCH_NONE;
        found = (int)i;
    }
    return found;
}

/* Unless it is named like another paper. */
static void place(struct matching *matching, size_t file, int piece)
{
    if (naming_points(matching->files[file], matching->pieces[piece]) >= 0)
        matching->places[file] = piece;
}

/* What says nothing, when it is one file for one piece and every other piece has one. */
static void place_left(struct matching *matching)
{
    int piece = only_piece(matching, true);
    size_t open = 0, in = 0, left = 0, which = 0;

    for (size_t i = 0; i < matching->asked->count; i++)
        open += !is_closed(matching->asked, i);
    for (size_t i = 0; i < matching->given->count; i++) {
        if (!is_in(matching, i))
            continue;
        in++;
        if (matching->places[i] == MATCH_NONE) {
            left++;
            which = i;
        }
    }
    if (piece != MATCH_NONE && in == open && left == 1 && like(matching, which, false).points == 0)
        place(matching, which, piece);
}

void match_named(struct arena *arena, const struct match_side *files,
                 const struct match_side *pieces, int *places)
{
    struct matching matching = begin(arena, files, pieces, places);

    for (size_t i = 0; i < files->count; i++) {
        struct likeness closed = like(&matching, i, true), open = like(&matching, i, false);
        if (!is_closed(files, i) && open.points > closed.points)
            places[i] = open.piece;
    }
}

void match_files(struct arena *arena, const struct match_side *files,
                 const struct match_side *pieces, int *places)
{
    struct matching matching = begin(arena, files, pieces, places);
    int only = only_piece(&matching, false);

    for (size_t i = 0; i < files->count; i++) {
        if (!is_in(&matching, i))
            continue;
        if (only != MATCH_NONE)
            place(&matching, i, only);
        else
            places[i] = like(&matching, i, false).piece;
    }
    if (only == MATCH_NONE)
        place_left(&matching);
}
