#include "mission/rule.h"

#include <string.h>

#include "client/change.h"
#include "client/visible.h"
#include "mission/rule_text.h"

SQL(RULE_ADD, FIRM,
    "INSERT INTO mission_rule (firm, id, name, conditions, content, is_on, seen, created_at,"
    " created_by) VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8)");

bool rule_add(struct ctx *cx, struct rule *rule)
{
    int64_t id;

    if (!rule_check(cx, rule) || !store_id(cx, "mission_rule", 1, &id)
        || !store_run(cx, &RULE_ADD,
                      ARGS(arg_int(id), arg_text(rule->name),
                           arg_text(rule_conditions_text(cx->arena, rule)),
                           arg_text(rule_content_text(cx->arena, rule)), arg_int(rule->is_on),
                           arg_instant(cx->now), arg_int(cx->actor))))
        return false;
    rule->id = id;
    rule->created_at = cx->now;
    rule->created_by = cx->actor;
    return true;
}

/* A rule that changed is applied to all clients anew. */
SQL(RULE_SAVE, FIRM,
    "UPDATE mission_rule SET name = $3, conditions = $4, content = $5, is_on = $6, seen = 0"
    " WHERE firm = $1 AND id = $2");

bool rule_save(struct ctx *cx, const struct rule *rule)
{
    int64_t changed;

    if (!rule_check(cx, rule)
        || !store_change(cx, &RULE_SAVE,
                         ARGS(arg_int(rule->id), arg_text(rule->name),
                              arg_text(rule_conditions_text(cx->arena, rule)),
                              arg_text(rule_content_text(cx->arena, rule)), arg_int(rule->is_on)),
                         &changed))
        return false;
    return changed > 0 || fail(cx, FAULT_ABSENT, "REGLE-ABSENTE", NULL);
}

#define RULE_COLUMNS                                                                               \
    "r.id, r.name, r.conditions, r.content, r.is_on, r.created_at, r.created_by,"                  \
    " (SELECT COUNT(*) FROM mission m WHERE m.firm = r.firm AND m.rule = r.id"                     \
    "   AND m.state <> 'ended' AND " CLIENT_UNHIDDEN("m.client", "$2", "$3") ")"

SQL(RULES, FIRM,
    "SELECT " RULE_COLUMNS " FROM mission_rule r WHERE r.firm = $1 ORDER BY r.name, r.id");
SQL(RULE, FIRM, "SELECT " RULE_COLUMNS " FROM mission_rule r WHERE r.firm = $1 AND r.id = $4");

struct kept {
    const char *conditions, *content;
};

static struct rule row_read(struct rows *rows, struct kept *kept)
{
    *kept = (struct kept){ rows_text(rows, 2), rows_text(rows, 3) };
    return (struct rule){
        .id = rows_int(rows, 0),
        .name = rows_text(rows, 1),
        .is_on = rows_int(rows, 4) == 1,
        .created_at = rows_instant(rows, 5),
        .created_by = rows_int(rows, 6),
        .missions = rows_int(rows, 7),
    };
}

bool rule_find(struct ctx *cx, int64_t id, struct rule *rule)
{
    struct rule found = { 0 };
    struct kept kept = { 0 };
    struct rows *rows = store_query(
        cx, &RULE, ARGS(arg_int(cx->actor), arg_date(cx->arena, cx->today), arg_int(id)));
    bool is_found = rows_next(rows);

    if (is_found)
        found = row_read(rows, &kept);
    if (!rows_done(rows))
        return false;
    if (!is_found)
        return fail(cx, FAULT_ABSENT, "REGLE-ABSENTE", NULL);
    if (!rule_text_read(cx, kept.conditions, kept.content, &found))
        return false;
    *rule = found;
    return true;
}

bool rule_list(struct ctx *cx, struct rule **rules, size_t *count)
{
    struct rule *list = NULL;
    struct kept *kept = NULL;
    size_t used = 0, room = 0, kept_room = 0;
    struct rows *rows =
        store_query(cx, &RULES, ARGS(arg_int(cx->actor), arg_date(cx->arena, cx->today)));

    while (rows_next(rows)) {
        if (used == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        if (used == kept_room)
            kept = arena_grow(cx->arena, kept, &kept_room, sizeof *kept);
        list[used] = row_read(rows, &kept[used]);
        used++;
    }
    if (!rows_done(rows))
        return false;
    for (size_t i = 0; i < used; i++)
        if (!rule_text_read(cx, kept[i].conditions, kept[i].content, &list[i]))
            return false;
    *rules = list;
    *count = used;
    return true;
}

SQL(EXCEPT, FIRM,
    "INSERT INTO mission_exception (firm, rule, client, reason, by) VALUES ($1, $2, $3, $4, $5)"
    " ON CONFLICT (firm, rule, client) DO UPDATE SET reason = $4, by = $5");

bool rule_except(struct ctx *cx, int64_t id, int64_t client, const char *reason)
{
    struct client found;
    struct rule rule;

    return rule_find(cx, id, &rule) && client_look(cx, client) && client_find(cx, client, &found)
        && store_run(cx, &EXCEPT,
                     ARGS(arg_int(id), arg_int(client), arg_text(reason), arg_int(cx->actor)));
}

SQL(UNEXCEPT, FIRM, "DELETE FROM mission_exception WHERE firm = $1 AND rule = $2 AND client = $3");
SQL(UNSEEN, FIRM, "UPDATE mission_rule SET seen = 0 WHERE firm = $1 AND id = $2");

static bool unexcept(struct ctx *cx, int64_t id, int64_t client)
{
    return store_run(cx, &UNEXCEPT, ARGS(arg_int(id), arg_int(client)))
        && store_run(cx, &UNSEEN, ARGS(arg_int(id)));
}

bool rule_unexcept(struct ctx *cx, int64_t id, int64_t client)
{
    struct rule rule;
    bool is_own;

    return rule_find(cx, id, &rule) && client_look(cx, client) && client_begin(cx, &is_own)
        && client_end(cx, is_own, unexcept(cx, id, client));
}
