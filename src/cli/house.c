#include "cli/house.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"
#include "channel/email.h"
#include "view/format.h"
#include "worker/kinds.h"

enum { LEASE_MS = 240000 }; /* outlives the 120 s that the answer to a dot may take */

static void take_option(const struct call *call, const char *option, enum config_key key,
                        struct config *config)
{
    const char *value = call_option(call, option);

    if (!value)
        return;
    config->values[key] = value;
    config->origins[key] = "option";
}

bool house_configure(struct ctx *cx, const struct call *call, struct house *house)
{
    if (!config_load(cx, call_option(call, "config"), &house->config))
        return false;
    take_option(call, "store", CONFIG_STORE_URL, &house->config);
    take_option(call, "scan", CONFIG_DOCUMENTS_SCAN, &house->config);
    if (!config_clock(cx, &house->config, &house->clock))
        return false;
    cx->now = house->clock.wall(&house->clock);
    cx->today = (struct date){ (int32_t)(cx->now.ms / 86400000) };
    return true;
}

static bool look_at_firm(struct ctx *cx, struct house *house)
{
    int64_t firm;

    if (!firm_first(cx, &firm))
        return false;
    if (firm == 0)
        return fail(cx, FAULT_ABSENT, "CABINET-ABSENT", NULL);
    scope_firm(cx->store, firm);
    house->zone = firm_find(cx, &house->firm) ? zone_now_open(cx, house->firm.time_zone) : NULL;
    if (!house->zone)
        return false;
    format_zone(house->zone);
    cx->today = zone_civil(zone_now(house->zone), cx->now).date;
    return true;
}

bool house_open(struct ctx *cx, const struct call *call, enum house_use use, struct house *house)
{
    *house = (struct house){ 0 };
    if (!house_configure(cx, call, house))
        return false;
    const char *where = config_text(&house->config, CONFIG_STORE_URL);
    if (use == HOUSE_ALONE && !store_lock(cx, where))
        return false;
    house->store = store_open(cx, where);
    if (!house->store)
        return false;
    cx->store = scope_open(cx, house->store);
    if (cx->store && look_at_firm(cx, house))
        return true;
    house_close(cx, house);
    return false;
}

void house_close(struct ctx *cx, struct house *house)
{
    format_zone(NULL);
    scope_close(cx->store);
    cx->store = NULL;
    store_close(house->store);
    house->store = NULL;
}

bool house_do(struct ctx *cx, struct call *call, enum house_use use,
              bool (*act)(struct ctx *cx, struct call *call, struct json *model),
              struct json *model)
{
    struct house house;

    if (!house_open(cx, call, use, &house))
        return false;
    bool done = act(cx, call, model);
    house_close(cx, &house);
    return done;
}

/* Beside the books' file; for PostgreSQL in the working folder. */
static const char *folder_beside(struct arena *arena, const char *where, const char *name)
{
    const char *slash = str_starts(where, "postgresql:") ? NULL : strrchr(where, '/');

    return slash ? arena_format(arena, "%.*s/%s", (int)(slash - where), where, name) : name;
}

static const char *mail_folder(struct arena *arena, const char *where)
{
    return arena_format(arena, "eml:%s", folder_beside(arena, where, "mail"));
}

