/*
 * The command line: `quitus NOUN VERB [operands] [--options]`, one file a noun.
 *
 * A command fills a model, as a page does: with --json the model goes to standard output as it is,
 * without it `print` makes a readable table of it. All else goes to standard error. Exit codes are
 * those of sysexits: 0, 64 usage, 65 data, 66 no input, 69 unavailable, 70 internal, 73 cannot
 * create, 75 try again, 77 permission, 78 configuration.
 */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "base/buf.h"
#include "base/json.h"

enum { EXIT_USAGE = 64, EXIT_DATA = 65 };

struct call {
    const struct command *command;
    const char *const *operands;
    size_t count;
    const struct call_option *options; /* read through call_option */
    const char *language;              /* of the reader: "fr" unless LANG says English */
    int exit;                          /* when the command succeeds but has bad news; 0 */
    bool told;                         /* the command wrote its model or table itself */
};

struct command {
    const char *words;   /* "fec check" */
    const char *usage;   /* "FILE [--on DATE]" */
    const char *summary; /* one line, English */
    const char *options; /* names with a space between; one that takes a value ends in "=" */
    size_t least, most;  /* operands */
    MUST_USE bool (*run)(struct ctx *cx, struct call *call, struct json *model);
    void (*print)(struct buf *out, const struct call *call, const struct json *model);
};

/* Each noun's commands, ended by a row without words; cli/cli.c lists the nouns. */
extern const struct command cli_calendar[], cli_chase[], cli_client[], cli_contact[], cli_csv[],
    cli_deadline[], cli_fec[], cli_guard[], cli_hub[], cli_id[], cli_import[], cli_listed[],
    cli_mail[], cli_member[], cli_mission[], cli_notice[], cli_request[], cli_roster[], cli_serve[],
    cli_setup[], cli_task[], cli_view[], cli_xlsx[];

const char *call_option(const struct call *call, const char *name); /* NULL when not given */

/* --NAME as a day; left alone when absent; fault INPUT DATE when it is no day, DATE-ANNEE. */
MUST_USE bool call_date(struct ctx *cx, const struct call *call, const char *name,
                        struct date *date);

/* Finds the command, checks its words, runs it, prints: the whole of main but its own roles. */
int cli_main(int count, const char *const *words);

#endif
