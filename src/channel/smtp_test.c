/*
 * The two halves of sending (C-7), against a server that fails at every place: what is sent is
 * taken once, what is not known is said to be so, and nothing else reaches the peer.
 */
#include "channel/test_line.h"

enum place { AT_READY, AT_FINISH };

struct fault_case {
    const char *rule;
    struct peer_rule change;
    enum place place;
    enum outcome outcome;
    const char *said;
    int accepted;
};

static const struct fault_case faults[] = {
    { "all is well", { 0 }, AT_FINISH, OUTCOME_SENT, "250 2.0.0 Ok: queued as 4ABC", 1 },
    { "a busy server", { GREETING, 0, "421 busy\r\n!" }, AT_READY, OUTCOME_LATER, "421 busy", 0 },
    { "a closed house", { GREETING, 0, "554 no\r\n!" }, AT_READY, OUTCOME_LATER, "554 no", 0 },
    { "cut at the greeting", { GREETING, 0, NULL }, AT_READY, OUTCOME_LATER, "", 0 },
    { "silence at the greeting", { GREETING, 0, "" }, AT_READY, OUTCOME_LATER, "Timeout", 0 },
    { "cut at the first EHLO", { EHLO, 1, NULL }, AT_READY, OUTCOME_LATER, "", 0 },
    { "cut at the second EHLO", { EHLO, 2, NULL }, AT_READY, OUTCOME_LATER, "lost", 0 },
    { "4xx to the second EHLO", { EHLO, 2, "451 no\r\n" }, AT_READY, OUTCOME_LATER, "451", 0 },
    { "5xx to it offers nothing", { EHLO, 2, "502 no\r\n" }, AT_FINISH, OUTCOME_SENT, "250", 1 },
    { "4xx to MAIL", { MAIL, 0, "451 later\r\n" }, AT_READY, OUTCOME_LATER, "451 later", 0 },
    { "5xx to MAIL", { MAIL, 0, "552 long\r\n" }, AT_READY, OUTCOME_REFUSED, "552 long", 0 },
    { "a sign-in wanted at MAIL is about us",
      { MAIL, 0, "530 5.7.0 Authentication required\r\n" },
      AT_READY,
      OUTCOME_LATER,
      "530 5.7.0",
      0 },
    { "421 to MAIL", { MAIL, 0, "421 bye\r\n!" }, AT_READY, OUTCOME_LATER, "421 bye", 0 },
    { "cut at MAIL", { MAIL, 0, NULL }, AT_READY, OUTCOME_LATER, "lost", 0 },
    { "silence at MAIL", { MAIL, 0, "" }, AT_READY, OUTCOME_LATER, "timed out", 0 },
    { "4xx to RCPT", { RCPT, 0, "450 grey\r\n" }, AT_READY, OUTCOME_LATER, "450 grey", 0 },
    { "5xx to RCPT",
      { RCPT, 0, "550 5.1.1 who?\r\n" },
      AT_READY,
      OUTCOME_REFUSED,
      "5.1.1 who?",
      0 },
    { "251 to RCPT is a yes", { RCPT, 0, "251 will forward\r\n" }, AT_FINISH, OUTCOME_SENT, "", 1 },
    { "cut at RCPT", { RCPT, 0, NULL }, AT_READY, OUTCOME_LATER, "lost", 0 },
    { "silence at RCPT", { RCPT, 0, "" }, AT_READY, OUTCOME_LATER, "timed out", 0 },
    { "4xx to DATA", { DATA, 0, "451 later\r\n" }, AT_READY, OUTCOME_LATER, "451", 0 },
    { "5xx to DATA", { DATA, 0, "554 no\r\n" }, AT_READY, OUTCOME_REFUSED, "554", 0 },
    { "2xx to DATA is no leave", { DATA, 0, "250 ok\r\n" }, AT_READY, OUTCOME_LATER, "250 ok", 0 },
    { "cut at DATA", { DATA, 0, NULL }, AT_READY, OUTCOME_LATER, "lost", 0 },
    { "silence at DATA", { DATA, 0, "" }, AT_READY, OUTCOME_LATER, "timed out", 0 },
    { "refused before the data",
      { DATA, 0, "354 go\r\n552 long\r\n" },
      AT_READY,
      OUTCOME_REFUSED,
      "552 long",
      0 },
    { "refused before the dot",
      { DATA, 0, "354 go\r\n|552 long\r\n" },
      AT_FINISH,
      OUTCOME_REFUSED,
      "552 long",
      0 },
    { "closing before the dot",
      { DATA, 0, "354 go\r\n|421 idle\r\n!" },
      AT_FINISH,
      OUTCOME_LATER,
      "421 idle",
      0 },
    { "an early 250 is no answer to the dot",
      { DATA, 0, "354 go\r\n|250 ok\r\n" },
      AT_FINISH,
      OUTCOME_LATER,
      "250",
      0 },
    { "gone before the dot", { DATA, 0, "354 go\r\n|!" }, AT_FINISH, OUTCOME_LATER, "lost", 0 },
    { "4xx to the dot", { DOT, 0, "452 full\r\n" }, AT_FINISH, OUTCOME_LATER, "452 full", 0 },
    { "5xx to the dot", { DOT, 0, "550 spam\r\n" }, AT_FINISH, OUTCOME_REFUSED, "550 spam", 0 },
    { "421 to the dot", { DOT, 0, "421 bye\r\n!" }, AT_FINISH, OUTCOME_LATER, "421 bye", 0 },
    { "cut at the dot", { DOT, 0, NULL }, AT_FINISH, OUTCOME_UNKNOWN, "lost", 0 },
    { "cut in the answer to the dot",
      { DOT, 0, "250 2.0.0 Ok: qu!" },
      AT_FINISH,
      OUTCOME_UNKNOWN,
      "lost",
      1 },
    { "silence at the dot", { DOT, 0, "" }, AT_FINISH, OUTCOME_UNKNOWN, "timed out", 0 },
    { "3xx to the dot", { DOT, 0, "354 go\r\n" }, AT_FINISH, OUTCOME_UNKNOWN, "354", 0 },
    { "no SMTP at the dot", { DOT, 0, "hello\r\n" }, AT_FINISH, OUTCOME_UNKNOWN, "not a reply", 0 },
    { "no SMTP at MAIL", { MAIL, 0, "OK fine\r\n" }, AT_READY, OUTCOME_LATER, "not a reply", 0 },
    { "two codes in one reply",
      { MAIL, 0, "250-a\r\n550 b\r\n" },
      AT_READY,
      OUTCOME_LATER,
      "not a reply",
      0 },
    { "half a reply for ever", { MAIL, 0, "250-a\r\n" }, AT_READY, OUTCOME_LATER, "timed out", 0 },
    { "one reply too many",
      { MAIL, 0, "250 a\r\n250 b\r\n" },
      AT_READY,
      OUTCOME_LATER,
      "out of turn",
      0 },
    { "a reply in pieces",
      { DOT, 0, "2|5|0|-a|\r|\n250| queued|\r|\n" },
      AT_FINISH,
      OUTCOME_SENT,
      "250 a queued",
      1 },
    { "a bare line feed ends a line",
      { DOT, 0, "250 queued\n" },
      AT_FINISH,
      OUTCOME_SENT,
      "250 queued",
      1 },
    { "odd bytes are not kept",
      { DOT, 0, "250 a\tb\033[1m\xC3\xA9\r\n" },
      AT_FINISH,
      OUTCOME_SENT,
      "250 a?b?[1m??",
      1 },
};

