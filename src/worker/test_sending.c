#include "worker/test_sending.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

struct trial trial;

static struct clock stopped;

struct line {
    int64_t message;
};

static struct line *open_line(struct ctx *cx, const struct channel_config *config)
{
    (void)cx, (void)config;
    return calloc(1, sizeof(struct line));
}

static enum outcome ready(struct ctx *cx, struct line *line, const struct parcel *parcel,
                          const char **said)
{
    long long firm, message;

    (void)cx;
    *said = trial.answer ? trial.answer : "354 go on";
    if (sscanf(parcel->envelope, "q%lld.%lld", &firm, &message) != 2)
        abort();
    line->message = message;
    pthread_mutex_lock(&trial.lock);
    free(trial.bytes);
    trial.bytes = strndup(parcel->bytes, parcel->size);
    trial.witness = parcel->witness != NULL;
    trial.offered++;
    pthread_mutex_unlock(&trial.lock);
    return trial.on_ready ? trial.on_ready(&trial, message) : OUTCOME_SENT;
}

static enum outcome finish(struct ctx *cx, struct line *line, const char **said)
{
    enum outcome outcome = trial.on_dot ? trial.on_dot(&trial, line->message) : OUTCOME_SENT;

    (void)cx;
    *said = "the peer's words";
    pthread_mutex_lock(&trial.lock);
    trial.taken[line->message] += outcome == OUTCOME_SENT;
    trial.all += outcome == OUTCOME_SENT;
    trial.dots++;
    pthread_cond_broadcast(&trial.moved);
    pthread_mutex_unlock(&trial.lock);
    return outcome;
}

static void abandon(struct line *line)
{
    (void)line;
    pthread_mutex_lock(&trial.lock);
    trial.cut++;
    pthread_mutex_unlock(&trial.lock);
}

static void close_line(struct line *line)
{
    free(line);
}

const struct channel trial_channel = {
    .name = "trial",
    .open = open_line,
    .ready = ready,
    .finish = finish,
    .abandon = abandon,
    .close = close_line,
};

static bool debtors(struct ctx *cx, struct debtor *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        list[i].name = "Débiteur";
        list[i].address = trial.address
            ? trial.address
            : arena_format(cx->arena, "d%lld@debiteur.example", (long long)list[i].id);
        list[i].language = trial.language ? trial.language : "fr";
        list[i].balance.cents = 1000;
        list[i].is_paused = trial.is_paused;
        list[i].paused_until = NO_DAY;
    }
    return true;
}

static bool word(struct ctx *cx, const struct wording *wording, struct json *model)
{
    int64_t owed_cents;

    if (!books_number(cx,
                      arena_format(cx->arena,
                                   "SELECT owed_cents FROM obligation WHERE person = %lld",
                                   (long long)wording->person),
                      &owed_cents))
        return false;
    json_put_text(model, "subject", "Rappel");
    json_put_text(model, "text", arena_format(cx->arena, "owed %lld.\n", (long long)owed_cents));
    json_put_text(json_put_map(model, "client"), "name", "Perrin");
    return true;
}

static bool label(struct ctx *cx, int64_t subject, const char **text)
{
    *text = arena_format(cx->arena, "%lld", (long long)subject);
    return true;
}

static const struct chase_kind once = {
    .name = "invoice", .mail = "mail/plain", .debtors = debtors, .word = word, .label = label
};
static const struct chase_kind again = {
    .name = "invoice",
    .mail = "mail/plain",
    .debtors = debtors,
    .word = word,
    .label = label,
    .goes_again = true,
};
const struct chase_kind *const trial_kinds[] = { &once, NULL };
const struct chase_kind *const trial_kinds_again[] = { &again, NULL };

static bool owe(struct ctx *cx, int count)
{
    struct obligation *owed = arena_new(cx->arena, struct obligation, (size_t)count);
    struct rules rules;

    for (int i = 0; i < count; i++)
        owed[i] = (struct obligation){
            .kind = "invoice",
            .subject = i + 1,
            .client = 1,
            .person = i + 1,
            .due = { cx->today.day - 8 },
            .owed = { 1000 },
        };
    return books_run_text(cx,
                          "INSERT INTO client (firm, id, code, name, name_folded, siren, language,"
                          " state, created_at) VALUES (1, 1, 'C', 'C', 'c', '', 'fr', 'active', 0)")
        && rules_seed(cx, "invoice", "Standard") && rules_load(cx, &once, &rules)
        && chase_open(cx, &rules, owed, (size_t)count);
}

static void must(bool holds)
{
    assert(holds);
}

void trial_begin(struct ctx *cx, int count)
{
    struct round round;

    trial = (struct trial){ .books = (struct test_books *)((char *)cx
                                                           - offsetof(struct test_books, cx)) };
    trial.taken = mmap(NULL, TRIAL_LIMIT * sizeof *trial.taken, PROT_READ | PROT_WRITE,
                       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    must(trial.taken != MAP_FAILED);
    pthread_mutex_init(&trial.lock, NULL);
    pthread_cond_init(&trial.moved, NULL);
    cx->today = date_of(2026, 3, 17);
    cx->now.ms = cx->today.day * INT64_C(86400000) + 12 * 3600000;
    trial_time(cx, 0);
    must(books_firm(cx, 1));
    must(store_begin(cx) && store_end(cx, owe(cx, count)));
    must(chase_round(cx, &once, &round) && outbox_approve(cx, 0));
    must(round.messages == count);
}

void trial_end(void)
{
    free(trial.bytes);
    munmap(trial.taken, TRIAL_LIMIT * sizeof *trial.taken);
    pthread_cond_destroy(&trial.moved);
    pthread_mutex_destroy(&trial.lock);
}

void trial_time(struct ctx *cx, int minutes)
{
    cx->now.ms += minutes * INT64_C(60000);
    stopped = clock_frozen(cx->now);
}

struct sender trial_sender(size_t lines)
{
    return (struct sender){
        .channel = &trial_channel,
        .line_count = lines,
        .taker = { .owner = "trial", .lease_ms = 240000 },
        .from = "relances@cabinet.example",
        .clock = &stopped,
        .kinds = trial_kinds,
        .stop = &trial.stop,
    };
}

struct sending trial_send(struct ctx *cx, struct sender *sender)
{
    struct sending sending = { 0 };

    must(send_all(cx, sender, &sending));
    sender_close(sender);
    return sending;
}

int64_t trial_count(struct ctx *cx, const char *where)
{
    int64_t found = -1;

    must(books_number(cx, arena_format(cx->arena, "SELECT COUNT(*) FROM message WHERE %s", where),
                      &found));
    return found;
}

bool trial_await(struct trial *shared, int count)
{
    struct timespec until;
    int late = 0;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += TRIAL_PATIENCE_S;
    pthread_mutex_lock(&shared->lock);
    while (shared->all < count && !late)
        late = pthread_cond_timedwait(&shared->moved, &shared->lock, &until);
    pthread_mutex_unlock(&shared->lock);
    return !late;
}

void trial_meanwhile(void (*act)(struct ctx *cx, int64_t message), int64_t message)
{
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena, .now = trial.books->cx.now, .today = trial.books->cx.today };

    if (!(cx.store = scope_open(&cx, trial.books->store)))
        abort();
    scope_firm(cx.store, 1);
    act(&cx, message);
    arena_free(&arena);
}
