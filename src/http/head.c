#include "http/head.h"

#include <string.h>
#include <strings.h>

#include "base/str.h"

void head_add(struct head *head, struct header header)
{
    if (head->count < LIMIT_HEADERS)
        head->headers[head->count] = header;
    head->count++;
    head->text_size += header.name_size + strlen(":") + header.value_size + strlen("\r\n");
}

static size_t count_of(const struct head *head, const char *name)
{
    size_t count = 0;

    for (size_t i = 0; i < head->count && i < LIMIT_HEADERS; i++)
        count += strcasecmp(head->headers[i].name, name) == 0;
    return count;
}

const char *head_find(const struct head *head, const char *name)
{
    for (size_t i = 0; i < head->count && i < LIMIT_HEADERS; i++)
        if (strcasecmp(head->headers[i].name, name) == 0)
            return head->headers[i].value;
    return NULL;
}

static bool is_token(const char *text, size_t size)
{
    static const char MARKS[] = "!#$%&'*+-.^_`|~";

    for (size_t i = 0; i < size; i++) {
        char byte = text[i];
        bool letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
        if (!letter && !(byte >= '0' && byte <= '9') && (byte == '\0' || !strchr(MARKS, byte)))
            return false;
    }
    return size > 0;
}

static bool is_clean(const struct header *header)
{
    for (size_t i = 0; i < header->value_size; i++) {
        unsigned char byte = (unsigned char)header->value[i];
        if ((byte < ' ' && byte != '\t') || byte == 0x7F)
            return false;
    }
    return is_token(header->name, header->name_size);
}

bool head_has_clean_url(const struct head *head)
{
    for (const char *at = head->url; *at; at++)
        if ((unsigned char)*at <= ' ' || (unsigned char)*at >= 0x7F)
            return false;
    return true;
}

/*
 * Behind each colon stands one blank or none. More bytes than that were dropped by the library (a
 * NUL and what followed, a folded line), fewer mean lines that ended in a bare line feed.
 */
static bool is_whole(const struct head *head)
{
    size_t first = strlen(head->method) + strlen(head->url) + strlen(head->version) + 4;
    size_t least = first + head->text_size + strlen("\r\n");

    return head->size >= least && head->size <= least + head->count;
}

static bool is_well_formed(const struct head *head)
{
    for (size_t i = 0; i < head->count && i < LIMIT_HEADERS; i++)
        if (!is_clean(&head->headers[i]))
            return false;
    return head_has_clean_url(head) && is_whole(head);
}

static bool is_reading(const char *method)
{
    return strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0;
}

/* What we go by, of which another reader might take another line. */
static bool is_single(const struct head *head)
{
    static const char *const names[] = { "Content-Length", "Transfer-Encoding", "Content-Type",
                                         "Authorization",  "Idempotency-Key",   "Origin",
                                         "Sec-Fetch-Site" };

    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (count_of(head, names[i]) > 1)
            return false;
    return count_of(head, "Host") == 1;
}

/* One reading only of where the body ends, whose site is meant and who asks. */
static bool is_plain(const struct head *head)
{
    const char *length = head_find(head, "Content-Length");
    const char *coding = head_find(head, "Transfer-Encoding");

    if (!is_single(head))
        return false;
    if (length && (coding || !*length || length[strspn(length, "0123456789")]))
        return false;
    if (coding && strcasecmp(coding, "chunked") != 0)
        return false;
    return !is_reading(head->method) || !head_has_body(head);
}

static bool is_ours(const char *host, const char *const *hosts)
{
    for (; *hosts; hosts++)
        if (strcasecmp(host, *hosts) == 0)
            return true;
    return false;
}

static bool is_known(const char *method)
{
    return is_reading(method) || strcmp(method, "POST") == 0;
}

struct refusal head_check(const struct head *head, const char *const *hosts)
{
    if (strlen(head->url) > LIMIT_URL_BYTES)
        return REFUSAL(414, "URL-LONGUE");
    if (head->size > LIMIT_HEAD_BYTES || head->count > LIMIT_HEADERS)
        return REFUSAL(431, "ENTETE-LONG");
    if (!is_well_formed(head) || !is_plain(head))
        return REFUSAL(400, "REQUETE");
    if (!is_ours(head_find(head, "Host"), hosts))
        return REFUSAL(421, "HOTE");
    if (!is_known(head->method))
        return REFUSAL(405, "METHODE");
    return head->url[0] == '/' ? NO_REFUSAL : REFUSAL(400, "REQUETE");
}

bool head_has_body(const struct head *head)
{
    return head_length(head) > 0 || head_find(head, "Transfer-Encoding");
}

int64_t head_length(const struct head *head)
{
    const char *length = head_find(head, "Content-Length");
    int64_t bytes = 0;

    if (!length)
        return -1;
    for (; *length >= '0' && *length <= '9'; length++)
        bytes = bytes > INT64_MAX / 16 ? INT64_MAX : bytes * 10 + (*length - '0');
    return bytes;
}

const char *head_language(const struct head *head)
{
    const char *wanted = head_find(head, "Accept-Language");

    for (const char *at = wanted ? wanted : ""; *at; at += strspn(at, ", ")) {
        if (strncasecmp(at, "fr", 2) == 0)
            return "fr";
        if (strncasecmp(at, "en", 2) == 0)
            return "en";
        at += strcspn(at, ",");
    }
    return "fr";
}

const char *head_cookie(struct arena *arena, const struct head *head, const char *name)
{
    size_t size = strlen(name);

    for (size_t i = 0; i < head->count && i < LIMIT_HEADERS; i++) {
        if (strcasecmp(head->headers[i].name, "Cookie") != 0)
            continue;
        for (const char *at = head->headers[i].value; *at; at += strspn(at, "; ")) {
            size_t length = strcspn(at, ";");
            if (length > size && at[size] == '=' && strncmp(at, name, size) == 0)
                return arena_text(arena, at + size + 1, length - size - 1);
            at += length;
        }
    }
    return NULL;
}
