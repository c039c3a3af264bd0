#include "chase/test_probe.h"

#include <string.h>

#include "base/buf.h"
#include "chase/obligation.h"
#include "chase/round.h"
#include "chase/rules.h"
#include "store/test_faults.h"

enum { TRIES = 5000, CALL_DAYS = 30 /* late by so much a call is due */, MINUTE_MS = 60000 };

static bool debtors(struct ctx *cx, struct debtor *list, size_t count)
{
    (void)cx;
    for (size_t i = 0; i < count; i++) {
        list[i].name = "Dupont";
        list[i].address = "compta@dupont.example";
        list[i].language = "fr";
        list[i].balance.cents = 1000;
    }
    return true;
}

const struct chase_kind probe_kind = { .name = "invoice", .debtors = debtors };

#define MEMBER                                                                                     \
    "INSERT INTO member (firm, id, name, email, email_folded, role, language, state,"              \
    " created_at, deputy) VALUES (1, "

void probe_prepare(struct ctx *cx)
{
    static const char *const texts[] = {
        "INSERT INTO client (firm, id, code, name, name_folded, siren, language, state, created_at)"
        " VALUES (1, 1, 'C', 'C', 'c', '', 'fr', 'active', 0)",
        MEMBER "3, 'C', 'c', 'c', 'admin', 'fr', 'active', 0, NULL)",
        MEMBER "2, 'B', 'b', 'b', 'accountant', 'fr', 'active', 0, NULL)",
        MEMBER "1, 'A', 'a', 'a', 'accountant', 'fr', 'active', 0, 2)",
    };

    cx->today = date_of(2026, 3, 17);
    cx->now.ms = cx->today.day * INT64_C(86400000);
    cx->actor = 1;
    assert_true(books_firm(cx, 1));
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        assert_true(books_run_text(cx, texts[i]));
}

bool probe_seed(struct ctx *cx)
{
    return store_begin(cx) && store_end(cx, rules_seed(cx, "invoice", "Standard"));
}

bool probe_open(struct ctx *cx, int called)
{
    struct obligation owed[PROBE_DEBTORS];
    struct rules rules;

    for (int i = 0; i < PROBE_DEBTORS; i++)
        owed[i] = (struct obligation){
            .kind = "invoice",
            .subject = i + 1,
            .client = 1,
            .person = i + 1,
            .due = { cx->today.day - (i + 1 >= called ? CALL_DAYS : 1) },
            .owed = { 1000 },
        };
    return rules_load(cx, &probe_kind, &rules) && store_begin(cx)
        && store_end(cx, chase_open(cx, &rules, owed, PROBE_DEBTORS));
}

bool probe_round(struct ctx *cx)
{
    struct round round;

    return chase_round(cx, &probe_kind, &round);
}

/* All that the chase writes, but for numbers that were drawn, and for the time of a lease. */
static const char *const tables[] = {
    "SELECT CAST(id AS TEXT) || state || ' ' || CAST(attempt AS TEXT) || owner || recipient || said"
    " || why || tone || ' ' || CAST(not_before AS TEXT) || COALESCE(CAST(point_at AS TEXT), '-')"
    " || COALESCE(CAST(ended_at AS TEXT), '-') FROM message ORDER BY id",
    "SELECT CAST(id AS TEXT) || state || why || ' ' || CAST(version AS TEXT) || ' '"
    " || CAST(resend AS TEXT) || COALESCE(CAST(message AS TEXT), '-') || ' '"
    " || CAST(assignee AS TEXT) || COALESCE(escalate_on, '-') FROM reminder ORDER BY id",
    "SELECT CAST(subject AS TEXT) || state || held || dealt || ' ' || CAST(version AS TEXT) || ' '"
    " || CAST(cycle AS TEXT) || COALESCE(next_look_on, '-') || ' ' || CAST(scenario AS TEXT) || ' '"
    " || CAST(scenario_version AS TEXT) || ' ' || CAST(paused AS TEXT) || CAST(taken_over AS TEXT) "
    "|| due_on"
    " FROM obligation ORDER BY subject",
    "SELECT CAST(obligation AS TEXT) || ' ' || CAST(paused AS TEXT)"
    " || COALESCE(paused_until_on, '-') FROM rest ORDER BY obligation",
    "SELECT act || CAST(obligation AS TEXT) || reason FROM intervention ORDER BY id",
    "SELECT CAST(message AS TEXT) || verdict || reason FROM decision ORDER BY message, verdict",
    "SELECT CAST(client AS TEXT) FROM approval ORDER BY client",
    "SELECT CAST(client AS TEXT) || reason || COALESCE(CAST(ended_at AS TEXT), '-') FROM source"
    " ORDER BY id",
    "SELECT cause || reason FROM suspension ORDER BY cause",
    "SELECT reason || CAST(ended_by AS TEXT) FROM suspension_past ORDER BY id",
    "SELECT cause || verdict || reason || CAST(is_listed AS TEXT)"
    " || COALESCE(CAST(ended_at AS TEXT), '-') FROM standstill ORDER BY id",
    "SELECT name || CAST(version AS TEXT) || ' ' || CAST(is_default AS TEXT)"
    " || CAST(archived AS TEXT) FROM scenario ORDER BY id",
    "SELECT CAST(scenario AS TEXT) || ' ' || name || CAST(days AS TEXT) || ' '"
    " || CAST(removed AS TEXT) FROM step ORDER BY id",
    "SELECT CAST(step AS TEXT) || language || subject || body FROM step_text ORDER BY step,"
    " language",
    "SELECT CAST(scenario AS TEXT) || ' ' || CAST(version AS TEXT) || content FROM revision"
    " ORDER BY scenario, version",
    "SELECT day_on || CAST(messages AS TEXT) || ' ' || CAST(free AS TEXT) || ' '"
    " || CAST(seen AS TEXT) FROM run ORDER BY day_on",
    "SELECT CAST(seen_at AS TEXT) || ' ' || CAST(round_at AS TEXT) || ' ' || CAST(day_cap AS TEXT)"
    " FROM watch",
};

