/*
 * Foreign files are read in a child process that can do nothing else (T-15).
 *
 * The program starts itself in a hidden role, `--parser NAME`, with no environment but a zone: the
 * file on descriptor 0, typed results on descriptor 1, nothing else open. Before the first byte is
 * read the child has limits on memory and processor time, and a filter that leaves it read, write
 * and memory: no file, no network, no other process. A child that dies or falls silent is a fault
 * that says so, never a wait without end.
 */
#ifndef FORMAT_CHILD_H
#define FORMAT_CHILD_H

#include "base/ctx.h"
#include "format/wire.h"

/* From the command line the limits follow the file's size; what was uploaded gets fixed ones. */
enum child_limits { CHILD_UPLOAD, CHILD_COMMAND };

struct child_task {
    const char *parser;       /* one of the table in child.c */
    const char *const *words; /* what it is told, ended by NULL */
    int file;                 /* open for reading, standing where the parser begins */
    enum child_limits limits;
    int64_t processor_s;    /* 0 for the house's limit */
    const char *limit_code; /* the fault when it hits a limit: "FEC-LIMITE" */
    const char *crash_code; /* the fault when it dies otherwise: "FEC-PARSEUR" */
};

/* Takes the results; false when they make no sense. Never calls fail(). */
typedef bool child_take(struct ctx *cx, struct wire *results, void *into);

/* Runs the child to its end. Faults: those of the task; PROCESSUS when none can be started. */
MUST_USE bool child_run(struct ctx *cx, const struct child_task *task, child_take *take,
                        void *into);

/*
 * The whole of main when its first word is "--parser"; it is given what follows. Tests that run
 * children do likewise, since the child is the program that started it.
 */
int child_main(int count, char **words);

#endif
