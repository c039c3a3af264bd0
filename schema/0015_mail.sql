-- Mail that came in: each message once, and what became of it.

-- What signs the addresses that our mails are answered to.
-- small: one a firm
CREATE TABLE mail_key (
    firm BIGINT NOT NULL REFERENCES firm (id),
    secret BYTES NOT NULL,
    made_at BIGINT NOT NULL,
    PRIMARY KEY (firm)
);

-- The message itself, as it came, stands in the vault of mails by its hash; the row comes after.
CREATE TABLE mail (
    firm BIGINT NOT NULL REFERENCES firm (id),
    id BIGINT NOT NULL,
    sha256 BYTES NOT NULL,               -- of the message's bytes: the same is taken once
    size BIGINT NOT NULL,
    mail_id TEXT NOT NULL,               -- Message-ID; "" none
    sender TEXT NOT NULL,                -- address of From; "" none that can be read
    sender_name TEXT NOT NULL,
    subject TEXT NOT NULL,
    text TEXT NOT NULL,                  -- its body as text, shortened
    taken_at BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('filed', 'triage', 'dropped', 'bounce')),
    reason TEXT NOT NULL,                -- a code: why it waits, or was dropped
    defect TEXT NOT NULL,                -- a code: what was read as best one could; "" nothing
    client BIGINT,                       -- it was found to be of; NULL: not known
    contact BIGINT,                      -- who wrote it; NULL: nobody we know
    message BIGINT,                      -- ours that it answers; NULL: none
    said TEXT,                           -- of a bounce: why its server failed; NULL: it is none
    collected TEXT,                      -- which of the client's collection addresses; NULL: none
    customer BIGINT,                     -- debtor whose reply it is; NULL: nobody's
    assignee BIGINT,                     -- member who is to read such a reply; NULL: any
    handed BIGINT NOT NULL,              -- how often it went on to another, unread
    escalate_on TEXT,                    -- working day on which it goes to the next; NULL: it stays
    decided_by BIGINT,                   -- member who filed or dropped it; NULL: the house
    decided_at BIGINT,                   -- NULL while nobody did
    swept_at BIGINT,                     -- since then its bytes are kept no more; NULL: they are
    PRIMARY KEY (firm, id),
    UNIQUE (firm, sha256),
    FOREIGN KEY (firm, client) REFERENCES client (firm, id),
    FOREIGN KEY (firm, contact) REFERENCES contact (firm, id),
    FOREIGN KEY (firm, decided_by) REFERENCES member (firm, id),
    FOREIGN KEY (firm, customer) REFERENCES customer (firm, id),
    FOREIGN KEY (firm, assignee) REFERENCES member (firm, id)
);

CREATE INDEX mail_customer ON mail (firm, customer, state) WHERE customer IS NOT NULL;
CREATE INDEX mail_assignee ON mail (firm, assignee) WHERE assignee IS NOT NULL;
CREATE INDEX mail_unread ON mail (firm, escalate_on, id) WHERE escalate_on IS NOT NULL;
CREATE INDEX mail_said ON mail (firm, message) WHERE said IS NOT NULL;
CREATE INDEX mail_kept ON mail (firm, taken_at) WHERE swept_at IS NULL;
CREATE INDEX mail_waits ON mail (firm, state, id);
CREATE INDEX mail_client ON mail (firm, client) WHERE client IS NOT NULL;
CREATE INDEX mail_contact ON mail (firm, contact) WHERE contact IS NOT NULL;
CREATE INDEX mail_decided ON mail (firm, decided_by) WHERE decided_by IS NOT NULL;

-- The files that it brought.
CREATE TABLE mail_file (
    firm BIGINT NOT NULL,
    mail BIGINT NOT NULL,
    place BIGINT NOT NULL,               -- among the message's parts, from 0
    name TEXT NOT NULL,
    size BIGINT NOT NULL,
    problem TEXT NOT NULL,               -- a code: why it was not kept, or is not whole; "" none
    document BIGINT,                     -- that it became; NULL: none yet
    item BIGINT,                         -- on which it was filed; NULL: none
    PRIMARY KEY (firm, mail, place),
    FOREIGN KEY (firm, mail) REFERENCES mail (firm, id),
    FOREIGN KEY (firm, document) REFERENCES document (firm, id),
    FOREIGN KEY (firm, item) REFERENCES item (firm, id)
);

CREATE INDEX mail_file_document ON mail_file (firm, document) WHERE document IS NOT NULL;
CREATE INDEX mail_file_item ON mail_file (firm, item) WHERE item IS NOT NULL;

