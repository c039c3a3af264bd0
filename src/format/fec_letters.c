#include "format/fec_letters.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "format/fec_fold.h"
#include "format/keep.h"

/* An account with an auxiliary account: a customer, or somebody else with lettered lines. */
struct owner {
    const char *number, *label; /* of the account */
    const char *aux, *name;     /* name: NULL until a line tells it */
    uint32_t account, aux_size, name_size;
    uint32_t place; /* among the customers told */
    bool is_customer, two_names, doubtful;
};

struct group {
    const char *letter;
    uint32_t owner, letter_size, lines;
    int64_t cents, line; /* line: the first */
    int64_t untold;      /* cents that its lines, told one by one, have not told yet */
    struct date latest;
    bool by_line;
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
    struct findings *findings;
    unsigned folds;
    struct records owners, groups, items;
    struct index *by_aux, *by_letter;
    struct slab texts;
    uint32_t latest; /* owner */
};

enum { AGAIN_LIMIT = 200000 }; /* lines of groups: a list for people, not a copy of the books */

struct fec_letters *fec_letters_new(struct arena *arena, unsigned folds, struct findings *findings)
{
    struct fec_letters *letters = arena_new(arena, struct fec_letters, 1);

    *letters = (struct fec_letters){
        .arena = arena,
        .findings = findings,
        .folds = folds,
        .owners = { .arena = arena, .size = sizeof(struct owner) },
        .groups = { .arena = arena, .size = sizeof(struct group) },
        .items = { .arena = arena, .size = sizeof(struct item) },
        .by_aux = index_new(arena),
        .by_letter = index_new(arena),
        .texts = { .arena = arena },
        .latest = INDEX_NONE,
    };
    return letters;
}

static struct owner *owner_at(const struct fec_letters *letters, uint32_t place)
{
    return records_at(&letters->owners, place);
}

static bool owner_is(const struct owner *owner, uint32_t account, struct slice aux)
{
    return owner->account == account && slice_is(aux, owner->aux, owner->aux_size);
}

/* Of any records: one more than the limit is refused. */
static bool room_left(struct fec_letters *letters, const struct records *records,
                      enum fec_column column, int64_t line)
{
    if (records->count < FEC_ACCOUNTS_LIMIT)
        return true;
    struct fec_finding *finding = findings_add(letters->findings, FEC_SIZE, true, line, column);
    finding_number(letters->findings, finding, "most", FEC_ACCOUNTS_LIMIT);
    return false;
}

static uint32_t owner_add(struct fec_letters *letters, const struct fec_lettered *of,
                          const struct fec_line *line, uint32_t hash)
{
    uint32_t place = (uint32_t)letters->owners.count;

    if (!room_left(letters, &letters->owners, COLUMN_COMP_AUX_NUM, line->number))
        return INDEX_NONE;
    struct owner *owner = records_add(&letters->owners);
    *owner = (struct owner){
        .number = of->number,
        .label = of->label,
        .aux = slab_add(&letters->texts, line->aux.at, line->aux.size),
        .account = of->place,
        .aux_size = (uint32_t)line->aux.size,
        .is_customer = of->is_customer,
    };
    index_add(letters->by_aux, hash, place);
    return place;
}

static uint32_t owner_find(struct fec_letters *letters, const struct fec_lettered *of,
                           const struct fec_line *line)
{
    uint32_t hash, place;

    if (letters->latest != INDEX_NONE
        && owner_is(owner_at(letters, letters->latest), of->place, line->aux))
        return letters->latest;
    hash = (uint32_t)keep_hash(of->place, line->aux.at, line->aux.size);
    struct index_walk walk = { .at = hash, .hash = hash };
    while ((place = index_next(letters->by_aux, &walk)) != INDEX_NONE)
        if (owner_is(owner_at(letters, place), of->place, line->aux))
            return place;
    return owner_add(letters, of, line, hash);
}

