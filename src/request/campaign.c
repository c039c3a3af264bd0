#include "request/campaign.h"

#include <assert.h>
#include <string.h>

#include "client/visible.h"
#include "request/campaign_part.h"
#include "request/campaign_words.h"

enum { WEEK_MS = 7 * 86400000 };

static const char *const states[CAMPAIGN_STATE_COUNT] = {
    [CAMPAIGN_DRAWN] = "drawn",   [CAMPAIGN_PLANNED] = "planned", [CAMPAIGN_RUNNING] = "running",
    [CAMPAIGN_UNDONE] = "undone", [CAMPAIGN_STOPPED] = "stopped",
};

const char *campaign_state_text(enum campaign_state state)
{
    assert(state < CAMPAIGN_STATE_COUNT);
    return states[state];
}

static enum campaign_state state_of(const char *text)
{
    enum campaign_state state = 0;

    while (state < CAMPAIGN_STOPPED && strcmp(text, states[state]) != 0)
        state++;
    return state;
}

SQL(OLD_CLIENTS, FIRM,
    "DELETE FROM campaign_client WHERE firm = $1 AND campaign IN (SELECT c.id FROM campaign c"
    " WHERE c.firm = $1 AND c.member = $2 AND c.state = 'drawn' AND c.drawn_at < $3)");
SQL(OLD_ITEMS, FIRM,
    "DELETE FROM campaign_item WHERE firm = $1 AND campaign IN (SELECT c.id FROM campaign c"
    " WHERE c.firm = $1 AND c.member = $2 AND c.state = 'drawn' AND c.drawn_at < $3)");
SQL(OLD, FIRM,
    "DELETE FROM campaign WHERE firm = $1 AND member = $2 AND state = 'drawn' AND drawn_at < $3");

static bool forget_old(struct ctx *cx)
{
    const struct arg *args =
        ARGS(arg_int(cx->actor), arg_instant((struct instant){ cx->now.ms - WEEK_MS }));

    return store_run(cx, &OLD_CLIENTS, args) && store_run(cx, &OLD_ITEMS, args)
        && store_run(cx, &OLD, args);
}

SQL(ADD, FIRM,
    "INSERT INTO campaign (firm, id, member, name_fr, name_en, instructions_fr, instructions_en,"
    " needs_payroll, state, drawn_at, reason)"
    " VALUES ($1, $2, $3, '', '', '', '', 0, 'drawn', $4, '')");
/* Those that the actor may not see go without a word (P-9); one that is named twice is one. */
SQL(ADD_CLIENT, FIRM,
    "INSERT INTO campaign_client (firm, campaign, client, place, fate, why)"
    " SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT), c.id, CAST($3 AS BIGINT), 'planned', ''"
    " FROM client c WHERE c.firm = $1 AND c.id = $4 AND c.tester IS NULL"
    " AND " CLIENT_VISIBLE("c.id", "$5", "$6") " ON CONFLICT (firm, campaign, client) DO NOTHING");
SQL(ANYBODY, FIRM, "SELECT 1 FROM campaign_client WHERE firm = $1 AND campaign = $2 LIMIT 1");

struct drawing {
    struct ctx *cx;
    int64_t id;
    const int64_t *clients;
    struct arg today;
};

static void client_args(void *state, size_t i, struct arg *args)
{
    const struct drawing *drawing = state;

    args[0] = arg_int(drawing->id);
    args[1] = arg_int((int64_t)i + 1);
    args[2] = arg_int(drawing->clients[i]);
    args[3] = arg_int(drawing->cx->actor);
    args[4] = drawing->today;
    args[5] = (struct arg){ .type = ARG_END };
}

static bool has_anybody(struct ctx *cx, int64_t id)
{
    struct rows *rows = store_query(cx, &ANYBODY, ARGS(arg_int(id)));
    bool is_there = rows_next(rows);

    return rows_done(rows) && (is_there || fail(cx, FAULT_INPUT, "CAMPAGNE-VIDE", NULL));
}

static bool draw(struct drawing *drawing, size_t count)
{
    struct ctx *cx = drawing->cx;
    struct campaign drawn;

    drawing->today = arg_date(cx->arena, cx->today);
    return forget_old(cx) && store_id(cx, "campaign", 1, &drawing->id)
        && store_run(cx, &ADD, ARGS(arg_int(drawing->id), arg_int(cx->actor), arg_instant(cx->now)))
        && store_many(cx, &ADD_CLIENT, count, client_args, drawing) && has_anybody(cx, drawing->id)
        && campaign_find(cx, drawing->id, &drawn) && campaign_look(cx, &drawn);
}

