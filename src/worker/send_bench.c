/*
 * 24,000 mails of 2 KiB over 4 connections to a sink, from books on the disk, the durable mark
 * before each dot included: as a share of the rate of Postfix's « smtp-source -d » to the same sink
 * over as many connections, before and after. At least 0.1; towards 0.25.
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "chase/obligation.h"
#include "chase/round.h"
#include "worker/send.h"

enum { MAILS = 24000, LINES = 4, MAIL_BYTES = 2048, SYNCS = 200, SYNC_BYTES = 16 * 1024 };

static bool debtors(struct ctx *cx, struct debtor *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        list[i].name = "Débiteur";
        list[i].address = arena_format(cx->arena, "d%lld@debiteur.example", (long long)list[i].id);
        list[i].balance.cents = 100;
        list[i].language = "fr";
    }
    return true;
}

static bool word(struct ctx *cx, const struct wording *wording, struct json *model)
{
    struct buf text = { .arena = cx->arena };

    buf_format(&text, "Bonjour,\n\nLa facture %lld reste due.\n\n", (long long)wording->person);
    while (text.size < MAIL_BYTES - 460)
        buf_text(&text, "Sauf erreur de notre part, nous attendons encore votre paiement.\n");
    json_put_text(model, "subject", "Rappel");
    json_put_text(model, "text", buf_string(&text));
    json_put_text(json_put_map(model, "client"), "name", "Garage Perrin");
    return true;
}

static bool label(struct ctx *cx, int64_t subject, const char **text)
{
    *text = arena_format(cx->arena, "%lld", (long long)subject);
    return true;
}

static const struct chase_kind bench_kind = {
    .name = "invoice", .mail = "mail/plain", .debtors = debtors, .word = word, .label = label
};
static const struct chase_kind *const kinds[] = { &bench_kind, NULL };

SQL(FIRM_ROW, FIRM,
    "INSERT INTO firm (id, name, siren, language, calendar, time_zone, open_from_minute,"
    " open_until_minute, base_url, created_at)"
    " VALUES ($1, 'Cabinet', '', 'fr', 'metropole', 'Europe/Paris', 480, 1140, '', 0)");

SQL(CLIENT_ROW, FIRM,
    "INSERT INTO client (firm, id, code, name, name_folded, siren, language, state, created_at)"
    " VALUES ($1, 1, 'C', 'Client', 'client', '', 'fr', 'active', 0)");

SQL(SENT, FIRM,
    "SELECT COUNT(*), CAST(AVG(LENGTH(b.bytes)) AS BIGINT) FROM message m"
    " JOIN message_body b ON b.firm = m.firm AND b.message = m.id"
    " WHERE m.firm = $1 AND m.state = 'sent'");

static bool open_all(struct ctx *cx)
{
    struct obligation *owed = arena_new(cx->arena, struct obligation, MAILS);
    struct rules rules;

    for (int64_t i = 0; i < MAILS; i++)
        owed[i] = (struct obligation){
            .kind = "invoice",
            .subject = i + 1,
            .client = 1,
            .person = i + 1,
            .due = { cx->today.day - 8 },
            .owed = { 100 },
        };
    return store_run(cx, &FIRM_ROW, NO_ARGS) && store_run(cx, &CLIENT_ROW, NO_ARGS)
        && rules_seed(cx, "invoice", "Standard") && rules_load(cx, &bench_kind, &rules)
        && chase_open(cx, &rules, owed, MAILS);
}

static bool post_all(struct ctx *cx)
{
    struct round round;

    scope_firm(cx->store, 1);
    return store_begin(cx) && store_end(cx, open_all(cx)) && chase_round(cx, &bench_kind, &round)
        && outbox_approve(cx, 0);
}

static double seconds_now(void)
{
    return (double)clock_system.monotonic_ms(&clock_system) / 1000;
}

/* A program of Postfix; -1 when there is none. */
static pid_t start(const char *const *words)
{
    char *const none[] = { "PATH=/usr/sbin:/usr/bin", NULL };
    pid_t child;

    return posix_spawnp(&child, words[0], NULL, NULL, (char *const *)(uintptr_t)words, none) == 0
        ? child
        : -1;
}

static int free_port(void)
{
    struct sockaddr_in address = { .sin_family = AF_INET };
    socklen_t size = sizeof address;
    int door = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    bind(door, (struct sockaddr *)&address, size);
    getsockname(door, (struct sockaddr *)&address, &size);
    close(door);
    return ntohs(address.sin_port);
}

static bool answers(int port)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
    int caller = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    bool well = connect(caller, (struct sockaddr *)&address, sizeof address) == 0;
    close(caller);
    return well;
}

static pid_t start_sink(struct arena *arena, int port)
{
    const char *place = arena_format(arena, "127.0.0.1:%d", port);
    const char *const ours[] = { "/usr/sbin/smtp-sink", place, "100", NULL };
    const char *const root[] = { "/usr/sbin/smtp-sink", "-u", "nobody", place, "100", NULL };
    pid_t sink = start(geteuid() == 0 ? root : ours);

    for (int i = 0; sink > 0 && i < 100 && !answers(port); i++)
        usleep(20000);
    return sink;
}

