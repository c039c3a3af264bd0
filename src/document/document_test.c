/* T-14, E-22: what is kept, given back, removed; the sweep and the daily look; parts (E-16). */
#include "document/document.h"

#include <fcntl.h>

#include "base/limits.h"
#include "document/scrub.h"
#include "document/test_vault.h"

struct house {
    struct ctx *cx;
    struct vault vault;
    int64_t client;
};

static struct house house_open(struct ctx *cx)
{
    struct house house = { .cx = cx, .vault = test_vault(cx) };

    assert_true(books_firm(cx, 1));
    cx->now = (struct instant){ INT64_C(1774944000000) };
    cx->today = date_of(2026, 3, 31);
    house.client = test_client(cx, "LUNE");
    return house;
}

static struct document keep(struct house *house, const char *name, const char *text)
{
    struct document document = { .client = house->client, .way = DOCUMENT_BY_FIRM };
    struct document_source source = test_source(name, text);

    assert_true(document_keep(house->cx, &house->vault, &source, &document));
    return document;
}

static bool fails(struct ctx *cx, bool done, const char *code)
{
    bool is_so = !done && strcmp(cx->fault.code, code) == 0;

    if (!is_so)
        print_message("# %s\n", done ? "it was done" : cx->fault.code);
    cx->fault = (struct fault){ 0 };
    return is_so;
}

static void test_kept_as_received(struct ctx *cx)
{
    struct house house = house_open(cx);
    struct document kept = keep(&house, "../Facture mars.pdf", PDF), found;
    const void *bytes;

    assert_true(document_find(cx, kept.id, &found));
    assert_string_equal(found.name, "Facture mars.pdf");
    assert_string_equal(found.type, "application/pdf");
    assert_int_equal(found.file.size, strlen(PDF));
    assert_int_equal(found.received_at.ms, cx->now.ms);
    assert_int_equal(found.way, DOCUMENT_BY_FIRM);
    assert_true(document_read(cx, &house.vault, &found, &bytes));
    assert_memory_equal(bytes, PDF, strlen(PDF));
    assert_true(fails(cx, document_find(cx, 99, &found), "DOCUMENT-ABSENT"));
    test_vault_remove(&house.vault);
}

static void test_same_bytes_are_one_file(struct ctx *cx)
{
    struct house house = house_open(cx);
    struct document one = keep(&house, "a.pdf", PDF), two = keep(&house, "b.pdf", PDF);

    assert_int_not_equal(one.id, two.id);
    assert_int_equal(test_vault_files(&house.vault), 1);
    keep(&house, "a.pdf", "%PDF-1.5 another");
    assert_int_equal(test_vault_files(&house.vault), 2);
    test_vault_remove(&house.vault);
}

static void test_refused_leaves_nothing(struct ctx *cx)
{
    struct house house = house_open(cx);
    struct document document = { .client = house.client };
    struct document_source html = test_source("facture.pdf", "<html>"),
                           empty = test_source("a.pdf", ""), large = test_source("a.pdf", PDF);

    assert_true(fails(cx, document_keep(cx, &house.vault, &html, &document), "UPLOAD-TYPE"));
    assert_true(fails(cx, document_keep(cx, &house.vault, &empty, &document), "UPLOAD-VIDE"));
    large.bytes.size = LIMIT_UPLOAD_BYTES + 1;
    char *bytes = arena_new(cx->arena, char, large.bytes.size);
    memcpy(bytes, PDF, strlen(PDF));
    large.bytes.bytes = bytes;
    assert_true(fails(cx, document_keep(cx, &house.vault, &large, &document), "UPLOAD-LONG"));
    assert_int_equal(document.id, 0);
    assert_int_equal(test_vault_files(&house.vault), 0);
    test_vault_remove(&house.vault);
}

/* Overwrites its first byte, or takes the file away. */
static void spoil(struct house *house, const struct document *document, bool whole)
{
    const char *path = vault_path(house->cx, &house->vault, document->file.hash);
    int file = open(path, O_WRONLY | O_CLOEXEC);

    assert_true(file >= 0);
    assert_int_equal(pwrite(file, "X", 1, 0), 1);
    close(file);
    if (whole)
        assert_int_equal(unlink(path), 0);
}

static void test_altered_is_not_given_back(struct ctx *cx)
{
    struct house house = house_open(cx);
    struct document one = keep(&house, "a.pdf", PDF), two = keep(&house, "b.pdf", "%PDF-1.5 b");
    const void *bytes;

    spoil(&house, &one, false);
    spoil(&house, &two, true);
    assert_true(fails(cx, document_read(cx, &house.vault, &one, &bytes), "DOCUMENT-ALTERE"));
    assert_true(fails(cx, document_read(cx, &house.vault, &two, &bytes), "DOCUMENT-PERDU"));
    keep(&house, "again.pdf", PDF); /* the same bytes come once more: they are whole again */
    assert_true(document_read(cx, &house.vault, &one, &bytes));
    one.scan = "danger";
    assert_true(fails(cx, document_read(cx, &house.vault, &one, &bytes), "DOCUMENT-DANGER"));
    test_vault_remove(&house.vault);
}

static int64_t counted(struct ctx *cx, const struct document_query *query)
{
    struct document *documents;
    int64_t count;
    size_t listed;

    assert_true(document_count(cx, query, &count));
    assert_true(document_list(cx, query, &documents, &listed));
    assert_int_equal(count, (int64_t)listed);
    return count;
}

