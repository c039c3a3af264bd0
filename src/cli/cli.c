#include "cli/cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/given.h"
#include "base/str.h"
#include "cli/usage.h"
#include "view/view.h"

struct call_option {
    const char *name, *value; /* "" for a flag */
    const struct call_option *next;
};

static const struct command *const nouns[] = {
    cli_calendar, cli_chase,  cli_client,  cli_contact, cli_csv,     cli_deadline,
    cli_fec,      cli_guard,  cli_hub,     cli_id,      cli_import,  cli_listed,
    cli_mail,     cli_member, cli_mission, cli_notice,  cli_request, cli_roster,
    cli_serve,    cli_setup,  cli_task,    cli_view,    cli_xlsx,    NULL,
};

static const int exits[FAULT_COUNT] = {
    [FAULT_INPUT] = EXIT_DATA, [FAULT_ABSENT] = 66, [FAULT_CONFLICT] = EXIT_DATA,
    [FAULT_DENIED] = 77,       [FAULT_BUSY] = 75,   [FAULT_FULL] = 73,
    [FAULT_BROKEN] = 70,
};

const char *call_option(const struct call *call, const char *name)
{
    for (const struct call_option *option = call->options; option; option = option->next)
        if (strcmp(option->name, name) == 0)
            return option->value;
    return NULL;
}

bool call_date(struct ctx *cx, const struct call *call, const char *name, struct date *date)
{
    const char *text = call_option(call, name);

    struct date given;

    if (!text)
        return true;
    if (!date_parse(text, &given))
        return fail(cx, FAULT_INPUT, "DATE", "field", name, "value", text, NULL);
    if (!given_day_check(cx, name, given))
        return false;
    *date = given;
    return true;
}

/* How a command declares an option: 0 not at all, 1 as a flag, 2 with a value. */
static int declared(const struct command *command, const char *name, size_t size)
{
    const char *at = command->options;

    while (*at) {
        size_t word = strcspn(at, " ");
        bool valued = at[word - 1] == '=';
        if (word - valued == size && memcmp(at, name, size) == 0)
            return valued ? 2 : 1;
        at += word + (at[word] == ' ');
    }
    return (size == 4 && memcmp(name, "json", 4) == 0)
        || (size == 4 && memcmp(name, "help", 4) == 0);
}

/* Splits what follows the command's words into operands and options. */
static const char *split(struct arena *arena, struct call *call, int count,
                         const char *const *words)
{
    const char **operands = arena_new(arena, const char *, (size_t)count + 1);
    bool only_operands = false;

    call->operands = operands;
    for (int i = 0; i < count; i++) {
        if (only_operands || !str_starts(words[i], "--")) {
            operands[call->count++] = words[i];
            continue;
        }
        const char *name = words[i] + 2;
        size_t size = strcspn(name, "=");
        only_operands = *name == '\0';
        if (only_operands)
            continue;
        int kind = declared(call->command, name, size);
        if (kind == 0 || (kind == 1 && name[size] == '='))
            return words[i];
        if (kind == 2 && name[size] != '=' && i + 1 == count)
            return words[i];
        struct call_option *option = arena_new(arena, struct call_option, 1);
        *option = (struct call_option){ .name = arena_text(arena, name, size),
                                        .value = kind == 1      ? ""
                                            : name[size] == '=' ? name + size + 1
                                                                : words[++i],
                                        .next = call->options };
        call->options = option;
    }
    return NULL;
}

/* How many of the words name this command: all of its own, else 0. */
static int named(const struct command *command, int count, const char *const *words)
{
    const char *at = command->words;
    int matched = 0;

    while (*at) {
        size_t size = strcspn(at, " ");
        if (matched == count || strlen(words[matched]) != size
            || memcmp(words[matched], at, size) != 0)
            return 0;
        matched++;
        at += size + (at[size] == ' ');
    }
    return matched;
}

static const struct command *find(int count, const char *const *words, int *matched)
{
    for (size_t i = 0; nouns[i]; i++)
        for (const struct command *command = nouns[i]; command->words; command++)
            if ((*matched = named(command, count, words)) > 0)
                return command;
    return NULL;
}

/* What is wrong goes to standard error with it; what was asked for to standard output. */
static int tell(struct buf *out, const char *wrong)
{
    FILE *stream = wrong ? stderr : stdout;

    if (wrong)
        fprintf(stream, "quitus: %s\n\n", wrong);
    fputs(buf_string(out), stream);
    return wrong ? EXIT_USAGE : 0;
}

/* Of the noun alone, when there is one. */
static int usage(struct arena *arena, const char *noun, const char *wrong)
{
    struct buf out = { .arena = arena };

    usage_list(&out, nouns, noun && usage_count(nouns, noun) > 0 ? noun : NULL);
    return tell(&out, wrong);
}

