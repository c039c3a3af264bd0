#include <assert.h>
#include <string.h>

#include "base/json.h"
#include "client/assignment.h"
#include "client/change.h"
#include "client/contact.h"
#include "client/life.h"
#include "client/roster_write.h"
#include "client/tag.h"
#include "client/team.h"

const char *roster_undone_name(enum roster_undone undone)
{
    static const char *const names[ROSTER_UNDONE_COUNT] = {
        [ROSTER_UNTOUCHED] = "",      [ROSTER_BACK] = "back",         [ROSTER_KEPT] = "kept",
        [ROSTER_REMOVED] = "removed", [ROSTER_ARCHIVED] = "archived",
    };
    assert(undone < ROSTER_UNDONE_COUNT);
    return names[undone];
}

/* What makes a client more than a row of a file. A test holds the list against the schema. */
SQL(ATTACHED, FIRM,
    "SELECT EXISTS (SELECT 1 FROM customer t WHERE t.firm = $1 AND t.client = $2)"
    " OR EXISTS (SELECT 1 FROM import t WHERE t.firm = $1 AND t.client = $2)"
    " OR EXISTS (SELECT 1 FROM invoice t WHERE t.firm = $1 AND t.client = $2)"
    " OR EXISTS (SELECT 1 FROM ageing t WHERE t.firm = $1 AND t.client = $2)"
    " OR EXISTS (SELECT 1 FROM standing t WHERE t.firm = $1 AND t.client = $2)"
    " OR EXISTS (SELECT 1 FROM obligation t WHERE t.firm = $1 AND t.client = $2)"
    " OR EXISTS (SELECT 1 FROM message t WHERE t.firm = $1 AND t.client = $2)"
    " OR EXISTS (SELECT 1 FROM approval t WHERE t.firm = $1 AND t.client = $2)"
    " OR EXISTS (SELECT 1 FROM source t WHERE t.firm = $1 AND t.client = $2)"
    " OR EXISTS (SELECT 1 FROM invitation t WHERE t.firm = $1 AND t.client = $2)"
    " OR EXISTS (SELECT 1 FROM subscription t WHERE t.firm = $1 AND t.client = $2)"
    " OR EXISTS (SELECT 1 FROM notice t WHERE t.firm = $1 AND t.client = $2)"
    " OR EXISTS (SELECT 1 FROM bulk_row t WHERE t.firm = $1 AND t.client = $2)"
    " OR EXISTS (SELECT 1 FROM visit t WHERE t.firm = $1 AND t.client = $2)"
    " OR EXISTS (SELECT 1 FROM mission t WHERE t.firm = $1 AND t.client = $2)"
    " OR EXISTS (SELECT 1 FROM mission_exception t WHERE t.firm = $1 AND t.client = $2)"
    " OR EXISTS (SELECT 1 FROM occurrence t WHERE t.firm = $1 AND t.client = $2)"
    " OR EXISTS (SELECT 1 FROM deadline_own t WHERE t.firm = $1 AND t.client = $2)"
    " OR EXISTS (SELECT 1 FROM request t WHERE t.firm = $1 AND t.client = $2)"
    " OR EXISTS (SELECT 1 FROM task t WHERE t.firm = $1 AND t.client = $2)"
    " OR EXISTS (SELECT 1 FROM document t WHERE t.firm = $1 AND t.client = $2)"
    " OR EXISTS (SELECT 1 FROM upload t WHERE t.firm = $1 AND t.client = $2)"
    " OR EXISTS (SELECT 1 FROM mail t WHERE t.firm = $1 AND t.client = $2)"
    " OR EXISTS (SELECT 1 FROM client_tax t WHERE t.firm = $1 AND t.client = $2)"
    " OR EXISTS (SELECT 1 FROM client_words t WHERE t.firm = $1 AND t.client = $2)"
    " OR EXISTS (SELECT 1 FROM words_change t WHERE t.firm = $1 AND t.client = $2)"
    " OR EXISTS (SELECT 1 FROM request_forward t WHERE t.firm = $1 AND t.client = $2)"
    " OR EXISTS (SELECT 1 FROM contact_link t WHERE t.firm = $1 AND t.client = $2)"
    " OR EXISTS (SELECT 1 FROM client_invite t WHERE t.firm = $1 AND t.client = $2)"
    " OR EXISTS (SELECT 1 FROM campaign_client t WHERE t.firm = $1 AND t.client = $2)"
    " OR EXISTS (SELECT 1 FROM collection t WHERE t.firm = $1 AND t.client = $2)"
    " OR EXISTS (SELECT 1 FROM collection_answer t WHERE t.firm = $1 AND t.client = $2)"
    " OR EXISTS (SELECT 1 FROM collection_sender t WHERE t.firm = $1 AND t.client = $2)"
    " OR EXISTS (SELECT 1 FROM amendment_accepted t WHERE t.firm = $1 AND t.client = $2)"
    " /* scan: a client's own, found by an index of each */");

