-- The client's space: who of a client signs in, by what, under which terms (E-17).

-- A contact who may sign in. Without a password: by one-time links alone.
CREATE TABLE contact_login (
    firm BIGINT NOT NULL,
    contact BIGINT NOT NULL,
    password_hash TEXT,                  -- argon2id with its parameters (T-7); NULL: none
    invited_at BIGINT NOT NULL,
    invited_by BIGINT,                   -- member; NULL: somebody of the client
    first_at BIGINT,                     -- of the first sign-in; NULL: never yet
    closed_at BIGINT,                    -- NULL while it is open
    PRIMARY KEY (firm, contact),
    FOREIGN KEY (firm, contact) REFERENCES contact (firm, id)
);
