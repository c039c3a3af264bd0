/* E-18: of what somebody wrote nothing is lost, in however many parts it comes. */
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/test.h"
#include "format/test_mime.h"

#define MIXED "Content-Type: multipart/mixed; boundary=M\r\n\r\n"
#define PAGE "Content-Type: text/html; charset=utf-8\r\n\r\n"
#define PLAIN "--M\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
#define HTML "--M\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
#define PDF                                                                                        \
    "\r\n--M\r\nContent-Type: application/pdf; name=a.pdf\r\n"                                     \
    "Content-Disposition: inline\r\n\r\n%PDF-\r\n"
#define ALTERNATIVE "--M\r\nContent-Type: multipart/alternative; boundary=A\r\n\r\n--A\r\n"
#define ALTERNATIVE_HTML "\r\n--A\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
#define FORWARD "--M\r\nContent-Type: message/rfc822\r\n\r\n"
#define LETTER "From: x@y.example\r\nSubject: Facture 12\r\n\r\nAncien.\r\n"

struct body_case {
    const char *rule, *message, *text;
    const char *files; /* "name:size " */
    bool is_doubtful;
};

static const struct body_case bodies[] = {
    { "E-18: a block within a line begins one", PAGE "Effectif : 12<div>35 heures</div>oui",
      "Effectif : 12\n35 heures\noui", "", false },
    { "E-18: cells stand apart, rows on lines of their own",
      PAGE "<table><tr><th>Mois<th>Total</tr><tr><td>Octobre</td><td>1 200</td></tr></table>fin",
      "Mois Total\nOctobre 1 200\nfin", "", false },
    { "E-18: what its writer never closed", PAGE "1 200<p>350<ul><li>12<li>35</ul>Oui<hr>Non",
      "1 200\n350\n12\n35\nOui\nNon", "", false },
    { "E-18: titles, terms and what is set as typed",
      PAGE "a<h4>b</h4>c<pre>d</pre>e<dl><dt>f<dd>g</dl>h<blockquote>i</blockquote>j",
      "a\nb\nc\nd\ne\nf\ng\nh\n> i\nj", "", false },
    { "E-18: one line between two, and an empty one where its writer left it",
      PAGE "<div><p>12</p></div><div><p>35</p></div><div><br></div><div>7<br></div><div>8</div>",
      "12\n35\n\n7\n8", "", false },
    { "a word in two hands is one", PAGE "1<b>2</b><span>3</span>", "123", "", false },
    { "words behind a file are words",
      MIXED PLAIN "Voici.\r\n" PDF PLAIN "Appelez-moi.\r\n--M--\r\n", "Voici.\n\nAppelez-moi.",
      "a.pdf:5 ", false },
    { "those of two pages too",
      MIXED HTML "<p>Voici.</p>\r\n" PDF HTML "<p>Appelez-moi.</p>\r\n--M--\r\n",
      "Voici.\n\nAppelez-moi.", "a.pdf:5 ", false },
    { "a page behind a text", MIXED PLAIN "Voici.\r\n" PDF HTML "<p>Fin</p>\r\n--M--\r\n",
      "Voici.\n\nFin", "a.pdf:5 ", false },
    { "the same words as a page are said once",
      MIXED PLAIN "Voici  le\r\nrelevé.\r\n" HTML "<p>Voici le relevé.</p>\r\n--M--\r\n",
      "Voici  le\nrelevé.", "", false },
    { "a blank text before the words", MIXED PLAIN "\r\n \r\n" PDF PLAIN "Voici.\r\n--M--\r\n",
      "Voici.", "a.pdf:5 ", false },
    { "a blank text beside a page",
      MIXED ALTERNATIVE
      "Content-Type: text/plain; charset=utf-8\r\n\r\n\xC2\xA0\r\n" ALTERNATIVE_HTML
      "<p>Voici.</p>\r\n--A--\r\n" PDF "--M--\r\n",
      "Voici.", "a.pdf:5 ", false },
    { "a text beside a page, and words behind",
      MIXED ALTERNATIVE "\r\nVoici.\r\n" ALTERNATIVE_HTML "<p>Voici !</p>\r\n--A--\r\n" PDF PLAIN
                        "Fin\r\n--M--\r\n",
      "Voici.\n\nFin", "a.pdf:5 ", false },
    { "a page in pieces beside a blank text",
      "Content-Type: multipart/alternative; boundary=A\r\n\r\n--A\r\n\r\n \r\n--A\r\n" MIXED HTML
      "<p>Voici.</p>\r\n" PDF HTML "<p>Fin</p>\r\n--M--\r\n--A--\r\n",
      "Voici.\n\nFin", "a.pdf:5 ", false },
    { "a mail that is attached is a file", MIXED PLAIN "Voici.\r\n" FORWARD LETTER "\r\n--M--\r\n",
      "Voici.", "Facture 12.eml:51 ", false },
    { "under its own name",
      MIXED PLAIN "Voici.\r\n--M\r\nContent-Type: message/rfc822\r\n"
                  "Content-Disposition: attachment; filename=\"a.eml\"\r\n\r\n" LETTER
                  "\r\n--M--\r\n",
      "Voici.", "a.eml:51 ", false },
    { "its files are files, and its words somebody's to read",
      MIXED PLAIN
      "Voici.\r\n--M\r\nContent-Type: message/rfc822\r\n\r\n"
      "Content-Type: multipart/mixed; boundary=N\r\n\r\n--N\r\n\r\nAncien.\r\nMot\r\n--N\r\n"
      "Content-Type: application/pdf; name=b.pdf\r\n\r\n%PDF-\r\n--N--\r\n\r\n--M--\r\n",
      "Voici.\n\n> Ancien.\n> Mot", "b.pdf:5 ", true },
};

