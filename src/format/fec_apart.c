#include "format/fec.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/limits.h"
#include "format/fec_fold.h"
#include "format/wire.h"

/* Both sides write down the same things in the same order: put and take stand side by side. */

/* A number before each account tells that there is one. */
static void account_put(void *into, const struct fec_account *account)
{
    struct wire *wire = into;

    wire_put(wire, true);
    wire_put_text(wire, account->number);
    wire_put_text(wire, account->label);
    wire_put(wire, account->debit.cents);
    wire_put(wire, account->credit.cents);
}

static const char *text_take(struct arena *arena, struct wire *wire)
{
    const char *text = wire_take_text(arena, wire);

    return text ? text : "";
}

static void accounts_take(struct arena *arena, struct wire *wire, const struct fec_wants *wants)
{
    while (wire_take_within(wire, 0, 1) && !wire_broken(wire)) {
        struct arena_mark mark = arena_mark(arena);
        struct fec_account account = { .number = text_take(arena, wire) };
        account.label = text_take(arena, wire);
        account.debit.cents = wire_take(wire);
        account.credit.cents = wire_take(wire);
        if (!wire_broken(wire) && wants->take_account)
            wants->take_account(wants->into, &account);
        arena_rewind(arena, mark);
    }
}

static void customers_put(struct wire *wire, const struct fec_facts *facts)
{
    wire_put(wire, (int64_t)facts->customer_count);
    for (size_t i = 0; i < facts->customer_count; i++) {
        const struct fec_customer *customer = &facts->customers[i];
        wire_put_text(wire, customer->account);
        wire_put_text(wire, customer->aux);
        wire_put_text(wire, customer->name);
        wire_put(wire, customer->two_names);
        wire_put(wire, customer->doubtful_lettering);
    }
}

static void customers_take(struct arena *arena, struct wire *wire, struct fec_facts *facts)
{
    facts->customer_count = (size_t)wire_take_within(wire, 0, FEC_KEPT_LIMIT);
    facts->customers = arena_new(arena, struct fec_customer, facts->customer_count);
    for (size_t i = 0; i < facts->customer_count && !wire_broken(wire); i++) {
        struct fec_customer *customer = &facts->customers[i];
        customer->account = text_take(arena, wire);
        customer->aux = text_take(arena, wire);
        customer->name = text_take(arena, wire);
        customer->two_names = wire_take_within(wire, 0, 1);
        customer->doubtful_lettering = wire_take_within(wire, 0, 1);
    }
}

static void items_put(struct wire *wire, const struct fec_facts *facts)
{
    wire_put(wire, (int64_t)facts->item_count);
    for (size_t i = 0; i < facts->item_count; i++) {
        const struct fec_item *item = &facts->items[i];
        wire_put(wire, item->customer);
        wire_put(wire, item->date.day);
        wire_put(wire, item->piece_date.day);
        wire_put(wire, item->has_piece_date);
        wire_put(wire, item->money.cents);
        wire_put_text(wire, item->piece);
        wire_put_text(wire, item->label);
        wire_put_text(wire, item->letter);
        wire_put(wire, item->line);
    }
}

static void item_take(struct arena *arena, struct wire *wire, struct fec_item *item,
                      size_t customers)
{
    item->customer = (uint32_t)wire_take_within(wire, 0, (int64_t)customers - 1);
    item->date.day = (int32_t)wire_take_within(wire, INT32_MIN, INT32_MAX);
    item->piece_date.day = (int32_t)wire_take_within(wire, INT32_MIN, INT32_MAX);
    item->has_piece_date = wire_take_within(wire, 0, 1);
    item->money.cents = wire_take(wire);
    item->piece = text_take(arena, wire);
    item->label = text_take(arena, wire);
    item->letter = text_take(arena, wire);
    item->line = wire_take(wire);
}

