/*
 * E-13 from end to end: an amount of a sheet for the whole portfolio is in the mail that leaves,
 * with the legal day; a formula's stands where nobody said one.
 */
#include <string.h>

#include "chase/round.h"
#include "client/contact.h"
#include "format/test_sheet.h"
#include "mission/amount_sheet.h"
#include "mission/tax.h"
#include "mission/test_mission.h"
#include "outbox/outbox.h"
#include "worker/generate.h"
#include "worker/kinds.h"
#include "worker/send.h"

/* A client that is taxed as a company, with somebody to write to. */
static int64_t taxed(struct ctx *cx, const char *code, int64_t service)
{
    struct mission_service own = { .service = service,
                                   .rhythm = RHYTHM_QUARTER,
                                   .first = date_of(2026, 1, 1),
                                   .lead_days = 10,
                                   .follows = "IS-ACOMPTE" };
    struct mission mission = { .name = "IS",
                               .first = date_of(2026, 1, 1),
                               .services = &own,
                               .service_count = 1,
                               .client = test_client(cx, code) };
    struct contact contact = { .name = code,
                               .email = arena_format(cx->arena, "%s@client.example", code) };
    struct client_tax tax;

    assert_true(client_tax_find(cx, mission.client, &tax));
    tax.last[LAST_IS].cents = 1000000;
    assert_true(client_tax_save(cx, &tax));
    assert_true(contact_add(cx, &contact));
    assert_true(contact_join(
        cx, &(struct contact_role){ .client = mission.client, .contact = contact.id }));
    assert_true(mission_add(cx, &mission) && mission_sign(cx, mission.id, cx->today));
    return contact.id;
}

static void take_sheet(struct ctx *cx, const char *text)
{
    struct amount_source source = { .file = test_file_of(text, strlen(text)),
                                    .limits = CHILD_UPLOAD };
    struct amount_sheet sheet;
    int64_t written;

    assert_true(amount_read(cx, &source, &sheet));
    close(source.file);
    assert_true(amount_take(cx, &sheet, &written));
    assert_int_equal(written, 1);
}

/* The text of the mail to a person, as it would leave. */
static const char *mail_to(struct ctx *cx, int64_t person)
{
    const struct sender sender = { .from = "cabinet@example.fr", .kinds = worker_kinds };
    const struct message message = {
        .kind = "request", .language = "fr", .person = person, .tone = "notice"
    };
    const struct wording wording = { .person = person, .tone = "notice" };
    struct worded worded = { 0 };

    assert_true(send_word(cx, &sender, &message, &wording, &worded));
    return worded.text;
}

static void shows(const char *text, const char *part)
{
    if (!strstr(text, part))
        print_message("# « %s » is missing in %s\n", part, text);
    assert_non_null(strstr(text, part));
}

static void test_sheet(struct ctx *cx)
{
    struct generated generated;
    struct round round;

    assert_true(books_firm(cx, 1));
    cx->today = date_of(2026, 1, 1);
    int64_t service = test_service(cx, "Acompte");
    int64_t told = taxed(cx, "A1", service), reckoned = taxed(cx, "B2", service);
    take_sheet(cx, "Code;Échéance;Période;Acompte;Montant\nA1;IS-ACOMPTE;2026-12-31;1;1 234,56\n");
    cx->today = date_of(2026, 3, 6);
    cx->now.ms = cx->today.day * INT64_C(86400000) + INT64_C(9) * 3600000;
    assert_true(generate_run(cx, &generated));
    assert_int_equal(generated.requests, 2);
    assert_true(chase_round(cx, worker_kind("request"), &round));
    assert_int_equal(round.messages, 2);
    shows(mail_to(cx, told), "1\u00a0234,56\u00a0€");
    shows(mail_to(cx, told), "16 mars 2026");
    shows(mail_to(cx, reckoned), "2\u00a0500,00\u00a0€");
}

int main(int count, char **words)
{
    const struct CMUnitTest tests[] = { BOOKS_EACH(test_sheet) };

    if (count > 1 && strcmp(words[1], "--parser") == 0)
        return child_main(count - 2, words + 2);
    return cmocka_run_group_tests_name("amount_mail", tests, NULL, NULL) > 0;
}
