/* SMTP against a server that others wrote (tests/peers/smtp.mjs): TLS, signing in, real dots. */
#include "channel/channel.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "channel/test_node.h"

struct session {
    const char *rule;
    const char *options[NODE_OPTIONS]; /* of the peer */
    const char *scheme, *user, *password;
    bool require_tls, trusts;
    int dot_ms;
    enum outcome outcome;
    const char *said;
    int accepted;
};

struct fixture {
    struct arena arena;
    struct ctx cx;
    struct node_peer peer;
    const char *said;
    struct line *line;
};

static void end(struct fixture *fixture)
{
    if (fixture->line)
        channel_smtp.close(fixture->line);
    node_end(&fixture->peer);
    arena_free(&fixture->arena);
}

/* On a machine that can't run the peer the test is skipped. */
static void begin(struct fixture *fixture, const struct session *session)
{
    *fixture = (struct fixture){ .cx = { .arena = &fixture->arena } };
    fixture->peer = node_begin(&fixture->arena, "tests/peers/smtp.mjs", session->options);
    if (!fixture->peer.port) {
        end(fixture);
        skip();
    }
    struct channel_config config = {
        .url =
            arena_format(&fixture->arena, "%s://localhost:%d", session->scheme, fixture->peer.port),
        .user = session->user,
        .password = session->password,
        .require_tls = session->require_tls,
        .ca_file = session->trusts
            ? arena_format(&fixture->arena, "%s/ca.pem", fixture->peer.folder)
            : NULL,
        .helo = "quitus.example",
        .timeouts = { .dot_ms = session->dot_ms },
    };
    fixture->line = channel_smtp.open(&fixture->cx, &config);
    assert_non_null(fixture->line);
}

/* A file of the peer's; "" when there is none. */
static const char *read_file(struct fixture *fixture, const char *name)
{
    FILE *file = fopen(arena_format(&fixture->arena, "%s/%s", fixture->peer.folder, name), "r");
    struct buf bytes = { .arena = &fixture->arena };
    int byte;

    while (file && (byte = getc(file)) != EOF)
        buf_byte(&bytes, (char)byte);
    if (file)
        fclose(file);
    return buf_string(&bytes);
}

static int count_accepted(struct fixture *fixture)
{
    int count = 0;

    for (const char *log = read_file(fixture, "accepted.log"); *log; log++)
        count += *log == '\n';
    return count;
}

static struct parcel make_parcel(struct fixture *fixture, int number, const char *text)
{
    const char *bytes = arena_format(
        &fixture->arena, "Message-ID: <m-%d@firm.example>\r\n\r\n.\r\n..\r\n.dot\r\n%s\r\n", number,
        text);

    return (struct parcel){
        .from = "cabinet@firm.example",
        .to = "client@client.example",
        .envelope = arena_format(&fixture->arena, "m-%d+x", number),
        .bytes = bytes,
        .size = strlen(bytes),
    };
}

static enum outcome carry(struct fixture *fixture, const struct parcel *parcel)
{
    enum outcome outcome = channel_smtp.ready(&fixture->cx, fixture->line, parcel, &fixture->said);

    return outcome != OUTCOME_SENT
        ? outcome
        : channel_smtp.finish(&fixture->cx, fixture->line, &fixture->said);
}

static const struct session sessions[] = {
    { .rule = "plain", .scheme = "smtp", .said = "250 2.6.0 Ok: queued as 1", .accepted = 1 },
    { .rule = "without DSN", .options = { "--no-dsn" }, .scheme = "smtp", .accepted = 1 },
    { .rule = "STARTTLS when offered",
      .options = { "--starttls" },
      .scheme = "smtp",
      .trusts = true,
      .accepted = 1 },
    { .rule = "STARTTLS when required",
      .options = { "--starttls" },
      .scheme = "smtp",
      .require_tls = true,
      .trusts = true,
      .accepted = 1 },
    { .rule = "TLS from the start",
      .options = { "--tls" },
      .scheme = "smtps",
      .trusts = true,
      .accepted = 1 },
    { .rule = "STARTTLS of an unknown authority",
      .options = { "--starttls" },
      .scheme = "smtp",
      .outcome = OUTCOME_LATER,
      .said = "certificate" },
    { .rule = "TLS of an unknown authority",
      .options = { "--tls" },
      .scheme = "smtps",
      .outcome = OUTCOME_LATER,
      .said = "certificate" },
    { .rule = "TLS required and not offered",
      .scheme = "smtp",
      .require_tls = true,
      .outcome = OUTCOME_LATER,
      .said = "SSL" },
    { .rule = "signing in by PLAIN",
      .options = { "--starttls", "--auth", "u:p" },
      .scheme = "smtp",
      .user = "u",
      .password = "p",
      .trusts = true,
      .accepted = 1 },
    { .rule = "signing in by LOGIN",
      .options = { "--tls", "--auth", "u:p", "--method", "LOGIN" },
      .scheme = "smtps",
      .user = "u",
      .password = "p",
      .trusts = true,
      .accepted = 1 },
    { .rule = "signing in to this machine without TLS",
      .options = { "--auth", "u:p" },
      .scheme = "smtp",
      .user = "u",
      .password = "p",
      .accepted = 1 },
    { .rule = "a wrong password refuses us, not the message",
      .options = { "--starttls", "--auth", "u:p" },
      .scheme = "smtp",
      .user = "u",
      .password = "q",
      .trusts = true,
      .outcome = OUTCOME_LATER,
      .said = "535" },
    { .rule = "a wrong password by LOGIN",
      .options = { "--starttls", "--auth", "u:p", "--method", "LOGIN" },
      .scheme = "smtp",
      .user = "u",
      .password = "q",
      .trusts = true,
      .outcome = OUTCOME_LATER,
      .said = "535" },
    { .rule = "no sign-in where one is wanted",
      .options = { "--auth", "u:p" },
      .scheme = "smtp",
      .outcome = OUTCOME_LATER,
      .said = "530" },
    { .rule = "put off at the dot",
      .options = { "--fail", "later" },
      .scheme = "smtp",
      .outcome = OUTCOME_LATER,
      .said = "451" },
    { .rule = "refused at the dot",
      .options = { "--fail", "refuse" },
      .scheme = "smtp",
      .outcome = OUTCOME_REFUSED,
      .said = "554" },
    { .rule = "cut at the dot, not taken",
      .options = { "--fail", "cut-at-dot" },
      .scheme = "smtp",
      .outcome = OUTCOME_UNKNOWN },
    { .rule = "cut at the dot, taken",
      .options = { "--fail", "cut-after-dot" },
      .scheme = "smtp",
      .outcome = OUTCOME_UNKNOWN,
      .accepted = 1 },
    { .rule = "cut at the dot within TLS",
      .options = { "--fail", "cut-after-dot", "--tls" },
      .scheme = "smtps",
      .trusts = true,
      .outcome = OUTCOME_UNKNOWN,
      .accepted = 1 },
    { .rule = "an answer too late",
      .options = { "--delay-ms", "60000" },
      .scheme = "smtp",
      .dot_ms = 1000,
      .outcome = OUTCOME_UNKNOWN,
      .said = "timed out" },
};

