#include "request/answer.h"

#include <string.h>

#include "base/limits.h"
#include "base/str.h"
#include "client/change.h"
#include "request/act.h"

static bool figure_read(struct ctx *cx, const char *text, const char **answer)
{
    struct money money;

    if (!money_parse(text, &money))
        return fail(cx, FAULT_INPUT, "REPONSE-CHIFFRE", "field", "answer", "value", text, NULL);
    *answer = arena_format(cx->arena, "%lld", (long long)money.cents);
    return true;
}

/* Written in French too, as its sentence asks for it. */
static bool yes_no_read(struct ctx *cx, const char *text, const char **answer)
{
    const char *folded = str_fold(cx->arena, text);
    bool is_yes = strcmp(folded, "yes") == 0 || strcmp(folded, "oui") == 0;
    bool is_no = strcmp(folded, "no") == 0 || strcmp(folded, "non") == 0;

    *answer = is_yes ? "yes" : "no";
    return is_yes || is_no || fail(cx, FAULT_INPUT, "REPONSE-OUI-NON", "field", "answer", NULL);
}

/* The answer as it is kept. */
static bool answer_read(struct ctx *cx, const struct item *item, const char *text,
                        const char **answer)
{
    const char *trimmed = str_trim(cx->arena, text);

    if (item->kind == ITEM_DOCUMENT)
        return fail(cx, FAULT_INPUT, "REPONSE-DOCUMENT", "field", "answer", "name", item->name,
                    NULL);
    if (!*trimmed)
        return fail(cx, FAULT_INPUT, "REPONSE-VIDE", "field", "answer", "name", item->name, NULL);
    if (str_chars(trimmed) > LIMIT_NOTE_CHARS)
        return fail(cx, FAULT_INPUT, "REPONSE-LONGUE", "field", "answer", "limit",
                    arena_format(cx->arena, "%d", LIMIT_NOTE_CHARS), NULL);
    if (item->kind == ITEM_FIGURE)
        return figure_read(cx, trimmed, answer);
    if (item->kind == ITEM_YES_NO)
        return yes_no_read(cx, trimmed, answer);
    *answer = trimmed;
    return true;
}

/* The item stands, and the firm has not said yes to it. */
static bool is_free(const struct act *act)
{
    if (!act_stands(act))
        return false;
    return act->item->state != ITEM_ACCEPTED
        || fail(act->cx, FAULT_CONFLICT, "PIECE-ACCEPTEE", "name", act->item->name, NULL);
}

static void give(struct item *item, const char *answer)
{
    item->state = ITEM_GIVEN;
    item->answer = answer;
    item->reason = "";
    item->is_promised = false;
}

static bool answer(struct ctx *cx, int64_t item, const char *text, const struct hand *by)
{
    struct act act;
    const char *kept;

    if (!act_on_item(cx, item, by, &act) || !answer_read(cx, act.item, text, &kept))
        return false;
    bool is_said = strcmp(act.item->answer, kept) == 0;
    if (is_said && (act.item->state == ITEM_GIVEN || act.item->state == ITEM_ACCEPTED))
        return true;
    if (!is_free(&act))
        return false;
    give(act.item, kept);
    return act_end(&act, "given", kept);
}

bool item_answer(struct ctx *cx, int64_t item, const char *text, const struct hand *by)
{
    bool is_own;

    return client_begin(cx, &is_own) && client_end(cx, is_own, answer(cx, item, text, by));
}

static bool takes_file(const struct act *act)
{
    return is_free(act)
        && (act->item->kind == ITEM_DOCUMENT
            || fail(act->cx, FAULT_INPUT, "REPONSE-ECRITE", "field", "piece", "name",
                    act->item->name, NULL));
}

bool item_takes_file(struct ctx *cx, int64_t item, const struct hand *by, struct demand *request)
{
    struct act act = { .cx = cx, .by = by };

    if (!request_of_item(cx, by->contact, item, &act.request) || !act_find_item(&act, item)
        || !takes_file(&act))
        return false;
    *request = act.request;
    return true;
}

static bool given(struct ctx *cx, int64_t item, const char *document, const struct hand *by)
{
    struct act act;

    if (!act_on_item(cx, item, by, &act) || !takes_file(&act))
        return false;
    if (act.item->state == ITEM_GIVEN)
        return act_tell(&act, "given", document);
    give(act.item, act.item->answer);
    return act_end(&act, "given", document);
}

bool item_given(struct ctx *cx, int64_t item, const char *document, const struct hand *by)
{
    bool is_own;

    return client_begin(cx, &is_own) && client_end(cx, is_own, given(cx, item, document, by));
}

static bool take_back(struct ctx *cx, int64_t item, const struct hand *by)
{
    struct act act;

    if (!act_on_item(cx, item, by, &act) || !is_free(&act))
        return false;
    if (item_is_owed(act.item))
        return true;
    act.item->state = ITEM_MISSING;
    act.item->answer = act.item->reason = "";
    return act_end(&act, "taken_back", "");
}

bool item_take_back(struct ctx *cx, int64_t item, const struct hand *by)
{
    bool is_own;

    return client_begin(cx, &is_own) && client_end(cx, is_own, take_back(cx, item, by));
}

static bool none(struct ctx *cx, int64_t item, const char *reason, const struct hand *by)
{
    struct act act;

    if (!text_check(cx, reason, "MOTIF") || !act_on_item(cx, item, by, &act) || !is_free(&act))
        return false;
    if (act.item->state == ITEM_NONE && strcmp(act.item->reason, reason) == 0)
        return true;
    act.item->state = ITEM_NONE;
    act.item->answer = "";
    act.item->reason = reason;
    act.item->is_promised = false;
    return act_end(&act, "none", reason);
}

bool item_none(struct ctx *cx, int64_t item, const char *reason, const struct hand *by)
{
    bool is_own;

    return client_begin(cx, &is_own)
        && client_end(cx, is_own, none(cx, item, str_trim(cx->arena, reason), by));
}

static bool holds_item(const struct act *act, int64_t item)
{
    for (size_t i = 0; i < act->request.item_count; i++)
        if (act->request.items[i].id == item)
            return true;
    return item == 0 || fail(act->cx, FAULT_ABSENT, "DEMANDE-ABSENTE", NULL);
}

static bool comment(struct ctx *cx, const struct remark *remark, const struct hand *by)
{
    const char *text = str_trim(cx->arena, remark->text);
    struct act act;

    if (!text_check(cx, text, "COMMENTAIRE-VIDE") || !act_on_request(cx, remark->request, by, &act)
        || !holds_item(&act, remark->item))
        return false;
    struct item item = { .id = remark->item };
    act.item = remark->item > 0 ? &item : NULL;
    return act_tell(&act, "comment", text);
}

bool request_comment(struct ctx *cx, const struct remark *remark, const struct hand *by)
{
    bool is_own;

    return client_begin(cx, &is_own) && client_end(cx, is_own, comment(cx, remark, by));
}
