#include "client/roster_new.h"

#include <string.h>

#include "base/buf.h"
#include "client/assignment.h"
#include "client/contact.h"
#include "client/tag.h"

struct roster_new {
    struct ctx *cx;
    struct arena *arena;
    const struct roster_books *books;
    struct roster_index *addresses; /* of persons that were added here: their places */
    int64_t *persons;               /* their ids */
    size_t person_count;
};

/* One row, while its block is written. */
struct newcomer {
    const struct roster_result *result;
    const char *const *values;
    int64_t client, person; /* person 0: nobody, or yet to be added */
    bool has_person, is_made;
    size_t place; /* among the persons of the writer, when person is 0 */
    struct buf posts;
};

struct block {
    struct roster_new *writer;
    struct newcomer *rows;
    size_t count;
};

bool roster_new_fits(const struct roster_result *result)
{
    return result->verdict == ROSTER_NEW && *result->draft->values[ROSTER_CONFIDENTIAL] != '1';
}

struct roster_new *roster_new_begin(struct ctx *cx, struct arena *arena,
                                    const struct roster_books *books, size_t most)
{
    struct roster_new *writer = arena_new(arena, struct roster_new, 1);

    *writer = (struct roster_new){
        .cx = cx,
        .arena = arena,
        .books = books,
        .addresses = roster_index_new(arena, most),
        .persons = arena_new(arena, int64_t, most),
    };
    return writer;
}

static bool clients_write(const struct block *block)
{
    struct ctx *cx = block->writer->cx;
    struct client *clients = arena_new(cx->arena, struct client, block->count);

    for (size_t i = 0; i < block->count; i++) {
        clients[i] = roster_client(cx->arena, block->writer->books, block->rows[i].values);
        clients[i].state = roster_state_new(block->rows[i].values);
    }
    if (!client_add_many(cx, clients, block->count))
        return false;
    for (size_t i = 0; i < block->count; i++)
        block->rows[i].client = clients[i].id;
    return true;
}

static bool tags_write(const struct block *block)
{
    struct ctx *cx = block->writer->cx;
    struct tag_words *list = arena_new(cx->arena, struct tag_words, block->count);

    for (size_t i = 0; i < block->count; i++)
        list[i] = (struct tag_words){ block->rows[i].client, block->rows[i].values[ROSTER_TAGS] };
    return tag_set_many(cx, list, block->count);
}

/* Whose address it is: somebody's in the books, or of a row before. */
static void person_find(struct roster_new *writer, struct newcomer *row)
{
    const char *email = row->values[ROSTER_EMAIL];
    const struct roster_person *known =
        *email ? roster_person_find(writer->cx->arena, writer->books, email) : NULL;
    const char *folded = contact_folded(writer->cx->arena, email);

    if (known)
        row->person = known->id;
    else if (roster_index_find(writer->addresses, folded, &row->place) == 0) {
        row->is_made = true;
        row->place = writer->person_count++;
        roster_index_add(writer->addresses, *folded ? arena_copy(writer->arena, folded) : "",
                         row->place);
    }
}

/* Whoever gave an address alone is called by it, and a number alone by the client's name. */
static struct contact contact_of(const struct newcomer *row)
{
    const char *name = row->values[ROSTER_CONTACT], *email = row->values[ROSTER_EMAIL];

    return (struct contact){
        .name = *name ? name
            : *email  ? email
                      : row->result->name,
        .email = email,
        .phone = row->values[ROSTER_PHONE],
        .language = row->values[ROSTER_LANGUAGE],
    };
}

static bool persons_add(const struct block *block)
{
    struct roster_new *writer = block->writer;
    struct contact *added = arena_new(writer->cx->arena, struct contact, block->count);
    size_t before = writer->person_count, count = 0;

    for (size_t i = 0; i < block->count; i++) {
        struct newcomer *row = &block->rows[i];
        row->has_person = *row->values[ROSTER_CONTACT] || *row->values[ROSTER_EMAIL]
            || *row->values[ROSTER_PHONE];
        if (row->has_person)
            person_find(writer, row);
        if (row->is_made)
            added[count++] = contact_of(row);
    }
    if (!contact_add_many(writer->cx, added, count))
        return false;
    for (size_t i = 0; i < count; i++)
        writer->persons[before + i] = added[i].id;
    return true;
}

