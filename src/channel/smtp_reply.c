#include "channel/smtp_reply.h"

#include <string.h>
#include <strings.h>

#include "base/buf.h"

enum { CODE_SIZE = 3 };

static bool is_printable(char byte)
{
    return byte >= ' ' && byte <= '~';
}

/* Negative when the line begins with no code that a server may send. */
static int read_code(const char *line, size_t size)
{
    if (size < CODE_SIZE || line[0] < '2' || line[0] > '5')
        return -1;
    for (size_t i = 1; i < CODE_SIZE; i++)
        if (line[i] < '0' || line[i] > '9')
            return -1;
    if (size > CODE_SIZE && line[CODE_SIZE] != ' ' && line[CODE_SIZE] != '-')
        return -1;
    return (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
}

/* The end of the whole reply, NULL when it is bad or only a part. */
static const char *find_end(const char *bytes, size_t size, bool *bad)
{
    const char *line = bytes, *end;
    int code = 0;

    *bad = false;
    while ((end = memchr(line, '\n', size - (size_t)(line - bytes)))) {
        size_t length = (size_t)(end - line) - (end > line && end[-1] == '\r');
        int own = read_code(line, length);
        *bad = own < 0 || (code && own != code);
        if (*bad)
            return NULL;
        if (length == CODE_SIZE || line[CODE_SIZE] == ' ')
            return end + 1;
        code = own;
        line = end + 1;
    }
    *bad = size >= SMTP_REPLY_BYTES;
    return NULL;
}

static const char *read_text(struct arena *arena, const char *line, const char *end)
{
    struct buf text = { .arena = arena };

    while (line < end) {
        line += CODE_SIZE;
        line += *line == ' ' || *line == '-';
        for (; *line != '\n'; line++)
            if (*line != '\r')
                buf_byte(&text, is_printable(*line) ? *line : '?');
        buf_byte(&text, *line++);
    }
    return buf_string(&text);
}

enum smtp_read smtp_reply_read(struct arena *arena, const char *bytes, size_t size,
                               struct smtp_reply *reply)
{
    bool bad;
    const char *end = find_end(bytes, size, &bad);

    if (!end)
        return bad ? SMTP_READ_BAD : SMTP_READ_PART;
    *reply = (struct smtp_reply){
        .code = read_code(bytes, CODE_SIZE),
        .text = read_text(arena, bytes, end),
        .size = (size_t)(end - bytes),
    };
    return SMTP_READ_WHOLE;
}

const char *smtp_said(struct arena *arena, const char *text)
{
    struct buf said = { .arena = arena };

    for (; *text && said.size < SMTP_SAID_BYTES; text++)
        buf_byte(&said, *text == '\n' ? ' ' : is_printable(*text) ? *text : '?');
    while (said.size > 0 && said.bytes[said.size - 1] == ' ')
        said.bytes[--said.size] = '\0';
    return buf_string(&said);
}

const char *smtp_reply_said(struct arena *arena, const struct smtp_reply *reply)
{
    return smtp_said(arena, arena_format(arena, "%d %s", reply->code, reply->text));
}

bool smtp_reply_offers(const struct smtp_reply *reply, const char *keyword)
{
    const char *line = strchr(reply->text, '\n');
    size_t size = strlen(keyword);

    for (; line && line[1]; line = strchr(line + 1, '\n'))
        if (strncasecmp(line + 1, keyword, size) == 0 && strchr(" =\n", line[1 + size]))
            return true;
    return false;
}
