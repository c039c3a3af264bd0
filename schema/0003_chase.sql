-- The chase and its outbox: what is owed, when we speak, what left.

-- Ordered steps around a due date. Steps are changed in place; what they were stands in revision.
-- small: a firm has a handful
CREATE TABLE scenario (
    firm BIGINT NOT NULL REFERENCES firm (id),
    id BIGINT NOT NULL,
    kind TEXT NOT NULL,                  -- of the obligations it chases: "invoice"
    name TEXT NOT NULL,
    version BIGINT NOT NULL,             -- 1, and one more at each change
    is_default BIGINT NOT NULL CHECK (is_default IN (0, 1)), -- of new obligations of its kind
    archived BIGINT NOT NULL CHECK (archived IN (0, 1)), -- chases what it has, is given no more
    PRIMARY KEY (firm, id)
);

-- small: at most twelve a scenario, and those taken out of it
CREATE TABLE step (
    firm BIGINT NOT NULL,
    id BIGINT NOT NULL,                  -- stable, never used again (C-1)
    scenario BIGINT NOT NULL,
    anchor TEXT NOT NULL CHECK (anchor IN ('due', 'opening')),
    days BIGINT NOT NULL,                -- calendar days after its anchor, negative ahead of time
    window_first BIGINT NOT NULL,        -- days after due between which it must fall;
    window_last BIGINT NOT NULL,         -- 0 and 0: anywhere
    medium TEXT NOT NULL CHECK (medium IN ('email', 'call')),
    mode TEXT NOT NULL CHECK (mode IN ('automatic', 'by_hand', 'unless_objected')),
    send_minute BIGINT NOT NULL CHECK (send_minute BETWEEN 0 AND 1439), -- 0: with the firm's hours
    repeat_days BIGINT NOT NULL,         -- again every so many days,
    repeat_count BIGINT NOT NULL,        -- so many times; 0: never
    name TEXT NOT NULL,                  -- of its wording: notice, first, second, call
    removed BIGINT NOT NULL,             -- version of the scenario that took it out; 0: it stands
    PRIMARY KEY (firm, id),
    FOREIGN KEY (firm, scenario) REFERENCES scenario (firm, id)
);

CREATE INDEX step_of_scenario ON step (firm, scenario, days);

-- A step's own words, where they differ from those of its name; mustache, checked when it is saved.
-- small: at most two a step
CREATE TABLE step_text (
    firm BIGINT NOT NULL,
    step BIGINT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('fr', 'en')),
    subject TEXT NOT NULL,
    body TEXT NOT NULL,                  -- plain text; paragraphs are told by empty lines
    PRIMARY KEY (firm, step, language),
    FOREIGN KEY (firm, step) REFERENCES step (firm, id)
);

-- Each version of a scenario as it was saved: who, when, its steps and texts as JSON. What runs
-- along one that was left is planned and worded by it.
CREATE TABLE revision (
    firm BIGINT NOT NULL,
    scenario BIGINT NOT NULL,
    version BIGINT NOT NULL,
    saved_at BIGINT NOT NULL,
    saved_by BIGINT NOT NULL,            -- member; 0 for the command line
    content TEXT NOT NULL,
    PRIMARY KEY (firm, scenario, version),
    FOREIGN KEY (firm, scenario) REFERENCES scenario (firm, id)
);

-- Somebody owes something by a date: the common face of all that is chased. Written by chase/ alone.
-- It lies in the order of its due dates: what a round looks at on one day then lies together, and a
-- round writes as many pages as are due, not as many as are open.
CREATE TABLE obligation (
    firm BIGINT NOT NULL,
    id BIGINT NOT NULL,
    kind TEXT NOT NULL,                  -- "invoice"
    subject BIGINT NOT NULL,             -- its number among its kind
    cycle BIGINT NOT NULL,               -- 1, and one more each time a settled one reopens (C-1)
    version BIGINT NOT NULL,             -- one more at every change that a plan or a text reads (C-5)
    client BIGINT NOT NULL,              -- whose subject it is
    capacity TEXT NOT NULL,              -- in which its person is spoken to: the kind that leads it
    issuer BIGINT NOT NULL,              -- on whose behalf: the client; 0: the firm itself
    person BIGINT NOT NULL,              -- who owes; for an invoice the customer
    scenario BIGINT NOT NULL,
    scenario_version BIGINT NOT NULL,    -- of it, until a person moves it on (R-12); see revision
    state TEXT NOT NULL CHECK (state IN ('open', 'settled')),
    opened_on TEXT NOT NULL,
    due_on TEXT NOT NULL,
    owed_cents BIGINT NOT NULL,
    dealt TEXT NOT NULL,                 -- steps of this cycle that are past: "12 13 14.1", where
                                         -- .1 is a first repetition
    dealt_through_on TEXT,               -- no step of a day until it comes any more; NULL: none dealt
    last_taken_on TEXT,                  -- day of the last step carried out; NULL before it
    next_look_on TEXT,                   -- NULL: no step is left; held, the day its hold or its step ends
    held TEXT NOT NULL,                  -- what held it back when last looked at; "" nothing
    paused BIGINT NOT NULL CHECK (paused IN (0, 1)), -- by a person, this one alone (C-10)
    paused_until_on TEXT,                -- its last day; NULL: no end
    taken_over BIGINT NOT NULL,          -- member who does every step by hand; 0: nobody
    PRIMARY KEY (firm, due_on, id),
    UNIQUE (firm, id),
    UNIQUE (firm, kind, subject),
    FOREIGN KEY (firm, client) REFERENCES client (firm, id),
    FOREIGN KEY (firm, scenario) REFERENCES scenario (firm, id)
) CLUSTERED;

