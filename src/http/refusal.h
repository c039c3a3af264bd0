/*
 * What the door itself refuses, before or beside any handler: a status of HTTP and a code of ours,
 * worded as « fault.CODE » like every other.
 */
#ifndef HTTP_REFUSAL_H
#define HTTP_REFUSAL_H

struct refusal {
    int status; /* 0: nothing is refused */
    const char *code;
};

#define NO_REFUSAL ((struct refusal){ 0 })
#define REFUSAL(STATUS, CODE) ((struct refusal){ .status = (STATUS), .code = (CODE) })

#endif
