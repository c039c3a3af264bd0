#include "worker/test_mail.h"

#include <sys/mman.h>

#include "mail/tag.h"

void mail_test_run(struct ctx *cx, const char *text)
{
    assert_true(books_run_text(cx, text));
}

int64_t mail_test_number(struct ctx *cx, const char *text)
{
    int64_t found = -1;

    assert_true(books_number(cx, text, &found));
    return found;
}

static void add_people(struct ctx *cx)
{
    mail_test_run(cx,
                  "INSERT INTO client (firm, id, code, name, name_folded, siren, language, state,"
                  " created_at) VALUES (1, 1, 'A', 'Ateliers', 'ateliers', '', 'fr', 'active', 0),"
                  " (1, 2, 'B', 'Boutique', 'boutique', '', 'fr', 'active', 0)");
    mail_test_run(
        cx,
        "INSERT INTO contact (firm, id, name, name_folded, email, email_folded, email_state,"
        " email_said, phone, language, created_at) VALUES"
        " (1, 1, 'Anne', 'anne', 'Anne@a.example', 'anne@a.example', 'ok', '', '', 'fr', 0),"
        " (1, 2, 'Paul', 'paul', 'paul@b.example', 'paul@b.example', 'ok', '', '', 'fr', 0)");
    mail_test_run(
        cx,
        "INSERT INTO client_contact (firm, client, contact, is_legal, is_main, is_finance,"
        " is_payroll, is_operational, added_at) VALUES (1, 1, 1, 1, 1, 0, 0, 1, 0),"
        " (1, 2, 2, 1, 1, 0, 0, 1, 0)");
    mail_test_run(
        cx,
        "INSERT INTO member (firm, id, email, email_folded, name, role, state, language,"
        " password_hash, created_at, is_super_user, is_migration_lead) VALUES"
        " (1, 1, 'ada@f.example', 'ada@f.example', 'Ada', 'admin', 'active', 'fr', 'x', 0, 0,"
        " 0)");
}

/* As the round and the worker leave them: sent, and one reminder of the request. */
static void add_message(struct ctx *cx, int64_t request)
{
    mail_test_run(cx,
                  "INSERT INTO sequence (firm, noun, last) VALUES (1, 'message', 1)"
                  " ON CONFLICT (firm, noun) DO UPDATE SET last = 1");
    mail_test_run(
        cx,
        "INSERT INTO message (firm, id, client, issuer, person, kind, medium, day_on, told_on,"
        " ordered, tone, state, recipient, language, not_before, attempt, refusals, owner,"
        " lease_until, posted_at, said, why, subject, words_folded) VALUES (1, 1, NULL, 0, 1,"
        " 'request', 'email', '2026-03-02', '2026-03-02', 0, 'first', 'sent',"
        " 'anne@a.example', 'fr', 0, 1, 0, '', 0, 0, '250', '', 'Rappel', '')");
    mail_test_run(
        cx,
        arena_format(cx->arena,
                     "INSERT INTO reminder (firm, id, obligation, kind, subject, cycle, step, rank,"
                     " resend, day_on, state, message, version, owed_cents, why, assignee) SELECT"
                     " firm, 1, id, 'request', %lld, 0, 1, 0, 0, '2026-03-02', 'sent', 1, 1, 0, '',"
                     " 0 FROM obligation WHERE firm = 1 AND kind = 'request' AND subject = %lld",
                     (long long)request, (long long)request));
}

static void ask(struct house *house)
{
    struct item items[] = {
        { .kind = ITEM_DOCUMENT, .name = "Factures d’achat", .is_blocking = true },
        { .kind = ITEM_DOCUMENT, .name = "Relevés bancaires", .is_blocking = true },
        { .kind = ITEM_DOCUMENT, .name = "Journal de caisse", .is_blocking = true },
    };

    house->request = (struct demand){ .client = 1,
                                      .name = "TVA de février",
                                      .instructions = "",
                                      .due_on = date_of(2026, 3, 12),
                                      .items = items,
                                      .item_count = COUNT_OF(items) };
    house->cx->actor = ADA;
    assert_true(request_add(house->cx, &house->request));
    house->cx->actor = 0;
    assert_true(request_find(house->cx, house->request.id, &house->request));
}

void mail_test_begin(struct house *house, struct ctx *cx)
{
    cx->today = date_of(2026, 3, 2);
    cx->now = (struct instant){ INT64_C(1772442000000) };
    *house = (struct house){ .cx = cx, .documents = test_vault(cx) };
    house->site = (struct mail_site){ .documents = &house->documents,
                                      .mails = mail_vault(cx->arena, &house->documents),
                                      .address = "relances@cabinet.example" };
    assert_true(books_firm(cx, 1));
    add_people(cx);
    ask(house);
    add_message(cx, house->request.id);
    assert_true(tag_text(cx, 1, &house->tag));
}

void mail_test_member(struct ctx *cx, int id, const char *role, const char *deputy)
{
    mail_test_run(cx,
                  arena_format(cx->arena,
                               "INSERT INTO member (firm, id, email, email_folded, name, role,"
                               " state, language, password_hash, created_at, is_super_user,"
                               " is_migration_lead, deputy) VALUES (1, %d, 'm%d@f.example',"
                               " 'm%d@f.example', 'M%d', '%s', 'active', 'fr', 'x', 0, 0, 0, %s)",
                               id, id, id, id, role, deputy));
}

void mail_test_end(struct house *house)
{
    test_vault_remove(&house->documents);
}

struct mail_taken mail_test_take(struct house *house, const char *bytes, size_t size)
{
    int file = memfd_create("mail", MFD_CLOEXEC);
    struct mail_taken taken;

    assert_int_equal(write(file, bytes, size), size);
    bool done = mail_take(house->cx, &house->site, file, &taken);
    if (!done)
        print_message("%s\n", house->cx->fault.code);
    assert_true(done);
    close(file);
    return taken;
}

void mail_test_check(const struct mail_taken *taken, enum mail_state state, const char *reason)
{
    assert_string_equal(taken->mail.reason, reason);
    assert_int_equal(taken->mail.state, state);
}
