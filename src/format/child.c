#include "format/child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/limits.h"
#include "format/csv.h"
#include "format/fec.h"
#include "format/mime.h"
#include "format/sandbox.h"
#include "format/xlsx.h"

enum {
    WORDS_LIMIT = 16,
    ROLE_WORDS = 2,  /* the program and its role */
    FIRST_WORDS = 3, /* the parser and its limits */
    EXIT_UNSAFE = 79,
    BYTES_PER_SECOND = 2000000, /* a tenth of what the slowest parser reads */
    WALL_FACTOR = 12,           /* a child may have to share its core */
    PIPE_BYTES = 1024 * 1024 * 1024,
};

struct parser {
    const char *name;
    bool (*run)(struct ctx *cx, int count, char **words, struct wire *results);
    void (*prepare)(void); /* before it is closed in: tables that its libraries read; NULL: none */
    enum sandbox_files files;
};

/* Tries what a parser must not do; only tests ask for it. */
static bool probe_run(struct ctx *cx, int count, char **words, struct wire *results)
{
    const char *what = count > 0 ? words[0] : "";
    int tried = -1;

    if (strcmp(what, "open") == 0)
        tried = open("/proc/self/status", O_RDONLY);
    else if (strcmp(what, "socket") == 0)
        tried = socket(AF_INET, SOCK_STREAM, 0);
    else if (strcmp(what, "fork") == 0)
        tried = (int)fork();
    else if (strcmp(what, "memory") == 0)
        for (size_t i = 0; i < 20; i++)
            arena_alloc(cx->arena, 1, 16 * 1024 * 1024);
    else if (strcmp(what, "spin") == 0)
        for (volatile int64_t turns = 0;;)
            turns = turns + 1;
    else if (strcmp(what, "crash") == 0)
        raise(SIGSEGV);
    wire_put(results, tried);
    return strcmp(what, "refuse") != 0;
}

static const struct parser parsers[] = {
    { "csv", csv_child, NULL, SANDBOX_FILES_KILL },
    { "fec", fec_child, NULL, SANDBOX_FILES_KILL },
    { "mime", mime_child, mime_prepare, SANDBOX_FILES_ABSENT },
    { "probe", probe_run, NULL, SANDBOX_FILES_KILL },
    { "xlsx", xlsx_child, NULL, SANDBOX_FILES_KILL },
};

static const struct parser *parser_find(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(parsers); i++)
        if (strcmp(parsers[i].name, name) == 0)
            return &parsers[i];
    return NULL;
}

int child_main(int count, char **words)
{
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    const struct parser *parser = count >= FIRST_WORDS ? parser_find(words[0]) : NULL;

    if (!parser)
        return EXIT_UNSAFE;
    struct wire *results = wire_new(&arena, STDOUT_FILENO, -1);
    tzset(); /* libzip asks for local times: what is known of the zone is not looked up again */
    if (parser->prepare)
        parser->prepare();
    if (!sandbox_limit(atoll(words[1]), atoll(words[2])) || !sandbox_close(parser->files))
        _exit(EXIT_UNSAFE);
    bool done = parser->run(&cx, count - FIRST_WORDS, words + FIRST_WORDS, results);
    wire_flush(results);
    _exit(done && !wire_broken(results) ? EXIT_SUCCESS : EXIT_FAILURE);
}

struct bounds {
    int64_t memory_bytes, processor_s;
};

static struct bounds bounds_of(const struct child_task *task)
{
    struct bounds bounds = { LIMIT_CHILD_BYTES, LIMIT_CHILD_CPU_S };
    struct stat status;

    if (task->limits == CHILD_COMMAND && fstat(task->file, &status) == 0) {
        bounds.memory_bytes += status.st_size;
        bounds.processor_s += status.st_size / BYTES_PER_SECOND;
        if (!S_ISREG(status.st_mode)) /* a pipe, of which nobody knows the end */
            bounds = (struct bounds){ .memory_bytes = PIPE_BYTES };
    }
    if (task->processor_s > 0)
        bounds.processor_s = task->processor_s;
    return bounds;
}

static bool spawn(const struct child_task *task, struct bounds bounds, int output, pid_t *child)
{
    struct arena arena = { 0 };
    const char *words[WORDS_LIMIT] = { "quitus", "--parser", task->parser };
    size_t count = ROLE_WORDS + FIRST_WORDS;
    char zone[] = "TZ=UTC0", *environment[] = { zone, NULL };
    posix_spawn_file_actions_t actions;

    words[3] = arena_format(&arena, "%lld", (long long)bounds.memory_bytes);
    words[4] = arena_format(&arena, "%lld", (long long)bounds.processor_s);
    for (size_t i = 0; task->words && task->words[i] && count < WORDS_LIMIT - 1; i++)
        words[count++] = task->words[i];
    char **copied = arena_new(&arena, char *, WORDS_LIMIT);
    memcpy(copied, words, sizeof words);
    bool started = posix_spawn_file_actions_init(&actions) == 0
        && posix_spawn_file_actions_adddup2(&actions, task->file, STDIN_FILENO) == 0
        && posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO) == 0
        && posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1) == 0
        && posix_spawn(child, "/proc/self/exe", &actions, NULL, copied, environment) == 0;
    posix_spawn_file_actions_destroy(&actions);
    arena_free(&arena);
    return started;
}

/* How the child ended; what it was sent to its death by counts as well. */
static int child_wait(pid_t child, bool kill_first)
{
    int status = 0;

    if (kill_first)
        kill(child, SIGKILL);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    return status;
}

static bool is_limit(int status)
{
    int signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;

    return signal == SIGXCPU || signal == SIGKILL || signal == SIGABRT;
}

static bool child_judge(struct ctx *cx, const struct child_task *task, int status, bool taken)
{
    if (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS && taken)
        return true;
    if (is_limit(status))
        return fail(cx, FAULT_INPUT, task->limit_code, NULL);
    const char *signal = WIFSIGNALED(status) ? sigabbrev_np(WTERMSIG(status)) : NULL;
    return fail(cx, FAULT_BROKEN, task->crash_code, "signal", signal, NULL);
}

bool child_run(struct ctx *cx, const struct child_task *task, child_take *take, void *into)
{
    struct bounds bounds = bounds_of(task);
    int ends[2];
    pid_t child = -1;

    if (pipe2(ends, O_CLOEXEC) != 0)
        return fail(cx, FAULT_BUSY, "PROCESSUS", "reason", strerror(errno), NULL);
    bool started = spawn(task, bounds, ends[1], &child);
    close(ends[1]);
    if (!started) {
        close(ends[0]);
        return fail(cx, FAULT_BUSY, "PROCESSUS", "reason", strerror(errno), NULL);
    }
    int64_t silence_ms = bounds.processor_s * WALL_FACTOR * 1000;
    struct wire *results = wire_new(
        cx->arena, ends[0], silence_ms > 0 && silence_ms < INT32_MAX ? (int)silence_ms : -1);
    bool taken = take(cx, results, into) && !wire_broken(results);
    close(ends[0]);
    return child_judge(cx, task, child_wait(child, wire_silent(results)), taken);
}
