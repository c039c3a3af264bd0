/*
 * For tests only: a peer that others wrote, in a process of node's (tests/peers). Its first line is
 * {"port":N} or {"skip":"why"}; it ends when its input does.
 */
#ifndef CHANNEL_TEST_NODE_H
#define CHANNEL_TEST_NODE_H

#include <fcntl.h>
#include <ftw.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/test.h"

enum { NODE_OPTIONS = 6 };

struct node_peer {
    struct arena *arena;
    const char *folder; /* its own, removed with it */
    pid_t id;
    int input, port; /* port 0: this machine cannot run it, which was said */
};

static inline char *node_word(struct arena *arena, const char *text)
{
    return memcpy(arena_new(arena, char, strlen(text) + 1), text, strlen(text));
}

static inline int node_port(int output)
{
    FILE *file = fdopen(output, "r");
    size_t room = 0;
    char *line = NULL;
    int port = 0;

    if (getline(&line, &room, file) <= 0 || sscanf(line, "{\"port\":%d}", &port) != 1)
        print_message("# SKIP no peer: %s", line && *line ? line : "node did not start it\n");
    free(line);
    fclose(file);
    return port;
}

static inline void node_spawn(struct node_peer *peer, char **words)
{
    posix_spawn_file_actions_t actions;
    int input[2], output[2];

    assert_int_equal(pipe2(input, O_CLOEXEC) | pipe2(output, O_CLOEXEC), 0);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input[0], 0);
    posix_spawn_file_actions_adddup2(&actions, output[1], 1);
    if (posix_spawnp(&peer->id, "node", &actions, NULL, words, environ) != 0)
        peer->id = 0;
    posix_spawn_file_actions_destroy(&actions);
    close(input[0]);
    close(output[1]);
    peer->input = input[1];
    peer->port = node_port(output[0]);
}

/* The options end in NULL or at NODE_OPTIONS; « --folder » is said beside them. */
static inline struct node_peer node_begin(struct arena *arena, const char *script,
                                          const char *const *options)
{
    struct node_peer peer = { .arena = arena };
    const char *base = getenv("TMPDIR");

    peer.folder = mkdtemp(
        node_word(arena, arena_format(arena, "%s/quitus-peer-XXXXXX", base ? base : "/tmp")));
    assert_non_null(peer.folder);
    const char *const fixed[] = { "node", script, "--folder", peer.folder };
    char *words[COUNT_OF(fixed) + NODE_OPTIONS + 1] = { 0 };
    for (size_t i = 0; i < COUNT_OF(fixed); i++)
        words[i] = node_word(arena, fixed[i]);
    for (size_t i = 0; i < NODE_OPTIONS && options[i]; i++)
        words[COUNT_OF(fixed) + i] = node_word(arena, options[i]);
    node_spawn(&peer, words);
    return peer;
}

static inline int node_remove(const char *path, const struct stat *status, int kind,
                              struct FTW *place)
{
    (void)status, (void)kind, (void)place;
    return remove(path);
}

static inline void node_end(struct node_peer *peer)
{
    close(peer->input);
    if (peer->id)
        waitpid(peer->id, NULL, 0);
    nftw(peer->folder, node_remove, 4, FTW_DEPTH | FTW_PHYS);
}

#endif
