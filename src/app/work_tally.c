#include "app/work_tally.h"

#include <stdlib.h>
#include <string.h>

const char *const work_states[WORK_STATES] = { "todo", "doing",    "review",   "done",
                                               "open", "answered", "accepted", "dropped" };
const char *const work_dues[WORK_DUES] = { "late", "today", "week", "month" };
const char *const work_kinds[WORK_KINDS] = { "task", "request" };

enum { OPEN = 4, ANSWERED = 5, LATE = 1 };

/* What is late is owed by somebody. */
static bool is_owed(int state)
{
    return state < 3 || state == OPEN;
}

int work_by_id(const void *one, const void *other)
{
    int64_t left = *(const int64_t *)one, right = *(const int64_t *)other;

    return (left > right) - (left < right);
}

/* NULL where there is none: a firm may have no hub, no client at all. */
static void *find(int64_t id, void *list, size_t count, size_t size)
{
    return count > 0 ? bsearch(&id, list, count, size, work_by_id) : NULL;
}

static void count_named(struct work_tally *tally, enum work_facet facet, int64_t id)
{
    struct work_named *list = tally->named[facet];
    const struct work_named *named = find(id, list, tally->named_counts[facet], sizeof *list);

    if (named)
        named->choice->count++;
}

static bool is_with(const struct work_client *client, const struct work_row *row, int64_t member)
{
    bool is_in_team = false;

    if (row->is_task)
        return row->holder == member;
    for (size_t i = 0; i < client->team_count; i++)
        is_in_team = is_in_team || client->team[i] == member;
    return is_in_team;
}

static bool is_due(const struct work_filter *filter, const struct work_row *row)
{
    bool is_due = !*filter->due;

    for (size_t i = 0; i < WORK_DUES; i++)
        is_due = is_due || (strcmp(filter->due, work_dues[i]) == 0 && (row->due >> i & 1) != 0);
    return is_due;
}

/* A bit for each filter that takes it away. */
static unsigned taken_by(const struct work_filter *filter, const struct work_client *client,
                         const struct work_row *row)
{
    bool is_in_state = *filter->state ? strcmp(filter->state, work_states[row->state]) == 0
                                      : is_owed(row->state) || row->state == ANSWERED;
    const bool left[WORK_FACET_COUNT] = {
        [WORK_FACET_HUB] = filter->hub == 0 || filter->hub == client->hub,
        [FACET_MEMBER] = filter->member == 0 || is_with(client, row, filter->member),
        [FACET_CLIENT] = filter->client == 0 || filter->client == client->id,
        [FACET_SERVICE] = filter->service == 0 || filter->service == row->service,
        [FACET_STATE] = is_in_state,
        [FACET_DUE] = is_due(filter, row),
        [FACET_KIND] = !*filter->kind || row->is_task == (strcmp(filter->kind, "task") == 0),
    };
    unsigned taken = 0;

    for (unsigned facet = 0; facet < WORK_FACET_COUNT; facet++)
        taken |= left[facet] ? 0 : 1U << facet;
    return taken;
}

static void count_facet(struct work_tally *tally, enum work_facet facet, struct work_client *client,
                        const struct work_row *row)
{
    struct work_count *words = tally->counts->facets[facet];

    if (facet == WORK_FACET_HUB)
        count_named(tally, facet, client->hub);
    else if (facet == FACET_MEMBER && row->is_task)
        count_named(tally, facet, row->holder);
    else if (facet == FACET_CLIENT)
        client->count++;
    else if (facet == FACET_SERVICE)
        count_named(tally, facet, row->service);
    else if (facet == FACET_STATE)
        words[row->state].count++;
    else if (facet == FACET_KIND)
        words[row->is_task ? 0 : 1].count++;
    for (size_t i = 0; facet == FACET_DUE && i < WORK_DUES; i++)
        words[i].count += row->due >> i & 1;
    for (size_t i = 0; facet == FACET_MEMBER && !row->is_task && i < client->team_count; i++)
        count_named(tally, facet, client->team[i]);
}

void work_tally_add(struct work_tally *tally, const struct work_row *row)
{
    struct work_client *client =
        find(row->client, tally->clients, tally->client_count, sizeof *tally->clients);
    struct work_row counted = *row;

    if (!client || (client->is_archived && row->state == OPEN))
        return;
    if (!is_owed(row->state))
        counted.due &= ~(int64_t)LATE;
    unsigned taken = taken_by(tally->filter, client, &counted);
    tally->counts->total += taken == 0;
    for (unsigned facet = 0; facet < WORK_FACET_COUNT; facet++)
        if ((taken & ~(1U << facet)) == 0)
            count_facet(tally, facet, client, &counted);
}

static bool comes_before(const struct work_tally *tally, const struct work_client *one,
                         const struct work_client *other)
{
    bool is_chosen = one->id == tally->filter->client,
         other_is = other->id == tally->filter->client;

    if (is_chosen || other_is)
        return is_chosen;
    return one->count != other->count ? one->count > other->count : one->id < other->id;
}

static void end_clients(struct arena *arena, struct work_tally *tally)
{
    const struct work_client *most[COUNTED_CLIENTS + 1];
    size_t count = 0;

    for (size_t i = 0; i < tally->client_count; i++) {
        const struct work_client *client = &tally->clients[i];
        if (client->count == 0 && client->id != tally->filter->client)
            continue;
        size_t place = count;
        while (place > 0 && comes_before(tally, client, most[place - 1])) {
            most[place] = most[place - 1];
            place--;
        }
        most[place] = client;
        count += count < COUNTED_CLIENTS;
    }
    struct work_count *list = arena_new(arena, struct work_count, count);
    for (size_t i = 0; i < count; i++)
        list[i] = (struct work_count){
            .word = arena_format(arena, "%lld", (long long)most[i]->id),
            .name = most[i]->name,
            .count = most[i]->count,
        };
    tally->counts->facets[FACET_CLIENT] = list;
    tally->counts->counts[FACET_CLIENT] = count;
}

static void end_named(struct arena *arena, struct work_tally *tally, enum work_facet facet,
                      int64_t chosen)
{
    struct work_count *list = tally->counts->facets[facet];
    const char *word = arena_format(arena, "%lld", (long long)chosen);
    size_t listed = 0;

    for (size_t i = 0; i < tally->counts->counts[facet]; i++)
        if (list[i].count > 0 || strcmp(list[i].word, word) == 0)
            list[listed++] = list[i];
    tally->counts->counts[facet] = listed;
}

void work_tally_end(struct arena *arena, struct work_tally *tally)
{
    end_clients(arena, tally);
    end_named(arena, tally, WORK_FACET_HUB, tally->filter->hub);
    end_named(arena, tally, FACET_MEMBER, tally->filter->member);
    end_named(arena, tally, FACET_SERVICE, tally->filter->service);
}
