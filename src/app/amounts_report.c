#include "app/amounts_report.h"

#include "base/limits.h"
#include "view/view.h"

static void put_row(struct ctx *cx, const char *language, const struct amount_row *row,
                    struct json *list)
{
    static const char *const words[] = { "new", "changed", "same", "faulty" };
    struct json *map = json_add_map(list), *args = json_map(cx->arena);

    json_put_int(map, "line", row->line);
    json_put_int(map, "client", row->client);
    json_put_text(map, "client_name", row->client_name ? row->client_name : "");
    json_put_text(map, "verdict", words[row->verdict]);
    json_put_bool(map, arena_format(cx->arena, "is_%s", words[row->verdict]), true);
    if (row->verdict == AMOUNT_FAULTY) {
        const struct fault fault = {
            .kind = FAULT_INPUT,
            .code = row->code,
            .args = { { "value", row->value }, { row->instead ? "instead" : NULL, row->instead } }
        };
        json_put_text(map, "why", view_fault(cx->arena, language, &fault));
        return;
    }
    const char *kind = deadline_kind_text(row->own.kind);
    json_put_int(args, "part", row->own.part);
    json_put_text(map, "kind", kind);
    json_put_text(
        map, "label",
        view_text(cx->arena, language, arena_format(cx->arena, "deadline.%s", kind), args));
    json_put_text(map, "period", row->own.period);
    if (row->own.has_amount)
        json_put_money(map, "amount", row->own.amount);
    if (row->own.has_due)
        json_put_date(map, "due", row->own.due);
}

void amounts_report_put(struct ctx *cx, const char *language, const struct amount_sheet *sheet,
                        struct json *report)
{
    struct json *list = json_put_list(report, "rows");
    size_t shown = 0;

    /* What needs a person comes first. */
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < sheet->count && shown < LIMIT_PAGE_ROWS; i++)
            if ((sheet->rows[i].verdict == AMOUNT_FAULTY) == (pass == 0)) {
                put_row(cx, language, &sheet->rows[i], list);
                shown++;
            }
    json_put_int(report, "new", (int64_t)sheet->counts[AMOUNT_NEW]);
    json_put_int(report, "changed", (int64_t)sheet->counts[AMOUNT_CHANGED]);
    json_put_int(report, "same", (int64_t)sheet->counts[AMOUNT_SAME]);
    json_put_int(report, "faulty", (int64_t)sheet->counts[AMOUNT_FAULTY]);
    json_put_bool(report, "has_faulty", sheet->counts[AMOUNT_FAULTY] > 0);
    json_put_bool(report, "has_rows", sheet->count > 0);
    json_put_bool(report, "has_more", sheet->count > shown);
}
