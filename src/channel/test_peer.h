/* For tests only: an SMTP server in threads of the test; it obeys its rules, remembers all. */
#ifndef CHANNEL_TEST_PEER_H
#define CHANNEL_TEST_PEER_H

#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "channel/test_peer_script.h"

enum { PEER_THREADS = 64 };

struct peer {
    const struct peer_rule *rules;
    int cut_after;    /* hangs up after so many bytes of a message; 0: never */
    const char *last; /* said before it does, or NULL */
    int listener, port, accepted, connections;
    int times[PEER_VERB_COUNT];
    char *heard; /* all that came, in order */
    size_t heard_size;
    FILE *record;
    pthread_mutex_t lock;
    pthread_t listening, serving[PEER_THREADS];
};

static const char *peer_hear(struct peer *peer, const char *line, size_t size, enum peer_verb verb)
{
    const char *reply = "";

    pthread_mutex_lock(&peer->lock);
    fwrite(line, 1, size, peer->record);
    if (verb < PEER_VERB_COUNT)
        reply = peer_answer(peer->rules, verb, ++peer->times[verb]);
    peer->accepted += verb == DOT && reply && *reply == '2';
    pthread_mutex_unlock(&peer->lock);
    return reply;
}

static void peer_talk(struct peer *peer, int socket, FILE *in)
{
    bool stays = peer_say(socket, peer_hear(peer, "", 0, GREETING)), in_data = false;
    size_t room = 0;
    ssize_t size, bytes = 0;
    char *line = NULL;

    while (stays && (size = getline(&line, &room, in)) > 0) {
        bool content = in_data && strcmp(line, ".\r\n") != 0;
        enum peer_verb verb = content ? PEER_VERB_COUNT : peer_verb_of(line);
        const char *reply = peer_hear(peer, line, (size_t)size, verb);
        bytes = content ? bytes + size : 0;
        stays = peer_say(socket, reply) && !(peer->cut_after && bytes >= peer->cut_after);
        if (!stays && peer->last && peer_say(socket, peer->last))
            usleep(300000);
        in_data = content || (verb == DATA && reply && *reply == '3');
    }
    free(line);
}

struct peer_visit {
    struct peer *peer;
    int socket;
};

static void *peer_serve(void *argument)
{
    struct peer_visit *visit = argument;
    FILE *in = fdopen(visit->socket, "r");

    peer_talk(visit->peer, visit->socket, in);
    fclose(in);
    free(visit);
    return NULL;
}

static void *peer_listen(void *argument)
{
    struct peer *peer = argument;
    int socket;

    while (peer->connections < PEER_THREADS && (socket = accept(peer->listener, NULL, NULL)) >= 0) {
        struct peer_visit *visit = malloc(sizeof *visit);
        *visit = (struct peer_visit){ peer, socket };
        pthread_create(&peer->serving[peer->connections++], NULL, peer_serve, visit);
    }
    return NULL;
}

static void peer_start(struct peer *peer, const struct peer_rule *rules)
{
    struct sockaddr_in address = { .sin_family = AF_INET };
    socklen_t size = sizeof address;

    *peer = (struct peer){ .rules = rules, .listener = socket(AF_INET, SOCK_STREAM, 0) };
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    pthread_mutex_init(&peer->lock, NULL);
    peer->record = open_memstream(&peer->heard, &peer->heard_size);
    bind(peer->listener, (struct sockaddr *)&address, size);
    listen(peer->listener, PEER_THREADS);
    getsockname(peer->listener, (struct sockaddr *)&address, &size);
    peer->port = ntohs(address.sin_port);
    pthread_create(&peer->listening, NULL, peer_listen, peer);
}

/* Waits until all lines are closed; then « heard » may be read, and is freed by the test. */
static void peer_stop(struct peer *peer)
{
    shutdown(peer->listener, SHUT_RDWR);
    pthread_join(peer->listening, NULL);
    for (int i = 0; i < peer->connections; i++)
        pthread_join(peer->serving[i], NULL);
    close(peer->listener);
    fclose(peer->record);
}

#endif
