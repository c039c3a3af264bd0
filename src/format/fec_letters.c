#include "format/fec_letters.h"

#include <stdlib.h>
#include <string.h>

#include "format/fec_owners.h"

enum {
    AGAIN_LIMIT = 200000, /* lines of groups: a list for people, not a copy of the books */
    LINES_BITS = 14,      /* and of one group, which counts no further */
    LINES_MOST = (1 << LINES_BITS) - 1,
    DAYS_BITS = 17,
    DAYS_MOST = (1 << DAYS_BITS) - 1,
    DAYS_FIRST = -25567, /* 1 January 1900 */
};

/* There may be a million. */
struct group {
    int64_t cents; /* at the second reading: less what its lines told */
    uint32_t owner, letter;
    uint32_t line;                                                /* the first */
    uint32_t lines : LINES_BITS, latest : DAYS_BITS, by_line : 1; /* latest: from DAYS_FIRST */
};

struct item {
    const char *piece, *label;
    int64_t cents, line;
    struct date date, piece_date;
    uint32_t owner, group; /* group: INDEX_NONE without a letter */
    bool has_piece_date;
};

struct fec_letters {
    struct arena *arena;
    struct fec_room *kept;
    struct findings *findings;
    unsigned folds;
    struct fec_owners *owners;
    struct records groups, items;
    struct index *by_letter;
    struct pairs names;
    struct slab texts;
};

static uint32_t days_of(struct date date)
{
    int32_t days = date.day < DAYS_FIRST ? 0 : date.day - DAYS_FIRST;

    return (uint32_t)(days < DAYS_MOST ? days : DAYS_MOST);
}

static struct group *group_at(const struct fec_letters *letters, uint32_t place)
{
    return records_at(&letters->groups, place);
}

static const char *letter_of(const struct fec_letters *letters, const struct group *group)
{
    return pairs_at(&letters->names, group->letter);
}

static uint32_t group_hash(const void *of, uint32_t place)
{
    const struct fec_letters *letters = of;
    const struct group *group = group_at(letters, place);
    const char *letter = letter_of(letters, group);

    return (uint32_t)keep_hash(group->owner, letter, strlen(letter));
}

struct fec_letters *fec_letters_new(struct arena *arena, const struct fec_fold *fold,
                                    unsigned folds, struct fec_room *kept)
{
    struct fec_letters *letters = arena_new(arena, struct fec_letters, 1);

    *letters = (struct fec_letters){
        .arena = arena,
        .kept = kept,
        .findings = kept->findings,
        .folds = folds,
        .owners = fec_owners_new(arena, fold, kept),
        .groups = { .arena = arena, .size = sizeof(struct group) },
        .items = { .arena = arena, .size = sizeof(struct item) },
        .by_letter = index_new(arena, group_hash, letters),
        .names = { .arena = arena },
        .texts = { .arena = arena },
    };
    return letters;
}

static uint32_t group_find(struct fec_letters *letters, uint32_t owner, const struct fec_line *line)
{
    struct slice letter = line->letter;
    uint32_t hash = (uint32_t)keep_hash(owner, letter.at, letter.size), place;
    struct index_walk walk = { .at = hash, .hash = hash };

    while ((place = index_next(letters->by_letter, &walk)) != INDEX_NONE) {
        const struct group *group = group_at(letters, place);
        if (group->owner == owner && slice_is_text(letter, letter_of(letters, group)))
            return place;
    }
    if (!fec_room_take(letters->kept, letters->groups.count, COLUMN_ECRITURE_LET, line->number))
        return INDEX_NONE;
    place = (uint32_t)letters->groups.count;
    index_add(letters->by_letter, hash, place);
    struct group *group = records_add(&letters->groups);
    *group = (struct group){
        .letter = pairs_add(&letters->names, letter.at, letter.size, NULL, 0),
        .owner = owner,
        .line = (uint32_t)line->number,
        .latest = days_of(line->date) & DAYS_MOST,
    };
    return place;
}

static bool item_room(struct fec_letters *letters, int64_t line)
{
    if (letters->items.count < FEC_KEPT_LIMIT)
        return true;
    struct fec_finding *finding =
        findings_add(letters->findings, FEC_SIZE, true, line, COLUMN_COUNT);
    finding_number(letters->findings, finding, "most", FEC_KEPT_LIMIT);
    return false;
}

static void item_add(struct fec_letters *letters, uint32_t owner, uint32_t group,
                     const struct fec_line *line)
{
    struct item *item = records_add(&letters->items);

    *item = (struct item){
        .piece = slab_add(&letters->texts, line->piece.at, line->piece.size),
        .label = slab_add(&letters->texts, line->label.at, line->label.size),
        .owner = owner,
        .group = group,
        .date = line->date,
        .piece_date = line->piece_date,
        .has_piece_date = line->has_piece_date,
        .cents = line->debit - line->credit,
        .line = line->number,
    };
}

static bool unlettered_note(struct fec_letters *letters, uint32_t owner,
                            const struct fec_line *line)
{
    if (!(letters->folds & FEC_FOLD_ITEMS))
        return true;
    if (!item_room(letters, line->number))
        return false;
    item_add(letters, owner, INDEX_NONE, line);
    return true;
}

static bool lettered_note(struct fec_letters *letters, uint32_t owner, const struct fec_line *line)
{
    uint32_t place = group_find(letters, owner, line);

    if (place == INDEX_NONE)
        return false;
    struct group *group = group_at(letters, place);
    if (group->lines < LINES_MOST)
        group->lines++;
    group->cents += line->debit - line->credit;
    if (days_of(line->date) > group->latest)
        group->latest = days_of(line->date) & DAYS_MOST;
    return true;
}