/* The rows that wait for nothing are given little time. */
static int patience(const struct fault_case *expected)
{
    bool late = strstr(expected->said, "timed out") || strstr(expected->said, "Timeout");

    return late ? HASTY_MS : PATIENT_MS;
}

static void test_fault(void **state)
{
    const struct fault_case *expected = *state;
    const struct peer_rule rules[] = { expected->change, { 0 } };
    enum outcome outcome;
    struct fixture fixture;

    begin(&fixture, rules, patience(expected));
    outcome = ready(&fixture, &parcel);
    if (expected->place == AT_FINISH) {
        assert_int_equal(outcome, OUTCOME_SENT);
        if (expected->change.verb == DATA)
            usleep(ARRIVAL_US);
        outcome = finish(&fixture);
    }
    assert_int_equal(outcome, expected->outcome);
    assert_non_null(strstr(fixture.said, expected->said));
    end(&fixture);
    assert_int_equal(fixture.peer.accepted, expected->accepted);
    forget(&fixture);
}

static void expect_heard(struct fixture *fixture, const char *text)
{
    end(fixture);
    assert_string_equal(fixture->peer.heard, text);
    forget(fixture);
}

static void test_wire(void **state)
{
    struct parcel seen = parcel;
    struct fixture fixture;

    (void)state;
    begin(&fixture, NULL, PATIENT_MS);
    seen.witness = "archive@firm.example";
    assert_int_equal(carry(&fixture, &seen), OUTCOME_SENT);
    expect_heard(&fixture,
                 "EHLO quitus.example\r\nEHLO quitus.example\r\n"
                 "MAIL FROM:<cabinet@firm.example> SIZE=33 RET=HDRS"
                 " ENVID=m-1.2@firm.example\r\n"
                 "RCPT TO:<client+1@client.example> NOTIFY=FAILURE,DELAY"
                 " ORCPT=rfc822;client+2B1@client.example\r\n"
                 "RCPT TO:<archive@firm.example> NOTIFY=NEVER\r\n"
                 "DATA\r\n"
                 "Subject: x\r\n\r\n..dot\r\n...\r\n..\r\nlast\r\n.\r\nQUIT\r\n");
}

static void test_wire_bare(void **state)
{
    static const struct peer_rule rules[] = { { EHLO, 0, "250 peer\r\n" }, { 0 } };
    struct parcel eight = parcel;
    struct fixture fixture;

    (void)state;
    begin(&fixture, rules, PATIENT_MS);
    eight.bytes = "\r\n\xC3\xA9";
    eight.size = 4;
    assert_int_equal(carry(&fixture, &eight), OUTCOME_SENT);
    expect_heard(&fixture,
                 "EHLO quitus.example\r\nEHLO quitus.example\r\n"
                 "MAIL FROM:<cabinet@firm.example>\r\n"
                 "RCPT TO:<client+1@client.example>\r\n"
                 "DATA\r\n\r\n\xC3\xA9\r\n.\r\nQUIT\r\n");
}

