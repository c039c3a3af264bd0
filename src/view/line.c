#include "view/line.h"

#include <string.h>

struct around line_around(const char *text, size_t size, size_t start, size_t end)
{
    size_t next = end;

    while (start > 0 && (text[start - 1] == ' ' || text[start - 1] == '\t'))
        start--;
    while (next < size && (text[next] == ' ' || text[next] == '\t'))
        next++;
    bool ends = next == size;
    if (!ends && (text[next] == '\n' || strncmp(text + next, "\r\n", 2) == 0)) {
        next += text[next] == '\r' ? 2 : 1;
        ends = true;
    }
    return (struct around){
        .line_start = start,
        .next = next,
        .leads = start == 0 || text[start - 1] == '\n',
        .ends = ends,
    };
}
