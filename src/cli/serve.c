#include "cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <unistd.h>

#include "app/routes.h"
#include "base/log.h"
#include "base/str.h"
#include "cli/demo_firm.h"
#include "cli/house.h"
#include "http/server.h"
#include "worker/mailbox.h"
#include "worker/worker.h"

/* The parts of a running house, in the order in which they start. */
struct running {
    struct house house;
    struct sender sender;
    struct vault vault;
    struct desk desk;
    struct site site;
    struct tally tally;
    struct server *server;
    struct worker *worker;
    struct mail_site mail;
    struct mailbox_site box;
    struct mailbox *mailbox; /* NULL: no box is read */
    bool is_demo;
};

static bool start_worker(struct ctx *cx, struct running *running)
{
    struct worker_site site = house_worker(cx->arena, &running->house, &running->sender);

    site.vault = &running->vault;
    running->worker = worker_start(cx, &site);
    return running->worker != NULL;
}

/* The box of answers, where one is named. */
static bool start_mailbox(struct ctx *cx, struct running *running)
{
    const struct config *config = &running->house.config;

    running->mail = house_mail(cx->arena, config, &running->vault);
    running->box = (struct mailbox_site){
        .store = running->house.store,
        .firm = &running->house.firm,
        .zone = running->house.zone,
        .clock = &running->house.clock,
        .mail = &running->mail,
        .imap = house_imap(config),
    };
    if (!*running->box.imap.url)
        return true;
    running->mailbox = mailbox_start(cx, &running->box);
    return running->mailbox != NULL;
}

static void fill_desk(struct running *running)
{
    const char *url = running->sender.config.url;
    const char *token = config_text(&running->house.config, CONFIG_METRICS_TOKEN);
    bool is_demo = running->is_demo;

    running->desk = (struct desk){
        .firm = &running->house.firm,
        .zone = running->house.zone,
        .sender = &running->sender,
        .outbox_path = str_starts(url, "eml:") ? url + strlen("eml:") : NULL,
        .tally = &running->tally,
        .shelf = shelf_new(),
        .roster = roster_run_new(running->house.store, house_is_alone(&running->house.config)),
        .vault = &running->vault,
        .metrics_token = *token ? token : NULL,
        .sign_on_secrets = config_text(&running->house.config, CONFIG_SIGN_ON_SECRETS),
        .sign_on_ca_file = config_text(&running->house.config, CONFIG_SIGN_ON_CA_FILE),
        .is_demo = is_demo,
        .demo_email = is_demo ? demo_email : NULL,
        .demo_password = is_demo ? demo_password : NULL,
        .is_frozen = *config_text(&running->house.config, CONFIG_CLOCK_FROZEN) != '\0',
    };
}

static bool start_server(struct ctx *cx, struct running *running)
{
    const struct config *config = &running->house.config;
    const char *temporary;

    if (!vault_folder(cx, &running->vault, "incoming",
                      &temporary)) /* what a crash leaves is swept */
        return false;
    running->site = (struct site){
        .base_url = house_base_url(cx->arena, config),
        .address = config_text(config, CONFIG_HTTP_ADDRESS),
        .port = config_int(config, CONFIG_HTTP_PORT),
        .threads = config_int(config, CONFIG_HTTP_THREADS),
        .firm = running->house.firm.id,
        .zone = running->house.zone,
        .temporary = temporary,
        .tally = &running->tally,
        .clock = &running->house.clock,
    };
    app_dress(&running->site, &running->desk);
    running->server = server_start(cx, running->house.store, &running->site);
    return running->server != NULL;
}

static void block_signals(sigset_t *awaited)
{
    sigemptyset(awaited);
    sigaddset(awaited, SIGTERM);
    sigaddset(awaited, SIGINT);
    pthread_sigmask(SIG_BLOCK, awaited, NULL);
    signal(SIGPIPE, SIG_IGN);
}

/* T-20: the door first, then the worker, whose message past the point gets its answer. */
static void stop(struct ctx *cx, struct running *running)
{
    bool whole = !running->server || server_stop(running->server);

    if (whole)
        roster_run_free(running->desk.roster);
    mailbox_stop(running->mailbox);
    worker_stop(running->worker);
    if (!whole)
        _exit(0); /* a handler still runs: the books are crash-safe, its memory is not ours */
    shelf_free(running->desk.shelf);
    house_close(cx, &running->house);
}

static bool start_serving(struct ctx *cx, struct running *running)
{
    fill_desk(running);
    if (!start_server(cx, running) || !start_worker(cx, running) || !start_mailbox(cx, running))
        return false;
    log_write(LOG_INFO, "serving", "url", running->site.base_url, NULL);
    return true;
}

static bool start_working(struct ctx *cx, struct running *running)
{
    if (!start_worker(cx, running) || !start_mailbox(cx, running))
        return false;
    log_write(LOG_INFO, "working", NULL);
    return true;
}

