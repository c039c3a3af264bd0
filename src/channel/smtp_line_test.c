/* Several messages on one line: what a connection is kept for, and when it is given up. */
#include "channel/test_line.h"

#include "base/buf.h"

enum { CARRIED = 100 /* messages on one connection */ };

static void carry_many(struct fixture *fixture, int count)
{
    for (int i = 0; i < count; i++) {
        struct parcel numbered = parcel;
        numbered.bytes = arena_format(&fixture->arena, "Subject: number %d.\r\n\r\nx\r\n", i);
        numbered.size = strlen(numbered.bytes);
        assert_int_equal(carry(fixture, &numbered), OUTCOME_SENT);
    }
}

static void test_order(void **state)
{
    struct fixture fixture;
    const char *place;

    (void)state;
    begin(&fixture, NULL, PATIENT_MS);
    carry_many(&fixture, 20);
    end(&fixture);
    assert_int_equal(fixture.peer.accepted, 20);
    assert_int_equal(fixture.peer.connections, 1);
    place = fixture.peer.heard;
    for (int i = 0; i < 20; i++) {
        place = strstr(place, arena_format(&fixture.arena, "number %d.", i));
        assert_non_null(place);
    }
    forget(&fixture);
}

static void test_fresh(void **state)
{
    struct fixture fixture;

    (void)state;
    begin(&fixture, NULL, PATIENT_MS);
    carry_many(&fixture, 2 * CARRIED + 1);
    end(&fixture);
    assert_int_equal(fixture.peer.accepted, 2 * CARRIED + 1);
    assert_int_equal(fixture.peer.connections, 3);
    assert_int_equal(fixture.peer.times[QUIT], 3);
    forget(&fixture);
}

struct next_case {
    const char *rule;
    struct peer_rule one, two;
    enum outcome first;
    int connections, resets;
};

static const struct next_case nexts[] = {
    { "a refused one is reset", { RCPT, 1, "550 who?\r\n" }, { 0 }, OUTCOME_REFUSED, 1, 1 },
    { "one put off is reset", { DATA, 1, "451 later\r\n" }, { 0 }, OUTCOME_LATER, 1, 1 },
    { "refused at the dot", { DOT, 1, "550 spam\r\n" }, { 0 }, OUTCOME_REFUSED, 1, 1 },
    { "a reset refused is a new connection",
      { RCPT, 1, "550 who?\r\n" },
      { RSET, 1, "500 what?\r\n" },
      OUTCOME_REFUSED,
      2,
      1 },
    { "the peer hangs up after a message",
      { DOT, 1, "250 queued\r\n!" },
      { 0 },
      OUTCOME_SENT,
      2,
      0 },
    { "the peer says good-bye after a message",
      { DOT, 1, "250 queued\r\n|421 idle\r\n!" },
      { 0 },
      OUTCOME_SENT,
      2,
      0 },
    { "the peer hangs up at the next MAIL", { MAIL, 2, NULL }, { 0 }, OUTCOME_SENT, 2, 0 },
    { "the peer says 421 at the next MAIL",
      { MAIL, 2, "421 idle\r\n!" },
      { 0 },
      OUTCOME_SENT,
      2,
      0 },
    { "unknown is not taken up again", { DOT, 1, NULL }, { 0 }, OUTCOME_UNKNOWN, 2, 0 },
};

static void test_next(void **state)
{
    const struct next_case *expected = *state;
    const struct peer_rule rules[] = { expected->one, expected->two, { 0 } };
    struct fixture fixture;

    begin(&fixture, rules, PATIENT_MS);
    assert_int_equal(carry(&fixture, &parcel), expected->first);
    usleep(ARRIVAL_US);
    assert_int_equal(carry(&fixture, &parcel), OUTCOME_SENT);
    end(&fixture);
    assert_int_equal(fixture.peer.connections, expected->connections);
    assert_int_equal(fixture.peer.times[RSET], expected->resets);
    assert_int_equal(fixture.peer.accepted, 1 + (expected->first == OUTCOME_SENT));
    forget(&fixture);
}

static void test_abandon(void **state)
{
    struct fixture fixture;

    (void)state;
    begin(&fixture, NULL, PATIENT_MS);
    assert_int_equal(ready(&fixture, &parcel), OUTCOME_SENT);
    channel_smtp.abandon(fixture.line);
    end(&fixture);
    assert_int_equal(fixture.peer.accepted, 0);
    assert_null(strstr(fixture.peer.heard, "\r\n.\r\n"));
    assert_null(strstr(fixture.peer.heard, "QUIT"));
    forget(&fixture);

    begin(&fixture, NULL, PATIENT_MS);
    assert_int_equal(ready(&fixture, &parcel), OUTCOME_SENT);
    channel_smtp.abandon(fixture.line);
    assert_int_equal(carry(&fixture, &parcel), OUTCOME_SENT);
    assert_int_equal(ready(&fixture, &parcel), OUTCOME_SENT);
    end(&fixture); /* closed with a message under way: that one is not sent either */
    assert_int_equal(fixture.peer.accepted, 1);
    assert_int_equal(fixture.peer.times[DOT], 1);
    assert_null(strstr(fixture.peer.heard, "QUIT"));
    forget(&fixture);
}

