/* Health and metrics through the real server: no session, no detail, and a text by its own rules.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "app/test_site.h"
#include "base/str.h"
#include "chase/watch.h"

static const char TOKEN[] = "un-jeton-de-mesure";

static int status_of(struct test_site *site, const char *path)
{
    struct heard heard = door_get(&site->house.door, path, "");

    if (heard.status == 200)
        assert_string_equal(heard.body, "ok\n");
    else
        assert_string_equal(heard.body, "{\"status\":\"unavailable\"}");
    return heard.status;
}

static void change(struct test_site *site, const char *sql)
{
    assert_true(books_run_text(test_site_cx(site), sql));
}

/* It is Tuesday 10:00: a round ran, nothing is due. */
static struct test_site *site_that_ran(void)
{
    struct test_site *site = test_site_new();

    assert_true(watch_round(test_site_cx(site)));
    assert_int_equal(status_of(site, "/healthz/chase"), 200);
    assert_int_equal(status_of(site, "/readyz"), 200);
    return site;
}

static void test_no_round(void **state)
{
    (void)state;
    struct test_site *site = site_that_ran();
    change(site, "UPDATE watch SET round_on = '2026-03-30'");
    assert_int_equal(status_of(site, "/healthz/chase"), 503);
    assert_int_equal(status_of(site, "/healthz"), 200);
    test_site_free(site);
}

static const struct test_debts one = {
    .firm = 1, .client = "Garage Perrin", .customers = 1, .invoices = 1
};

/* Due and free for 15 minutes is fine, for longer not; what is stopped is not free. */
static void test_late(void **state)
{
    (void)state;
    struct test_site *site = site_that_ran();
    struct ctx *cx = test_site_cx(site);
    test_site_owe(site, &one);
    assert_int_equal(test_site_post(site, "/relances/envoyer", "").status, 303);
    assert_int_equal(test_site_post(site, "/relances/accord", "").status, 303);
    assert_int_equal(status_of(site, "/healthz/chase"), 200);
    change(
        site,
        arena_format(cx->arena, "UPDATE message SET not_before = not_before - %d", 15 * 60 * 1000));
    assert_int_equal(status_of(site, "/healthz/chase"), 200);
    change(site, "UPDATE message SET not_before = not_before - 1");
    assert_int_equal(status_of(site, "/healthz/chase"), 503);
    assert_int_equal(status_of(site, "/readyz"), 200);
    assert_int_equal(test_site_post(site, "/relances/suspendre", "reason=x").status, 303);
    assert_int_equal(status_of(site, "/healthz/chase"), 200);
    assert_int_equal(test_site_post(site, "/relances/reprendre", "").status, 303);
    change(site, "UPDATE message SET not_before = not_before - 3600000");
    assert_int_equal(status_of(site, "/readyz"), 503);
    change(site, "UPDATE message SET not_before = 0, state = 'sent'");
    assert_int_equal(status_of(site, "/readyz"), 200);
    test_site_free(site);
}

static void test_check(void **state)
{
    (void)state;
    struct test_site *site = site_that_ran();
    struct ctx *cx = test_site_cx(site);
    test_site_owe(site, &one);
    test_site_round(site);
    change(site,
           arena_format(cx->arena, "UPDATE message SET state = 'check', ended_at = %lld - 86400000",
                        (long long)cx->now.ms));
    assert_int_equal(status_of(site, "/healthz/chase"), 200);
    change(site, "UPDATE message SET ended_at = ended_at - 1");
    assert_int_equal(status_of(site, "/healthz/chase"), 503);
    test_site_free(site);
}

static void test_ready(void **state)
{
    (void)state;
    struct test_site *site = site_that_ran();
    test_site_owe(site, &one);
    assert_int_equal(test_site_post(site, "/relances/envoyer", "").status, 303);
    assert_int_equal(test_site_post(site, "/relances/accord", "").status, 303);
    change(site, "INSERT INTO schema_version VALUES (999, 'later', '', 0)");
    assert_int_equal(status_of(site, "/readyz"), 503);
    test_site_free(site);
}

static void assert_ready(struct test_site *site, const char *sql, int status)
{
    change(site, sql);
    assert_int_equal(status_of(site, "/readyz"), status);
}

