/* Tags, and the rows of mail that came in. */
#include "mail/mail.h"

#include <ctype.h>
#include <string.h>

#include "mail/box.h"
#include "mail/tag.h"
#include "store/test_books.h"

static enum tag_verdict look(struct ctx *cx, const char *text, int64_t *message)
{
    enum tag_verdict verdict = TAG_NONE;

    *message = 0;
    assert_true(tag_find(cx, text, &verdict, message));
    return verdict;
}

static const char *tag_of(struct ctx *cx, int64_t message)
{
    const char *tag;

    assert_true(tag_text(cx, message, &tag));
    return tag;
}

static void test_tag(struct ctx *cx)
{
    int64_t message;

    assert_true(books_firm(cx, 1));
    const char *tag = tag_of(cx, 57);
    const char *address = tag_address(cx->arena, "reponse@cabinet.example", tag);
    assert_string_equal(tag, tag_of(cx, 57)); /* the same for a message, always */
    assert_true(strchr(address, '@') - address <= 64);
    assert_int_equal(look(cx, address, &message), TAG_OURS);
    assert_int_equal(message, 57);
    assert_int_equal(look(cx, arena_format(cx->arena, "%s@cabinet.example", tag), &message),
                     TAG_OURS);
    char *upper = strdup(address);
    for (char *at = upper; *at; at++)
        *at = (char)toupper((unsigned char)*at);
    assert_int_equal(look(cx, upper, &message), TAG_OURS);
    free(upper);
    assert_int_equal(look(cx, "jeanne@cabinet.example", &message), TAG_NONE);
    assert_int_equal(look(cx, "", &message), TAG_NONE);
}

/* Each letter of it counts, and it holds for one message of one firm. */
static void test_forged(struct ctx *cx)
{
    int64_t message;

    assert_true(books_firm(cx, 2) && books_firm(cx, 1));
    const char *tag = tag_of(cx, 57);
    for (size_t i = 5; i < strlen(tag); i++) {
        char *wrong = strdup(tag);
        wrong[i] = wrong[i] == '0' ? '1' : '0';
        assert_int_not_equal(look(cx, wrong, &message), TAG_OURS);
        free(wrong);
    }
    const char *other = arena_format(cx->arena, "q1-58-%s", strrchr(tag, '-') + 1);
    assert_int_equal(look(cx, other, &message), TAG_FORGED);
    assert_int_equal(look(cx, arena_format(cx->arena, "%s0", tag), &message), TAG_FORGED);
    scope_firm(cx->store, 2);
    assert_int_equal(look(cx, tag, &message), TAG_FORGED);
    assert_string_not_equal(strrchr(tag_of(cx, 57), '-'), strrchr(tag, '-'));
}

static struct mail letter(unsigned char first)
{
    static unsigned char hashes[4][32];

    hashes[first % 4][0] = first;
    return (struct mail){ .hash = hashes[first % 4],
                          .size = 10,
                          .mail_id = "a@b",
                          .sender = "lea@dupont.example",
                          .sender_name = "Léa",
                          .subject = "Re",
                          .text = "Voilà",
                          .state = MAIL_TRIAGE,
                          .reason = "SANS-RELANCE",
                          .defect = "MIME-FIN" };
}

static int64_t add(struct ctx *cx, struct mail mail, bool expected)
{
    bool is_new = !expected;

    assert_true(store_begin(cx));
    assert_true(
        store_end(cx, mail_add(cx, &mail, &is_new) && (!is_new || mail_add_files(cx, &mail))));
    assert_int_equal(is_new, expected);
    return mail.id;
}

static void people(struct ctx *cx)
{
    assert_true(books_firm(cx, 1));
    assert_true(books_run_text(
        cx,
        "INSERT INTO client (firm, id, code, name, name_folded, siren, language, state,"
        " created_at, is_confidential) VALUES (1, 1, 'A', 'Ateliers', 'ateliers', '', 'fr',"
        " 'active', 0, 0), (1, 2, 'B', 'Boutique', 'boutique', '', 'fr', 'active', 0, 1)"));
    assert_true(books_run_text(
        cx,
        "INSERT INTO member (firm, id, email, email_folded, name, role, state, language,"
        " password_hash, created_at, is_super_user, is_migration_lead) VALUES"
        " (1, 1, 'ada@f.example', 'ada@f.example', 'Ada', 'admin', 'active', 'fr', 'x', 0, 0,"
        " 0), (1, 2, 'ken@f.example', 'ken@f.example', 'Ken', 'accountant', 'active', 'fr',"
        " 'x', 0, 0, 0)"));
}

