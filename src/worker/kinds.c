#include "worker/kinds.h"

#include <string.h>

#include "client/login_link.h"
#include "invoice/dunning.h"
#include "notice/digest.h"
#include "notice/notify.h"
#include "request/remind.h"
#include "task/remind.h"

const struct chase_kind *const worker_kinds[] = {
    &dunning_kind,
    &request_kind,
    &task_kind,
    NULL,
};

const struct chase_kind *const worker_apart[] = {
    &access_kind,
    &digest_kind,
    &notice_kind,
    NULL,
};

const struct chase_kind *worker_kind(const char *name)
{
    for (size_t i = 0; worker_kinds[i]; i++)
        if (strcmp(worker_kinds[i]->name, name) == 0)
            return worker_kinds[i];
    return NULL;
}
