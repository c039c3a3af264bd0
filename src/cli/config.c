#include "cli/config.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/str.h"

static const struct key {
    const char *name, *value; /* its default */
} keys[CONFIG_COUNT] = {
    [CONFIG_STORE_URL] = { "store.url", "data/quitus.db" },
    [CONFIG_HTTP_ADDRESS] = { "http.address", "127.0.0.1" },
    [CONFIG_HTTP_PORT] = { "http.port", "8420" },
    [CONFIG_HTTP_BASE_URL] = { "http.base_url", "" },
    [CONFIG_HTTP_THREADS] = { "http.threads", "8" },
    [CONFIG_MAIL_URL] = { "mail.url", "" },
    [CONFIG_MAIL_FROM] = { "mail.from", "relances@localhost.localdomain" },
    [CONFIG_MAIL_REPLY_TO] = { "mail.reply_to", "" },
    [CONFIG_MAIL_RETURN_TO] = { "mail.return_to", "" },
    [CONFIG_MAIL_WITNESS] = { "mail.witness", "" },
    [CONFIG_MAIL_USER] = { "mail.user", "" },
    [CONFIG_MAIL_PASSWORD] = { "mail.password", "" },
    [CONFIG_MAIL_PASSWORD_FILE] = { "mail.password_file", "" },
    [CONFIG_MAIL_REQUIRE_TLS] = { "mail.require_tls", "false" },
    [CONFIG_MAIL_CA_FILE] = { "mail.ca_file", "" },
    [CONFIG_MAIL_PER_MINUTE] = { "mail.per_minute", "60" },
    [CONFIG_DOCUMENTS_FOLDER] = { "documents.folder", "" },
    [CONFIG_DOCUMENTS_SCAN] = { "documents.scan", "" },
    [CONFIG_IMAP_URL] = { "imap.url", "" },
    [CONFIG_IMAP_USER] = { "imap.user", "" },
    [CONFIG_IMAP_PASSWORD] = { "imap.password", "" },
    [CONFIG_IMAP_PASSWORD_FILE] = { "imap.password_file", "" },
    [CONFIG_IMAP_REQUIRE_TLS] = { "imap.require_tls", "false" },
    [CONFIG_IMAP_CA_FILE] = { "imap.ca_file", "" },
    [CONFIG_SIGN_ON_SECRETS] = { "sign_on.secrets", "" },
    [CONFIG_SIGN_ON_SECRETS_FILE] = { "sign_on.secrets_file", "" },
    [CONFIG_SIGN_ON_CA_FILE] = { "sign_on.ca_file", "" },
    [CONFIG_METRICS_TOKEN] = { "metrics.token", "" },
    [CONFIG_METRICS_TOKEN_FILE] = { "metrics.token_file", "" },
    [CONFIG_CLOCK_FROZEN] = { "clock.frozen", "" },
};

const char *config_name(enum config_key key)
{
    return keys[key].name;
}

const char *config_text(const struct config *config, enum config_key key)
{
    return config->values[key];
}

int config_int(const struct config *config, enum config_key key)
{
    return atoi(config->values[key]);
}

bool config_bool(const struct config *config, enum config_key key)
{
    return strcmp(config->values[key], "true") == 0;
}

static bool key_find(const char *name, enum config_key *key)
{
    for (enum config_key i = 0; i < CONFIG_COUNT; i++)
        if (strcmp(keys[i].name, name) == 0) {
            *key = i;
            return true;
        }
    return false;
}

static bool fail_line(struct ctx *cx, const char *code, const char *path, int line,
                      const char *value)
{
    return fail(cx, FAULT_INPUT, code, "file", path, "line", arena_format(cx->arena, "%d", line),
                "value", value, NULL);
}

/* A value as TOML writes it: "text" with \" and \\, digits, true or false; NULL for another. */
static const char *value_read(struct arena *arena, const char *text)
{
    struct buf value = { .arena = arena };

    if (*text != '"') {
        size_t size = strcspn(text, " \t#");
        bool word = size > 0
            && (strspn(text, "0123456789") == size || (size == 4 && str_starts(text, "true"))
                || (size == 5 && str_starts(text, "false")));
        return word ? arena_text(arena, text, size) : NULL;
    }
    for (text++; *text && *text != '"'; text++) {
        text += *text == '\\' && text[1];
        buf_byte(&value, *text);
    }
    return *text == '"' ? buf_string(&value) : NULL;
}

struct reading {
    struct ctx *cx;
    struct config *config;
    const char *path, *section;
    int line;
};

static bool line_read(struct reading *reading, const char *text)
{
    struct arena *arena = reading->cx->arena;
    enum config_key key;

    text = str_trim(arena, text);
    if (*text == '\0' || *text == '#')
        return true;
    if (*text == '[' && str_ends(text, "]")) {
        reading->section = arena_text(arena, text + 1, strlen(text) - 2);
        return true;
    }
    const char *word = arena_text(arena, text, strcspn(text, " \t="));
    const char *name = arena_format(arena, "%s.%s", reading->section, word);
    const char *equals = strchr(text, '=');
    const char *value = equals ? value_read(arena, str_trim(arena, equals + 1)) : NULL;
    if (!value)
        return fail_line(reading->cx, "CONFIG-LIGNE", reading->path, reading->line, text);
    if (!key_find(name, &key))
        return fail_line(reading->cx, "CONFIG-CLE", reading->path, reading->line, name);
    reading->config->values[key] = value;
    reading->config->origins[key] = arena_format(arena, "%s:%d", reading->path, reading->line);
    return true;
}

