#include <string.h>

#include "base/json.h"
#include "base/str.h"
#include "client/assignment.h"
#include "client/contact.h"
#include "client/roster_write.h"

/* A row's contact: what is written of it, and at whom it is aimed. */
struct aim {
    struct ctx *cx;
    const struct roster_result *result;
    int64_t client;
    const char *name, *email, *phone;
    struct json *trace;
};

static bool person_join(const struct aim *aim, int64_t contact)
{
    bool is_legal = *aim->name != '\0';
    const struct contact_role role = {
        .client = aim->client,
        .contact = contact,
        .is_legal = is_legal,
        .is_main = is_legal,
        .is_operational = !is_legal,
    };

    json_put_int(aim->trace, "joined", contact);
    return contact_join(aim->cx, &role);
}

/* Whoever gave an address alone is called by it, and a number alone by the client's name. */
static bool person_add(const struct aim *aim)
{
    struct contact contact = {
        .name = *aim->name ? aim->name
            : *aim->email  ? aim->email
                           : aim->result->name,
        .email = aim->email,
        .phone = aim->phone,
        .language = aim->result->draft->values[ROSTER_LANGUAGE],
    };

    if (!contact_add(aim->cx, &contact))
        return false;
    json_put_int(aim->trace, "made", contact.id);
    return person_join(aim, contact.id);
}

/* The one whom the client has already: what the row gives takes the place of what stands there. */
static bool person_change(const struct aim *aim, int64_t id)
{
    struct contact contact;

    if (!contact_find(aim->cx, id, &contact))
        return false;
    contact.name = *aim->name ? aim->name : contact.name;
    contact.email = *aim->email ? aim->email : contact.email;
    contact.phone = *aim->phone ? aim->phone : contact.phone;
    return contact_rewrite(aim->cx, &contact);
}

static bool contact_write(const struct aim *aim)
{
    const struct roster_record *record = aim->result->record;
    int64_t standing = record ? record->contact : 0;
    bool is_same_person =
        record && roster_is_same_person(aim->cx->arena, record, aim->result->draft->values);
    struct contact found = { 0 };

    if (*aim->email && !contact_find_by_email(aim->cx, aim->email, &found))
        return false;
    if (standing > 0 && (found.id == standing || (found.id == 0 && is_same_person)))
        return person_change(aim, standing);
    return found.id > 0 ? person_join(aim, found.id) : person_add(aim);
}

/* One function of one client. */
struct post {
    struct ctx *cx;
    int64_t client;
    enum assignment_function function;
    struct json *made, *ended;
};

bool roster_label_is(const char *labels, const char *label)
{
    size_t size = strlen(label);

    while (*labels) {
        size_t part = strcspn(labels, ",");
        if (part == size && memcmp(labels, label, size) == 0)
            return true;
        labels += part + strspn(labels + part, ", ");
    }
    return false;
}

/* What the file names no more ends the day before; what began today is as if it had not been. */
static bool post_end(const struct post *post, const struct assignment *standing)
{
    struct date eve = { post->cx->today.day - 1 };

    if (standing->first.day > eve.day)
        return assignment_remove(post->cx, standing->id);
    json_put_int(json_add_map(post->ended), "id", standing->id);
    return assignment_end(post->cx, standing->id, eve);
}

static bool post_fill(const struct post *post, int64_t member)
{
    struct assignment assignment = { .client = post->client,
                                     .member = member,
                                     .function = post->function };

    if (!assignment_add(post->cx, &assignment))
        return false;
    struct json *made = json_add_map(post->made);
    json_put_int(made, "id", assignment.id);
    json_put_int(made, "replaced", assignment.replaced);
    return true;
}

static bool post_write(const struct post *post, const struct roster_books *books,
                       const struct roster_change *change)
{
    struct assignment *standing = NULL;
    size_t count = 0;

    if (*change->before
        && !assignment_of_client(post->cx, post->client, post->cx->today, &standing, &count))
        return false;
    for (size_t i = 0; i < books->member_count; i++) {
        const struct roster_member *member = &books->members[i];
        bool was = roster_label_is(change->before, member->label);
        bool is = roster_label_is(change->after, member->label);
        if (is && !was && !post_fill(post, member->id))
            return false;
        for (size_t at = 0; at < count && was && !is; at++) {
            bool is_post =
                standing[at].member == member->id && standing[at].function == post->function;
            if (is_post && post->function != ASSIGNMENT_HOLDER && !post_end(post, &standing[at]))
                return false;
        }
    }
    return true;
}

bool roster_people_write(struct ctx *cx, const struct roster_books *books,
                         const struct roster_result *result, int64_t client, struct json *trace)
{
    const char *const *values = result->draft->values;
    struct post post = {
        .cx = cx, .client = client, .made = json_list(cx->arena), .ended = json_list(cx->arena)
    };
    bool has_contact = false;

    for (size_t i = 0; i < result->change_count; i++) {
        const struct roster_change *change = &result->changes[i];
        has_contact |= change->field >= ROSTER_CONTACT && change->field <= ROSTER_PHONE;
        if (change->field < ROSTER_HOLDER || change->field > ROSTER_PARTNER)
            continue;
        post.function = (enum assignment_function)(change->field - ROSTER_HOLDER);
        if (!post_write(&post, books, change))
            return false;
    }
    if (json_count(post.made) > 0)
        json_put(trace, "posts", post.made);
    if (json_count(post.ended) > 0)
        json_put(trace, "ended", post.ended);
    const struct aim aim = {
        cx,   result, client, values[ROSTER_CONTACT], values[ROSTER_EMAIL], values[ROSTER_PHONE],
        trace
    };
    return !has_contact || contact_write(&aim);
}