struct absent_case {
    const char *subject;
    enum mime_kind kind;
    bool is_doubtful;
};

/* RFC 3834 asks for a header; programs that write none are known by their subject. */
static const struct absent_case absents[] = {
    { "Message automatique : Rappel", MIME_AUTOMATIC, false },
    { "Réponse d’absence", MIME_AUTOMATIC, false },
    { "Automatiskt svar: x", MIME_AUTOMATIC, false },
    { "Fuera de la oficina", MIME_AUTOMATIC, false },
    { "Fuori ufficio: x", MIME_AUTOMATIC, false },
    { "Poza biurem", MIME_AUTOMATIC, false },
    { "Automatikus válasz: x", MIME_AUTOMATIC, false },
    { "Răspuns automat: x", MIME_AUTOMATIC, false },
    { "Автоматический ответ: x", MIME_AUTOMATIC, false },
    { "Автоответ", MIME_AUTOMATIC, false },
    { "Αυτόματη απάντηση: x", MIME_AUTOMATIC, false },
    { "自動応答: x", MIME_AUTOMATIC, false },
    { "自动回复: x", MIME_AUTOMATIC, false },
    { "Otomatik yanıt: x", MIME_AUTOMATIC, false },
    { "Automatski odgovor: x", MIME_AUTOMATIC, false },
    { "자동 회신: x", MIME_AUTOMATIC, false },
    { "Absence : Rappel", MIME_LETTER, true },
    { "Absent jusqu’au 3 mars", MIME_LETTER, true },
    { "Abwesend: x", MIME_LETTER, true },
    { "Afwezig: x", MIME_LETTER, true },
    { "Re : Réponse automatique : Rappel", MIME_LETTER, true },
    { "RE: AW: Out of Office", MIME_LETTER, true },
    { "Re: Rappel", MIME_LETTER, false },
    { "Absences de novembre", MIME_LETTER, false },
    { "Rémunérations", MIME_LETTER, false },
    { "Re:", MIME_LETTER, false },
};

static void test_absent(void **state)
{
    struct arena arena = { 0 };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(absents); i++) {
        struct reading reading;
        reading_text(&reading, arena_format(&arena, "Subject: %s\r\n\r\nx", absents[i].subject));
        if ((int)reading.mime.kind != (int)absents[i].kind)
            print_message("%s\n", absents[i].subject);
        assert_int_equal(reading.mime.kind, absents[i].kind);
        assert_int_equal(reading.mime.is_doubtful, absents[i].is_doubtful);
        reading_close(&reading);
    }
    arena_free(&arena);
}

#define TEXT(charset) "Content-Type: text/plain; charset=" charset "\r\n\r\n"

