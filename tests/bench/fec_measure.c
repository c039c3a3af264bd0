/*
 * Runs `wc -l FILE` and `QUITUS fec VERB FILE` in turn on one core, and tells the best speed of
 * each, their ratio and the most memory that a process of Quitus took. Time is the processor's, of
 * a program and all that it started: on a busy machine the clock on the wall measures neighbours.
 *
 *     fec_measure QUITUS FILE LIMIT MIB VERB
 *
 * Ends in 1 when the ratio is under LIMIT or the memory above MIB.
 */
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROUNDS = 5 };

static double seconds_of(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec * 1e-6;
}

static void one_core(void)
{
    cpu_set_t allowed, one;

    CPU_ZERO(&one);
    if (sched_getaffinity(0, sizeof allowed, &allowed) != 0)
        return;
    for (size_t core = 0; core < CPU_SETSIZE; core++)
        if (CPU_ISSET(core, &allowed)) {
            CPU_SET(core, &one);
            (void)sched_setaffinity(0, sizeof one, &one); /* slower without, and no less true */
            return;
        }
}

/* The processor's seconds of a run whose output nobody reads. */
static double run(char *const *words)
{
    struct rusage usage;
    pid_t child = fork();
    int status;

    if (child == 0) {
        dup2(open("/dev/null", O_WRONLY), STDOUT_FILENO);
        execvp(words[0], words);
        _exit(127);
    }
    if (wait4(child, &status, 0, &usage) < 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        fprintf(stderr, "fec_measure: %s failed\n", words[0]);
        exit(2);
    }
    return seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
}

/* The largest of the processes that ended, and of those that they waited for. */
static double peak_mib(void)
{
    struct rusage usage;

    getrusage(RUSAGE_CHILDREN, &usage);
    return (double)usage.ru_maxrss / 1024;
}

int main(int count, char **words)
{
    struct stat status;

    if (count != 6 || stat(words[2], &status) != 0)
        return 2;
    char *const counting[] = { "wc", "-l", words[2], NULL };
    char *const folding[] = { words[1], "fec", words[5], words[2], "--json", NULL };
    double megabytes = (double)status.st_size / 1e6, counted = 1e9, folded = 1e9;
    one_core();
    (void)run(counting); /* the first reads from the disk */
    for (int round = 0; round < ROUNDS; round++) {
        double seconds = run(counting);
        counted = seconds < counted ? seconds : counted;
        seconds = run(folding);
        folded = seconds < folded ? seconds : folded;
    }
    double ratio = counted / folded, limit = atof(words[3]), most = atof(words[4]);
    printf("%8.1f MB  wc -l %6.0f MB/s  fec %s %6.0f MB/s  ratio %.3f (at least %.2f)"
           "  peak %.1f MiB (under %.0f)\n",
           megabytes, megabytes / counted, words[5], megabytes / folded, ratio, limit, peak_mib(),
           most);
    return ratio < limit || peak_mib() >= most;
}