/* Who is named is the legal representative, and the one whom the firm turns to. */
static bool persons_join(const struct block *block)
{
    struct ctx *cx = block->writer->cx;
    struct contact_role *roles = arena_new(cx->arena, struct contact_role, block->count);
    size_t count = 0;

    for (size_t i = 0; i < block->count; i++) {
        struct newcomer *row = &block->rows[i];
        bool is_legal = *row->values[ROSTER_CONTACT] != '\0';
        if (!row->has_person)
            continue;
        if (row->person == 0)
            row->person = block->writer->persons[row->place];
        roles[count++] = (struct contact_role){
            .client = row->client,
            .contact = row->person,
            .is_legal = is_legal,
            .is_main = is_legal,
            .is_operational = !is_legal,
        };
    }
    return contact_join_many(cx, roles, count);
}

/* Posts of all rows; the row of each beside it. */
struct posts {
    struct assignment *list;
    size_t *rows;
    size_t count, room;
};

static void posts_of(const struct block *block, size_t at, struct posts *posts)
{
    const struct roster_books *books = block->writer->books;
    struct arena *arena = block->writer->cx->arena;
    const struct newcomer *row = &block->rows[at];

    for (int field = ROSTER_HOLDER; field <= ROSTER_PARTNER; field++)
        for (size_t i = 0; *row->values[field] && i < books->member_count; i++) {
            if (!roster_label_is(row->values[field], books->members[i].label))
                continue;
            if (posts->count == posts->room) {
                size_t room = posts->room;
                posts->list = arena_grow(arena, posts->list, &posts->room, sizeof *posts->list);
                posts->rows = arena_grow(arena, posts->rows, &room, sizeof *posts->rows);
            }
            posts->rows[posts->count] = at;
            posts->list[posts->count++] = (struct assignment){
                .client = row->client,
                .member = books->members[i].id,
                .function = (enum assignment_function)(field - ROSTER_HOLDER),
            };
        }
}

static bool posts_write(const struct block *block)
{
    struct posts posts = { 0 };

    for (size_t i = 0; i < block->count; i++)
        posts_of(block, i, &posts);
    if (!assignment_add_many(block->writer->cx, posts.list, posts.count))
        return false;
    for (size_t i = 0; i < posts.count; i++) {
        struct buf *told = &block->rows[posts.rows[i]].posts;
        buf_format(told, "%s{\"id\":%lld,\"replaced\":0}", told->size > 0 ? "," : "",
                   (long long)posts.list[i].id);
    }
    return true;
}

/* As roster_people_write tells it. */
static const char *trace_of(struct arena *arena, struct newcomer *row)
{
    struct buf trace = { .arena = arena };

    if (row->is_made)
        buf_format(&trace, "\"made\":%lld,", (long long)row->person);
    if (row->has_person)
        buf_format(&trace, "\"joined\":%lld,", (long long)row->person);
    if (row->posts.size > 0)
        buf_format(&trace, "\"posts\":[%s],", buf_string(&row->posts));
    if (trace.size == 0)
        return "";
    return arena_format(arena, "{%.*s}", (int)trace.size - 1, trace.bytes);
}

bool roster_new_write(struct roster_new *writer, const struct roster_result *results, size_t count,
                      struct roster_newly **newly)
{
    struct arena *arena = writer->cx->arena;
    struct block block = { writer, arena_new(arena, struct newcomer, count), count };
    struct roster_newly *told = arena_new(arena, struct roster_newly, count);

    for (size_t i = 0; i < count; i++)
        block.rows[i] = (struct newcomer){ .result = &results[i],
                                           .values = results[i].draft->values,
                                           .posts = { .arena = arena } };
    if (!clients_write(&block) || !tags_write(&block) || !persons_add(&block)
        || !persons_join(&block) || !posts_write(&block))
        return false;
    for (size_t i = 0; i < count; i++)
        told[i] = (struct roster_newly){ block.rows[i].client, trace_of(arena, &block.rows[i]) };
    *newly = told;
    return true;
}
