/*
 * Whose clients a member sees (P-9, P-10): a confidential one, only the members assigned to it,
 * admins not excepted; a test dossier, only the member whose own it is. The wall between firms is
 * in the store, and so are the words of this one, since layers below the clients answer members
 * too: what is chased and what was sent.
 *
 * Every statement that tells a member something of clients, a sum or a count too, carries one of
 * these conditions. MEMBER is who reads and TODAY the firm's day. 0 is the house itself, which sees
 * all clients but test dossiers: rounds, the command line. Few clients are confidential or tests,
 * and an index holds them alone.
 *
 *     "... FROM invoice i WHERE i.firm = $1 AND " CLIENT_VISIBLE("i.client", "$2", "$3")
 *
 * Parameters are cast here: they may stand beside no column elsewhere.
 */
#ifndef STORE_VISIBLE_H
#define STORE_VISIBLE_H

#define VISIBLE_MEMBER(MEMBER) "CAST(" MEMBER " AS BIGINT)"
#define VISIBLE_UNASSIGNED(CLIENT, MEMBER, TODAY)                                                  \
    VISIBLE_MEMBER(MEMBER)                                                                         \
    " <> 0 AND NOT EXISTS (SELECT 1 FROM assignment own WHERE own.firm = $1 AND own.client"        \
    " = " CLIENT                                                                                   \
    " AND own.member = " VISIBLE_MEMBER(MEMBER) " AND own.first_on <= CAST(" TODAY " AS TEXT)"     \
                                                " AND (own.last_on IS NULL OR"                     \
                                                " own.last_on >= CAST(" TODAY " AS TEXT)))"

/* Looks the client of each row up: for one, or for the rows of a page. NULL, the firm, is seen. */
#define CLIENT_VISIBLE(CLIENT, MEMBER, TODAY)                                                      \
    "NOT EXISTS (SELECT 1 FROM client hidden WHERE hidden.firm = $1 AND hidden.id = " CLIENT       \
    " AND ((hidden.is_confidential = 1 AND " VISIBLE_UNASSIGNED(                                   \
        "hidden.id", MEMBER,                                                                       \
        TODAY) ")"                                                                                 \
               " OR (hidden.tester IS NOT NULL AND hidden.tester <> " VISIBLE_MEMBER(MEMBER) ")))"

/* The ids of all that the member does not see: read at once, where many rows are gone through. */
#define CLIENTS_HIDDEN(MEMBER, TODAY)                                                              \
    "SELECT hidden.id FROM client hidden WHERE hidden.firm = $1 AND hidden.is_confidential = 1"    \
    " AND " VISIBLE_UNASSIGNED(                                                                    \
        "hidden.id", MEMBER,                                                                       \
        TODAY) " UNION ALL SELECT hidden.id FROM client hidden WHERE hidden.firm = $1"             \
               " AND hidden.tester IS NOT NULL AND hidden.tester <> " VISIBLE_MEMBER(MEMBER)

/* The people of these, and who is invited there: an address that is theirs opens nothing (P-2). */
#define PEOPLE_HIDDEN(MEMBER, TODAY)                                                               \
    "SELECT walled.contact FROM client_contact walled WHERE walled.firm = $1 AND walled.client"    \
    " IN (" CLIENTS_HIDDEN(                                                                        \
        MEMBER,                                                                                    \
        TODAY) ") UNION ALL SELECT asked.contact FROM client_invite asked WHERE asked.firm = $1"   \
               " AND asked.client IN (" CLIENTS_HIDDEN(MEMBER, TODAY) ")"

/* The same as CLIENT_VISIBLE for sums and searches: several times as fast over thousands of rows.
 */
#define CLIENT_UNHIDDEN(CLIENT, MEMBER, TODAY)                                                     \
    "COALESCE(" CLIENT ", 0) NOT IN (" CLIENTS_HIDDEN(MEMBER, TODAY) ")"

/*
 * Messages of the firm itself name no client: they speak of what their reminders are about. One
 * that speaks of a client that the member does not see is hidden whole. M is the message; the first
 * form for one, or for the rows of a page, the second for many.
 */
#define MESSAGE_VISIBLE(M, MEMBER, TODAY)                                                          \
    CLIENT_VISIBLE(M ".client", MEMBER, TODAY)                                                     \
    " AND NOT EXISTS (SELECT 1 FROM reminder told JOIN obligation about"                           \
    " ON about.firm = told.firm AND about.id = told.obligation"                                    \
    " WHERE told.firm = $1 AND told.message = " M ".id AND about.issuer = 0"                       \
    " AND about.client IN (" CLIENTS_HIDDEN(MEMBER, TODAY) "))"
#define MESSAGES_HIDDEN(MEMBER, TODAY)                                                             \
    "SELECT told.message FROM (" CLIENTS_HIDDEN(                                                   \
        MEMBER,                                                                                    \
        TODAY) ") walled CROSS JOIN obligation about CROSS JOIN reminder told"                     \
               " WHERE about.firm = $1 AND about.client = walled.id AND about.issuer = 0"          \
               " AND told.firm = $1 AND told.obligation = about.id AND told.message IS NOT NULL"
#define MESSAGE_UNHIDDEN(M, MEMBER, TODAY)                                                         \
    CLIENT_UNHIDDEN(M ".client", MEMBER, TODAY)                                                    \
    " AND " M ".id NOT IN (" MESSAGES_HIDDEN(MEMBER, TODAY) ")"

#endif
