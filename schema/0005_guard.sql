-- The guards of the chase (C-4): what was seen from turn to turn, what each day's rounds did, what
-- is held until a person has decided.

-- small: one a firm
CREATE TABLE watch (
    firm BIGINT NOT NULL PRIMARY KEY REFERENCES firm (id),
    seen_at BIGINT NOT NULL,             -- the highest wall time seen, to the minute; 0: none yet
    round_on TEXT,                       -- day of the last round that came to its end; NULL: none
    round_at BIGINT NOT NULL,            -- and when; 0: none
    day_cap BIGINT NOT NULL,             -- messages that may leave by themselves in a day; 0: none
    week_cap BIGINT NOT NULL DEFAULT 3 CHECK (week_cap BETWEEN 1 AND 7) -- to one person in seven
                                         -- days (C-3)
);

-- What the rounds of one day decided, of all kinds.
-- small: a row a day
CREATE TABLE run (
    firm BIGINT NOT NULL REFERENCES firm (id),
    day_on TEXT NOT NULL,
    messages BIGINT NOT NULL,
    free BIGINT NOT NULL,                -- of these, those that wait for no approval
    seen BIGINT NOT NULL,                -- of the free ones, those that a person has let leave
    sends BIGINT NOT NULL,               -- reminders that a message carries
    calls BIGINT NOT NULL,               -- by hand
    supersedes BIGINT NOT NULL,
    lapses BIGINT NOT NULL,
    holds BIGINT NOT NULL,               -- persons of whom something was held
    PRIMARY KEY (firm, day_on)
);

-- A guard stopped all sendings: why, what it saw, and who let them go on. Kept for good; the
-- barrier itself is the row of the same cause in suspension.
-- small: rare
CREATE TABLE standstill (
    firm BIGINT NOT NULL REFERENCES firm (id),
    id BIGINT NOT NULL,
    cause TEXT NOT NULL CHECK (cause IN ('clock_back', 'clock_jump', 'stoppage', 'volume', 'cap',
        'suspension', 'restored')),
    frozen_at BIGINT NOT NULL,
    frozen_on TEXT NOT NULL,             -- the firm's day; of a suspension its first
    since_at BIGINT NOT NULL,            -- the last round, or what the clock had shown; 0: neither
    late BIGINT NOT NULL,                -- reminders whose day was past, of clients that every
                                         -- member sees:
    sends BIGINT NOT NULL,               -- to send,
    supersedes BIGINT NOT NULL,          -- to replace,
    lapses BIGINT NOT NULL,              -- to file away
    messages BIGINT NOT NULL,            -- of the run, today's included, of all clients:
                                         -- shown to no member
    usual BIGINT NOT NULL,               -- the median that it was measured with, likewise;
                                         -- -1: none
    is_listed BIGINT NOT NULL CHECK (is_listed IN (0, 1)), -- restored: what may have left since is
                                         -- to check
    after_reminder BIGINT NOT NULL,      -- the last one that was decided before its run
    ended_at BIGINT,                     -- NULL while it stands
    ended_by BIGINT NOT NULL,            -- member; 0 for the house itself, and while it stands
    verdict TEXT NOT NULL CHECK (verdict IN ('', 'sent', 'filed', 'right', 'past')),
    reason TEXT NOT NULL,                -- the person's
    PRIMARY KEY (firm, id)
);

CREATE UNIQUE INDEX standstill_of_cause ON standstill (firm, cause) WHERE ended_at IS NULL;
