#include "worker/kinds.h"

#include "invoice/dunning.h"

const struct chase_kind *const worker_kinds[] = {
    &dunning_kind,
    NULL,
};
