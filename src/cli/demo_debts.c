#include "cli/demo_debts.h"

#include <string.h>

#include "app/fec_file.h"
#include "base/buf.h"
#include "channel/channel.h"
#include "chase/obligation.h"
#include "chase/round.h"
#include "cli/demo_missions.h"
#include "cli/demo_words.h"
#include "invoice/customer.h"
#include "invoice/import.h"
#include "outbox/outbox.h"
#include "worker/generate.h"
#include "worker/kinds.h"
#include "worker/send.h"

enum { CHASED = 36, CUSTOMERS = 18, ITEMS = 7, NINE_O_CLOCK_MS = 9 * 3600000 };
/* Of a file: the columns of the standard; each item has three entries of three lines. */
enum { COLUMNS = 18, LINES_OF_ITEM = 9, ENTRIES_OF_ITEM = 3 };

/*
 * A client's accounting file comes in every other week, on a Tuesday, Wednesday or Thursday of its
 * own: day 0 was a Thursday. All on one day would be a flood, and no firm works so.
 */
static bool comes_in(int number, struct date day)
{
    static const int places[] = { 5, 6, 7, 12, 13, 0 };

    return day.day % 14 == places[(size_t)number % COUNT_OF(places)];
}

/* One client's invoices, from which the file of each day shows what is open then. */
struct book {
    int64_t client;
    struct fec_customer customers[CUSTOMERS];
    struct fec_item items[CUSTOMERS * ITEMS];
    struct date paid_on[CUSTOMERS * ITEMS];
    size_t customer_count, item_count;
};

uint32_t chance_roll(struct chance *chance, uint32_t sides)
{
    chance->state ^= chance->state << 13;
    chance->state ^= chance->state >> 7;
    chance->state ^= chance->state << 17;
    return (uint32_t)(chance->state >> 33) % sides;
}

/* Invoices are written from Monday to Thursday: day 4 was a Monday. */
static struct date issued_near(struct date day)
{
    int after_monday = (day.day + 3) % 7;

    return after_monday < 4 ? day : (struct date){ day.day - after_monday + after_monday % 4 };
}

static void add_item(struct arena *arena, struct book *book, struct chance *chance,
                     struct date today)
{
    size_t i = book->item_count++;
    struct date issued =
        issued_near((struct date){ today.day - 150 + (int)chance_roll(chance, 165) });
    bool credit = chance_roll(chance, 14) == 0;
    int64_t cents = 4000 + chance_roll(chance, 90000) * (1 + (int64_t)chance_roll(chance, 8));

    book->items[i] = (struct fec_item){
        .customer = (uint32_t)book->customer_count,
        .date = issued,
        .piece_date = issued,
        .has_piece_date = true,
        .money = { credit ? -cents / 4 : cents },
        .piece = arena_format(arena, "%s-%04zu", credit ? "A" : "F", 400 + i),
        .label = credit ? "Avoir" : "Facture",
        .letter = "",
    };
    book->paid_on[i].day = issued.day + 20 + (int)chance_roll(chance, 60);
    if (chance_roll(chance, 3) == 0)
        book->paid_on[i].day = today.day + 99;
}

static void book_fill(struct arena *arena, struct book *book, struct chance *chance,
                      struct date today)
{
    size_t customers = 3 + chance_roll(chance, CUSTOMERS - 3);

    for (; book->customer_count < customers; book->customer_count++) {
        const char *name = arena_format(
            arena, "%s %s", demo_trades[chance_roll(chance, (uint32_t)demo_trade_count)],
            demo_names[chance_roll(chance, (uint32_t)demo_name_count)]);
        for (uint32_t items = 1 + chance_roll(chance, ITEMS - 1); items > 0; items--)
            add_item(arena, book, chance, today);
        book->customers[book->customer_count] = (struct fec_customer){
            .account = "411000",
            .aux = arena_format(arena, "C%05zu", book->customer_count + 1),
            .name = name,
            .doubtful_lettering = chance_roll(chance, 20) == 0,
            .two_names = chance_roll(chance, 40) == 0,
        };
    }
}

/* As the control tells of a file without a fault. */
static const char *report_of(struct arena *arena, struct fec_facts *facts, const char *name)
{
    const struct fec_file file = {
        .base = name,
        .facts = facts,
        .control = { .verdict = VERDICT_CONFORM, .accepted = true },
    };
    struct json *report = json_map(arena);

    fec_file_report(arena, &file, report);
    return json_write(arena, report);
}

/* What is open of a book on a day, and the file's own counts. */
static void facts_fill(const struct book *book, struct date today, struct fec_facts *facts)
{
    facts->lines = (int64_t)book->item_count * LINES_OF_ITEM;
    facts->entries = (int64_t)book->item_count * ENTRIES_OF_ITEM;
    for (size_t i = 0; i < book->item_count; i++) {
        int64_t cents = book->items[i].money.cents;
        if (book->items[i].date.day <= today.day && book->paid_on[i].day > today.day)
            facts->items[facts->item_count++] = book->items[i];
        facts->debit.cents += ENTRIES_OF_ITEM * (cents < 0 ? -cents : cents);
    }
    facts->credit = facts->debit;
    facts->open_items = (int64_t)facts->item_count;
}