CREATE INDEX obligation_due ON obligation (firm, next_look_on, issuer, person, id)
    WHERE next_look_on IS NOT NULL;
CREATE INDEX obligation_of_client ON obligation (firm, client, held, next_look_on)
    WHERE next_look_on IS NOT NULL;
CREATE INDEX obligation_paused ON obligation (firm, client) WHERE paused = 1;
CREATE INDEX obligation_by_client ON obligation (firm, client, person);
CREATE INDEX obligation_held ON obligation (firm, client, person, next_look_on, held, owed_cents)
    WHERE held <> '';
CREATE INDEX obligation_asked ON obligation (firm, client, person)
    WHERE kind = 'request' AND state = 'open';
CREATE INDEX obligation_of_person ON obligation (firm, issuer, person);
CREATE INDEX obligation_of_scenario ON obligation (firm, scenario, state, due_on, client);
CREATE INDEX obligation_of_version ON obligation (firm, scenario, scenario_version, client)
    WHERE state = 'open';

-- What rests, paused without end, while the mission that it comes of is suspended (E-9): a person's
-- own pause of it, which stands again afterwards.
CREATE TABLE rest (
    firm BIGINT NOT NULL,
    obligation BIGINT NOT NULL,
    paused BIGINT NOT NULL CHECK (paused IN (0, 1)), -- as the obligation's own
    paused_until_on TEXT,                -- likewise
    since_on TEXT NOT NULL,              -- a call taken off then stands again unless one came later
    PRIMARY KEY (firm, obligation),
    FOREIGN KEY (firm, obligation) REFERENCES obligation (firm, id)
);

-- What a person did to an obligation, and why (C-10). None is ever taken back.
CREATE TABLE intervention (
    firm BIGINT NOT NULL,
    id BIGINT NOT NULL,
    obligation BIGINT NOT NULL,
    act TEXT NOT NULL CHECK (act IN ('pause', 'resume', 'skip', 'send', 'move', 'take', 'release',
        'due', 'escalate', 'unskip')),   -- due: its due date was changed; escalate: by the house;
                                         -- unskip: a skip was taken back
    step BIGINT,                         -- skipped or not, sent or escalated; NULL for the others
    member BIGINT,                       -- who takes it over, or to whom it goes; NULL for the others
    scenario BIGINT,                     -- moved to; NULL for the others
    until_on TEXT,                       -- last day of a pause, or the new due date; NULL: none
    at BIGINT NOT NULL,
    by BIGINT NOT NULL,                  -- member; 0 for the command line
    reason TEXT NOT NULL,
    PRIMARY KEY (firm, id),
    FOREIGN KEY (firm, obligation) REFERENCES obligation (firm, id),
    FOREIGN KEY (firm, step) REFERENCES step (firm, id),
    FOREIGN KEY (firm, scenario) REFERENCES scenario (firm, id)
);

CREATE INDEX intervention_of_obligation ON intervention (firm, obligation, id);

