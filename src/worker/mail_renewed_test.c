/*
 * E-23 and RFC 3834 on real books: a person of the client who writes to a collection address that
 * was renewed is answered once a day, without the new address; nobody else is, and no machine.
 */
#include <string.h>

#include "format/child.h"
#include "mail/collect.h"
#include "mail/renewed.h"
#include "mail/sender.h"
#include "mail/tag.h"
#include "worker/test_mail.h"
#include "worker/test_send.h"

static const char *address_of(struct ctx *cx, int64_t client, enum collect_kind kind)
{
    struct collect_address addresses[COLLECT_KIND_COUNT];

    assert_true(collect_list(cx, client, addresses));
    return tag_address(cx->arena, "reponse@cabinet.example", addresses[kind].tag);
}

static void take(struct house *house, const char *from, const char *to, const char *head)
{
    const char *text =
        arena_format(house->cx->arena,
                     "From: %s\r\nTo: %s\r\nSubject: Factures\r\n%s"
                     "Content-Type: application/pdf\r\n"
                     "Content-Disposition: attachment; filename=\"a.pdf\"\r\n\r\n%%PDF-1.4 a",
                     from, to, head);

    (void)mail_test_take(house, text, strlen(text)); /* what becomes of it is another test's */
}

static int64_t answers(struct ctx *cx)
{
    return mail_test_number(cx,
                            "SELECT COUNT(*) FROM message WHERE firm = 1 AND kind = 'renewed'"
                            " AND client = 1 AND person = 1 AND is_apart = 1"
                            " AND recipient = 'Anne@a.example'");
}

/* Paul is of another client; a supplier is allowed to send. */
static const char *begin(struct house *house, struct ctx *cx)
{
    const struct sender_allowed supplier = { "factures@edf.example", "purchases" };

    mail_test_begin(house, cx);
    mail_test_run(cx,
                  "INSERT INTO sequence (firm, noun, last) VALUES (1, 'message', 50)"
                  " ON CONFLICT (firm, noun) DO UPDATE SET last = 50");
    assert_true(sender_allow(cx, 1, &supplier, 0));
    const char *old = address_of(cx, 1, COLLECT_PURCHASES);
    assert_true(collect_renew(cx, 1, COLLECT_PURCHASES, 0));
    return old;
}

struct letter {
    const char *rule, *from, *head;
    int64_t answers;
};

static const struct letter letters[] = {
    { "E-23: a person of the client is answered", "Anne <anne@a.example>", "", 1 },
    { "another client’s is not", "paul@b.example", "", 0 },
    { "an allowed supplier is not: it is the client’s to tell them", "factures@edf.example", "",
      0 },
    { "a stranger is not", "eve@x.example", "", 0 },
    { "nor who cannot be read", "", "", 0 },
    { "RFC 3834: nor a scanner in a person’s name", "anne@a.example",
      "Auto-Submitted: auto-generated\r\n", 0 },
    { "RFC 3834: « no » is a person", "anne@a.example", "Auto-Submitted: no\r\n", 1 },
    { "RFC 3834: nor an empty return path", "anne@a.example", "Return-Path: <>\r\n", 0 },
    { "RFC 3834: nor a list by its name", "anne@a.example", "List-Id: <l.a.example>\r\n", 0 },
    { "nor by its way out", "anne@a.example", "List-Unsubscribe: <mailto:u@a.example>\r\n", 0 },
    { "nor by its precedence", "anne@a.example", "Precedence: list\r\n", 0 },
    { "nor what is sent in bulk", "anne@a.example", "Precedence: bulk\r\n", 0 },
};

static void test_who(struct ctx *cx)
{
    struct house house;
    const char *old = begin(&house, cx);

    for (size_t i = 0; i < COUNT_OF(letters); i++) {
        mail_test_run(cx, "DELETE FROM collection_answer");
        mail_test_run(cx, "DELETE FROM message WHERE kind = 'renewed'");
        take(&house, letters[i].from, old,
             arena_format(cx->arena, "X: %zu\r\n%s", i, letters[i].head));
        if (answers(cx) != letters[i].answers)
            print_error("%s\n", letters[i].rule);
        assert_int_equal(answers(cx), letters[i].answers);
        assert_int_equal(mail_test_number(cx, "SELECT COUNT(*) FROM message WHERE id > 50"),
                         letters[i].answers);
    }
    mail_test_end(&house);
}

/* A hundred letters, the same one again, one that came to the new address as well: one answer. */
static void test_once_a_day(struct ctx *cx)
{
    struct house house;
    const char *old = begin(&house, cx);

    take(&house, "anne@a.example", old, "");
    take(&house, "anne@a.example", old, ""); /* the same bytes */
    take(&house, "anne@a.example", old, "X: 1\r\n");
    take(&house, "anne@a.example",
         arena_format(cx->arena, "%s, %s", address_of(cx, 1, COLLECT_PURCHASES), old), "X: 2\r\n");
    assert_int_equal(answers(cx), 1);
    take(&house, "anne@a.example", address_of(cx, 1, COLLECT_PURCHASES), "X: 3\r\n");
    assert_int_equal(answers(cx), 1);
    cx->today.day++;
    cx->now.ms += INT64_C(86400000);
    take(&house, "anne@a.example", address_of(cx, 1, COLLECT_PURCHASES), "X: 4\r\n");
    assert_int_equal(answers(cx), 1);
    take(&house, "anne@a.example", old, "X: 5\r\n");
    assert_int_equal(answers(cx), 2);
    mail_test_end(&house);
}

/* It leaves at any hour, says where the address is, never what it is; gone, nobody is told. */
static void test_words(struct ctx *cx)
{
    struct house house;
    const char *old = begin(&house, cx);
    struct json *model = json_map(cx->arena);

    assert_true(renewed_kind.at_once);
    take(&house, "anne@a.example", old, "");
    const struct wording wording = { .message = 51, .client = 1, .person = ANNE };
    assert_true(renewed_kind.word(cx, &wording, model));
    const char *said = json_write(cx->arena, model);
    assert_non_null(strstr(said, "Ateliers"));
    assert_true(json_bool(json_get(model, "purchases")));
    assert_null(strstr(said, "achats-"));
    assert_int_equal(test_send(cx).sent, 1);
    assert_int_equal(mail_test_number(cx,
                                      "SELECT COUNT(*) FROM message WHERE id = 51"
                                      " AND subject = 'Votre adresse de collecte a changé'"),
                     1);
    cx->today.day++;
    take(&house, "anne@a.example", old, "X: 1\r\n");
    mail_test_run(cx, "DELETE FROM client_contact WHERE contact = 1");
    assert_int_equal(test_send(cx).dropped, 1);
    mail_test_end(&house);
}

int main(int count, char **words)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_who),
        BOOKS_EACH(test_once_a_day),
        BOOKS_EACH(test_words),
    };

    if (count > 1 && strcmp(words[1], "--parser") == 0)
        return child_main(count - 2, words + 2);
    return cmocka_run_group_tests_name("E-23: renewed addresses", tests, NULL, NULL);
}
