-- The client's space: who of a client signs in, by what, under which terms (E-17).

-- A contact who was invited, or came by themselves. Without a password: by one-time links alone.
-- Who is at a client and has no row yet may come too; a closed one may not.
CREATE TABLE contact_login (
    firm BIGINT NOT NULL,
    contact BIGINT NOT NULL,
    password_hash TEXT,                  -- argon2id with its parameters (T-7); NULL: none
    invited_at BIGINT NOT NULL,
    invited_by BIGINT,                   -- member; NULL: somebody of the client
    first_at BIGINT,                     -- of the first sign-in; NULL: never yet
    closed_at BIGINT,                    -- NULL while it is open
    reopened_at BIGINT,                  -- API tokens from before are dead; NULL: never closed
    PRIMARY KEY (firm, contact),
    FOREIGN KEY (firm, contact) REFERENCES contact (firm, id)
);

-- A contact's open session, as session is a member's (T-9): idle for 20 minutes ends it.
CREATE TABLE contact_session (
    firm BIGINT NOT NULL,
    id BIGINT NOT NULL,
    token_hash BYTES NOT NULL UNIQUE,    -- SHA-256 of the cookie
    contact BIGINT NOT NULL,
    address TEXT NOT NULL,               -- where it was opened from
    agent TEXT NOT NULL,                 -- the browser's own words
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,             -- the last request
    expires_at BIGINT NOT NULL,          -- 12 hours after created_at at most
    notice TEXT,                         -- the key of a text to be shown once on the next page
    PRIMARY KEY (firm, id),
    FOREIGN KEY (firm, contact) REFERENCES contact (firm, id)
);

CREATE INDEX contact_session_of ON contact_session (firm, contact);
CREATE INDEX contact_session_expiry ON contact_session (firm, expires_at);

-- A one-time link to sign in (T-11). Its token is drawn when the mail is worded: it stands nowhere
-- but in that mail.
CREATE TABLE contact_link (
    firm BIGINT NOT NULL,
    id BIGINT NOT NULL,
    contact BIGINT NOT NULL,
    client BIGINT,                       -- to which it invites; NULL: it signs in, no more
    token_hash BYTES UNIQUE,             -- SHA-256 of the token; NULL: no mail was worded yet
    message BIGINT,                      -- that carries it
    next_path TEXT,                      -- of the space, where it leads; NULL: its beginning
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,          -- begins anew when the mail is worded
    PRIMARY KEY (firm, id),
    FOREIGN KEY (firm, contact) REFERENCES contact (firm, id),
    FOREIGN KEY (firm, client) REFERENCES client (firm, id)
);

CREATE INDEX contact_link_of ON contact_link (firm, contact, client);
CREATE INDEX contact_link_client ON contact_link (firm, client) WHERE client IS NOT NULL;
CREATE UNIQUE INDEX contact_link_message ON contact_link (firm, message);
CREATE INDEX contact_link_expiry ON contact_link (firm, expires_at);

-- A short code that a device which is signed in shows, for another: one a contact, good once.
CREATE TABLE contact_code (
    firm BIGINT NOT NULL,
    contact BIGINT NOT NULL,
    code_hash TEXT NOT NULL,             -- argon2id: a short code is soon found from a plain hash
    expires_at BIGINT NOT NULL,
    tries BIGINT NOT NULL,               -- wrong ones; a few end it
    PRIMARY KEY (firm, contact),
    FOREIGN KEY (firm, contact) REFERENCES contact (firm, id)
);

-- The general terms as a contact accepted them (E-17). None is taken back.
CREATE TABLE terms_accepted (
    firm BIGINT NOT NULL,
    contact BIGINT NOT NULL,
    version TEXT NOT NULL,
    sha256 BYTES NOT NULL,               -- of the text in the language in which it was shown
    language TEXT NOT NULL,
    accepted_at BIGINT NOT NULL,
    address TEXT NOT NULL,               -- IP address
    PRIMARY KEY (firm, contact, version),
    FOREIGN KEY (firm, contact) REFERENCES contact (firm, id)
);

-- An amendment to the contracts of a plan's clients (« avenant »), as the firm published it (E-17).
-- It never changes: a new version asks again, whether the one before was accepted or not.
-- small: a few a plan
CREATE TABLE amendment (
    firm BIGINT NOT NULL REFERENCES firm (id),
    id BIGINT NOT NULL,
    plan TEXT NOT NULL,                  -- as client.plan has it
    version BIGINT NOT NULL,             -- of the plan's, from 1
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    sha256 BYTES NOT NULL,               -- of the text
    published_at BIGINT NOT NULL,
    published_by BIGINT NOT NULL,        -- member
    withdrawn_at BIGINT,                 -- nobody is asked for it any more; NULL: it stands
    PRIMARY KEY (firm, id),
    UNIQUE (firm, plan, version),
    FOREIGN KEY (firm, published_by) REFERENCES member (firm, id)
);

