/* Mail to a client's collection addresses, on real books and in a real vault (E-23, X-3). */
#include <string.h>

#include "base/buf.h"
#include "format/child.h"
#include "mail/collect.h"
#include "mail/sender.h"
#include "mail/tag.h"
#include "worker/mail_place.h"
#include "worker/test_mail.h"

struct letter {
    const char *from;
    const char *to, *also; /* of struct addresses; NULL: none */
    const char *files[3];  /* names, which the bytes end in */
    const char *head;      /* more of it; NULL: none */
};

static const char *address_of(struct ctx *cx, int64_t client, enum collect_kind kind)
{
    struct collect_address addresses[COLLECT_KIND_COUNT];

    assert_true(collect_list(cx, client, addresses));
    return tag_address(cx->arena, "reponse@cabinet.example", addresses[kind].tag);
}

/* "achats", "ventes", "tri" of Ateliers; "autre" of Boutique; "reponse" to the message. */
static const char *place_of(struct house *house, const char *word)
{
    struct ctx *cx = house->cx;

    if (strcmp(word, "autre") == 0)
        return address_of(cx, 2, COLLECT_PURCHASES);
    if (strcmp(word, "reponse") == 0)
        return tag_address(cx->arena, "reponse@cabinet.example", house->tag);
    return address_of(cx, 1,
                      strcmp(word, "achats") == 0       ? COLLECT_PURCHASES
                          : strcmp(word, "ventes") == 0 ? COLLECT_SALES
                                                        : COLLECT_SMART);
}

static struct mail_taken take(struct house *house, const struct letter *letter, const char *to)
{
    struct buf text = { .arena = house->cx->arena };

    buf_format(&text, "From: %s\r\nTo: %s\r\nSubject: Factures\r\n", letter->from, to);
    if (letter->also)
        buf_format(&text, "Cc: %s\r\n", place_of(house, letter->also));
    buf_text(&text, letter->head ? letter->head : "");
    buf_text(&text,
             "Content-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\n"
             "Content-Type: text/plain; charset=utf-8\r\n\r\nBonjour.\r\n");
    for (size_t i = 0; i < COUNT_OF(letter->files) && letter->files[i]; i++)
        buf_format(&text,
                   "\r\n--B\r\nContent-Type: application/pdf\r\n"
                   "Content-Disposition: attachment; filename=\"%s\"\r\n\r\n%s%s",
                   letter->files[i], PDF, letter->files[i]);
    buf_text(&text, "\r\n--B--\r\n");
    return mail_test_take(house, buf_string(&text), text.size);
}

static struct mail_taken send(struct house *house, const struct letter *letter)
{
    return take(house, letter, place_of(house, letter->to));
}

static int64_t kept(struct house *house, const char *kind)
{
    return mail_test_number(house->cx,
                            arena_format(house->cx->arena,
                                         "SELECT COUNT(*) FROM document WHERE firm = 1"
                                         " AND client = 1 AND way = 'collect' AND kind = '%s'"
                                         " AND removed_at IS NULL",
                                         kind));
}

struct collect_case {
    const char *rule;
    struct letter letter;
    enum mail_state state;
    const char *reason;
    int purchases, sales, sort; /* documents of each kind */
};

#define SCANNER "Auto-Submitted: auto-generated\r\nFrom-Scanner: 1\r\n"

