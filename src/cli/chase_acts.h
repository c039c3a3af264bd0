/*
 * What the commands of `quitus chase` share, and those that stand in files of their own; the table
 * is in cli/chase.c. Their shapes with --json are told by --help, which prints the summary.
 */
#ifndef CLI_CHASE_ACTS_H
#define CLI_CHASE_ACTS_H

#include "cli/cli.h"

const char *model_text(const struct json *map, const char *name); /* "" when there is none */
const char *model_reader(const struct json *flat); /* who a message of the flat plan is for */

/* A code of the model in the reader's words, as a text of the section; itself when there is none.
 */
const char *chase_code_word(struct arena *arena, const struct call *call, const char *section,
                            const char *code);

/* What a program wants of a day's model: "messages" and "held", names for texts, no maps within. */
void chase_flatten(struct arena *arena, const struct json *page, struct json *model);

/* Adds a row of "posted" to a list and answers it. */
struct json *chase_flatten_posted(struct json *list, const struct json *posted);

/* What missions make (app/plan_coming.h), a row each request and task, and its print. */
void chase_flatten_coming(const struct json *page, struct json *model);
void chase_print_coming(struct buf *out, const struct call *call, const struct json *model);

#define CHASE_PLAN_SUMMARY                                                                           \
    "what would leave, to whom, why; what would not, why\n\n"                                        \
    "  quitus chase plan\n"                                                                          \
    "  quitus chase plan --on 2026-11-23 --json\n\n"                                                 \
    "A day to come as « Que part-il demain ? » shows it: what stops everything, what is written\n" \
    "already and leaves that day, what a round would post, what is held,\n"                          \
    "and what missions make until then, whose messages are among those.\n\n"                         \
    "--json: { on, closed_why, suspended: { at, reason, why }, frozen: { at, why, cause,\n"          \
    "  cause_why }, posted: [{ id, to, customer, client, amount, items, state, leaves_at, why "      \
    "}],\n"                                                                                          \
    "  messages: [{ channel, to, customer, reminders: [{ kind, subject, step, due_on, owed,\n"       \
    "  why }] }], held: [{ subject, why }], coming: [{ kind, name, client, person,\n"                \
    "  created_on, due_on }], totals: { messages, calls, reminders, held, posted, amount,\n"         \
    "  coming, coming_requests, coming_tasks } };\n"                                                 \
    "  contact or member stands for customer where it is one of those"
MUST_USE bool chase_plan_run(struct ctx *cx, struct call *call, struct json *model);
void chase_plan_print(struct buf *out, const struct call *call, const struct json *model);

#define CHASE_WHY_SUMMARY                                                                          \
    "why a step leaves on a day, or not, and what would change it\n\n"                             \
    "  quitus chase why invoice:42\n"                                                              \
    "  quitus chase why F-2026-0412 --on 2026-11-23 --json\n\n"                                    \
    "--json: { obligation, kind, subject, piece, client, person, on, due_on, owed, scenario,\n"    \
    "  cycle, is_settled, step_name, is_by_hand, hold, hold_why, kept, kept_why, until,\n"         \
    "  reminder, state, answer,\n"                                                                 \
    "  next: { on, step_name }, next_answer, remedies: [{ act, text, url }] }"
MUST_USE bool chase_why_run(struct ctx *cx, struct call *call, struct json *model);
void chase_why_print(struct buf *out, const struct call *call, const struct json *model);

#define CHASE_SIMULATE_SUMMARY                                                                     \
    "what would leave, day by day; nothing is sent or written\n\n"                                 \
    "  quitus chase simulate --from 2026-11-23 --to 2026-12-31\n\n"                                \
    "What missions make until then is among it, and listed apart too.\n\n"                         \
    "--json: { from, to, days: [{ on, held, messages: [{ channel, to, customer, reminders:\n"      \
    "  [{ kind, subject, step, due_on, owed, why }] }] }], coming and totals as of chase plan\n"   \
    "  }; days without any are left out\n"                                                         \
    "--ndjson: one of the days a line, without what missions make"
MUST_USE bool chase_simulate_run(struct ctx *cx, struct call *call, struct json *model);
void chase_simulate_print(struct buf *out, const struct call *call, const struct json *model);

#define CHASE_RUN_SUMMARY                                                                          \
    "takes today's steps and sends what may leave, as the server does; then ends\n\n"              \
    "  quitus chase run\n\n"                                                                       \
    "Behind the same guards, within the firm's days and hours, at its pace; what awaits a first\n" \
    "approval waits. --on may name today and no other day. Not while a server runs.\n\n"           \
    "--json: { on, digests, messages, calls, superseded, lapsed, held, sent, later, refused,\n"    \
    "  dropped, to_check, waiting, closed, clock, frozen, suspended }"
MUST_USE bool chase_run_run(struct ctx *cx, struct call *call, struct json *model);
void chase_run_print(struct buf *out, const struct call *call, const struct json *model);

#define CHASE_CHECK_SUMMARY                                                                        \
    "messages of which nobody knows whether they arrived; a decision about one\n\n"                \
    "  quitus chase check\n"                                                                       \
    "  quitus chase check 310 --sent --reason 'Seen in the journal of the server'\n"               \
    "  quitus chase check 310 --resend --reason 'Not in the journal'\n\n"                          \
    "--json: { messages: [{ id, since, to, customer, client, subject, why, words }] }, or\n"       \
    "  { id, decision } with an ID; exit 66 when it is not, or no more, to check"
MUST_USE bool chase_check_run(struct ctx *cx, struct call *call, struct json *model);
void chase_check_print(struct buf *out, const struct call *call, const struct json *model);

#endif
