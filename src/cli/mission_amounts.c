#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "app/amounts_report.h"
#include "cli/mission_acts.h"
#include "cli/table.h"
#include "view/format.h"
#include "view/view.h"

static bool read_sheet(struct ctx *cx, const struct call *call, struct amount_sheet *sheet)
{
    const char *path = call->operands[0];
    struct amount_source source = { .file = open(path, O_RDONLY | O_CLOEXEC),
                                    .limits = CHILD_COMMAND };

    if (source.file < 0)
        return fail(cx, FAULT_ABSENT, "FICHIER-ABSENT", "file", path, "reason", strerror(errno),
                    NULL);
    bool is_read = amount_read(cx, &source, sheet);
    (void)close(source.file); /* it was read alone */
    return is_read;
}

/* A row that is wrong holds all of them back. */
static bool take(struct ctx *cx, struct call *call, bool is_dry, struct json *model)
{
    struct amount_sheet sheet;
    int64_t written = 0;

    if (!read_sheet(cx, call, &sheet))
        return false;
    bool is_faulty = sheet.counts[AMOUNT_FAULTY] > 0, writes = !is_faulty && !is_dry;
    if (writes && !amount_take(cx, &sheet, &written))
        return false;
    struct json *report = json_put_map(model, "report");
    amounts_report_put(cx, call->language, &sheet, report);
    json_put_bool(report, "is_written", writes);
    json_put_int(report, "written", written);
    if (is_faulty)
        call->exit = EXIT_DATA;
    return true;
}

bool mission_amounts_run(struct ctx *cx, struct call *call, struct json *model)
{
    bool is_dry = call_option(call, "dry-run") != NULL;
    struct house house;

    if (!house_open(cx, call, is_dry ? HOUSE_READ : HOUSE_ALONE, &house))
        return false;
    bool done = take(cx, call, is_dry, model);
    house_close(cx, &house);
    return done;
}

static const char *text_of(const struct json *row, const char *key)
{
    const char *text = json_text(json_get(row, key));

    return text ? text : "";
}

static void row_put(struct table *table, const struct call *call, const struct json *row,
                    struct arena *arena)
{
    const char *amount = text_of(row, "amount");
    const char *verdict = arena_format(arena, "amounts.is_%s", text_of(row, "verdict"));
    bool is_faulty = json_bool(json_get(row, "is_faulty"));

    table_row(table,
              (const char *const[]){
                  arena_format(arena, "%lld", (long long)json_int(json_get(row, "line"))),
                  text_of(row, "client_name"),
                  arena_format(arena, "%s %s", text_of(row, "label"), text_of(row, "period")),
                  *amount ? format_value(arena, "money", call->language, amount) : "",
                  is_faulty ? text_of(row, "why") : view_text(arena, call->language, verdict, NULL),
              });
}

void mission_amounts_print(struct buf *out, const struct call *call, const struct json *model)
{
    static const char *const keys[] = { ">amounts.line", "clients.client", "amounts.deadline",
                                        ">amounts.amount", "amounts.verdict" };
    const char *heads[COUNT_OF(keys) + 1] = { 0 };
    const struct json *report = json_get(model, "report"), *rows = json_get(report, "rows");
    const char *key = json_bool(json_get(report, "has_faulty")) ? "amounts.refused"
        : json_bool(json_get(report, "is_written"))             ? "amounts.written"
                                                                : "amounts.checked";

    for (size_t i = 0; i < COUNT_OF(keys); i++)
        heads[i] =
            arena_format(out->arena, "%s%s", *keys[i] == '>' ? ">" : "",
                         view_text(out->arena, call->language, keys[i] + (*keys[i] == '>'), NULL));
    struct table *table = table_new(out->arena, heads);
    for (size_t i = 0; i < json_count(rows); i++)
        row_put(table, call, json_at(rows, i), out->arena);
    table_print(out, table);
    buf_format(out, "\n%s\n", view_text(out->arena, call->language, key, model));
}