/* The accounting file as it stood on the context's day. */
static bool import_book(struct ctx *cx, const struct book *book, int number)
{
    const char *name = arena_format(cx->arena, "FEC-%s.txt", date_text(cx->arena, cx->today));
    struct fec_facts facts = {
        .charset = CHARSET_UTF8,
        .separator = '\t',
        .columns = COLUMNS,
        .figures = true,
        .customers = (struct fec_customer *)(uintptr_t)book->customers,
        .customer_count = book->customer_count,
        .items = arena_new(cx->arena, struct fec_item, book->item_count + 1),
    };
    char hash[32] = { 0 };
    struct import import = {
        .client = book->client,
        .file_name = name,
        .sha256 = hash,
        .siren = "",
        .conform = true,
        .facts = &facts,
    };

    memcpy(hash, &number, sizeof number);
    facts_fill(book, cx->today, &facts);
    import.report = report_of(cx->arena, &facts, name);
    return import_fec(cx, &import);
}

/* Most customers have an address; those of one client in nine still lack theirs. */
static bool complete_addresses(struct ctx *cx, const struct book *book, struct chance *chance)
{
    struct customer_place place = { .order = CUSTOMER_BY_NAME, .only_missing = true, .limit = 200 };
    struct customer *customers;
    size_t count;

    if (!customer_list(cx, book->client, &place, &customers, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        const char *domain =
            arena_format(cx->arena, "client%lld.example", (long long)customers[i].id);
        if (chance_roll(chance, 9) > 0
            && !customer_set_email(cx, customers[i].id,
                                   demo_address(cx->arena, "comptabilite", domain)))
            return false;
    }
    return true;
}

/* What the peers of a day answer: nearly always yes. */
static const char *script_of(struct arena *arena, struct chance *chance)
{
    struct buf script = { .arena = arena };

    buf_text(&script, "memory:");
    for (int i = 0; i < 40; i++) {
        uint32_t side = chance_roll(chance, 160);
        buf_text(&script, side == 0 ? "unknown-taken," : side == 1 ? "refused," : "sent,");
    }
    buf_text(&script, "sent");
    return buf_string(&script);
}

static bool send_day(struct ctx *cx, struct chance *chance)
{
    const struct clock clock = clock_frozen(cx->now);
    const char *url = script_of(cx->arena, chance);
    struct sending sending = { 0 };
    struct sender sender = {
        .channel = channel_find(cx, url),
        .config = { .url = url, .helo = "localhost" },
        .taker = { .owner = "demo", .lease_ms = 1000 },
        .from = "relances@lemoine.example",
        .clock = &clock,
        .kinds = worker_kinds,
    };

    if (!sender.channel)
        return false;
    bool sent = send_all(cx, &sender, &sending);
    sender_close(&sender);
    return sent;
}

SQL(OLD_CALLS, FIRM,
    "SELECT r.id FROM reminder r WHERE r.firm = $1 AND r.state = 'todo' AND r.day_on <= $2"
    " ORDER BY r.id LIMIT 100");

/* Calls are made within the week, but for those of the last days. */
static bool make_calls(struct ctx *cx)
{
    struct date old = { cx->today.day - 5 };
    struct rows *rows = store_query(cx, &OLD_CALLS, ARGS(arg_date(cx->arena, old)));
    int64_t calls[100];
    size_t count = 0;

    while (rows_next(rows))
        calls[count++] = rows_int(rows, 0);
    if (!rows_done(rows))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!chase_done(cx, calls[i], "promesse de règlement"))
            return false;
    return true;
}

/* The first messages of one client in nine still wait for the approval after an import. */
static bool approve(struct ctx *cx, const struct book *books)
{
    for (int i = 0; i < CHASED; i++)
        if (i % 9 != 4 && !outbox_approve(cx, books[i].client))
            return false;
    return true;
}

static bool run_day(struct ctx *cx, const struct book *books, struct chance *chance)
{
    struct generated generated;
    struct round round;

    if (!generate_run(cx, &generated))
        return false;
    for (size_t i = 0; worker_kinds[i]; i++)
        if (!chase_round(cx, worker_kinds[i], &round))
            return false;
    return approve(cx, books) && make_calls(cx) && send_day(cx, chance);
}

static bool import_day(struct ctx *cx, struct book *books, struct chance *chance, int before)
{
    for (int i = 0; i < CHASED; i++)
        if (comes_in(i, cx->today)
            && (!import_book(cx, &books[i], before * CHASED + i + 1)
                || !complete_addresses(cx, &books[i], chance)))
            return false;
    return true;
}

bool demo_debts(struct ctx *cx, struct chance *chance, const int64_t *clients, struct date today)
{
    struct book *books = arena_new(cx->arena, struct book, CHASED);

    for (int i = 0; i < CHASED; i++) {
        books[i].client = clients[i * 31 % 1248];
        book_fill(cx->arena, &books[i], chance, today);
    }
    for (int before = DEMO_HISTORY_DAYS; before > 0; before--) {
        struct arena_mark mark = arena_mark(cx->arena);
        cx->today.day = today.day - before;
        cx->now.ms = cx->today.day * INT64_C(86400000) + NINE_O_CLOCK_MS;
        if ((before == DEMO_MISSION_DAYS && !demo_missions(cx, clients))
            || !import_day(cx, books, chance, before) || !run_day(cx, books, chance))
            return false;
        arena_rewind(cx->arena, mark);
    }
    cx->today = today;
    return true;
}