static bool is_attached(struct ctx *cx, int64_t client, bool *attached)
{
    struct rows *rows = store_query(cx, &ATTACHED, ARGS(arg_int(client)));

    *attached = rows_next(rows) && rows_int(rows, 0) != 0;
    return rows_done(rows);
}

SQL(NO_ROWS, FIRM, "UPDATE client_import_row SET client = NULL WHERE firm = $1 AND client = $2");
SQL(NO_TAGS, FIRM, "DELETE FROM client_tag WHERE firm = $1 AND client = $2");
SQL(NO_FIGURES, FIRM, "DELETE FROM client_figure WHERE firm = $1 AND client = $2");
SQL(NO_CONTACTS, FIRM, "DELETE FROM client_contact WHERE firm = $1 AND client = $2");
SQL(NO_ASSIGNMENTS, FIRM, "DELETE FROM assignment WHERE firm = $1 AND client = $2");
SQL(NO_LIFE, FIRM, "DELETE FROM client_life WHERE firm = $1 AND client = $2");
SQL(NO_CLIENT, FIRM, "DELETE FROM client WHERE firm = $1 AND id = $2");

static bool client_remove(struct ctx *cx, int64_t client)
{
    const struct statement *const *const all[] = { &NO_ROWS,     &NO_TAGS,        &NO_FIGURES,
                                                   &NO_CONTACTS, &NO_ASSIGNMENTS, &NO_LIFE,
                                                   &NO_CLIENT };

    for (size_t i = 0; i < COUNT_OF(all); i++)
        if (!store_run(cx, all[i], ARGS(arg_int(client))))
            return false;
    return true;
}

static bool client_archive(struct ctx *cx, const struct roster_written *written)
{
    enum client_state state;
    bool is_known = client_state_parse(written->record->state, &state);

    if (!is_known || state == CLIENT_ARCHIVED)
        return true;
    if (state == CLIENT_ACTIVE && !life_move(cx, written->client, CLIENT_LEAVING, ""))
        return false;
    return life_move(cx, written->client, CLIENT_ARCHIVED, "");
}

/* One who is at no client any more. */
SQL(NO_PERSON, FIRM,
    "DELETE FROM contact WHERE firm = $1 AND id = $2 AND NOT EXISTS (SELECT 1"
    " FROM client_contact l WHERE l.firm = $1 AND l.contact = $2)");

bool roster_person_remove(struct ctx *cx, const char *text)
{
    const struct json *trace = *text ? json_parse_own(cx, text, strlen(text)) : NULL;
    int64_t made = json_int(json_get(trace, "made"));

    if (*text && !trace)
        return false;
    return made == 0 || store_run(cx, &NO_PERSON, ARGS(arg_int(made)));
}

static bool new_undo(struct ctx *cx, const struct roster_written *written,
                     enum roster_undone *undone)
{
    bool attached;

    if (!is_attached(cx, written->client, &attached))
        return false;
    *undone = attached ? ROSTER_ARCHIVED : ROSTER_REMOVED;
    if (attached)
        return client_archive(cx, written);
    return client_remove(cx, written->client);
}

/* A field that is no longer as the row left it has another author, and stays. */
static bool is_ours(const struct roster_written *written, const struct roster_change *change)
{
    return strcmp(written->record->values[change->field], change->after) == 0;
}

static bool posts_undo(struct ctx *cx, const struct json *trace)
{
    const struct json *posts = json_get(trace, "posts"), *ended = json_get(trace, "ended");

    for (size_t i = 0; i < json_count(posts); i++) {
        int64_t replaced = json_int(json_get(json_at(posts, i), "replaced"));
        if (!assignment_remove(cx, json_int(json_get(json_at(posts, i), "id")))
            || (replaced > 0 && !assignment_reopen(cx, replaced)))
            return false;
    }
    for (size_t i = 0; i < json_count(ended); i++)
        if (!assignment_reopen(cx, json_int(json_get(json_at(ended, i), "id"))))
            return false;
    return true;
}

/* The values of the contact before, over what it has now. */
static bool person_undo(struct ctx *cx, const struct roster_written *written,
                        const char *const *values)
{
    struct contact contact;

    if (!contact_find(cx, written->record->contact, &contact))
        return false;
    contact.name = *values[ROSTER_CONTACT] ? values[ROSTER_CONTACT] : contact.name;
    contact.email = values[ROSTER_EMAIL];
    contact.phone = values[ROSTER_PHONE];
    return contact_rewrite(cx, &contact);
}

static bool contact_undo(struct ctx *cx, const struct roster_written *written,
                         const char *const *values, const struct json *trace)
{
    int64_t joined = json_int(json_get(trace, "joined"));

    if (joined == 0)
        return person_undo(cx, written, values);
    return contact_leave(cx, written->client, joined);
}

struct undoing {
    const char *values[ROSTER_FIELD_COUNT]; /* as they shall be */
    bool fields, tags, contact, posts, figures, kept;
};