-- Who must now read replies that others left unread is told by mail, one a member and day (C-10).
CREATE TABLE reply_notice (
    firm BIGINT NOT NULL,
    member BIGINT NOT NULL,
    day_on TEXT NOT NULL,
    message BIGINT,                      -- NULL within the transaction that posts it
    PRIMARY KEY (firm, member, day_on),
    FOREIGN KEY (firm, member) REFERENCES member (firm, id),
    FOREIGN KEY (firm, message) REFERENCES message (firm, id)
);

CREATE INDEX reply_notice_message ON reply_notice (firm, message) WHERE message IS NOT NULL;

-- Of which replies it tells: of each once, whenever it went on to another.
CREATE TABLE reply_notice_mail (
    firm BIGINT NOT NULL,
    mail BIGINT NOT NULL,
    handed BIGINT NOT NULL,              -- as the mail has it: how often it had gone on
    message BIGINT NOT NULL,
    PRIMARY KEY (firm, mail, handed),
    FOREIGN KEY (firm, mail) REFERENCES mail (firm, id),
    FOREIGN KEY (firm, message) REFERENCES message (firm, id)
);

CREATE INDEX reply_notice_mail_message ON reply_notice_mail (firm, message);

-- A client's collection addresses that were renewed (E-23): the first of each has turn 0 and no row.
CREATE TABLE collection (
    firm BIGINT NOT NULL,
    client BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('purchases', 'sales', 'smart')),
    turn BIGINT NOT NULL,                -- signed with the address: what was before leads nowhere
    renewed_at BIGINT NOT NULL,
    member BIGINT,                       -- who renewed it, of the firm; NULL: not the firm
    contact BIGINT,                      -- of the client; NULL: not them
    PRIMARY KEY (firm, client, kind),
    FOREIGN KEY (firm, client) REFERENCES client (firm, id),
    FOREIGN KEY (firm, member) REFERENCES member (firm, id),
    FOREIGN KEY (firm, contact) REFERENCES contact (firm, id)
);

CREATE INDEX collection_member ON collection (firm, member) WHERE member IS NOT NULL;
CREATE INDEX collection_contact ON collection (firm, contact) WHERE contact IS NOT NULL;

-- Who of a client still wrote to one that was renewed is answered, once a day.
CREATE TABLE collection_answer (
    firm BIGINT NOT NULL,
    client BIGINT NOT NULL,
    contact BIGINT NOT NULL,
    day_on TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('purchases', 'sales', 'smart')),
    message BIGINT,                      -- NULL within the transaction that posts it
    PRIMARY KEY (firm, client, contact, day_on),
    FOREIGN KEY (firm, client) REFERENCES client (firm, id),
    FOREIGN KEY (firm, contact) REFERENCES contact (firm, id),
    FOREIGN KEY (firm, message) REFERENCES message (firm, id)
);

CREATE INDEX collection_answer_contact ON collection_answer (firm, contact);
CREATE INDEX collection_answer_message ON collection_answer (firm, message)
    WHERE message IS NOT NULL;

-- Who else may send to them beside the client's own people: scanners, suppliers.
CREATE TABLE collection_sender (
    firm BIGINT NOT NULL,
    client BIGINT NOT NULL,
    email_folded TEXT NOT NULL,          -- compared without case
    kind TEXT NOT NULL CHECK (kind IN ('purchases', 'sales', 'sort')), -- at the smart address
    added_at BIGINT NOT NULL,
    member BIGINT,                       -- who allowed it, of the firm; NULL: not the firm
    contact BIGINT,                      -- of the client; NULL: not them
    PRIMARY KEY (firm, client, email_folded),
    FOREIGN KEY (firm, client) REFERENCES client (firm, id),
    FOREIGN KEY (firm, member) REFERENCES member (firm, id),
    FOREIGN KEY (firm, contact) REFERENCES contact (firm, id)
);

CREATE INDEX collection_sender_member ON collection_sender (firm, member) WHERE member IS NOT NULL;
CREATE INDEX collection_sender_contact ON collection_sender (firm, contact)
    WHERE contact IS NOT NULL;

-- How far a box at a mail server was read.
-- small: one a firm, more when it moves
CREATE TABLE mail_box (
    firm BIGINT NOT NULL REFERENCES firm (id),
    url TEXT NOT NULL,
    validity BIGINT NOT NULL,            -- UIDVALIDITY: another one begins again
    last BIGINT NOT NULL,                -- UID: this and those before it were taken
    read_at BIGINT NOT NULL,
    PRIMARY KEY (firm, url)
);
