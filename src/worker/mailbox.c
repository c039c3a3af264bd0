#include "worker/mailbox.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/log.h"
#include "base/zone.h"
#include "mail/box.h"

enum { TURN_S = 15 };

struct mailbox {
    const struct mailbox_site *site;
    struct imap *imap;
    struct arena arena;
    struct ctx cx;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    volatile bool stop;
};

/* What is too large is nobody's to take: it is passed over, and said. */
static bool take_one(struct ctx *cx, const struct mail_site *site, struct imap *imap, int64_t uid,
                     struct mailbox_turn *turn)
{
    const struct imap_fetch fetch = { .uid = uid,
                                      .file = memfd_create("mail", MFD_CLOEXEC),
                                      .limit = LIMIT_MAIL_BYTES };
    struct mail_taken taken = { 0 };
    bool is_whole = true;

    if (fetch.file < 0)
        return fail(cx, FAULT_BUSY, "PROCESSUS", "reason", strerror(errno), NULL);
    bool well = imap_fetch(cx, imap, &fetch, &is_whole)
        && (!is_whole || mail_take(cx, site, fetch.file, &taken));
    close(fetch.file);
    turn->taken += well && is_whole;
    turn->fresh += taken.is_new;
    turn->left += well && !is_whole;
    return well;
}

static bool find_box(struct ctx *cx, struct imap *imap, struct mail_box *box)
{
    int64_t validity;

    if (!imap_validity(cx, imap, &validity) || !box_find(cx, box))
        return false;
    if (box->validity != validity)
        box->last = 0;
    box->validity = validity;
    return true;
}

bool mailbox_read(struct ctx *cx, const struct mail_site *site, struct imap *imap, const char *url,
                  struct mailbox_turn *turn)
{
    struct mail_box box = { .url = url };
    struct imap_list list;

    *turn = (struct mailbox_turn){ 0 };
    if (!find_box(cx, imap, &box) || !imap_list(cx, imap, box.last, &list))
        return false;
    for (size_t i = 0; i < list.count; i++) {
        int64_t left = turn->left;
        if (!take_one(cx, site, imap, list.uids[i], turn)) {
            imap_unsee(cx, imap, list.uids[i]);
            return false;
        }
        if (turn->left > left)
            imap_unsee(cx, imap, list.uids[i]);
        box.last = list.uids[i];
        if (!box_keep(cx, &box))
            return false;
    }
    return true;
}

static void run_turn(struct mailbox *mailbox)
{
    struct ctx *cx = &mailbox->cx;
    struct mailbox_turn turn;

    cx->now = mailbox->site->clock->wall(mailbox->site->clock);
    cx->today = zone_civil(zone_now(mailbox->site->zone), cx->now).date;
    if (!mailbox_read(cx, mailbox->site->mail, mailbox->imap, mailbox->site->imap.url, &turn)
        && !mailbox->stop)
        log_fault("the return box was not read", &cx->fault);
    if (turn.fresh > 0)
        log_write(LOG_INFO, "mail taken", "count",
                  arena_format(cx->arena, "%lld", (long long)turn.fresh), NULL);
    if (turn.left > 0)
        log_write(LOG_WARN, "mail too large was left in its box", NULL);
    cx->fault = (struct fault){ 0 };
}

/* False when it is time to stop. */
static bool wait_turn(struct mailbox *mailbox)
{
    struct timespec until;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += TURN_S;
    pthread_mutex_lock(&mailbox->lock);
    while (!mailbox->stop
           && pthread_cond_timedwait(&mailbox->wake, &mailbox->lock, &until) != ETIMEDOUT)
        continue;
    bool goes_on = !mailbox->stop;
    pthread_mutex_unlock(&mailbox->lock);
    return goes_on;
}

static void *work(void *argument)
{
    struct mailbox *mailbox = argument;

    do {
        struct arena_mark mark = arena_mark(&mailbox->arena);
        run_turn(mailbox);
        arena_rewind(&mailbox->arena, mark);
    } while (wait_turn(mailbox));
    return NULL;
}

static bool start(struct ctx *cx, struct mailbox *mailbox)
{
    const struct mailbox_site *site = mailbox->site;
    struct imap_config config = site->imap;

    config.stop = &mailbox->stop;
    mailbox->imap = imap_open(cx, &config);
    if (!mailbox->imap)
        return false;
    mailbox->cx.store = scope_open(&mailbox->cx, site->store);
    if (!mailbox->cx.store)
        return fail(cx, mailbox->cx.fault.kind, mailbox->cx.fault.code, NULL);
    scope_firm(mailbox->cx.store, site->firm->id);
    return pthread_create(&mailbox->thread, NULL, work, mailbox) == 0
        || fail(cx, FAULT_BROKEN, "FIL", NULL);
}

static void release(struct mailbox *mailbox)
{
    imap_close(mailbox->imap);
    scope_close(mailbox->cx.store);
    arena_free(&mailbox->arena);
    pthread_cond_destroy(&mailbox->wake);
    pthread_mutex_destroy(&mailbox->lock);
    free(mailbox);
}

struct mailbox *mailbox_start(struct ctx *cx, const struct mailbox_site *site)
{
    struct mailbox *mailbox = calloc(1, sizeof *mailbox);

    if (!mailbox)
        abort();
    mailbox->site = site;
    mailbox->cx = (struct ctx){ .arena = &mailbox->arena };
    pthread_mutex_init(&mailbox->lock, NULL);
    pthread_cond_init(&mailbox->wake, NULL);
    if (start(cx, mailbox))
        return mailbox;
    release(mailbox);
    return NULL;
}

void mailbox_stop(struct mailbox *mailbox)
{
    if (!mailbox)
        return;
    pthread_mutex_lock(&mailbox->lock);
    mailbox->stop = true;
    pthread_cond_signal(&mailbox->wake);
    pthread_mutex_unlock(&mailbox->lock);
    pthread_join(mailbox->thread, NULL);
    release(mailbox);
}
