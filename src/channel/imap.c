#include "channel/imap.h"

#include <curl/curl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/str.h"

enum {
    CONNECT_MS = 15000,         /* a port that does not answer by then is down */
    COMMAND_MS = 300000,        /* 25 MB over a slow line; a stop ends it at once */
    STALLED_S = 60,             /* without a byte */
    ANSWER_BYTES = 1024 * 1024, /* of a search: 100,000 UIDs */
};

struct imap {
    struct arena arena;
    CURL *curl;
    const char *host, *root, *box; /* "host:993", "imaps://host:993/", "INBOX" */
    const volatile bool *stop;
    char said[CURL_ERROR_SIZE];
};

/* Of an address that needs no quoting anywhere: "imaps://host:993/INBOX.Reponses". */
static bool read_url(struct arena *arena, const char *url, struct imap *imap)
{
    static const char *const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                       "0123456789._-/";
    bool has_scheme = str_starts(url, "imaps://") || str_starts(url, "imap://");
    const char *host = has_scheme ? strstr(url, "://") + 3 : "", *path = strchr(host, '/');

    if (!path || path == host || strchr(url, '@'))
        return false;
    imap->host = arena_text(arena, host, (size_t)(path - host));
    imap->root = arena_text(arena, url, (size_t)(path + 1 - url));
    imap->box = path[1] ? arena_copy(arena, path + 1) : "INBOX";
    return strspn(imap->box, letters) == strlen(imap->box);
}

/* On the same machine nobody listens in between. */
static bool is_near(const char *host)
{
    static const char *const near[] = { "127.0.0.1", "localhost" };

    for (size_t i = 0; i < COUNT_OF(near); i++) {
        size_t size = strlen(near[i]);
        if (str_starts(host, near[i]) && (host[size] == '\0' || host[size] == ':'))
            return true;
    }
    return false;
}

static int look_up(void *state, curl_off_t total, curl_off_t now, curl_off_t up_total,
                   curl_off_t up_now)
{
    const struct imap *imap = state;

    (void)total, (void)now, (void)up_total, (void)up_now;
    return imap->stop && *imap->stop;
}

static void configure(struct imap *imap, const struct imap_config *config)
{
    CURL *curl = imap->curl;

    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "imap,imaps");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)COMMAND_MS);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, (long)STALLED_S);
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (config->require_tls || !is_near(imap->host))
        curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)CURLUSESSL_ALL);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, imap->said);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, look_up);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, imap);
    curl_easy_setopt(curl, CURLOPT_USERNAME, config->user ? config->user : "");
    curl_easy_setopt(curl, CURLOPT_PASSWORD, config->password ? config->password : "");
    if (config->ca_file) {
        curl_easy_setopt(curl, CURLOPT_CAINFO, config->ca_file);
        curl_easy_setopt(curl, CURLOPT_CAPATH, NULL);
    }
}

struct imap *imap_open(struct ctx *cx, const struct imap_config *config)
{
    struct imap *imap = calloc(1, sizeof *imap);

    if (!imap)
        abort();
    imap->stop = config->stop;
    if (!read_url(&imap->arena, config->url, imap)) {
        imap_close(imap);
        (void)fail(cx, FAULT_INPUT, "IMAP-ADRESSE", "value", config->url, NULL);
        return NULL;
    }
    imap->curl = curl_easy_init();
    if (!imap->curl)
        abort();
    configure(imap, config);
    return imap;
}

void imap_close(struct imap *imap)
{
    if (!imap)
        return;
    if (imap->curl)
        curl_easy_cleanup(imap->curl);
    arena_free(&imap->arena);
    free(imap);
}

/* Of what libcurl tells apart, what a person mends in another place. */
static const char *code_of(CURLcode result)
{
    switch (result) {
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
        return "IMAP-CERTIFICAT";
    case CURLE_USE_SSL_FAILED:
        return "IMAP-CHIFFREMENT";
    case CURLE_LOGIN_DENIED:
        return "IMAP-IDENTIFIANT";
    default:
        return "IMAP-CONNEXION";
    }
}

/* One command within the box, or with command NULL one message of the url. */
struct asking {
    const char *url, *command;
    size_t (*write)(char *bytes, size_t one, size_t count, void *into);
    void *into;
};

static bool ask(struct ctx *cx, struct imap *imap, const struct asking *asking)
{
    curl_easy_setopt(imap->curl, CURLOPT_URL, asking->url);
    curl_easy_setopt(imap->curl, CURLOPT_CUSTOMREQUEST, asking->command);
    curl_easy_setopt(imap->curl, CURLOPT_WRITEFUNCTION, asking->write);
    curl_easy_setopt(imap->curl, CURLOPT_WRITEDATA, asking->into);
    imap->said[0] = '\0';
    CURLcode result = curl_easy_perform(imap->curl);
    const char *said = *imap->said ? imap->said : curl_easy_strerror(result);
    return result == CURLE_OK
        || fail(cx, FAULT_BUSY, code_of(result), "host", imap->host, "reason",
                arena_copy(cx->arena, said), NULL);
}

