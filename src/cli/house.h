/*
 * The books of a command: configuration read, store opened, the house's firm looked at, the time
 * of its zone.
 */
#ifndef CLI_HOUSE_H
#define CLI_HOUSE_H

#include "cli/cli.h"
#include "cli/config.h"
#include "document/vault.h"
#include "firm/firm.h"
#include "worker/mailbox.h"
#include "worker/worker.h"

#define HOUSE_OPTIONS "config= store= scan= "

struct house {
    struct config config;
    struct clock clock;
    struct store *store;
    struct firm firm;
    struct zone_now *zone; /* of the firm; texts show times by it too */
};

/* --config, --store and --scan over the environment; also sets cx->now and cx->today to the day in
 * UTC. */
MUST_USE bool house_configure(struct ctx *cx, const struct call *call, struct house *house);

/*
 * Opens them, and sets cx->store, cx->now and cx->today. `alone` takes the lock that a running
 * server holds (T-19): fault BASE-OCCUPEE. Fault ABSENT CABINET-ABSENT when `quitus init` has not
 * been run. What was opened is closed by house_close.
 */
enum house_use { HOUSE_READ, HOUSE_ALONE };
MUST_USE bool house_open(struct ctx *cx, const struct call *call, enum house_use use,
                         struct house *house);
void house_close(struct ctx *cx, struct house *house);

/* A command's act with the books open, which are closed behind it. */
MUST_USE bool house_do(struct ctx *cx, struct call *call, enum house_use use,
                       bool (*act)(struct ctx *cx, struct call *call, struct json *model),
                       struct json *model);

/* The folder in which the books' file will stand, made if need be. Fault BROKEN DOSSIER. */
MUST_USE bool house_folder(struct ctx *cx, const char *where);

/* [http] base_url, else the address and port listened on. */
const char *house_base_url(struct arena *arena, const struct config *config);

/* How this house sends: [mail] url, else files in a folder mail/ beside the books. */
MUST_USE bool house_sender(struct ctx *cx, const struct house *house, struct sender *sender);

/* No other process writes these books. */
bool house_is_alone(const struct config *config);

/* What the worker of this house is given; it takes care of no documents. */
struct worker_site house_worker(struct arena *arena, const struct house *house,
                                const struct sender *sender);

/* Where this house keeps documents: [documents] folder, else files/ beside the books. */
struct vault house_vault(struct arena *arena, const struct config *config);

/* How mail that comes in is taken, and from which box; its url is "" when none is read. */
struct mail_site house_mail(struct arena *arena, const struct config *config,
                            const struct vault *documents);
struct imap_config house_imap(const struct config *config);

#endif
