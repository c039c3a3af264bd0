-- The house: the firm, its hubs and members, their sessions, its clients.
--
-- One text for both engines. Types: BIGINT, TEXT, BYTES. Days are TEXT "2026-03-31" in columns
-- that end in _on; instants are BIGINT milliseconds of UTC that end in _at; money is BIGINT cents
-- that ends in _cents; yes and no is BIGINT 1 and 0. What is not said to be NULL is NOT NULL.
-- Keys begin with the firm, foreign keys too, so that nothing can refer to another firm (T-1).
-- Steps are frozen once released; a change is a new step.

-- Which steps of schema/ these books have (T-23).
-- small: a row for each step
CREATE TABLE schema_version (
    number BIGINT NOT NULL PRIMARY KEY, -- 1, 2, 3, ... as in the file's name
    name TEXT NOT NULL,                 -- the file's name without its ending
    sha256 TEXT NOT NULL,               -- of the file, in hexadecimal: an applied step never changes
    applied_at BIGINT NOT NULL          -- 0 when the books were made without a clock
);

-- The last id given for each noun; see store_id. It alone may name a firm that does not exist: 0,
-- the house, numbers the firms.
CREATE TABLE sequence (
    firm BIGINT NOT NULL,
    noun TEXT NOT NULL, -- "client", "message", ...
    last BIGINT NOT NULL CHECK (last < 9007199254740992), -- what a JSON reader holds exactly
    PRIMARY KEY (firm, noun)
);

-- An accounting firm: the tenant.
-- small: most houses have one firm
CREATE TABLE firm (
    id BIGINT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    siren TEXT NOT NULL,               -- 9 digits; "" while unknown
    language TEXT NOT NULL CHECK (language IN ('fr', 'en')), -- where a person's own is unknown
    calendar TEXT NOT NULL CHECK (calendar IN ('metropole', 'alsace-moselle', 'guadeloupe',
        'guyane', 'martinique', 'mayotte', 'reunion', 'saint-barthelemy', 'saint-martin',
        'saint-pierre-et-miquelon', 'nouvelle-caledonie', 'polynesie',
        'wallis-et-futuna')),          -- the region whose public holidays it keeps
    time_zone TEXT NOT NULL,           -- "Europe/Paris": what "today" means here
    open_from_minute BIGINT NOT NULL CHECK (open_from_minute BETWEEN 0 AND 1439), -- nothing leaves
    open_until_minute BIGINT NOT NULL CHECK (open_until_minute BETWEEN 1 AND 1440), -- outside (C-2)
    base_url TEXT NOT NULL,            -- links in mails begin with it (T-10); no slash at the end
    created_at BIGINT NOT NULL
);

-- Days on which the firm itself is closed, beside weekends and public holidays: nothing leaves (C-2).
-- small: a firm has a few each year
CREATE TABLE closed_day (
    firm BIGINT NOT NULL REFERENCES firm (id),
    id BIGINT NOT NULL,
    first_on TEXT NOT NULL,
    last_on TEXT NOT NULL,     -- closed too; the same for a single day
    label TEXT NOT NULL,       -- what the firm calls them: « Fermeture d'août »
    added_at BIGINT NOT NULL,
    added_by BIGINT NOT NULL,  -- member; 0 for the command line
    PRIMARY KEY (firm, id),
    UNIQUE (firm, first_on)
);

-- An office of the firm.
-- small: a firm has a few offices
CREATE TABLE hub (
    firm BIGINT NOT NULL REFERENCES firm (id),
    id BIGINT NOT NULL,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,           -- without case or accents
    created_at BIGINT NOT NULL,
    PRIMARY KEY (firm, id),
    UNIQUE (firm, name_folded)
);

