#include "base/log.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

#include "base/json.h"

static atomic_int least_written = LOG_INFO;

static struct json *line_of(struct arena *arena, enum log_level level, const char *event)
{
    static const char *const names[LOG_LEVEL_COUNT] = {
        [LOG_DEBUG] = "debug",
        [LOG_INFO] = "info",
        [LOG_WARN] = "warn",
        [LOG_ERROR] = "error",
    };
    struct json *line = json_map(arena);

    json_put_text(line, "at", instant_text(arena, clock_system.wall(&clock_system)));
    json_put_text(line, "level", names[level]);
    json_put_text(line, "event", event);
    return line;
}

/* One write each, so that the lines of two threads never mix. */
static void line_write(struct arena *arena, const struct json *line)
{
    const char *text = arena_format(arena, "%s\n", json_write(arena, line));
    size_t size = 0;

    while (text[size])
        size++;
    ssize_t written = write(STDERR_FILENO, text, size);
    (void)written; /* there is nowhere left to say so */
}

void log_write(enum log_level level, const char *event, ...)
{
    struct arena arena = { 0 };
    const char *name;
    va_list pairs;

    if ((int)level < atomic_load(&least_written))
        return;
    struct json *line = line_of(&arena, level, event);
    va_start(pairs, event);
    while ((name = va_arg(pairs, const char *)))
        json_put_text(line, name, va_arg(pairs, const char *));
    va_end(pairs);
    line_write(&arena, line);
    arena_free(&arena);
}

void log_fault(const char *event, const struct fault *fault)
{
    struct arena arena = { 0 };
    struct json *line = line_of(&arena, LOG_ERROR, event);

    json_put_text(line, "code", fault->code);
    for (size_t i = 0; i < FAULT_ARGS_LIMIT && fault->args[i].name; i++)
        json_put_text(line, fault->args[i].name, fault->args[i].value);
    line_write(&arena, line);
    arena_free(&arena);
}

void log_quiet(enum log_level least)
{
    atomic_store(&least_written, (int)least);
}