/* Figures come together: where one of two counts is unknown again, a 0 beside it came with it. */
static void figures_settle(const char **values)
{
    const char **receipts = &values[ROSTER_RECEIPTS], **exports = &values[ROSTER_EXPORTS];
    bool was_absent = **receipts == '\0' || **exports == '\0';

    if (was_absent && strcmp(*receipts, "0") == 0)
        *receipts = "";
    if (was_absent && strcmp(*exports, "0") == 0)
        *exports = "";
}

static struct undoing undoing_of(const struct roster_written *written)
{
    struct undoing undoing = { 0 };

    memcpy(undoing.values, written->record->values, sizeof undoing.values);
    for (size_t i = 0; i < written->change_count; i++) {
        const struct roster_change *change = &written->changes[i];
        enum roster_field field = change->field;
        if (!is_ours(written, change)) {
            undoing.kept = true;
            continue;
        }
        undoing.values[field] = change->before;
        undoing.fields |= field < ROSTER_TAGS;
        undoing.tags |= field == ROSTER_TAGS;
        undoing.contact |= field >= ROSTER_CONTACT && field <= ROSTER_PHONE;
        undoing.posts |= field >= ROSTER_HOLDER && field <= ROSTER_PARTNER;
        undoing.figures |= field >= ROSTER_WALLET;
    }
    if (undoing.figures)
        figures_settle(undoing.values);
    return undoing;
}

/* Every post that the row made goes, every one that it ended returns. */
static struct team_steps steps_of(struct arena *arena, const struct json *trace)
{
    const struct json *posts = json_get(trace, "posts"), *ended = json_get(trace, "ended");
    size_t most = json_count(posts) * 2 + json_count(ended), count = 0;
    struct team_step *list = arena_new(arena, struct team_step, most);

    for (size_t i = 0; i < json_count(posts); i++) {
        const struct json *post = json_at(posts, i);
        list[count++] =
            (struct team_step){ .assignment = json_int(json_get(post, "id")), .fate = TEAM_GOES };
        list[count++] = (struct team_step){ .assignment = json_int(json_get(post, "replaced")),
                                            .fate = TEAM_RETURNS };
    }
    for (size_t i = 0; i < json_count(ended); i++)
        list[count++] =
            (struct team_step){ .assignment = json_int(json_get(json_at(ended, i), "id")),
                                .fate = TEAM_RETURNS };
    return (struct team_steps){ list, count };
}

/* A confidential client keeps those whom nobody would follow, and one that nobody would see any
 * more stays open (P-9). */
static bool team_keep(struct ctx *cx, const struct roster_written *written,
                      const struct json *trace, struct undoing *undoing)
{
    const char **hidden = &undoing->values[ROSTER_CONFIDENTIAL];
    const char *now = written->record->values[ROSTER_CONFIDENTIAL];
    bool is_aimed = undoing->posts || strcmp(*hidden, now) != 0, lapses;
    const struct team_steps steps =
        undoing->posts ? steps_of(cx->arena, trace) : (struct team_steps){ 0 };

    if (**hidden != '1' || !is_aimed)
        return true;
    if (!team_lapses(cx, written->client, &steps, &lapses))
        return false;
    if (!lapses)
        return true;
    undoing->posts = false;
    undoing->kept = true;
    *hidden = now;
    return true;
}

static bool changed_undo(struct ctx *cx, const struct roster_books *books,
                         const struct roster_written *written, const struct json *trace,
                         enum roster_undone *undone)
{
    struct undoing undoing = undoing_of(written);
    int64_t client = written->client, joined = json_int(json_get(trace, "joined"));

    /* Whom a client has since that the actor does not see is not theirs to change (P-9). */
    if (undoing.contact && joined == 0 && written->record->is_kept) {
        undoing.contact = false;
        undoing.kept = true;
    }
    if (!team_keep(cx, written, trace, &undoing))
        return false;
    *undone = undoing.kept ? ROSTER_KEPT : ROSTER_BACK;
    if (undoing.fields && !roster_fields_write(cx, books, client, undoing.values))
        return false;
    if (undoing.tags && !tag_set(cx, client, undoing.values[ROSTER_TAGS]))
        return false;
    if (undoing.posts && !posts_undo(cx, trace))
        return false;
    if (undoing.contact && !contact_undo(cx, written, undoing.values, trace))
        return false;
    return !undoing.figures || roster_figures_write(cx, client, undoing.values);
}

bool roster_undo(struct ctx *cx, const struct roster_books *books,
                 const struct roster_written *written, enum roster_undone *undone)
{
    const struct json *trace =
        *written->trace ? json_parse_own(cx, written->trace, strlen(written->trace)) : NULL;

    if (*written->trace && !trace)
        return false;
    *undone = ROSTER_UNTOUCHED;
    if (!written->record)
        return true;
    return written->is_new ? new_undo(cx, written, undone)
                           : changed_undo(cx, books, written, trace, undone);
}
