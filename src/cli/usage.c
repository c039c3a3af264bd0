#include "cli/usage.h"

#include <ctype.h>
#include <string.h>

enum { INDENT = 8, WIDTH = 96 };

/* Where the first sentence of a summary ends: at its full stop, or before an empty line. */
static size_t sentence_size(const char *summary)
{
    const char *at = summary;

    while (*at && !(at[0] == '\n' && at[1] == '\n')) {
        if (*at == '.' && isspace((unsigned char)at[1]))
            return (size_t)(at - summary) + 1;
        at++;
    }
    return (size_t)(at - summary);
}

/* Lines are broken anew, since those of the source are of another width. */
static void put_sentence(struct buf *out, const char *summary)
{
    const char *end = summary + sentence_size(summary);
    size_t column = WIDTH;

    for (const char *at = summary; at < end;) {
        size_t size = strcspn(at, " \n");
        size = size < (size_t)(end - at) ? size : (size_t)(end - at);
        if (size > 0 && column + 1 + size > WIDTH) {
            buf_format(out, "%s%*s%.*s", at == summary ? "" : "\n", INDENT, "", (int)size, at);
            column = INDENT + size;
        } else if (size > 0) {
            buf_format(out, " %.*s", (int)size, at);
            column += 1 + size;
        }
        at += size + strspn(at + size, " \n");
    }
    buf_format(out, "\n");
}

static bool begins_with(const struct command *command, const char *noun)
{
    size_t size = strcspn(command->words, " ");

    return !noun || (strlen(noun) == size && memcmp(noun, command->words, size) == 0);
}

size_t usage_count(const struct command *const *nouns, const char *noun)
{
    size_t count = 0;

    for (; *nouns; nouns++)
        for (const struct command *command = *nouns; command->words; command++)
            count += begins_with(command, noun);
    return count;
}

void usage_list(struct buf *out, const struct command *const *nouns, const char *noun)
{
    buf_format(out, "Usage: quitus COMMAND [--json]\n\n");
    for (; *nouns; nouns++)
        for (const struct command *command = *nouns; command->words; command++) {
            if (!begins_with(command, noun))
                continue;
            buf_format(out, "  quitus %s%s%s\n", command->words, *command->usage ? " " : "",
                       command->usage);
            put_sentence(out, command->summary);
        }
    buf_format(out, "\nquitus help COMMAND, or quitus COMMAND --help, tells all of one.\n");
}

void usage_one(struct buf *out, const struct command *command)
{
    buf_format(out, "Usage: quitus %s%s%s [--json]\n%s\n", command->words,
               *command->usage ? " " : "", command->usage, command->summary);
}
