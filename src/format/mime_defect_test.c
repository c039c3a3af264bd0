/* What was read as best one could is told, the gravest of it, and nothing else is (RFC 2045). */
#include <string.h>

#include "base/test.h"
#include "format/mime_defect.h"
#include "format/test_mime.h"

#define PARTS "--a=b\r\n\r\nVoici.\r\n--a=b\r\n\r\nEt voila.\r\n"
#define END "--a=b--\r\n"

/* A report, with what came back in it. */
#define REPORT(returned)                                                                           \
    "Content-Type: multipart/report; report-type=delivery-status; boundary=R\r\n\r\n"              \
    "--R\r\n\r\nNo such user.\r\n--R\r\nContent-Type: message/delivery-status\r\n\r\n"             \
    "Reporting-MTA: dns; x.example\r\n\r\nFinal-Recipient: rfc822; a@x.example\r\n"                \
    "Action: failed\r\nStatus: 5.1.1\r\n\r\n--R\r\nContent-Type: message/rfc822\r\n\r\n"           \
    "Subject: Rappel\r\nContent-Type: multipart/mixed; boundary=" returned

static const struct defect_case {
    const char *rule, *message, *defect;
} cases[] = {
    { "a plain one has none", "Subject: x\r\n\r\nx", "" },
    { "RFC 5322, 2.2: a line of the head is no field", "Subject: x\r\nquite so\r\n\r\nx",
      "MIME-LIGNE" },
    { "RFC 5322, 4.5: spaces before the colon are allowed", "Subject  : x\r\n\r\nx", "" },
    { "RFC 4155: the line of a mailbox is no fault",
      "From a@b.example Mon Nov 23 10:00:00 2026\r\nSubject: x\r\n\r\nx", "" },
    { "a line of a part's head is none",
      "Content-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\nSubject: y\r\nquite so\r\n"
      "\r\nx\r\n--B--\r\n",
      "MIME-LIGNE" },
    { "RFC 2045, 5.1: a boundary with « = » in quotes",
      "Content-Type: multipart/mixed;\r\n boundary=\"a=b\"\r\n\r\n" PARTS END, "" },
    { "and without", "Content-Type: multipart/mixed; boundary=a=b\r\n\r\n" PARTS END,
      "MIME-SEPARATEUR" },
    { "in any case, with spaces around",
      "Content-Type: multipart/mixed; BOUNDARY = a=b\r\n\r\n" PARTS END, "MIME-SEPARATEUR" },
    { "not within another parameter",
      "Content-Type: multipart/mixed; x=\"boundary=a=b\"; boundary=\"a=b\"\r\n\r\n" PARTS END, "" },
    { "a boundary that needs no quotes",
      "Content-Type: multipart/mixed; boundary=B-1_2.3\r\n\r\n--B-1_2.3\r\n\r\nx\r\n"
      "--B-1_2.3--\r\n",
      "" },
    { "RFC 2046, 5.1.1: a boundary that stands nowhere",
      "Content-Type: multipart/mixed; boundary=B\r\n\r\nVoici.\r\n", "MIME-SEPARATEUR" },
    { "RFC 2046, 5.1.1: none is named", "Content-Type: multipart/mixed\r\n\r\nVoici.\r\n",
      "MIME-SEPARATEUR" },
    { "it ends before its last boundary",
      "Content-Type: multipart/mixed; boundary=\"a=b\"\r\n\r\n" PARTS, "MIME-FIN" },
    { "what may be missing is the gravest",
      "Subject: x\r\nquite so\r\nContent-Type: multipart/mixed; boundary=a=b\r\n\r\n" PARTS,
      "MIME-FIN" },
    { "RFC 3462: what came back may be cut, nobody reads it",
      REPORT("\"a=b\"\r\n\r\n" PARTS "--R--\r\n"), "" },
    { "nor how its parts are parted", REPORT("a=b\r\n\r\n" PARTS END "--R--\r\n"), "" },
    { "nor that they are not", REPORT("B\r\n\r\nVoici.\r\n--R--\r\n"), "" },
    { "nor whether the report ends after it", REPORT("\"a=b\"\r\n\r\n" PARTS END), "" },
    { "a report that is cut before tells it",
      "Content-Type: multipart/report; report-type=delivery-status; boundary=R\r\n\r\n"
      "--R\r\n\r\nNo such user.\r\n--R\r\nContent-Type: message/delivery-status\r\n\r\n"
      "Final-Recipient: rfc822; a@x.example\r\n",
      "MIME-FIN" },
    { "a mail that is passed on is read",
      "Content-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\nContent-Type: message/rfc822\r\n\r\n"
      "Content-Type: multipart/mixed; boundary=\"a=b\"\r\n\r\n" PARTS
      "--a=b\r\nContent-Type: application/pdf\r\n\r\nx\r\n--B--\r\n",
      "MIME-FIN" },
    { "of a head that is not read nothing is told",
      "Subject: x\r\nquite so\r\nSubject: \r \r\n\r\nx", "" },
};

static void test_case(void **state)
{
    const struct defect_case *expected = *state;
    struct reading reading;

    reading_text(&reading, expected->message);
    assert_string_equal(reading.mime.defect, expected->defect);
    reading_close(&reading);
}

/* A child that was taken over may say anything. */
static void test_known(void **state)
{
    (void)state;
    assert_string_equal(mime_defect_known("MIME-FIN"), "MIME-FIN");
    assert_string_equal(mime_defect_known("MIME-ENTETE"), "");
    assert_string_equal(mime_defect_known("mime-fin"), "");
    assert_string_equal(mime_defect_known(""), "");
}

int main(int count, char **words)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_known) };

    if (count > 1 && strcmp(words[1], "--parser") == 0)
        return child_main(count - 2, words + 2);
    int failed = TEST_TABLE("defects", cases, test_case);
    return failed + cmocka_run_group_tests_name("mime_defect", tests, NULL, NULL) > 0;
}
