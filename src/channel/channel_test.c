/* The channels without a network: which one a url means, files in a folder, and memory. */
#include "channel/channel.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/test.h"
#include "channel/memory.h"
#include "channel/smtp_wire.h"

static const struct parcel parcel = {
    .from = "cabinet@firm.example",
    .to = "client@client.example",
    .envelope = "m-1@firm.example",
    .bytes = "Subject: x\r\n\r\n.\r\n",
    .size = 17,
};

struct url_case {
    const char *rule, *url, *name; /* name NULL: CANAL-INCONNU */
};

static const struct url_case urls[] = {
    { "a server", "smtp://mail.example:587", "smtp" },
    { "a server within TLS", "smtps://mail.example", "smtp" },
    { "a folder", "eml:mail", "eml" },
    { "memory", "memory:", "memory" },
    { "another protocol", "https://mail.example", NULL },
    { "a file", "file:///etc/passwd", NULL },
    { "nothing", "", NULL },
};

static void test_find(void **state)
{
    const struct url_case *expected = *state;
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    const struct channel *channel = channel_find(&cx, expected->url);

    if (expected->name)
        assert_string_equal(channel->name, expected->name);
    else
        assert_true(!channel && strcmp(cx.fault.code, "CANAL-INCONNU") == 0);
    arena_free(&arena);
}

struct server_case {
    const char *rule, *url, *helo, *user;
    bool wants_tls, needs_tls;
    const char *code;
};

static const struct server_case servers[] = {
    { "TLS when offered", "smtp://mail.example:587", "q.example", NULL, false, false, NULL },
    { "TLS when the firm wants it", "smtp://mail.example", "q.example", NULL, true, true, NULL },
    { "a password needs TLS", "smtp://mail.example", "q.example", "u", false, true, NULL },
    { "but not to this machine", "smtp://127.0.0.1:2525", "q.example", "u", false, false, NULL },
    { "a password in the url", "smtp://u:p@mail.example", "q.example", NULL, false, false,
      "CANAL-ADRESSE" },
    { "a path in the url", "smtp://mail.example/x", "q.example", NULL, false, false,
      "CANAL-ADRESSE" },
    { "no host", "smtp://", "q.example", NULL, false, false, "CANAL-ADRESSE" },
    { "a port that is none", "smtp://mail.example:99999", "q.example", NULL, false, false,
      "CANAL-ADRESSE" },
    { "no name of our own", "smtp://mail.example", NULL, NULL, false, false, "CANAL-NOM" },
    { "a line break in it", "smtp://mail.example", "q\r\nMAIL", NULL, false, false, "CANAL-NOM" },
};

static void test_server(void **state)
{
    const struct server_case *given = *state;
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    struct smtp_server server;
    const struct channel_config config = {
        .url = given->url,
        .helo = given->helo,
        .user = given->user,
        .require_tls = given->wants_tls,
    };

    if (given->code) {
        assert_null(channel_smtp.open(&cx, &config));
        assert_string_equal(cx.fault.code, given->code);
    } else {
        assert_true(smtp_server_read(&cx, &arena, &config, &server));
        assert_int_equal(server.require_tls, given->needs_tls);
        assert_non_null(strstr(server.url, given->url));
        assert_int_equal(server.timeouts.dot_ms, SMTP_DOT_MS);
    }
    arena_free(&arena);
}

struct script_case {
    const char *rule, *url;
    enum outcome ready, finish;
    size_t taken;
};

