#include <string.h>

#include "cli/cli.h"
#include "format/child.h"

int main(int count, char **words)
{
    if (count > 1 && strcmp(words[1], "--parser") == 0)
        return child_main(count - 2, words + 2);
    return cli_main(count - 1, (const char *const *)words + 1);
}