/* Mails a second of the peer; 0 when it failed. */
static double run_source(struct arena *arena, int port)
{
    const char *const words[] = { "/usr/sbin/smtp-source",
                                  "-d",
                                  "-s",
                                  arena_format(arena, "%d", LINES),
                                  "-m",
                                  arena_format(arena, "%d", MAILS),
                                  "-l",
                                  arena_format(arena, "%d", MAIL_BYTES),
                                  "-f",
                                  "relances@cabinet.example",
                                  "-t",
                                  "d@debiteur.example",
                                  arena_format(arena, "127.0.0.1:%d", port),
                                  NULL };
    double before = seconds_now();
    pid_t source = start(words);
    int status = 1;

    if (source < 0 || waitpid(source, &status, 0) < 0 || status != 0)
        return 0;
    return MAILS / (seconds_now() - before);
}

/* Milliseconds that the disk takes to keep what one commit writes. */
static double sync_ms(struct arena *arena, const char *folder)
{
    const char *path = arena_format(arena, "%s/sync", folder);
    char *bytes = arena_new(arena, char, SYNC_BYTES);
    int file = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    double before = seconds_now();

    for (int i = 0; i < SYNCS; i++)
        if (pwrite(file, bytes, SYNC_BYTES, (off_t)i * SYNC_BYTES) < 0 || fdatasync(file) != 0)
            return -1;
    close(file);
    unlink(path);
    return (seconds_now() - before) * 1000 / SYNCS;
}

static double processor_seconds(void)
{
    struct rusage usage;

    getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
        + (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

struct figures {
    double rate, processor_ms;
    int64_t sent, bytes;
};

static bool look(struct ctx *cx, struct figures *figures)
{
    struct rows *rows = store_query(cx, &SENT, NO_ARGS);

    while (rows_next(rows)) {
        figures->sent = rows_int(rows, 0);
        figures->bytes = rows_int(rows, 1);
    }
    return rows_done(rows);
}

static bool send_mails(struct ctx *cx, int port, struct figures *figures)
{
    const struct clock clock = clock_frozen(cx->now);
    struct sending sending = { 0 };
    struct sender sender = {
        .channel = &channel_smtp,
        .config = { .url = arena_format(cx->arena, "smtp://127.0.0.1:%d", port),
                    .helo = "cabinet.example" },
        .line_count = LINES,
        .taker = { .owner = "bench", .lease_ms = 240000 },
        .from = "relances@cabinet.example",
        .clock = &clock,
        .kinds = kinds,
    };
    double before = seconds_now(), spent = processor_seconds();

    bool well = send_all(cx, &sender, &sending);
    figures->rate = MAILS / (seconds_now() - before);
    figures->processor_ms = (processor_seconds() - spent) * 1000 / MAILS;
    sender_close(&sender);
    return well && look(cx, figures) && figures->sent == MAILS;
}

static void print(const struct figures *ours, double source, double disk_ms)
{
    double ratio = ours->rate / source;

    printf("%d mails of %lld bytes, %d connections: Quitus %.0f a second, smtp-source -d %.0f,"
           " ratio %.3f (at least 0.1): %s\n",
           MAILS, (long long)ours->bytes, LINES, ours->rate, source, ratio,
           ratio >= 0.1 ? "held" : "NOT HELD");
    printf("a mail: %.2f ms in all, %.2f ms of processor; a durable write here: %.2f ms\n",
           1000 / ours->rate, ours->processor_ms, disk_ms);
}

static bool measure(struct ctx *cx, const char *folder)
{
    int port = free_port();
    pid_t sink = start_sink(cx->arena, port);
    struct figures ours = { 0 };

    if (sink < 0)
        return fail(cx, FAULT_ABSENT, "smtp-sink", NULL);
    double first = run_source(cx->arena, port);
    bool well = send_mails(cx, port, &ours);
    double second = run_source(cx->arena, port);
    kill(sink, SIGTERM);
    waitpid(sink, NULL, 0);
    if (well)
        print(&ours, first > second ? first : second, sync_ms(cx->arena, folder));
    return well;
}

int main(int count, char **words)
{
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena, .today = date_of(2026, 3, 17), .now = { 1773738000000 } };
    const char *folder = count > 1 ? words[1] : ".";
    const char *where = arena_format(&arena, "%s/send.db", folder);
    struct store *store = store_create(&cx, where) ? store_open(&cx, where) : NULL;

    signal(SIGPIPE, SIG_IGN);
    cx.store = store ? scope_open(&cx, store) : NULL;
    bool well = cx.store && post_all(&cx) && measure(&cx, folder);
    if (!well)
        fprintf(stderr, "send_bench: %s %s\n", cx.fault.code ? cx.fault.code : "not all were sent",
                fault_arg(&cx.fault, "detail"));
    scope_close(cx.store);
    store_close(store);
    (void)unlink(where);
    arena_free(&arena);
    return !well;
}
