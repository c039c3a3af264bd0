#include "cli/fec.h"

#include <string.h>

#include "ledger/items.h"
#include "view/view.h"

static bool regime_of(struct ctx *cx, const struct call *call, enum regime *regime)
{
    const char *text = call_option(call, "regime");

    *regime = REGIME_BIC;
    if (!text || regime_parse(text, regime))
        return true;
    return fail(cx, FAULT_INPUT, "FEC-REGIME", "value", text, NULL);
}

bool fec_call_read(struct ctx *cx, struct call *call, struct fec_wants wants, struct fec_file *file)
{
    struct fec_reading reading = { .path = call->operands[0],
                                   .wants = wants,
                                   .limits = CHILD_COMMAND };

    if (!regime_of(cx, call, &reading.regime) || !fec_file_read(cx, &reading, file))
        return false;
    if (!file->control.accepted)
        call->exit = EXIT_DATA;
    return true;
}

/* The same findings with their sentences instead of what these are made of. */
static struct json *findings_word(struct arena *arena, const struct call *call,
                                  const struct json *findings)
{
    struct json *list = json_list(arena);

    for (size_t i = 0; i < json_count(findings); i++) {
        struct json *worded = json_add_map(list);
        struct json_entry entry = { 0 };
        while (json_next(json_at(findings, i), &entry))
            if (strcmp(entry.key, "args") != 0)
                json_put(worded, entry.key, entry.value);
        json_put_text(worded, "message",
                      fec_finding_word(arena, call->language, json_at(findings, i)));
    }
    return list;
}

void fec_report_word(struct arena *arena, const struct call *call, const struct json *report,
                     struct json *model)
{
    struct json_entry entry = { 0 };

    while (json_next(report, &entry))
        json_put(model, entry.key,
                 strcmp(entry.key, "findings") == 0 ? findings_word(arena, call, entry.value)
                                                    : entry.value);
}

void fec_errors_put(struct arena *arena, const struct call *call, struct json *model,
                    const struct fec_file *file)
{
    if (!file->control.accepted)
        json_put(model, "errors", findings_word(arena, call, fec_file_findings(arena, file, true)));
}

static bool check_run(struct ctx *cx, struct call *call, struct json *model)
{
    struct fec_wants wants = { .folds = FEC_FOLD_LETTERS | FEC_FOLD_NUMBERS };
    struct fec_file file;

    wants.has_today = call_option(call, "on") != NULL;
    if (!call_date(cx, call, "on", &wants.today) || !fec_call_read(cx, call, wants, &file))
        return false;
    struct json *report = json_map(cx->arena);
    fec_file_report(cx->arena, &file, report);
    fec_report_word(cx->arena, call, report, model);
    return true;
}

static bool terms_read(struct ctx *cx, const struct call *call, struct items_terms *terms)
{
    const char *by = call_option(call, "by");

    *terms = (struct items_terms){ .days = ITEMS_DEFAULT_DAYS };
    terms->by_piece = by && strcmp(by, "piece") == 0;
    if (!by || terms->by_piece || strcmp(by, "due") == 0)
        return true;
    return fail(cx, FAULT_INPUT, "FEC-PAR", "value", by, NULL);
}

static void customers_put(struct json *model, const struct items *items)
{
    struct json *list = json_put_list(model, "customers");

    for (size_t i = 0; i < items->count; i++) {
        const struct items_customer *customer = &items->customers[i];
        struct json *entry = json_add_map(list);
        json_put_text(entry, "account", customer->customer->account);
        json_put_text(entry, "aux", customer->customer->aux);
        json_put_text(entry, "name", customer->customer->name);
        json_put_money(entry, "open", customer->open);
        json_put(entry, "oldest_due", NULL);
        if (customer->has_oldest)
            json_put_date(entry, "oldest_due", customer->oldest);
        json_put_money(entry, "partly_lettered", customer->partly_lettered);
        json_put_int(entry, "lines", customer->lines);
        json_put_bool(entry, "doubtful_lettering", customer->customer->doubtful_lettering);
        json_put_bool(entry, "two_names", customer->customer->two_names);
    }
}

static void items_put(struct json *model, const struct items *items)
{
    json_put_money(model, "total", items->total);
    json_put_int(model, "lines", items->lines);
    json_put_money(model, "unlettered", items->unlettered);
    json_put_money(model, "partly_lettered", items->partly_lettered);
    struct json *buckets = json_put_map(model, "buckets");
    for (int age = 0; age < AGE_COUNT; age++)
        json_put_money(buckets, items_age_text((enum items_age)age), items->ages[age]);
    json_put_money(buckets, "partly_lettered", items->partly_lettered);
    customers_put(model, items);
}

static bool open_run(struct ctx *cx, struct call *call, struct json *model)
{
    struct fec_wants wants = { .folds = FEC_FOLD_LETTERS | FEC_FOLD_ITEMS | FEC_FOLD_NUMBERS };
    struct fec_file file;
    struct items_terms terms;
    struct date on = cx->today;

    if (!call_option(call, "on"))
        return fail(cx, FAULT_INPUT, "FEC-ON", NULL);
    if (!call_date(cx, call, "on", &on) || !terms_read(cx, call, &terms)
        || !fec_call_read(cx, call, wants, &file))
        return false;
    struct items items = items_make(cx->arena, file.facts, &terms, on);
    json_put_date(model, "on", on);
    json_put_text(model, "by", terms.by_piece ? "piece" : "due");
    items_put(model, &items);
    fec_errors_put(cx->arena, call, model, &file);
    return true;
}

const struct command cli_fec[] = {
    { "fec check", "FILE [--on DATE] [--regime bic|com|bat|bnct]",
      "verdict and findings of an accounting file, counts, totals", "on= regime=", 1, 1, check_run,
      fec_check_print },
    { "fec balance", "FILE", "balance per account of an accounting file", "", 1, 1, fec_balance_run,
      NULL },
    { "fec open", "FILE --on DATE [--by due|piece]",
      "open customer items of an accounting file, and their age", "on= by=", 1, 1, open_run,
      fec_open_print },
    { 0 },
};