static size_t hear(char *bytes, size_t one, size_t count, void *into)
{
    struct buf *answer = into;

    if (answer->size + one * count > ANSWER_BYTES)
        return 0;
    buf_add(answer, bytes, one * count);
    return one * count;
}

static bool ask_words(struct ctx *cx, struct imap *imap, const char *url, const char *command,
                      const char **words)
{
    struct buf answer = { .arena = cx->arena };
    const struct asking asking = { url, command, hear, &answer };

    if (!ask(cx, imap, &asking))
        return false;
    *words = buf_string(&answer);
    return true;
}

static const char *box_url(struct arena *arena, const struct imap *imap)
{
    return arena_format(arena, "%s%s", imap->root, imap->box);
}

bool imap_validity(struct ctx *cx, struct imap *imap, int64_t *validity)
{
    const char *command = arena_format(cx->arena, "STATUS \"%s\" (UIDVALIDITY)", imap->box);
    const char *words, *found;

    if (!ask_words(cx, imap, imap->root, command, &words))
        return false;
    found = strcasestr(words, "UIDVALIDITY ");
    *validity = found ? atoll(found + strlen("UIDVALIDITY ")) : 0;
    return *validity > 0
        || fail(cx, FAULT_BUSY, "IMAP-CONNEXION", "host", imap->host, "reason", "no UIDVALIDITY",
                NULL);
}

static int compare(const void *one, const void *other)
{
    const int64_t *a = one, *b = other;

    return (*a > *b) - (*a < *b);
}

/* "n:*" names the last message too, when it is none of those: it is left out here. */
static void read_uids(struct arena *arena, const char *words, int64_t after, struct imap_list *list)
{
    const char *at = strcasestr(words, "* SEARCH");
    size_t room = 0;

    *list = (struct imap_list){ 0 };
    for (at = at ? at + strlen("* SEARCH") : ""; *at == ' ';) {
        char *end;
        int64_t uid = strtoll(at, &end, 10);
        if (end == at)
            break;
        at = end;
        if (uid <= after)
            continue;
        if (list->count == room)
            list->uids = arena_grow(arena, list->uids, &room, sizeof *list->uids);
        list->uids[list->count++] = uid;
    }
    if (list->count > 0)
        qsort(list->uids, list->count, sizeof *list->uids, compare);
    if (list->count > IMAP_LIST_LIMIT)
        list->count = IMAP_LIST_LIMIT;
}

bool imap_list(struct ctx *cx, struct imap *imap, int64_t after, struct imap_list *list)
{
    const char *command = arena_format(cx->arena, "UID SEARCH UID %" PRId64 ":*", after + 1);
    const char *words;

    if (!ask_words(cx, imap, box_url(cx->arena, imap), command, &words))
        return false;
    read_uids(cx->arena, words, after, list);
    return true;
}

struct writing {
    int file;
    int64_t left;
    bool is_over;
};

static size_t write_some(char *bytes, size_t one, size_t count, void *into)
{
    struct writing *writing = into;
    size_t size = one * count;

    writing->is_over = (int64_t)size > writing->left;
    if (writing->is_over)
        return 0;
    writing->left -= (int64_t)size;
    return write(writing->file, bytes, size) == (ssize_t)size ? size : 0;
}

bool imap_fetch(struct ctx *cx, struct imap *imap, const struct imap_fetch *fetch, bool *is_whole)
{
    struct writing writing = { .file = fetch->file, .left = fetch->limit };
    const struct asking asking = {
        .url = arena_format(cx->arena, "%s/;UID=%" PRId64, box_url(cx->arena, imap), fetch->uid),
        .write = write_some,
        .into = &writing,
    };

    *is_whole = true;
    if (ask(cx, imap, &asking))
        return true;
    if (!writing.is_over)
        return false;
    cx->fault = (struct fault){ 0 };
    *is_whole = false;
    return true;
}

void imap_unsee(struct ctx *cx, struct imap *imap, int64_t uid)
{
    const struct fault before = cx->fault;
    const char *words;

    cx->fault = (struct fault){ 0 };
    (void)!ask_words(cx, imap, box_url(cx->arena, imap),
                     arena_format(cx->arena, "UID STORE %" PRId64 " -FLAGS.SILENT (\\Seen)", uid),
                     &words);
    cx->fault = before; /* what made it unseen is worth telling */
}