static void test_once(struct ctx *cx)
{
    struct mail_file files[] = { { .place = 2, .name = "a.pdf", .size = 3, .problem = "" } };
    struct mail mail = letter(1), found;

    people(cx);
    mail.files = files;
    mail.file_count = 1;
    int64_t id = add(cx, mail, true);
    assert_int_equal(add(cx, mail, false), id); /* the same bytes are taken once */
    assert_int_not_equal(add(cx, letter(2), true), id);
    assert_true(mail_find(cx, id, &found));
    assert_string_equal(found.subject, "Re");
    assert_string_equal(found.defect, "MIME-FIN");
    assert_int_equal(found.state, MAIL_TRIAGE);
    assert_int_equal(found.file_count, 1);
    assert_string_equal(found.files[0].name, "a.pdf");
    assert_false(mail_find(cx, 999, &found));
    assert_string_equal(cx->fault.code, "MAIL-ABSENT");
}

static int64_t seen_by(struct ctx *cx, int64_t member)
{
    const struct mail_page page = { .state = MAIL_TRIAGE, .limit = 10 };
    struct mail *mails;
    size_t count;
    int64_t counted;

    cx->actor = member;
    assert_true(mail_list(cx, &page, &mails, &count));
    assert_true(mail_count(cx, MAIL_TRIAGE, &counted));
    assert_int_equal(count, counted);
    cx->actor = 0;
    return counted;
}

/* P-9: of nobody known, for admins; of a confidential client, for those assigned to it. */
static void test_seen(struct ctx *cx)
{
    struct mail of_two = letter(2), of_one = letter(3), found;

    people(cx);
    add(cx, letter(1), true);
    of_two.client = 2;
    of_one.client = 1;
    int64_t hidden = add(cx, of_two, true);
    add(cx, of_one, true);
    assert_int_equal(seen_by(cx, 0), 3);
    assert_int_equal(seen_by(cx, 1), 2);
    assert_int_equal(seen_by(cx, 2), 1);
    cx->actor = 1;
    assert_false(mail_find(cx, hidden, &found));
}

static void test_decide(struct ctx *cx)
{
    struct mail mail;

    people(cx);
    int64_t id = add(cx, letter(1), true);
    cx->actor = 1;
    assert_true(mail_find(cx, id, &mail));
    mail.state = MAIL_DROPPED;
    mail.reason = "ECARTE";
    assert_true(mail_decide(cx, &mail, MAIL_TRIAGE));
    assert_true(mail_find(cx, id, &mail));
    assert_int_equal(mail.state, MAIL_DROPPED);
    assert_int_equal(mail.decided_by, 1);
    assert_false(mail_decide(cx, &mail, MAIL_TRIAGE)); /* somebody was faster */
    assert_string_equal(cx->fault.code, "MAIL-CHANGE");
    cx->fault = (struct fault){ 0 };
    mail.state = MAIL_TRIAGE;
    assert_true(mail_decide(cx, &mail, MAIL_DROPPED));
    assert_true(mail_find(cx, id, &mail));
    assert_int_equal(mail.decided_by, 0);
}

static void test_box(struct ctx *cx)
{
    struct mail_box box = { .url = "imaps://x/INBOX" };

    people(cx);
    assert_true(box_find(cx, &box));
    assert_int_equal(box.validity, 0);
    box.validity = 7;
    box.last = 12;
    assert_true(box_keep(cx, &box));
    box.last = 13;
    assert_true(box_keep(cx, &box) && box_find(cx, &box));
    assert_int_equal(box.last, 13);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_tag),  BOOKS_EACH(test_forged), BOOKS_EACH(test_once),
        BOOKS_EACH(test_seen), BOOKS_EACH(test_decide), BOOKS_EACH(test_box),
    };

    return cmocka_run_group_tests_name("mail", tests, NULL, NULL);
}
