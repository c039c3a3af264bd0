#include <stdlib.h>
#include <string.h>

#include "app/desk.h"
#include "app/handlers.h"
#include "app/page.h"
#include "app/roster_model.h"
#include "app/roster_take.h"
#include "base/limits.h"
#include "view/view.h"

enum { ROWS_SHOWN = 50, IMPORTS_SHOWN = 10, MEGABYTE = 1000000 };
enum { WAIT_MS = 1000, AGAIN_S = 2 }; /* for the end of a writing; until it is looked at again */
enum { PERCENT = 100 };

const struct field client_import_fields[] = {
    { .name = "kind", .check = CHECK_CHOICE, .choices = "clients figures" },
    { .name = "file", .check = CHECK_FILE, .required = true, .limit = LIMIT_IMPORT_BYTES },
    { 0 },
};

const struct field client_import_page_fields[] = {
    { .name = "kind", .check = CHECK_CHOICE, .choices = "clients figures" },
    { 0 },
};

const struct field client_import_report_fields[] = {
    { .name = "show", .check = CHECK_CHOICE, .choices = "faulty new changed same noted" },
    { .name = "after", .check = CHECK_INT },
    { 0 },
};

const struct field client_import_map_fields[] = {
    { .name = "column_*", .check = CHECK_TEXT },
    { 0 },
};

static enum roster_kind kind_of(const struct request *request)
{
    enum roster_kind kind;

    return roster_kind_parse(request_text(request, "kind"), &kind) ? kind : ROSTER_CLIENTS;
}

bool client_import_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct json *list = json_put_list(answer->model, "imports");
    struct roster_import *imports;
    size_t count;

    if (!roster_import_list(cx, IMPORTS_SHOWN, &imports, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct json *map = json_map(cx->arena);
        roster_import_put(map, cx->arena, request_language(request), &imports[i]);
        struct json *import = json_get(map, "import");
        json_put_bool(import, "is_done", strcmp(imports[i].state, "done") == 0);
        json_put_bool(import, "is_undone", strcmp(imports[i].state, "undone") == 0);
        json_put_bool(import, "is_running",
                      roster_run_look(cx, desk_roster(request), &imports[i]).stage
                          == ROSTER_RUNNING);
        json_add(list, import);
    }
    json_put_bool(answer->model, "has_imports", count > 0);
    json_put_bool(answer->model, "is_figures", kind_of(request) == ROSTER_FIGURES);
    json_put_int(answer->model, "limit_mb", LIMIT_IMPORT_BYTES / MEGABYTE);
    return true;
}

static const char *path_of(struct ctx *cx, int64_t import, const char *end)
{
    return arena_format(cx->arena, "/clients/importer/%lld%s", (long long)import, end);
}

bool client_import_take(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct roster_taking taking = { .kind = kind_of(request), .limits = CHILD_UPLOAD };
    struct upload upload;
    int64_t import;

    if (!request_upload(request, "file", &upload))
        return fail(cx, FAULT_INPUT, "CHAMP-MANQUE", "field", "file", NULL);
    taking.path = upload.path;
    taking.name = upload.name;
    if (!roster_take(cx, &taking, &import))
        return false;
    answer->redirect = path_of(cx, import, "");
    return true;
}

/* What is shown first is what needs a person: faulty rows, else what changes. */
static const char *shown(const struct request *request, const struct roster_import *import)
{
    const char *asked = request_text(request, "show");

    return *asked                    ? asked
        : import->counts.faulty > 0  ? "faulty"
        : import->counts.changed > 0 ? "changed"
        : import->counts.created > 0 ? "new"
                                     : "same";
}

