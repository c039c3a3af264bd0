#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/str.h"
#include "client/check.h"
#include "client/roster_match.h"
#include "client/roster_write.h"
#include "client/tag.h"

static void note(struct arena *arena, struct roster_result *result, struct roster_note note)
{
    note.value = note.value ? note.value : result->draft->values[note.field];
    roster_note_add(arena, result->draft, note);
}

static const char *before(const struct roster_result *result, enum roster_field field)
{
    return result->record ? result->record->values[field] : "";
}

/* What the firm has no word for is left out and told; the rest of the row is taken. */
static void leave(struct arena *arena, struct roster_result *result, enum roster_field field,
                  const char *code)
{
    note(arena, result,
         (struct roster_note){ .weight = ROSTER_LEFT, .field = field, .code = code });
    result->draft->values[field] = "";
}

static void hub_check(struct arena *arena, const struct roster_books *books,
                      struct roster_result *result)
{
    const char **value = &result->draft->values[ROSTER_HUB];
    const struct roster_hub *hub = **value ? roster_hub_find(arena, books, *value) : NULL;

    if (hub)
        *value = hub->name;
    else if (**value)
        leave(arena, result, ROSTER_HUB, "ROSTER-HUB");
}

/* « Marie Durand, p.martin » as the books call them; NULL when one is not known. */
static const char *labels(struct arena *arena, const struct roster_books *books, const char *text)
{
    const char *found = "";

    while (*text) {
        size_t size = strcspn(text, ",;/");
        const char *name = str_trim(arena, arena_text(arena, text, size));
        const struct roster_member *member = *name ? roster_member_find(arena, books, name) : NULL;
        if (*name && !member)
            return NULL;
        if (member)
            found = *found ? arena_format(arena, "%s, %s", found, member->label) : member->label;
        text += size + (text[size] != '\0');
    }
    return found;
}

static void members_check(struct arena *arena, const struct roster_books *books,
                          struct roster_result *result)
{
    for (int i = ROSTER_HOLDER; i <= ROSTER_PARTNER; i++) {
        const char **value = &result->draft->values[i];
        if (**value == '\0' || strcmp(*value, before(result, (enum roster_field)i)) == 0)
            continue;
        const char *found = labels(arena, books, *value);
        bool is_one = found && (i != ROSTER_HOLDER || !strchr(found, ','));
        if (is_one)
            *value = found;
        else
            leave(arena, result, (enum roster_field)i, "ROSTER-COLLABORATEUR");
    }
}

/* An address is one person of the firm (P-2): another name in a file does not rename them. */
static void person_check(struct arena *arena, const struct roster_books *books,
                         struct roster_result *result)
{
    const char **name = &result->draft->values[ROSTER_CONTACT];
    const char *email = result->draft->values[ROSTER_EMAIL];
    bool is_theirs = strcasecmp(email, before(result, ROSTER_EMAIL)) == 0;

    if (*email == '\0' || **name == '\0' || is_theirs)
        return;
    const struct roster_person *person = roster_person_find(arena, books, email);
    if (!person || person->is_kept
        || strcmp(roster_fold(arena, person->name), roster_fold(arena, *name)) == 0)
        return;
    note(arena, result,
         (struct roster_note){ .weight = ROSTER_LEFT,
                               .field = ROSTER_CONTACT,
                               .code = "ROSTER-PERSONNE",
                               .name = "person",
                               .arg = person->name });
    *name = person->name;
}

bool roster_is_same_person(struct arena *arena, const struct roster_record *record,
                           const char *const *values)
{
    const char *name = values[ROSTER_CONTACT];

    return *name == '\0' || *record->values[ROSTER_EMAIL] == '\0'
        || strcmp(roster_fold(arena, record->values[ROSTER_CONTACT]), roster_fold(arena, name))
        == 0;
}

