/* What of a reply that is a page of HTML alone its writer wrote, as mail programs quote in it. */
#include <string.h>

#include "base/buf.h"
#include "base/test.h"
#include "format/mime_text.h"
#include "mail/quote.h"

struct page_case {
    const char *rule, *html, *words;
    bool is_open; /* somebody must read it */
};

#define GMAIL_HEAD                                                                                 \
    "<div class=\"gmail_quote gmail_quote_container\"><div dir=\"ltr\" class=\"gmail_attr\">Firma" \
    " &lt;r@c.example&gt; schrieb:<br></div>"
#define GMAIL_BLOCK "<blockquote class=\"gmail_quote\" style=\"margin:0px 0px 0px 0.8ex\">"
#define OUTLOOK_HEAD                                                                               \
    "<div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'>"      \
    "<p class=MsoNormal><b>Von:</b> Firma<br><b>Gesendet:</b> Montag</p></div></div>"

static const struct page_case pages[] = {
    { "Gmail: words above",
      "<div dir=\"ltr\">Voil&agrave;.</div><br>" GMAIL_HEAD GMAIL_BLOCK
      "<div>Merci de d&eacute;poser</div></blockquote></div>",
      "Voilà.", false },
    { "words below",
      GMAIL_HEAD GMAIL_BLOCK "<div>Ventes ?</div></blockquote></div>"
                             "<div>Appelez-moi.</div>",
      "Appelez-moi.", false },
    { "words between its quotations are for a reader",
      GMAIL_HEAD GMAIL_BLOCK "Ventes ?</blockquote><div>Oui.</div>" GMAIL_BLOCK
                             "Caisse ?</blockquote><div>Non.</div></div>",
      "Oui.\nNon.", true },
    { "a quotation within a quotation ends with the outer one",
      "Voilà.<blockquote type=\"cite\">un<blockquote type=\"cite\">deux</blockquote>trois"
      "</blockquote><p>Merci.</p>",
      "Voilà.\nMerci.", false },
    { "a message passed on by Gmail, without a block",
      "Voyez.<div class=\"gmail_quote\"><div class=\"gmail_attr\">Weitergeleitet</div>Texte"
      "<div>fin</div></div>",
      "Voyez.", false },
    { "in which another is quoted",
      "Voyez.<div class=\"gmail_quote\"><div class=\"gmail_attr\">---------- Weitergeleitet ----"
      "</div>Texte<blockquote>x</blockquote>fin</div>",
      "Voyez.", false },
    { "Thunderbird: its head and its block",
      "<p>Voilà.</p><div class=\"moz-cite-prefix\">Am 3. schrieb Firma:<br></div>"
      "<blockquote type=\"cite\" cite=\"mid:x\"><p>Merci de d&eacute;poser</p></blockquote>"
      "<p>Merci.</p>",
      "Voilà.\nMerci.", false },
    { "Apple",
      "Voilà.<div><br><blockquote type=\"cite\"><div>On 3 Mar, Firm &lt;r@c.example&gt;"
      " wrote:</div>Ventes ?</blockquote></div>",
      "Voilà.", false },
    { "a block that nobody named is a quotation", "Voilà.<BLOCKQUOTE>Ventes ?</BLOCKQUOTE>",
      "Voilà.", false },
    { "what a writer indents is their own",
      "<blockquote style=\"margin: 0 0 0 40px; border: none; padding: 0px;\">Voilà.</blockquote>",
      "Voilà.", false },
    { "Outlook on a desk: what its head begins is quoted to the end",
      "<div class=WordSection1><p class=MsoNormal>Voil&agrave;.</p>" OUTLOOK_HEAD
      "<p class=MsoNormal>Merci de d&eacute;poser</p></div>",
      "Voilà.", false },
    { "Outlook on the web",
      "<div>Voilà.</div><div id=\"appendonsend\"></div><hr><div id=\"divRplyFwdMsg\" dir=\"ltr\">"
      "<b>Von:</b> Firma</div><div>Ventes ?</div>",
      "Voilà.", false },
    { "and its head alone, as it is kept in another",
      "<div>Voilà.</div><div id=\"x_divRplyFwdMsg\">Von: Firma</div><p>Ventes ?</p>", "Voilà.",
      false },
    { "Outlook on a phone",
      "<div>Voilà.</div><div id=\"mail-editor-reference-message-container\"><div>Von: Firma</div>"
      "<div>Ventes ?</div></div>",
      "Voilà.", false },
    { "Yahoo",
      "<div>Voilà.</div><div id=\"yahoo_quoted_9\" class=\"yahoo_quoted\"><div>Firma schrieb</div>"
      "<div>Ventes ?</div></div><div>Merci.</div>",
      "Voilà.\nMerci.", false },
    { "Zimbra", "Voilà.<hr id=\"zwchr\"><div>Von: Firma</div>Ventes ?", "Voilà.", false },
    { "a quotation alone is nothing", GMAIL_HEAD GMAIL_BLOCK "Ventes ?</blockquote></div>", "",
      false },
    { "a line of a writer's own is none", "<div style=\"border-top:solid 1px\">Voilà.</div>",
      "Voilà.", false },
    { "a word like a mark is none", "<div class=\"no_yahoo_quoted\">Voilà.</div><p>Merci.</p>",
      "Voilà.\nMerci.", false },
    { "one that never ends goes to the end", "Voilà.<blockquote>Ventes ?<p>Caisse ?", "Voilà.",
      false },
    { "an end without a beginning ends nothing", "Voilà.</blockquote></div><p>Merci.</p>",
      "Voilà.\nMerci.", false },
};

static void test_page(void **state)
{
    const struct page_case *row = *state;
    struct arena arena = { 0 };
    const char *text = mime_text_lines(&arena, mime_text_page(&arena, row->html), 10000);
    struct quote_rest rest = quote_words(&arena, text);
    struct buf words = { .arena = &arena };

    for (const char *at = rest.words; *at; at++) /* blank lines between words are nobody's */
        if (*at != '\n' || (words.size > 0 && words.bytes[words.size - 1] != '\n'))
            buf_byte(&words, *at);
    assert_string_equal(buf_string(&words), row->words);
    assert_int_equal(!rest.is_clear, row->is_open);
    arena_free(&arena);
}

/* Who reads the mail sees what is quoted, marked as in plain text. */
static void test_marks(void **state)
{
    struct arena arena = { 0 };

    (void)state;
    assert_string_equal(mime_text_page(&arena,
                                       "Voilà.<blockquote><p>Ventes ?</p><p>Caisse ?</p>"
                                       "</blockquote>Merci."),
                        "Voilà.\n> Ventes ?\n> Caisse ?\nMerci.");
    arena_free(&arena);
}

/* Many marks cost no more than their length. */
static void test_long(void **state)
{
    enum { MANY = 100000 };
    struct arena arena = { 0 };
    struct buf html = { .arena = &arena };

    (void)state;
    for (int i = 0; i < MANY; i++)
        buf_text(&html, "<div class=gmail_quote>");
    assert_string_equal(mime_text_page(&arena, buf_string(&html)), "");
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_marks), cmocka_unit_test(test_long) };

    return TEST_TABLE("pages", pages, test_page)
        + cmocka_run_group_tests_name("page", tests, NULL, NULL)
        > 0;
}
