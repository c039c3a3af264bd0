#include "format/sheet.h"

#include <assert.h>
#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/str.h"

enum { TAG_END, TAG_ROW, CODE_BYTES = 40 };

const char *sheet_kind_name(enum sheet_kind kind)
{
    static const char *const names[SHEET_KIND_COUNT] = {
        [SHEET_EMPTY] = "empty",     [SHEET_TEXT] = "text",   [SHEET_NUMBER] = "number",
        [SHEET_DATE] = "date",       [SHEET_TIME] = "time",   [SHEET_DURATION] = "duration",
        [SHEET_BOOLEAN] = "boolean", [SHEET_ERROR] = "error", [SHEET_FORMULA] = "formula",
        [SHEET_LONG] = "long",
    };
    assert(kind < SHEET_KIND_COUNT);
    return names[kind];
}

const char *sheet_reference(struct arena *arena, int64_t row, int64_t column)
{
    const char *letters = "";

    for (; column > 0; column = (column - 1) / 26)
        letters = arena_format(arena, "%c%s", (char)('A' + (column - 1) % 26), letters);
    return arena_format(arena, "%s%lld", letters, (long long)row);
}

/* « 1.234,56 € » as money_parse takes it: one separator, no sign behind. */
static const char *amount_text(struct arena *arena, const char *text)
{
    const char *comma = strrchr(text, ','), *point = strrchr(text, '.');
    bool has_both = comma && point;
    char thousands = has_both && comma > point ? '.' : ',';
    struct buf out = { .arena = arena };
    bool is_negative = *text == '(' && str_ends(text, ")");

    if (is_negative)
        buf_byte(&out, '-');
    for (; *text; text++) {
        if (str_starts(text, "€")) {
            text += strlen("€") - 1;
            continue;
        }
        if (!(has_both && *text == thousands) && !(is_negative && strchr("()", *text)))
            buf_byte(&out, *text);
    }
    return str_trim(arena, buf_string(&out));
}

/* A number of a workbook may have more decimals than it was typed with. */
static const char *amount_rounded(struct arena *arena, const char *text)
{
    const char *point = strchr(text, '.');
    struct money whole;

    if (!point || strlen(point) <= strlen(".00"))
        return text;
    if (!money_parse(arena_text(arena, text, (size_t)(point - text) + 3), &whole))
        return text;
    whole.cents += point[3] < '5' ? 0 : *text == '-' ? -1 : 1;
    return money_text(arena, whole);
}

bool sheet_amount(struct arena *arena, const struct sheet_cell *cell, struct money *money)
{
    return money_parse(cell->kind == SHEET_NUMBER ? amount_rounded(arena, cell->text)
                                                  : amount_text(arena, cell->text),
                       money);
}

void sheet_wire_row(struct wire *results, const struct sheet_row *row)
{
    int64_t filled = 0;

    for (size_t i = 0; i < row->count; i++)
        filled += row->cells[i].kind != SHEET_EMPTY;
    wire_put(results, TAG_ROW);
    wire_put(results, row->number);
    wire_put(results, row->line);
    wire_put(results, (int64_t)row->count);
    wire_put(results, filled);
    wire_put(results, row->recoded);
    for (size_t i = 0; i < row->count; i++) {
        if (row->cells[i].kind == SHEET_EMPTY)
            continue;
        wire_put(results, (int64_t)i * SHEET_KIND_COUNT + row->cells[i].kind);
        wire_put_text(results, row->cells[i].text);
    }
}

void sheet_wire_end(struct wire *results, const struct fault *fault)
{
    bool stands = fault && fault->kind != FAULT_NONE;
    int64_t count = 0;

    wire_put(results, TAG_END);
    wire_put(results, stands ? fault->kind : FAULT_NONE);
    if (!stands)
        return;
    while (count < FAULT_ARGS_LIMIT && fault->args[count].name)
        count++;
    wire_put_text(results, fault->code);
    wire_put(results, count);
    for (int64_t i = 0; i < count; i++) {
        wire_put_text(results, fault->args[i].name);
        wire_put_text(results, fault->args[i].value);
    }
}

static const char *text_take(struct arena *arena, struct wire *results)
{
    const char *text = wire_take_text(arena, results);

    return text && str_is_utf8(text, strlen(text)) ? text : "";
}

static void row_take(struct arena *arena, struct wire *results, struct sheet_row *row)
{
    row->number = wire_take_within(results, 1, INT64_MAX);
    row->line = wire_take_within(results, 0, INT64_MAX);
    row->count = (size_t)wire_take_within(results, 0, LIMIT_SHEET_COLUMNS);
    int64_t filled = wire_take_within(results, 0, (int64_t)row->count);
    row->recoded = wire_take_within(results, 0, 1) == 1;
    row->cells = arena_new(arena, struct sheet_cell, row->count);
    for (size_t i = 0; i < row->count; i++)
        row->cells[i].text = "";
    for (; filled > 0 && !wire_broken(results); filled--) {
        int64_t both = wire_take_within(results, 0, (int64_t)row->count * SHEET_KIND_COUNT - 1);
        row->cells[both / SHEET_KIND_COUNT] = (struct sheet_cell){
            .kind = (enum sheet_kind)(both % SHEET_KIND_COUNT),
            .text = text_take(arena, results),
        };
    }
}

bool sheet_wire_take(struct wire *results, sheet_take *take, void *into)
{
    struct arena arena = { 0 };
    struct arena_mark mark = arena_mark(&arena);
    struct sheet_row row;

    while (wire_take_within(results, TAG_END, TAG_ROW) == TAG_ROW) {
        row_take(&arena, results, &row);
        if (!wire_broken(results))
            take(into, &row);
        arena_rewind(&arena, mark);
    }
    arena_free(&arena);
    return !wire_broken(results);
}

/* A child that was taken over may say anything; what it says is shown, escaped, and no more. */
static bool is_code(const char *code)
{
    size_t size = code ? strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ-") : 0;

    return size > 0 && size <= CODE_BYTES && code[size] == '\0';
}

bool sheet_wire_fault(struct ctx *cx, struct wire *results, struct fault *fault)
{
    *fault = (struct fault){ .kind = wire_take_within(results, FAULT_NONE, FAULT_COUNT - 1) };
    if (fault->kind == FAULT_NONE)
        return !wire_broken(results);
    fault->code = wire_take_text(cx->arena, results);
    int64_t count = wire_take_within(results, 0, FAULT_ARGS_LIMIT);
    for (int64_t i = 0; i < count; i++)
        fault->args[i] = (struct fault_arg){
            .name = text_take(cx->arena, results),
            .value = text_take(cx->arena, results),
        };
    return !wire_broken(results) && is_code(fault->code);
}

struct taking {
    const struct sheet_apart *apart;
    struct fault fault;
};

static bool taking_take(struct ctx *cx, struct wire *results, void *into)
{
    struct taking *taking = into;
    const struct sheet_apart *apart = taking->apart;

    if (!sheet_wire_take(results, apart->take, apart->into)
        || !sheet_wire_fault(cx, results, &taking->fault))
        return false;
    if (taking->fault.kind == FAULT_NONE)
        apart->facts_take(cx->arena, results, apart->facts);
    return !wire_broken(results);
}

bool sheet_run_apart(struct ctx *cx, const struct child_task *task, const struct sheet_apart *apart)
{
    struct taking taking = { .apart = apart };

    if (!child_run(cx, task, taking_take, &taking))
        return false;
    cx->fault = taking.fault;
    return taking.fault.kind == FAULT_NONE;
}
