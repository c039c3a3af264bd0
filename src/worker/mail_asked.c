/* Which piece that was asked for each file of a message is (E-18). */
#include <string.h>

#include "mail/match.h"
#include "worker/mail_taking.h"

SQL(STANDING, FIRM,
    "SELECT id, item FROM document WHERE firm = $1 AND sha256 = $2 AND item IS NOT NULL"
    " AND removed_at IS NULL ORDER BY id");

static bool is_given(const struct mail_asked *asked, int64_t id)
{
    for (size_t i = 0; i < asked->count; i++)
        if (asked->items[i].id == id)
            return !item_is_owed(&asked->items[i]);
    return false;
}

/* The document on a piece that was given which has these bytes; 0. */
static bool find_same(struct ctx *cx, const struct mail_asked *asked, const unsigned char *hash,
                      int64_t *document)
{
    *document = 0;
    struct rows *rows = store_query(cx, &STANDING, ARGS(arg_bytes(hash, VAULT_HASH_BYTES)));
    while (rows_next(rows))
        if (*document == 0 && is_given(asked, rows_int(rows, 1)))
            *document = rows_int(rows, 0);
    return rows_done(rows);
}

static bool hash_file(struct mail_taking *taking, size_t file, unsigned char **hash)
{
    const struct mime_part *part = &taking->mime.parts[taking->mail.files[file].place];

    *hash = arena_new(taking->cx->arena, unsigned char, VAULT_HASH_BYTES);
    return vault_hash_part(taking->parts, part->at, part->size, *hash)
        || fail(taking->cx, FAULT_BROKEN, "FICHIER-LECTURE", NULL);
}

/* What is there already answers nothing else: who sends it again asks whether it came. */
static bool find_doubles(struct mail_taking *taking, const struct mail_asked *asked,
                         unsigned char **hashes, bool *is_there)
{
    for (size_t i = 0; i < taking->mail.file_count; i++) {
        struct mail_file *file = &taking->mail.files[i];
        int64_t same;
        if (*file->problem && !mail_is_double(file))
            continue;
        if (!hash_file(taking, i, &hashes[i]) || !find_same(taking->cx, asked, hashes[i], &same))
            return false;
        is_there[i] = same != 0;
        if (same != 0 && file->document == 0)
            mail_file_double(file, same);
    }
    return true;
}

static bool is_same(unsigned char *const *hashes, size_t one, size_t other)
{
    return one != other && hashes[one] && hashes[other]
        && memcmp(hashes[one], hashes[other], VAULT_HASH_BYTES) == 0;
}

/* One of those with the bytes of a file answers; named like two pieces, none: a person looks. */
static void answer_once(struct mail_taking *taking, unsigned char *const *hashes, size_t file,
                        int *places)
{
    size_t count = taking->mail.file_count;
    bool is_open = false;

    for (size_t i = 0; i < count; i++)
        is_open |= is_same(hashes, file, i) && places[i] != MATCH_NONE && places[i] != places[file];
    for (size_t i = 0; i < count; i++) {
        if (!is_same(hashes, file, i))
            continue;
        places[i] = MATCH_NONE;
        if (!is_open && taking->mail.files[i].document == 0)
            mail_file_double(&taking->mail.files[i], 0);
    }
    if (is_open)
        places[file] = MATCH_NONE;
}

bool mail_is_twin(const struct mail_file *file)
{
    return mail_is_double(file) && file->document == 0;
}

bool mail_match(struct mail_taking *taking, const struct mail_asked *asked,
                const struct item ***items)
{
    struct arena *arena = taking->cx->arena;
    size_t file_count = taking->mail.file_count;
    const char **files = arena_new(arena, const char *, file_count + 1);
    const char **pieces = arena_new(arena, const char *, asked->count + 1);
    unsigned char **hashes = arena_new(arena, unsigned char *, file_count + 1);
    bool *is_there = arena_new(arena, bool, file_count + 1);
    int *places = arena_new(arena, int, file_count + 1);

    *items = arena_new(arena, const struct item *, file_count + 1);
    if (!find_doubles(taking, asked, hashes, is_there))
        return false;
    for (size_t i = 0; i < file_count; i++)
        files[i] = taking->mail.files[i].name;
    for (size_t i = 0; i < asked->count; i++)
        pieces[i] = asked->items[i].name;
    const struct match_side given = { files, file_count, is_there };
    const struct match_side wanted = { pieces, asked->count, asked->is_closed };
    (asked->is_of_many ? match_named : match_files)(arena, &given, &wanted, places);
    for (size_t i = 0; i < file_count; i++)
        if (places[i] != MATCH_NONE)
            answer_once(taking, hashes, i, places);
    for (size_t i = 0; i < file_count; i++)
        (*items)[i] = places[i] == MATCH_NONE ? NULL : &asked->items[places[i]];
    return true;
}
