/*
 * simulate [--fault NAME] FIRST COUNT: one firm-year for each seed, its journal on standard
 * output. simulate --faults lists the faults that can be planted.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"
#include "disk.h"
#include "house.h"
#include "plant.h"
#include "world.h"

enum { KILLED = 3, LIVES = 5000, YEAR_DAYS = 365, PATIENCE_S = 20 };

static struct template
{
    char folder[64], where[96];
    char *bytes;
    size_t size;
}
template;

static void make_template(void)
{
    struct stat about;

    snprintf(template.folder, sizeof template.folder, "/tmp/laws-XXXXXX");
    if (!mkdtemp(template.folder))
        abort();
    snprintf(template.where, sizeof template.where, "%s/quitus.db", template.folder);
    house_found(template.where);
    FILE *file = fopen(template.where, "rb");
    if (!file || fstat(fileno(file), &about) != 0)
        abort();
    template.size = (size_t)about.st_size;
    template.bytes = malloc(template.size);
    if (!template.bytes || fread(template.bytes, 1, template.size, file) != template.size)
        abort();
    fclose(file);
}

static void forget_template(void)
{
    unlink(template.where);
    rmdir(template.folder);
}

/* Years in which Easter, May and the changes of clock fall otherwise. */
static void begin_world(int64_t seed, int fault)
{
    memset(world, 0, offsetof(struct world, journal));
    world->dice = (uint64_t)seed * UINT64_C(0x2545f4914f6cdd1d);
    world->seed = seed;
    world->fault = fault;
    world->first = (struct date){ date_of(2024, 1, 1).day + roll(YEAR_DAYS * 6) };
    world->last = (struct date){ world->first.day + YEAR_DAYS };
    world->day = (struct date){ world->first.day - 1 };
    world->now.ms = world->first.day * DAY_MS + 5 * HOUR_MS;
    world->crowd = roll(4) ? USUAL_PERSONS : 1; /* one who owes much meets the cap of a week */
    world->quiet_days = world->crowd == 1 ? 1 : roll(2) ? 7 : 1 + roll(3);
    world->week_cap = roll(4) ? CHASE_WEEK_CAP : 1 + roll(CHASE_WEEK_MOST);
    world->flood_on = NO_DAY;
    if (roll(8) == 0) {
        world->crowd = PERSONS;
        world->flood_on.day = world->first.day + 20 + roll(YEAR_DAYS - 60);
    }
    world->two_nodes = roll(2);
    world->alone = !world->two_nodes;
    disk_reset(template.bytes, template.size);
}

/* The books stand as after a kill, or as after a loss of power; time goes on. */
static void after_death(int status)
{
    bool by_code = WIFEXITED(status) && WEXITSTATUS(status) == KILLED;
    bool by_disk = WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT && world->disk_trouble != 0;

    if (!by_code && !by_disk) {
        note("{\"e\":\"died\",\"status\":%d}", status);
        world->over = true;
    }
    bool power = roll(3) == 0;
    if (power)
        disk_power_loss();
    note("{\"e\":\"restart\",\"power\":%d}", power);
    world->kill_in = 0;
    world->disk_trouble = DISK_WELL;
    if (!world->in_round)
        world->now.ms += roll(3) ? roll(600000) : roll(roll(5) ? 12 : 300) * HOUR_MS;
}

static void live_once(void)
{
    fflush(NULL);
    pid_t child = fork();
    int status;

    if (child < 0)
        abort();
    if (child == 0) {
        if (!getenv("LAWS_VERBOSE") && !freopen("/dev/null", "w", stderr))
            abort();
        const struct rlimit patience = { PATIENCE_S, PATIENCE_S + 1 }; /* of its own time */
        (void)setrlimit(RLIMIT_CPU, &patience);
        house_live(template.where);
        _exit(0);
    }
    while (waitpid(child, &status, 0) != child)
        continue;
    if (!world->over)
        after_death(status);
}

static void simulate(int64_t seed, int fault)
{
    begin_world(seed, fault);
    for (int lives = 0; !world->over && lives < LIVES; lives++)
        live_once();
    fwrite(world->journal, 1, world->journal_size, stdout);
    fflush(stdout);
}

static int list_faults(void)
{
    for (int i = 1; plant_name(i); i++)
        puts(plant_name(i));
    return 0;
}

int main(int count, char **arguments)
{
    int fault = 0;

    if (count == 2 && strcmp(arguments[1], "--faults") == 0)
        return list_faults();
    if (count == 5 && strcmp(arguments[1], "--fault") == 0) {
        fault = plant_find(arguments[2]);
        arguments += 2;
        count -= 2;
        if (fault == 0)
            return 64;
    }
    if (count != 3) {
        fputs("usage: simulate [--fault NAME] FIRST COUNT | --faults\n", stderr);
        return 64;
    }
    world = mmap(NULL, sizeof *world, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (world == MAP_FAILED)
        abort();
    log_quiet(LOG_ERROR);
    make_template();
    disk_make();
    disk_install();
    house_warm();
    int64_t first = atoll(arguments[1]), end = first + atoll(arguments[2]);
    for (int64_t seed = first; seed < end; seed++)
        simulate(seed, fault);
    forget_template();
    return 0;
}
