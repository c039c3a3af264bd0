/*
 * A step's own words in what leaves of requests and tasks: in the reader's language, of the step
 * that gives the tone, and never less than all that the reader owes (C-3, E-15, E-20).
 */
#include "worker/words.h"

#include "chase/round.h"
#include "chase/rules.h"
#include "chase/scenario_save.h"
#include "request/judge.h"
#include "request/remind.h"
#include "request/test_ask.h"
#include "task/remind.h"
#include "task/task.h"
#include "worker/kinds.h"

struct mail {
    const char *kind, *language, *tone;
    int64_t person, looker;
    struct subject subjects[2];
    size_t count;
    bool is_deaf; /* nobody reads what is answered */
};

static struct worded word(struct ctx *cx, const struct chase_kind *const *kinds,
                          const struct mail *mail)
{
    const struct sender sender = { .from = "cabinet@example.fr",
                                   .takes_replies = !mail->is_deaf,
                                   .kinds = kinds };
    const struct message message = {
        .kind = mail->kind, .language = mail->language, .person = mail->person, .tone = mail->tone
    };
    const struct wording wording = { .person = mail->person,
                                     .tone = mail->tone,
                                     .subjects = mail->subjects,
                                     .count = mail->count,
                                     .looker = mail->looker };
    struct worded worded = { 0 };

    assert_true(send_word(cx, &sender, &message, &wording, &worded));
    return worded;
}

static void shows(const char *text, const char *part)
{
    if (!strstr(text, part))
        print_message("# « %s » is missing in %s\n", part, text);
    assert_non_null(strstr(text, part));
}

static void hides(const char *text, const char *part)
{
    if (strstr(text, part))
        print_message("# « %s » stands in %s\n", part, text);
    assert_null(strstr(text, part));
}

/* Of the step of that name. */
static void say(struct ctx *cx, int64_t scenario, const char *tone, struct step_words words)
{
    struct kept_scenario kept;

    cx->actor = ADA;
    assert_true(scenario_find(cx, scenario, &kept));
    while (strcmp(kept.scenario.steps[words.place].name, tone) != 0)
        words.place++;
    kept.words = &words;
    kept.word_count = 1;
    assert_true(scenario_save(cx, &kept));
    cx->actor = 0;
}

static int64_t scenario_of(struct ctx *cx, const char *kind)
{
    return number(
        cx, arena_format(cx->arena, "SELECT id FROM scenario WHERE kind = '%s' LIMIT 1", kind));
}

/* The firm wrote them before anything ran along them. */
static void write_words(struct ctx *cx, const char *subject, const char *body)
{
    assert_true(store_begin(cx) && store_end(cx, rules_seed_kind(cx, &request_kind)));
    say(cx, scenario_of(cx, "request"), "notice",
        (struct step_words){ .language = "fr", .subject = subject, .body = body });
}

/* E-20: own words where the step has some, in that language alone; else the kind's mail. */
static void test_request(struct ctx *cx)
{
    begin(cx);
    write_words(cx, "{{names}} pour {{clients}}",
                "Bonjour {{contact.name}}, avant le {{due_on|date}} :\n\n{{table}}\n\n{{reply}}");
    struct demand asked = ask(cx, 1, false);
    struct mail mail = { .kind = "request",
                         .language = "fr",
                         .tone = "notice",
                         .person = PAUL,
                         .subjects = { { "request", asked.id } },
                         .count = 1 };
    struct worded worded = word(cx, worker_kinds, &mail);
    assert_string_equal(worded.subject, "TVA de février pour Ateliers");
    shows(worded.text, "Bonjour Paul, avant le 12 mars 2026 :\n\n* TVA de février");
    shows(worded.text, "- Caisse");
    shows(worded.text, "en y joignant vos documents");
    mail.is_deaf = true;
    hides(word(cx, worker_kinds, &mail).text, "en y joignant vos documents");
    hides(word(cx, worker_kinds, &mail).html, "en y joignant vos documents");
    mail.is_deaf = false;
    shows(worded.html, ">Bonjour Paul, avant le 12 mars 2026 :</div>");
    shows(worded.html, "<li>Caisse");
    mail.language = "en";
    shows(word(cx, worker_kinds, &mail).text, "Hello Paul");
    hides(word(cx, worker_kinds, &mail).text, "avant le");
    mail.language = "fr";
    mail.tone = "second";
    hides(word(cx, worker_kinds, &mail).text, "avant le 12 mars 2026 :");
}

