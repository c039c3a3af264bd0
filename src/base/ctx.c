#include "base/ctx.h"

#include <assert.h>
#include <stdarg.h>
#include <string.h>

bool(fail)(struct ctx *cx, enum fault_kind kind, const char *code, ...)
{
    struct fault fault = { .kind = kind, .code = arena_copy(cx->arena, code) };
    const char *name;
    size_t count = 0;
    va_list pairs;

    assert(cx->fault.kind == FAULT_NONE);
    va_start(pairs, code);
    while ((name = va_arg(pairs, const char *))) {
        const char *value = va_arg(pairs, const char *);
        assert(count < FAULT_ARGS_LIMIT);
        fault.args[count++] = (struct fault_arg){
            .name = arena_copy(cx->arena, name),
            .value = arena_copy(cx->arena, value ? value : ""),
        };
    }
    va_end(pairs);
    cx->fault = fault;
    return false;
}

const char *fault_arg(const struct fault *fault, const char *name)
{
    for (size_t i = 0; i < FAULT_ARGS_LIMIT && fault->args[i].name; i++)
        if (strcmp(fault->args[i].name, name) == 0)
            return fault->args[i].value;
    return "";
}
