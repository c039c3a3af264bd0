-- Being told (P-19 to P-22): what members subscribe to, the mails of a day, what admins send by hand.

-- A member is told of a client (P-19). One subscription serves every report (P-22).
CREATE TABLE subscription (
    firm BIGINT NOT NULL,
    member BIGINT NOT NULL,
    client BIGINT NOT NULL,
    report TEXT NOT NULL,                -- "client": its figures
    frequency TEXT NOT NULL CHECK (frequency IN ('daily', 'weekly', 'monthly')),
    since_at BIGINT NOT NULL,            -- when it began, or its frequency last changed
    PRIMARY KEY (firm, member, client, report),
    FOREIGN KEY (firm, member) REFERENCES member (firm, id),
    FOREIGN KEY (firm, client) REFERENCES client (firm, id)
);

CREATE INDEX subscription_of_client ON subscription (firm, client, member);

-- A day whose subscriptions have all been gone through.
CREATE TABLE digest_day (
    firm BIGINT NOT NULL REFERENCES firm (id),
    day_on TEXT NOT NULL,
    done_at BIGINT NOT NULL,
    PRIMARY KEY (firm, day_on)
);

-- One mail a member and day, however often the round runs (P-20).
CREATE TABLE digest (
    firm BIGINT NOT NULL,
    member BIGINT NOT NULL,
    day_on TEXT NOT NULL,
    message BIGINT,                      -- NULL: there was nothing to say
    PRIMARY KEY (firm, member, day_on),
    FOREIGN KEY (firm, member) REFERENCES member (firm, id),
    FOREIGN KEY (firm, message) REFERENCES message (firm, id)
);

CREATE INDEX digest_message ON digest (firm, message) WHERE message IS NOT NULL;

-- « Notifier les comptables » (P-21): an admin writes to those who work for a client.
CREATE TABLE notice (
    firm BIGINT NOT NULL,
    id BIGINT NOT NULL,
    client BIGINT NOT NULL,
    day_on TEXT NOT NULL,
    at BIGINT NOT NULL,
    by BIGINT NOT NULL,                  -- member; 0 for the command line
    subjects TEXT NOT NULL,              -- "receipts exports requests invoices onboarding", or some
    comment TEXT NOT NULL,               -- "" none
    PRIMARY KEY (firm, id),
    FOREIGN KEY (firm, client) REFERENCES client (firm, id)
);

CREATE INDEX notice_of_client ON notice (firm, client, day_on, id);

-- Who got it, and by which message.
CREATE TABLE notice_message (
    firm BIGINT NOT NULL,
    notice BIGINT NOT NULL,
    member BIGINT NOT NULL,
    message BIGINT NOT NULL,
    PRIMARY KEY (firm, notice, member),
    FOREIGN KEY (firm, notice) REFERENCES notice (firm, id),
    FOREIGN KEY (firm, member) REFERENCES member (firm, id),
    FOREIGN KEY (firm, message) REFERENCES message (firm, id)
);

CREATE INDEX notice_message_of ON notice_message (firm, message);
CREATE INDEX notice_message_member ON notice_message (firm, member);
