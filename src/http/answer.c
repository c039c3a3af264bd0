#include <assert.h>
#include <string.h>

#include "base/buf.h"
#include "base/log.h"
#include "base/str.h"
#include "http/contact_session.h"
#include "http/reply.h"

/* For the value of a header: ASCII between quotes, and UTF-8 in percent signs beside it. */
static const char *disposition(struct arena *arena, const char *name)
{
    struct buf plain = { .arena = arena }, coded = { .arena = arena };

    for (const char *at = name; *at; at++) {
        unsigned char byte = (unsigned char)*at;
        bool is_word = (byte >= '0' && byte <= '9')
            || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z') || byte == '.' || byte == '-'
            || byte == '_';
        if (byte < 0x80)
            buf_byte(&plain, is_word || byte == ' ' ? *at : '_');
        if (is_word)
            buf_byte(&coded, *at);
        else
            buf_format(&coded, "%%%02X", byte);
    }
    return arena_format(arena, "attachment; filename=\"%s\"; filename*=UTF-8''%s",
                        buf_string(&plain), buf_string(&coded));
}

static void reply_download(struct arena *arena, const struct answer *answer, struct reply *reply)
{
    reply_text(reply, answer->status ? answer->status : 200, answer->file_type,
               answer->file_bytes ? answer->file_bytes : "", answer->file_size);
    reply_header(reply, "Content-Disposition", disposition(arena, answer->file_name));
    reply->policy = "sandbox; default-src 'none'; frame-ancestors 'none'";
}

/* Nothing in it runs, loads or leads anywhere, and only we may frame it. */
static void reply_inline(const struct answer *answer, struct reply *reply)
{
    reply_text(reply, answer->status ? answer->status : 200, "text/html; charset=utf-8",
               answer->inline_html, strlen(answer->inline_html));
    reply->policy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:;"
                    " form-action 'none'; base-uri 'none'; frame-ancestors 'self'";
}

static const char *cookie_line(struct arena *arena, const struct site *site, const char *name,
                               const char *value)
{
    return arena_format(arena, "%s=%s; Path=/; HttpOnly; SameSite=Lax%s%s", name, value,
                        site_is_secure(site) ? "; Secure" : "", *value ? "" : "; Max-Age=0");
}

static bool close_old(struct ctx *cx, const struct session *session)
{
    if (!session)
        return true;
    return session->contact ? contact_session_close(cx, session->id)
                            : session_close(cx, session->id);
}

static bool open_new(struct ctx *cx, const struct session_change *change,
                     const struct session_peer *peer, const char **cookie)
{
    return change->contact ? contact_session_open(cx, change, peer, cookie)
                           : session_open(cx, change, peer, cookie);
}

static bool notice_write(struct ctx *cx, const struct session *session, const char *notice)
{
    if (session->api_token > 0)
        return true;
    return session->contact ? contact_session_notice(cx, session->id, notice)
                            : session_notice(cx, session->id, notice);
}

static bool session_write(struct ctx *cx, const struct request *request,
                          const struct session_change *change, struct reply *reply)
{
    const char *agent = head_find(request->head, "User-Agent");
    struct session_peer peer = { .address = request->address, .agent = agent ? agent : "" };
    const char *cookie = "";

    if (!str_is_utf8(peer.agent, strlen(peer.agent)))
        peer.agent = "";
    bool is_contact = change->contact || request_contact(request);
    if (!close_old(cx, request->session))
        return false;
    if (change->signs_in && !open_new(cx, change, &peer, &cookie))
        return false;
    reply_header(reply, "Set-Cookie",
                 cookie_line(cx->arena, request->site,
                             is_contact ? request_contact_cookie_name(request->site)
                                        : request_cookie_name(request->site),
                             cookie));
    return true;
}

static void reply_model(struct ctx *cx, struct request *request, const struct answer *answer,
                        struct reply *reply)
{
    const char *page = answer->page ? answer->page : request->route->page;

    if (!request->is_api && page) {
        if (answer->again_s > 0)
            reply_header(reply, "Refresh", arena_format(cx->arena, "%d", answer->again_s));
        if (answer->abroad)
            reply_header(reply, "Refresh", arena_format(cx->arena, "0; url=%s", answer->abroad));
        reply->status = answer->status;
        reply_page(cx, request, page, answer->model, reply);
    } else if (!request->is_api && json_count(answer->model) == 0) {
        reply_text(reply, answer->status ? answer->status : 200, "text/plain; charset=utf-8",
                   "ok\n", strlen("ok\n"));
    } else {
        const char *text = json_write(cx->arena, answer->model);
        reply_text(reply, answer->status ? answer->status : 200, "application/json", text,
                   strlen(text));
    }
}

static bool reply_redirect(struct ctx *cx, const struct request *request,
                           const struct answer *answer, struct reply *reply)
{
    assert(answer->redirect[0] == '/' && answer->redirect[1] != '/');
    if (answer->notice && request->session && !notice_write(cx, request->session, answer->notice))
        return false;
    reply_text(reply, answer->status ? answer->status : 303, "text/plain; charset=utf-8", "", 0);
    reply_header(reply, "Location", answer->redirect);
    return true;
}

/* A notice that a page has shown is not shown again. */
static bool notice_clear(struct ctx *cx, const struct request *request, const struct reply *reply)
{
    if (request->is_api || reply->status != 200 || !*request_notice(request)
        || !request->route->page)
        return true;
    return notice_write(cx, request->session, NULL);
}

/* Only what we write ourselves: "fr" or "en". */
static void language_write(struct arena *arena, const struct site *site, const char *language,
                           struct reply *reply)
{
    reply_header(reply, "Set-Cookie",
                 arena_format(arena, "%s=%s; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000%s",
                              REQUEST_LANGUAGE_COOKIE, language,
                              site_is_secure(site) ? "; Secure" : ""));
}

bool reply_answer(struct ctx *cx, struct request *request, const struct answer *answer,
                  struct reply *reply)
{
    reply_header(reply, "Cache-Control", "no-store");
    if (answer->session && !session_write(cx, request, answer->session, reply))
        return false;
    if (answer->language)
        language_write(cx->arena, request->site, answer->language, reply);
    if (answer->abroad && !answer->abroad_by_page) {
        reply_text(reply, 303, "text/plain; charset=utf-8", "", 0);
        reply_header(reply, "Location", answer->abroad);
        return true;
    }
    if (answer->redirect && !request->is_api)
        return reply_redirect(cx, request, answer, reply);
    if (answer->file_name) {
        reply_download(cx->arena, answer, reply);
        return true;
    }
    if (answer->inline_html) {
        reply_inline(answer, reply);
        return true;
    }
    reply_model(cx, request, answer, reply);
    if (answer->notice && !answer->redirect && request->is_api && request->session)
        return notice_write(cx, request->session, answer->notice);
    return notice_clear(cx, request, reply);
}
