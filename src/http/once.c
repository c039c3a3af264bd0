#include "http/once.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

static const int64_t KEPT_MS = INT64_C(86400000);
static const char HEADER[] = "Idempotency-Key";

enum { KEY_LIMIT = 200, HASH_BYTES = crypto_hash_sha256_BYTES };

/* With its size, so that nothing that follows another reads like something else. */
static void add(crypto_hash_sha256_state *hash, const void *bytes, size_t size)
{
    const uint64_t length = size;

    crypto_hash_sha256_update(hash, (const unsigned char *)&length, sizeof length);
    crypto_hash_sha256_update(hash, bytes, size);
}

static bool add_file(struct ctx *cx, crypto_hash_sha256_state *hash, const struct upload *upload)
{
    FILE *file = fopen(upload->path, "rb");
    unsigned char bytes[16384];
    size_t size;

    if (!file)
        return fail(cx, FAULT_BROKEN, "UPLOAD-ECRITURE", NULL);
    add(hash, upload->name, strlen(upload->name));
    crypto_hash_sha256_update(hash, (const unsigned char *)&upload->size, sizeof upload->size);
    while ((size = fread(bytes, 1, sizeof bytes, file)) > 0)
        crypto_hash_sha256_update(hash, bytes, size);
    bool is_read = !ferror(file);
    (void)fclose(file); /* it was read alone */
    return is_read || fail(cx, FAULT_BROKEN, "UPLOAD-ECRITURE", NULL);
}

static bool add_files(struct ctx *cx, crypto_hash_sha256_state *hash, const struct request *request)
{
    for (const struct field *field = request->route->fields;
         request->uploads && field && field->name; field++) {
        size_t count = 0;
        if (field->check != CHECK_FILE)
            continue;
        const struct upload *list = uploads_list(cx->arena, request->uploads, field->name, &count);
        for (size_t i = 0; i < count; i++)
            if (!add_file(cx, hash, &list[i]))
                return false;
    }
    return true;
}

/* What was asked, however it was written: another boundary between the parts changes nothing. */
static bool hash_of(struct ctx *cx, const struct request *request, unsigned char *bytes)
{
    crypto_hash_sha256_state hash;

    crypto_hash_sha256_init(&hash);
    add(&hash, request->path, strlen(request->path));
    for (const struct pair *pair = request->form.first; pair; pair = pair->next) {
        add(&hash, pair->name, strlen(pair->name));
        add(&hash, pair->value, pair->size);
        add(&hash, &pair->kind, sizeof pair->kind);
    }
    if (!add_files(cx, &hash, request))
        return false;
    crypto_hash_sha256_final(&hash, bytes);
    return true;
}

static bool is_key(const char *text)
{
    size_t size = strlen(text);

    for (size_t i = 0; i < size; i++)
        if (text[i] < '!' || text[i] > '~')
            return false;
    return size > 0 && size <= KEY_LIMIT;
}

SQL(BEGIN, FIRM,
    "INSERT INTO api_answer (firm, token, key, request_hash, begun_at) VALUES ($1, $2, $3, $4, $5)"
    " ON CONFLICT (firm, token, key) DO UPDATE SET request_hash = excluded.request_hash,"
    " begun_at = excluded.begun_at, status = NULL, type = NULL, body = NULL"
    " WHERE api_answer.begun_at < $6");

SQL(FIND, FIRM,
    "SELECT request_hash, status, type, body FROM api_answer"
    " WHERE firm = $1 AND token = $2 AND key = $3");

static struct refusal answer_of(struct rows *rows, const unsigned char *hash, struct reply *reply)
{
    size_t size;
    const void *kept = rows_bytes(rows, 0, &size);

    if (size != HASH_BYTES || memcmp(kept, hash, HASH_BYTES) != 0)
        return REFUSAL(422, "CLE-AUTRE");
    if (rows_null(rows, 1))
        return REFUSAL(409, "CLE-EN-COURS");
    const char *body = rows_bytes(rows, 3, &size);
    reply_header(reply, "Cache-Control", "no-store");
    reply_text(reply, (int)rows_int(rows, 1), rows_text(rows, 2), body, size);
    return NO_REFUSAL;
}

static struct refusal find(struct ctx *cx, const struct arg *args, const unsigned char *hash,
                           struct reply *reply)
{
    struct rows *rows = store_query(cx, &FIND, args);
    struct refusal refusal = REFUSAL(409, "CLE-EN-COURS"); /* let go between the two statements */

    if (rows_next(rows))
        refusal = answer_of(rows, hash, reply);
    return rows_done(rows) ? refusal : REFUSAL(503, cx->fault.code);
}

static bool takes_keys(const struct request *request)
{
    return request->session && request->session->api_token > 0
        && request->route->method == METHOD_POST && head_find(request->head, HEADER);
}

struct refusal once_begin(struct ctx *cx, const struct request *request, struct once *once,
                          struct reply *reply)
{
    unsigned char hash[HASH_BYTES];
    int64_t begun;

    *once = (struct once){ 0 };
    if (!takes_keys(request))
        return NO_REFUSAL;
    const char *key = head_find(request->head, HEADER);
    if (!is_key(key))
        return REFUSAL(400, "CLE");
    const struct arg token = arg_int(request->session->api_token);
    if (!hash_of(cx, request, hash)
        || !store_change(cx, &BEGIN,
                         ARGS(token, arg_text(key), arg_bytes(hash, HASH_BYTES),
                              arg_instant(cx->now), arg_int(cx->now.ms - KEPT_MS)),
                         &begun))
        return REFUSAL(503, cx->fault.code);
    once->key = key;
    once->is_kept = begun == 0;
    once->commits = store_commits(cx->store);
    return once->is_kept ? find(cx, ARGS(token, arg_text(key)), hash, reply) : NO_REFUSAL;
}

SQL(KEEP, FIRM,
    "UPDATE api_answer SET status = $4, type = $5, body = $6"
    " WHERE firm = $1 AND token = $2 AND key = $3");

SQL(LET_GO, FIRM, "DELETE FROM api_answer WHERE firm = $1 AND token = $2 AND key = $3");

static const char *type_of(const struct reply *reply)
{
    for (size_t i = 0; i < reply->count; i++)
        if (strcmp(reply->headers[i].name, "Content-Type") == 0)
            return reply->headers[i].value;
    return "";
}

bool once_end(struct ctx *cx, const struct request *request, const struct once *once,
              const struct reply *reply)
{
    const struct arg token = arg_int(request->session->api_token), key = arg_text(once->key);

    if (reply->status >= 500)
        return store_commits(cx->store) > once->commits || store_run(cx, &LET_GO, ARGS(token, key));
    return store_run(cx, &KEEP,
                     ARGS(token, key, arg_int(reply->status), arg_text(type_of(reply)),
                          arg_bytes(reply->bytes, reply->size)));
}

SQL(SWEEP, FIRM, "DELETE FROM api_answer WHERE firm = $1 AND begun_at < $2");

bool once_sweep(struct ctx *cx)
{
    return store_run(cx, &SWEEP, ARGS(arg_int(cx->now.ms - KEPT_MS)));
}
