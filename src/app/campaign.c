/* « Campagne »: worded, previewed, launched; how it stands; undone or stopped (P-16). */
#include "app/campaign_form.h"
#include "app/campaign_model.h"
#include "app/handlers_campaign.h"
#include "base/str.h"
#include "format/csv_write.h"
#include "request/campaign_words.h"
#include "view/view.h"
#include "worker/generate_words.h"

const struct field campaign_page_fields[] = {
    { .name = "etat",
      .check = CHECK_CHOICE,
      .choices = "planned refused late open answered accepted dropped" },
    { .name = "apres", .check = CHECK_INT },
    { .name = "apercu", .check = CHECK_INT },
    { 0 },
};

const struct field campaign_stop_fields[] = {
    { .name = "reason", .check = CHECK_NOTE, .required = true },
    { 0 },
};

/* The file is made in memory. */
enum { FILE_ROWS = 100000 };

static bool find(struct ctx *cx, const struct request *request, struct campaign *campaign)
{
    return campaign_find(cx, request_id(request, "campaign"), campaign);
}

static bool find_mine(struct ctx *cx, const struct request *request, struct campaign *campaign)
{
    return find(cx, request, campaign)
        && (campaign_is_mine(request, campaign)
            || fail(cx, FAULT_DENIED, "CAMPAGNE-AUTRUI", "name", campaign_name(campaign), NULL));
}

bool campaign_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct json *map = json_put_map(answer->model, "campaign");
    struct campaign campaign;

    if (!find(cx, request, &campaign) || !campaign_put(cx, request, &campaign, map))
        return false;
    bool may_tell = campaign.state == CAMPAIGN_DRAWN && campaign_is_mine(request, &campaign);
    json_put_bool(answer->model, "may_tell", may_tell);
    return (!may_tell || campaign_form_put(cx, request, &campaign, answer->model))
        && (!may_tell || !campaign.has_due
            || campaign_put_preview(cx, request, &campaign, answer->model))
        && campaign_put_rows(cx, request, &campaign, answer->model);
}

static bool back(struct ctx *cx, const struct request *request, const char *notice,
                 struct answer *answer)
{
    if (request_is_api(request))
        return campaign_show(cx, request, answer);
    answer->redirect = campaign_path(cx->arena, request_id(request, "campaign"), "");
    answer->notice = notice;
    return true;
}

/* Each text with a flaw says so below its field; the API is told of the first. */
static bool word_flaw(struct ctx *cx, const struct request *request)
{
    bool is_flaw = !request_is_api(request) && str_starts(cx->fault.code, "BALISE-");

    if (!is_flaw)
        return false;
    cx->fault = (struct fault){ 0 };
    return fail(cx, FAULT_INPUT, "CAMPAGNE-TEXTE", NULL);
}

bool campaign_tell(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct campaign campaign;

    if (!find_mine(cx, request, &campaign) || !campaign_form_read(cx, request, &campaign))
        return false;
    if (!campaign_save(cx, &campaign))
        return word_flaw(cx, request);
    return back(cx, request, NULL, answer);
}

bool campaign_do(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct campaign campaign;

    return find_mine(cx, request, &campaign) && campaign_launch(cx, campaign.id, generate_day)
        && back(cx, request, "campaign.was_launched", answer);
}

bool campaign_end(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct campaign campaign;

    return find_mine(cx, request, &campaign)
        && campaign_stop(cx, campaign.id, request_text(request, "reason"))
        && back(cx, request, "campaign.was_stopped", answer);
}

bool campaign_take_back(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct campaign campaign;
    int64_t left;

    return find_mine(cx, request, &campaign) && campaign_undo(cx, campaign.id, &left)
        && back(cx, request, left > 0 ? "campaign.was_undone_partly" : "campaign.was_undone",
                answer);
}

static void write_row(struct ctx *cx, const struct request *request, const struct campaign_row *row,
                      struct csv_out *csv)
{
    const char *why = *row->why
        ? view_text(cx->arena, request_language(request),
                    arena_format(cx->arena, "campaign.why.%s", row->why), NULL)
        : "";

    csv_text(csv, row->code);
    csv_text(csv, row->siren);
    csv_text(csv, row->name);
    csv_text(csv, campaign_said(cx, request, row->standing));
    csv_text(csv, why);
    if (row->has_due)
        csv_date(csv, row->due_on);
    else
        csv_text(csv, "");
    csv_int(csv, row->got);
    csv_int(csv, row->wanted);
    csv_end(csv);
}

static void write_heads(struct ctx *cx, const struct request *request, struct csv_out *csv)
{
    static const char *const heads[] = { "code",   "siren", "client", "standing",
                                         "reason", "due",   "got",    "wanted" };

    for (size_t i = 0; i < COUNT_OF(heads); i++)
        csv_text(csv,
                 view_text(cx->arena, request_language(request),
                           arena_format(cx->arena, "campaign.head.%s", heads[i]), NULL));
    csv_end(csv);
}

bool campaign_csv(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const struct campaign_page page = { .standing = "", .limit = FILE_ROWS };
    struct csv_out csv = csv_start(cx->arena);
    struct campaign campaign;
    struct campaign_row *rows;
    size_t count;

    if (!find(cx, request, &campaign) || !campaign_rows(cx, campaign.id, &page, &rows, &count))
        return false;
    write_heads(cx, request, &csv);
    for (size_t i = 0; i < count; i++)
        write_row(cx, request, &rows[i], &csv);
    answer->file_name =
        arena_format(cx->arena, "%s %lld.csv",
                     view_text(cx->arena, request_language(request), "campaign.one", NULL),
                     (long long)campaign.id);
    answer->file_type = "text/csv; charset=utf-8";
    answer->file_bytes = buf_string(&csv.out);
    answer->file_size = csv.out.size;
    return true;
}
