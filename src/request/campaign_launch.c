#include <string.h>

#include "client/visible.h"
#include "request/campaign_part.h"
#include "request/campaign_words.h"
#include "request/remind.h"

/* A row as it is judged, and as it was. */
struct judged {
    int64_t client, person;
    const char *name; /* of the client */
    const char *fate, *why, *had_fate, *had_why;
};

struct judging {
    int64_t campaign;
    struct judged *rows;
    size_t count, asked;
};

/* One that waits for an answer under the same name has come of another campaign. */
SQL(TO_JUDGE, FIRM,
    "SELECT x.client, x.fate, x.why, c.state,"
    " CASE WHEN EXISTS (SELECT 1 FROM request r WHERE r.firm = $1 AND r.client = x.client"
    "  AND r.state = 'open' AND r.campaign <> $2 AND (SELECT CASE WHEN (o.name_fr <> ''"
    "   AND o.name_fr = $3) OR (o.name_en <> '' AND o.name_en = $6) THEN 1 ELSE 0 END"
    "   FROM campaign o WHERE o.firm = $1 AND o.id = r.campaign) = 1) THEN 1 ELSE 0 END, c.name"
    " FROM campaign_client x JOIN client c ON c.firm = x.firm AND c.id = x.client"
    " WHERE x.firm = $1 AND x.campaign = $2 AND x.fate <> 'asked'"
    " AND " CLIENT_UNHIDDEN("x.client", "$4", "$5") " ORDER BY x.place");

static bool judge(struct ctx *cx, const struct campaign *campaign, struct judging *judging)
{
    struct rows *rows = store_query(
        cx, &TO_JUDGE,
        ARGS(arg_int(campaign->id), arg_text(campaign->name.in[WORDS_FR]), arg_int(cx->actor),
             arg_date(cx->arena, cx->today), arg_text(campaign->name.in[WORDS_EN])));
    size_t room = 0;

    *judging = (struct judging){ .campaign = campaign->id };
    while (rows_next(rows)) {
        if (judging->count == room)
            judging->rows = arena_grow(cx->arena, judging->rows, &room, sizeof(struct judged));
        const char *why = strcmp(rows_text(rows, 3), "archived") == 0 ? "CAMPAGNE-ARCHIVE"
            : rows_int(rows, 4) == 1                                  ? "CAMPAGNE-DEJA"
                                                                      : "";
        judging->rows[judging->count++] = (struct judged){
            .client = rows_int(rows, 0),
            .fate = *why ? "refused" : "planned",
            .why = why,
            .had_fate = rows_text(rows, 1),
            .had_why = rows_text(rows, 2),
            .name = rows_text(rows, 5),
        };
    }
    return rows_done(rows);
}

/* Who cannot be written to is not asked: nobody would hear of it. */
static bool judge_addresses(struct ctx *cx, const struct campaign *campaign,
                            struct judging *judging)
{
    struct demand *demands = arena_new(cx->arena, struct demand, judging->count + 1);
    int64_t *persons = arena_new(cx->arena, int64_t, judging->count + 1);

    for (size_t i = 0; i < judging->count; i++)
        demands[i] = (struct demand){ .client = judging->rows[i].client,
                                      .needs_payroll = campaign->needs_payroll };
    if (!request_addressees(cx, demands, judging->count, persons))
        return false;
    for (size_t i = 0; i < judging->count; i++) {
        struct judged *row = &judging->rows[i];
        row->person = persons[i];
        if (persons[i] != 0 || *row->why)
            continue;
        row->fate = "refused";
        row->why = campaign->needs_payroll ? "CAMPAGNE-PAIE" : "CAMPAGNE-ADRESSE";
    }
    return true;
}

SQL(WRITE, FIRM,
    "UPDATE campaign_client SET fate = $4, why = $5 WHERE firm = $1 AND campaign = $2"
    " AND client = $3");

static void write_args(void *state, size_t i, struct arg *args)
{
    const struct judging *judging = state;
    const struct judged *row = &judging->rows[i];

    args[0] = arg_int(judging->campaign);
    args[1] = arg_int(row->client);
    args[2] = arg_text(row->fate);
    args[3] = arg_text(row->why);
    args[4] = (struct arg){ .type = ARG_END };
}

/* Those alone that are not so yet. */
static bool write(struct ctx *cx, const struct judging *judging)
{
    struct judging changed = { .campaign = judging->campaign,
                               .rows = arena_new(cx->arena, struct judged, judging->count + 1) };

    for (size_t i = 0; i < judging->count; i++) {
        const struct judged *row = &judging->rows[i];
        if (strcmp(row->fate, row->had_fate) != 0 || strcmp(row->why, row->had_why) != 0)
            changed.rows[changed.count++] = *row;
    }
    return changed.count == 0 || store_many(cx, &WRITE, changed.count, write_args, &changed);
}