static const struct script_case scripts[] = {
    { "an empty script sends", "memory:", OUTCOME_SENT, OUTCOME_SENT, 1 },
    { "sent", "memory:sent", OUTCOME_SENT, OUTCOME_SENT, 1 },
    { "later", "memory:later", OUTCOME_SENT, OUTCOME_LATER, 0 },
    { "refused", "memory:refused", OUTCOME_SENT, OUTCOME_REFUSED, 0 },
    { "unknown", "memory:unknown", OUTCOME_SENT, OUTCOME_UNKNOWN, 0 },
    { "unknown and taken", "memory:unknown-taken", OUTCOME_SENT, OUTCOME_UNKNOWN, 1 },
    { "later before the dot", "memory:ready-later", OUTCOME_LATER, OUTCOME_COUNT, 0 },
    { "refused before the dot", "memory:ready-refused", OUTCOME_REFUSED, OUTCOME_COUNT, 0 },
    { "cut before the dot", "memory:ready-cut", OUTCOME_LATER, OUTCOME_COUNT, 0 },
};

static void test_script(void **state)
{
    const struct script_case *script = *state;
    const struct channel_config config = { .url = script->url };
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    struct line *line = channel_memory.open(&cx, &config);
    const char *said;

    assert_int_equal(channel_memory.ready(&cx, line, &parcel, &said), script->ready);
    if (script->ready == OUTCOME_SENT)
        assert_int_equal(channel_memory.finish(&cx, line, &said), script->finish);
    assert_int_equal(memory_count(line), script->taken);
    /* The script has ended: the next one is sent. */
    assert_int_equal(channel_memory.ready(&cx, line, &parcel, &said), OUTCOME_SENT);
    assert_int_equal(channel_memory.finish(&cx, line, &said), OUTCOME_SENT);
    assert_string_equal(memory_at(line, script->taken)->bytes, parcel.bytes);
    assert_int_equal(channel_memory.ready(&cx, line, &parcel, &said), OUTCOME_SENT);
    channel_memory.abandon(line);
    assert_int_equal(memory_count(line), script->taken + 1);
    assert_int_equal(memory_abandoned(line), 1);
    channel_memory.close(line);
    arena_free(&arena);
}

static void test_script_fault(void **state)
{
    const struct channel_config config = { .url = "memory:sent,perhaps" };
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };

    (void)state;
    assert_null(channel_memory.open(&cx, &config));
    assert_string_equal(cx.fault.code, "CANAL-ADRESSE");
    arena_free(&arena);
}

struct fixture {
    struct arena arena;
    struct ctx cx;
    const char *folder, *said;
    struct line *line;
};

static void begin(struct fixture *fixture)
{
    *fixture = (struct fixture){ .cx = { .arena = &fixture->arena } };
    const char *base = getenv("TMPDIR");
    const char *name = arena_format(&fixture->arena, "%s/quitus-eml-XXXXXX", base ? base : "/tmp");
    char *folder = memcpy(arena_new(&fixture->arena, char, strlen(name) + 1), name, strlen(name));
    fixture->folder = mkdtemp(folder);
    assert_non_null(fixture->folder);
    struct channel_config config = { .url = arena_format(&fixture->arena, "eml:%s", folder) };
    fixture->line = channel_eml.open(&fixture->cx, &config);
    assert_non_null(fixture->line);
}

/* The names in the folder, one a line; it is emptied and removed. */
static const char *end(struct fixture *fixture)
{
    struct buf names = { .arena = &fixture->arena };
    DIR *folder = opendir(fixture->folder);
    const struct dirent *entry;

    if (fixture->line)
        channel_eml.close(fixture->line);
    while ((entry = readdir(folder)))
        if (entry->d_name[0] != '.') {
            buf_format(&names, "%s\n", entry->d_name);
            unlinkat(dirfd(folder), entry->d_name, 0);
        }
    closedir(folder);
    rmdir(fixture->folder);
    return buf_string(&names);
}

