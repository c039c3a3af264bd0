#include "cli/cli.h"

#include "base/version.h"
#include "channel/reach.h"
#include "cli/house.h"
#include "cli/table.h"
#include "firm/setup.h"
#include "view/view.h"
#include "worker/kinds.h"

enum { REACH_MS = 5000 };

static const char VERSION[] = QUITUS_VERSION;

static bool version_run(struct ctx *cx, struct call *call, struct json *model)
{
    (void)cx;
    (void)call;
    json_put_text(model, "version", VERSION);
    return true;
}

static void version_print(struct buf *out, const struct call *call, const struct json *model)
{
    (void)call;
    buf_format(out, "quitus %s\n", json_text(json_get(model, "version")));
}

/* The firm is made before the first sign-in names it: the page of the first set-up does that. */
static bool open_firm(struct ctx *cx, struct house *house, const char *where, struct json *model)
{
    struct firm firm = { .name = "Cabinet",
                         .siren = "",
                         .language = "fr",
                         .time_zone = "Europe/Paris",
                         .open_from_minute = 8 * 60,
                         .open_until_minute = 19 * 60,
                         .base_url = house_base_url(cx->arena, &house->config) };
    const char *token;

    house->store = store_open(cx, where);
    cx->store = house->store ? scope_open(cx, house->store) : NULL;
    if (!cx->store || !firm_add(cx, &firm, worker_kinds) || !setup_open(cx, &token))
        return false;
    json_put_text(model, "store", where);
    json_put_text(model, "url",
                  arena_format(cx->arena, "%s/installation?key=%s", firm.base_url, token));
    return true;
}

static bool init_run(struct ctx *cx, struct call *call, struct json *model)
{
    struct house house = { 0 };

    if (!house_configure(cx, call, &house))
        return false;
    const char *where = config_text(&house.config, CONFIG_STORE_URL);
    if (!house_folder(cx, where) || !store_create(cx, where))
        return false;
    bool opened = open_firm(cx, &house, where, model);
    house_close(cx, &house);
    return opened;
}

static void init_print(struct buf *out, const struct call *call, const struct json *model)
{
    buf_format(out, "%s\n", view_text(out->arena, call->language, "init.done", model));
}

static void put_check(struct ctx *cx, struct json *list, const char *name, bool well)
{
    struct json *check = json_add_map(list);

    json_put_text(check, "name", name);
    json_put_bool(check, "well", well);
    json_put_text(check, "detail", well ? "" : view_fault(cx->arena, "fr", &cx->fault));
    cx->fault = (struct fault){ 0 };
}

/* The box of answers, where one is set: reached, its certificate and password tried. */
static bool check_box(struct ctx *cx, const struct config *config, struct json *checks)
{
    const struct imap_config box = house_imap(config);
    struct imap *imap;
    int64_t validity;

    if (!*box.url)
        return true;
    imap = imap_open(cx, &box);
    bool answers = imap && imap_validity(cx, imap, &validity);
    put_check(cx, checks, "imap", answers);
    imap_close(imap);
    return answers;
}

/* Whether a message could leave: the settings, then the server, which is not waited for long. */
static bool sends_mail(struct ctx *cx, const struct house *house)
{
    struct sender sender;

    if (!house_sender(cx, house, &sender))
        return false;
    sender.config.timeouts =
        (struct channel_timeouts){ .connect_ms = REACH_MS, .command_ms = REACH_MS };
    return channel_reach(cx, &sender.config);
}

static bool doctor_run(struct ctx *cx, struct call *call, struct json *model)
{
    struct json *checks = json_put_list(model, "checks");
    struct house house = { 0 };

    bool configured = house_configure(cx, call, &house);
    put_check(cx, checks, "configuration", configured);
    bool opened = configured && house_open(cx, call, HOUSE_READ, &house);
    put_check(cx, checks, "store", opened);
    bool sends = opened && sends_mail(cx, &house);
    put_check(cx, checks, "mail", sends);
    bool receives = configured && check_box(cx, &house.config, checks);
    house_close(cx, &house);
    if (!configured || !opened || !sends || !receives)
        call->exit = 78;
    return true;
}

static void doctor_print(struct buf *out, const struct call *call, const struct json *model)
{
    const struct json *checks = json_get(model, "checks");
    struct table *table =
        table_new(out->arena, (const char *const[]){ "Contrôle", "État", "Détail", NULL });

    (void)call;
    for (size_t i = 0; i < json_count(checks); i++) {
        const struct json *check = json_at(checks, i);
        table_row(table,
                  (const char *const[]){
                      json_text(json_get(check, "name")),
                      json_bool(json_get(check, "well")) ? "bon" : "à revoir",
                      json_text(json_get(check, "detail")),
                  });
    }
    table_print(out, table);
}

const struct command cli_setup[] = {
    { "init", "", "makes the books, prints the address of the first set-up", HOUSE_OPTIONS, 0, 0,
      init_run, init_print },
    { "version", "", "the version of this program", "", 0, 0, version_run, version_print },
    { "doctor", "", "what is right and wrong with this installation", HOUSE_OPTIONS, 0, 0,
      doctor_run, doctor_print },
    { 0 },
};