static void items_take(struct arena *arena, struct wire *wire, struct fec_facts *facts)
{
    facts->item_count = (size_t)wire_take_within(wire, 0, 3 * FEC_KEPT_LIMIT);
    facts->items = arena_new(arena, struct fec_item, facts->item_count);
    for (size_t i = 0; i < facts->item_count && !wire_broken(wire); i++)
        item_take(arena, wire, &facts->items[i], facts->customer_count);
}

static void finding_put(struct wire *wire, const struct fec_finding *finding)
{
    wire_put(wire, finding->code);
    wire_put(wire, finding->grave);
    wire_put(wire, finding->line);
    wire_put(wire, finding->column);
    wire_put_text(wire, finding->value);
    for (size_t i = 0; i < FAULT_ARGS_LIMIT; i++) {
        wire_put_text(wire, finding->args[i].name);
        wire_put_text(wire, finding->args[i].value);
    }
}

static void finding_take(struct arena *arena, struct wire *wire, struct fec_finding *finding)
{
    finding->code = (enum fec_code)wire_take_within(wire, 0, FEC_CODE_COUNT - 1);
    finding->grave = wire_take_within(wire, 0, 1);
    finding->line = wire_take(wire);
    finding->column = (enum fec_column)wire_take_within(wire, 0, COLUMN_COUNT);
    finding->value = wire_take_text(arena, wire);
    for (size_t i = 0; i < FAULT_ARGS_LIMIT; i++) {
        finding->args[i].name = wire_take_text(arena, wire);
        finding->args[i].value = wire_take_text(arena, wire);
    }
}

static void findings_put(struct wire *wire, const struct fec_facts *facts)
{
    wire_put(wire, (int64_t)facts->finding_count);
    for (size_t i = 0; i < facts->finding_count; i++)
        finding_put(wire, &facts->findings[i]);
    for (int code = 0; code < FEC_CODE_COUNT; code++) {
        wire_put(wire, facts->counts[code]);
        wire_put(wire, facts->grave_counts[code]);
    }
}

static void findings_take(struct arena *arena, struct wire *wire, struct fec_facts *facts)
{
    const int64_t most = (int64_t)FEC_CODE_COUNT * 2 * LIMIT_FINDINGS;

    facts->finding_count = (size_t)wire_take_within(wire, 0, most);
    facts->findings = arena_new(arena, struct fec_finding, facts->finding_count);
    for (size_t i = 0; i < facts->finding_count && !wire_broken(wire); i++)
        finding_take(arena, wire, &facts->findings[i]);
    for (int code = 0; code < FEC_CODE_COUNT; code++) {
        facts->counts[code] = wire_take(wire);
        facts->grave_counts[code] = wire_take(wire);
    }
}

static void official_put(struct wire *wire, const struct fec_official *official)
{
    wire_put(wire, official->errors);
    wire_put(wire, official->settlement_errors);
    wire_put(wire, official->one_side);
    for (int column = 0; column < COLUMN_COUNT; column++) {
        wire_put(wire, official->absent[column]);
        wire_put(wire, official->missing[column]);
    }
}

static void official_take(struct wire *wire, struct fec_official *official)
{
    official->errors = wire_take(wire);
    official->settlement_errors = wire_take(wire);
    official->one_side = wire_take_within(wire, 0, 1);
    for (int column = 0; column < COLUMN_COUNT; column++) {
        official->absent[column] = wire_take(wire);
        official->missing[column] = wire_take_within(wire, 0, 1);
    }
}

static void facts_put(struct wire *wire, const struct fec_facts *facts)
{
    wire_put(wire, facts->charset);
    wire_put(wire, facts->separator);
    wire_put(wire, facts->columns);
    wire_put(wire, (int64_t)facts->account_count);
    wire_put(wire, facts->lines);
    wire_put(wire, facts->entries);
    wire_put(wire, facts->figures);
    wire_put(wire, facts->debit.cents);
    wire_put(wire, facts->credit.cents);
    wire_put(wire, facts->open_items);
    wire_put(wire, facts->letter_groups);
    wire_put(wire, facts->letter_groups_balanced);
    customers_put(wire, facts);
    items_put(wire, facts);
    findings_put(wire, facts);
    official_put(wire, &facts->official);
}

