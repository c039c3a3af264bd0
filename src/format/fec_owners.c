#include "format/fec_owners.h"

#include <string.h>
#include <strings.h>

static const char *aux_of(const struct fec_owners *owners, const struct fec_owner *owner)
{
    return pairs_at(&owners->names, owner->texts);
}

static uint32_t owner_hash(const void *of, uint32_t place)
{
    const struct fec_owners *owners = of;
    const struct fec_owner *owner = fec_owner_at(owners, place);
    const char *aux = aux_of(owners, owner);

    return (uint32_t)keep_hash(owner->account, aux, strlen(aux));
}

struct fec_owners *fec_owners_new(struct arena *arena, const struct fec_fold *fold,
                                  struct fec_room *kept)
{
    struct fec_owners *owners = arena_new(arena, struct fec_owners, 1);

    *owners = (struct fec_owners){
        .arena = arena,
        .fold = fold,
        .kept = kept,
        .list = { .arena = arena, .size = sizeof(struct fec_owner) },
        .by_aux = index_new(arena, owner_hash, owners),
        .names = { .arena = arena },
        .latest = INDEX_NONE,
    };
    owners->none = pairs_add(&owners->names, "", 0, "", 0);
    return owners;
}

static bool owner_is(const struct fec_owners *owners, uint32_t place, uint32_t account,
                     struct slice aux)
{
    const struct fec_owner *owner = fec_owner_at(owners, place);

    return owner->account == account && slice_is_text(aux, aux_of(owners, owner));
}

static uint32_t owner_add(struct fec_owners *owners, const struct fec_lettered *of,
                          const struct fec_line *line, uint32_t hash)
{
    uint32_t place = (uint32_t)owners->list.count;
    struct slice aux = line->aux;

    if (aux.size > 0 && !fec_room_take(owners->kept, place, COLUMN_COMP_AUX_NUM, line->number))
        return INDEX_NONE;
    index_add(owners->by_aux, hash, place);
    struct fec_owner *owner = records_add(&owners->list);
    *owner = (struct fec_owner){
        .account = of->place,
        .texts = aux.size > 0 ? pairs_add(&owners->names, aux.at, aux.size, "", 0) : owners->none,
        .is_customer = of->is_customer,
    };
    return place;
}

uint32_t fec_owners_find(struct fec_owners *owners, const struct fec_lettered *of,
                         const struct fec_line *line)
{
    uint32_t hash, place;

    if (line->aux.size == 0 && !of->is_customer)
        return OWNER_ACCOUNT + of->place;
    if (owners->latest != INDEX_NONE && owner_is(owners, owners->latest, of->place, line->aux))
        return owners->latest;
    hash = (uint32_t)keep_hash(of->place, line->aux.at, line->aux.size);
    struct index_walk walk = { .at = hash, .hash = hash };
    while ((place = index_next(owners->by_aux, &walk)) != INDEX_NONE)
        if (owner_is(owners, place, of->place, line->aux))
            return owners->latest = place;
    return owners->latest = owner_add(owners, of, line, hash);
}

const char *fec_owner_code(const struct fec_owners *owners, uint32_t place)
{
    if (place >= OWNER_ACCOUNT)
        return fec_fold_number(owners->fold, place - OWNER_ACCOUNT);
    const struct fec_owner *owner = fec_owner_at(owners, place);
    const char *aux = aux_of(owners, owner);
    return *aux ? aux : fec_fold_number(owners->fold, owner->account);
}

bool fec_owner_is_customer(const struct fec_owners *owners, uint32_t place)
{
    return place < OWNER_ACCOUNT && fec_owner_at(owners, place)->is_customer;
}

/* Another case is no other name. */
void fec_owner_name(struct fec_owners *owners, uint32_t place, const struct fec_line *line)
{
    struct fec_owner *owner = fec_owner_at(owners, place);
    const char *aux = aux_of(owners, owner), *known = aux + strlen(aux) + 1;
    struct slice name = line->aux_name;

    if (name.size == 0 || owner->two_names)
        return;
    if (*known == '\0') {
        owner->texts = pairs_add(&owners->names, aux, strlen(aux), name.at, name.size);
        return;
    }
    if (name.size == strlen(known) && strncasecmp(name.at, known, name.size) == 0)
        return;
    owner->two_names = true;
    struct fec_finding *finding = findings_add(owners->kept->findings, FEC_CUSTOMER, false,
                                               line->number, COLUMN_COMP_AUX_LIB);
    finding_value(owners->kept->findings, finding, name.at, name.size);
    finding_arg(owners->kept->findings, finding, "customer", fec_owner_code(owners, place));
    finding_arg(owners->kept->findings, finding, "first", known);
}

static struct fec_customer customer_of(const struct fec_owners *owners, struct arena *arena,
                                       const struct fec_owner *owner, enum charset charset)
{
    const char *aux = aux_of(owners, owner), *name = aux + strlen(aux) + 1;
    const char *number = fec_fold_number(owners->fold, owner->account);

    name = *name ? name : *aux ? aux : number + strlen(number) + 1;
    return (struct fec_customer){
        .account = charset_text(arena, charset, number),
        .aux = charset_text(arena, charset, aux),
        .name = charset_text(arena, charset, name),
        .two_names = owner->two_names,
        .doubtful_lettering = owner->doubtful,
    };
}

void fec_owners_facts(const struct fec_owners *owners, struct arena *arena, struct fec_facts *facts)
{
    size_t count = 0;

    for (uint32_t i = 0; i < owners->list.count; i++)
        count += fec_owner_at(owners, i)->is_customer;
    facts->customers = arena_new(arena, struct fec_customer, count);
    for (uint32_t i = 0; i < owners->list.count; i++) {
        struct fec_owner *owner = fec_owner_at(owners, i);
        if (!owner->is_customer)
            continue;
        owner->place = (uint32_t)facts->customer_count & INDEX_LIMIT;
        facts->customers[facts->customer_count++] =
            customer_of(owners, arena, owner, facts->charset);
    }
}