/*
 * « /readyz »: mail fails when no line reaches the server for an hour that the firm is open. One
 * message's trouble, a full mailbox, takes no page down; nor does a night.
 */
static void test_ready_mail(void **state)
{
    (void)state;
    struct test_site *site = site_that_ran();
    test_site_owe(site, &(struct test_debts){ 1, "Zinc", 3, 1 });
    assert_int_equal(test_site_post(site, "/relances/envoyer", "").status, 303);
    assert_int_equal(test_site_post(site, "/relances/accord", "").status, 303);
    change(site, "UPDATE message SET not_before = 9000000000000, ended_at = NULL");
    assert_ready(site,
                 "UPDATE message SET attempt = 3, refusals = 3, said = '452 4.2.2 Mailbox full'"
                 " WHERE id = 1",
                 200);
    assert_ready(site, "UPDATE message SET attempt = 9", 200); /* others' leases ended */
    assert_ready(site, "UPDATE message SET refusals = 3 WHERE id > 1", 200); /* one was answered */
    assert_ready(site, "UPDATE message SET said = 'Connection refused'", 503);
    assert_ready(site, "UPDATE message SET refusals = 2", 200);
    assert_ready(site, "UPDATE message SET refusals = 3", 503);
    assert_ready(site, "UPDATE firm SET open_from_minute = 570", 200); /* open for half an hour */
    assert_ready(site, "UPDATE firm SET open_from_minute = 660", 200); /* closed still */
    test_site_free(site);
}

/* The format's own grammar, version 0.0.4. */
struct reading {
    const char *family, *type, *described;
    const char *seen; /* all families, a space before and behind each */
    long long last_bucket;
};

static size_t name_size(const char *text)
{
    size_t size = isalpha((unsigned char)*text) || *text == '_' || *text == ':';

    while (size && (isalnum((unsigned char)text[size]) || text[size] == '_' || text[size] == ':'))
        size++;
    return size;
}

/* {name="value",...}, where \ comes before \, " and n alone. */
static const char *labels_end(const char *text)
{
    assert_int_equal(*text, '{');
    do {
        text++;
        size_t size = name_size(text);
        assert_true(size > 0);
        text += size;
        assert_true(text[0] == '=' && text[1] == '"');
        for (text += 2; *text != '"'; text++) {
            assert_true(*text && *text != '\n');
            if (*text == '\\')
                assert_non_null(strchr("\\\"n", *++text));
        }
        text++;
    } while (*text == ',');
    assert_int_equal(*text, '}');
    return text + 1;
}

static bool is_of_family(const struct reading *reading, const char *name)
{
    static const char *const ends[] = { "_bucket", "_sum", "_count" };
    size_t size = strlen(reading->family);

    if (strcmp(reading->type, "histogram") != 0)
        return strcmp(name, reading->family) == 0;
    for (size_t i = 0; i < COUNT_OF(ends); i++)
        if (strncmp(name, reading->family, size) == 0 && strcmp(name + size, ends[i]) == 0)
            return true;
    return false;
}

static void read_sample(struct arena *arena, struct reading *reading, const char *line)
{
    size_t size = name_size(line);
    const char *name = arena_text(arena, line, size), *rest = line + size;
    char *end;

    assert_true(size > 0 && reading->type && is_of_family(reading, name));
    if (*rest == '{')
        rest = labels_end(rest);
    assert_int_equal(*rest, ' ');
    double value = strtod(rest + 1, &end);
    assert_true(end > rest + 1 && *end == '\0' && value >= 0);
    if (strstr(name, "_bucket")) {
        assert_true((long long)value >= reading->last_bucket); /* they add up */
        reading->last_bucket = (long long)value;
    }
    if (strstr(name, "_count"))
        assert_int_equal((long long)value, reading->last_bucket); /* as many as le="+Inf" */
}

