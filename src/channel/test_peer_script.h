/*
 * For tests only: what an SMTP server of a test answers. Rules change its usual answers, each for
 * a verb and the time it is heard. A reply holds its line ends; « | » in it is a pause between two
 * packets, « ! » at its end hangs up. NULL hangs up at once, "" says nothing.
 */
#ifndef CHANNEL_TEST_PEER_SCRIPT_H
#define CHANNEL_TEST_PEER_SCRIPT_H

#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum peer_verb { PEER_END, GREETING, EHLO, MAIL, RCPT, DATA, DOT, RSET, QUIT, PEER_VERB_COUNT };

struct peer_rule {
    enum peer_verb verb;
    int time; /* the first is 1; 0 for every time */
    const char *reply;
};

static const char *peer_answer(const struct peer_rule *rules, enum peer_verb verb, int time)
{
    static const char *const usual[PEER_VERB_COUNT] = {
        [GREETING] = "220 peer ESMTP\r\n",
        [EHLO] = "250-peer\r\n250-SIZE 9000000\r\n250-DSN\r\n250 8BITMIME\r\n",
        [MAIL] = "250 2.1.0 Ok\r\n",
        [RCPT] = "250 2.1.5 Ok\r\n",
        [DATA] = "354 go on\r\n",
        [DOT] = "250 2.0.0 Ok: queued as 4ABC\r\n",
        [RSET] = "250 Ok\r\n",
        [QUIT] = "221 Bye\r\n!",
    };

    for (; rules && rules->verb != PEER_END; rules++)
        if (rules->verb == verb && (rules->time == 0 || rules->time == time))
            return rules->reply;
    return usual[verb];
}

static enum peer_verb peer_verb_of(const char *line)
{
    static const char *const verbs[] = { "", "", "EHLO", "MAIL", "RCPT", "DATA", ".\r\n", "RSET" };

    for (size_t i = EHLO; i < QUIT; i++)
        if (strncmp(line, verbs[i], strlen(verbs[i])) == 0)
            return (enum peer_verb)i;
    return QUIT;
}

/* False to hang up. */
static bool peer_say(int socket, const char *reply)
{
    while (reply && *reply && *reply != '!') {
        size_t size = strcspn(reply, "|!");
        send(socket, reply, size, MSG_NOSIGNAL);
        reply += size;
        if (*reply == '|' && reply++)
            usleep(3000);
    }
    return reply && *reply != '!';
}

#endif