/* Another case is no other name. */
static void name_note(struct fec_letters *letters, struct owner *owner, const struct fec_line *line)
{
    struct slice name = line->aux_name;

    if (name.size == 0 || owner->two_names)
        return;
    if (!owner->name) {
        owner->name = slab_add(&letters->texts, name.at, name.size);
        owner->name_size = (uint32_t)name.size;
        return;
    }
    if (name.size == owner->name_size && strncasecmp(name.at, owner->name, name.size) == 0)
        return;
    owner->two_names = true;
    struct fec_finding *finding =
        findings_add(letters->findings, FEC_CUSTOMER, false, line->number, COLUMN_COMP_AUX_LIB);
    finding_value(letters->findings, finding, name.at, name.size);
    finding_arg(letters->findings, finding, "customer", *owner->aux ? owner->aux : owner->number);
    finding_arg(letters->findings, finding, "first", owner->name);
}

static struct group *group_at(const struct fec_letters *letters, uint32_t place)
{
    return records_at(&letters->groups, place);
}

static uint32_t group_find(struct fec_letters *letters, uint32_t owner, const struct fec_line *line)
{
    struct slice letter = line->letter;
    uint32_t hash = (uint32_t)keep_hash(owner, letter.at, letter.size), place;
    struct index_walk walk = { .at = hash, .hash = hash };

    while ((place = index_next(letters->by_letter, &walk)) != INDEX_NONE) {
        const struct group *group = group_at(letters, place);
        if (group->owner == owner && slice_is(letter, group->letter, group->letter_size))
            return place;
    }
    place = (uint32_t)letters->groups.count;
    if (!room_left(letters, &letters->groups, COLUMN_ECRITURE_LET, line->number))
        return INDEX_NONE;
    index_add(letters->by_letter, hash, place);
    struct group *group = records_add(&letters->groups);
    *group = (struct group){
        .letter = slab_add(&letters->texts, letter.at, letter.size),
        .owner = owner,
        .letter_size = (uint32_t)letter.size,
        .line = line->number,
        .latest = line->date,
    };
    return place;
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
    if (!room_left(letters, &letters->items, COLUMN_COUNT, line->number))
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
    group->lines++;
    group->cents += line->debit - line->credit;
    if (line->date.day > group->latest.day)
        group->latest = line->date;
    return true;
}

bool fec_letters_note(struct fec_letters *letters, const struct fec_lettered *of,
                      const struct fec_line *line)
{
    uint32_t place = owner_find(letters, of, line);

    if (place == INDEX_NONE)
        return false;
    letters->latest = place;
    if (of->is_customer)
        name_note(letters, owner_at(letters, place), line);
    return line->letter.size == 0 ? unlettered_note(letters, place, line)
                                  : lettered_note(letters, place, line);
}

static bool is_open(const struct fec_letters *letters, const struct group *group)
{
    return group->cents != 0 && owner_at(letters, group->owner)->is_customer
        && (letters->folds & FEC_FOLD_ITEMS);
}

bool fec_letters_again(struct fec_letters *letters)
{
    size_t room = AGAIN_LIMIT;

    for (uint32_t i = 0; i < letters->groups.count; i++) {
        struct group *group = group_at(letters, i);
        if (!is_open(letters, group) || group->lines > room)
            continue;
        group->by_line = true;
        group->untold = group->cents;
        room -= group->lines;
    }
    return room < AGAIN_LIMIT;
}

void fec_letters_note_again(struct fec_letters *letters, const struct fec_lettered *of,
                            const struct fec_line *line)
{
    uint32_t owner = owner_find(letters, of, line);
    uint32_t place = owner == INDEX_NONE ? owner : group_find(letters, owner, line);

    if (place == INDEX_NONE || !group_at(letters, place)->by_line)
        return;
    group_at(letters, place)->untold -= line->debit - line->credit;
    item_add(letters, owner, place, line);
}

