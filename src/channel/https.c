#include "channel/https.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/str.h"
#include "format/web_url.h"

struct hearing {
    struct buf text;
    bool is_long;
};

static size_t hear(char *bytes, size_t one, size_t count, void *into)
{
    struct hearing *hearing = into;

    hearing->is_long = hearing->text.size + one * count > HTTPS_ANSWER_BYTES;
    if (hearing->is_long)
        return 0;
    buf_add(&hearing->text, bytes, one * count);
    return one * count;
}

static void configure(CURL *curl, const struct https_question *question)
{
    curl_easy_setopt(curl, CURLOPT_URL, question->url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR,
                     web_url_is_near(question->url) ? "http,https" : "https");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)HTTPS_CONNECT_MS);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)HTTPS_ANSWER_MS);
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (question->ca_file && *question->ca_file) {
        curl_easy_setopt(curl, CURLOPT_CAINFO, question->ca_file);
        curl_easy_setopt(curl, CURLOPT_CAPATH, NULL);
    }
    if (question->user) {
        curl_easy_setopt(curl, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
        curl_easy_setopt(curl, CURLOPT_USERNAME, question->user);
        curl_easy_setopt(curl, CURLOPT_PASSWORD, question->secret);
    }
    if (question->form)
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, question->form);
}

/* "https://host:443/path" is of "host:443". */
static const char *host_of(struct arena *arena, const char *url)
{
    const char *host = strstr(url, "://");

    host = host ? host + strlen("://") : url;
    return arena_text(arena, host, strcspn(host, "/?"));
}

static const char *code_of(CURLcode result, const struct hearing *hearing)
{
    if (hearing->is_long)
        return "HTTPS-LONG";
    return result == CURLE_PEER_FAILED_VERIFICATION || result == CURLE_SSL_CACERT_BADFILE
            || result == CURLE_SSL_ISSUER_ERROR
        ? "HTTPS-CERTIFICAT"
        : "HTTPS-CONNEXION";
}

static bool perform(struct ctx *cx, CURL *curl, const struct https_question *question,
                    struct https_answer *answer)
{
    struct hearing hearing = { .text.arena = cx->arena };
    struct curl_slist *heads = curl_slist_append(NULL, "Accept: application/json");
    char said[CURL_ERROR_SIZE] = "";
    long status = 0;

    configure(curl, question);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, heads);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, said);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, hear);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &hearing);
    CURLcode result = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    curl_slist_free_all(heads);
    const char *text = buf_string(&hearing.text);
    if (result == CURLE_OK && !str_is_utf8(text, hearing.text.size))
        text = "";
    *answer = (struct https_answer){ .status = (int)status, .text = text };
    return result == CURLE_OK
        || fail(cx, FAULT_BUSY, code_of(result, &hearing), "host",
                host_of(cx->arena, question->url), "reason",
                arena_copy(cx->arena, *said ? said : curl_easy_strerror(result)), NULL);
}

bool https_ask(struct ctx *cx, const struct https_question *question, struct https_answer *answer)
{
    struct https_answer heard;

    if (!web_url_is(question->url))
        return fail(cx, FAULT_INPUT, "HTTPS-ADRESSE", "value", question->url, NULL);
    CURL *curl = curl_easy_init();
    if (!curl)
        abort();
    bool done = perform(cx, curl, question, &heard);
    curl_easy_cleanup(curl);
    if (done)
        *answer = heard;
    return done;
}

const char *https_coded(struct arena *arena, const char *value)
{
    struct buf text = { .arena = arena };

    for (; *value; value++) {
        unsigned char byte = (unsigned char)*value;
        bool is_plain = (byte >= '0' && byte <= '9')
            || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z') || strchr("-._~", byte);
        if (is_plain)
            buf_byte(&text, (char)byte);
        else
            buf_format(&text, "%%%02X", byte);
    }
    return buf_string(&text);
}