static bool file_read(struct ctx *cx, const char *path, bool must_exist, struct config *config)
{
    struct reading reading = { .cx = cx, .config = config, .path = path, .section = "" };
    FILE *file = fopen(path, "r");
    char *text = NULL;
    size_t room = 0;
    bool well = true;

    if (!file)
        return !must_exist || fail(cx, FAULT_ABSENT, "CONFIG-ABSENTE", "file", path, NULL);
    while (well && getline(&text, &room, file) >= 0) {
        reading.line++;
        well = line_read(&reading, text);
    }
    free(text);
    fclose(file);
    return well;
}

/* store.url is QUITUS_STORE_URL. */
static const char *variable_of(struct arena *arena, enum config_key key)
{
    char *name = arena_new(arena, char, strlen(keys[key].name) + sizeof "QUITUS_");

    memcpy(name, "QUITUS_", sizeof "QUITUS_");
    char *at = name + strlen(name);
    for (const char *from = keys[key].name; *from; from++)
        *at++ = *from == '.' ? '_' : (char)toupper((unsigned char)*from);
    return name;
}

static void environment_read(struct arena *arena, struct config *config)
{
    for (enum config_key i = 0; i < CONFIG_COUNT; i++) {
        const char *variable = variable_of(arena, i), *value = getenv(variable);
        if (value) {
            config->values[i] = value;
            config->origins[i] = variable;
        }
    }
}

/* A key whose value may stand in a file: its own key names it, or systemd's folder holds it. */
struct secret {
    enum config_key key, file_key;
    const char *credential;
};

static const struct secret secrets[] = {
    { CONFIG_MAIL_PASSWORD, CONFIG_MAIL_PASSWORD_FILE, "mail_password" },
    { CONFIG_IMAP_PASSWORD, CONFIG_IMAP_PASSWORD_FILE, "imap_password" },
    { CONFIG_SIGN_ON_SECRETS, CONFIG_SIGN_ON_SECRETS_FILE, "sign_on_secrets" },
    { CONFIG_METRICS_TOKEN, CONFIG_METRICS_TOKEN_FILE, "metrics_token" },
};

static const char *secret_path(struct arena *arena, const struct config *config,
                               const struct secret *secret)
{
    const char *folder = getenv("CREDENTIALS_DIRECTORY");
    const char *path = arena_format(arena, "%s/%s", folder ? folder : "", secret->credential);

    return folder && access(path, R_OK) == 0 ? path : config->values[secret->file_key];
}

static bool secret_read(struct ctx *cx, const struct secret *secret, struct config *config)
{
    const char *path = secret_path(cx->arena, config, secret);
    char *text = NULL;
    size_t room = 0;

    if (*path == '\0')
        return true;
    FILE *file = fopen(path, "r");
    if (!file)
        return fail(cx, FAULT_ABSENT, "CONFIG-ABSENTE", "file", path, NULL);
    if (getline(&text, &room, file) >= 0)
        config->values[secret->key] = arena_text(cx->arena, text, strcspn(text, "\r\n"));
    free(text);
    fclose(file);
    return true;
}

static bool secrets_read(struct ctx *cx, struct config *config)
{
    for (size_t i = 0; i < COUNT_OF(secrets); i++)
        if (!secret_read(cx, &secrets[i], config))
            return false;
    return true;
}

bool config_load(struct ctx *cx, const char *path, struct config *config)
{
    const char *named = path ? path : getenv("QUITUS_CONFIG");

    for (enum config_key i = 0; i < CONFIG_COUNT; i++) {
        config->values[i] = keys[i].value;
        config->origins[i] = "default";
    }
    if (!file_read(cx, named ? named : "/etc/quitus/quitus.toml", named != NULL, config))
        return false;
    environment_read(cx->arena, config);
    return secrets_read(cx, config);
}

/* "2022-09-01T09:00:00Z", or a day alone: its ninth hour, when an office has opened. */
bool config_clock(struct ctx *cx, const struct config *config, struct clock *clock)
{
    const char *text = config->values[CONFIG_CLOCK_FROZEN];
    int hour = 9, minute = 0, second = 0;
    struct date date;

    *clock = clock_system;
    if (*text == '\0')
        return true;
    bool has_time = strlen(text) > 10;
    if (!date_parse(arena_text(cx->arena, text, strlen(text) < 10 ? strlen(text) : 10), &date)
        || (has_time && sscanf(text + 10, "T%2d:%2d:%2dZ", &hour, &minute, &second) < 2))
        return fail(cx, FAULT_INPUT, "CONFIG-VALEUR", "key", config_name(CONFIG_CLOCK_FROZEN),
                    "value", text, NULL);
    *clock = clock_frozen((struct instant){
        (date.day * INT64_C(86400) + hour * 3600 + minute * 60 + second) * 1000 });
    return true;
}