/* C-3: whatever the words forget, the reader is told of all, over all companies, and why (E-19). */
static void test_digest(struct ctx *cx)
{
    begin(cx);
    assert_true(books_run_text(cx, "DELETE FROM client_contact WHERE contact IN (2, 3)"));
    write_words(cx, "{{names}}", "Il manque {{count}} réponses de {{clients}}.");
    struct demand first = ask(cx, 1, false), second = ask(cx, 2, false);
    assert_true(books_run_text(cx, "UPDATE request SET name = 'Paie de mars' WHERE client = 2"));
    assert_true(item_given(cx, first.items[0].id, "f.pdf", &anne));
    cx->actor = ADA;
    assert_true(item_refuse(cx, first.items[0].id, "Illisible"));
    cx->actor = 0;
    const struct mail mail = { .kind = "request",
                               .language = "fr",
                               .tone = "notice",
                               .person = ANNE,
                               .subjects = { { "request", second.id } },
                               .count = 1 };
    struct worded worded = word(cx, worker_kinds, &mail);
    assert_string_equal(worded.subject, "TVA de février, Paie de mars");
    shows(worded.text, "Il manque 2 réponses de Ateliers, Boutique.\n\n* TVA de février, Ateliers");
    shows(worded.text, "Illisible");
    shows(worded.text, "* Paie de mars, Boutique");
    shows(worded.html, "Paie de mars");
}

/* A second kind of the same capacity: a receipt that its client has not sent. */
static bool word_receipt(struct ctx *cx, const struct wording *wording, struct json *model)
{
    struct json *map = json_add_map(json_get(model, "requests"));

    (void)cx;
    json_put_text(map, "name", wording->count > 1 ? "Justificatif du 3 mars" : "Justificatif seul");
    json_put_text(map, "of", "Ateliers");
    json_put_text(map, "due_on", "2026-03-03");
    return true;
}

/* C-3: a message of several kinds has the words of its step, and says what each kind awaits. */
static void test_kinds(struct ctx *cx)
{
    static struct chase_kind leader, receipt = { .name = "receipt", .word = word_receipt };
    static const struct chase_kind *const mates[] = { &receipt, NULL },
                                          *const kinds[] = { &leader, NULL };

    leader = request_kind;
    leader.mates = mates;
    receipt.leader = &leader;
    begin(cx);
    write_words(cx, "Un mot", "Bonjour.{{#items}}x{{/items}}");
    struct demand asked = ask(cx, 1, false);
    const struct mail mail = { .kind = "request",
                               .language = "fr",
                               .tone = "notice",
                               .person = PAUL,
                               .subjects = { { "request", asked.id }, { "receipt", 7 } },
                               .count = 2 };
    struct worded worded = word(cx, kinds, &mail);
    assert_string_equal(worded.subject, "Un mot");
    shows(worded.text, "Bonjour.\n\n* TVA de février");
    shows(worded.text, "* Justificatif du 3 mars");
}

/* Of two scenarios with a step of one name, that of the reminder that gives the tone speaks. */
static void test_giver(struct ctx *cx)
{
    static const struct step early = { .days = -2, .name = "second" };
    struct kept_scenario other = {
        .scenario = { .name = "Vite", .kind = "request", .steps = &early, .count = 1 }
    };
    struct round round;

    begin(cx);
    assert_true(store_begin(cx) && store_end(cx, rules_seed_kind(cx, &request_kind)));
    const struct step_words own = { .language = "fr", .subject = "Vite", .body = "Vite {{table}}" };
    other.words = &own;
    other.word_count = 1;
    cx->actor = ADA;
    assert_true(scenario_save(cx, &other));
    cx->actor = 0;
    ask(cx, 1, false);
    struct demand quick = ask(cx, 1, false);
    assert_true(books_run_text(cx,
                               arena_format(cx->arena,
                                            "UPDATE obligation SET scenario = %lld WHERE"
                                            " subject = %lld",
                                            (long long)other.scenario.id, (long long)quick.id)));
    assert_true(books_run_text(cx, "UPDATE obligation SET scenario_version = 1"));
    cx->today = march(10);
    assert_true(chase_round(cx, &request_kind, &round));
    assert_int_equal(round.messages, 1);
    const struct wording wording = { .message = number(cx, "SELECT id FROM message"),
                                     .person = PAUL,
                                     .tone = "second",
                                     .subjects = (struct subject[]){ { "request", 1 },
                                                                     { "request", quick.id } },
                                     .count = 2 };
    struct step_words words;
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message WHERE tone = 'second'"), 1);
    assert_true(scenario_words(cx, &wording, "fr", &words));
    assert_string_equal(words.subject, "Vite");
}

