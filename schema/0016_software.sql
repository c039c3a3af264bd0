-- The software that a firm's clients move to: their people enter it by their space (E-21).

-- One that an admin registered; what it may know of a person follows from that person's functions.
-- small: a firm has a few
CREATE TABLE software (
    firm BIGINT NOT NULL REFERENCES firm (id),
    id BIGINT NOT NULL,
    name TEXT NOT NULL,                  -- as people know it
    key TEXT NOT NULL,                   -- what it calls itself by: the protocol's client_id
    secret_hash BYTES NOT NULL,          -- SHA-256 of its secret, which was shown once
    open_url TEXT NOT NULL,              -- where a person who opens it is led; "" none
    algorithm TEXT NOT NULL CHECK (algorithm IN ('ES256', 'RS256')), -- that signs for it
    for_all BIGINT NOT NULL CHECK (for_all IN (0, 1)),               -- people of any function
    for_legal BIGINT NOT NULL CHECK (for_legal IN (0, 1)),
    for_finance BIGINT NOT NULL CHECK (for_finance IN (0, 1)),
    for_payroll BIGINT NOT NULL CHECK (for_payroll IN (0, 1)),
    for_operational BIGINT NOT NULL CHECK (for_operational IN (0, 1)),
    added_at BIGINT NOT NULL,
    added_by BIGINT NOT NULL,            -- member
    removed_at BIGINT,                   -- NULL while people may enter it
    PRIMARY KEY (firm, id),
    UNIQUE (firm, key),
    FOREIGN KEY (firm, added_by) REFERENCES member (firm, id)
);

-- Where it is answered to, and nowhere else: compared byte for byte.
-- small: a few each
CREATE TABLE software_address (
    firm BIGINT NOT NULL,
    software BIGINT NOT NULL,
    address TEXT NOT NULL,
    PRIMARY KEY (firm, software, address),
    FOREIGN KEY (firm, software) REFERENCES software (firm, id)
);

-- What a person agreed that it learns of them.
CREATE TABLE software_consent (
    firm BIGINT NOT NULL,
    contact BIGINT NOT NULL,
    software BIGINT NOT NULL,
    scopes TEXT NOT NULL,                -- words with a space between
    given_at BIGINT NOT NULL,
    revoked_at BIGINT,                   -- by the person; NULL while it stands
    PRIMARY KEY (firm, contact, software),
    FOREIGN KEY (firm, contact) REFERENCES contact (firm, id),
    FOREIGN KEY (firm, software) REFERENCES software (firm, id)
);

CREATE INDEX software_consent_of ON software_consent (firm, software);

-- What the browser carries to it: good once, for a minute. It stays for a while after, so that a
-- second use is known for one.
CREATE TABLE software_code (
    firm BIGINT NOT NULL,
    id BIGINT NOT NULL,
    code_hash BYTES NOT NULL,            -- SHA-256
    software BIGINT NOT NULL,
    contact BIGINT NOT NULL,
    address TEXT NOT NULL,               -- that it was sent to
    scopes TEXT NOT NULL,
    challenge TEXT NOT NULL,             -- of PKCE, S256
    nonce TEXT NOT NULL,                 -- "" none
    entered_at BIGINT NOT NULL,          -- when the person signed in
    made_at BIGINT NOT NULL,
    used_at BIGINT,                      -- NULL: not yet
    PRIMARY KEY (firm, id),
    UNIQUE (firm, code_hash),
    FOREIGN KEY (firm, software) REFERENCES software (firm, id),
    FOREIGN KEY (firm, contact) REFERENCES contact (firm, id)
);

CREATE INDEX software_code_age ON software_code (firm, made_at);
CREATE INDEX software_code_software ON software_code (firm, software);
CREATE INDEX software_code_contact ON software_code (firm, contact);

-- What it asks about the person with, for five minutes.
CREATE TABLE software_token (
    firm BIGINT NOT NULL,
    id BIGINT NOT NULL,
    token_hash BYTES NOT NULL,           -- SHA-256
    software BIGINT NOT NULL,
    contact BIGINT NOT NULL,
    code BIGINT NOT NULL,                -- that it was given for
    scopes TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (firm, id),
    UNIQUE (firm, token_hash),
    FOREIGN KEY (firm, software) REFERENCES software (firm, id),
    FOREIGN KEY (firm, contact) REFERENCES contact (firm, id)
);

CREATE INDEX software_token_expiry ON software_token (firm, expires_at);
CREATE INDEX software_token_code ON software_token (firm, code);
CREATE INDEX software_token_of ON software_token (firm, contact, software);
CREATE INDEX software_token_software ON software_token (firm, software);

-- Who entered what, when: kept, for the firm and the person.
CREATE TABLE software_event (
    firm BIGINT NOT NULL,
    id BIGINT NOT NULL,
    software BIGINT NOT NULL,
    contact BIGINT NOT NULL,
    what TEXT NOT NULL CHECK (what IN ('agreed', 'entered', 'revoked', 'replayed')),
    at BIGINT NOT NULL,
    address TEXT NOT NULL,               -- IP address it was asked from
    PRIMARY KEY (firm, id),
    FOREIGN KEY (firm, software) REFERENCES software (firm, id),
    FOREIGN KEY (firm, contact) REFERENCES contact (firm, id)
);

CREATE INDEX software_event_software ON software_event (firm, software, id);
CREATE INDEX software_event_contact ON software_event (firm, contact, id);

-- What a person is called there: drawn once, the same for good, and told nowhere else.
CREATE TABLE software_person (
    firm BIGINT NOT NULL,
    contact BIGINT NOT NULL,
    subject TEXT NOT NULL,
    PRIMARY KEY (firm, contact),
    UNIQUE (firm, subject),
    FOREIGN KEY (firm, contact) REFERENCES contact (firm, id)
);

-- What the firm signs with; the public half of a retired one is shown for one more day.
-- small: one a year and algorithm
CREATE TABLE software_key (
    firm BIGINT NOT NULL REFERENCES firm (id),
    id BIGINT NOT NULL,
    algorithm TEXT NOT NULL CHECK (algorithm IN ('ES256', 'RS256')),
    key BYTES NOT NULL,                  -- private, DER
    made_at BIGINT NOT NULL,
    retired_at BIGINT,                   -- NULL while it signs
    PRIMARY KEY (firm, id)
);

CREATE UNIQUE INDEX software_key_signs ON software_key (firm, algorithm) WHERE retired_at IS NULL;

-- That somebody read the mail of an address: they followed a link which went there.
CREATE TABLE contact_proved (
    firm BIGINT NOT NULL,
    contact BIGINT NOT NULL,
    email_folded TEXT NOT NULL,
    proved_at BIGINT NOT NULL,
    PRIMARY KEY (firm, contact),
    FOREIGN KEY (firm, contact) REFERENCES contact (firm, id)
);
