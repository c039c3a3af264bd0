/* E-16: parts that are safe before they are answered, gone on with after a cut. */
#include "document/upload.h"

#include "document/test_vault.h"

struct house {
    struct vault vault;
    int64_t client;
};

static struct house house_open(struct ctx *cx)
{
    struct house house = { .vault = test_vault(cx) };

    assert_true(books_firm(cx, 1));
    cx->now = (struct instant){ INT64_C(1774944000000) };
    cx->today = date_of(2026, 3, 31);
    house.client = test_client(cx, "LUNE");
    return house;
}

static const char *begin(struct ctx *cx, const struct house *house, const char *name, int64_t size)
{
    struct upload_begun upload = { .client = house->client, .name = name, .size = size };
    const char *token;

    assert_true(upload_begin(cx, &upload, &token));
    return token;
}

/* Found by its token alone each time, as after a cut. */
static bool append(struct ctx *cx, const struct house *house, const char *token, const char *text,
                   int64_t offset)
{
    struct vault_source part = { .bytes = text, .size = strlen(text) };
    struct upload_begun upload;

    return upload_find(cx, token, &upload)
        && upload_append(cx, &house->vault, &upload, offset, &part);
}

static bool fails(struct ctx *cx, bool done, const char *code, const char *got)
{
    bool is_so = !done && strcmp(cx->fault.code, code) == 0
        && (!got || strcmp(fault_arg(&cx->fault, "got"), got) == 0);

    cx->fault = (struct fault){ 0 };
    return is_so;
}

static bool finish(struct ctx *cx, const struct house *house, const char *token,
                   struct document *document)
{
    struct upload_begun upload;

    return upload_find(cx, token, &upload) && upload_take(cx, &house->vault, &upload, document)
        && store_begin(cx) && store_end(cx, upload_end(cx, &upload, document));
}

static void test_parts_become_a_document(struct ctx *cx)
{
    struct house house = house_open(cx);
    const char *token = begin(cx, &house, "dir/facture.pdf", 14);
    struct document document;
    const void *bytes;

    assert_true(append(cx, &house, token, "%PDF-", 0));
    assert_true(fails(cx, append(cx, &house, token, "hole", 9), "UPLOAD-REPRISE", "5"));
    assert_true(fails(cx, append(cx, &house, token, "half of it", 3), "UPLOAD-REPRISE", "5"));
    assert_true(fails(cx, finish(cx, &house, token, &document), "UPLOAD-REPRISE", "5"));
    assert_true(append(cx, &house, token, "%PDF-", 0)); /* the answer was lost: told again */
    assert_true(append(cx, &house, token, "1.4 ", 5));
    assert_true(fails(cx, append(cx, &house, token, "too long", 9), "UPLOAD-LONG", NULL));
    assert_true(append(cx, &house, token, "whole", 9));
    assert_true(finish(cx, &house, token, &document));
    assert_string_equal(document.name, "facture.pdf");
    assert_true(document_read(cx, &house.vault, &document, &bytes));
    assert_memory_equal(bytes, "%PDF-1.4 whole", 14);
    int64_t kept = document.id;
    assert_true(finish(cx, &house, token, &document)); /* another tab ended it: it is that */
    assert_int_equal(document.id, 0);
    struct upload_begun upload;
    assert_true(upload_find(cx, token, &upload));
    assert_int_equal(upload.document, kept);
    struct document_query all = { .client = house.client, .words = "" };
    int64_t count;
    assert_true(document_count(cx, &all, &count));
    assert_int_equal(count, 1);
    test_vault_remove(&house.vault);
}

static void test_refused_at_once(struct ctx *cx)
{
    struct house house = house_open(cx);
    struct upload_begun upload = { .client = house.client, .name = "a.exe", .size = 5 };
    const char *token;

    assert_true(fails(cx, upload_begin(cx, &upload, &token), "UPLOAD-TYPE", NULL));
    upload = (struct upload_begun){ .client = house.client, .name = "a.pdf", .size = 25000001 };
    assert_true(fails(cx, upload_begin(cx, &upload, &token), "UPLOAD-LONG", NULL));
    upload.size = 0;
    assert_true(fails(cx, upload_begin(cx, &upload, &token), "UPLOAD-VIDE", NULL));
    assert_true(fails(cx, upload_find(cx, "abc", &upload), "UPLOAD-ABSENT", NULL));
    test_vault_remove(&house.vault);
}

static void test_a_token_is_its_member_s(struct ctx *cx)
{
    struct house house = house_open(cx);
    struct upload_begun upload = { .client = house.client, .name = "a.pdf", .size = 5 };
    const char *token;

    assert_true(books_run_text(
        cx,
        "INSERT INTO member (firm, id, name, email, email_folded, role, language, state,"
        " created_at) VALUES (1, 7, 'N', 'm@x.fr', 'm@x.fr', 'admin', 'fr', 'active', 0)"));
    cx->actor = upload.member = 7;
    assert_true(upload_begin(cx, &upload, &token));
    assert_true(upload_find(cx, token, &upload));
    cx->actor = 8;
    assert_true(fails(cx, upload_find(cx, token, &upload), "UPLOAD-ABSENT", NULL));
    cx->actor = 7;
    for (int i = 1; i < UPLOAD_OPEN_LIMIT; i++)
        assert_true(upload_begin(cx, &upload, &token));
    assert_true(fails(cx, upload_begin(cx, &upload, &token), "UPLOAD-NOMBRE", NULL));
    test_vault_remove(&house.vault);
}

static void test_what_is_swept_is_begun_anew(struct ctx *cx)
{
    struct house house = house_open(cx);
    const char *token = begin(cx, &house, "a.pdf", 10);
    struct upload_begun upload;

    assert_true(append(cx, &house, token, "%PDF-", 0) && upload_find(cx, token, &upload));
    assert_int_equal(test_vault_files(&house.vault), 1);
    upload_clear(cx, &house.vault, &upload);
    assert_int_equal(test_vault_files(&house.vault), 0);
    assert_true(fails(cx, append(cx, &house, token, "after", 5), "UPLOAD-ABSENT", NULL));
    cx->now.ms += UPLOAD_KEPT_MS + 1;
    assert_true(fails(cx, upload_find(cx, token, &upload), "UPLOAD-ABSENT", NULL));
    cx->now.ms -= UPLOAD_KEPT_MS + 1;
    assert_true(upload_find(cx, token, &upload) && upload_drop(cx, &house.vault, &upload));
    assert_true(fails(cx, upload_find(cx, token, &upload), "UPLOAD-ABSENT", NULL));
    test_vault_remove(&house.vault);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_parts_become_a_document),
        BOOKS_EACH(test_refused_at_once),
        BOOKS_EACH(test_a_token_is_its_member_s),
        BOOKS_EACH(test_what_is_swept_is_begun_anew),
    };

    return cmocka_run_group_tests_name("uploads", tests, NULL, NULL);
}