void fec_letters_tell(struct fec_letters *letters, struct findings *findings)
{
    for (uint32_t i = 0; i < letters->groups.count; i++) {
        const struct group *group = group_at(letters, i);
        struct owner *owner = owner_at(letters, group->owner);
        if (group->cents == 0)
            continue;
        owner->doubtful = true;
        struct fec_finding *finding =
            findings_add(findings, FEC_LETTERING, false, group->line, COLUMN_ECRITURE_LET);
        if (!finding)
            continue;
        finding_value(findings, finding, group->letter, group->letter_size);
        finding_arg(findings, finding, "customer", *owner->aux ? owner->aux : owner->number);
        finding_arg(findings, finding, "rest",
                    money_text(letters->arena, (struct money){ group->cents }));
    }
}

static struct fec_customer customer_of(const struct owner *owner, struct arena *arena,
                                       enum charset charset)
{
    const char *name = owner->name ? owner->name : *owner->aux ? owner->aux : owner->label;

    return (struct fec_customer){
        .account = charset_text(arena, charset, owner->number),
        .aux = charset_text(arena, charset, owner->aux),
        .name = charset_text(arena, charset, name),
        .two_names = owner->two_names,
        .doubtful_lettering = owner->doubtful,
    };
}

static void customers_tell(const struct fec_letters *letters, struct arena *arena,
                           struct fec_facts *facts)
{
    facts->customers = arena_new(arena, struct fec_customer, letters->owners.count);
    for (uint32_t i = 0; i < letters->owners.count; i++) {
        struct owner *owner = owner_at(letters, i);
        if (!owner->is_customer)
            continue;
        owner->place = (uint32_t)facts->customer_count;
        facts->customers[facts->customer_count++] = customer_of(owner, arena, facts->charset);
    }
}

static struct fec_item item_of(const struct fec_letters *letters, const struct item *item,
                               struct arena *arena, enum charset charset)
{
    const char *letter = item->group == INDEX_NONE ? "" : group_at(letters, item->group)->letter;

    return (struct fec_item){
        .customer = owner_at(letters, item->owner)->place,
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

/* A group whose lines were others at the second reading is told as its rest. */
static bool is_told(const struct fec_letters *letters, uint32_t group)
{
    return group == INDEX_NONE || group_at(letters, group)->untold == 0;
}

static void items_tell(const struct fec_letters *letters, struct arena *arena,
                       struct fec_facts *facts)
{
    for (uint32_t i = 0; i < letters->items.count; i++) {
        const struct item *item = records_at(&letters->items, i);
        if (!is_told(letters, item->group))
            continue;
        facts->items[facts->item_count++] = item_of(letters, item, arena, facts->charset);
        facts->open_items += item->group == INDEX_NONE;
    }
}

static void groups_tell(const struct fec_letters *letters, struct arena *arena,
                        struct fec_facts *facts)
{
    for (uint32_t i = 0; i < letters->groups.count; i++) {
        const struct group *group = group_at(letters, i);
        facts->letter_groups++;
        facts->letter_groups_balanced += group->cents == 0;
        facts->open_items += is_open(letters, group);
        if (!is_open(letters, group) || (group->by_line && group->untold == 0))
            continue;
        facts->items[facts->item_count++] = (struct fec_item){
            .customer = owner_at(letters, group->owner)->place,
            .date = group->latest,
            .money = { group->cents },
            .piece = "",
            .label = "",
            .letter = charset_text(arena, facts->charset, group->letter),
            .line = group->line,
        };
    }
}

void fec_letters_facts(const struct fec_letters *letters, struct arena *arena,
                       struct fec_facts *facts)
{
    facts->items = arena_new(arena, struct fec_item, letters->items.count + letters->groups.count);
    customers_tell(letters, arena, facts);
    items_tell(letters, arena, facts);
    groups_tell(letters, arena, facts);
}