static bool rows_put(struct ctx *cx, const struct request *request,
                     const struct roster_import *import, struct json *model)
{
    const char *show = shown(request, import);
    struct roster_place place = { .after = request_int(request, "after"),
                                  .limit = ROWS_SHOWN + 1,
                                  .is_noted = strcmp(show, "noted") == 0 };
    struct json *list = json_put_list(model, "rows");
    struct roster_kept *rows;
    size_t count;

    if (!roster_verdict_parse(show, &place.verdict))
        place.verdict = ROSTER_VERDICT_COUNT;
    if (!roster_import_rows(cx, import->id, &place, &rows, &count))
        return false;
    for (size_t i = 0; i < count && i < ROWS_SHOWN; i++)
        if (!roster_row_put(cx, request_language(request), import, &rows[i], list))
            return false;
    json_put_text(model, "show", show);
    json_put_bool(model, "has_rows", count > 0);
    json_put_bool(model, "has_more", count > ROWS_SHOWN);
    if (count > ROWS_SHOWN)
        json_put_int(model, "next", rows[ROWS_SHOWN - 1].number);
    return true;
}

static int64_t tab_count(const struct roster_import *import, const char *show)
{
    const struct roster_counts *counts = &import->counts;

    return strcmp(show, "faulty") == 0 ? counts->faulty
        : strcmp(show, "new") == 0     ? counts->created
        : strcmp(show, "changed") == 0 ? counts->changed
        : strcmp(show, "noted") == 0   ? counts->noted
                                       : counts->same;
}

static void tabs_put(struct ctx *cx, const struct roster_import *import, const char *show,
                     struct json *model)
{
    static const char *const tabs[] = { "faulty", "new", "changed", "noted", "same" };
    struct json *list = json_put_list(model, "tabs");

    for (size_t i = 0; i < COUNT_OF(tabs); i++) {
        struct json *tab = json_add_map(list);
        const char *end = arena_format(cx->arena, "?show=%s", tabs[i]);
        json_put_text(tab, "name", tabs[i]);
        json_put_text(tab, "path", path_of(cx, import->id, end));
        json_put_int(tab, "count", tab_count(import, tabs[i]));
        json_put_bool(tab, "is_here", strcmp(tabs[i], show) == 0);
        json_put_bool(tab, arena_format(cx->arena, "is_%s", tabs[i]), true);
    }
}

/* Each column's field, among all that may be chosen. */
static void choices_put(struct ctx *cx, const struct request *request,
                        const struct roster_import *import, struct json *model)
{
    struct json *columns = json_get(model, "columns");

    for (size_t i = 0; i < json_count(columns); i++) {
        struct json *column = json_at(columns, i), *fields = json_put_list(column, "fields");
        json_put_text(column, "input", arena_format(cx->arena, "column_%zu", i));
        for (int field = 0; field < ROSTER_FIELD_COUNT; field++) {
            if (!roster_field_fits((enum roster_field)field, import->kind))
                continue;
            struct json *choice = json_add_map(fields);
            json_put_text(choice, "value", roster_field_name((enum roster_field)field));
            json_put_text(
                choice, "name",
                roster_label(cx->arena, request_language(request), (enum roster_field)field));
            json_put_bool(choice, "is_chosen", import->map.columns[field] == (int)i);
        }
    }
}

/* What is being done, and how much of it. */
static void progress_put(const struct roster_ran *ran, struct json *model)
{
    struct json *progress = json_put_map(model, "progress");

    json_put_int(progress, "done", (int64_t)ran->done);
    json_put_int(progress, "total", (int64_t)ran->total);
    json_put_int(progress, "percent",
                 ran->total > 0 ? (int64_t)(ran->done * PERCENT / ran->total) : 0);
    json_put_bool(model, "has_total", ran->total > 0);
    json_put_bool(model, "is_comparing", ran->phase == ROSTER_COMPARES);
    json_put_bool(model, "is_writing", ran->phase == ROSTER_WRITES);
    json_put_bool(model, "is_taking_back", ran->phase == ROSTER_TAKES_BACK);
    json_put_bool(model, "is_stopping", ran->is_stopping);
}