/* A message of the size, of lines that begin with dots. */
static struct parcel large(struct fixture *fixture, size_t size)
{
    struct buf bytes = { .arena = &fixture->arena };
    struct parcel made = parcel;

    buf_text(&bytes, "Subject: large\r\n\r\n");
    while (bytes.size < size)
        buf_text(&bytes,
                 ".....................................................................\r\n");
    made.bytes = buf_string(&bytes);
    made.size = bytes.size;
    return made;
}

static void test_large(void **state)
{
    struct fixture fixture;
    struct parcel made;

    (void)state;
    begin(&fixture, NULL, PATIENT_MS);
    made = large(&fixture, 2000000);
    assert_int_equal(carry(&fixture, &made), OUTCOME_SENT);
    end(&fixture);
    assert_int_equal(fixture.peer.accepted, 1);
    const char *at = strstr(fixture.peer.heard, "Subject");
    size_t same = 0;
    for (; same < made.size; same++, at++) {
        at += made.bytes[same] == '.' && made.bytes[same - 1] == '\n';
        if (*at != made.bytes[same])
            break;
    }
    assert_int_equal(same, made.size);
    assert_true(strncmp(at, ".\r\n", 3) == 0);
    forget(&fixture);
}

static void test_cut_in_data(void **state)
{
    static const int places[] = { 1, 17, 1000, 65536, 65537, 500000, 1999000, 2000000 };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(places); i++) {
        struct fixture fixture;
        begin(&fixture, NULL, PATIENT_MS);
        fixture.peer.cut_after = places[i];
        struct parcel made = large(&fixture, 2000000);
        enum outcome outcome = ready(&fixture, &made);
        if (outcome == OUTCOME_SENT) {
            usleep(ARRIVAL_US);
            outcome = finish(&fixture);
        }
        assert_int_equal(outcome, OUTCOME_LATER);
        end(&fixture);
        assert_int_equal(fixture.peer.accepted, 0);
        forget(&fixture);
    }
}

/* A server that refuses in the middle of a message and reads no further. */
static void test_refused_in_data(void **state)
{
    struct fixture fixture;
    struct parcel made;

    (void)state;
    begin(&fixture, NULL, PATIENT_MS);
    fixture.peer.cut_after = 1000;
    fixture.peer.last = "552 5.3.4 too large\r\n";
    made = large(&fixture, 20000000);
    assert_int_equal(ready(&fixture, &made), OUTCOME_REFUSED);
    assert_string_equal(fixture.said, "552 5.3.4 too large");
    end(&fixture);
    assert_int_equal(fixture.peer.accepted, 0);
    forget(&fixture);
}

/* C-7: an address never reaches the wire that could say anything there. */
static void test_unfit(void **state)
{
    static const char *const unfit[] = { "",         "a@b.example\r\nDATA", "a@b.example>",
                                         "a b@c.fr", "a@b.example\nRSET",   "<a@b.example>",
                                         "a@b",      "é@b.example" };
    struct fixture fixture;

    (void)state;
    begin(&fixture, NULL, PATIENT_MS);
    for (size_t i = 0; i < COUNT_OF(unfit); i++) {
        struct parcel to = parcel, from = parcel, witness = parcel, envelope = parcel;
        to.to = from.from = witness.witness = unfit[i];
        envelope.envelope = i == 6 ? "" : unfit[i];
        assert_int_equal(carry(&fixture, &to), OUTCOME_REFUSED);
        assert_int_equal(carry(&fixture, &from), OUTCOME_REFUSED);
        assert_int_equal(carry(&fixture, &witness), OUTCOME_REFUSED);
        if (!strstr(unfit[i], "a@b") || unfit[i][3])
            assert_int_equal(carry(&fixture, &envelope), OUTCOME_REFUSED);
        assert_non_null(strstr(fixture.said, "unfit"));
    }
    end(&fixture);
    assert_int_equal(fixture.peer.connections, 0);
    forget(&fixture);
}

static void test_bare_breaks(void **state)
{
    static const char *const bodies[] = { "x\n.\r\n", "x\r.\r\n", "\nx", "x\r", "x\n.\nMAIL" };
    struct fixture fixture;

    (void)state;
    begin(&fixture, NULL, PATIENT_MS);
    for (size_t i = 0; i < COUNT_OF(bodies); i++) {
        struct parcel smuggled = parcel;
        smuggled.bytes = bodies[i];
        smuggled.size = strlen(bodies[i]);
        assert_int_equal(carry(&fixture, &smuggled), OUTCOME_REFUSED);
        assert_non_null(strstr(fixture.said, "bare line break"));
    }
    end(&fixture);
    assert_int_equal(fixture.peer.connections, 0);
    forget(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order),       cmocka_unit_test(test_fresh),
        cmocka_unit_test(test_abandon),     cmocka_unit_test(test_large),
        cmocka_unit_test(test_unfit),       cmocka_unit_test(test_bare_breaks),
        cmocka_unit_test(test_cut_in_data), cmocka_unit_test(test_refused_in_data),
    };
    int failed = cmocka_run_group_tests_name("smtp line", tests, NULL, NULL);

    return failed + TEST_TABLE("smtp next", nexts, test_next) > 0;
}