bool campaign_draw(struct ctx *cx, const int64_t *clients, size_t count, int64_t *id)
{
    struct drawing drawing = { .cx = cx, .clients = clients };

    if (!store_begin(cx) || !store_end(cx, draw(&drawing, count)))
        return false;
    *id = drawing.id;
    return true;
}

SQL(SCENARIO, FIRM,
    "SELECT 1 FROM scenario WHERE firm = $1 AND id = $2 AND kind = 'request' AND archived = 0");

static bool check_scenario(struct ctx *cx, int64_t scenario)
{
    struct rows *rows = store_query(cx, &SCENARIO, ARGS(arg_int(scenario)));
    bool is_there = scenario == 0 || rows_next(rows);

    return rows_done(rows)
        && (is_there || fail(cx, FAULT_INPUT, "CAMPAGNE-SCENARIO", "field", "scenario", NULL));
}

bool campaign_check(struct ctx *cx, const struct campaign *campaign)
{
    enum { LEAD_MOST = 366 };

    if (!campaign->has_due)
        return fail(cx, FAULT_INPUT, "CAMPAGNE-ECHEANCE", "field", "due_on", NULL);
    if (campaign->has_lead && (campaign->lead_days < 0 || campaign->lead_days > LEAD_MOST))
        return fail(cx, FAULT_INPUT, "CAMPAGNE-DELAI", "field", "lead", NULL);
    return campaign_words_check(cx, campaign) && check_scenario(cx, campaign->scenario);
}

SQL(SAVE, FIRM,
    "UPDATE campaign SET name_fr = $3, name_en = $4, instructions_fr = $5, instructions_en = $6,"
    " needs_payroll = $7, due_on = $8, lead_days = $9, scenario = $10"
    " WHERE firm = $1 AND id = $2 AND state = 'drawn'");
SQL(DROP_ITEMS, FIRM, "DELETE FROM campaign_item WHERE firm = $1 AND campaign = $2");
SQL(ADD_ITEM, FIRM,
    "INSERT INTO campaign_item (firm, campaign, place, kind, name_fr, name_en, is_blocking)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7)");

static bool save_items(struct ctx *cx, const struct campaign *campaign)
{
    if (!store_run(cx, &DROP_ITEMS, ARGS(arg_int(campaign->id))))
        return false;
    for (size_t i = 0; i < campaign->item_count; i++) {
        const struct campaign_item *item = &campaign->items[i];
        if (!store_run(cx, &ADD_ITEM,
                       ARGS(arg_int(campaign->id), arg_int((int64_t)i + 1),
                            arg_text(item_kind_text(item->kind)), arg_text(item->name.in[WORDS_FR]),
                            arg_text(item->name.in[WORDS_EN]), arg_int(item->is_blocking))))
            return false;
    }
    return true;
}

static bool save(struct ctx *cx, const struct campaign *campaign)
{
    struct campaign stands;
    int64_t changed;

    if (!campaign_find(cx, campaign->id, &stands)
        || !store_change(cx, &SAVE,
                         ARGS(arg_int(campaign->id), arg_text(campaign->name.in[WORDS_FR]),
                              arg_text(campaign->name.in[WORDS_EN]),
                              arg_text(campaign->instructions.in[WORDS_FR]),
                              arg_text(campaign->instructions.in[WORDS_EN]),
                              arg_int(campaign->needs_payroll),
                              arg_date(cx->arena, campaign->due_on),
                              arg_int_or_null(campaign->has_lead, campaign->lead_days),
                              arg_int_or_null(campaign->scenario > 0, campaign->scenario)),
                         &changed))
        return false;
    if (changed == 0)
        return fail(cx, FAULT_CONFLICT, "CAMPAGNE-LANCEE", "name", campaign_name(&stands), NULL);
    return save_items(cx, campaign) && campaign_look(cx, campaign);
}

bool campaign_save(struct ctx *cx, const struct campaign *campaign)
{
    struct campaign kept = campaign_trimmed(cx->arena, campaign);

    return campaign_check(cx, &kept) && store_begin(cx) && store_end(cx, save(cx, &kept));
}

