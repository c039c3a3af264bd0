#include "client/roster_books.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/str.h"
#include "client/visible.h"

SQL(MEMBERS, FIRM,
    "SELECT id, name, email, state FROM member WHERE firm = $1 ORDER BY name, id"
    " /* scan: a firm's members are few */");

static int words_compare(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* « DURAND Marie » and « Marie Durand » have the same. */
static const char *words_of(struct arena *arena, const char *name)
{
    const char *folded = roster_fold(arena, name);
    const char **words = arena_new(arena, const char *, strlen(folded) + 1);
    struct buf out = { .arena = arena };
    size_t count = 0;

    while (*folded) {
        size_t size = strcspn(folded, " ");
        words[count++] = arena_text(arena, folded, size);
        folded += size + (folded[size] == ' ');
    }
    qsort(words, count, sizeof *words, words_compare);
    for (size_t i = 0; i < count; i++)
        buf_format(&out, "%s%s", i > 0 ? " " : "", words[i]);
    return buf_string(&out);
}

static void members_label(struct roster_books *books)
{
    for (size_t i = 0; i < books->member_count; i++) {
        struct roster_member *member = &books->members[i];
        member->label = member->name;
        for (size_t other = 0; other < books->member_count; other++)
            if (other != i && strcmp(books->members[other].words, member->words) == 0)
                member->label = member->email;
    }
}

static bool members_read(struct ctx *cx, struct roster_books *books)
{
    struct rows *rows = store_query(cx, &MEMBERS, NO_ARGS);
    size_t room = 0;

    while (rows_next(rows)) {
        if (books->member_count == room)
            books->members = arena_grow(cx->arena, books->members, &room, sizeof *books->members);
        const char *name = rows_text(rows, 1);
        books->members[books->member_count++] = (struct roster_member){
            .id = rows_int(rows, 0),
            .name = name,
            .email = rows_text(rows, 2),
            .words = words_of(cx->arena, name),
            .is_active = strcmp(rows_text(rows, 3), "archived") != 0,
        };
    }
    members_label(books);
    return rows_done(rows);
}

SQL(HUBS, FIRM, "SELECT id, name FROM hub WHERE firm = $1 ORDER BY id");

static bool hubs_read(struct ctx *cx, struct roster_books *books)
{
    struct rows *rows = store_query(cx, &HUBS, NO_ARGS);
    size_t room = 0;

    while (rows_next(rows)) {
        if (books->hub_count == room)
            books->hubs = arena_grow(cx->arena, books->hubs, &room, sizeof *books->hubs);
        const char *name = rows_text(rows, 1);
        books->hubs[books->hub_count++] = (struct roster_hub){
            .id = rows_int(rows, 0), .name = name, .folded = roster_fold(cx->arena, name)
        };
    }
    return rows_done(rows);
}

SQL(PERSONS, FIRM,
    "SELECT id, name, email_folded, CASE WHEN id IN (" PEOPLE_HIDDEN(
        "$2", "$3") ") THEN 1 ELSE 0 END FROM contact WHERE firm = $1 AND email_folded <> ''"
                    " ORDER BY id /* scan: an import meets any of them */");

static bool persons_read(struct ctx *cx, struct roster_books *books)
{
    struct rows *rows =
        store_query(cx, &PERSONS, ARGS(arg_int(cx->actor), arg_date(cx->arena, cx->today)));
    size_t room = 0;

    while (rows_next(rows)) {
        if (books->person_count == room)
            books->persons = arena_grow(cx->arena, books->persons, &room, sizeof *books->persons);
        books->persons[books->person_count++] =
            (struct roster_person){ rows_int(rows, 0), rows_text(rows, 1), rows_text(rows, 2),
                                    rows_int(rows, 3) == 1 };
    }
    books->addresses = roster_index_new(cx->arena, books->person_count);
    for (size_t i = 0; i < books->person_count; i++)
        roster_index_add(books->addresses, books->persons[i].email_folded, i);
    return rows_done(rows);
}

SQL(CLIENTS, FIRM,
    "SELECT c.id, CASE WHEN c.tester IS NULL AND " CLIENT_VISIBLE(
        "c.id", "$2",
        "$3") " THEN 0 ELSE 1 END, c.state, c.created_at, c.code, c.name, c.trade_name, c.siren, "
              "c.siret,"
              " c.vat_number, c.legal_form, c.activity, c.sector, c.plan, c.entries, c.headcount,"
              " c.year_ends, c.vat_regime, c.basis, c.language, c.has_payroll, c.is_confidential,"
              " c.is_historic, COALESCE(h.name, ''), f.wallet_cents, f.missing_receipts, "
              "f.ready_exports"
              " FROM client c LEFT JOIN hub h ON h.firm = c.firm AND h.id = c.hub"
              " LEFT JOIN client_figure f ON f.firm = c.firm AND f.client = c.id"
              " WHERE c.firm = $1 ORDER BY c.name_folded, c.id /* scan: all of them */");

static const char *number(struct ctx *cx, struct rows *rows, int column)
{
    if (rows_null(rows, column))
        return "";
    return arena_format(cx->arena, "%lld", (long long)rows_int(rows, column));
}

/* A count that nobody gave is 0 in the books. */
static const char *count(struct ctx *cx, struct rows *rows, int column)
{
    return rows_int(rows, column) == 0 ? "" : number(cx, rows, column);
}

static void values_fill(struct ctx *cx, struct rows *rows, const char **values)
{
    enum { FIRST = 4, ENTRIES = 14, HEADCOUNT, YEAR_ENDS, FLAGS = 20, HUB = 23, WALLET };

    for (int i = 0; i <= ROSTER_PLAN; i++)
        values[ROSTER_CODE + i] = rows_text(rows, FIRST + i);
    values[ROSTER_ENTRIES] = count(cx, rows, ENTRIES);
    values[ROSTER_HEADCOUNT] = count(cx, rows, HEADCOUNT);
    for (int i = 0; i <= ROSTER_LANGUAGE - ROSTER_YEAR_ENDS; i++)
        values[ROSTER_YEAR_ENDS + i] = rows_text(rows, YEAR_ENDS + i);
    for (int i = 0; i <= ROSTER_HISTORIC - ROSTER_HAS_PAYROLL; i++)
        values[ROSTER_HAS_PAYROLL + i] = number(cx, rows, FLAGS + i);
    values[ROSTER_HUB] = rows_text(rows, HUB);
    for (int i = ROSTER_TAGS; i < ROSTER_WALLET; i++)
        values[i] = "";
    values[ROSTER_WALLET] =
        rows_null(rows, WALLET) ? "" : money_text(cx->arena, rows_money(rows, WALLET));
    values[ROSTER_RECEIPTS] = number(cx, rows, WALLET + 1);
    values[ROSTER_EXPORTS] = number(cx, rows, WALLET + 2);
}

static bool clients_read(struct ctx *cx, struct roster_books *books)
{
    enum { DAY_MS = 86400000 };
    struct rows *rows =
        store_query(cx, &CLIENTS, ARGS(arg_int(cx->actor), arg_date(cx->arena, cx->today)));
    size_t room = 0;

    while (rows_next(rows)) {
        if (books->count == room)
            books->records = arena_grow(cx->arena, books->records, &room, sizeof *books->records);
        struct roster_record *record = &books->records[books->count++];
        *record = (struct roster_record){
            .client = rows_int(rows, 0),
            .is_hidden = rows_int(rows, 1) == 1,
            .state = rows_text(rows, 2),
            .created = { (int32_t)(rows_int(rows, 3) / DAY_MS) },
            .lasting = "",
        };
        values_fill(cx, rows, record->values);
    }
    return rows_done(rows);
}

static int record_compare(const void *left, const void *right)
{
    const struct roster_record *const *one = left, *const *other = right;

    return ((*one)->client > (*other)->client) - ((*one)->client < (*other)->client);
}

static void clients_order(struct arena *arena, struct roster_books *books)
{
    books->by_client = arena_new(arena, struct roster_record *, books->count);
    for (size_t i = 0; i < books->count; i++)
        books->by_client[i] = &books->records[i];
    if (books->count > 0)
        qsort(books->by_client, books->count, sizeof *books->by_client, record_compare);
}

const struct roster_record *roster_record_find(const struct roster_books *books, int64_t client)
{
    const struct roster_record wanted = { .client = client }, *key = &wanted;
    struct roster_record **found = books->count > 0
        ? bsearch(&key, books->by_client, books->count, sizeof *books->by_client, record_compare)
        : NULL;

    return found ? *found : NULL;
}

/* What comes in order of the client's id finds its record one behind the other. */
struct walk {
    struct roster_record **records;
    size_t count, at;
};

static struct roster_record *walk_to(struct walk *walk, int64_t client)
{
    while (walk->at < walk->count && walk->records[walk->at]->client < client)
        walk->at++;
    bool is_there = walk->at < walk->count && walk->records[walk->at]->client == client;
    return is_there ? walk->records[walk->at] : NULL;
}

static void value_join(struct arena *arena, const char **value, const char *text)
{
    *value = **value ? arena_format(arena, "%s, %s", *value, text) : text;
}

SQL(TAGS, FIRM,
    "SELECT client, tag FROM client_tag WHERE firm = $1 ORDER BY client, tag"
    " /* scan: all of them */");

static bool tags_read(struct ctx *cx, struct walk walk)
{
    struct rows *rows = store_query(cx, &TAGS, NO_ARGS);

    while (rows_next(rows)) {
        struct roster_record *record = walk_to(&walk, rows_int(rows, 0));
        if (record)
            value_join(cx->arena, &record->values[ROSTER_TAGS], rows_text(rows, 1));
    }
    return rows_done(rows);
}

SQL(CONTACTS, FIRM,
    "SELECT l.client, p.id, p.name, p.email, p.phone, CASE WHEN p.id IN (" PEOPLE_HIDDEN(
        "$2", "$3") ") THEN 1 ELSE 0 END FROM client_contact l"
                    " JOIN contact p ON p.firm = l.firm AND p.id = l.contact WHERE l.firm = $1"
                    " ORDER BY l.client, l.is_main DESC, l.is_operational DESC, l.added_at, p.id"
                    " /* scan: all of them */");

static bool contacts_read(struct ctx *cx, struct walk walk)
{
    struct rows *rows =
        store_query(cx, &CONTACTS, ARGS(arg_int(cx->actor), arg_date(cx->arena, cx->today)));

    while (rows_next(rows)) {
        struct roster_record *record = walk_to(&walk, rows_int(rows, 0));
        if (!record || record->contact > 0)
            continue;
        record->contact = rows_int(rows, 1);
        record->values[ROSTER_CONTACT] = rows_text(rows, 2);
        record->values[ROSTER_EMAIL] = rows_text(rows, 3);
        record->values[ROSTER_PHONE] = rows_text(rows, 4);
        record->is_kept = rows_int(rows, 5) == 1;
    }
    return rows_done(rows);
}

SQL(ASSIGNED, FIRM,
    "SELECT a.client, a.function, a.member, CASE WHEN a.last_on IS NULL"
    " AND m.state <> 'archived' THEN 1 ELSE 0 END, CASE WHEN a.first_on > $2 THEN 1 ELSE 0 END"
    " FROM assignment a JOIN member m ON m.firm = a.firm AND m.id = a.member WHERE a.firm = $1"
    " AND (a.last_on IS NULL OR a.last_on >= $2)"
    " ORDER BY a.client, m.name, m.id /* scan: all of them */");

static enum roster_field function_field(const char *function)
{
    static const char *const functions[] = { "holder", "reviewer", "payroll", "partner" };

    for (size_t i = 0; i < COUNT_OF(functions); i++)
        if (strcmp(functions[i], function) == 0)
            return (enum roster_field)(ROSTER_HOLDER + i);
    return ROSTER_HOLDER;
}

static const char *member_label(const struct roster_books *books, int64_t id)
{
    for (size_t i = 0; i < books->member_count; i++)
        if (books->members[i].id == id)
            return books->members[i].label;
    return "";
}

/* Those to come are no value of the client yet. */
static void assigned_note(struct arena *arena, const struct roster_books *books, struct rows *rows,
                          struct roster_record *record)
{
    enum roster_field field = function_field(rows_text(rows, 1));
    const char *label = member_label(books, rows_int(rows, 2));
    bool is_lasting = rows_int(rows, 3) == 1, is_to_come = rows_int(rows, 4) == 1;

    record->is_followed |= is_lasting && is_to_come;
    if (is_to_come)
        return;
    value_join(arena, &record->values[field], label);
    if (is_lasting)
        value_join(arena, &record->lasting, label);
}

static bool assigned_read(struct ctx *cx, const struct roster_books *books, struct walk walk)
{
    struct rows *rows = store_query(cx, &ASSIGNED, ARGS(arg_date(cx->arena, cx->today)));

    while (rows_next(rows)) {
        struct roster_record *record = walk_to(&walk, rows_int(rows, 0));
        if (record)
            assigned_note(cx->arena, books, rows, record);
    }
    return rows_done(rows);
}

bool roster_books_read(struct ctx *cx, struct roster_books *books)
{
    struct roster_books read = { 0 };

    if (!members_read(cx, &read) || !hubs_read(cx, &read) || !persons_read(cx, &read)
        || !clients_read(cx, &read))
        return false;
    clients_order(cx->arena, &read);
    const struct walk walk = { read.by_client, read.count, 0 };
    if (!tags_read(cx, walk) || !contacts_read(cx, walk) || !assigned_read(cx, &read, walk))
        return false;
    *books = read;
    return true;
}

static bool is_local(const char *email, const char *text)
{
    size_t size = strcspn(email, "@");

    return strlen(text) == size && strncasecmp(email, text, size) == 0;
}

const struct roster_member *roster_member_find(struct arena *arena,
                                               const struct roster_books *books, const char *text)
{
    const struct roster_member *found = NULL;
    const char *words = words_of(arena, text);

    for (size_t i = 0; i < books->member_count; i++) {
        const struct roster_member *member = &books->members[i];
        bool is_meant = strcmp(member->words, words) == 0 || strcasecmp(member->email, text) == 0
            || is_local(member->email, text);
        if (!is_meant || !member->is_active)
            continue;
        if (found)
            return NULL;
        found = member;
    }
    return found;
}

const struct roster_hub *roster_hub_find(struct arena *arena, const struct roster_books *books,
                                         const char *text)
{
    const char *folded = roster_fold(arena, text);

    for (size_t i = 0; i < books->hub_count; i++)
        if (strcmp(books->hubs[i].folded, folded) == 0)
            return &books->hubs[i];
    return NULL;
}

/* Addresses are compared without case (P-2); they are ASCII. */
const struct roster_person *roster_person_find(struct arena *arena,
                                               const struct roster_books *books, const char *email)
{
    size_t size = strlen(email), place;
    char *folded = arena_new(arena, char, size + 1);

    for (size_t i = 0; i < size; i++)
        folded[i] = email[i] >= 'A' && email[i] <= 'Z' ? (char)(email[i] | 0x20) : email[i];
    return roster_index_find(books->addresses, folded, &place) > 0 ? &books->persons[place] : NULL;
}
