#include "invoice/import.h"

#include <string.h>

#include "client/client.h"
#include "invoice/intake.h"

#define COLUMNS                                                                                    \
    "id, client, file_name, siren, closing_on, conform, report, imported_at, imported_by"

static struct import import_row(struct rows *rows)
{
    struct import import = {
        .id = rows_int(rows, 0),
        .client = rows_int(rows, 1),
        .file_name = rows_text(rows, 2),
        .siren = rows_text(rows, 3),
        .has_closing = !rows_null(rows, 4),
        .conform = rows_int(rows, 5) == 1,
        .report = rows_text(rows, 6),
        .at = rows_instant(rows, 7),
        .by = rows_int(rows, 8),
    };

    if (import.has_closing)
        import.closing = rows_date(rows, 4);
    return import;
}

static bool read_one(struct rows *rows, struct import *import)
{
    struct import found = { 0 };

    if (rows_next(rows))
        found = import_row(rows);
    if (!rows_done(rows))
        return false;
    *import = found;
    return true;
}

SQL(FIND, FIRM, "SELECT " COLUMNS " FROM import WHERE firm = $1 AND id = $2");

bool import_find(struct ctx *cx, int64_t id, struct import *import)
{
    struct import found;

    if (!read_one(store_query(cx, &FIND, ARGS(arg_int(id))), &found))
        return false;
    if (found.id == 0)
        return fail(cx, FAULT_ABSENT, "IMPORT-ABSENT", NULL);
    *import = found;
    return true;
}

SQL(LAST, FIRM,
    "SELECT " COLUMNS " FROM import WHERE firm = $1 AND client = $2"
    " ORDER BY imported_at DESC, id DESC LIMIT 1");

bool import_last(struct ctx *cx, int64_t client, struct import *import)
{
    return read_one(store_query(cx, &LAST, ARGS(arg_int(client))), import);
}

SQL(SAME, FIRM, "SELECT " COLUMNS " FROM import WHERE firm = $1 AND client = $2 AND sha256 = $3");

static bool refuse_same(struct ctx *cx, const struct import *import)
{
    struct import same;

    if (!read_one(
            store_query(cx, &SAME, ARGS(arg_int(import->client), arg_bytes(import->sha256, 32))),
            &same))
        return false;
    if (same.id == 0)
        return true;
    return fail(cx, FAULT_CONFLICT, "FEC-DEJA", "at", instant_text(cx->arena, same.at), NULL);
}

static bool refuse_other(struct ctx *cx, const struct import *import)
{
    struct client client;

    if (!client_find(cx, import->client, &client))
        return false;
    if (*import->siren == '\0' || *client.siren == '\0' || strcmp(import->siren, client.siren) == 0)
        return true;
    return fail(cx, FAULT_INPUT, "FEC-DOSSIER", "file", import->siren, "client", client.siren,
                "name", client.name, NULL);
}

static bool refuse_older(struct ctx *cx, const struct import *import)
{
    struct import last;

    if (!import_last(cx, import->client, &last))
        return false;
    if (last.id == 0 || !last.has_closing || !import->has_closing
        || import->closing.day >= last.closing.day)
        return true;
    return fail(cx, FAULT_CONFLICT, "FEC-ANCIEN", "closing", date_text(cx->arena, import->closing),
                "last", date_text(cx->arena, last.closing), NULL);
}

SQL(ADD, FIRM,
    "INSERT INTO import (firm, id, client, file_name, sha256, siren, closing_on, lines, entries,"
    " debit_cents, credit_cents, conform, report, imported_at, imported_by)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)");

static bool add(struct ctx *cx, const struct import *import)
{
    const struct fec_facts *facts = import->facts;

    return store_run(
        cx, &ADD,
        ARGS(arg_int(import->id), arg_int(import->client), arg_text(import->file_name),
             arg_bytes(import->sha256, 32), arg_text(import->siren),
             import->has_closing ? arg_date(cx->arena, import->closing) : arg_text(NULL),
             arg_int(facts->lines), arg_int(facts->entries), arg_money(facts->debit),
             arg_money(facts->credit), arg_int(import->conform), arg_text(import->report),
             arg_instant(cx->now), arg_int(cx->actor)));
}

static bool take_in(struct ctx *cx, struct import *import)
{
    return refuse_other(cx, import) && refuse_same(cx, import) && refuse_older(cx, import)
        && store_id(cx, "import", 1, &import->id) && add(cx, import) && intake(cx, import);
}

bool import_fec(struct ctx *cx, struct import *import)
{
    if (store_in_transaction(cx->store))
        return take_in(cx, import);
    return store_begin(cx) && store_end(cx, take_in(cx, import));
}
