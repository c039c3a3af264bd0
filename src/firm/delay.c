#include "firm/delay.h"

SQL(FIND, FIRM,
    "SELECT failures, last_failure_at FROM login_delay WHERE firm = $1 AND subject = $2");

SQL(COUNT, FIRM,
    "INSERT INTO login_delay (firm, subject, failures, last_failure_at) VALUES ($1, $2, $3, $4)"
    " ON CONFLICT (firm, subject) DO UPDATE SET failures = $3, last_failure_at = $4");

SQL(FORGET, FIRM, "DELETE FROM login_delay WHERE firm = $1 AND subject = $2");

SQL(LESSEN, FIRM,
    "UPDATE login_delay SET failures = failures - 1"
    " WHERE firm = $1 AND subject = $2 AND failures > 0");

SQL(SWEEP, FIRM, "DELETE FROM login_delay WHERE firm = $1 AND last_failure_at < $2");

static const int64_t SECOND_MS = 1000, LONGEST_S = 900, DAY_MS = INT64_C(86400000);

static const struct {
    const char *prefix;
    int64_t free;     /* attempts without delay: a firm may sit behind one address */
    const char *code; /* of the fault */
} kinds[DELAY_COUNT] = {
    [DELAY_EMAIL] = { "email:", 3, "CONNEXION-ATTENTE" },
    [DELAY_ADDRESS] = { "address:", 20, "CONNEXION-ATTENTE" },
    [DELAY_CONTACT] = { "contact:", 3, "CONNEXION-ATTENTE" },
    [DELAY_LINK] = { "link:", 3, "CONNEXION-ATTENTE" },
    [DELAY_JOIN] = { "join:", 10, "DEMANDE-ATTENTE" },
    [DELAY_TOKEN] = { "token:", 20, "CONNEXION-ATTENTE" },
};

static const char *subject_text(struct arena *arena, enum delay_of of, const char *subject)
{
    return arena_format(arena, "%s%s", kinds[of].prefix, subject);
}

/* 1, 2, 4 seconds and so on. */
static int64_t wait_ms(enum delay_of of, int64_t failures)
{
    int64_t seconds = 1;

    if (failures < kinds[of].free)
        return 0;
    for (int64_t i = kinds[of].free; i < failures && seconds < LONGEST_S; i++)
        seconds *= 2;
    return (seconds < LONGEST_S ? seconds : LONGEST_S) * SECOND_MS;
}

static bool find(struct ctx *cx, const char *subject, int64_t *failures, struct instant *last)
{
    struct rows *rows = store_query(cx, &FIND, ARGS(arg_text(subject)));

    *failures = 0;
    *last = (struct instant){ 0 };
    while (rows_next(rows)) {
        *failures = rows_int(rows, 0);
        *last = rows_instant(rows, 1);
    }
    return rows_done(rows);
}

bool delay_take(struct ctx *cx, enum delay_of of, const char *subject)
{
    const char *text = subject_text(cx->arena, of, subject);
    int64_t failures;
    struct instant last;

    if (!store_run(cx, &SWEEP, ARGS(arg_int(cx->now.ms - DAY_MS)))
        || !find(cx, text, &failures, &last))
        return false;
    int64_t left_ms = last.ms + wait_ms(of, failures) - cx->now.ms;
    if (left_ms > 0)
        return fail(cx, FAULT_BUSY, kinds[of].code, "seconds",
                    arena_format(cx->arena, "%lld", (long long)((left_ms + 999) / SECOND_MS)),
                    NULL);
    return store_run(cx, &COUNT, ARGS(arg_text(text), arg_int(failures + 1), arg_instant(cx->now)));
}

bool delay_give_back(struct ctx *cx, enum delay_of of, const char *subject)
{
    return store_run(cx, &LESSEN, ARGS(arg_text(subject_text(cx->arena, of, subject))));
}

bool delay_forget(struct ctx *cx, enum delay_of of, const char *subject)
{
    return store_run(cx, &FORGET, ARGS(arg_text(subject_text(cx->arena, of, subject))));
}
