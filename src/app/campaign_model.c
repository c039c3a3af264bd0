#include "app/campaign_model.h"

#include <string.h>

#include "app/page.h"
#include "view/view.h"

const char *campaign_path(struct arena *arena, int64_t id, const char *end)
{
    return arena_format(arena, "/campagnes/%lld%s", (long long)id, end);
}

bool campaign_is_mine(const struct request *request, const struct campaign *campaign)
{
    return (request_role(request) & ROLE_ADMIN) != 0 || campaign->member == request_member(request);
}

static const char *word(struct ctx *cx, const struct request *request, const char *section,
                        const char *key)
{
    return view_text(cx->arena, request_language(request),
                     arena_format(cx->arena, "%s.%s", section, key), NULL);
}

const char *campaign_said(struct ctx *cx, const struct request *request,
                          enum campaign_standing standing)
{
    return word(cx, request, "campaign.standing", campaign_standing_text(standing));
}

static bool put_counts(struct ctx *cx, const struct campaign *campaign, struct json *map)
{
    int64_t counts[STANDING_COUNT], all = 0;

    if (!campaign_counts(cx, campaign->id, counts))
        return false;
    for (enum campaign_standing each = 0; each < STANDING_COUNT; each++) {
        all += counts[each];
        json_put_int(map, campaign_standing_text(each), counts[each]);
    }
    json_put_int(map, "all", all);
    json_put_int(map, "done", counts[STANDING_ANSWERED] + counts[STANDING_ACCEPTED]);
    json_put_int(map, "missing", counts[STANDING_OPEN] + counts[STANDING_LATE]);
    json_put_int(map, "asked",
                 all - counts[STANDING_PLANNED] - counts[STANDING_REFUSED]
                     - counts[STANDING_DROPPED]);
    json_put_bool(map, "has_planned", counts[STANDING_PLANNED] > 0);
    json_put_bool(map, "has_refused", counts[STANDING_REFUSED] > 0);
    json_put_bool(map, "has_late", counts[STANDING_LATE] > 0);
    return true;
}

static void put_times(struct ctx *cx, const struct campaign *campaign, bool is_mine,
                      struct json *map)
{
    enum { DAY_MS = 86400000 };
    const struct instant until = { campaign->launched_at.ms
                                   + (int64_t)CAMPAIGN_UNDO_DAYS * DAY_MS };
    bool runs = campaign->state == CAMPAIGN_RUNNING || campaign->state == CAMPAIGN_PLANNED;
    bool may_undo = is_mine && runs && until.ms >= cx->now.ms;

    if (campaign->has_due)
        json_put_date(map, "due_on", campaign->due_on);
    if (campaign->state == CAMPAIGN_PLANNED)
        json_put_date(map, "starts_on", campaign->starts_on);
    if (campaign->launched_at.ms > 0)
        json_put_text(map, "launched_at", instant_text(cx->arena, campaign->launched_at));
    if (campaign->ended_at.ms > 0)
        json_put_text(map, "ended_at", instant_text(cx->arena, campaign->ended_at));
    json_put_bool(map, "may_undo", may_undo);
    if (may_undo)
        json_put_text(map, "undo_until", instant_text(cx->arena, until));
    json_put_bool(map, "may_stop", is_mine && (runs || campaign->state == CAMPAIGN_UNDONE));
}

bool campaign_put(struct ctx *cx, const struct request *request, const struct campaign *campaign,
                  struct json *map)
{
    const char *state = campaign_state_text(campaign->state), *by, *ended_by;
    bool is_mine = campaign_is_mine(request, campaign);

    if (!page_member(cx, request, campaign->member, &by)
        || !page_member(cx, request, campaign->ended_by, &ended_by))
        return false;
    json_put_int(map, "id", campaign->id);
    const char *name = words_in(&campaign->name, request_language(request));
    json_put_text(map, "name", *name ? name : word(cx, request, "campaign", "unnamed"));
    json_put_text(map, "instructions",
                  words_in(&campaign->instructions, request_language(request)));
    json_put_text(map, "path", campaign_path(cx->arena, campaign->id, ""));
    json_put_text(map, "by", by);
    json_put_text(map, "ended_by", ended_by);
    json_put_text(map, "reason", campaign->reason);
    json_put_text(map, "state", word(cx, request, "campaign.state", state));
    json_put_bool(map, arena_format(cx->arena, "is_%s", state), true);
    json_put_bool(map, "is_told", campaign->has_due);
    json_put_bool(map, "is_mine", is_mine);
    put_times(cx, campaign, is_mine, map);
    return put_counts(cx, campaign, json_put_map(map, "counts"));
}

