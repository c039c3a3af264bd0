/*
 * What went wrong in an engine, kept until somebody asks: rows tell it in rows_done.
 */
#ifndef STORE_TROUBLE_H
#define STORE_TROUBLE_H

#include "base/ctx.h"

struct trouble {
    enum fault_kind kind;
    const char *code; /* NULL: nothing went wrong */
    const char *detail;
};

#define NO_TROUBLE ((struct trouble){ .code = NULL })

#endif