static void test_session(void **state)
{
    const struct session *session = *state;
    struct fixture fixture;

    begin(&fixture, session);
    struct parcel parcel = make_parcel(&fixture, 7, "text");
    assert_int_equal(carry(&fixture, &parcel), session->outcome);
    assert_non_null(strstr(fixture.said, session->said ? session->said : ""));
    assert_int_equal(count_accepted(&fixture), session->accepted);
    if (session->accepted) {
        const char *log = read_file(&fixture, "accepted.log");
        bool dsn = !session->options[0] || strcmp(session->options[0], "--no-dsn") != 0;
        assert_string_equal(read_file(&fixture, "1.eml"), parcel.bytes);
        assert_string_equal(log,
                            dsn ? "m-7+x <m-7@firm.example> client@client.example"
                                  " FAILURE+DELAY HDRS\n"
                                : "- <m-7@firm.example> client@client.example - -\n");
    }
    end(&fixture);
}

/* The witness gets its copy in the same transaction: one message, two recipients. */
static void test_witness(void **state)
{
    static const struct session session = { .scheme = "smtp" };
    struct fixture fixture;

    (void)state;
    begin(&fixture, &session);
    struct parcel parcel = make_parcel(&fixture, 7, "text");
    parcel.witness = "archive@firm.example";
    assert_int_equal(carry(&fixture, &parcel), OUTCOME_SENT);
    assert_string_equal(read_file(&fixture, "accepted.log"),
                        "m-7+x <m-7@firm.example> client@client.example,archive@firm.example"
                        " FAILURE+DELAY,NEVER HDRS\n");
    end(&fixture);
}

static void test_many_within_tls(void **state)
{
    static const struct session session = { .options = { "--starttls" },
                                            .scheme = "smtp",
                                            .trusts = true };
    struct fixture fixture;

    (void)state;
    begin(&fixture, &session);
    for (int i = 1; i <= 20; i++) {
        struct parcel parcel = make_parcel(&fixture, i, "text");
        assert_int_equal(carry(&fixture, &parcel), OUTCOME_SENT);
        const char *name = arena_format(&fixture.arena, "%d.eml", i);
        assert_string_equal(read_file(&fixture, name), parcel.bytes);
    }
    assert_int_equal(count_accepted(&fixture), 20);
    end(&fixture);
}

static void test_large_within_tls(void **state)
{
    static const struct session session = { .options = { "--tls" },
                                            .scheme = "smtps",
                                            .trusts = true };
    struct fixture fixture;

    (void)state;
    begin(&fixture, &session);
    struct buf text = { .arena = &fixture.arena };
    while (text.size < 2000000)
        buf_format(&text, ".line %zu\r\n", text.size);
    struct parcel parcel = make_parcel(&fixture, 1, buf_string(&text));
    assert_int_equal(carry(&fixture, &parcel), OUTCOME_SENT);
    assert_string_equal(read_file(&fixture, "1.eml"), parcel.bytes);
    end(&fixture);
}

/* C-7: cut before the dot, the peer has nothing; and the line goes on. */
static void test_abandon_within_tls(void **state)
{
    static const struct session session = { .options = { "--starttls" },
                                            .scheme = "smtp",
                                            .trusts = true };
    struct fixture fixture;

    (void)state;
    begin(&fixture, &session);
    struct parcel parcel = make_parcel(&fixture, 1, "given up"),
                  next = make_parcel(&fixture, 2, "");
    assert_int_equal(channel_smtp.ready(&fixture.cx, fixture.line, &parcel, &fixture.said),
                     OUTCOME_SENT);
    channel_smtp.abandon(fixture.line);
    assert_int_equal(carry(&fixture, &next), OUTCOME_SENT);
    assert_int_equal(count_accepted(&fixture), 1);
    assert_string_equal(read_file(&fixture, "1.eml"), next.bytes);
    end(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_witness),
        cmocka_unit_test(test_many_within_tls),
        cmocka_unit_test(test_large_within_tls),
        cmocka_unit_test(test_abandon_within_tls),
    };
    int failed = cmocka_run_group_tests_name("smtp within TLS", tests, NULL, NULL);

    return failed + TEST_TABLE("smtp sessions", sessions, test_session) > 0;
}