/* Until a signal ends it. */
static bool run(struct ctx *cx, struct call *call, struct running *running,
                bool (*start)(struct ctx *, struct running *))
{
    sigset_t awaited;
    int signal_number;

    block_signals(&awaited); /* before the first thread, which inherits it */
    if (!house_open(cx, call, HOUSE_ALONE, &running->house))
        return false;
    running->vault = house_vault(cx->arena, &running->house.config);
    bool started = house_sender(cx, &running->house, &running->sender) && start(cx, running);
    if (started) {
        sigwait(&awaited, &signal_number);
        log_write(LOG_INFO, "stopping", NULL);
    }
    stop(cx, running);
    return started;
}

static bool serve(struct ctx *cx, struct call *call, bool is_demo)
{
    struct running *running = arena_new(cx->arena, struct running, 1);

    running->is_demo = is_demo;
    return run(cx, call, running, start_serving);
}

static bool serve_run(struct ctx *cx, struct call *call, struct json *model)
{
    (void)model;
    return serve(cx, call, false);
}

static bool work_run(struct ctx *cx, struct call *call, struct json *model)
{
    (void)model;
    return run(cx, call, arena_new(cx->arena, struct running, 1), start_working);
}

/* Two months of history are many commits: they are made where nothing waits for a disk. */
static const char *fast_place(struct arena *arena, const char *where)
{
    return access("/dev/shm", W_OK) == 0
        ? arena_format(arena, "/dev/shm/quitus-demo-%d.db", (int)getpid())
        : arena_format(arena, "%s.new", where);
}

static bool make_books(struct ctx *cx, const char *place, struct date today, const char *base_url)
{
    struct store *store;

    if (!store_create(cx, place) || !(store = store_open(cx, place)))
        return false;
    cx->store = scope_open(cx, store);
    bool made = cx->store && demo_make(cx, today, base_url);
    scope_close(cx->store);
    cx->store = NULL;
    store_close(store);
    return made;
}

static bool copy_bytes(int from, int to)
{
    enum { STEP = 1 << 20 };
    ssize_t copied;

    do
        copied = sendfile(to, from, NULL, STEP);
    while (copied > 0);
    return copied == 0 && fsync(to) == 0;
}

/* The last demo's books, with what a server left beside them, give way. */
static bool move_books(struct ctx *cx, const char *place, const char *where)
{
    static const char *const ends[] = { "", "-wal", "-shm", ".mark" };

    for (size_t i = 0; i < COUNT_OF(ends); i++)
        unlink(arena_format(cx->arena, "%s%s", where, ends[i]));
    int from = open(place, O_RDONLY | O_CLOEXEC);
    int to = open(where, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool moved = from >= 0 && to >= 0 && copy_bytes(from, to);
    if (from >= 0)
        close(from);
    if (to >= 0)
        close(to);
    unlink(place);
    return moved
        || fail(cx, FAULT_BROKEN, "DOSSIER", "folder", where, "reason", strerror(errno), NULL);
}

static bool make_demo(struct ctx *cx, const struct config *config, struct date today)
{
    const char *where = config_text(config, CONFIG_STORE_URL);
    const char *place = fast_place(cx->arena, where);

    return house_folder(cx, where)
        && make_books(cx, place, today, house_base_url(cx->arena, config))
        && move_books(cx, place, where);
}

/* A Monday at ten, unless the real time is asked for. */
static const char *demo_clock(const struct call *call)
{
    const char *frozen = call_option(call, "frozen");

    if (call_option(call, "real"))
        return "";
    return frozen ? frozen : "2026-11-23T09:00:00Z";
}

static bool demo_run(struct ctx *cx, struct call *call, struct json *model)
{
    const char *where = call_option(call, "store");
    struct house house = { 0 };

    (void)model;
    setenv("QUITUS_STORE_URL", where ? where : "data/demo/quitus.db", 1);
    setenv("QUITUS_CLOCK_FROZEN", demo_clock(call), 1);
    setenv("QUITUS_MAIL_URL", "", 1); /* nothing leaves the machine */
    setenv("QUITUS_MAIL_FROM", "relances@lemoine.example", 1);
    if (!house_configure(cx, call, &house) || !make_demo(cx, &house.config, cx->today))
        return false;
    if (call_option(call, "make-only"))
        return true;
    fprintf(stderr, "\n  %s\n  %s  %s\n\n", house_base_url(cx->arena, &house.config), demo_email,
            demo_password);
    return serve(cx, call, true);
}

const struct command cli_serve[] = {
    { "serve", "", "serves the pages and sends what is due", HOUSE_OPTIONS, 0, 0, serve_run, NULL },
    { "work", "", "sends what is due, without pages", HOUSE_OPTIONS, 0, 0, work_run, NULL },
    { "demo", "[--frozen INSTANT | --real] [--make-only]",
      "makes a demo firm and serves it; nothing leaves the machine",
      HOUSE_OPTIONS "frozen= real make-only", 0, 0, demo_run, NULL },
    { 0 },
};
