#include "document/scan.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/str.h"

enum { PIECE_BYTES = 64 * 1024, ANSWER_BYTES = 4096 };

static int peer_open(const char *path)
{
    const struct timeval wait = { .tv_sec = SCAN_WAIT_S };
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    size_t size = strlen(path);

    if (size >= sizeof address.sun_path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(address.sun_path, path, size);
    int peer = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (peer >= 0
        && (setsockopt(peer, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait) != 0
            || setsockopt(peer, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait) != 0
            || connect(peer, (struct sockaddr *)&address, sizeof address) != 0)) {
        int error = errno;
        close(peer);
        errno = error;
        return -1;
    }
    return peer;
}

static bool say(int peer, const void *bytes, size_t size)
{
    const char *from = bytes;

    while (size > 0) {
        ssize_t sent = send(peer, from, size, MSG_NOSIGNAL);
        if (sent < 0 && errno != EINTR)
            return false;
        if (sent > 0) {
            from += sent;
            size -= (size_t)sent;
        }
    }
    return true;
}

static bool say_piece(int peer, const void *bytes, size_t size)
{
    uint32_t length = htonl((uint32_t)size);

    return say(peer, &length, sizeof length) && say(peer, bytes, size);
}

static ssize_t read_piece(int file, unsigned char *bytes)
{
    ssize_t size;

    do
        size = read(file, bytes, PIECE_BYTES);
    while (size < 0 && errno == EINTR);
    return size;
}

/* A peer that has heard enough answers and hangs up: what it said counts, not that it did. */
static void say_file(struct arena *arena, int peer, int file)
{
    static const char COMMAND[] = "zINSTREAM";
    unsigned char *bytes = arena_new(arena, unsigned char, PIECE_BYTES);
    bool well = say(peer, COMMAND, sizeof COMMAND);
    ssize_t size;

    while (well && (size = read_piece(file, bytes)) > 0)
        well = say_piece(peer, bytes, (size_t)size);
    if (well)
        (void)!say_piece(peer, "", 0);
}

/* Up to its NUL; NULL when none comes. */
static const char *hear(struct arena *arena, int peer)
{
    struct buf answer = { .arena = arena };
    char byte;

    while (answer.size < ANSWER_BYTES) {
        ssize_t got = recv(peer, &byte, 1, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return NULL;
        if (byte == '\0')
            return buf_string(&answer);
        buf_byte(&answer, byte);
    }
    return NULL;
}

/* Its words are shown: no more of them than fit, and text. */
static const char *plain(struct arena *arena, const char *answer)
{
    const char *text = str_starts(answer, "stream: ") ? answer + strlen("stream: ") : answer;
    struct buf words = { .arena = arena };

    for (; *text && words.size < SCAN_SAID_CHARS; text++)
        buf_byte(&words, *text >= ' ' && *text <= '~' ? *text : '?');
    return buf_string(&words);
}

static struct scan judged(struct arena *arena, const char *answer)
{
    const char *verdict = !answer    ? ""
        : str_ends(answer, ": OK")   ? "clean"
        : str_ends(answer, " FOUND") ? "danger"
                                     : "";

    return (struct scan){ verdict, answer ? plain(arena, answer) : "no answer" };
}

static struct scan ask(struct arena *arena, int peer, const char *path)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);

    if (file < 0)
        return (struct scan){ "", strerrordesc_np(errno) };
    say_file(arena, peer, file);
    close(file);
    return judged(arena, hear(arena, peer));
}

struct scan scan_file(struct arena *arena, const char *where, const char *path)
{
    static const char UNIX[] = "unix:";

    if (!where || *where == '\0')
        return (struct scan){ "", "" };
    if (!str_starts(where, UNIX))
        return (struct scan){ "", "not a unix: address" };
    int peer = peer_open(where + strlen(UNIX));
    if (peer < 0)
        return (struct scan){ "", strerrordesc_np(errno) };
    struct scan scan = ask(arena, peer, path);
    close(peer);
    return scan;
}
