/*
 * P-9, by the list of all statements: what reads several clients' rows has a condition of
 * store/visible.h. What names one object is judged at the gate; what else is left stands here, with
 * its reason.
 */
#include <ctype.h>
#include <string.h>

#include "base/str.h"
#include "store/statements.h"
#include "store/test_params.h"

/* Rows of these are a client's, though they have no column that says whose. */
static const char *const others[] = { "client", "reminder", "decision", "intervention" };

/* Equal to a parameter, one of these names one client, or one thing of one. */
static const char *const keys[] = { "id",      "client",     "issuer",  "customer",
                                    "import",  "obligation", "message", "reminder",
                                    "subject", "contact",    "mission" };

/* Statements of a file, "" all of it, that tell a member nothing of clients. */
static const struct exception {
    const char *file, *name, *why;
} exceptions[] = {
    { "worker/", "", "the house sends; nobody reads" },
    { "cli/", "", "the command line is the house" },
    { "outbox/outbox.c", "", "who approves is asked in its statements, the rest takes and sends" },
    { "outbox/freeze_end.c", "", "one decision on all that a guard holds" },
    { "outbox/suspension.c", "HELD",
      "the house judges; its figures are of what every member sees" },
    { "outbox/check.c", "SILENT", "the house lets go again" },
    { "chase/escalate.c", "LATE", "the house hands on" },
    { "chase/scenario_move.c", "TO_MOVE", "moved on to the last version, all of them" },
    { "chase/scenario_version.c", "RUNNING", "versions that something runs along, no client" },
    { "client/save.c", "CODE", "a free code is looked for among all" },
    { "request/event.c", "OF_VISIT", "of one visit, which its asker may see" },
    { "client/visit.c", "CLOSED",
      "an admin who knows it already, about to be assigned: kept, told" },
    { "client/change.c", "LAST_HIDDEN", "how old the list in memory may be; no client" },
    { "client/visible.c", "HIDDEN", "what is left out of figures that all are told" },
    { "client/directory_", "", "all stand in memory; directory_query hides them from each member" },
    { "client/bulk.c", "COUNTS", "of what the member chose while they saw it" },
    { "client/invitation.c", "COUNT_WAITING", "no client yet" },
    { "firm/member_mail.c", "MAILS", "mails to members about themselves" },
    { "client/invitation.c", "WAITING", "no client yet" },
    { "client/invitation_page.c", "SAME", "no client yet" },
    { "client/act_link.c", "FIND", "who follows a link of theirs, and its request alone" },
    { "client/login_link.c", "SHIELD", "the house posts a mail; nobody reads" },
    { "login_link.c", "FIND", "who follows a link of theirs" },
    { "http/contact_session.c", "FIND", "one's own" },
    { "http/api_token.c", "FIND", "who shows it" },
    { "app/gate.c", "OWN_TOKEN", "of the contact, and of whom they answer for" },
    { "client/login_mail.c", "", "the house words a mail; nobody reads" },
    { "client/login.c", "FIND", "whether somebody may enter" },
    { "client/tester.c", "", "members' own test dossiers" },
    { "notice/digest_post.c", "READERS", "members, not clients" },
    { "chase/hand_over.c", "TAKEN", "the house hands on" },
    { "task/hand_over.c", "LEFT", "the house hands on" },
    { "app/clients.c", "WAITING", "invitations, no client yet" },
    { "app/member_leave.c", "ASSIGNED", "the work of who leaves is given to another, all of it" },
    { "app/notifications.c", "ASSIGNED", "one's own" },
    { "client/roster_books.c", "", "looked up by the clients of CLIENTS, which carries it" },
    { "mail/raw.c", "", "the house looks at all that is kept; it tells hashes and numbers" },
    { "mail/unread.c", "", "the house hands a reply on; nobody reads" },
    { "mail/mail.c", "KNOWN", "the house asks whether these bytes came before" },
    { "document/scrub.c", "", "the house looks at all that is kept; it tells hashes and numbers" },
    { "document/upload.c", "OPEN", "one's own" },
    { "mission/rule_apply.c", "", "looked up by the clients of CLIENTS, which carries it" },
    { "mission/rule_words.c", "", "looked up by the clients of rule_apply.c's CLIENTS" },
    { "mission/generation.c", "", "the house generates" },
    { "mission/generation_end.c", "", "the house ends missions" },
    { "mission/generation_wait.c", "", "the house waits for a day, and for who is back" },
    { "app/health.c", "", "ages of the house's mail, no client's" },
    { "app/demand.c", "DOCUMENTS", "of one item, whose request was found" },
    { "request/address.c", "", "the house looks for whom to tell" },
    { "request/campaign.c", "ANYBODY", "of what the member has just drawn" },
    { "request/campaign_end.c", "OPEN", "ended for all of its clients; nobody reads" },
    { "request/campaign_end.c", "UNTOLD", "likewise" },
    { "request/forward.c", "WAITING", "of one request, that its caller has found" },
    { "request/remind.c", "", "the house words what one contact owes" },
    { "request/request.c", "ITEMS", "of one request, that its caller has found" },
    { "task/escalate.c", "LATE", "the house hands on" },
    { "app/metrics.c", "", "for who shows the token: numbers of the house" },
};