static const char *preview_path(struct ctx *cx, const struct campaign *campaign,
                                const struct campaign_row *row)
{
    return campaign_path(cx->arena, campaign->id,
                         arena_format(cx->arena, "?apercu=%lld#apercu", (long long)row->client));
}

static void put_row(struct ctx *cx, const struct request *request, const struct campaign_row *row,
                    struct json *list)
{
    struct json *map = json_add_map(list);

    json_put_int(map, "client", row->client);
    json_put_text(map, "name", row->name);
    json_put_text(map, "standing", campaign_said(cx, request, row->standing));
    for (enum campaign_standing each = 0; each < STANDING_COUNT; each++)
        json_put_bool(map, arena_format(cx->arena, "is_%s", campaign_standing_text(each)),
                      each == row->standing);
    if (*row->why)
        json_put_text(map, "why", word(cx, request, "campaign.why", row->why));
    if (row->request == 0)
        return;
    json_put_int(map, "request", row->request);
    json_put_int(map, "got", row->got);
    json_put_int(map, "wanted", row->wanted);
    json_put_date(map, "due_on", row->due_on);
}

/* What the list may be held to; those that nobody is in are left out. */
static void put_standings(struct ctx *cx, const struct request *request,
                          const struct campaign *campaign, struct json *model)
{
    const struct json *counts = json_get(json_get(model, "campaign"), "counts");
    struct json *list = json_put_list(model, "standings");
    const char *current = request_text(request, "etat");

    for (enum campaign_standing each = 0; each < STANDING_COUNT; each++) {
        const char *name = campaign_standing_text(each);
        if (json_int(json_get(counts, name)) == 0)
            continue;
        struct json *map = json_add_map(list);
        json_put_text(map, "name", campaign_said(cx, request, each));
        json_put_int(map, "count", json_int(json_get(counts, name)));
        json_put_bool(map, "is_current", strcmp(current, name) == 0);
        json_put_text(
            map, "url",
            campaign_path(cx->arena, campaign->id, arena_format(cx->arena, "?etat=%s", name)));
    }
    json_put_bool(model, "is_all", *current == '\0');
}

static const char *rows_url(struct ctx *cx, const struct request *request,
                            const struct campaign *campaign, int64_t after)
{
    return campaign_path(cx->arena, campaign->id,
                         arena_format(cx->arena, "?etat=%s&apres=%lld",
                                      request_text(request, "etat"), (long long)after));
}

bool campaign_put_rows(struct ctx *cx, const struct request *request,
                       const struct campaign *campaign, struct json *model)
{
    const struct campaign_page page = { .after = request_int(request, "apres"),
                                        .standing = request_text(request, "etat"),
                                        .limit = PAGE_ROWS + 1 };
    struct json *list = json_put_list(model, "rows");
    struct campaign_row *rows;
    size_t count;

    put_standings(cx, request, campaign, model);
    if (!campaign_rows(cx, campaign->id, &page, &rows, &count))
        return false;
    for (size_t i = 0; i < count && i < PAGE_ROWS; i++) {
        put_row(cx, request, &rows[i], list);
        if (json_get(model, "preview") && rows[i].standing == STANDING_PLANNED)
            json_put_text(json_at(list, i), "preview_path", preview_path(cx, campaign, &rows[i]));
    }
    json_put_bool(model, "has_rows", count > 0);
    if (count > PAGE_ROWS)
        json_put_text(model, "next_url",
                      rows_url(cx, request, campaign, rows[PAGE_ROWS - 1].place));
    if (page.after > 0)
        json_put_text(model, "first_url", rows_url(cx, request, campaign, 0));
    json_put_text(model, "csv_path", campaign_path(cx->arena, campaign->id, "/liste.csv"));
    return true;
}