-- Somebody who works at the firm.
-- small: a firm has some hundreds at most
CREATE TABLE member (
    firm BIGINT NOT NULL REFERENCES firm (id),
    id BIGINT NOT NULL,
    hub BIGINT,                  -- NULL: none yet
    name TEXT NOT NULL,
    email TEXT NOT NULL,         -- as it was typed: mails go there
    email_folded TEXT NOT NULL,  -- as it is compared, without case (P-2)
    password_hash TEXT,          -- argon2id with its parameters (T-7); NULL: cannot sign in by one
    role TEXT NOT NULL CHECK (role IN ('admin', 'accountant')),
    language TEXT NOT NULL CHECK (language IN ('fr', 'en')),
    state TEXT NOT NULL CHECK (state IN ('invited', 'active', 'archived')), -- only active signs in
    created_at BIGINT NOT NULL,
    deputy BIGINT,               -- who does what this one leaves undone (C-10); NULL: nobody
    is_super_user BIGINT NOT NULL DEFAULT 0 CHECK (is_super_user IN (0, 1)), -- of the hub (P-1)
    is_migration_lead BIGINT NOT NULL DEFAULT 0 CHECK (is_migration_lead IN (0, 1)),
    PRIMARY KEY (firm, id),
    UNIQUE (firm, email_folded),
    FOREIGN KEY (firm, hub) REFERENCES hub (firm, id),
    FOREIGN KEY (firm, deputy) REFERENCES member (firm, id)
);

-- Signing in knows the address before it knows the firm.
CREATE INDEX member_email ON member (email_folded, firm);
CREATE INDEX member_hub ON member (firm, hub);
CREATE INDEX member_deputy ON member (firm, deputy);

-- A company or person whose books the firm keeps (P-6). What is not known is "" or 0.
CREATE TABLE client (
    firm BIGINT NOT NULL REFERENCES firm (id),
    id BIGINT NOT NULL,
    hub BIGINT,                 -- NULL: none yet
    code TEXT NOT NULL,         -- the firm's own number for it
    name TEXT NOT NULL,         -- its legal name
    name_folded TEXT NOT NULL,  -- what is searched and sorted: str_fold of the name
    trade_name TEXT NOT NULL DEFAULT '',
    siren TEXT NOT NULL,        -- 9 digits
    siret TEXT NOT NULL DEFAULT '',      -- 14 digits, of its seat; begins with the SIREN
    vat_number TEXT NOT NULL DEFAULT '', -- "FR40123456824"
    legal_form TEXT NOT NULL DEFAULT '', -- "SARL"
    activity TEXT NOT NULL DEFAULT '',   -- its code in the NAF: "62.01Z"
    sector TEXT NOT NULL DEFAULT '',     -- as the firm calls it
    entries BIGINT NOT NULL DEFAULT 0 CHECK (entries >= 0),     -- in its books, a year
    headcount BIGINT NOT NULL DEFAULT 0 CHECK (headcount >= 0),
    year_ends TEXT NOT NULL DEFAULT '',  -- month and day: "12-31"
    vat_regime TEXT NOT NULL DEFAULT '' CHECK (vat_regime IN ('', 'none', 'simplified', 'monthly',
        'quarterly')),
    has_payroll BIGINT NOT NULL DEFAULT 0 CHECK (has_payroll IN (0, 1)),
    basis TEXT NOT NULL DEFAULT 'accrual' CHECK (basis IN ('cash', 'accrual')),
    plan TEXT NOT NULL DEFAULT '',       -- as the firm calls it
    language TEXT NOT NULL CHECK (language IN ('fr', 'en')), -- of what is written to it
    is_confidential BIGINT NOT NULL DEFAULT 0 CHECK (is_confidential IN (0, 1)), -- (P-9)
    tester BIGINT,              -- member whose test dossier it is (P-10); NULL: a real client
    is_historic BIGINT NOT NULL DEFAULT 0 CHECK (is_historic IN (0, 1)), -- knew the target software
                                -- before the firm did
    state TEXT NOT NULL CHECK (state IN ('invited', 'onboarding', 'active', 'leaving', 'archived')),
    created_at BIGINT NOT NULL,
    changed BIGINT NOT NULL DEFAULT 0,   -- number of its last change among the firm's: see
                                         -- client_changes
    PRIMARY KEY (firm, id),
    UNIQUE (firm, code),
    FOREIGN KEY (firm, hub) REFERENCES hub (firm, id),
    FOREIGN KEY (firm, tester) REFERENCES member (firm, id)
);