/* Where its writing is, if it was begun: the page looks again until it has ended. */
static enum roster_stage stage_put(struct ctx *cx, const struct request *request,
                                   const struct roster_import *import, struct answer *answer)
{
    const struct roster_ran ran = roster_run_look(cx, desk_roster(request), import);
    bool is_read = strcmp(import->state, "read") == 0, is_told = *request_notice(request) != '\0';
    bool is_done = strcmp(import->state, "done") == 0;
    struct json *model = answer->model;

    json_put_bool(model, "is_running", ran.stage == ROSTER_RUNNING);
    json_put_bool(model, "is_cut", ran.stage == ROSTER_CUT);
    json_put_bool(model, "is_stopped", ran.stage == ROSTER_STOPPED);
    json_put_bool(model, "is_stale", ran.stage == ROSTER_STALE && is_read && !is_told);
    if (ran.stage == ROSTER_FAILED && (is_read || is_done))
        json_put_text(model, "fault", view_fault(cx->arena, request_language(request), &ran.fault));
    if (ran.stage != ROSTER_RUNNING)
        return ran.stage;
    progress_put(&ran, model);
    answer->again_s = AGAIN_S;
    return ran.stage;
}

bool client_import_report(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct json *model = answer->model;
    struct roster_import import;

    if (!roster_import_find(cx, request_id(request, "client_import"), &import))
        return false;
    roster_import_put(model, cx->arena, request_language(request), &import);
    if (!rows_put(cx, request, &import, model))
        return false;
    const char *show = json_text(json_get(model, "show"));
    tabs_put(cx, &import, show, model);
    if (json_get(model, "next"))
        json_put_text(model, "next_path",
                      path_of(cx, import.id,
                              arena_format(cx->arena, "?show=%s&after=%lld", show,
                                           (long long)json_int(json_get(model, "next")))));
    json_put_text(model, "path", path_of(cx, import.id, ""));
    json_put_bool(model, "has_warnings", import.has_macros);
    json_put_bool(model, "has_faulty", import.counts.faulty > 0);
    bool is_running = stage_put(cx, request, &import, answer) == ROSTER_RUNNING;
    json_put_bool(model, "is_read", strcmp(import.state, "read") == 0 && !is_running);
    json_put_bool(model, "is_done", strcmp(import.state, "done") == 0 && !is_running);
    json_put_bool(model, "is_undone", strcmp(import.state, "undone") == 0);
    json_put_bool(model, "is_figures", import.kind == ROSTER_FIGURES);
    json_put_bool(model, "does_something", import.counts.created + import.counts.changed > 0);
    if (!request_is_api(request))
        choices_put(cx, request, &import, model);
    return true;
}

bool client_import_map(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct roster_map map = roster_map_none();
    size_t count;
    const struct named *named = request_named(request, &count);
    int64_t id = request_id(request, "client_import");
    enum roster_field field;

    for (size_t i = 0; i < count; i++)
        if (roster_field_parse(named[i].text, &field) && map.columns[field] == ROSTER_NO_COLUMN)
            map.columns[field] = atoi(named[i].rest);
    if (!roster_import_map(cx, id, &map))
        return false;
    answer->redirect = path_of(cx, id, "");
    answer->notice = "notice.roster_map";
    return true;
}

static bool job_run(struct ctx *cx, const struct request *request, bool is_undo,
                    struct roster_ran *ran)
{
    const struct roster_job job = { request_id(request, "client_import"), is_undo, WAIT_MS };
    struct roster_import import;

    return roster_import_find(cx, job.import, &import)
        && roster_run_start(cx, desk_roster(request), &job, ran);
}

bool client_import_do(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct roster_ran ran;

    if (!job_run(cx, request, false, &ran))
        return false;
    answer->redirect = path_of(cx, request_id(request, "client_import"), "");
    answer->notice = ran.stage == ROSTER_STALE ? "notice.roster_stale"
        : ran.stage == ROSTER_WRITTEN          ? "notice.roster_done"
                                               : NULL;
    return true;
}

bool client_import_stop(struct ctx *cx, const struct request *request, struct answer *answer)
{
    int64_t id = request_id(request, "client_import");
    struct roster_import import;

    if (!roster_import_find(cx, id, &import))
        return false;
    roster_run_stop(cx, desk_roster(request), id);
    answer->redirect = path_of(cx, id, "");
    return true;
}

bool client_import_undo(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct roster_ran ran;

    if (!job_run(cx, request, true, &ran))
        return false;
    answer->redirect = path_of(cx, request_id(request, "client_import"), "");
    answer->notice = ran.stage == ROSTER_WRITTEN ? "notice.roster_undone" : NULL;
    return true;
}