bool campaign_look(struct ctx *cx, const struct campaign *campaign)
{
    struct judging judging;

    return judge(cx, campaign, &judging) && judge_addresses(cx, campaign, &judging)
        && write(cx, &judging);
}

/* Whom the one who launches sees no longer is left out. */
SQL(LEAVE_OUT, FIRM,
    "UPDATE campaign_client SET fate = 'refused', why = 'CAMPAGNE-CHANGE' WHERE firm = $1"
    " AND campaign = $2 AND fate = 'planned'");

/* What each is asked, in both languages: whoever reads it reads their own. */
static bool word_all(struct ctx *cx, const struct campaign_voice *voice, struct judging *judging,
                     struct demand *demands)
{
    struct campaign_reader *readers =
        arena_new(cx->arena, struct campaign_reader, judging->count + 1);
    size_t count = 0;

    for (size_t i = 0; i < judging->count; i++) {
        struct judged *row = &judging->rows[i];
        if (*row->why)
            continue;
        row->fate = "asked";
        readers[count++] = (struct campaign_reader){ .client = row->client,
                                                     .contact = row->person,
                                                     .client_name = row->name };
    }
    if (!campaign_readers(cx, readers, count))
        return false;
    for (size_t i = 0; i < count; i++)
        demands[i] = campaign_demand(cx->arena, voice, &readers[i]);
    judging->asked = count;
    return true;
}

static bool ask(struct ctx *cx, const struct campaign *campaign, campaign_day *day, int64_t *asked)
{
    struct campaign_voice voice;
    struct judging judging;

    if (!judge(cx, campaign, &judging) || !judge_addresses(cx, campaign, &judging)
        || !campaign_voice_load(cx, campaign, day, &voice))
        return false;
    struct demand *demands = arena_new(cx->arena, struct demand, judging.count + 1);
    if (!word_all(cx, &voice, &judging, demands))
        return false;
    *asked = (int64_t)judging.asked;
    return request_add_many(cx, demands, judging.asked) && write(cx, &judging)
        && store_run(cx, &LEAVE_OUT, ARGS(arg_int(campaign->id)));
}

SQL(LAUNCH, FIRM,
    "UPDATE campaign SET state = $3, starts_on = $4, launched_at = $5 WHERE firm = $1 AND id = $2"
    " AND state = 'drawn'");

static bool launch(struct ctx *cx, int64_t id, campaign_day *day)
{
    struct campaign campaign;
    int64_t changed, asked;

    if (!campaign_find(cx, id, &campaign) || campaign.state != CAMPAIGN_DRAWN)
        return campaign.id > 0;
    if (!campaign_check(cx, &campaign))
        return false;
    struct date starts =
        campaign.has_lead ? (struct date){ campaign.due_on.day - campaign.lead_days } : cx->today;
    bool is_early = starts.day > cx->today.day;
    const struct arg *args = ARGS(
        arg_int(id), arg_text(campaign_state_text(is_early ? CAMPAIGN_PLANNED : CAMPAIGN_RUNNING)),
        arg_date(cx->arena, is_early ? starts : cx->today), arg_instant(cx->now));
    if (!store_change(cx, &LAUNCH, args, &changed) || changed == 0)
        return cx->fault.kind == FAULT_NONE;
    return is_early ? campaign_look(cx, &campaign) : ask(cx, &campaign, day, &asked);
}

bool campaign_launch(struct ctx *cx, int64_t id, campaign_day *day)
{
    return store_begin(cx) && store_end(cx, launch(cx, id, day));
}

SQL(TO_START, FIRM,
    "SELECT id FROM campaign WHERE firm = $1 AND state = 'planned' AND starts_on <= $2"
    " ORDER BY starts_on, id LIMIT 1");
SQL(START, FIRM,
    "UPDATE campaign SET state = 'running' WHERE firm = $1 AND id = $2 AND state = 'planned'");

/* One of them, if there is one; another machine may be faster. */
static bool start(struct ctx *cx, campaign_day *day, bool *is_there, int64_t *asked)
{
    struct rows *rows = store_query(cx, &TO_START, ARGS(arg_date(cx->arena, cx->today)));
    int64_t id = rows_next(rows) ? rows_int(rows, 0) : 0, changed;
    struct campaign campaign;

    *is_there = id > 0;
    *asked = 0;
    if (!rows_done(rows))
        return false;
    if (id == 0)
        return true;
    if (!store_change(cx, &START, ARGS(arg_int(id)), &changed))
        return false;
    return changed == 0 || (campaign_find(cx, id, &campaign) && ask(cx, &campaign, day, asked));
}

bool campaigns_start(struct ctx *cx, campaign_day *day, int64_t *asked)
{
    struct arena_mark mark = arena_mark(cx->arena);
    int64_t total = 0, each = 0;
    bool is_there = true;

    while (is_there) {
        if (!store_begin(cx) || !store_end(cx, start(cx, day, &is_there, &each)))
            return false;
        total += each;
        arena_rewind(cx->arena, mark);
    }
    *asked = total;
    return true;
}
