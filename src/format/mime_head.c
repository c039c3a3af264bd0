#include "format/mime_head.h"

#include <errno.h>
#include <unistd.h>

#include "base/limits.h"

struct head {
    size_t line, field, total; /* bytes so far */
    bool after_return, is_wrong, is_over;
};

static void line_end(struct head *head)
{
    head->is_over = head->line == 0;
    head->line = 0;
}

static void byte_take(struct head *head, char byte)
{
    bool wrong = byte == '\0' || (head->after_return && byte != '\n');

    if (head->line == 0 && byte != ' ' && byte != '\t')
        head->field = 0;
    head->after_return = byte == '\r';
    head->total++;
    if (byte == '\n') {
        line_end(head);
    } else if (byte != '\r') {
        head->line++;
        head->field++;
    }
    head->is_wrong |= wrong || head->line > LIMIT_MAIL_LINE || head->field > LIMIT_MAIL_FIELD
        || head->total > LIMIT_MAIL_HEAD;
}

static ssize_t read_some(int file, char *bytes, size_t room)
{
    ssize_t size;

    do
        size = read(file, bytes, room);
    while (size < 0 && errno == EINTR);
    return size;
}

bool mime_head_check(struct ctx *cx, int file, const char **problem)
{
    char bytes[4096];
    struct head head = { 0 };
    ssize_t size = 1;

    if (lseek(file, 0, SEEK_SET) != 0)
        return fail(cx, FAULT_INPUT, "FICHIER-LECTURE", NULL);
    while (!head.is_wrong && !head.is_over && (size = read_some(file, bytes, sizeof bytes)) > 0)
        for (ssize_t i = 0; i < size && !head.is_wrong && !head.is_over; i++)
            byte_take(&head, bytes[i]);
    if (size < 0 || lseek(file, 0, SEEK_SET) != 0)
        return fail(cx, FAULT_INPUT, "FICHIER-LECTURE", NULL);
    if (head.total == 0)
        return fail(cx, FAULT_INPUT, "FICHIER-VIDE", NULL);
    *problem = head.is_wrong ? "MIME-ENTETE" : NULL;
    return true;
}
