/*
 * How the commands are told: all of them with a sentence each, or one with all its words.
 */
#ifndef CLI_USAGE_H
#define CLI_USAGE_H

#include "cli/cli.h"

/* Those whose first word is noun, NULL: all. */
void usage_list(struct buf *out, const struct command *const *nouns, const char *noun);

void usage_one(struct buf *out, const struct command *command);

/* How many commands begin with a word. */
size_t usage_count(const struct command *const *nouns, const char *noun);

#endif
