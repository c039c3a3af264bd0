#include <pthread.h>
#include <string.h>

#include "channel/smtp_wire.h"

enum { HELO_LIMIT = 255 };

static void start_curl(void)
{
    curl_global_init(CURL_GLOBAL_DEFAULT);
}

static bool is_helo(const char *name)
{
    static const char allowed[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.";
    size_t size = name ? strlen(name) : 0;

    return size > 0 && size <= HELO_LIMIT && strspn(name, allowed) == size;
}

/* One part of the address, "" when it has none. */
static const char *part(struct arena *arena, CURLU *address, CURLUPart which)
{
    char *text = NULL;
    const char *copy = "";

    if (curl_url_get(address, which, &text, 0) == CURLUE_OK && text)
        copy = arena_copy(arena, text);
    curl_free(text);
    return copy;
}

/* Nothing but scheme, host and port: a password in an address would end up on the screen. */
static bool is_plain(struct arena *arena, CURLU *address)
{
    static const CURLUPart others[] = { CURLUPART_USER, CURLUPART_PASSWORD, CURLUPART_OPTIONS,
                                        CURLUPART_QUERY, CURLUPART_FRAGMENT };

    for (size_t i = 0; i < COUNT_OF(others); i++)
        if (*part(arena, address, others[i]))
            return false;
    return strcmp(part(arena, address, CURLUPART_PATH), "/") == 0
        && *part(arena, address, CURLUPART_HOST);
}

static bool is_near(const char *host)
{
    return strcmp(host, "127.0.0.1") == 0 || strcmp(host, "[::1]") == 0
        || strcmp(host, "localhost") == 0;
}

static bool read_address(struct arena *arena, const struct channel_config *config, CURLU *address,
                         struct smtp_server *server)
{
    if (curl_url_set(address, CURLUPART_URL, config->url, 0) != CURLUE_OK
        || !is_plain(arena, address)
        || curl_url_set(address, CURLUPART_PATH, config->helo, 0) != CURLUE_OK)
        return false;
    server->url = part(arena, address, CURLUPART_URL);
    server->require_tls =
        config->require_tls || (config->user && !is_near(part(arena, address, CURLUPART_HOST)));
    return true;
}

static const char *copy(struct arena *arena, const char *text)
{
    return text ? arena_copy(arena, text) : NULL;
}

static int or_default(int chosen, int usual)
{
    return chosen > 0 ? chosen : usual;
}

bool smtp_server_read(struct ctx *cx, struct arena *arena, const struct channel_config *config,
                      struct smtp_server *server)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    const struct channel_timeouts *timeouts = &config->timeouts;

    if (!is_helo(config->helo))
        return fail(cx, FAULT_INPUT, "CANAL-NOM", "value", config->helo, NULL);
    pthread_once(&once, start_curl);
    *server = (struct smtp_server){
        .helo = arena_copy(arena, config->helo),
        .user = copy(arena, config->user),
        .password = copy(arena, config->password),
        .ca_file = copy(arena, config->ca_file),
        .timeouts = {
            .connect_ms = or_default(timeouts->connect_ms, SMTP_CONNECT_MS),
            .command_ms = or_default(timeouts->command_ms, SMTP_COMMAND_MS),
            .dot_ms = or_default(timeouts->dot_ms, SMTP_DOT_MS),
        },
    };
    CURLU *address = curl_url();
    bool reads = read_address(arena, config, address, server);
    curl_url_cleanup(address);
    return reads || fail(cx, FAULT_INPUT, "CANAL-ADRESSE", "value", config->url, NULL);
}