/* Once a family: HELP, TYPE, then its samples; its name ends in its unit, or in what it counts. */
static void read_comment(struct arena *arena, struct reading *reading, const char *line)
{
    static const char *const ends[] = { "_total", "_seconds",  "_bytes",
                                        "_info",  "_messages", "_stops" };
    bool is_type = strncmp(line, "# TYPE ", 7) == 0, has_end = false;
    size_t size = name_size(line + 7);
    const char *name = arena_text(arena, line + 7, size), *rest = line + 7 + size;

    assert_true((is_type || strncmp(line, "# HELP ", 7) == 0) && size > 0 && *rest == ' ');
    if (!is_type) {
        const char *word = arena_format(arena, " %s ", name);
        assert_null(strstr(reading->seen, word));
        reading->seen = arena_format(arena, "%s%s", reading->seen, word);
        reading->described = name;
        reading->type = NULL;
        assert_true(rest[1] != '\0');
        return;
    }
    assert_string_equal(name, reading->described);
    reading->family = name;
    reading->type = arena_copy(arena, rest + 1);
    reading->last_bucket = 0;
    for (size_t i = 0; i < COUNT_OF(ends); i++)
        has_end |= str_ends(name, ends[i]);
    assert_true(has_end);
    assert_int_equal(strcmp(reading->type, "counter") == 0, str_ends(name, "_total"));
    assert_true(strstr("counter gauge histogram", reading->type) != NULL);
}

static struct heard ask_metrics(struct test_site *site, const char *lines)
{
    return door_get(&site->house.door, "/metrics", lines);
}

static void test_metrics(void **state)
{
    static struct tally tally;
    struct reading reading = { .seen = "" };

    (void)state;
    struct test_site *site = test_site_new();
    struct arena *arena = test_site_cx(site)->arena;
    const char *bearer = arena_format(arena, "Authorization: Bearer %s\r\n", TOKEN);
    assert_int_equal(ask_metrics(site, bearer).status, 404); /* no token is configured */
    site->house.desk.metrics_token = TOKEN;
    site->house.desk.tally = &tally;
    tally_add(&tally, 200, 7);
    tally_add(&tally, 404, 70000);
    assert_int_equal(ask_metrics(site, "").status, 404);
    assert_int_equal(ask_metrics(site, "Authorization: Bearer un-jeton-de-mesurf\r\n").status, 404);
    assert_int_equal(ask_metrics(site, "Authorization: Basic eA==\r\n").status, 404);
    test_site_owe(site, &one);
    test_site_round(site);

    struct heard heard = ask_metrics(site, bearer);
    assert_int_equal(heard.status, 200);
    assert_string_equal(heard_header(&site->house.door, &heard, "Content-Type"),
                        "text/plain; version=0.0.4; charset=utf-8");
    assert_int_equal(heard.body[heard.size - 1], '\n');
    for (const char *line = heard.body; *line; line = strchr(line, '\n') + 1) {
        const char *text = arena_text(arena, line, strcspn(line, "\n"));
        if (*text == '#')
            read_comment(arena, &reading, text);
        else
            read_sample(arena, &reading, text);
    }
    assert_non_null(strstr(heard.body, "\nquitus_outbox_messages{state=\"waiting\"} 1\n"));
    assert_non_null(strstr(heard.body, "\nquitus_dunning_decisions_total{fate=\"planned\"} 1\n"));
    assert_non_null(strstr(heard.body, "_bucket{le=\"0.005\"} 0\n"));
    assert_non_null(strstr(heard.body, "_bucket{le=\"0.010\"} 1\n"));
    assert_non_null(strstr(heard.body, "_bucket{le=\"+Inf\"} 2\n"));
    assert_non_null(strstr(heard.body, "quitus_http_responses_total{class=\"4xx\"} 1\n"));
    assert_null(strstr(heard.body, "quitus_db_size_bytes 0\n"));
    assert_null(strstr(heard.body, "Perrin"));
    assert_null(strstr(heard.body, "fate=\"sent\"")); /* nothing has left */
    assert_non_null(strstr(heard.body, "# TYPE quitus_mail_ended_messages gauge\n"));
    assert_non_null(strstr(heard.body, "\nquitus_mail_ended_messages{outcome=\"sent\"} 0\n"));
    assert_null(strstr(heard.body, "quitus_mail_outcomes_total"));
    test_site_free(site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_round),   cmocka_unit_test(test_late),
        cmocka_unit_test(test_check),      cmocka_unit_test(test_ready),
        cmocka_unit_test(test_ready_mail), cmocka_unit_test(test_metrics),
    };

    return cmocka_run_group_tests_name("health", tests, NULL, NULL) > 0;
}