static int usage_of(struct arena *arena, const struct command *command, const char *wrong)
{
    struct buf out = { .arena = arena };

    usage_one(&out, command);
    return tell(&out, wrong);
}

static const char *language_of_environment(void)
{
    const char *names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };

    for (size_t i = 0; i < COUNT_OF(names); i++) {
        const char *value = getenv(names[i]);
        if (value && *value)
            return str_starts(value, "en") ? "en" : "fr";
    }
    return "fr";
}

static const char *said(struct arena *arena, const struct call *call, const char *key,
                        const char *word)
{
    struct json *args = json_map(arena);

    json_put_text(args, "word", word);
    return view_text(arena, call->language, key, args);
}

static const char *operands_odd(struct arena *arena, const struct call *call)
{
    size_t most = call->command->most;

    return call->count > most ? said(arena, call, "cli.odd_word", call->operands[most])
                              : said(arena, call, "fault.USAGE", "");
}

static int tell_fault(const struct ctx *cx, const struct call *call)
{
    struct json *problem = json_map(cx->arena);
    const char *sentence = view_fault(cx->arena, call->language, &cx->fault);

    if (call_option(call, "json")) {
        json_put_text(problem, "code", cx->fault.code);
        json_put_text(problem, "message", sentence);
        puts(json_write_lines(cx->arena, problem));
    }
    fprintf(stderr, "quitus: %s : %s\n", cx->fault.code, sentence);
    return strcmp(cx->fault.code, "USAGE") == 0 ? EXIT_USAGE : exits[cx->fault.kind];
}

static int run(struct ctx *cx, struct call *call)
{
    struct json *model = json_map(cx->arena);
    struct buf out = { .arena = cx->arena };

    if (!call->command->run(cx, call, model))
        return tell_fault(cx, call);
    if (call->told)
        return fflush(stdout) == 0 && !ferror(stdout) ? call->exit : exits[FAULT_FULL];
    if (call_option(call, "json"))
        buf_format(&out, "%s\n", json_write_lines(cx->arena, model));
    else if (call->command->print)
        call->command->print(&out, call, model);
    if (fwrite(buf_string(&out), 1, out.size, stdout) != out.size || fflush(stdout) != 0)
        return exits[FAULT_FULL];
    return call->exit;
}

/* `quitus help`, with the words of one command, of a noun, or of none. */
static int help(struct arena *arena, const struct call *call, int count, const char *const *words)
{
    int matched;
    const struct command *command = find(count, words, &matched);

    if (command)
        return usage_of(arena, command, NULL);
    if (count == 0 || usage_count(nouns, words[0]) > 0)
        return usage(arena, count == 0 ? NULL : words[0], NULL);
    return usage(arena, NULL, said(arena, call, "cli.odd_command", words[0]));
}

static bool is_help(const char *word)
{
    return strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0;
}

/* No command has these words: they ask for help, or are wrong. */
static int odd(struct arena *arena, const struct call *call, int count, const char *const *words)
{
    if (count == 0)
        return usage(arena, NULL, said(arena, call, "cli.no_command", ""));
    if (is_help(words[0]) || strcmp(words[0], "help") == 0)
        return help(arena, call, count - 1, words + 1);
    if (is_help(words[count - 1]))
        return help(arena, call, count - 1, words);
    bool is_noun = usage_count(nouns, words[0]) > 0;
    if (is_noun && count == 1)
        return usage(arena, words[0], said(arena, call, "cli.no_command", ""));
    const char *word = is_noun ? arena_format(arena, "%s %s", words[0], words[1]) : words[0];
    return usage(arena, words[0], said(arena, call, "cli.odd_command", word));
}

static int run_words(struct ctx *cx, struct call *call, int count, const char *const *words)
{
    static const char *const version[] = { "version" };
    bool asks_version = count == 1 && strcmp(words[0], "--version") == 0;
    int matched;

    words = asks_version ? version : words;
    call->command = find(count, words, &matched);
    if (!call->command)
        return odd(cx->arena, call, count, words);
    const char *unknown = split(cx->arena, call, count - matched, words + matched);
    if (call_option(call, "help"))
        return usage_of(cx->arena, call->command, NULL);
    if (unknown)
        return usage_of(cx->arena, call->command, said(cx->arena, call, "cli.odd_option", unknown));
    if (call->count < call->command->least || call->count > call->command->most)
        return usage_of(cx->arena, call->command, operands_odd(cx->arena, call));
    return run(cx, call);
}

int cli_main(int count, const char *const *words)
{
    struct arena arena = { 0 };
    struct call call = { .language = language_of_environment() };
    struct instant now = clock_system.wall(&clock_system);
    struct ctx cx = { .arena = &arena, .now = now };

    cx.today = (struct date){ (int32_t)(now.ms / 86400000) };
    int exit = run_words(&cx, &call, count, words);
    arena_free(&arena);
    return exit;
}
