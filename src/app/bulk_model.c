#include "app/bulk_model.h"

#include <stdlib.h>
#include <string.h>

#include "app/bulk_craft.h"
#include "app/bulk_notice_model.h"
#include "app/page.h"
#include "client/assignment.h"
#include "client/bulk_unseen.h"
#include "client/life.h"
#include "client/tag.h"
#include "store/visible.h"
#include "view/view.h"

enum { HISTORY_ROWS = 100, DAY_MS = 86400000 };

/* Hubs or members: what an id of a value is called. */
struct names {
    struct name {
        int64_t id;
        const char *name;
    } * list;
    size_t count;
};

SQL(HUBS, FIRM, "SELECT id, name FROM hub WHERE firm = $1 ORDER BY name, id");
SQL(MEMBERS, FIRM, "SELECT id, name FROM member WHERE firm = $1 ORDER BY name, id");
SQL(WORKING, FIRM,
    "SELECT id, name FROM member WHERE firm = $1 AND state <> 'archived' ORDER BY name, id");
SQL(PLANS, FIRM,
    "SELECT 0, c.plan FROM client c WHERE c.firm = $1 AND c.plan <> '' AND " CLIENT_UNHIDDEN(
        "c.id", "$2", "$3") " GROUP BY c.plan ORDER BY c.plan"
                            " /* scan: the words in use */");

SQL(SECTORS, FIRM,
    "SELECT 0, c.sector FROM client c WHERE c.firm = $1 AND c.sector <> '' AND " CLIENT_UNHIDDEN(
        "c.id", "$2", "$3") " GROUP BY c.sector ORDER BY c.sector"
                            " /* scan: the words in use */");

/* Fields that have a few words alone; the prefix and a word are the entry of what it is called. */
static const struct worded {
    const char *prefix;
    const char *words[5];
} worded[BULK_ACT_COUNT] = {
    [BULK_VAT] = { "client_form.vat_regime_", { "none", "simplified", "monthly", "quarterly" } },
    [BULK_PAYROLL] = { "bulk.payroll_", { "1", "0" } },
    [BULK_BASIS] = { "client_form.basis_", { "accrual", "cash" } },
    [BULK_LANGUAGE] = { "client_form.language_", { "fr", "en" } },
    [BULK_FOLLOW] = { "bulk.frequency_", { "daily", "weekly", "monthly" } },
    [BULK_UNFOLLOW] = { "bulk.frequency_", { NULL } },
};

static const char *worded_text(struct ctx *cx, const struct request *request, enum bulk_act act,
                               const char *value)
{
    return view_text(
        cx->arena, request_language(request),
        arena_format(cx->arena, "%s%s", worded[act].prefix, *value ? value : "unknown"), NULL);
}

static bool read_names(struct ctx *cx, struct rows *rows, struct names *names)
{
    size_t room = 0;

    *names = (struct names){ 0 };
    while (rows_next(rows)) {
        if (names->count == room)
            names->list = arena_grow(cx->arena, names->list, &room, sizeof *names->list);
        names->list[names->count++] = (struct name){ rows_int(rows, 0), rows_text(rows, 1) };
    }
    return rows_done(rows);
}

static bool is_of_member(enum bulk_act act)
{
    return act == BULK_ASSIGN || act == BULK_END;
}

static bool names_of(struct ctx *cx, enum bulk_act act, struct names *names)
{
    *names = (struct names){ 0 };
    if (act == BULK_HUB)
        return read_names(cx, store_query(cx, &HUBS, NO_ARGS), names);
    return !is_of_member(act) || read_names(cx, store_query(cx, &MEMBERS, NO_ARGS), names);
}

static const char *word(struct ctx *cx, const struct request *request, const char *section,
                        const char *key)
{
    return view_text(cx->arena, request_language(request),
                     arena_format(cx->arena, "%s.%s", section, key), NULL);
}