bool fec_letters_note(struct fec_letters *letters, const struct fec_lettered *of,
                      const struct fec_line *line)
{
    uint32_t place = fec_owners_find(letters->owners, of, line);

    if (place == INDEX_NONE)
        return false;
    if (of->is_customer)
        fec_owner_name(letters->owners, place, line);
    return line->letter.size == 0 ? unlettered_note(letters, place, line)
                                  : lettered_note(letters, place, line);
}

static bool is_open(const struct fec_letters *letters, const struct group *group)
{
    return group->cents != 0 && fec_owner_is_customer(letters->owners, group->owner)
        && (letters->folds & FEC_FOLD_ITEMS);
}

bool fec_letters_again(struct fec_letters *letters)
{
    size_t room = AGAIN_LIMIT;

    for (uint32_t i = 0; i < letters->groups.count; i++) {
        struct group *group = group_at(letters, i);
        if (!is_open(letters, group) || group->lines == LINES_MOST || group->lines > room)
            continue;
        group->by_line = true;
        room -= group->lines;
    }
    return room < AGAIN_LIMIT;
}

void fec_letters_note_again(struct fec_letters *letters, const struct fec_lettered *of,
                            const struct fec_line *line)
{
    uint32_t owner = fec_owners_find(letters->owners, of, line);
    uint32_t place = owner == INDEX_NONE ? owner : group_find(letters, owner, line);

    if (place == INDEX_NONE || !group_at(letters, place)->by_line)
        return;
    group_at(letters, place)->cents -= line->debit - line->credit;
    item_add(letters, owner, place, line);
}

bool fec_letters_whole(const struct fec_letters *letters)
{
    for (uint32_t i = 0; i < letters->groups.count; i++)
        if (group_at(letters, i)->by_line && group_at(letters, i)->cents != 0)
            return false;
    return true;
}

void fec_letters_tell(struct fec_letters *letters, struct findings *findings)
{
    for (uint32_t i = 0; i < letters->groups.count; i++) {
        const struct group *group = group_at(letters, i);
        if (group->cents == 0)
            continue;
        if (fec_owner_is_customer(letters->owners, group->owner))
            fec_owner_at(letters->owners, group->owner)->doubtful = true;
        struct fec_finding *finding =
            findings_add(findings, FEC_LETTERING, false, group->line, COLUMN_ECRITURE_LET);
        if (!finding)
            continue;
        finding_value(findings, finding, letter_of(letters, group),
                      strlen(letter_of(letters, group)));
        finding_arg(findings, finding, "customer", fec_owner_code(letters->owners, group->owner));
        finding_arg(findings, finding, "rest",
                    money_text(letters->arena, (struct money){ group->cents }));
    }
}

static struct fec_item item_of(const struct fec_letters *letters, const struct item *item,
                               struct arena *arena, enum charset charset)
{
    const char *letter =
        item->group == INDEX_NONE ? "" : letter_of(letters, group_at(letters, item->group));

    return (struct fec_item){
        .customer = fec_owner_at(letters->owners, item->owner)->place,
        .date = item->date,
        .piece_date = item->piece_date,
        .has_piece_date = item->has_piece_date,
        .money = { item->cents },
        .piece = charset_text(arena, charset, item->piece),
        .label = charset_text(arena, charset, item->label),
        .letter = charset_text(arena, charset, letter),
        .line = item->line,
    };
}

static void items_tell(const struct fec_letters *letters, struct arena *arena,
                       struct fec_facts *facts)
{
    for (uint32_t i = 0; i < letters->items.count; i++) {
        const struct item *item = records_at(&letters->items, i);
        facts->items[facts->item_count++] = item_of(letters, item, arena, facts->charset);
        facts->open_items += item->group == INDEX_NONE;
    }
}

static struct fec_item rest_of(const struct fec_letters *letters, const struct group *group,
                               struct arena *arena, enum charset charset)
{
    return (struct fec_item){
        .customer = fec_owner_at(letters->owners, group->owner)->place,
        .date = { (int32_t)group->latest + DAYS_FIRST },
        .money = { group->cents },
        .piece = "",
        .label = "",
        .letter = charset_text(arena, charset, letter_of(letters, group)),
        .line = group->line,
    };
}

/* How many are told as their rest. */
static size_t groups_count(const struct fec_letters *letters, struct fec_facts *facts)
{
    size_t rests = 0;

    for (uint32_t i = 0; i < letters->groups.count; i++) {
        const struct group *group = group_at(letters, i);
        facts->letter_groups++;
        facts->letter_groups_balanced += group->cents == 0 && !group->by_line;
        facts->open_items += group->by_line || is_open(letters, group);
        rests += !group->by_line && is_open(letters, group);
    }
    return rests;
}

static void rests_tell(const struct fec_letters *letters, struct arena *arena,
                       struct fec_facts *facts)
{
    for (uint32_t i = 0; i < letters->groups.count; i++) {
        const struct group *group = group_at(letters, i);
        if (!group->by_line && is_open(letters, group))
            facts->items[facts->item_count++] = rest_of(letters, group, arena, facts->charset);
    }
}

void fec_letters_facts(const struct fec_letters *letters, struct arena *arena,
                       struct fec_facts *facts)
{
    size_t rests = groups_count(letters, facts);

    if (!(letters->folds & FEC_FOLD_ITEMS))
        return;
    facts->items = arena_new(arena, struct fec_item, letters->items.count + rests);
    fec_owners_facts(letters->owners, arena, facts);
    items_tell(letters, arena, facts);
    rests_tell(letters, arena, facts);
}
