#include "plant.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "disk.h"
#include "store/statements.h"
#include "world.h"

enum { SWAPS = 3 };

struct swap {
    const char *statement, *file, *from, *to;
};

static const struct plant {
    const char *name;
    enum twist twist;
    struct swap swaps[SWAPS];
} plants[] = {
    { "a naive outbox: marked as sent before the dot", TWIST_SENT_EARLY, { { 0 } } },
    { "no point: the mark comes after the dot alone", TWIST_NO_POINT, { { 0 } } },
    { .name = "recovery sends again what died past the point",
      .swaps = { { "DUE_AGAIN", "outbox.c", "state = 'taken'", "state IN ('taken', 'point')" } } },
    { .name = "recovery counts as sent what died past the point",
      .swaps = { { "CHECK_MESSAGES", "outbox.c", "state = 'check', why = 'killed'",
                   "state = 'sent', why = ''" },
                 { "CHECK_REMINDERS", "outbox.c", "state = 'check', why = 'killed'",
                   "state = 'sent', why = ''" } } },
    { .name = "a lease is ignored, past the point too",
      .swaps = { { "DUE_AGAIN", "outbox.c", "state = 'taken' AND (lease_until < $2",
                   "state IN ('taken', 'point') AND ($2 > 0" } } },
    { .name = "the point is not fenced by state, owner and attempt",
      .swaps = { { "POINT", "end.c", "AND state = 'taken' AND owner = $3 AND attempt = $4",
                   "AND CAST($3 AS TEXT) <> '' AND CAST($4 AS BIGINT) > 0" } } },
    { .name = "the point does not compare versions",
      .swaps = { { "POINT", "end.c", "(o.version <> r.version OR o.state <> 'open')",
                   "o.state <> 'open'" } } },
    { .name = "the point does not look at the obligations",
      .swaps = { { "POINT", "end.c", "(o.version <> r.version OR o.state <> 'open')", "1 = 0" } } },
    { .name = "what is settled is neither cancelled nor stopped",
      .swaps = { { "POINT", "end.c", "(o.version <> r.version OR o.state <> 'open')",
                   "o.version <> r.version" },
                 { "CANCEL_SETTLED", "outbox.c", "o.state <> 'open'", "o.state = 'none'" } } },
    { .name = "the point passes while sendings are suspended",
      .swaps = { { "POINT", "end.c", "FROM suspension s WHERE s.firm = $1",
                   "FROM suspension s WHERE s.firm = $1 AND 1 = 0" } } },
    { .name = "a suspension stops nothing",
      .swaps = { { "POINT", "end.c", "FROM suspension s WHERE s.firm = $1",
                   "FROM suspension s WHERE s.firm = $1 AND 1 = 0" },
                 { "TAKE", "outbox.c", "FROM suspension s WHERE s.firm = $1",
                   "FROM suspension s WHERE s.firm = $1 AND 1 = 0" } } },
    { .name = "a suspension lasts beyond its last day",
      .swaps = { { "SUSPENDED", "suspension.c", "since_at, until_on FROM",
                   "since_at, NULL FROM" } } },
    { .name = "a suspension ends a day early",
      .swaps = { { "SUSPENDED", "suspension.c", "since_at, until_on FROM",
                   "since_at, CASE WHEN until_on > DATE(since_at / 1000, 'unixepoch') THEN "
                   "DATE(until_on, '-1 day')"
                   " ELSE until_on END FROM" },
                 { "END", "suspension.c", "<= $2 RETURNING",
                   "<= DATE($2, '+1 day') RETURNING" } } },
    { .name = "nobody is asked after a long suspension",
      .swaps = { { "HELD", "suspension.c", "SELECT COUNT(*)", "SELECT 0" } } },
    { .name = "a message loses all but one of its obligations",
      .swaps = { { "SUBJECTS", "outbox.c", "ORDER BY +r.id", "ORDER BY +r.id LIMIT 1" } } },
    { .name = "of several that waited for an approval all leave",
      .swaps = { { "OVERTAKE", "outbox.c", "m.state = 'waiting'", "m.state = 'none'" },
                 { "OVERTAKE_REMINDERS", "outbox.c", "m.state = 'waiting'",
                   "m.state = 'none'" } } },
    { .name = "an amount that changes leaves the version as it was",
      .swaps = { { "CHANGE", "obligation.c", "version = version + 1", "version = version" } } },
    { .name = "a person that changes leaves the versions as they were",
      .swaps = { { "TOUCH", "obligation.c", "version = version + 1", "version = version" } } },
    { .name = "what was held is not looked at when its person changes",
      .swaps = { { "TOUCH", "obligation.c", "ELSE $5 END",
                   "ELSE NULLIF(next_look_on, $5) END" } } },
    { .name = "a payment is not written down",
      .swaps = { { "SETTLE", "obligation.c", "state = 'settled', owed_cents = 0",
                   "owed_cents = 0" } } },
    { .name = "a settled one reopens in the same cycle",
      .swaps = { { "REOPEN", "obligation.c", "cycle = cycle + 1", "cycle = cycle" } } },
    { .name = "the quiet days are ignored",
      .swaps = { { "LAST_MESSAGES", "told.c", "state <> 'dropped'", "state = 'none'" } } },
    { .name = "what is about to leave keeps nothing apart from it",
      .swaps = { { "LAST_MESSAGES", "told.c", "state IN ('due', 'taken')", "state = 'none'" } } },
    { .name = "what was put off leaves beside what left since",
      .swaps = { { "LAST_MESSAGES", "told.c", "state IN ('due', 'taken')", "state = 'none'" },
                 { "LEFT", "told.c", "AND (state IN", "AND id < 0 AND (state IN" },
                 { "POINT", "end.c", "n.id <> $2", "n.id < 0" } } },
    { .name = "of several that waited the last speaks for all, with nothing left to say",
      .swaps = { { "OVERTAKE", "outbox.c", "p.state = 'open'", "p.state = p.state" },
                 { "OVERTAKE_REMINDERS", "outbox.c", "p.state = 'open'", "p.state = p.state" } } },
    { .name = "the cap of a week is ignored",
      .swaps = { { "LAST_MESSAGES", "told.c", "LIMIT $5", "LIMIT $5 / 3" } } },
    { .name = "the firm's closed days are ignored",
      .swaps = { { "CLOSED", "calendar_load.c", "WHERE firm = $1", "WHERE firm = -$1" } } },
    { .name = "the holidays of Alsace and overseas are ignored",
      .swaps = { { "REGION", "calendar_load.c", "SELECT calendar", "SELECT 'metropole'" } } },
    { .name = "a missing unique key, and what was done forgotten",
      .twist = TWIST_NO_KEY,
      .swaps = { { "LOOKED_AT", "round.c", "dealt = $4, dealt_through_on = $5",
                   "dealt = SUBSTR($4, 1, 0), dealt_through_on = NULLIF($5, $5)" } } },
    { .name = "the day is part of the key, and what was done forgotten",
      .swaps = { { "ADD_REMINDER", "round.c", "$7, $8, 0, $9",
                   "$7, $8 + CAST(REPLACE($10, '-', '') AS BIGINT), 0, $9" },
                 { "LOOKED_AT", "round.c", "dealt = $4, dealt_through_on = $5",
                   "dealt = SUBSTR($4, 1, 0), dealt_through_on = NULLIF($5, $5)" } } },
    { .name = "a resend needs no order: what is to check is due",
      .swaps = { { "TAKE", "outbox.c", "m.state = 'due'", "m.state IN ('due', 'check')" } } },
    { .name = "a worker that dies with a message counts as a refusal of it",
      .swaps = { { "COUNT_REFUSAL", "end.c", "refusals = refusals + 1", "refusals = attempt" } } },
    { "a refusal leaves the reminders without an end", TWIST_REFUSED_LOST, { { 0 } } },
    { "4xx is counted as sent", TWIST_LATER_IS_SENT, { { 0 } } },
    { "an unknown outcome is tried again by itself", TWIST_UNKNOWN_IS_LATER, { { 0 } } },
    { "no approval is awaited after an import", TWIST_NO_APPROVAL, { { 0 } } },
    { "messages leave outside of working days and hours", TWIST_ALWAYS_OPEN, { { 0 } } },
    { "what holds a person is not asked when a message is taken", TWIST_NOBODY_HELD, { { 0 } } },
    { "a step that was overtaken gets no row", TWIST_NO_OVERTAKEN, { { 0 } } },
    { "a step by hand overtakes an automatic one", TWIST_HAND_OVERTAKES, { { 0 } } },
    { "a step never lapses", TWIST_NO_SENSE, { { 0 } } },
    { "the rank of a repetition is not kept", TWIST_NO_RANK, { { 0 } } },
    { "repetitions are not made", TWIST_NO_REPETITION, { { 0 } } },
    { "a step is taken a day early", TWIST_A_DAY_EARLY, { { 0 } } },
    { "settling one restarts the others of its person", TWIST_SETTLED_RESTARTS, { { 0 } } },
    { "an edited scenario starts again", TWIST_EDIT_RESTARTS, { { 0 } } },
    { "a sync reaches no disk", TWIST_NO_SYNC, { { 0 } } },
    { "steps are taken in the order of their working days", TWIST_BY_WORKING_DAY, { { 0 } } },
    { .name = "sent before the time by which somebody may object",
      .swaps = { { "POST", "outbox.c", "$11, $15, 0", "$11, $12 + 0 * $15, 0" } } },
    { .name = "an objection is ignored",
      .swaps = { { "CANCEL", "step_in.c", "AND state = 'planned'", "AND state = 'none'" } } },
    { .name = "a hold is ignored by the round",
      .swaps = { { "DUE", "party.c", "o.paused, o.paused_until_on", "0, NULL" } } },
    { .name = "a hold lets leave what waits already",
      .swaps = { { "GIVE_UP", "step_in.c", "state IN ('waiting', 'due', 'taken')",
                   "state = 'none'" },
                 { "CANCEL_SETTLED", "outbox.c", "o.paused = 1", "o.paused = 2" } } },
    { .name = "a resend leaves of what was held before its order",
      .swaps = { { "CANCEL_SETTLED", "outbox.c", "o.paused = 1", "o.paused = 2" } } },
    { "a skip is ignored", TWIST_SKIP_IGNORED, { { 0 } } },
    { .name = "the cap of a person is ignored",
      .swaps = { { "LAST_MESSAGES", "told.c", "LIMIT $5", "LIMIT $5 / 7" },
                 { "LEFT", "told.c", "LIMIT $7", "LIMIT $7 / 7" } } },
    { "the clock is believed whatever it shows", TWIST_CLOCK_IGNORED, { { 0 } } },
    { "two kinds are sent apart on a day", TWIST_APART, { { 0 } } },
    { .name = "a step that was dealt with in another scenario is forgotten by a move",
      .swaps = { { "WRITE", "intervene.c", "dealt = $7, dealt_through_on = $8",
                   "dealt = CASE WHEN scenario <> $5 THEN '' ELSE $7 END, dealt_through_on ="
                   " CASE WHEN scenario <> $5 THEN NULL ELSE $8 END" } } },
    { "what waits leaves although it was taken over", TWIST_TAKEN_LEAVES, { { 0 } } },
    { .name = "what is taken over goes on being sent",
      .swaps = { { "WRITE", "intervene.c", "taken_over = $12", "taken_over = 0 * $12" } } },
    { .name = "a release gives nothing back",
      .swaps = { { "WRITE", "intervene.c", "taken_over = $12",
                   "taken_over = MAX(taken_over, $12)" } } },
    { "a skip that is taken back stays", TWIST_UNSKIP_IGNORED, { { 0 } } },
    { "a skip that is taken back restarts its scenario", TWIST_UNSKIP_RESTARTS, { { 0 } } },
    { "a stoppage is not frozen", TWIST_STOPPAGE_IGNORED, { { 0 } } },
    { "a run of more than three times the usual is not frozen", TWIST_VOLUME_IGNORED, { { 0 } } },
    { "the firm's cap of a day is ignored", TWIST_DAY_CAP_IGNORED, { { 0 } } },
    { "a run is frozen without a reason", TWIST_RUN_HELD, { { 0 } } },
    { .name = "a freeze stops nothing that waits",
      .swaps = { { "TAKE", "outbox.c", "FROM suspension s WHERE s.firm = $1",
                   "FROM suspension s WHERE s.firm = $1 AND s.cause = ''" },
                 { "POINT", "end.c", "FROM suspension s WHERE s.firm = $1",
                   "FROM suspension s WHERE s.firm = $1 AND s.cause = ''" } } },
    { .name = "a freeze lets a taken message through",
      .swaps = { { "POINT", "end.c", "FROM suspension s WHERE s.firm = $1",
                   "FROM suspension s WHERE s.firm = $1 AND s.cause = ''" } } },
    { .name = "what was filed away leaves",
      .swaps = { { "FILE_MESSAGES", "freeze_end.c", "state = 'dropped', why = 'filed'",
                   "state = 'due', why = 'filed'" },
                 { "FILE_REMINDERS", "freeze_end.c", "state = 'lapsed', why = 'filed'",
                   "state = 'planned'" } } },
    { .name = "what was held past its sense leaves",
      .swaps = { { "LAPSE", "outbox.c", "last_on < CAST($3 AS TEXT)",
                   "last_on < CAST($3 AS TEXT) AND last_on = ''" } } },
    { "a restore lists nothing as to check", TWIST_RESTORE_UNLISTED, { { 0 } } },
    { .name = "restored books send at once",
      .swaps = { { "STOP", "freeze.c", "VALUES ($1, $2, $3, 0, '')",
                   "SELECT $1, $2, $3, 0, '' WHERE $2 <> 'restored'" } } },
};

