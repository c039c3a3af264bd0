/* « Règles »: missions to many clients by what these are, previewed, applied, kept up (E-12). */
#include <string.h>

#include "app/handlers_mission.h"
#include "app/rule_form.h"
#include "app/service_model.h"
#include "base/limits.h"
#include "firm/hub.h"
#include "view/view.h"

const struct field rule_fields[] = {
    { .name = "name", .check = CHECK_TEXT },
    { .name = "first", .check = CHECK_DATE },
    { .name = "last", .check = CHECK_DATE },
    { .name = "vat_none", .check = CHECK_FLAG },
    { .name = "vat_simplified", .check = CHECK_FLAG },
    { .name = "vat_monthly", .check = CHECK_FLAG },
    { .name = "vat_quarterly", .check = CHECK_FLAG },
    { .name = "payroll", .check = CHECK_CHOICE, .choices = "yes no" },
    { .name = "year_ends", .check = CHECK_TEXT },
    { .name = "signs", .check = CHECK_FLAG },
    { .name = "is_on", .check = CHECK_FLAG },
    { .name = "seen", .check = CHECK_TEXT },
    { .name = "act", .check = CHECK_CHOICE, .required = true, .choices = "look save" },
    { .name = "hub-*", .check = CHECK_FLAG },
    { .name = "line-*", .check = CHECK_TEXT },
    { 0 },
};

const struct field rule_except_fields[] = {
    { .name = "client", .check = CHECK_INT, .required = true },
    { .name = "reason", .check = CHECK_TEXT, .required = true },
    { 0 },
};

const struct field rule_let_in_fields[] = {
    { .name = "client", .check = CHECK_INT, .required = true },
    { 0 },
};

enum { STATUS_WRONG = 400 };

static const char *rule_path(struct arena *arena, int64_t id, const char *end)
{
    return arena_format(arena, "/catalogue/regles/%lld%s", (long long)id, end);
}

static void put_rule(struct arena *arena, const struct rule *rule, struct json *map)
{
    json_put_int(map, "id", rule->id);
    json_put_text(map, "name", rule->name);
    json_put_date(map, "first", rule->first);
    if (rule->has_last)
        json_put_date(map, "last", rule->last);
    json_put_bool(map, "is_on", rule->is_on);
    json_put_bool(map, "signs", rule->signs);
    json_put_int(map, "missions", rule->missions);
    json_put_text(map, "path", rule_path(arena, rule->id, ""));
    json_put_text(map, "apply_path", rule_path(arena, rule->id, "/appliquer"));
    json_put_text(map, "except_path", rule_path(arena, rule->id, "/exceptions"));
    json_put_text(map, "unexcept_path", rule_path(arena, rule->id, "/exceptions/retirer"));
}

