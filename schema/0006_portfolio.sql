-- The portfolio: who works for which client, who is spoken to there, what the firm knows of it.

-- How many changes the firm's clients have seen: what a server holds of them in memory is whole when
-- it holds this number. Whoever writes a client, or what is shown of it in the list, takes the next.
-- small: one a firm
CREATE TABLE client_changes (
    firm BIGINT NOT NULL PRIMARY KEY REFERENCES firm (id),
    last BIGINT NOT NULL,
    whole BIGINT NOT NULL DEFAULT 0      -- the last one that was of all clients at once
);

-- Each step of a client's life (P-7). None is ever taken back.
CREATE TABLE client_life (
    firm BIGINT NOT NULL,
    id BIGINT NOT NULL,
    client BIGINT NOT NULL,
    state TEXT NOT NULL,                 -- from then on; see client.state
    at BIGINT NOT NULL,
    by BIGINT NOT NULL,                  -- member; 0 for the command line and the house
    reason TEXT NOT NULL,                -- "" none was asked
    PRIMARY KEY (firm, id),
    FOREIGN KEY (firm, client) REFERENCES client (firm, id)
);

CREATE INDEX client_life_of ON client_life (firm, client, id);

-- What a plan hides of the space of the clients that name it (P-6); none of its own hides nothing.
-- small: a few a firm
CREATE TABLE client_plan (
    firm BIGINT NOT NULL REFERENCES firm (id),
    name TEXT NOT NULL,                  -- as client.plan has it
    hides_documents BIGINT NOT NULL CHECK (hides_documents IN (0, 1)),
    hides_users BIGINT NOT NULL CHECK (hides_users IN (0, 1)),
    changed_at BIGINT NOT NULL,
    changed_by BIGINT NOT NULL,          -- member
    PRIMARY KEY (firm, name)
);

CREATE TABLE client_tag (
    firm BIGINT NOT NULL,
    client BIGINT NOT NULL,
    tag TEXT NOT NULL,                   -- as the firm writes it
    PRIMARY KEY (firm, client, tag),
    FOREIGN KEY (firm, client) REFERENCES client (firm, id)
);

CREATE INDEX client_tag_clients ON client_tag (firm, tag, client);

-- A client asks for this firm (P-8). Those of the firm's own side are clients invited.
CREATE TABLE invitation (
    firm BIGINT NOT NULL REFERENCES firm (id),
    id BIGINT NOT NULL,
    name TEXT NOT NULL,                  -- of the company, as it was typed
    siren TEXT NOT NULL,                 -- cut out of a SIRET when that was typed; "" unknown
    person TEXT NOT NULL,                -- who asks, their name
    email TEXT NOT NULL,
    phone TEXT NOT NULL DEFAULT '',
    language TEXT NOT NULL DEFAULT 'fr' CHECK (language IN ('fr', 'en')), -- in which they asked
    note TEXT NOT NULL,
    consented_at BIGINT,                 -- to what becomes of this; NULL: not asked on the firm's page
    state TEXT NOT NULL CHECK (state IN ('waiting', 'accepted', 'refused')),
    asked_at BIGINT NOT NULL,
    client BIGINT,                       -- that it became, or was found to be; NULL: none
    decided_at BIGINT,                   -- NULL while it waits
    decided_by BIGINT,                   -- member
    reason TEXT NOT NULL,                -- of a refusal
    message BIGINT,                      -- that told them the decision; NULL: none was sent
    PRIMARY KEY (firm, id),
    FOREIGN KEY (firm, client) REFERENCES client (firm, id),
    FOREIGN KEY (firm, message) REFERENCES message (firm, id)
);

CREATE INDEX invitation_waits ON invitation (firm, state, asked_at);
CREATE INDEX invitation_client ON invitation (firm, client) WHERE client IS NOT NULL;
CREATE INDEX invitation_message ON invitation (firm, message) WHERE message IS NOT NULL;

-- The firm's public page « Demander à rejoindre le cabinet » (P-8).
-- small: one a firm
CREATE TABLE invitation_page (
    firm BIGINT NOT NULL PRIMARY KEY REFERENCES firm (id),
    key TEXT NOT NULL,                   -- in its address; it is given to whom the firm likes
    is_open BIGINT NOT NULL CHECK (is_open IN (0, 1)), -- closed, it answers as if it were not there
    changed_at BIGINT NOT NULL,
    changed_by BIGINT NOT NULL           -- member
);

