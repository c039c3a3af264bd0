-- What is read from a client's accounts: its customers and what they owe.

-- One accounting file taken in. The same bytes are taken once for a client.
CREATE TABLE import (
    firm BIGINT NOT NULL REFERENCES firm (id),
    id BIGINT NOT NULL,
    client BIGINT NOT NULL,
    file_name TEXT NOT NULL,             -- as the person's computer called it, without a path
    sha256 BYTES NOT NULL,               -- of the file's bytes
    siren TEXT NOT NULL,                 -- from the file's name; "" when the name tells none
    closing_on TEXT,                     -- last day of the exercise; NULL when the name tells none
    lines BIGINT NOT NULL,               -- without the header
    entries BIGINT NOT NULL,
    debit_cents BIGINT NOT NULL,
    credit_cents BIGINT NOT NULL,
    conform BIGINT NOT NULL,             -- 1: the administration's checker would say so
    report TEXT NOT NULL,                -- the control report, JSON, as it was shown
    imported_at BIGINT NOT NULL,         -- milliseconds of UTC
    imported_by BIGINT NOT NULL,         -- member; 0 for the command line
    PRIMARY KEY (firm, id),
    UNIQUE (firm, client, sha256),
    FOREIGN KEY (firm, client) REFERENCES client (firm, id)
);

CREATE INDEX import_of_client ON import (firm, client, imported_at);

-- Who buys from a client: the debtor. Those of one client that share an address are spoken to as one
-- person (P-2).
CREATE TABLE customer (
    firm BIGINT NOT NULL,
    id BIGINT NOT NULL,
    client BIGINT NOT NULL,              -- the issuer, to whom the money is owed
    account TEXT NOT NULL,               -- general account: "411000"
    aux TEXT NOT NULL,                   -- auxiliary account; "" when the books have none
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,           -- for search; see str_fold
    language TEXT NOT NULL CHECK (language IN ('fr', 'en')), -- of the messages to it
    email TEXT NOT NULL,                 -- "" when missing
    email_state TEXT NOT NULL CHECK (email_state IN ('ok', 'missing', 'bounced')), -- P-4
    email_said TEXT NOT NULL,            -- the mail server's words when it bounced
    email_by BIGINT,                     -- member who typed it; NULL: nobody yet
    email_at BIGINT,                     -- and when, milliseconds of UTC
    doubt TEXT NOT NULL CHECK (doubt IN ('', 'lettering', 'names')), -- why a person looks first
    doubt_by BIGINT,                     -- member who last looked and let it be chased; NULL: nobody
    doubt_at BIGINT,                     -- and when
    balance_cents BIGINT NOT NULL,       -- all that is open, credits included
    oldest_due_on TEXT,                  -- of what it owes; NULL when it owes nothing
    oldest_issued_on TEXT,               -- likewise, by the day of issue
    paused BIGINT NOT NULL CHECK (paused IN (0, 1)),
    paused_until_on TEXT,                -- last day of the pause; NULL: it has no end
    paused_why TEXT NOT NULL,
    paused_by BIGINT NOT NULL,           -- member; 0 nobody
    paused_at BIGINT,                    -- NULL while not paused
    PRIMARY KEY (firm, id),
    UNIQUE (firm, client, account, aux),
    FOREIGN KEY (firm, client) REFERENCES client (firm, id)
);

CREATE INDEX customer_by_balance ON customer (firm, client, balance_cents, id);
CREATE INDEX customer_by_mailbox ON customer (firm, client, LOWER(email)) WHERE email <> '';
CREATE INDEX customer_by_aux ON customer (firm, client, aux);
CREATE INDEX customer_by_name ON customer (firm, client, name_folded, id);
CREATE INDEX customer_by_age ON customer (firm, client, oldest_due_on, id);
CREATE INDEX customer_unreached ON customer (firm, client, balance_cents, id)
    WHERE email_state <> 'ok';

-- An open item of a customer: an invoice, or a credit not yet allocated. Items that the books show
-- no more are settled, not removed.
CREATE TABLE invoice (
    firm BIGINT NOT NULL,
    id BIGINT NOT NULL,
    client BIGINT NOT NULL,
    customer BIGINT NOT NULL,
    import BIGINT NOT NULL,              -- the last one that showed it
    piece TEXT NOT NULL,                 -- the document's reference
    label TEXT NOT NULL,
    issued_on TEXT NOT NULL,
    due_on TEXT NOT NULL,                -- deduced from the terms until confirmed (R-6)
    amount_cents BIGINT NOT NULL,        -- negative for a credit
    open_cents BIGINT NOT NULL,          -- what is left once credits are allocated, oldest first
    rank BIGINT NOT NULL,                -- tells apart items that are alike in all else
    settled_on TEXT,                     -- NULL while open; day of the import that no longer showed it open
    PRIMARY KEY (firm, id),
    UNIQUE (firm, customer, piece, issued_on, amount_cents, rank),
    FOREIGN KEY (firm, client) REFERENCES client (firm, id),
    FOREIGN KEY (firm, customer) REFERENCES customer (firm, id),
    FOREIGN KEY (firm, import) REFERENCES import (firm, id)
);

CREATE INDEX invoice_piece ON invoice (firm, piece);
CREATE INDEX invoice_of_client ON invoice (firm, client); -- a client that goes is looked for here
-- With all that an ageing reads, so that it reads nothing else.
CREATE INDEX invoice_open ON invoice (firm, client, customer, due_on, issued_on, open_cents,
    settled_on) WHERE settled_on IS NULL;

-- What a client's customers owe, up to and with each day of due or of issue on which something of it
-- falls: the ageing of a client at any date is read at a few of these days. Written with the
-- invoices.
CREATE TABLE ageing (
    firm BIGINT NOT NULL,
    client BIGINT NOT NULL,
    basis TEXT NOT NULL CHECK (basis IN ('due', 'piece')), -- by which day
    day_on TEXT NOT NULL,
    open_cents BIGINT NOT NULL,          -- of that day and all before it, credits included
    items BIGINT NOT NULL,               -- likewise
    customers BIGINT NOT NULL,           -- whose oldest debt is of that day or before
    PRIMARY KEY (firm, client, basis, day_on),
    FOREIGN KEY (firm, client) REFERENCES client (firm, id)
);

-- How many customers of a client have something open; a client without any import has no row.
-- Written with the customers.
CREATE TABLE standing (
    firm BIGINT NOT NULL,
    client BIGINT NOT NULL,
    open_cents BIGINT NOT NULL,          -- all together, credits included
    customers BIGINT NOT NULL,
    unreached BIGINT NOT NULL,           -- of these, how many have no usable address
    PRIMARY KEY (firm, client),
    FOREIGN KEY (firm, client) REFERENCES client (firm, id)
);