#define COLUMNS                                                                                    \
    "c.id, c.member, c.name_fr, c.instructions_fr, c.needs_payroll, c.due_on, c.lead_days,"        \
    " c.starts_on, c.scenario, c.state, c.drawn_at, c.launched_at, c.ended_at, c.ended_by,"        \
    " c.reason, c.name_en, c.instructions_en"

static struct campaign row_read(struct rows *rows)
{
    struct campaign campaign = {
        .id = rows_int(rows, 0),
        .member = rows_int(rows, 1),
        .name = { { rows_text(rows, 2), rows_text(rows, 15) } },
        .instructions = { { rows_text(rows, 3), rows_text(rows, 16) } },
        .needs_payroll = rows_int(rows, 4) == 1,
        .has_due = !rows_null(rows, 5),
        .has_lead = !rows_null(rows, 6),
        .lead_days = (int)rows_int(rows, 6),
        .scenario = rows_int(rows, 8),
        .state = state_of(rows_text(rows, 9)),
        .drawn_at = rows_instant(rows, 10),
        .launched_at = rows_instant(rows, 11),
        .ended_at = rows_instant(rows, 12),
        .ended_by = rows_int(rows, 13),
        .reason = rows_text(rows, 14),
    };

    if (campaign.has_due)
        campaign.due_on = rows_date(rows, 5);
    if (!rows_null(rows, 7))
        campaign.starts_on = rows_date(rows, 7);
    return campaign;
}

SQL(ITEMS, FIRM,
    "SELECT kind, name_fr, name_en, is_blocking FROM campaign_item WHERE firm = $1 AND campaign = "
    "$2"
    " ORDER BY place");

static bool read_items(struct ctx *cx, struct campaign *campaign)
{
    struct rows *rows = store_query(cx, &ITEMS, ARGS(arg_int(campaign->id)));
    size_t room = 0;

    while (rows_next(rows)) {
        if (campaign->item_count == room)
            campaign->items =
                arena_grow(cx->arena, campaign->items, &room, sizeof *campaign->items);
        struct campaign_item *item = &campaign->items[campaign->item_count++];
        *item = (struct campaign_item){ .name = { { rows_text(rows, 1), rows_text(rows, 2) } },
                                        .is_blocking = rows_int(rows, 3) == 1 };
        bool is_known = item_kind_parse(rows_text(rows, 0), &item->kind);
        assert(is_known);
        (void)is_known; /* the table holds no other */
    }
    return rows_done(rows);
}

/* Who does not see one of its clients does not see what it is called (P-9). */
#define CAMPAIGN_VISIBLE(MEMBER, TODAY)                                                            \
    " AND EXISTS (SELECT 1 FROM campaign_client asked WHERE asked.firm = $1"                       \
    " AND asked.campaign = c.id AND " CLIENT_VISIBLE("asked.client", MEMBER, TODAY) ")"

SQL(FIND, FIRM,
    "SELECT " COLUMNS
    " FROM campaign c WHERE c.firm = $1 AND c.id = $2" CAMPAIGN_VISIBLE("$3", "$4"));

bool campaign_find(struct ctx *cx, int64_t id, struct campaign *campaign)
{
    struct rows *rows = store_query(
        cx, &FIND, ARGS(arg_int(id), arg_int(cx->actor), arg_date(cx->arena, cx->today)));
    struct campaign found = { 0 };

    if (rows_next(rows))
        found = row_read(rows);
    if (!rows_done(rows))
        return false;
    if (found.id == 0)
        return fail(cx, FAULT_ABSENT, "CAMPAGNE-ABSENTE", NULL);
    if (!read_items(cx, &found))
        return false;
    *campaign = found;
    return true;
}

SQL(LIST, FIRM,
    "SELECT " COLUMNS
    " FROM campaign c WHERE c.firm = $1 AND (c.state <> 'drawn' OR c.member = $2)" CAMPAIGN_VISIBLE(
        "$2", "$3") " ORDER BY c.id DESC LIMIT $4");

bool campaign_list(struct ctx *cx, int64_t limit, struct campaign **campaigns, size_t *count)
{
    struct rows *rows = store_query(
        cx, &LIST, ARGS(arg_int(cx->actor), arg_date(cx->arena, cx->today), arg_int(limit)));
    struct campaign *list = NULL;
    size_t listed = 0, room = 0;

    while (rows_next(rows)) {
        if (listed == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        list[listed++] = row_read(rows);
    }
    if (!rows_done(rows))
        return false;
    *campaigns = list;
    *count = listed;
    return true;
}
