/*
 * A contact: a person at one client or several (P-2). One address is one person of the firm,
 * compared without case. What they are at a client, their functions, stands beside the client
 * (P-3). The payroll's items go to its function and the legal representative alone.
 */
#ifndef CLIENT_CONTACT_H
#define CLIENT_CONTACT_H

#include "store/store.h"

struct contact {
    int64_t id;
    const char *name, *email, *phone, *language;
    const char *email_state; /* ok, missing, bounced (P-4); set here, not by callers */
    const char *email_said;  /* the mail server's words when it bounced; "" else */
    struct instant email_at; /* since when; 0: from the beginning */
    struct instant created_at;
    bool paused; /* see contact_is_paused; of this person alone, not of those of a client */
    bool paused_ends;
    struct date paused_until; /* its last day, when paused_ends */
    const char *paused_why;
    int64_t paused_by; /* member; 0: the person themselves */
    struct instant paused_at;
};

/*
 * Adds a person; sets the id. The address was checked for its form at the edge. Faults: INPUT
 * CONTACT-NOM (no name), CONFLICT CONTACT-EXISTE with "contact" and "name": whose address it is;
 * CONTACT-RESERVE as of contact_find_open.
 */
MUST_USE bool contact_add(struct ctx *cx, struct contact *contact);

/* Adds many inside the caller's transaction, whose addresses are nobody's yet; sets the ids. */
MUST_USE bool contact_add_many(struct ctx *cx, struct contact *contacts, size_t count);

/*
 * Writes name, address, phone and language; another address is ok, or missing when "". Faults: as
 * of contact_add, and as of contact_look when anything changes.
 */
MUST_USE bool contact_save(struct ctx *cx, struct contact *contact);

/* The same for a row of a file, whose people were looked at before the first one was written. */
MUST_USE bool contact_rewrite(struct ctx *cx, struct contact *contact);

/* A mail server refused the address, in these words. One that has changed since is left alone. */
MUST_USE bool contact_bounce(struct ctx *cx, const char *email, const char *said);

/*
 * A person is spared the reminders of what the firm asks of them: by the firm, as a debtor is, or
 * by their own choice. The choice is lawful: reminders are a service of the firm's contract, whose
 * requests stay in the space; sign-in links, receipts and what answers the person still leave
 * (C-3). A debtor has no such choice, for who owes may not refuse to be told to pay. What is held
 * is looked at again today, messages under way are dropped or worded anew (C-5).
 *
 * The firm's pause takes the place of the firm's, the person's own of any; theirs alone lifts it.
 * Faults: ABSENT CONTACT-ABSENT; of the firm's acts CONFLICT CONTACT-CHOIX: it is their own choice.
 */
MUST_USE bool contact_pause(struct ctx *cx, int64_t id, const struct date *until,
                            const char *why); /* until NULL: without end */
MUST_USE bool contact_resume(struct ctx *cx, int64_t id);
MUST_USE bool contact_opt_out(struct ctx *cx, int64_t id);
MUST_USE bool contact_opt_in(struct ctx *cx, int64_t id);

/* On that day; a pause ends by itself after its last one. */
bool contact_is_paused(const struct contact *contact, struct date today);
bool contact_has_opted_out(const struct contact *contact);

/* An address as it is compared: without case (P-2); it is ASCII. */
const char *contact_folded(struct arena *arena, const char *email);

/* Fault ABSENT CONTACT-ABSENT; by an address: id 0 when there is none. */
MUST_USE bool contact_find(struct ctx *cx, int64_t id, struct contact *contact);
MUST_USE bool contact_find_by_email(struct ctx *cx, const char *email, struct contact *contact);

/* What a person is at a client. */
struct contact_role {
    int64_t client, contact;
    bool is_legal; /* legal representative */
    bool is_main;  /* the one of these we turn to: one a client */
    bool is_finance, is_payroll;
    bool is_operational;     /* gets the reminders */
    struct contact person;   /* when read */
    const char *client_name; /* likewise */
};

/*
 * The person is this at the client from now on; a main contact takes the place of the one before,
 * the first legal representative is it anyhow. Faults: ABSENT CLIENT-ABSENT, CONTACT-ABSENT;
 * CONFLICT CONTACT-PRINCIPAL: the main contact must be a legal representative.
 */
MUST_USE bool contact_join(struct ctx *cx, const struct contact_role *role);

/* The same for many, at clients that are new, inside the caller's transaction. */
MUST_USE bool contact_join_many(struct ctx *cx, const struct contact_role *roles, size_t count);

/*
 * The person takes the place of the former one at the client: as the role says, and what they were
 * there already. The former one leaves, as by contact_leave, and keeps what they are elsewhere.
 */
MUST_USE bool contact_replace(struct ctx *cx, const struct contact_role *role, int64_t former);

/* Is nothing there any more; another legal representative becomes the main contact. */
MUST_USE bool contact_leave(struct ctx *cx, int64_t client, int64_t contact);

/* People of a client, the main contact first; what a person is, at clients the actor may see. */
MUST_USE bool contact_of_client(struct ctx *cx, int64_t client, struct contact_role **roles,
                                size_t *count);
MUST_USE bool contact_clients(struct ctx *cx, int64_t contact, struct contact_role **roles,
                              size_t *count);

/* Who gets the reminders: operational, else main, else anybody with an address; id 0: nobody. */
MUST_USE bool contact_reached(struct ctx *cx, int64_t client, struct contact *contact);

#endif