static const struct collect_case cases[] = {
    { "E-23: what a client’s person sends to « achats » is filed there",
      { "Anne <ANNE@a.example>", "achats", NULL, { "a.pdf", "b.pdf" }, NULL },
      MAIL_FILED,
      "",
      2,
      0,
      0 },
    { "and to « ventes » there",
      { "anne@a.example", "ventes", NULL, { "a.pdf" }, NULL },
      MAIL_FILED,
      "",
      0,
      1,
      0 },
    { "the smart address sorts only what is certain",
      { "anne@a.example", "tri", NULL, { "achat EDF.pdf" }, NULL },
      MAIL_FILED,
      "",
      0,
      0,
      1 },
    { "as of a supplier whose address was declared",
      { "factures@edf.example", "tri", NULL, { "a.pdf" }, NULL },
      MAIL_FILED,
      "",
      1,
      0,
      0 },
    { "whose mail to « ventes » is what the address says",
      { "factures@edf.example", "ventes", NULL, { "a.pdf" }, NULL },
      MAIL_FILED,
      "",
      0,
      1,
      0 },
    { "an allowed scanner, which says that no person wrote",
      { "scan@copieur.example", "achats", NULL, { "scan.pdf" }, SCANNER },
      MAIL_FILED,
      "",
      1,
      0,
      0 },
    { "to both: it is to be sorted",
      { "anne@a.example", "achats", "ventes", { "a.pdf" }, NULL },
      MAIL_FILED,
      "",
      0,
      0,
      1 },
    { "X-3: who is not allowed waits, nothing is filed",
      { "eve@x.example", "achats", NULL, { "a.pdf" }, NULL },
      MAIL_TRIAGE,
      "COLLECTE-EXPEDITEUR",
      0,
      0,
      0 },
    { "as another client’s person does",
      { "paul@b.example", "achats", NULL, { "a.pdf" }, NULL },
      MAIL_TRIAGE,
      "COLLECTE-EXPEDITEUR",
      0,
      0,
      0 },
    { "never discarded, though no person wrote",
      { "robot@x.example", "achats", NULL, { "a.pdf" }, SCANNER },
      MAIL_TRIAGE,
      "COLLECTE-EXPEDITEUR",
      0,
      0,
      0 },
    { "who cannot be read at all waits",
      { "", "achats", NULL, { "a.pdf" }, NULL },
      MAIL_TRIAGE,
      "COLLECTE-EXPEDITEUR",
      0,
      0,
      0 },
    { "a text without a file waits, with its text",
      { "anne@a.example", "achats", NULL, { NULL }, NULL },
      MAIL_TRIAGE,
      "COLLECTE-VIDE",
      0,
      0,
      0 },
    { "what may not be kept waits, the rest is filed",
      { "anne@a.example", "achats", NULL, { "a.exe", "b.pdf" }, NULL },
      MAIL_TRIAGE,
      "PIECE-REFUSEE",
      1,
      0,
      0 },
    { "two clients’ addresses: whose it is, nobody said",
      { "anne@a.example", "achats", "autre", { "a.pdf" }, NULL },
      MAIL_TRIAGE,
      "COLLECTE-PLUSIEURS",
      0,
      0,
      0 },
};

static void allow(struct ctx *cx)
{
    const struct sender_allowed supplier = { "factures@edf.example", "purchases" };
    const struct sender_allowed scanner = { "scan@copieur.example", "sort" };

    assert_true(sender_allow(cx, 1, &supplier, 0) && sender_allow(cx, 1, &scanner, 0));
}

static void run_case(struct ctx *cx, const void *row)
{
    const struct collect_case *expected = row;
    struct house house;

    mail_test_begin(&house, cx);
    allow(cx);
    struct mail_taken taken = send(&house, &expected->letter);
    mail_test_check(&taken, expected->state, expected->reason);
    assert_int_equal(kept(&house, "purchases"), expected->purchases);
    assert_int_equal(kept(&house, "sales"), expected->sales);
    assert_int_equal(kept(&house, "sort"), expected->sort);
    assert_int_equal(mail_test_number(cx, "SELECT COUNT(*) FROM document"),
                     expected->purchases + expected->sales + expected->sort);
    assert_int_equal(mail_test_number(cx, "SELECT COUNT(*) FROM item WHERE state <> 'missing'"), 0);
    assert_int_equal(test_vault_files(&house.site.mails), 1); /* as it came */
    assert_int_equal(taken.mail.client,
                     strcmp(expected->reason, "COLLECTE-PLUSIEURS") == 0 ? 0 : 1);
    mail_test_end(&house);
}

static void test_case(void **state)
{
    books_row(state, run_case);
}

/* The same bytes are one receipt: told, not filed twice, from another mail or the same one. */
static void test_double(struct ctx *cx)
{
    struct house house;

    mail_test_begin(&house, cx);
    const struct letter first = { "anne@a.example", "achats", NULL, { "a.pdf", "a.pdf" }, NULL };
    struct mail_taken taken = send(&house, &first);
    mail_test_check(&taken, MAIL_FILED, "");
    assert_string_equal(taken.mail.files[0].problem, "");
    assert_string_equal(taken.mail.files[1].problem, "PIECE-DOUBLE");
    assert_int_equal(taken.mail.files[1].document, taken.mail.files[0].document);
    const struct letter again = { "anne@a.example", "ventes", NULL, { "a.pdf", "c.pdf" }, NULL };
    struct mail_taken second = send(&house, &again);
    mail_test_check(&second, MAIL_FILED, "");
    assert_string_equal(second.mail.files[0].problem, "PIECE-DOUBLE");
    assert_int_equal(kept(&house, "purchases"), 1);
    assert_int_equal(kept(&house, "sales"), 1);
    assert_int_equal(mail_test_number(cx, "SELECT MAX(again) FROM document"), 2);
    mail_test_run(cx, "UPDATE document SET removed_at = 1 WHERE kind = 'purchases'");
    const struct letter third = { "anne@a.example", "achats", NULL, { "a.pdf" }, "X: 3\r\n" };
    taken = send(&house, &third);
    assert_string_equal(taken.mail.files[0].problem, ""); /* what was removed is no double */
    assert_int_equal(kept(&house, "purchases"), 1);
    mail_test_end(&house);
}