/* P-9: whom the row would tie or change is at a client, too, that the actor does not see. */
void roster_person_keep(struct arena *arena, const struct roster_books *books,
                        struct roster_result *result)
{
    const struct roster_record *record = result->record;
    const char *const *values = result->draft->values;
    const char *email = values[ROSTER_EMAIL];
    bool is_aimed = false;

    for (size_t i = 0; i < result->change_count; i++)
        is_aimed |=
            result->changes[i].field >= ROSTER_CONTACT && result->changes[i].field <= ROSTER_PHONE;
    if (!is_aimed)
        return;
    const struct roster_person *found = *email ? roster_person_find(arena, books, email) : NULL;
    int64_t standing = record ? record->contact : 0;
    bool stays = standing > 0
        && (found ? found->id == standing : roster_is_same_person(arena, record, values));
    if (stays ? record->is_kept : found && found->is_kept)
        note(arena, result,
             (struct roster_note){ .weight = ROSTER_FAULT,
                                   .field = *email               ? ROSTER_EMAIL
                                       : *values[ROSTER_CONTACT] ? ROSTER_CONTACT
                                                                 : ROSTER_PHONE,
                                   .code = "ROSTER-ADRESSE" });
}

static void tags_check(struct arena *arena, struct roster_result *result)
{
    const char *at = result->draft->values[ROSTER_TAGS];
    size_t count = 0;
    bool is_long = false;

    while (*at) {
        size_t size = strcspn(at, ",");
        count++;
        is_long |= str_chars(str_trim(arena, arena_text(arena, at, size))) > TAG_CHARS;
        at += size + (at[size] == ',');
    }
    if (count > TAG_LIMIT || is_long)
        note(arena, result,
             (struct roster_note){
                 .weight = ROSTER_FAULT, .field = ROSTER_TAGS, .code = "ROSTER-ETIQUETTES" });
}

struct client roster_client(struct arena *arena, const struct roster_books *books,
                            const char *const *values)
{
    const struct roster_hub *hub =
        *values[ROSTER_HUB] ? roster_hub_find(arena, books, values[ROSTER_HUB]) : NULL;

    return (struct client){
        .hub = hub ? hub->id : 0,
        .code = values[ROSTER_CODE],
        .name = values[ROSTER_NAME],
        .trade_name = values[ROSTER_TRADE_NAME],
        .siren = values[ROSTER_SIREN],
        .siret = values[ROSTER_SIRET],
        .vat_number = values[ROSTER_VAT_NUMBER],
        .legal_form = values[ROSTER_LEGAL_FORM],
        .activity = values[ROSTER_ACTIVITY],
        .sector = values[ROSTER_SECTOR],
        .plan = values[ROSTER_PLAN],
        .entries = atoll(values[ROSTER_ENTRIES]),
        .headcount = atoll(values[ROSTER_HEADCOUNT]),
        .year_ends = values[ROSTER_YEAR_ENDS],
        .vat_regime = values[ROSTER_VAT_REGIME],
        .basis = values[ROSTER_BASIS],
        .language = values[ROSTER_LANGUAGE],
        .has_payroll = *values[ROSTER_HAS_PAYROLL] == '1',
        .is_confidential = *values[ROSTER_CONFIDENTIAL] == '1',
        .is_historic = *values[ROSTER_HISTORIC] == '1',
    };
}

/* As the books write it: "6201z" is "62.01Z". Only what the row gives is looked at again. */
static void values_tidy(struct roster_result *result, const struct client *client)
{
    const struct {
        enum roster_field field;
        const char *text;
    } tidied[] = {
        { ROSTER_CODE, client->code },
        { ROSTER_TRADE_NAME, client->trade_name },
        { ROSTER_LEGAL_FORM, client->legal_form },
        { ROSTER_ACTIVITY, client->activity },
        { ROSTER_SECTOR, client->sector },
        { ROSTER_PLAN, client->plan },
    };

    for (size_t i = 0; i < COUNT_OF(tidied); i++)
        if (*result->draft->values[tidied[i].field])
            result->draft->values[tidied[i].field] = tidied[i].text;
}