static void test_witness(void **state)
{
    static const struct peer_rule refused[] = { { RCPT, 2, "550 full\r\n" }, { 0 } };
    static const struct peer_rule lost[] = { { RCPT, 2, NULL }, { 0 } };
    struct parcel seen = parcel;
    struct fixture fixture;

    (void)state;
    seen.witness = "archive@firm.example";
    begin(&fixture, refused, PATIENT_MS);
    assert_int_equal(carry(&fixture, &seen), OUTCOME_SENT);
    end(&fixture);
    assert_int_equal(fixture.peer.accepted, 1);
    forget(&fixture);

    begin(&fixture, lost, PATIENT_MS);
    assert_int_equal(carry(&fixture, &seen), OUTCOME_LATER);
    end(&fixture);
    assert_int_equal(fixture.peer.accepted, 0);
    forget(&fixture);
}

/* RFC 2920: the second message of a connection goes in one group; a third shows what is left of it.
 */
struct group_case {
    const char *rule;
    struct peer_rule change; /* at the second message */
    enum outcome outcome;
    int accepted, connections;
};

static const struct group_case groups[] = {
    { "all is well", { 0 }, OUTCOME_SENT, 3, 1 },
    { "4xx to MAIL", { MAIL, 2, "451 later\r\n" }, OUTCOME_LATER, 2, 2 },
    { "5xx to RCPT, and yet data are asked for",
      { RCPT, 2, "550 who?\r\n" },
      OUTCOME_REFUSED,
      2,
      2 },
    { "4xx to RCPT", { RCPT, 2, "450 grey\r\n" }, OUTCOME_LATER, 2, 2 },
    { "5xx to DATA", { DATA, 2, "554 no\r\n" }, OUTCOME_REFUSED, 2, 1 },
    { "2xx to DATA is no leave", { DATA, 2, "250 ok\r\n" }, OUTCOME_LATER, 2, 2 },
    { "cut at RCPT", { RCPT, 2, NULL }, OUTCOME_LATER, 2, 2 },
    { "cut at MAIL: the connection was kept too long", { MAIL, 2, NULL }, OUTCOME_SENT, 3, 2 },
    { "421 to MAIL likewise", { MAIL, 2, "421 idle\r\n!" }, OUTCOME_SENT, 3, 2 },
    { "silence at DATA", { DATA, 2, "" }, OUTCOME_LATER, 2, 2 },
    { "no SMTP at RCPT", { RCPT, 2, "OK fine\r\n" }, OUTCOME_LATER, 2, 2 },
    { "a reply in pieces", { RCPT, 2, "2|5|0 ok\r|\n" }, OUTCOME_SENT, 3, 1 },
};

static void test_group(void **state)
{
    const struct group_case *expected = *state;
    const struct peer_rule rules[] = {
        { EHLO, 0, "250-peer\r\n250-PIPELINING\r\n250 SIZE 9000000\r\n" }, expected->change, { 0 }
    };
    bool waits = expected->change.reply && !*expected->change.reply;
    struct fixture fixture;

    begin(&fixture, rules, waits ? HASTY_MS : PATIENT_MS);
    assert_int_equal(carry(&fixture, &parcel), OUTCOME_SENT);
    assert_int_equal(carry(&fixture, &parcel), expected->outcome);
    assert_int_equal(carry(&fixture, &parcel), OUTCOME_SENT);
    end(&fixture);
    assert_int_equal(fixture.peer.accepted, expected->accepted);
    assert_int_equal(fixture.peer.connections, expected->connections);
    forget(&fixture);
}

/* The witness of a group may be refused; the data follow all the same. */
static void test_group_witness(void **state)
{
    static const struct peer_rule rules[] = { { EHLO, 0, "250-peer\r\n250 PIPELINING\r\n" },
                                              { RCPT, 4, "550 full\r\n" },
                                              { 0 } };
    struct parcel seen = parcel;
    struct fixture fixture;

    (void)state;
    begin(&fixture, rules, PATIENT_MS);
    seen.witness = "archive@firm.example";
    assert_int_equal(carry(&fixture, &seen), OUTCOME_SENT);
    assert_int_equal(carry(&fixture, &seen), OUTCOME_SENT);
    end(&fixture);
    assert_int_equal(fixture.peer.accepted, 2);
    forget(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wire),
        cmocka_unit_test(test_wire_bare),
        cmocka_unit_test(test_witness),
        cmocka_unit_test(test_group_witness),
    };
    int failed = cmocka_run_group_tests_name("smtp", tests, NULL, NULL);

    failed += TEST_TABLE("smtp faults", faults, test_fault);
    return failed + TEST_TABLE("smtp groups", groups, test_group) > 0;
}
