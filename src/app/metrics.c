/* What is counted, for whoever shows the token: no names, no amounts. */
#include <sodium.h>
#include <string.h>

#include "app/handlers.h"
#include "app/message_count.h"
#include "app/metrics_text.h"
#include "base/version.h"
#include "chase/watch.h"
#include "worker/size.h"

static void put_build(struct buf *text)
{
    metric_begin(text, &(struct metric){ "quitus_build_info", "gauge", "The program, always 1." });
    metric_count(text, "quitus_build_info", "version", QUITUS_VERSION, 1);
}

static void put_durations(struct buf *text, const struct tally *tally)
{
    static const char NAME[] = "quitus_http_request_duration_seconds";
    static const char BUCKET[] = "quitus_http_request_duration_seconds_bucket";
    long long total = 0;

    metric_begin(
        text, &(struct metric){ NAME, "histogram", "How long handlers took to answer requests." });
    for (size_t i = 0; i < TALLY_BOUNDS; i++) {
        long long ms = tally_bounds_ms[i];
        total += atomic_load(&tally->buckets[i]);
        metric_count(text, BUCKET, "le",
                     arena_format(text->arena, "%lld.%03lld", ms / 1000, ms % 1000), total);
    }
    total += atomic_load(&tally->buckets[TALLY_BOUNDS]);
    metric_count(text, BUCKET, "le", "+Inf", total);
    metric_seconds(text, "quitus_http_request_duration_seconds_sum", NULL, NULL,
                   atomic_load(&tally->sum_ms));
    metric_count(text, "quitus_http_request_duration_seconds_count", NULL, NULL, total);
}

static void put_requests(struct buf *text, const struct tally *tally)
{
    static const char NAME[] = "quitus_http_responses_total";

    if (!tally)
        return;
    put_durations(text, tally);
    metric_begin(text, &(struct metric){ NAME, "counter", "Answers, by class of their status." });
    for (int i = 0; i < TALLY_CLASSES; i++)
        metric_count(text, NAME, "class", arena_format(text->arena, "%dxx", i + 1),
                     atomic_load(&tally->classes[i]));
}

SQL(JOBS, FIRM,
    "SELECT m.state, COUNT(*), MIN(COALESCE(m.ended_at, m.point_at, m.posted_at)) FROM message m"
    " WHERE m.firm = $1 AND m.state IN ('waiting', 'due', 'taken', 'point', 'check')"
    " GROUP BY m.state");

static bool put_jobs(struct ctx *cx, struct buf *text)
{
    static const enum message_state states[] = { MESSAGE_WAITING, MESSAGE_DUE, MESSAGE_TAKEN,
                                                 MESSAGE_POINT, MESSAGE_CHECK };
    static const char COUNT[] = "quitus_outbox_messages",
                      AGE[] = "quitus_outbox_oldest_age_seconds";
    int64_t counts[MESSAGE_STATE_COUNT] = { 0 }, ages_ms[MESSAGE_STATE_COUNT] = { 0 };
    struct rows *rows = store_query(cx, &JOBS, NO_ARGS);

    while (rows_next(rows))
        for (size_t i = 0; i < COUNT_OF(states); i++)
            if (strcmp(rows_text(rows, 0), message_state_text(states[i])) == 0) {
                counts[states[i]] = rows_int(rows, 1);
                int64_t age_ms = cx->now.ms - rows_int(rows, 2);
                ages_ms[states[i]] = age_ms > 0 ? age_ms : 0;
            }
    if (!rows_done(rows))
        return false;
    metric_begin(text, &(struct metric){ COUNT, "gauge", "Messages under way, by state." });
    for (size_t i = 0; i < COUNT_OF(states); i++)
        metric_count(text, COUNT, "state", message_state_text(states[i]), counts[states[i]]);
    metric_begin(text, &(struct metric){ AGE, "gauge", "Age of the oldest one, by state." });
    for (size_t i = 0; i < COUNT_OF(states); i++)
        metric_seconds(text, AGE, "state", message_state_text(states[i]), ages_ms[states[i]]);
    return true;
}

