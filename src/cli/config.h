/*
 * The configuration: one TOML file, every key also an environment variable.
 *
 *     [store]      url            QUITUS_STORE_URL: a path, or postgresql://…
 *     [http]       address, port, base_url, threads
 *     [mail]       url            QUITUS_MAIL_URL: smtp://, smtps://, eml:FOLDER
 *                  from, reply_to, return_to, witness, user, password, password_file,
 *                  require_tls, ca_file, per_minute
 *     [documents]  folder         files/ beside the books; a shared one for several machines
 *                  scan           unix:/path of who looks at files, as clamd does; "" nobody
 *     [imap]       url            the box of answers: imaps://host/INBOX; imap:// with STARTTLS
 *                  user, password, password_file, require_tls (on this machine too), ca_file
 *     [sign_on]    secrets        « 1=SECRET 2=SECRET », by provider; secrets_file
 *                  ca_file        trusted instead of the system's authorities
 *     [metrics]    token, token_file; without either /metrics does not exist
 *     [clock]      frozen         a UTC instant: time stands still; for demos and tests
 *
 * A secret may stand in a file of its own, or come as a credential of systemd: mail_password,
 * imap_password, sign_on_secrets, metrics_token.
 *
 * Only what an installation needs is here; business settings are in the books and on the screen.
 * An unknown key is an error with its line (CONFIG-CLE), as is what is not `key = "text"` or a
 * number (CONFIG-LIGNE), or a bad value (CONFIG-VALEUR). Of TOML we read sections, comments,
 * strings in double quotes, integers and booleans.
 */
#ifndef CLI_CONFIG_H
#define CLI_CONFIG_H

#include "base/ctx.h"

enum config_key {
    CONFIG_STORE_URL,
    CONFIG_HTTP_ADDRESS,
    CONFIG_HTTP_PORT,
    CONFIG_HTTP_BASE_URL,
    CONFIG_HTTP_THREADS,
    CONFIG_MAIL_URL,
    CONFIG_MAIL_FROM,
    CONFIG_MAIL_REPLY_TO,
    CONFIG_MAIL_RETURN_TO,
    CONFIG_MAIL_WITNESS,
    CONFIG_MAIL_USER,
    CONFIG_MAIL_PASSWORD,
    CONFIG_MAIL_PASSWORD_FILE,
    CONFIG_MAIL_REQUIRE_TLS,
    CONFIG_MAIL_CA_FILE,
    CONFIG_MAIL_PER_MINUTE,
    CONFIG_DOCUMENTS_FOLDER,
    CONFIG_DOCUMENTS_SCAN,
    CONFIG_IMAP_URL,
    CONFIG_IMAP_USER,
    CONFIG_IMAP_PASSWORD,
    CONFIG_IMAP_PASSWORD_FILE,
    CONFIG_IMAP_REQUIRE_TLS,
    CONFIG_IMAP_CA_FILE,
    CONFIG_SIGN_ON_SECRETS,
    CONFIG_SIGN_ON_SECRETS_FILE,
    CONFIG_SIGN_ON_CA_FILE,
    CONFIG_METRICS_TOKEN,
    CONFIG_METRICS_TOKEN_FILE,
    CONFIG_CLOCK_FROZEN,
    CONFIG_COUNT,
};

struct config {
    const char *values[CONFIG_COUNT];  /* never NULL: a default stands where nothing is set */
    const char *origins[CONFIG_COUNT]; /* "default", "file:LINE", the variable's name, "option" */
};

/*
 * The file of `path`, else of QUITUS_CONFIG, else /etc/quitus/quitus.toml when there is one; then
 * the environment.
 */
MUST_USE bool config_load(struct ctx *cx, const char *path, struct config *config);

const char *config_text(const struct config *config, enum config_key key);
int config_int(const struct config *config, enum config_key key);
bool config_bool(const struct config *config, enum config_key key);
const char *config_name(enum config_key key); /* "store.url" */

/* The system's clock, or the one that [clock] frozen stops. */
MUST_USE bool config_clock(struct ctx *cx, const struct config *config, struct clock *clock);

#endif
