#include "format/sandbox.h"

#include <errno.h>
#include <seccomp.h>
#include <stddef.h>
#include <sys/resource.h>
#include <unistd.h>

static bool limit_set(__rlimit_resource_t resource, int64_t most)
{
    struct rlimit limit = { .rlim_cur = (rlim_t)most, .rlim_max = (rlim_t)most };

    return setrlimit(resource, &limit) == 0;
}

bool sandbox_limit(int64_t memory_bytes, int64_t processor_s)
{
#ifdef __SANITIZE_ADDRESS__
    memory_bytes = 0; /* its shadow reserves terabytes of addresses */
#endif
    return (memory_bytes == 0 || limit_set(RLIMIT_AS, memory_bytes))
        && (processor_s == 0 || limit_set(RLIMIT_CPU, processor_s)) && limit_set(RLIMIT_CORE, 0)
        && limit_set(RLIMIT_FSIZE, 0);
}

/* The file given, which may be read twice, memory and the end; sysinfo is what qsort asks how much
 * it may take. */
static const int allowed[] = {
    SCMP_SYS(read),           SCMP_SYS(write),        SCMP_SYS(mmap),        SCMP_SYS(munmap),
    SCMP_SYS(mremap),         SCMP_SYS(mprotect),     SCMP_SYS(brk),         SCMP_SYS(madvise),
    SCMP_SYS(exit),           SCMP_SYS(exit_group),   SCMP_SYS(futex),       SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn), SCMP_SYS(sigaltstack), SCMP_SYS(getpid),
    SCMP_SYS(gettid),         SCMP_SYS(sysinfo),      SCMP_SYS(lseek),
};

/* What a library that looks for a file calls. */
static const int looking[] = {
    SCMP_SYS(open), SCMP_SYS(openat), SCMP_SYS(access), SCMP_SYS(stat), SCMP_SYS(newfstatat),
};

static bool looking_add(scmp_filter_ctx filter)
{
    for (size_t i = 0; i < sizeof looking / sizeof *looking; i++)
        if (seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOENT), looking[i], 0) != 0)
            return false;
    return true;
}

static bool rules_add(scmp_filter_ctx filter)
{
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
        if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0) != 0)
            return false;
    /* abort() signals the process itself, and nobody else. */
    return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
                            SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid()))
        == 0;
}

bool sandbox_close(enum sandbox_files files)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    bool closed = filter && rules_add(filter)
        && (files == SANDBOX_FILES_KILL || looking_add(filter)) && seccomp_load(filter) == 0;

    if (filter)
        seccomp_release(filter);
    return closed;
}