CREATE INDEX amendment_by ON amendment (firm, published_by);

-- That a client's legal representative accepted it, once for the client. None is taken back.
CREATE TABLE amendment_accepted (
    firm BIGINT NOT NULL,
    amendment BIGINT NOT NULL,
    client BIGINT NOT NULL,
    contact BIGINT NOT NULL,             -- its legal representative at that time
    sha256 BYTES NOT NULL,               -- of the text as it was shown
    accepted_at BIGINT NOT NULL,
    address TEXT NOT NULL,               -- IP address
    PRIMARY KEY (firm, amendment, client),
    FOREIGN KEY (firm, amendment) REFERENCES amendment (firm, id),
    FOREIGN KEY (firm, client) REFERENCES client (firm, id),
    FOREIGN KEY (firm, contact) REFERENCES contact (firm, id)
);

CREATE INDEX amendment_accepted_client ON amendment_accepted (firm, client);
CREATE INDEX amendment_accepted_contact ON amendment_accepted (firm, contact);

-- Somebody whom a client wants as a user (E-21), or was told to ask instead (E-18). They are a
-- contact of the client once they follow the link of their mail.
CREATE TABLE client_invite (
    firm BIGINT NOT NULL,
    client BIGINT NOT NULL,
    contact BIGINT NOT NULL,
    name TEXT NOT NULL,                  -- as it was typed: what others call them is not told
    email TEXT NOT NULL,
    is_finance BIGINT NOT NULL CHECK (is_finance IN (0, 1)),
    is_payroll BIGINT NOT NULL CHECK (is_payroll IN (0, 1)),
    is_operational BIGINT NOT NULL CHECK (is_operational IN (0, 1)),
    asked_at BIGINT NOT NULL,
    asked_by BIGINT NOT NULL,            -- contact
    approved_at BIGINT,                  -- by the legal representative; NULL: it waits for them
    approved_by BIGINT,                  -- contact
    PRIMARY KEY (firm, client, contact),
    FOREIGN KEY (firm, client) REFERENCES client (firm, id),
    FOREIGN KEY (firm, contact) REFERENCES contact (firm, id)
);

CREATE INDEX client_invite_contact ON client_invite (firm, contact);

-- What signs the acting links of a firm's mails (E-18): without login, each for one request.
CREATE TABLE act_key (
    firm BIGINT NOT NULL PRIMARY KEY REFERENCES firm (id),
    key BYTES NOT NULL                   -- 256 bits
);

-- The acting links of a contact that are good no more.
CREATE TABLE act_revoked (
    firm BIGINT NOT NULL,
    request BIGINT NOT NULL,
    contact BIGINT NOT NULL,
    revoked_at BIGINT NOT NULL,
    PRIMARY KEY (firm, request, contact),
    FOREIGN KEY (firm, request) REFERENCES request (firm, id),
    FOREIGN KEY (firm, contact) REFERENCES contact (firm, id)
);

CREATE INDEX act_revoked_contact ON act_revoked (firm, contact);

-- Where the firm's people, or its clients', sign in elsewhere (E-17, T-8). The secret that it gave
-- us stands in the configuration alone, as the mail server's does.
-- small: a firm has a few
CREATE TABLE sign_on_provider (
    firm BIGINT NOT NULL REFERENCES firm (id),
    id BIGINT NOT NULL,
    name TEXT NOT NULL,                  -- on the button
    issuer TEXT NOT NULL,                -- never changes: who is linked is one of its subjects
    client_id TEXT NOT NULL,             -- how it calls us
    algorithm TEXT NOT NULL CHECK (algorithm IN ('RS256', 'RS384', 'RS512', 'PS256', 'PS384',
        'PS512', 'ES256', 'ES384', 'ES512')), -- of its signatures; no other is taken
    for_members BIGINT NOT NULL CHECK (for_members IN (0, 1)),
    for_people BIGINT NOT NULL CHECK (for_people IN (0, 1)), -- of clients
    document TEXT NOT NULL,              -- what it says of itself, as last fetched; "" never yet
    keys TEXT NOT NULL,                  -- its key set, likewise
    fetched_at BIGINT NOT NULL,          -- both; 0: never
    PRIMARY KEY (firm, id),
    UNIQUE (firm, issuer)
);