static int64_t task_made(struct ctx *cx, int64_t client, const char *title)
{
    struct task task = { .client = client, .title = title, .due_on = march(3), .owner = KEN };

    cx->actor = ADA;
    assert_true(task_add(cx, &task));
    cx->actor = 0;
    return task.id;
}

/* E-15: tasks too; what the words leave out is listed. */
static void test_task(struct ctx *cx)
{
    begin(cx);
    assert_true(store_begin(cx) && store_end(cx, rules_seed_kind(cx, &task_kind)));
    say(cx, scenario_of(cx, "task"), "first",
        (struct step_words){ .language = "fr",
                             .subject = "{{count}} en retard",
                             .body = "{{member.name}} : {{names}}, depuis le {{due_on|date}}." });
    int64_t id = task_made(cx, 1, "Relancer");
    task_made(cx, 2, "Saisir");
    cx->today = march(5);
    struct mail mail = { .kind = "task",
                         .language = "fr",
                         .tone = "first",
                         .person = KEN,
                         .subjects = { { "task", id } },
                         .count = 1 };
    struct worded worded = word(cx, worker_kinds, &mail);
    assert_string_equal(worded.subject, "2 en retard");
    shows(worded.text, "Ken : Relancer, Saisir, depuis le 3 mars 2026.\n\n- Relancer, Ateliers");
    shows(worded.html, "Saisir");
    mail.language = "en";
    shows(word(cx, worker_kinds, &mail).text, "Hello Ken");
    cx->today = march(2); /* looked at ahead of its day */
    mail.language = "fr";
    shows(word(cx, worker_kinds, &mail).text, "- Relancer");
    hides(word(cx, worker_kinds, &mail).text, "Saisir");
}

/* P-9: who looks at a text on real data reads of no client that is hidden from them. */
static void test_hidden(struct ctx *cx)
{
    begin(cx);
    struct demand seen = ask(cx, 1, false), unseen = ask(cx, 2, false);
    assert_true(books_run_text(cx, "UPDATE obligation SET person = 1"));
    int64_t task = task_made(cx, 1, "Relancer");
    task_made(cx, 2, "Saisir");
    assert_true(books_run_text(cx, "UPDATE client SET is_confidential = 1 WHERE id = 2"));
    assert_true(books_run_text(cx,
                               "INSERT INTO assignment (firm, id, client, member, function,"
                               " first_on, by) VALUES (1, 1, 2, 2, 'holder', '2026-01-01', 0)"));
    cx->today = march(5);
    struct mail mail = { .kind = "request",
                         .language = "fr",
                         .tone = "notice",
                         .person = ANNE,
                         .looker = ADA,
                         .subjects = { { "request", seen.id }, { "request", unseen.id } },
                         .count = 2 };
    hides(word(cx, worker_kinds, &mail).text, "Boutique");
    mail.looker = 0;
    shows(word(cx, worker_kinds, &mail).text, "Boutique");
    mail = (struct mail){ .kind = "task",
                          .language = "fr",
                          .tone = "first",
                          .person = KEN,
                          .looker = ADA,
                          .subjects = { { "task", task } },
                          .count = 1 };
    hides(word(cx, worker_kinds, &mail).text, "Saisir");
    mail.looker = 0;
    shows(word(cx, worker_kinds, &mail).text, "Saisir");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_request), BOOKS_EACH(test_digest), BOOKS_EACH(test_kinds),
        BOOKS_EACH(test_giver),   BOOKS_EACH(test_task),   BOOKS_EACH(test_hidden),
    };

    return cmocka_run_group_tests_name("step_words", tests, NULL, NULL) > 0;
}