int plant_find(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(plants); i++)
        if (strcmp(plants[i].name, name) == 0)
            return (int)i + 1;
    return 0;
}

const char *plant_name(int number)
{
    return number <= (int)COUNT_OF(plants) ? plants[number - 1].name : NULL;
}

enum twist plant_twist(void)
{
    return world->fault > 0 ? plants[world->fault - 1].twist : TWIST_NONE;
}

static bool ends_in(const char *text, const char *end)
{
    size_t size = strlen(text), end_size = strlen(end);

    return size >= end_size && strcmp(text + size - end_size, end) == 0;
}

/* Each place of a text by another. */
static const char *swapped(const char *text, const char *from, const char *to)
{
    size_t room = strlen(text) * (strlen(to) + 1) + 1, size = 0;
    char *made = calloc(1, room);

    while (*text)
        if (strncmp(text, from, strlen(from)) == 0) {
            memcpy(made + size, to, strlen(to));
            size += strlen(to);
            text += strlen(from);
        } else {
            made[size++] = *text++;
        }
    return made;
}

static void not_found(const struct swap *swap)
{
    note("{\"e\":\"unplanted\",\"statement\":\"%s\"}", swap->statement);
    world->over = true;
    _exit(0);
}

/* The list of statements is constant but for this. */
static void put_statement(const struct statement *const *place, struct statement *statement)
{
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE), start = (uintptr_t)place & ~(page - 1);
    const struct statement **writable = (const struct statement **)(uintptr_t)place;

    if (mprotect((void *)start, 2 * page, PROT_READ | PROT_WRITE) != 0)
        abort();
    *writable = statement;
}

static void swap_text(const struct swap *swap)
{
    for (int i = 0; i < statement_count(); i++) {
        const struct statement *const *place = statement_at(i);
        if (strcmp((*place)->name, swap->statement) != 0 || !ends_in((*place)->file, swap->file)
            || !strstr((*place)->sqlite, swap->from))
            continue;
        struct statement *other = calloc(1, sizeof *other);
        *other = **place;
        other->sqlite = swapped(other->sqlite, swap->from, swap->to);
        put_statement(place, other);
        return;
    }
    not_found(swap);
}

void plant_install(void)
{
    if (world->fault == 0)
        return;
    const struct plant *plant = &plants[world->fault - 1];
    for (int i = 0; i < SWAPS && plant->swaps[i].statement; i++)
        swap_text(&plant->swaps[i]);
    disk_lies = plant->twist == TWIST_NO_SYNC;
}
