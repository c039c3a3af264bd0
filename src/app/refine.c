/* The words of a service's requests, for one client or one of its missions (E-2). */
#include <stdlib.h>
#include <string.h>

#include "app/client_page.h"
#include "app/handlers_mission.h"
#include "app/refine_model.h"
#include "base/str.h"
#include "view/view.h"

const struct field refine_fields[] = {
    { .name = "act", .check = CHECK_TEXT, .required = true },
    { .name = "change", .check = CHECK_INT },
    { .name = "text-*", .check = CHECK_NOTE },
    { 0 },
};

enum { STATUS_WRONG = 400, STATUS_CONFLICT = 409 };

struct refining {
    const struct request *request;
    struct answer *answer;
    struct refine_draft draft;
};

static bool begin(struct ctx *cx, struct refining *refining)
{
    struct client client;

    return client_page_put(cx, refining->request, &client, refining->answer->model)
        && refine_draft_find(cx, refining->request, &client, &refining->draft);
}

static bool show(struct ctx *cx, struct refining *refining)
{
    return refine_put(cx, refining->request, &refining->draft, refining->answer->model);
}

bool refine_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct refining refining = { .request = request, .answer = answer };

    if (!begin(cx, &refining))
        return false;
    refine_draft_check(cx, &refining.draft);
    return show(cx, &refining);
}

static bool record(struct ctx *cx, const struct refine_draft *draft, const char *text)
{
    if (draft->line.id > 0)
        return refine_mission(cx, draft->line.id, text);
    return refine_client(cx, draft->client.id, draft->service.id, text);
}

static bool kept(struct ctx *cx, struct refining *refining, const char *notice)
{
    const struct refine_draft *draft = &refining->draft;

    if (request_is_api(refining->request))
        return begin(cx, refining) && show(cx, refining);
    refining->answer->redirect = draft->line.id > 0
        ? refine_line_path(cx->arena, &draft->line)
        : refine_client_path(cx->arena, draft->client.id, draft->service.id);
    refining->answer->notice = notice;
    return true;
}

static bool wrong(struct ctx *cx, struct refining *refining)
{
    if (request_is_api(refining->request)) {
        cx->fault = refining->draft.flaws[0].fault;
        return false;
    }
    refining->answer->status = STATUS_WRONG;
    return show(cx, refining);
}

/* Somebody saved other words since the form was shown: nothing is overwritten. */
static bool overtaken(struct ctx *cx, struct refining *refining)
{
    const struct fault fault = { .kind = FAULT_CONFLICT, .code = "TEXTES-CHANGES" };

    if (request_is_api(refining->request))
        return fail(cx, FAULT_CONFLICT, fault.code, NULL);
    json_put_text(refining->answer->model, "fault",
                  view_fault(cx->arena, request_language(refining->request), &fault));
    refining->answer->status = STATUS_CONFLICT;
    return show(cx, refining);
}

static bool save(struct ctx *cx, struct refining *refining, const char *notice)
{
    struct refine_draft *draft = &refining->draft;
    const char *text;

    if (draft->flaw_count > 0)
        return wrong(cx, refining);
    if (request_has(refining->request, "change")
        && request_int(refining->request, "change") != draft->last.id)
        return overtaken(cx, refining);
    return refine_text(cx, draft->own, draft->wider.request_count, &text) && record(cx, draft, text)
        && kept(cx, refining, notice);
}

/* What stood before the last change, which is one more. */
static bool undo(struct ctx *cx, struct refining *refining)
{
    struct refine_draft *draft = &refining->draft;

    if (draft->last.id == 0 || request_int(refining->request, "change") != draft->last.id) {
        refine_draft_check(cx, draft);
        return overtaken(cx, refining);
    }
    return record(cx, draft, draft->last.before) && kept(cx, refining, "notice.refine_undone");
}

bool refine_change(struct ctx *cx, const struct request *request, struct answer *answer)
{
    static const char ONE[] = "drop-";
    struct refining refining = { .request = request, .answer = answer };
    const char *act = request_text(request, "act");

    if (!begin(cx, &refining))
        return false;
    if (strcmp(act, "undo") == 0)
        return undo(cx, &refining);
    refine_draft_read(cx->arena, request, &refining.draft);
    if (strcmp(act, "drop") == 0)
        refine_draft_drop(cx->arena, &refining.draft, 0);
    else if (str_starts(act, ONE))
        refine_draft_drop(cx->arena, &refining.draft, strtoul(act + strlen(ONE), NULL, 10));
    else if (strcmp(act, "look") != 0 && strcmp(act, "save") != 0)
        return fail(cx, FAULT_INPUT, "CHAMP-CHOIX", "field", "act", "value", act, "choices",
                    "look save drop drop-N undo", NULL);
    refine_draft_check(cx, &refining.draft);
    if (strcmp(act, "save") == 0)
        return save(cx, &refining, "notice.refine_saved");
    return strcmp(act, "drop") == 0 ? save(cx, &refining, "notice.refine_dropped")
                                    : show(cx, &refining);
}