CREATE INDEX client_name ON client (firm, name_folded, id);
CREATE INDEX client_siren ON client (firm, siren);
CREATE INDEX client_hub ON client (firm, hub);
CREATE INDEX client_changed ON client (firm, changed);
CREATE INDEX client_confidential ON client (firm, id) WHERE is_confidential = 1;
CREATE INDEX client_tester ON client (firm, tester) WHERE tester IS NOT NULL;

-- A member's open session (T-9). The cookie's value is never stored.
CREATE TABLE session (
    firm BIGINT NOT NULL REFERENCES firm (id),
    id BIGINT NOT NULL,
    token_hash BYTES NOT NULL UNIQUE, -- SHA-256 of the cookie: it is found before the firm is known
    member BIGINT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('admin', 'accountant')), -- at sign-in; it sets the idle time
    address TEXT NOT NULL,      -- where it was opened from, shown in the list of sessions
    agent TEXT NOT NULL,        -- the browser's own words, likewise
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,    -- the last request: idle for too long ends it
    expires_at BIGINT NOT NULL, -- 12 hours after created_at at most
    notice TEXT,                -- the key of a text to be shown once on the next page
    PRIMARY KEY (firm, id),
    FOREIGN KEY (firm, member) REFERENCES member (firm, id)
);

CREATE INDEX session_member ON session (firm, member);
CREATE INDEX session_expiry ON session (firm, expires_at);

-- How long a sign-in must wait (T-7); it survives a restart. A row goes when its time has passed.
CREATE TABLE login_delay (
    firm BIGINT NOT NULL REFERENCES firm (id),
    subject TEXT NOT NULL, -- "email:…" folded, known or not, or "address:…" of the peer
    failures BIGINT NOT NULL,
    last_failure_at BIGINT NOT NULL,
    PRIMARY KEY (firm, subject)
);

CREATE INDEX login_delay_age ON login_delay (firm, last_failure_at);

-- A link with which a member chooses a password: for who was just added, or has forgotten it. One a
-- member, good once; a new one takes its place.
CREATE TABLE member_link (
    firm BIGINT NOT NULL,
    member BIGINT NOT NULL,
    token_hash BYTES NOT NULL UNIQUE, -- SHA-256 of the token, which is never stored
    mail_hash BYTES UNIQUE,           -- of the one that its mail carries; NULL: none was worded
    message BIGINT,                   -- that carries it; NULL: none
    said TEXT NOT NULL DEFAULT '',    -- the mail server's words when it came back; "" it did not
    expires_at BIGINT NOT NULL,       -- begins anew when the mail is worded
    made_by BIGINT NOT NULL,          -- member; 0 for the command line
    PRIMARY KEY (firm, member),
    FOREIGN KEY (firm, member) REFERENCES member (firm, id)
);

CREATE INDEX member_link_message ON member_link (firm, message) WHERE message IS NOT NULL;

-- « Cet article a-t-il été utile ? » (P-24): one answer an article and reader, the last.
CREATE TABLE help_vote (
    firm BIGINT NOT NULL,
    article TEXT NOT NULL,            -- its name under views/help
    member BIGINT NOT NULL,
    is_useful BIGINT NOT NULL CHECK (is_useful IN (0, 1)),
    reason TEXT NOT NULL CHECK (reason IN ('', 'wrong', 'unclear', 'incomplete', 'other')),
    comment TEXT NOT NULL,
    voted_at BIGINT NOT NULL,
    message BIGINT,                   -- that told it to the author; NULL: none
    PRIMARY KEY (firm, article, member),
    FOREIGN KEY (firm, member) REFERENCES member (firm, id)
);

CREATE INDEX help_vote_message ON help_vote (firm, message) WHERE message IS NOT NULL;

-- Who keeps the help's articles and is told of comments (P-24); no row: they are only kept.
-- small: one a firm
CREATE TABLE help_author (
    firm BIGINT NOT NULL PRIMARY KEY REFERENCES firm (id),
    email TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    changed_by BIGINT NOT NULL        -- member
);
