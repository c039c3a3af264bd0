#include "app/test_site.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "chase/round.h"
#include "client/client.h"
#include "client/terms.h"
#include "invoice/customer.h"
#include "invoice/import.h"
#include "worker/kinds.h"

struct ctx *test_site_cx(struct test_site *site)
{
    return &site->house.door.books.cx;
}

void test_site_open(struct test_site *site)
{
    desk_open(&site->house);
    site->house.sender.taker = (struct taker){ .owner = "test", .lease_ms = 60000 };
    site->house.sender.reply_to = "claire@cabinet.test";
    desk_sign_in(&site->house, "admin@quitus.test");
}

void test_site_close(struct test_site *site)
{
    desk_close(&site->house);
}

struct test_site *test_site_new(void)
{
    struct test_site *site = calloc(1, sizeof *site);

    door_must(site);
    test_site_open(site);
    return site;
}

void test_site_free(struct test_site *site)
{
    test_site_close(site);
    free(site);
}

struct heard test_site_get(struct test_site *site, const char *path)
{
    return desk_get(&site->house, path);
}

struct heard test_site_post(struct test_site *site, const char *path, const char *form)
{
    return desk_post(&site->house, path, form);
}

struct heard test_site_get_as(struct test_site *site, const struct walker *walker, const char *path)
{
    return door_get(&site->house.door, path, walker_lines(&site->house.door, walker));
}

struct heard test_site_post_as(struct test_site *site, const struct walker *walker,
                               const char *path, const char *form)
{
    return door_post(&site->house.door, path, walker_lines(&site->house.door, walker), form);
}

int64_t test_site_number(struct test_site *site, const char *sql)
{
    int64_t number = -1;

    door_must(books_number(test_site_cx(site), sql, &number));
    return number;
}

void test_site_run(struct test_site *site, const char *sql)
{
    door_must(books_run_text(test_site_cx(site), sql));
}

void test_site_person(struct test_site *site, const char *name, const char *language,
                      struct contact_role role)
{
    struct ctx *cx = test_site_cx(site);
    struct contact person = { .name = name,
                              .email =
                                  arena_format(cx->arena, "%s@r.test", str_fold(cx->arena, name)),
                              .language = language };

    door_must(contact_add(cx, &person));
    role.contact = person.id;
    door_must(contact_join(cx, &role));
    test_site_run(site,
                  arena_format(cx->arena,
                               "INSERT INTO contact_login (firm, contact, invited_at)"
                               " VALUES (1, %lld, 0)",
                               (long long)person.id));
    test_site_run(site,
                  arena_format(cx->arena,
                               "INSERT INTO terms_accepted (firm, contact, version, sha256,"
                               " language, accepted_at, address) VALUES (1, %lld, '%s', x'00',"
                               " 'fr', 0, '')",
                               (long long)person.id, TERMS_VERSION));
}

void test_site_firm(struct test_site *site, int64_t firm)
{
    static const char *const nouns[] = { "client",  "customer", "invoice",    "import",
                                         "message", "reminder", "obligation", "step",
                                         "contact", "scenario", "assignment", "invitation",
                                         "mission", "service",  "category",   "mission_rule" };
    struct ctx *cx = test_site_cx(site);

    door_must(books_firm(cx, firm));
    for (size_t i = 0; i < COUNT_OF(nouns); i++)
        door_must(books_run_text(cx,
                                 arena_format(cx->arena,
                                              "INSERT INTO sequence (firm, noun, last)"
                                              " VALUES (%lld, '%s', 5000)",
                                              (long long)firm, nouns[i])));
    door_must(store_begin(cx) && store_end(cx, rules_seed(cx, "invoice", "Standard")));
    scope_firm(cx->store, 1);
}

static struct fec_facts facts_of(struct ctx *cx, const struct test_debts *debts)
{
    size_t customer_count = (size_t)debts->customers, count = 0;
    size_t item_count = customer_count * (size_t)debts->invoices;
    struct fec_customer *customers = arena_new(cx->arena, struct fec_customer, customer_count + 1);
    struct fec_item *items = arena_new(cx->arena, struct fec_item, item_count + 1);

    for (size_t i = 0; i < customer_count; i++) {
        customers[i] = (struct fec_customer){
            .account = "411000",
            .aux = arena_format(cx->arena, "C%zu", i + 1),
            .name = i == 0 ? "Dupont & <fils>" : arena_format(cx->arena, "Martin %zu", i + 1),
        };
        for (int j = 0; j < debts->invoices; j++, count++)
            items[count] = (struct fec_item){
                .customer = (uint32_t)i,
                .date = { cx->today.day - 40 },
                .piece = arena_format(cx->arena, "F-%zu", count + 1),
                .money = { 10000 + 100 * (int64_t)count },
                .label = "Facture",
                .letter = "",
            };
    }
    return (struct fec_facts){ .customers = customers,
                               .customer_count = customer_count,
                               .items = items,
                               .item_count = item_count };
}

static void take(struct ctx *cx, int64_t client, const struct fec_facts *facts)
{
    char hash[32] = { (char)client };
    struct import import = { .client = client,
                             .file_name = "f.txt",
                             .sha256 = hash,
                             .siren = "",
                             .report = "{}",
                             .facts = facts };

    door_must(import_fec(cx, &import));
}

static void give_addresses(struct ctx *cx, int64_t client)
{
    const struct customer_place all = { .order = CUSTOMER_BY_NAME, .limit = 1000 };
    struct customer *list;
    size_t count;

    door_must(customer_list(cx, client, &all, &list, &count));
    for (size_t i = 0; i < count; i++)
        door_must(customer_set_email(cx, list[i].id,
                                     arena_format(cx->arena, "compta%zu@client.example", i + 1)));
}

int64_t test_site_owe(struct test_site *site, const struct test_debts *debts)
{
    struct ctx *cx = test_site_cx(site);
    struct client client = { .name = debts->client,
                             .siren = "",
                             .language = "fr",
                             .state = "active",
                             .code = debts->client };

    scope_firm(cx->store, debts->firm);
    struct fec_facts facts = facts_of(cx, debts);
    door_must(client_add(cx, &client));
    take(cx, client.id, &facts);
    give_addresses(cx, client.id);
    scope_firm(cx->store, 1);
    return client.id;
}

void test_site_round(struct test_site *site)
{
    struct round round;

    for (size_t i = 0; worker_kinds[i]; i++)
        door_must(chase_round(test_site_cx(site), worker_kinds[i], &round));
}

struct sending test_site_send(struct test_site *site, const char *script)
{
    struct ctx *cx = test_site_cx(site);
    struct sender sender = site->house.sender;
    struct sending sending = { 0 };

    sender.config.url = script;
    sender.channel = channel_find(cx, script);
    door_must(sender.channel);
    door_must(send_all(cx, &sender, &sending));
    sender_close(&sender);
    return sending;
}

void test_site_assert(const char *body, const char *text, bool wanted)
{
    bool found = strstr(body, text) != NULL;

    if (found != wanted)
        print_message("# « %s » is %s in %.3000s\n", text, found ? "there" : "missing",
                      strstr(body, "<main") ? strstr(body, "<main") : body);
    assert_true(found == wanted);
}