/* A value as people say it. */
static const char *said(struct ctx *cx, const struct request *request, const struct bulk *bulk,
                        const struct names *names, const char *value)
{
    if (bulk->act == BULK_STATE && *value)
        return word(cx, request, "listed_state", value);
    if (bulk->act == BULK_TAG || bulk->act == BULK_UNTAG)
        return *value ? bulk->value : word(cx, request, "bulk", "nothing");
    if (bulk->act == BULK_CONFIDENTIAL || bulk->act == BULK_OPEN)
        return word(cx, request, "bulk", *value ? "is_confidential" : "is_open");
    if (bulk_is_personal(bulk->act) && !*value)
        return word(cx, request, "bulk", "not_followed");
    if (bulk->act == BULK_NOTIFY)
        return bulk_notice_subjects(cx, request, value);
    if (worded[bulk->act].prefix && (*value || bulk->act == BULK_VAT))
        return worded_text(cx, request, bulk->act, value);
    if (bulk->act == BULK_YEAR_END && strlen(value) == 5 && value[2] == '-')
        return arena_format(cx->arena, "%s/%.2s", value + 3, value);
    for (size_t i = 0; i < names->count; i++)
        if (names->list[i].id == strtoll(value, NULL, 10))
            return names->list[i].name;
    return *value ? value : word(cx, request, "bulk", "nothing");
}

/* What the change sets: an act that needs no value is its own. */
static const char *value_said(struct ctx *cx, const struct request *request,
                              const struct bulk *bulk, const struct names *names)
{
    return said(cx, request, bulk, names, bulk->act == BULK_CONFIDENTIAL ? "1" : bulk->value);
}

struct choices {
    struct json *list;
    const char *chosen;
};

static void put_choice(const struct choices *choices, const char *value, const char *name)
{
    struct json *choice = json_add_map(choices->list);

    json_put_bool(choice, "is_chosen", strcmp(value, choices->chosen) == 0);
    json_put_text(choice, "value", value);
    json_put_text(choice, "name", name);
}

static void put_names(struct ctx *cx, const struct names *names, const struct choices *list)
{
    for (size_t i = 0; i < names->count; i++)
        put_choice(list,
                   names->list[i].id > 0
                       ? arena_format(cx->arena, "%lld", (long long)names->list[i].id)
                       : names->list[i].name,
                   names->list[i].name);
}

static void put_functions(struct ctx *cx, const struct request *request, const struct bulk *bulk,
                          struct json *form)
{
    const struct choices list = { json_put_list(form, "functions"), bulk->function };

    for (enum assignment_function each = 0; each < ASSIGNMENT_FUNCTION_COUNT; each++)
        put_choice(&list, assignment_function_text(each),
                   word(cx, request, "bulk_function", assignment_function_text(each)));
    json_put_bool(form, "has_functions", true);
}

static bool put_tags(struct ctx *cx, const struct choices *list)
{
    const char *const *tags;

    if (!tag_list_all(cx, &tags))
        return false;
    for (size_t i = 0; tags[i]; i++)
        put_choice(list, tags[i], tags[i]);
    return true;
}

static void put_states(struct ctx *cx, const struct request *request, const struct choices *list)
{
    for (enum client_state state = 0; state < CLIENT_STATE_COUNT; state++)
        put_choice(list, client_state_text(state),
                   word(cx, request, "listed_state", client_state_text(state)));
}

static void put_worded(struct ctx *cx, const struct request *request, enum bulk_act act,
                       const struct choices *list)
{
    for (const char *const *each = worded[act].words; *each; each++)
        put_choice(list, *each, worded_text(cx, request, act, *each));
}

static bool is_typed(enum bulk_act act)
{
    return act == BULK_TAG || act == BULK_PLAN || act == BULK_SECTOR || act == BULK_YEAR_END;
}

/* What may be chosen, or typed where the firm writes its own words. */
static bool put_form(struct ctx *cx, const struct request *request, const struct bulk *bulk,
                     struct json *model)
{
    if (bulk->act == BULK_NOTIFY)
        return bulk_notice_put(cx, request, bulk, model);
    struct json *form = json_put_map(model, "form");
    const struct choices list = { json_put_list(form, "choices"), bulk->value };
    struct names names = { 0 };

