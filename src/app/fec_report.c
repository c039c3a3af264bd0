#include "app/fec_report.h"

#include <stdlib.h>
#include <string.h>

#include "app/fec_file.h"
#include "view/view.h"

enum { ROWS_SHOWN = 50 };

/* The findings of one code and severity, in the order of their lines. */
struct group {
    const char *code;
    int severity; /* 0 the gravest */
    size_t first, count;
    int64_t total; /* with those that the report does not keep */
};

struct wording {
    struct arena *arena;
    const char *language;
    const struct json *findings, *counts;
    struct group *groups;
    size_t count;
};

static const char *text_of(const struct json *map, const char *key)
{
    const char *text = json_text(json_get(map, key));

    return text ? text : "";
}

static int severity_of(const struct json *finding)
{
    const char *text = text_of(finding, "severity");

    for (int severity = 0; severity < SEVERITY_COUNT; severity++)
        if (strcmp(severity_text((enum severity)severity), text) == 0)
            return severity;
    return SEVERITY_INFO;
}

static struct group *group_of(struct wording *wording, const struct json *finding, size_t place)
{
    const char *code = text_of(finding, "code");
    int severity = severity_of(finding);

    for (size_t i = 0; i < wording->count; i++)
        if (wording->groups[i].severity == severity && strcmp(wording->groups[i].code, code) == 0)
            return &wording->groups[i];
    wording->groups[wording->count] =
        (struct group){ .code = code, .severity = severity, .first = place };
    return &wording->groups[wording->count++];
}

/* What the report counts of a code and does not keep belongs to its fullest group. */
static void count_rest(struct wording *wording)
{
    for (size_t i = 0; i < wording->count; i++) {
        struct group *group = &wording->groups[i], *fullest = group;
        int64_t kept = 0;
        for (size_t j = 0; j < wording->count; j++)
            if (strcmp(wording->groups[j].code, group->code) == 0) {
                kept += (int64_t)wording->groups[j].count;
                if (wording->groups[j].count > fullest->count)
                    fullest = &wording->groups[j];
            }
        int64_t all = json_int(json_get(wording->counts, group->code));
        group->total = (int64_t)group->count + (fullest == group && all > kept ? all - kept : 0);
    }
}

static int by_gravity(const void *left, const void *right)
{
    const struct group *a = left, *b = right;

    if (a->severity != b->severity)
        return a->severity - b->severity;
    return (a->first > b->first) - (a->first < b->first);
}

static void put_row(const struct wording *wording, struct json *rows, const struct json *finding)
{
    static const char *const keys[] = { "line", "column", "value" };
    struct json *row = json_add_map(rows);

    for (size_t i = 0; i < COUNT_OF(keys); i++)
        if (json_kind(json_get(finding, keys[i])) != JSON_EMPTY)
            json_put(row, keys[i], json_get(finding, keys[i]));
    json_put_text(row, "message", fec_finding_word(wording->arena, wording->language, finding));
}

static void put_rows(const struct wording *wording, const struct group *group, struct json *map)
{
    struct json *rows = json_put_list(map, "rows");

    for (size_t i = group->first;
         i < json_count(wording->findings) && json_count(rows) < ROWS_SHOWN; i++) {
        const struct json *finding = json_at(wording->findings, i);
        if (severity_of(finding) == group->severity
            && strcmp(text_of(finding, "code"), group->code) == 0)
            put_row(wording, rows, finding);
    }
    int64_t shown = (int64_t)json_count(rows);
    json_put_int(map, "shown", shown);
    json_put_int(map, "more", group->total - shown);
    json_put_bool(map, "has_more", group->total > shown);
}

static void put_group(const struct wording *wording, const struct group *group, struct json *list)
{
    struct json *map = json_add_map(list);
    const char *severity = severity_text((enum severity)group->severity);
    const char *title = arena_format(wording->arena, "title.%s", group->code);

    json_put_text(map, "code", group->code);
    json_put_text(map, "title", view_text(wording->arena, wording->language, title, NULL));
    json_put_text(map, "severity", severity);
    json_put_bool(map, arena_format(wording->arena, "is_%s", severity), true);
    json_put_bool(map, "is_open", json_count(list) == 1);
    json_put_int(map, "count", group->total);
    put_rows(wording, group, map);
}

static void put_findings(struct wording *wording, struct json *model)
{
    struct json *list = json_put_list(model, "findings");
    int64_t counts[SEVERITY_COUNT] = { 0 };

    for (size_t i = 0; i < json_count(wording->findings); i++)
        group_of(wording, json_at(wording->findings, i), i)->count++;
    count_rest(wording);
    if (wording->count > 0)
        qsort(wording->groups, wording->count, sizeof *wording->groups, by_gravity);
    for (size_t i = 0; i < wording->count; i++) {
        put_group(wording, &wording->groups[i], list);
        counts[wording->groups[i].severity] += wording->groups[i].total;
    }
    json_put_int(model, "errors", counts[SEVERITY_ERROR]);
    json_put_int(model, "warnings", counts[SEVERITY_WARNING] + counts[SEVERITY_INFO]);
    json_put_bool(model, "has_findings", wording->count > 0);
}

static void put_import(struct json *import, const struct json *report)
{
    static const char *const keys[] = { "lines",     "entries",    "columns", "encoding",
                                        "debit",     "credit",     "closing", "siren",
                                        "customers", "open_items", "verdict" };
    const char *separator = text_of(report, "separator");

    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        struct json *value = json_get(report, keys[i]);
        if (value && json_kind(value) != JSON_EMPTY)
            json_put(import, keys[i], value);
    }
    json_put_text(import, "file_name", text_of(report, "file"));
    json_put_text(import, "separator", strcmp(separator, "PIPE") == 0 ? "|" : separator);
}

void fec_report_put(struct json *model, struct arena *arena, const char *language,
                    const struct json *report)
{
    struct json *import = json_put_map(model, "import");
    const struct json *findings = json_get(report, "findings");
    struct wording wording = {
        .arena = arena,
        .language = language,
        .findings = findings,
        .counts = json_get(report, "counts"),
        .groups = arena_new(arena, struct group, json_count(findings) + 1),
    };

    put_import(import, report);
    json_put_bool(model, "is_conforming",
                  strcmp(text_of(report, "verdict"), verdict_text(VERDICT_CONFORM)) == 0);
    json_put_bool(model, "is_accepted", json_bool(json_get(report, "accepted")));
    json_put_bool(model, "is_balanced",
                  strcmp(text_of(report, "debit"), text_of(report, "credit")) == 0);
    json_put_bool(model, "has_counts", json_int(json_get(report, "entries")) > 0);
    put_findings(&wording, model);
}