static const struct body_case charsets[] = {
    { "what a Mac wrote", TEXT("x-mac-roman") "\x8Et\x8E", "été", "", false },
    { "what DOS wrote", TEXT("cp850") "\x82t\x82", "été", "", false },
    { "Thai", TEXT("windows-874") "\xA1", "ก", "", false },
    { "Hebrew", TEXT("iso-8859-8-i") "\xE0", "א", "", false },
    { "four bytes for each letter",
      "Content-Transfer-Encoding: base64\r\n" TEXT("utf-32") "//4AAOkAAAA=\r\n", "é", "", false },
    { "a charset that nobody knows", TEXT("x-none") "\xE9t\xE9", "été", "", true },
    { "HZ, which is ASCII", TEXT("hz-gb-2312") "~{<:Ky2;~}", "~{<:Ky2;~}", "", true },
    { "letters of ASCII in it", TEXT("x-none") "Voici.", "Voici.", "", false },
    { "UTF-8 in it", TEXT("x-none") "été", "été", "", false },
    { "Chinese that is none", TEXT("gb2312") "Voil\xE0.", "Voilà.", "", true },
    { "what Windows wrote and calls UTF-8", TEXT("utf-8") "Voil\xE0.", "Voilà.", "", false },
    { "RFC 3676: lines broken on their way",
      "Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes\r\n\r\n"
      "Voici le rele \r\nvé de mars.  \r\nMerci\r\n-- \r\nAnne\r\n> Ven \r\n> tes\r\n Fin",
      "Voici le relevé de mars. Merci\n-- \nAnne\n> Ventes\nFin", "", false },
    { "those that keep their blanks stay",
      "Content-Type: text/plain; charset=utf-8; format=flowed\r\n\r\nVoici \r\nmars.",
      "Voici \nmars.", "", false },
    { "a signature by its old name",
      MIXED PLAIN "Voici.\r\n--M\r\nContent-Type: application/x-pkcs7-signature; name=smime.p7s\r\n"
                  "\r\nx\r\n--M--\r\n",
      "Voici.", "", false },
    { "a file within the words", TEXT("utf-8") "Voici.\r\nbegin 644 a.txt\r\n#0V%T\r\n`\r\nend\r\n",
      "Voici.\nbegin 644 a.txt\n#0V%T\n`\nend\n", "", true },
    { "words that begin so", TEXT("utf-8") "begin 2026 now\r\nx", "begin 2026 now\nx", "", false },
};

static const char *files_of(struct reading *reading)
{
    struct buf text = { .arena = &reading->arena };

    for (size_t i = 0; i < reading->mime.part_count; i++)
        if (reading->mime.parts[i].is_file)
            buf_format(&text, "%s:%lld ", reading->mime.parts[i].name,
                       (long long)reading->mime.parts[i].size);
    return buf_string(&text);
}

static void test_body(void **state)
{
    const struct body_case *expected = *state;
    struct reading reading;

    reading_text(&reading, expected->message);
    assert_null(reading.mime.problem);
    assert_string_equal(reading.mime.text, expected->text);
    assert_string_equal(files_of(&reading), expected->files);
    assert_int_equal(reading.mime.is_doubtful, expected->is_doubtful);
    reading_close(&reading);
}

/* As it came: its lines, its head and its encoding. */
static void test_forward(void **state)
{
    static const char letter[] =
        "From: x@y.example\r\nSubject: =?utf-8?Q?=C3=A9?=\r\n =?utf-8?Q?t?=\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n=C3=A9t=C3=A9\r\n";
    struct reading reading;
    char bytes[sizeof letter] = "";

    (void)state;
    struct arena arena = { 0 };
    reading_text(&reading,
                 arena_format(&arena, MIXED PLAIN "x\r\n" FORWARD "%s\r\n--M--\r\n", letter));
    assert_string_equal(files_of(&reading), arena_format(&arena, "ét.eml:%zu ", sizeof letter - 1));
    assert_int_equal(pread(reading.parts, bytes, sizeof letter - 1, reading.mime.parts[1].at),
                     sizeof letter - 1);
    assert_string_equal(bytes, letter);
    reading_close(&reading);
    arena_free(&arena);
}

int main(int count, char **words)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_forward),
                                        cmocka_unit_test(test_absent) };

    if (count > 1 && strcmp(words[1], "--parser") == 0)
        return child_main(count - 2, words + 2);
    int failed = TEST_TABLE("bodies", bodies, test_body);
    failed += TEST_TABLE("charsets", charsets, test_body);
    return failed + cmocka_run_group_tests_name("mime_body", tests, NULL, NULL) > 0;
}