/* A gauge: what goes again, or was a client's that is no more, is counted no longer. */
static bool put_mail(struct ctx *cx, struct buf *text)
{
    static const enum message_state ends[] = { MESSAGE_SENT, MESSAGE_REFUSED, MESSAGE_DROPPED };
    static const char NAME[] = "quitus_mail_ended_messages";
    const struct message_filter all = { .state = "" };
    struct message_counts counts;

    if (!message_count(cx, &all, &counts))
        return false;
    metric_begin(
        text, &(struct metric){ NAME, "gauge", "Messages in the books that ended, by outcome." });
    for (size_t i = 0; i < COUNT_OF(ends); i++)
        metric_count(text, NAME, "outcome", message_state_text(ends[i]), counts.of[ends[i]]);
    return true;
}

SQL(FATES, FIRM,
    "SELECT CAST(COALESCE(SUM(sends), 0) AS BIGINT), CAST(COALESCE(SUM(calls), 0) AS BIGINT),"
    " CAST(COALESCE(SUM(supersedes), 0) AS BIGINT), CAST(COALESCE(SUM(lapses), 0) AS BIGINT),"
    " CAST(COALESCE(SUM(holds), 0) AS BIGINT) FROM run WHERE firm = $1");

static bool put_fates(struct ctx *cx, struct buf *text)
{
    static const char *const fates[] = { "planned", "by_hand", "superseded", "lapsed", "held" };
    static const char NAME[] = "quitus_dunning_decisions_total";
    struct rows *rows = store_query(cx, &FATES, NO_ARGS);

    metric_begin(
        text,
        &(struct metric){ NAME, "counter",
                          "What rounds decided, by fate; a message carries what is planned." });
    if (rows_next(rows))
        for (size_t i = 0; i < COUNT_OF(fates); i++)
            metric_count(text, NAME, "fate", fates[i], rows_int(rows, (int)i));
    return rows_done(rows);
}

SQL(STOPS, FIRM, "SELECT COUNT(*) FROM suspension WHERE firm = $1");

static bool put_stops(struct ctx *cx, struct buf *text)
{
    static const char STOPS_NAME[] = "quitus_sendings_stops";
    static const char ROUND[] = "quitus_last_round_timestamp_seconds";
    struct rows *rows = store_query(cx, &STOPS, NO_ARGS);
    int64_t stops = rows_next(rows) ? rows_int(rows, 0) : 0;
    struct watch watch;

    if (!rows_done(rows) || !watch_find(cx, &watch))
        return false;
    metric_begin(text,
                 &(struct metric){ STOPS_NAME, "gauge",
                                   "What keeps messages from leaving: orders and guards." });
    metric_count(text, STOPS_NAME, NULL, NULL, stops);
    metric_begin(text, &(struct metric){ ROUND, "gauge", "When a round last came to its end." });
    metric_seconds(text, ROUND, NULL, NULL, watch.last.at.ms);
    return true;
}

static bool put_size(struct ctx *cx, struct buf *text)
{
    static const char NAME[] = "quitus_db_size_bytes";
    int64_t bytes;

    if (!size_of_books(cx, &bytes))
        return false;
    metric_begin(text, &(struct metric){ NAME, "gauge", "Size of the books." });
    metric_count(text, NAME, NULL, NULL, bytes);
    return true;
}

/* Of the hashes, so that the time tells nothing of what is right. */
static bool is_token(const char *token, const char *shown)
{
    unsigned char wanted[crypto_hash_sha256_BYTES], found[crypto_hash_sha256_BYTES];

    crypto_hash_sha256(wanted, (const unsigned char *)token, strlen(token));
    crypto_hash_sha256(found, (const unsigned char *)shown, strlen(shown));
    return sodium_memcmp(wanted, found, sizeof wanted) == 0;
}

bool metrics_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const struct desk *desk = desk_of(request);
    struct buf text = { .arena = cx->arena };

    if (!desk->metrics_token || !is_token(desk->metrics_token, request_bearer(request)))
        return fail(cx, FAULT_ABSENT, "ABSENT", NULL);
    put_build(&text);
    put_requests(&text, desk->tally);
    if (!put_jobs(cx, &text) || !put_mail(cx, &text) || !put_fates(cx, &text)
        || !put_stops(cx, &text) || !put_size(cx, &text))
        return false;
    answer->file_name = "metrics.txt";
    answer->file_type = "text/plain; version=0.0.4; charset=utf-8";
    answer->file_bytes = buf_string(&text);
    answer->file_size = text.size;
    return true;
}
