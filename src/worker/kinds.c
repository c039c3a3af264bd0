#include "worker/kinds.h"

#include <string.h>

#include "client/invitation.h"
#include "client/login_link.h"
#include "firm/help_vote.h"
#include "firm/member_link.h"
#include "invoice/dunning.h"
#include "mail/renewed.h"
#include "notice/digest.h"
#include "notice/notify.h"
#include "notice/reply.h"
#include "request/awaited.h"
#include "request/remind.h"
#include "task/remind.h"

const struct chase_kind *const worker_kinds[] = {
    &dunning_kind,
    &request_kind,
    &task_kind,
    NULL,
};

const struct chase_kind *const worker_apart[] = {
    &access_kind, &invitation_kind, &member_link_kind, &help_vote_kind, &digest_kind,
    &notice_kind, &reply_kind,      &renewed_kind,     &awaited_kind,   NULL,
};

static const struct chase_kind *find(const struct chase_kind *const *kinds, const char *name)
{
    while (*kinds && strcmp((*kinds)->name, name) != 0)
        kinds++;
    return *kinds;
}

const struct chase_kind *worker_kind(const char *name)
{
    return find(worker_kinds, name);
}

const char *worker_reader(const char *kind)
{
    const struct chase_kind *found = find(worker_kinds, kind);

    if (!found)
        found = find(worker_apart, kind);
    return found ? found->reader : "person";
}