static void test_listed_and_removed(struct ctx *cx)
{
    struct house house = house_open(cx);
    struct document_query all = { .client = house.client }, removed = all, words = all;
    struct document one = keep(&house, "Été 100 %.pdf", PDF);

    keep(&house, "hiver.pdf", PDF);
    removed.removed = true;
    words.words = "ÉTÉ 100 %";
    assert_int_equal(counted(cx, &all), 2);
    assert_int_equal(counted(cx, &words), 1);
    words.words = "_";
    assert_int_equal(counted(cx, &words), 0);
    assert_true(document_remove(cx, one.id));
    assert_int_equal(counted(cx, &all), 1);
    assert_int_equal(counted(cx, &removed), 1);
    assert_true(document_restore(cx, one.id));
    assert_int_equal(counted(cx, &all), 2);
    assert_true(fails(cx, document_remove(cx, 99), "DOCUMENT-ABSENT"));
    all.client = test_client(cx, "AUTRE");
    assert_int_equal(counted(cx, &all), 0);
    test_vault_remove(&house.vault);
}

/* P-9: what is of a confidential client is not there for a member who is not assigned to it. */
static void test_confidential_is_absent(struct ctx *cx)
{
    struct house house = house_open(cx);
    struct document_query all = { .client = house.client };
    struct document kept = keep(&house, "a.pdf", PDF), found;

    assert_true(books_run_text(cx, "UPDATE client SET is_confidential = 1"));
    cx->actor = 7;
    assert_true(fails(cx, document_find(cx, kept.id, &found), "DOCUMENT-ABSENT"));
    assert_true(fails(cx, document_remove(cx, kept.id), "DOCUMENT-ABSENT"));
    assert_true(fails(cx, document_restore(cx, kept.id), "DOCUMENT-ABSENT"));
    assert_int_equal(counted(cx, &all), 0);
    test_vault_remove(&house.vault);
}

static struct scrub scrub_all(struct house *house)
{
    struct scrub scrub;
    bool is_done = false;

    for (int i = 0; i < 100 && !is_done; i++)
        assert_true(scrub_turn(house->cx, &house->vault, &scrub_documents, &is_done));
    assert_true(is_done && scrub_last(house->cx, &scrub_documents, &scrub));
    return scrub;
}

/* A file that no row knows: taken, and the row never came. */
static void leave_file(struct house *house, const char *text)
{
    struct vault_source source = { .bytes = text, .size = strlen(text) };
    struct vault_file file;

    assert_true(vault_take(house->cx, &house->vault, &source, &file));
}

static void pass_days(struct ctx *cx, int days)
{
    cx->now.ms += (int64_t)days * 24 * 3600 * 1000 + 1000;
    cx->today.day += days;
}

static void test_the_sweep_leaves_what_is_known(struct ctx *cx)
{
    struct house house = house_open(cx);
    struct document kept = keep(&house, "a.pdf", PDF);
    const void *bytes;

    leave_file(&house, "left behind");
    assert_int_equal(scrub_all(&house).swept, 0); /* the row may still come */
    pass_days(cx, 1);
    leave_file(&house, "young");
    struct scrub scrub = scrub_all(&house);
    assert_int_equal(scrub.swept, 1);
    assert_int_equal(scrub.files, 1);
    assert_int_equal(scrub.faulty, 0);
    assert_int_equal(test_vault_files(&house.vault), 2);
    assert_true(document_read(cx, &house.vault, &kept, &bytes));
    test_vault_remove(&house.vault);
}

static void test_taken_again_is_young_again(struct ctx *cx)
{
    struct house house = house_open(cx);

    leave_file(&house, "twice");
    pass_days(cx, 2);
    leave_file(&house, "twice");
    assert_int_equal(scrub_all(&house).swept, 0);
    test_vault_remove(&house.vault);
}

static void test_the_daily_look_finds_what_is_wrong(struct ctx *cx)
{
    struct house house = house_open(cx);
    int64_t faults;

    for (int i = 0; i < SCRUB_FILES + 10; i++)
        keep(&house, "a.txt", arena_format(cx->arena, "number %d", i));
    struct document lost = keep(&house, "b.pdf", PDF);
    spoil(&house, &lost, true);
    bool is_done = true;
    assert_true(scrub_turn(cx, &house.vault, &scrub_documents, &is_done));
    assert_false(is_done); /* in pieces */
    pass_days(cx, 1);      /* goes on the day after where it was */
    struct scrub scrub;
    while (!is_done)
        assert_true(scrub_turn(cx, &house.vault, &scrub_documents, &is_done)
                    && (!is_done || scrub_last(cx, &scrub_documents, &scrub)));
    assert_int_equal(scrub.files, SCRUB_FILES + 11);
    assert_int_equal(scrub.faulty, 1);
    assert_true(scrub.ended_at.ms > 0);
    assert_true(books_number(cx, "SELECT COUNT(*) FROM scrub_fault WHERE code = 'DOCUMENT-PERDU'",
                             &faults));
    assert_int_equal(faults, 1);
    test_vault_remove(&house.vault);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_kept_as_received),
        BOOKS_EACH(test_same_bytes_are_one_file),
        BOOKS_EACH(test_refused_leaves_nothing),
        BOOKS_EACH(test_altered_is_not_given_back),
        BOOKS_EACH(test_listed_and_removed),
        BOOKS_EACH(test_confidential_is_absent),
        BOOKS_EACH(test_the_sweep_leaves_what_is_known),
        BOOKS_EACH(test_taken_again_is_young_again),
        BOOKS_EACH(test_the_daily_look_finds_what_is_wrong),
    };

    return cmocka_run_group_tests_name("documents", tests, NULL, NULL);
}