bool house_folder(struct ctx *cx, const char *where)
{
    if (str_starts(where, "postgresql:"))
        return true;
    for (const char *slash = strchr(where + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        const char *folder = arena_text(cx->arena, where, (size_t)(slash - where));
        if (mkdir(folder, 0700) != 0 && errno != EEXIST)
            return fail(cx, FAULT_BROKEN, "DOSSIER", "folder", folder, "reason", strerror(errno),
                        NULL);
    }
    return true;
}

const char *house_base_url(struct arena *arena, const struct config *config)
{
    const char *url = config_text(config, CONFIG_HTTP_BASE_URL);

    return *url ? url
                : arena_format(arena, "http://%s:%s", config_text(config, CONFIG_HTTP_ADDRESS),
                               config_text(config, CONFIG_HTTP_PORT));
}

static const char *or_null(const char *text)
{
    return *text ? text : NULL;
}

/* A bare address, or nothing could leave: the fault names the setting. */
static bool check_from(struct ctx *cx, const char *from)
{
    if (email_check(cx, from))
        return true;
    if (cx->fault.kind != FAULT_INPUT)
        return false;
    cx->fault = (struct fault){ 0 };
    return fail(cx, FAULT_INPUT, "EXPEDITEUR", "field", config_name(CONFIG_MAIL_FROM), "value",
                from, NULL);
}

bool house_sender(struct ctx *cx, const struct house *house, struct sender *sender)
{
    const struct config *config = &house->config;
    const char *url = config_text(config, CONFIG_MAIL_URL);
    const char *from = config_text(config, CONFIG_MAIL_FROM), *at = strchr(from, '@');

    if (*url == '\0')
        url = mail_folder(cx->arena, config_text(config, CONFIG_STORE_URL));
    *sender = (struct sender){
        .channel = channel_find(cx, url),
        .config = {
            .url = url,
            .user = or_null(config_text(config, CONFIG_MAIL_USER)),
            .password = or_null(config_text(config, CONFIG_MAIL_PASSWORD)),
            .require_tls = config_bool(config, CONFIG_MAIL_REQUIRE_TLS),
            .ca_file = or_null(config_text(config, CONFIG_MAIL_CA_FILE)),
            .helo = at ? at + 1 : "localhost",
        },
        .line_count = SENDER_LINES,
        .taker = {
            .owner = arena_format(cx->arena, "%d.%lld", (int)getpid(), (long long)cx->now.ms),
            .lease_ms = LEASE_MS,
        },
        .from = from,
        .reply_to = or_null(config_text(config, CONFIG_MAIL_REPLY_TO)),
        .return_to = or_null(config_text(config, CONFIG_MAIL_RETURN_TO)),
        .takes_replies = *config_text(config, CONFIG_IMAP_URL)
            || *config_text(config, CONFIG_MAIL_RETURN_TO)
            || *config_text(config, CONFIG_MAIL_REPLY_TO),
        .witness = or_null(config_text(config, CONFIG_MAIL_WITNESS)),
        .clock = &house->clock,
        .kinds = worker_kinds,
        .apart = worker_apart,
    };
    return sender->channel && check_from(cx, from)
        && (!sender->witness || email_check(cx, sender->witness))
        && (!sender->return_to || email_check(cx, sender->return_to));
}

bool house_is_alone(const struct config *config)
{
    return !str_starts(config_text(config, CONFIG_STORE_URL), "postgresql:");
}

/* For PostgreSQL in the working folder, as its mails are. */
static const char *mark_path(struct arena *arena, const struct config *config)
{
    return house_is_alone(config)
        ? arena_format(arena, "%s.mark", config_text(config, CONFIG_STORE_URL))
        : "quitus.mark";
}

struct worker_site house_worker(struct arena *arena, const struct house *house,
                                const struct sender *sender)
{
    return (struct worker_site){
        .store = house->store,
        .firm = &house->firm,
        .zone = house->zone,
        .sender = sender,
        .clock = &house->clock,
        .per_minute = config_int(&house->config, CONFIG_MAIL_PER_MINUTE),
        .mark = mark_path(arena, &house->config),
        .alone = house_is_alone(&house->config),
    };
}

struct vault house_vault(struct arena *arena, const struct config *config)
{
    const char *folder = config_text(config, CONFIG_DOCUMENTS_FOLDER);

    if (*folder == '\0')
        folder = folder_beside(arena, config_text(config, CONFIG_STORE_URL), "files");
    return (struct vault){ .folder = folder,
                           .scan = or_null(config_text(config, CONFIG_DOCUMENTS_SCAN)) };
}

struct mail_site house_mail(struct arena *arena, const struct config *config,
                            const struct vault *documents)
{
    return (struct mail_site){ .documents = documents,
                               .mails = mail_vault(arena, documents),
                               .address = config_text(config, CONFIG_MAIL_FROM) };
}

struct imap_config house_imap(const struct config *config)
{
    return (struct imap_config){ .url = config_text(config, CONFIG_IMAP_URL),
                                 .user = config_text(config, CONFIG_IMAP_USER),
                                 .password = config_text(config, CONFIG_IMAP_PASSWORD),
                                 .require_tls = config_bool(config, CONFIG_IMAP_REQUIRE_TLS),
                                 .ca_file = or_null(config_text(config, CONFIG_IMAP_CA_FILE)) };
}