-- A person at one client or several: one address, one person (P-2).
CREATE TABLE contact (
    firm BIGINT NOT NULL REFERENCES firm (id),
    id BIGINT NOT NULL,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    email TEXT NOT NULL,                 -- as it was typed; "" when missing
    email_folded TEXT NOT NULL,          -- as it is compared
    email_state TEXT NOT NULL CHECK (email_state IN ('ok', 'missing', 'bounced')), -- (P-4)
    email_said TEXT NOT NULL,            -- the mail server's words when it bounced
    email_at BIGINT,                     -- of this state; NULL: it was never anything else
    phone TEXT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('fr', 'en')),
    created_at BIGINT NOT NULL,
    paused BIGINT NOT NULL DEFAULT 0 CHECK (paused IN (0, 1)), -- no reminder reaches the person
    paused_until_on TEXT,                -- last day of the pause; NULL: it has no end
    paused_why TEXT NOT NULL DEFAULT '',
    paused_by BIGINT NOT NULL DEFAULT 0, -- member; 0 of a pause: the person's own choice
    paused_at BIGINT,                    -- NULL while not paused
    PRIMARY KEY (firm, id)
);

CREATE UNIQUE INDEX contact_email ON contact (firm, email_folded) WHERE email_folded <> '';
CREATE INDEX contact_name ON contact (firm, name_folded, id);

-- What a person is at a client (P-3).
CREATE TABLE client_contact (
    firm BIGINT NOT NULL,
    client BIGINT NOT NULL,
    contact BIGINT NOT NULL,
    is_legal BIGINT NOT NULL CHECK (is_legal IN (0, 1)),             -- legal representative
    is_main BIGINT NOT NULL CHECK (is_main IN (0, 1)),               -- the one of these we turn to
    is_finance BIGINT NOT NULL CHECK (is_finance IN (0, 1)),
    is_payroll BIGINT NOT NULL CHECK (is_payroll IN (0, 1)),
    is_operational BIGINT NOT NULL CHECK (is_operational IN (0, 1)), -- gets the reminders
    added_at BIGINT NOT NULL,
    PRIMARY KEY (firm, client, contact),
    FOREIGN KEY (firm, client) REFERENCES client (firm, id),
    FOREIGN KEY (firm, contact) REFERENCES contact (firm, id)
);

CREATE UNIQUE INDEX client_contact_main ON client_contact (firm, client) WHERE is_main = 1;
CREATE INDEX client_contact_of ON client_contact (firm, contact, client);

-- Who works for a client, as what, from when until when (P-5).
CREATE TABLE assignment (
    firm BIGINT NOT NULL,
    id BIGINT NOT NULL,
    client BIGINT NOT NULL,
    member BIGINT NOT NULL,
    function TEXT NOT NULL CHECK (function IN ('holder', 'reviewer', 'payroll', 'partner')),
    first_on TEXT NOT NULL,
    last_on TEXT,                        -- its last day; NULL: no end
    by BIGINT NOT NULL,                  -- member; 0 for the command line and the house
    PRIMARY KEY (firm, id),
    FOREIGN KEY (firm, client) REFERENCES client (firm, id),
    FOREIGN KEY (firm, member) REFERENCES member (firm, id)
);

CREATE UNIQUE INDEX assignment_once ON assignment (firm, client, member, function)
    WHERE last_on IS NULL;
CREATE INDEX assignment_of_client ON assignment (firm, client, member, first_on, last_on);
CREATE INDEX assignment_of_member ON assignment (firm, member, client, first_on, last_on);

-- A member is away, and who stands in (P-5).
-- small: a few a member and year
CREATE TABLE absence (
    firm BIGINT NOT NULL,
    id BIGINT NOT NULL,
    member BIGINT NOT NULL,
    deputy BIGINT,                       -- NULL: the member's own, else whoever is there
    first_on TEXT NOT NULL,
    last_on TEXT NOT NULL,               -- its last day
    note TEXT NOT NULL,
    added_at BIGINT NOT NULL,
    added_by BIGINT NOT NULL,            -- member; 0 for the command line
    PRIMARY KEY (firm, id),
    FOREIGN KEY (firm, member) REFERENCES member (firm, id),
    FOREIGN KEY (firm, deputy) REFERENCES member (firm, id)
);

CREATE INDEX absence_of_member ON absence (firm, member, last_on);
CREATE INDEX absence_by_end ON absence (firm, last_on);
CREATE INDEX absence_deputy ON absence (firm, deputy);

-- What another software knows of a client, as last imported; its domains come later. A client
-- without a row has none of it.
CREATE TABLE client_figure (
    firm BIGINT NOT NULL,
    client BIGINT NOT NULL,
    wallet_cents BIGINT,                 -- balance of its wallet; NULL: it has none
    missing_receipts BIGINT NOT NULL,
    ready_exports BIGINT NOT NULL,       -- expenses ready for export
    read_at BIGINT NOT NULL,
    PRIMARY KEY (firm, client),
    FOREIGN KEY (firm, client) REFERENCES client (firm, id)
);
