/* An import on real books, both engines: what is added, kept, changed, settled, refused. */
#include "invoice/import.h"

#include <string.h>

#include "chase/rules.h"
#include "client/client.h"
#include "invoice/customer.h"
#include "invoice/invoice.h"
#include "store/test_books.h"

static struct date march(int day)
{
    return (struct date){ date_of(2026, 3, 1).day + day - 1 };
}

static struct fec_customer customers[] = {
    { .account = "411000", .aux = "DUPONT", .name = "Dupont" },
    { .account = "411000", .aux = "MARTIN", .name = "Martin", .doubtful_lettering = true },
};

static struct fec_item line(uint32_t customer, int day, const char *piece, int64_t cents)
{
    return (struct fec_item){ .customer = customer,
                              .date = march(day),
                              .piece_date = march(day),
                              .has_piece_date = true,
                              .money = { cents },
                              .piece = piece,
                              .label = "Facture",
                              .letter = "" };
}

static bool take(struct ctx *cx, int64_t client, struct fec_item *items, size_t count, char file)
{
    struct fec_facts facts = { .customers = customers,
                               .customer_count = 2,
                               .items = items,
                               .item_count = count,
                               .lines = 10,
                               .entries = 3 };
    char hash[32] = { file };
    struct import import = { .client = client,
                             .file_name = "f.txt",
                             .sha256 = hash,
                             .siren = "",
                             .report = "{}",
                             .facts = &facts };

    return import_fec(cx, &import);
}

static int64_t client_new(struct ctx *cx)
{
    struct client client = { .code = "C1",
                             .name = "Garage Perrin",
                             .siren = "732829320",
                             .language = "fr",
                             .state = "active" };

    assert_true(books_firm(cx, 1));
    assert_true(store_begin(cx) && store_end(cx, rules_seed(cx, "invoice", "Standard")));
    assert_true(client_add(cx, &client));
    return client.id;
}

static int64_t number(struct ctx *cx, const char *text)
{
    int64_t found = -1;

    assert_true(books_number(cx, text, &found));
    return found;
}

/* a credit is allocated to the oldest debt, and what is left is chased. */
static void test_first(struct ctx *cx)
{
    int64_t client = client_new(cx);
    struct fec_item items[] = {
        line(0, 1, "F1", 10000),
        line(0, 5, "F2", 5000),
        line(0, 9, "R1", -12000),
        line(1, 2, "F9", 700),
    };
    struct customer *list;
    size_t count;

    assert_true(take(cx, client, items, 4, 1));
    struct customer_place place = { .order = CUSTOMER_BY_BALANCE, .limit = 50 };
    assert_true(customer_list(cx, client, &place, &list, &count));
    assert_int_equal(count, 2);
    assert_string_equal(list[0].name, "Dupont");
    assert_int_equal(list[0].balance.cents, 3000);
    assert_string_equal(list[0].email_state, "missing");
    assert_string_equal(list[1].doubt, "lettering");

    struct invoice *invoices;
    assert_true(invoice_list(cx, client, list[0].id, &invoices, &count));
    assert_int_equal(count, 1);
    assert_string_equal(invoices[0].piece, "F2");
    assert_int_equal(invoices[0].open.cents, 3000);
    assert_int_equal(invoices[0].due_on.day, march(35).day);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM obligation WHERE state = 'open'"), 2);
    assert_int_equal(number(cx, "SELECT MAX(open_cents) FROM ageing WHERE basis = 'due'"), 3700);
}

/* of a group whose letters do not balance the books show its own invoices, and what each is.
 */
static void test_lettered(struct ctx *cx)
{
    int64_t client = client_new(cx);
    struct fec_item items[] = {
        line(1, 1, "F1", 10000), line(1, 3, "F2", 5000),  line(1, 4, "R2", -6000),
        line(1, 9, "F3", 2500),  line(1, 12, "R3", -500),
    };
    struct invoice *invoices;
    struct customer *list;
    size_t count;

    for (size_t i = 1; i < COUNT_OF(items); i++)
        items[i].letter = "AA";
    assert_true(take(cx, client, items, COUNT_OF(items), 1));
    struct customer_place place = { .order = CUSTOMER_BY_BALANCE, .limit = 50 };
    assert_true(customer_list(cx, client, &place, &list, &count));
    assert_int_equal(list[0].balance.cents, 11000);
    assert_string_equal(list[0].doubt, "lettering");
    assert_true(invoice_list(cx, client, list[0].id, &invoices, &count));
    assert_int_equal(count, 2);
    assert_string_equal(invoices[0].piece, "F1");
    assert_int_equal(invoices[0].open.cents, 10000);
    assert_string_equal(invoices[1].piece, "F3");
    assert_int_equal(invoices[1].open.cents, 1000);
    assert_int_equal(invoices[1].issued_on.day, march(9).day);
}

/* The same bytes change nothing; a file of another client's is refused, nothing written. */
static void test_refused(struct ctx *cx)
{
    int64_t client = client_new(cx);
    struct fec_item items[] = { line(0, 1, "F1", 10000) };
    struct fec_facts facts = {
        .customers = customers, .customer_count = 2, .items = items, .item_count = 1
    };
    char hash[32] = { 9 };
    struct import other = { .client = client,
                            .file_name = "f.txt",
                            .sha256 = hash,
                            .siren = "552100554",
                            .report = "{}",
                            .facts = &facts };

    assert_true(take(cx, client, items, 1, 1));
    assert_false(take(cx, client, items, 1, 1));
    assert_string_equal(cx->fault.code, "FEC-DEJA");
    cx->fault = (struct fault){ 0 };
    assert_false(import_fec(cx, &other));
    assert_string_equal(cx->fault.code, "FEC-DOSSIER");
    cx->fault = (struct fault){ 0 };
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM import"), 1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM invoice"), 1);
}

/* A later file settles what it shows no more, changes what is partly paid, keeps the rest. */
static void test_later(struct ctx *cx)
{
    int64_t client = client_new(cx);
    struct fec_item before[] = {
        line(0, 1, "F1", 10000),
        line(0, 5, "F2", 5000),
        line(0, 5, "F2", 5000),
        line(1, 2, "F9", 700),
    };
    struct fec_item after[] = {
        line(0, 5, "F2", 5000),
        line(0, 5, "F2", 5000),
        line(0, 12, "R1", -1000),
        line(0, 20, "F3", 42),
    };

    assert_true(take(cx, client, before, 4, 1));
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM obligation WHERE state = 'open'"), 4);
    int64_t version = number(cx, "SELECT SUM(version) FROM obligation");
    assert_true(take(cx, client, after, 4, 2));
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM obligation WHERE state = 'open'"), 3);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM invoice WHERE settled_on IS NOT NULL"), 2);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM invoice"), 6);
    assert_int_equal(number(cx, "SELECT SUM(owed_cents) FROM obligation"), 9042);
    assert_int_equal(number(cx, "SELECT SUM(balance_cents) FROM customer"), 9042);
    assert_true(number(cx, "SELECT SUM(version) FROM obligation") > version);

    assert_true(take(cx, client, before, 4, 3)); /* F1 and F9 are owed again: another cycle */
    assert_int_equal(number(cx, "SELECT MAX(cycle) FROM obligation"), 2);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM obligation WHERE state = 'open'"), 4);
    assert_int_equal(number(cx, "SELECT SUM(owed_cents) FROM obligation"), 20700);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_first),
        BOOKS_EACH(test_lettered),
        BOOKS_EACH(test_refused),
        BOOKS_EACH(test_later),
    };

    return cmocka_run_group_tests_name("import", tests, NULL, NULL) > 0;
}