bool rules_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct json *list = json_put_list(answer->model, "rules");
    struct rule *rules;
    size_t count;

    if (!rule_list(cx, &rules, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        put_rule(cx->arena, &rules[i], json_add_map(list));
    json_put_bool(answer->model, "has_rules", count > 0);
    json_put_bool(answer->model, "can_change", catalogue_may_change(request));
    return true;
}

struct editing {
    const struct request *request;
    struct answer *answer;
    struct rule_draft draft;
    bool is_new, is_seen;
};

static bool holds_hub(const struct rule_conditions *conditions, int64_t hub)
{
    for (size_t i = 0; i < conditions->hub_count; i++)
        if (conditions->hubs[i] == hub)
            return true;
    return false;
}

static bool put_conditions(struct ctx *cx, const struct rule_draft *draft, struct json *model)
{
    const struct rule_conditions *conditions = &draft->rule.conditions;
    struct json *form = json_get(model, "form"), *list = json_put_list(model, "hubs");
    struct hub *hubs;
    size_t count;

    for (size_t i = 0; i < conditions->vat_regime_count; i++)
        json_put_bool(form, arena_format(cx->arena, "vat_%s", conditions->vat_regimes[i]), true);
    json_put_bool(form, "payroll_yes", conditions->asks_payroll && conditions->has_payroll);
    json_put_bool(form, "payroll_no", conditions->asks_payroll && !conditions->has_payroll);
    json_put_text(form, "year_ends", draft->year_ends);
    if (!hub_list(cx, &hubs, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct json *map = json_add_map(list);
        json_put_int(map, "id", hubs[i].id);
        json_put_text(map, "name", hubs[i].name);
        json_put_bool(map, "is_chosen", holds_hub(conditions, hubs[i].id));
    }
    json_put_bool(model, "has_hubs", count > 0);
    return true;
}

static void put_services(struct arena *arena, const struct editing *editing, struct json *model)
{
    const struct rule_draft *draft = &editing->draft;
    struct json *list = json_put_list(model, "services");

    for (size_t i = 0; i < draft->offered_count; i++) {
        const struct service *service = &draft->offered[i];
        const struct mission_service *line = rule_draft_line(draft, service->id);
        struct json *map = json_add_map(list);
        json_put_int(map, "id", service->id);
        json_put_text(map, "title", service->title);
        json_put_bool(map, "is_chosen", line != NULL);
        if (!line)
            continue;
        struct choice_list choices = { arena, request_language(editing->request), "",
                                       rhythm_text(line->rhythm), json_put_list(map, "rhythms") };
        choices_rhythm(choices, false);
        json_put_bool(map, "is_legal", *line->follows != '\0');
        json_put_date(map, "first", line->first);
    }
    json_put_bool(model, "has_services", draft->offered_count > 0);
}

static void put_client(const struct rule_client *client, struct json *list)
{
    struct json *map = json_add_map(list);

    json_put_int(map, "id", client->client);
    json_put_text(map, "name", client->name);
    json_put_int(map, "mission", client->mission);
    json_put_text(map, "reason", client->reason);
    json_put_text(map, "follows_in", client->follows_in);
    json_put_bool(map, "is_new", client->verdict == RULE_NEW);
    json_put_bool(map, "has_one", client->verdict == RULE_HAS);
    json_put_bool(map, "is_except", client->verdict == RULE_EXCEPT);
    json_put_bool(map, "is_unfit", client->is_unfit);
    json_put_bool(map, "is_draft", client->verdict == RULE_HAS && client->is_draft);
}

static bool put_preview(struct ctx *cx, const struct editing *editing, struct json *model)
{
    static const char *const words[] = { "new", "has", "except" };
    struct json *preview = json_put_map(model, "preview"),
                *list = json_put_list(preview, "clients");
    struct rule_client *clients;
    size_t count, counts[RULE_VERDICT_COUNT] = { 0 }, unfit = 0, drafts = 0;

    if (!rule_preview(cx, &editing->draft.rule, &clients, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        counts[clients[i].verdict]++;
        unfit += clients[i].is_unfit;
        drafts += clients[i].verdict == RULE_HAS && clients[i].is_draft;
        if (i < LIMIT_PAGE_ROWS)
            put_client(&clients[i], list);
    }
    for (size_t i = 0; i < RULE_VERDICT_COUNT; i++)
        json_put_int(preview, words[i], (int64_t)counts[i]);
    json_put_int(preview, "count", (int64_t)count);
    json_put_int(preview, "unfit", (int64_t)unfit);
    json_put_int(preview, "drafts", (int64_t)drafts);
    json_put_bool(preview, "has_unfit", unfit > 0);
    json_put_bool(preview, "has_drafts", drafts > 0);
    json_put_bool(preview, "may_except",
                  !editing->is_new && catalogue_may_change(editing->request));
    json_put_bool(preview, "has_clients", count > 0);
    json_put_bool(preview, "has_new", counts[RULE_NEW] > 0);
    json_put_bool(preview, "has_more", count > LIMIT_PAGE_ROWS);
    json_put_text(model, "seen", rule_draft_mark(cx->arena, &editing->draft));
    return true;
}

static bool show(struct ctx *cx, struct editing *editing)
{
    struct json *model = editing->answer->model, *form = json_put_map(model, "form");
    const struct rule *rule = &editing->draft.rule;
    const char *language = request_language(editing->request);

    put_rule(cx->arena, rule, form);
    if (!editing->is_new)
        put_rule(cx->arena, rule, json_put_map(model, "rule"));
    json_put_bool(model, "is_new", editing->is_new);
    json_put_bool(model, "is_seen", editing->is_seen);
    json_put_bool(model, "can_change", catalogue_may_change(editing->request));
    json_put_text(model, "form_path",
                  editing->is_new ? "/catalogue/regles/nouvelle"
                                  : rule_path(cx->arena, rule->id, ""));
    put_services(cx->arena, editing, model);
    if (editing->draft.flaw.code)
        json_put_text(model, "fault", view_fault(cx->arena, language, &editing->draft.flaw));
    return put_conditions(cx, &editing->draft, model)
        && (!editing->is_seen || put_preview(cx, editing, model));
}

bool rule_new_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct editing editing = { .request = request, .answer = answer, .is_new = true };

    return rule_draft_begin(cx, 0, &editing.draft) && show(cx, &editing);
}

bool rule_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct editing editing = { .request = request, .answer = answer, .is_seen = true };

    return rule_draft_begin(cx, request_id(request, "rule"), &editing.draft) && show(cx, &editing);
}

static bool save(struct ctx *cx, struct editing *editing)
{
    struct rule *rule = &editing->draft.rule;

    if (!(editing->is_new ? rule_add(cx, rule) : rule_save(cx, rule)))
        return false;
    if (request_is_api(editing->request)) {
        put_rule(cx->arena, rule, json_put_map(editing->answer->model, "rule"));
        return true;
    }
    editing->answer->redirect = rule_path(cx->arena, rule->id, "");
    editing->answer->notice = "notice.rule_saved";
    return true;
}

static bool act(struct ctx *cx, struct editing *editing)
{
    const struct request *request = editing->request;
    const struct fault *flaw = &editing->draft.flaw;

    if (flaw->code && request_is_api(request)) {
        cx->fault = *flaw;
        return false;
    }
    if (flaw->code) {
        editing->answer->status = STATUS_WRONG;
        return show(cx, editing);
    }
    bool wants_save = strcmp(request_text(request, "act"), "save") == 0;
    if (wants_save
        && (request_is_api(request)
            || strcmp(request_text(request, "seen"), rule_draft_mark(cx->arena, &editing->draft))
                == 0))
        return save(cx, editing);
    json_put_bool(editing->answer->model, "is_unseen", wants_save);
    editing->is_seen = true;
    return show(cx, editing);
}

bool rule_new(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct editing editing = { .request = request, .answer = answer, .is_new = true };

    return rule_draft_begin(cx, 0, &editing.draft) && rule_draft_read(cx, request, &editing.draft)
        && act(cx, &editing);
}

bool rule_change(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct editing editing = { .request = request, .answer = answer };

    return rule_draft_begin(cx, request_id(request, "rule"), &editing.draft)
        && rule_draft_read(cx, request, &editing.draft) && act(cx, &editing);
}

static bool back(struct ctx *cx, const struct request *request, const char *notice,
                 struct answer *answer)
{
    if (request_is_api(request))
        return true;
    answer->redirect = rule_path(cx->arena, request_id(request, "rule"), "");
    answer->notice = notice;
    return true;
}

bool rule_do(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct rule_given given;

    if (!rule_apply(cx, request_id(request, "rule"), &given))
        return false;
    if (request_is_api(request)) {
        json_put_int(answer->model, "given", given.missions);
        json_put_int(answer->model, "drafts", given.drafts);
    }
    return back(cx, request,
                given.drafts > 0         ? "notice.rule_drafts"
                    : given.missions > 0 ? "notice.rule_applied"
                                         : "notice.rule_nobody",
                answer);
}

bool rule_leave_out(struct ctx *cx, const struct request *request, struct answer *answer)
{
    return rule_except(cx, request_id(request, "rule"), request_int(request, "client"),
                       request_text(request, "reason"))
        && back(cx, request, "notice.rule_except", answer);
}

bool rule_let_in(struct ctx *cx, const struct request *request, struct answer *answer)
{
    return rule_unexcept(cx, request_id(request, "rule"), request_int(request, "client"))
        && back(cx, request, "notice.rule_unexcept", answer);
}