static void facts_take(struct arena *arena, struct wire *wire, struct fec_facts *facts)
{
    facts->charset = (enum charset)wire_take_within(wire, 0, CHARSET_COUNT - 1);
    facts->separator = (char)wire_take_within(wire, 0, '|');
    facts->columns = wire_take(wire);
    facts->account_count = (size_t)wire_take_within(wire, 0, FEC_KEPT_LIMIT);
    facts->lines = wire_take(wire);
    facts->entries = wire_take(wire);
    facts->figures = wire_take_within(wire, 0, 1);
    facts->debit.cents = wire_take(wire);
    facts->credit.cents = wire_take(wire);
    facts->open_items = wire_take(wire);
    facts->letter_groups = wire_take(wire);
    facts->letter_groups_balanced = wire_take(wire);
    customers_take(arena, wire, facts);
    items_take(arena, wire, facts);
    findings_take(arena, wire, facts);
    official_take(wire, &facts->official);
}

enum { WORD_FOLDS, WORD_ACCOUNTS, WORD_MOST, WORD_CLOSING, WORD_TODAY, WORD_COUNT };

static bool day_read(const char *word, struct date *date)
{
    *date = (struct date){ atoi(word) };
    return *word != '-';
}

bool fec_child(struct ctx *cx, int count, char **words, struct wire *results)
{
    struct fec_facts *facts = NULL;

    if (count != WORD_COUNT)
        return false;
    struct fec_wants wants = { .folds = (unsigned)atoi(words[WORD_FOLDS]),
                               .most = (size_t)atoll(words[WORD_MOST]),
                               .into = results };
    if (atoi(words[WORD_ACCOUNTS]))
        wants.take_account = account_put;
    wants.has_closing = day_read(words[WORD_CLOSING], &wants.closing);
    wants.has_today = day_read(words[WORD_TODAY], &wants.today);
    bool read = fec_read(cx, STDIN_FILENO, &wants, &facts);
    wire_put(results, false); /* no more accounts */
    wire_put(results, read);
    if (read)
        facts_put(results, facts);
    return true;
}

struct taking {
    const struct fec_wants *wants;
    struct fec_facts *facts; /* NULL when the file could not be read */
};

static bool taking_take(struct ctx *cx, struct wire *results, void *into)
{
    struct taking *taking = into;

    accounts_take(cx->arena, results, taking->wants);
    if (!wire_take_within(results, 0, 1))
        return true;
    taking->facts = arena_new(cx->arena, struct fec_facts, 1);
    facts_take(cx->arena, results, taking->facts);
    return !wire_broken(results);
}

static const char *day_word(struct arena *arena, bool has, struct date date)
{
    return has && date.day >= 0 ? arena_format(arena, "%d", date.day) : "-";
}

bool fec_read_apart(struct ctx *cx, int file, const struct fec_wants *wants,
                    enum child_limits limits, struct fec_facts **facts)
{
    const char *const words[] = {
        [WORD_FOLDS] = arena_format(cx->arena, "%u", wants->folds),
        [WORD_ACCOUNTS] = wants->take_account ? "1" : "0",
        [WORD_MOST] = arena_format(cx->arena, "%zu", wants->most),
        [WORD_CLOSING] = day_word(cx->arena, wants->has_closing, wants->closing),
        [WORD_TODAY] = day_word(cx->arena, wants->has_today, wants->today),
        [WORD_COUNT] = NULL,
    };
    const struct child_task task = {
        .parser = "fec",
        .words = words,
        .file = file,
        .limits = limits,
        .limit_code = "FEC-LIMITE",
        .crash_code = "FEC-PARSEUR",
    };
    struct taking taking = { .wants = wants };

    if (!child_run(cx, &task, taking_take, &taking))
        return false;
    if (!taking.facts)
        return fail(cx, FAULT_INPUT, "FICHIER-LECTURE", NULL);
    *facts = taking.facts;
    return true;
}