static void test_eml(void **state)
{
    struct fixture fixture;

    (void)state;
    begin(&fixture);
    for (int i = 0; i < 2; i++) { /* the same id twice is one file */
        assert_int_equal(channel_eml.ready(&fixture.cx, fixture.line, &parcel, &fixture.said),
                         OUTCOME_SENT);
        assert_int_equal(channel_eml.finish(&fixture.cx, fixture.line, &fixture.said),
                         OUTCOME_SENT);
        assert_string_equal(fixture.said, "written as m-1@firm.example.eml");
    }
    const char *path = arena_format(&fixture.arena, "%s/m-1@firm.example.eml", fixture.folder);
    FILE *file = fopen(path, "r");
    char *bytes = arena_new(&fixture.arena, char, parcel.size + 2);
    assert_int_equal(fread(bytes, 1, parcel.size + 1, file), parcel.size);
    assert_string_equal(bytes, parcel.bytes);
    fclose(file);
    assert_string_equal(end(&fixture), "m-1@firm.example.eml\n");
    arena_free(&fixture.arena);
}

static void test_eml_abandon(void **state)
{
    struct fixture fixture;

    (void)state;
    begin(&fixture);
    assert_int_equal(channel_eml.ready(&fixture.cx, fixture.line, &parcel, &fixture.said),
                     OUTCOME_SENT);
    channel_eml.abandon(fixture.line);
    assert_int_equal(channel_eml.ready(&fixture.cx, fixture.line, &parcel, &fixture.said),
                     OUTCOME_SENT);
    assert_string_equal(end(&fixture), "");
    arena_free(&fixture.arena);
}

/* T-14: no foreign text in a path. */
static void test_eml_unfit(void **state)
{
    static const char *const envelopes[] = { "../x", "a/b", "", "a b", "\n" };
    struct fixture fixture;

    (void)state;
    begin(&fixture);
    for (size_t i = 0; i < COUNT_OF(envelopes); i++) {
        struct parcel unfit = parcel;
        unfit.envelope = envelopes[i];
        assert_int_equal(channel_eml.ready(&fixture.cx, fixture.line, &unfit, &fixture.said),
                         OUTCOME_REFUSED);
    }
    assert_string_equal(end(&fixture), "");
    arena_free(&fixture.arena);
}

/* What the disk refuses is put off, and said. */
static void test_eml_disk(void **state)
{
    struct fixture fixture;

    (void)state;
    begin(&fixture);
    mkdir(arena_format(&fixture.arena, "%s/tmp-m-1@firm.example", fixture.folder), 0700);
    assert_int_equal(channel_eml.ready(&fixture.cx, fixture.line, &parcel, &fixture.said),
                     OUTCOME_LATER);
    assert_string_equal(fixture.said, "file not written: EISDIR");
    rmdir(arena_format(&fixture.arena, "%s/tmp-m-1@firm.example", fixture.folder));

    mkdir(arena_format(&fixture.arena, "%s/m-1@firm.example.eml", fixture.folder), 0700);
    assert_int_equal(channel_eml.ready(&fixture.cx, fixture.line, &parcel, &fixture.said),
                     OUTCOME_SENT);
    assert_int_equal(channel_eml.finish(&fixture.cx, fixture.line, &fixture.said), OUTCOME_LATER);
    rmdir(arena_format(&fixture.arena, "%s/m-1@firm.example.eml", fixture.folder));
    assert_string_equal(end(&fixture), "");
    arena_free(&fixture.arena);
}

static void test_eml_folder(void **state)
{
    const struct channel_config config = { .url = "eml:/proc/nowhere" };
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };

    (void)state;
    assert_null(channel_eml.open(&cx, &config));
    assert_string_equal(cx.fault.code, "CANAL-DOSSIER");
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_script_fault), cmocka_unit_test(test_eml),
        cmocka_unit_test(test_eml_abandon),  cmocka_unit_test(test_eml_unfit),
        cmocka_unit_test(test_eml_disk),     cmocka_unit_test(test_eml_folder),
    };
    int failed = cmocka_run_group_tests_name("eml", tests, NULL, NULL);

    return failed + TEST_TABLE("channel_find", urls, test_find)
        + TEST_TABLE("servers", servers, test_server) + TEST_TABLE("memory", scripts, test_script)
        > 0;
}