    json_put_text(form, "value", bulk->value);
    json_put_text(form, "label", word(cx, request, "bulk_value", bulk_act_text(bulk->act)));
    json_put_bool(form, is_typed(bulk->act) ? "is_typed" : "is_chosen", true);
    json_put_bool(form, "is_optional", bulk->act == BULK_HUB);
    if (is_of_member(bulk->act)) {
        put_functions(cx, request, bulk, form);
        if (!read_names(cx, store_query(cx, &WORKING, NO_ARGS), &names))
            return false;
    }
    if (bulk->act == BULK_HUB && !read_names(cx, store_query(cx, &HUBS, NO_ARGS), &names))
        return false;
    const struct arg *mine = ARGS(arg_int(cx->actor), arg_date(cx->arena, cx->today));
    if (bulk->act == BULK_PLAN && !read_names(cx, store_query(cx, &PLANS, mine), &names))
        return false;
    if (bulk->act == BULK_SECTOR && !read_names(cx, store_query(cx, &SECTORS, mine), &names))
        return false;
    put_names(cx, &names, &list);
    put_worded(cx, request, bulk->act, &list);
    if (bulk->act == BULK_STATE)
        put_states(cx, request, &list);
    return (bulk->act != BULK_TAG && bulk->act != BULK_UNTAG) || put_tags(cx, &list);
}

static void put_fate(struct ctx *cx, const struct request *request, enum bulk_act act,
                     const struct bulk_row *row, struct json *map)
{
    json_put_int(map, "id", row->client);
    json_put_text(map, "name", row->name);
    json_put_text(map, "fate",
                  word(cx, request, act == BULK_NOTIFY ? "bulk_notice_fate" : "bulk_fate",
                       bulk_fate_text(row->fate)));
    json_put_bool(map, arena_format(cx->arena, "is_%s", bulk_fate_text(row->fate)), true);
    if (*row->why)
        json_put_text(map, "why", word(cx, request, "bulk_why", row->why));
}

/* To whom a notice goes, and which one went today. */
static bool put_notified(struct ctx *cx, const struct request *request, const struct bulk_row *row,
                         struct json *map)
{
    const char *before;

    if (!bulk_notice_before(cx, request, row->before, &before))
        return false;
    json_put_text(map, "before", *before ? before : word(cx, request, "bulk", "not_notified"));
    json_put_text(map, "after", *row->after ? row->after : word(cx, request, "bulk", "nothing"));
    return true;
}

static bool put_rows(struct ctx *cx, const struct request *request, const struct bulk *bulk,
                     struct json *model)
{
    struct json *list = json_put_list(model, "rows");
    struct names names;
    const struct bulk_page page = { request_int(request, "after"), PAGE_ROWS + 1 };
    struct bulk_row *rows;
    size_t count;

    if (!names_of(cx, bulk->act, &names) || !bulk_rows(cx, bulk->id, page, &rows, &count))
        return false;
    for (size_t i = 0; i < count && i < PAGE_ROWS; i++) {
        struct json *map = json_add_map(list);
        put_fate(cx, request, bulk->act, &rows[i], map);
        if (bulk->act == BULK_NOTIFY) {
            if (!put_notified(cx, request, &rows[i], map))
                return false;
            continue;
        }
        json_put_text(map, "before", said(cx, request, bulk, &names, rows[i].before));
        json_put_text(map, "after", said(cx, request, bulk, &names, rows[i].after));
    }
    json_put_bool(model, "has_rows", count > 0);
    if (count > PAGE_ROWS)
        json_put_text(model, "next_url",
                      arena_format(cx->arena, "%s?after=%lld", request_path(request),
                                   (long long)rows[PAGE_ROWS - 1].place));
    if (request_int(request, "after") > 0)
        json_put_text(model, "first_url", request_path(request));
    json_put_text(model, "value_said", value_said(cx, request, bulk, &names));
    return true;
}