static const char *look(struct ctx *cx)
{
    struct buf out = { .arena = cx->arena };

    for (size_t i = 0; i < COUNT_OF(tables); i++) {
        const struct statement statement = { "LOOK", __FILE__, SCOPE_GLOBAL, tables[i], tables[i] };
        const struct statement *const unlisted = &statement;
        struct rows *rows = store_query(cx, &unlisted, NO_ARGS);
        while (rows_next(rows))
            buf_format(&out, "%s\n", rows_text(rows, 0));
        assert_true(rows_done(rows));
    }
    return buf_string(&out);
}

static void assert_code(const struct ctx *cx, const struct probe *probe, const char *code)
{
    if (strcmp(cx->fault.code, code) != 0)
        print_error("%s: %s\n", probe->name, cx->fault.code);
    assert_string_equal(cx->fault.code, code);
}

/* Nothing failed any more: is it what the act does, and what a failed one may have left? */
static void assert_whole(struct ctx *cx, const struct probe *probe, bool well, const char *half)
{
    const char *after = look(cx);

    if (well != !probe->refused)
        print_error("%s: %s\n", probe->name, well ? "done" : cx->fault.code);
    assert_int_equal(well, !probe->refused);
    if (probe->refused)
        assert_code(cx, probe, probe->refused);
    if (half && strcmp(after, half) != 0)
        print_error("%s: half done:\n%s\n", probe->name, half);
    assert_true(!half || strcmp(after, half) == 0);
    cx->fault = (struct fault){ 0 };
}

/* Once for each of its calls, until none fails; answers how many there were. */
static int64_t run_probe(struct ctx *cx, struct faults *faults, const struct probe *probe)
{
    const char *before = look(cx), *other = NULL;

    for (int64_t at = 1;; at++) {
        assert_true(at < TRIES);
        faults_arm(faults, at);
        bool well = probe->run(cx), hit = faults_hit(faults);
        faults_arm(faults, 0);
        if (!hit) {
            assert_whole(cx, probe, well, other);
            return at - 1;
        }
        if (well)
            print_error("%s: call %lld failed unheard\n", probe->name, (long long)at);
        assert_false(well);
        assert_code(cx, probe, "BASE");
        const char *after = look(cx);
        if (strcmp(after, before) != 0)
            other = after;
        cx->fault = (struct fault){ 0 };
    }
}

int64_t probes_run(struct ctx *cx, const struct probe *probes, size_t count)
{
    struct faults *faults = faults_stand(cx);
    int64_t met = 0;

    for (size_t i = 0; i < count; i++) {
        cx->now.ms += probes[i].minutes * MINUTE_MS;
        cx->today.day = (int32_t)(cx->now.ms / INT64_C(86400000));
        met += run_probe(cx, faults, &probes[i]);
    }
    print_message("# %lld faults, one at a time\n", (long long)met);
    return met;
}