-- What leaves on a medium for one person and day (C-3). Written by outbox/ alone.
CREATE TABLE message (
    firm BIGINT NOT NULL,
    id BIGINT NOT NULL,
    client BIGINT,                       -- on whose behalf we speak; NULL: the firm itself
    issuer BIGINT NOT NULL,              -- the same, 0 for the firm itself
    person BIGINT NOT NULL,
    kind TEXT NOT NULL,                  -- in which capacity: the kind that leads its obligations'
    medium TEXT NOT NULL,
    day_on TEXT NOT NULL,                -- the civil day for which it was planned
    told_on TEXT NOT NULL,               -- the same, then that of its point: for the quiet days
    ordered BIGINT NOT NULL CHECK (ordered IN (0, 1)), -- a person lets it leave whatever left before
    tone TEXT NOT NULL,                  -- the wording: that of its highest step (R-15)
    state TEXT NOT NULL CHECK (state IN ('waiting', 'due', 'taken', 'point', 'sent', 'refused',
        'check', 'dropped')),            -- see outbox/outbox.h
    recipient TEXT NOT NULL,             -- the address
    language TEXT NOT NULL,
    not_before BIGINT NOT NULL,          -- milliseconds of UTC
    attempt BIGINT NOT NULL,             -- how often it was taken
    refusals BIGINT NOT NULL,            -- how often it was put off by its peer, or none was reached
    owner TEXT NOT NULL,                 -- the worker that took it; "" none
    lease_until BIGINT NOT NULL,         -- after it, a taken one is due again
    posted_at BIGINT NOT NULL,
    point_at BIGINT,                     -- when the point was committed; NULL before
    ended_at BIGINT,                     -- when its last state was reached; NULL before
    said TEXT NOT NULL,                  -- the mail server's last words
    why TEXT NOT NULL,                   -- of dropped, refused, check: a code
    subject TEXT NOT NULL,               -- as rendered; "" before
    words_folded TEXT NOT NULL,          -- recipient and subject, for search; see str_fold
    is_apart BIGINT NOT NULL DEFAULT 0 CHECK (is_apart IN (0, 1)), -- speaks of no obligation and
                                         -- keeps its own day: a digest, a mail by hand (C-3)
    PRIMARY KEY (firm, id),
    FOREIGN KEY (firm, client) REFERENCES client (firm, id)
);

-- One a person, medium and day (C-3); what was dropped or refused was none, what stands apart is
-- not bound.
CREATE UNIQUE INDEX message_once ON message (firm, kind, issuer, person, medium, day_on)
    WHERE state <> 'dropped' AND state <> 'refused' AND is_apart = 0;
CREATE INDEX message_due ON message (firm, state, not_before, id)
    WHERE state IN ('waiting', 'due', 'taken', 'point', 'check');
CREATE INDEX message_by_state ON message (firm, state, id);
CREATE INDEX message_of_person ON message (firm, issuer, person, told_on);
CREATE INDEX message_of_mailbox ON message (firm, issuer, LOWER(recipient), told_on);
CREATE INDEX message_by_end ON message (firm, ended_at, id) WHERE ended_at IS NOT NULL;
CREATE INDEX message_of_client ON message (firm, client);

-- What was rendered of a message, as it is sent. It lies apart: a message changes its state several
-- times on its way, and each time the row is written anew.
CREATE TABLE message_body (
    firm BIGINT NOT NULL,
    message BIGINT NOT NULL,
    bytes BYTES NOT NULL,
    sha256 BYTES NOT NULL,
    PRIMARY KEY (firm, message),
    FOREIGN KEY (firm, message) REFERENCES message (firm, id)
);

-- One step of one obligation, and what became of it (C-6). Written by chase/, but for its state
-- once its message is under way, which follows the message.
CREATE TABLE reminder (
    firm BIGINT NOT NULL,
    id BIGINT NOT NULL,
    obligation BIGINT NOT NULL,
    kind TEXT NOT NULL,
    subject BIGINT NOT NULL,
    cycle BIGINT NOT NULL,
    step BIGINT NOT NULL,                -- the step's stable id
    rank BIGINT NOT NULL,                -- of repetition; 0 the first
    resend BIGINT NOT NULL,              -- of an ordered resend; 0 the first
    meant_on TEXT,                       -- the working day of the step; NULL when C-2 left it none
    last_on TEXT,                        -- its last day of sense, of what leaves by itself; or NULL
    day_on TEXT NOT NULL,                -- on which it was decided
    state TEXT NOT NULL CHECK (state IN ('planned', 'todo', 'sent', 'done', 'superseded',
        'lapsed', 'cancelled', 'refused', 'check')),
    message BIGINT,                      -- that carries it; NULL when none does
    version BIGINT NOT NULL,             -- of the obligation, as its text was worded
    owed_cents BIGINT NOT NULL,          -- then
    why TEXT NOT NULL,                   -- of cancelled, refused, check: a code
    done_by BIGINT,                      -- member who did what is done by hand; NULL before
    done_at BIGINT,                      -- and when, milliseconds of UTC
    assignee BIGINT NOT NULL,            -- member who is to do what is by hand; 0: whoever is there
    escalate_on TEXT,                    -- working day on which it goes to the next; NULL: it stays
    PRIMARY KEY (firm, id),
    UNIQUE (firm, kind, subject, cycle, step, rank, resend),
    FOREIGN KEY (firm, obligation) REFERENCES obligation (firm, id),
    FOREIGN KEY (firm, step) REFERENCES step (firm, id),
    FOREIGN KEY (firm, message) REFERENCES message (firm, id)
);