/* A renewed address files nothing more, and nothing sent to it is lost. */
static void test_old(struct ctx *cx)
{
    const struct letter letter = { "anne@a.example", "achats", NULL, { "a.pdf" }, NULL };
    struct house house;

    mail_test_begin(&house, cx);
    const char *old = place_of(&house, "achats");
    assert_true(collect_renew(cx, 1, COLLECT_PURCHASES, 0));
    struct mail_taken taken = take(&house, &letter, old);
    mail_test_check(&taken, MAIL_TRIAGE, "COLLECTE-ANCIENNE");
    assert_int_equal(taken.mail.client, 1);
    assert_int_equal(kept(&house, "purchases"), 0);
    const char *both = arena_format(cx->arena, "%s, %s", place_of(&house, "ventes"), old);
    taken = take(&house, &letter, both); /* a good one beside it does not make it good */
    mail_test_check(&taken, MAIL_TRIAGE, "COLLECTE-ANCIENNE");
    taken = send(&house, &letter);
    mail_test_check(&taken, MAIL_FILED, "");
    mail_test_end(&house);
}

/* A person files what waited: with its kind, once, and takes it back. */
static void test_place(struct ctx *cx)
{
    const struct letter stranger = { "eve@x.example", "achats", NULL, { "a.pdf" }, NULL };
    const struct letter other = { "eve@x.example", "achats", NULL, { "a.pdf" }, "X: 1\r\n" };
    const struct mail_place place = { .client = 1 };
    struct house house;

    mail_test_begin(&house, cx);
    struct mail_taken one = send(&house, &stranger), two = send(&house, &other);
    cx->actor = ADA;
    assert_true(mail_place(cx, &house.site, one.mail.id, &place));
    assert_int_equal(kept(&house, "purchases"), 1);
    assert_true(mail_place(cx, &house.site, two.mail.id, &place)); /* the same bytes */
    assert_int_equal(kept(&house, "purchases"), 1);
    assert_true(mail_undo(cx, two.mail.id));
    assert_int_equal(kept(&house, "purchases"), 1); /* which was the first one’s */
    assert_true(mail_undo(cx, one.mail.id));
    assert_int_equal(kept(&house, "purchases"), 0);
    assert_true(mail_place(cx, &house.site, two.mail.id, &place));
    assert_int_equal(kept(&house, "purchases"), 1);
    mail_test_end(&house);
}

/* An answer to a reminder that is sent to a collection address is a receipt, and no answer. */
static void test_in_reply_to(struct ctx *cx)
{
    struct house house;

    mail_test_begin(&house, cx);
    const struct letter letter = { "anne@a.example",
                                   "achats",
                                   NULL,
                                   { "releve bancaire.pdf" },
                                   arena_format(cx->arena, "In-Reply-To: <%s@cabinet.example>\r\n",
                                                house.tag) };
    struct mail_taken taken = send(&house, &letter);
    mail_test_check(&taken, MAIL_FILED, "");
    assert_int_equal(taken.mail.message, 0);
    assert_int_equal(kept(&house, "purchases"), 1);
    const struct letter reply = {
        "anne@a.example", "reponse", "achats", { "factures achats.pdf" }, NULL
    };
    taken = send(&house, &reply); /* to both addresses: it answers */
    mail_test_check(&taken, MAIL_FILED, "");
    assert_int_equal(taken.mail.message, 1);
    assert_int_equal(kept(&house, "purchases"), 1);
    mail_test_end(&house);
}

int main(int count, char **words)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_double),
        BOOKS_EACH(test_old),
        BOOKS_EACH(test_place),
        BOOKS_EACH(test_in_reply_to),
    };

    if (count > 1 && strcmp(words[1], "--parser") == 0)
        return child_main(count - 2, words + 2);
    int failed = cmocka_run_group_tests_name("mail_collect", tests, NULL, NULL);
    return failed + TEST_TABLE("collected", cases, test_case) > 0;
}