static void flaws_check(struct arena *arena, const struct roster_books *books,
                        struct roster_result *result)
{
    const char *values[ROSTER_FIELD_COUNT];
    struct client_flaw flaws[CLIENT_FLAWS];
    enum roster_field field;

    for (int i = 0; i < ROSTER_FIELD_COUNT; i++)
        values[i] = *result->draft->values[i] ? result->draft->values[i]
                                              : before(result, (enum roster_field)i);
    struct client client = roster_client(arena, books, values);
    client_tidy(arena, &client);
    size_t count = client_check(arena, &client, flaws);
    for (size_t i = 0; i < count; i++) {
        if (!roster_field_parse(flaws[i].field, &field))
            field = ROSTER_NAME;
        bool has_reason = *flaws[i].reason != '\0';
        note(arena, result,
             (struct roster_note){ .weight = ROSTER_FAULT,
                                   .field = field,
                                   .code = flaws[i].code,
                                   .value = flaws[i].value,
                                   .name = has_reason ? flaws[i].reason : NULL,
                                   .arg = has_reason ? flaws[i].value : NULL });
    }
    values_tidy(result, &client);
}

/* Without a legal representative who can be reached nobody is active (P-3, P-4). */
static void state_check(struct arena *arena, struct roster_result *result)
{
    const char *const *values = result->draft->values;
    bool is_whole = *values[ROSTER_CONTACT] && *values[ROSTER_EMAIL];

    if (!result->record && !is_whole)
        note(arena, result,
             (struct roster_note){
                 .weight = ROSTER_LEFT, .field = ROSTER_CONTACT, .code = "ROSTER-INTEGRATION" });
}

/* Whether somebody works for the client without end once the row is written. */
static bool has_team(const struct roster_books *books, const struct roster_result *result)
{
    for (int i = ROSTER_HOLDER; i <= ROSTER_PARTNER; i++) {
        const char *was = before(result, (enum roster_field)i), *given = result->draft->values[i];
        const char *team = *given ? given : was;
        for (size_t at = 0; *team && at < books->member_count; at++) {
            const char *label = books->members[at].label;
            bool is_lasting =
                !roster_label_is(was, label) || roster_label_is(result->record->lasting, label);
            if (is_lasting && roster_label_is(team, label))
                return true;
        }
    }
    return result->record && result->record->is_followed;
}

/* Confidential and without a team, nobody would see it any more (P-9). */
static void team_check(struct arena *arena, const struct roster_books *books,
                       struct roster_result *result)
{
    const char *hidden = result->draft->values[ROSTER_CONFIDENTIAL];
    bool was_hidden = *before(result, ROSTER_CONFIDENTIAL) == '1';
    bool has_posts = false;

    for (int i = ROSTER_HOLDER; i <= ROSTER_PARTNER; i++)
        has_posts |= *result->draft->values[i]
            && strcmp(result->draft->values[i], before(result, (enum roster_field)i)) != 0;
    bool is_hidden = *hidden ? *hidden == '1' : was_hidden;
    bool is_aimed = !was_hidden || has_posts;
    if (is_hidden && is_aimed && !has_team(books, result))
        note(arena, result,
             (struct roster_note){ .weight = ROSTER_FAULT,
                                   .field = ROSTER_CONFIDENTIAL,
                                   .code = "ROSTER-CONFIDENTIEL" });
}

void roster_row_check(struct arena *arena, const struct roster_books *books,
                      struct roster_result *result)
{
    hub_check(arena, books, result);
    members_check(arena, books, result);
    person_check(arena, books, result);
    tags_check(arena, result);
    if (result->draft->faults == 0)
        flaws_check(arena, books, result);
    if (result->draft->faults == 0)
        state_check(arena, result);
    if (result->draft->faults == 0)
        team_check(arena, books, result);
}