-- Somebody who was led elsewhere to sign in and is awaited back: once, within ten minutes (T-8).
-- State, nonce and PKCE verifier are made of what the browser keeps, and stand nowhere.
CREATE TABLE sign_on_start (
    firm BIGINT NOT NULL,
    token_hash BYTES NOT NULL,           -- SHA-256 of what the browser keeps
    provider BIGINT NOT NULL,
    is_member BIGINT NOT NULL CHECK (is_member IN (0, 1)), -- the firm's own door, else the space's
    person BIGINT,                       -- member or contact, signed in, who links; NULL: signs in
    invitation BYTES,                    -- hash of the link that a member followed; NULL: none
    next_path TEXT NOT NULL,             -- where to go after
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (firm, token_hash),
    FOREIGN KEY (firm, provider) REFERENCES sign_on_provider (firm, id)
);

CREATE INDEX sign_on_start_expiry ON sign_on_start (firm, expires_at);
CREATE INDEX sign_on_start_provider ON sign_on_start (firm, provider);

-- A member is one of a provider's subjects. The label is what they are recognised by on a page,
-- never what they are found by.
CREATE TABLE member_identity (
    firm BIGINT NOT NULL,
    provider BIGINT NOT NULL,
    subject TEXT NOT NULL,
    member BIGINT NOT NULL,
    label TEXT NOT NULL,
    linked_at BIGINT NOT NULL,
    used_at BIGINT,                      -- of the last sign-in; NULL: never yet
    PRIMARY KEY (firm, provider, subject),
    FOREIGN KEY (firm, provider) REFERENCES sign_on_provider (firm, id),
    FOREIGN KEY (firm, member) REFERENCES member (firm, id)
);

CREATE INDEX member_identity_of ON member_identity (firm, member);

-- A contact is one, likewise.
CREATE TABLE contact_identity (
    firm BIGINT NOT NULL,
    provider BIGINT NOT NULL,
    subject TEXT NOT NULL,
    contact BIGINT NOT NULL,
    label TEXT NOT NULL,
    linked_at BIGINT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (firm, provider, subject),
    FOREIGN KEY (firm, provider) REFERENCES sign_on_provider (firm, id),
    FOREIGN KEY (firm, contact) REFERENCES contact (firm, id)
);

CREATE INDEX contact_identity_of ON contact_identity (firm, contact);

-- What a program shows in place of a member or a contact (T-9). Its text is never stored. None is
-- taken out: whoever made, used or ended one can be told later.
CREATE TABLE api_token (
    firm BIGINT NOT NULL REFERENCES firm (id),
    id BIGINT NOT NULL,
    token_hash BYTES NOT NULL UNIQUE,    -- SHA-256 of its 256 bits
    member BIGINT,                       -- whose it is; NULL: a contact's
    contact BIGINT,                      -- whose it is; NULL: a member's
    name TEXT NOT NULL,                  -- what for, in its owner's words
    may_write BIGINT NOT NULL CHECK (may_write IN (0, 1)), -- 0: it reads only
    is_admin BIGINT NOT NULL CHECK (is_admin IN (0, 1)),   -- what the member was when it was made:
                                         -- a later promotion adds nothing to it
    last_on TEXT NOT NULL,               -- the last day on which it is good
    made_at BIGINT NOT NULL,
    seen_at BIGINT,                      -- last use, to the minute; NULL: never
    seen_from TEXT NOT NULL,             -- IP address of it, "" for never
    ended_at BIGINT,                     -- NULL while nobody revoked it
    ended_by BIGINT,                     -- member or contact, as its owner is; 0: its owner left
    PRIMARY KEY (firm, id),
    FOREIGN KEY (firm, member) REFERENCES member (firm, id),
    FOREIGN KEY (firm, contact) REFERENCES contact (firm, id)
);

CREATE INDEX api_token_member ON api_token (firm, member, id) WHERE member IS NOT NULL;
CREATE INDEX api_token_contact ON api_token (firm, contact, id) WHERE contact IS NOT NULL;

-- What was answered to a request that carried an Idempotency-Key, for a day: asked again, it is
-- answered the same and nothing is done twice.
CREATE TABLE api_answer (
    firm BIGINT NOT NULL,
    token BIGINT NOT NULL,
    key TEXT NOT NULL,                   -- the program's own
    request_hash BYTES NOT NULL,         -- SHA-256 of path and fields, files by their bytes
    begun_at BIGINT NOT NULL,
    status BIGINT,                       -- of HTTP; NULL: under way, or cut short
    type TEXT,                           -- the body's media type
    body BYTES,
    PRIMARY KEY (firm, token, key),
    FOREIGN KEY (firm, token) REFERENCES api_token (firm, id)
);

CREATE INDEX api_answer_age ON api_answer (firm, begun_at);