static bool is_of_clients(const struct catalogue *catalogue, const char *word)
{
    int table = catalogue_table(catalogue, word);

    for (size_t i = 0; i < COUNT_OF(others); i++)
        if (strcmp(word, others[i]) == 0)
            return true;
    return table >= 0 && catalogue_column(&catalogue->tables[table], "client") >= 0;
}

/* Only what is selected is told. */
static bool tells_of_clients(struct arena *arena, const struct catalogue *catalogue,
                             const char *text)
{
    const char *const *words = statement_words(arena, text);

    if (strcmp(words[0], "SELECT") != 0 && strcmp(words[0], "WITH") != 0)
        return false;
    for (size_t i = 1; words[i]; i++)
        if ((strcmp(words[i - 1], "FROM") == 0 || strcmp(words[i - 1], "JOIN") == 0)
            && is_of_clients(catalogue, words[i]))
            return true;
    return false;
}

static bool is_key(const char *start, size_t size)
{
    for (size_t i = 0; i < COUNT_OF(keys); i++)
        if (strlen(keys[i]) == size && memcmp(keys[i], start, size) == 0)
            return true;
    return false;
}

/* « o.client = $2 », but not « ($2 = 0 OR o.client = $2) ». */
static bool names_one(const char *text)
{
    for (const char *at = text; (at = strstr(at, " = $")) != NULL; at += 4) {
        const char *start = at, *before;
        while (start > text && (isalnum((unsigned char)start[-1]) || start[-1] == '_'))
            start--;
        for (before = start; before > text && before[-1] != ' ' && before[-1] != '(';)
            before--;
        bool may_be = before - text >= 4 && memcmp(before - 4, " OR ", 4) == 0;
        if (is_key(start, (size_t)(at - start)) && !may_be)
            return true;
    }
    return false;
}

static bool is_excepted(const struct statement *statement)
{
    for (size_t i = 0; i < COUNT_OF(exceptions); i++)
        if (strstr(statement->file, exceptions[i].file)
            && (!*exceptions[i].name || strcmp(exceptions[i].name, statement->name) == 0))
            return true;
    return false;
}

static bool is_test(const char *file)
{
    return strstr(file, "_test.c") || strstr(file, "_bench.c") || strstr(file, "/test_")
        || !strstr(file, "src/");
}

static void test_statements(struct ctx *cx)
{
    struct catalogue catalogue = { 0 };
    int told = 0, conditions = 0, wrong = 0;

    assert_true(catalogue_read(cx, &catalogue));
    for (int i = 0; i < statement_count(); i++) {
        const struct statement *statement = *statement_at(i);
        const char *text = statement->sqlite;
        if (is_test(statement->file) || !tells_of_clients(cx->arena, &catalogue, text))
            continue;
        bool has_condition = strstr(text, " client hidden ") != NULL;
        told++;
        conditions += has_condition;
        if (has_condition || names_one(text) || is_excepted(statement))
            continue;
        wrong++;
        print_message("# %s (%s) tells of clients without store/visible.h\n", statement->name,
                      statement->file);
    }
    print_message("# %d statements tell of clients, %d with the condition\n", told, conditions);
    assert_true(conditions > 20);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = { BOOKS_ON(test_statements, "sqlite", books_run_sqlite) };

    return cmocka_run_group_tests_name("statement_wall", tests, NULL, NULL);
}