CREATE INDEX reminder_of_obligation ON reminder (firm, obligation, day_on);
CREATE INDEX reminder_of_message ON reminder (firm, message) WHERE message IS NOT NULL;
CREATE INDEX reminder_todo ON reminder (firm, day_on) WHERE state = 'todo';
CREATE INDEX reminder_escalates ON reminder (firm, escalate_on) WHERE state = 'todo';

-- Messages of a client's customers wait for one approval after an import (the quiet period).
CREATE TABLE approval (
    firm BIGINT NOT NULL,
    client BIGINT NOT NULL,
    approved_at BIGINT NOT NULL,
    approved_by BIGINT NOT NULL,         -- member; 0 for the command line
    PRIMARY KEY (firm, client),
    FOREIGN KEY (firm, client) REFERENCES client (firm, id)
);

-- The software that a client's books come from sends reminders on its behalf still: what is planned
-- waits, and nothing leaves. A row for each time; none is ever taken back.
CREATE TABLE source (
    firm BIGINT NOT NULL,
    id BIGINT NOT NULL,
    client BIGINT NOT NULL,
    begun_at BIGINT NOT NULL,
    begun_by BIGINT NOT NULL,            -- member; 0 for the command line
    reason TEXT NOT NULL,                -- "" none was given
    ended_at BIGINT,                     -- NULL: it stands
    ended_by BIGINT,                     -- as begun_by; NULL while it stands
    PRIMARY KEY (firm, id),
    FOREIGN KEY (firm, client) REFERENCES client (firm, id)
);

CREATE UNIQUE INDEX source_standing ON source (firm, client) WHERE ended_at IS NULL;
CREATE INDEX source_of_client ON source (firm, client, id);

-- Sendings are stopped, all of them: a row for each cause while it lasts. The plan goes on, nothing
-- leaves (C-10).
-- small: at most one a firm and cause
CREATE TABLE suspension (
    firm BIGINT NOT NULL REFERENCES firm (id),
    cause TEXT NOT NULL,                 -- '' a person's order; else that of a freeze
    suspended_at BIGINT NOT NULL,
    suspended_by BIGINT NOT NULL,        -- member; 0 for the command line and the house itself
    reason TEXT NOT NULL,
    since_at BIGINT,                     -- of an order: when it was given first,
    until_on TEXT,                       -- and its last day; NULL: a person ends it
    PRIMARY KEY (firm, cause)
);

-- The orders that have ended or were given anew: who gave them, when and why, and who ended them.
-- small: rare
CREATE TABLE suspension_past (
    firm BIGINT NOT NULL REFERENCES firm (id),
    id BIGINT NOT NULL,
    suspended_at BIGINT NOT NULL,
    suspended_by BIGINT NOT NULL,        -- member; 0 for the command line
    reason TEXT NOT NULL,
    until_on TEXT,                       -- as in suspension
    ended_at BIGINT NOT NULL,
    ended_by BIGINT NOT NULL,            -- member; 0: its last day was past, or the command line
    PRIMARY KEY (firm, id)
);

-- A word on a message to check, a person's or the house's: who, when, why (C-10). One that was taken
-- back stands, with another row below it.
CREATE TABLE decision (
    firm BIGINT NOT NULL,
    id BIGINT NOT NULL,
    message BIGINT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('sent', 'again', 'marked', 'back')), -- it counts as
                                         -- sent; it goes again; the house lets it go again, marked
                                         -- as such; back: the word before was taken back
    batch BIGINT NOT NULL,               -- the first of those that were decided together
    decided_at BIGINT NOT NULL,
    decided_by BIGINT NOT NULL,          -- member; 0 for the command line and the house
    reason TEXT NOT NULL,
    point_at BIGINT,                     -- of the attempt that it is about
    said TEXT NOT NULL,                  -- what the mail server had said of that attempt
    why TEXT NOT NULL,                   -- the message's own before,
    ended_at BIGINT,                     -- and when it had come there
    PRIMARY KEY (firm, id),
    FOREIGN KEY (firm, message) REFERENCES message (firm, id)
);

CREATE INDEX decision_of_batch ON decision (firm, batch, id);
CREATE INDEX decision_by_time ON decision (firm, decided_at);
CREATE INDEX decision_of_message ON decision (firm, message, id);