/* What the member's own change hides from them counts all the same: they did it (P-9). */
static bool put_counts(struct ctx *cx, const struct bulk *bulk, struct json *map)
{
    int64_t counts[BULK_FATE_COUNT], all = 0, unseen;

    if (!bulk_counts(cx, bulk->id, counts) || !bulk_count_unseen(cx, bulk, &unseen))
        return false;
    json_put_int(map, "unseen", unseen);
    json_put_bool(map, "has_unseen", unseen > 0);
    if (strcmp(bulk->state, "done") == 0)
        counts[BULK_DONE] += unseen;
    for (enum bulk_fate fate = 0; fate < BULK_FATE_COUNT; fate++) {
        all += counts[fate];
        json_put_int(map, bulk_fate_text(fate), counts[fate]);
        json_put_bool(map, arena_format(cx->arena, "has_%s", bulk_fate_text(fate)),
                      counts[fate] > 0);
    }
    json_put_int(map, "all", all);
    return true;
}

static bool put_head(struct ctx *cx, const struct request *request, const struct bulk *bulk,
                     struct json *map)
{
    const char *by;

    if (!page_member(cx, request, bulk->member, &by))
        return false;
    json_put_int(map, "id", bulk->id);
    json_put_text(map, "act", word(cx, request, "bulk_act", bulk_act_text(bulk->act)));
    json_put_text(map, "by", by);
    if (*bulk->function)
        json_put_text(map, "function", word(cx, request, "bulk_function", bulk->function));
    json_put_bool(map, arena_format(cx->arena, "is_%s", bulk->state), true);
    if (bulk->done_at.ms > 0)
        json_put_text(map, "done_at", instant_text(cx->arena, bulk->done_at));
    if (bulk->undone_at.ms > 0)
        json_put_text(map, "undone_at", instant_text(cx->arena, bulk->undone_at));
    const struct instant until = { bulk->done_at.ms + (int64_t)BULK_UNDO_DAYS * DAY_MS };
    bool may_undo = strcmp(bulk->state, "done") == 0 && until.ms >= cx->now.ms
        && bulk->act != BULK_NOTIFY && (!bulk_is_personal(bulk->act) || bulk->member == cx->actor);
    json_put_bool(map, "is_notice", bulk->act == BULK_NOTIFY);
    json_put_bool(map, "may_undo", may_undo);
    if (may_undo)
        json_put_text(map, "undo_until", instant_text(cx->arena, until));
    return put_counts(cx, bulk, map);
}

bool bulk_put(struct ctx *cx, const struct request *request, const struct bulk *bulk,
              struct json *model)
{
    struct json *map = json_put_map(model, "bulk");

    if (!put_head(cx, request, bulk, map))
        return false;
    json_put_bool(model, "is_told", bulk->is_told);
    json_put_bool(model, "may_tell",
                  strcmp(bulk->state, "drawn") == 0 && bulk_needs_value(bulk->act));
    json_put_bool(model, "may_do",
                  bulk->is_told && strcmp(bulk->state, "drawn") == 0
                      && json_int(json_get(map, "planned")) > 0);
    return put_form(cx, request, bulk, model) && put_rows(cx, request, bulk, model);
}

bool bulk_put_history(struct ctx *cx, const struct request *request, struct json *model)
{
    struct json *list = json_put_list(model, "bulks");
    bool is_admin = (request_role(request) & ROLE_ADMIN) != 0;
    struct bulk *bulks;
    size_t count;

    if (!bulk_list(cx, is_admin, HISTORY_ROWS, &bulks, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct json *map = json_add_map(list);
        struct names names;
        if (!names_of(cx, bulks[i].act, &names) || !put_head(cx, request, &bulks[i], map))
            return false;
        json_put_text(map, "value", value_said(cx, request, &bulks[i], &names));
    }
    json_put_bool(model, "has_bulks", count > 0);
    return true;
}
