#include "cli/fec.h"

#include <stdio.h>
#include <string.h>

/*
 * A file may have a million accounts, and its balance as one model would take a gigabyte: each is
 * written as it comes. The program's memory is then the reader's alone.
 */

enum { PART_ROWS = 1000 }; /* of the table, whose columns are as wide as a part needs */

struct balance {
    const struct call *call;
    const char *file;
    struct arena arena; /* of a row or a part */
    struct arena_mark mark;
    struct table *table; /* NULL for JSON */
    size_t rows;
};

static void write_out(struct balance *balance, struct buf *out)
{
    (void)fwrite(buf_string(out), 1, out->size, stdout); /* the caller asks ferror */
    arena_rewind(&balance->arena, balance->mark);
}

/* The lines of a model inside another, below its first. */
static void lines_put(struct buf *out, const char *lines)
{
    for (const char *at = lines; *at; at++) {
        buf_byte(out, *at);
        if (*at == '\n')
            buf_text(out, "    ");
    }
}

/* What a model of the file's name alone begins with, and the list of accounts behind it. */
static void json_begin(struct balance *balance, struct buf *out)
{
    struct json *model = json_map(&balance->arena);

    json_put_text(model, "file", balance->file);
    const char *lines = json_write_lines(&balance->arena, model);
    buf_add(out, lines, strlen(lines) - strlen("\n}"));
    buf_text(out, ",\n  \"accounts\": [");
}

static void json_end(struct balance *balance, struct buf *out, const struct json *model)
{
    if (balance->rows == 0)
        json_begin(balance, out);
    buf_text(out, balance->rows > 0 ? "\n  ],\n" : "],\n");
    buf_text(out, json_write_lines(&balance->arena, model) + strlen("{\n"));
    buf_byte(out, '\n');
}

static struct json *account_model(struct arena *arena, const struct fec_account *account)
{
    struct json *model = json_map(arena);

    json_put_text(model, "account", account->number);
    json_put_text(model, "label", account->label);
    json_put_money(model, "debit", account->debit);
    json_put_money(model, "credit", account->credit);
    json_put_money(model, "balance",
                   (struct money){ account->debit.cents - account->credit.cents });
    return model;
}

static void account_write(void *into, const struct fec_account *account)
{
    struct balance *balance = into;
    struct buf out = { .arena = &balance->arena };
    struct json *model = account_model(&balance->arena, account);
    size_t row = balance->rows++;

    if (balance->table) {
        fec_balance_row(&out, balance->call, balance->table, model);
        if (balance->rows % PART_ROWS != 0)
            return;
        table_print(&out, balance->table);
    } else {
        if (row == 0)
            json_begin(balance, &out);
        buf_text(&out, row > 0 ? ",\n    " : "\n    ");
        lines_put(&out, json_write_lines(&balance->arena, model));
    }
    write_out(balance, &out);
}

static bool balance_write(struct ctx *cx, struct call *call, struct balance *balance,
                          struct json *model)
{
    const struct fec_wants wants = { .take_account = account_write, .into = balance };
    struct buf out = { .arena = &balance->arena };
    struct fec_file file;

    if (!fec_call_read(cx, call, wants, &file))
        return false;
    json_put_money(model, "debit", file.facts->debit);
    json_put_money(model, "credit", file.facts->credit);
    fec_errors_put(cx->arena, call, model, &file);
    if (balance->table)
        fec_balance_end(&out, call, balance->table, model);
    else
        json_end(balance, &out, model);
    write_out(balance, &out);
    return true;
}

bool fec_balance_run(struct ctx *cx, struct call *call, struct json *model)
{
    struct balance balance = { .call = call, .file = fec_file_base(cx->arena, call->operands[0]) };

    struct buf out = { .arena = &balance.arena };

    if (!call_option(call, "json"))
        balance.table = fec_balance_table(&out, call);
    balance.mark = arena_mark(&balance.arena);
    call->told = balance_write(cx, call, &balance, model);
    arena_free(&balance.arena);
    return call->told;
}
