-- Mail that came in: each message once, and what became of it.

CREATE TABLE mail (
    firm BIGINT NOT NULL REFERENCES firm (id),
    id BIGINT NOT NULL,
    sha256 BYTES NOT NULL,               -- of the message's bytes: the same is taken once
    mail_id TEXT NOT NULL,               -- Message-ID; "" none
    sender TEXT NOT NULL,                -- address of From; "" none that can be read
    subject TEXT NOT NULL,
    taken_at BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('filed', 'triage', 'dropped', 'bounce')),
    reason TEXT NOT NULL,                -- a code: why it waits, or was dropped
    client BIGINT,                       -- it was found to be of; NULL: not known
    message BIGINT,                      -- ours that it answers; NULL: none
    PRIMARY KEY (firm, id),
    UNIQUE (firm, sha256),
    FOREIGN KEY (firm, client) REFERENCES client (firm, id)
);

CREATE INDEX mail_waits ON mail (firm, state, taken_at);
CREATE INDEX mail_client ON mail (firm, client) WHERE client IS NOT NULL;
