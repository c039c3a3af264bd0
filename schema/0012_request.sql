-- Tasks, which a client never sees, and requests, which are all that a client sees (E-2, E-14).

CREATE TABLE task (
    firm BIGINT NOT NULL,
    id BIGINT NOT NULL,
    occurrence BIGINT,                   -- that it came of; NULL: a person made it
    place BIGINT NOT NULL,               -- among its occurrence's tasks, from 1
    client BIGINT NOT NULL,
    title TEXT NOT NULL,
    due_on TEXT NOT NULL,
    former_due_on TEXT,                  -- before it was put off last, to go back to; NULL: nothing is
    state TEXT NOT NULL CHECK (state IN ('todo', 'doing', 'review', 'done', 'dropped')),
    owner BIGINT,                        -- member; NULL: nobody yet
    deputy BIGINT,                       -- who it goes to when nothing moves (E-15); NULL: the owner's
    holder BIGINT,                       -- whose it is now: the owner, until it was handed on
    escalate_on TEXT,                    -- working day on which it goes to the next; NULL: it stays
    minutes BIGINT NOT NULL,             -- planned; 0 none
    minutes_spent BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    done_at BIGINT,                      -- NULL while it is not done
    done_by BIGINT,
    PRIMARY KEY (firm, id),
    UNIQUE (firm, occurrence, place),
    FOREIGN KEY (firm, occurrence) REFERENCES occurrence (firm, id),
    FOREIGN KEY (firm, client) REFERENCES client (firm, id),
    FOREIGN KEY (firm, owner) REFERENCES member (firm, id),
    FOREIGN KEY (firm, deputy) REFERENCES member (firm, id),
    FOREIGN KEY (firm, holder) REFERENCES member (firm, id)
);

-- whole for the counts of « Missions et demandes » and the load of a week
CREATE INDEX task_by_due ON task
    (firm, state, due_on, id, client, holder, occurrence, minutes, minutes_spent);
CREATE INDEX task_of_client ON task (firm, client, state, due_on);
CREATE INDEX task_of_owner ON task (firm, owner) WHERE owner IS NOT NULL;
CREATE INDEX task_of_holder ON task (firm, holder, state, due_on, id, client);
CREATE INDEX task_escalates ON task (firm, escalate_on) WHERE escalate_on IS NOT NULL;
CREATE INDEX task_of_deputy ON task (firm, deputy) WHERE deputy IS NOT NULL;

CREATE TABLE task_check (
    firm BIGINT NOT NULL,
    task BIGINT NOT NULL,
    place BIGINT NOT NULL,
    label TEXT NOT NULL,
    done_at BIGINT,                      -- NULL while it is not
    done_by BIGINT,
    PRIMARY KEY (firm, task, place),
    FOREIGN KEY (firm, task) REFERENCES task (firm, id)
);

CREATE TABLE task_comment (
    firm BIGINT NOT NULL,
    id BIGINT NOT NULL,
    task BIGINT NOT NULL,
    by BIGINT NOT NULL,                  -- member
    at BIGINT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (firm, id),
    FOREIGN KEY (firm, task) REFERENCES task (firm, id)
);

CREATE INDEX task_comment_of ON task_comment (firm, task, id);

-- One request to many clients at once: drawn, worded and previewed, then launched as a whole (P-16).
-- small: some a month
CREATE TABLE campaign (
    firm BIGINT NOT NULL,
    id BIGINT NOT NULL,
    member BIGINT NOT NULL,              -- who drew it
    name_fr TEXT NOT NULL,               -- of its requests, with merge tags; "" not told yet, or
    name_en TEXT NOT NULL,               -- not in this language: then the other one's stands
    instructions_fr TEXT NOT NULL,       -- likewise
    instructions_en TEXT NOT NULL,
    needs_payroll BIGINT NOT NULL CHECK (needs_payroll IN (0, 1)), -- of the payroll's people (P-3)
    due_on TEXT,                         -- NULL: not told yet
    lead_days BIGINT,                    -- asked so many days before; NULL: when it is launched
    starts_on TEXT,                      -- day on which clients are asked; NULL before the launch
    scenario BIGINT,                     -- NULL: the default of requests
    state TEXT NOT NULL CHECK (state IN ('drawn', 'planned', 'running', 'undone', 'stopped')),
                                         -- planned: launched, its day has not come
    drawn_at BIGINT NOT NULL,
    launched_at BIGINT,                  -- NULL while it is drawn
    ended_at BIGINT,                     -- undone or stopped; NULL before
    ended_by BIGINT,                     -- member
    reason TEXT NOT NULL,                -- why it was stopped
    PRIMARY KEY (firm, id),
    FOREIGN KEY (firm, member) REFERENCES member (firm, id),
    FOREIGN KEY (firm, ended_by) REFERENCES member (firm, id),
    FOREIGN KEY (firm, scenario) REFERENCES scenario (firm, id)
);

CREATE INDEX campaign_starts ON campaign (firm, state, starts_on);
CREATE INDEX campaign_member ON campaign (firm, member, state, drawn_at);
CREATE INDEX campaign_ended ON campaign (firm, ended_by) WHERE ended_by IS NOT NULL;
CREATE INDEX campaign_scenario ON campaign (firm, scenario) WHERE scenario IS NOT NULL;

-- What each of its clients is asked for.
CREATE TABLE campaign_item (
    firm BIGINT NOT NULL,
    campaign BIGINT NOT NULL,
    place BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('document', 'answer', 'figure', 'yes_no')),
    name_fr TEXT NOT NULL,               -- as the campaign's own
    name_en TEXT NOT NULL,
    is_blocking BIGINT NOT NULL CHECK (is_blocking IN (0, 1)),
    PRIMARY KEY (firm, campaign, place),
    FOREIGN KEY (firm, campaign) REFERENCES campaign (firm, id)
);

-- A client that was chosen for it, whether it is asked or not.
CREATE TABLE campaign_client (
    firm BIGINT NOT NULL,
    campaign BIGINT NOT NULL,
    client BIGINT NOT NULL,
    place BIGINT NOT NULL,               -- in the order in which they were chosen
    fate TEXT NOT NULL CHECK (fate IN ('planned', 'refused', 'asked')),
    why TEXT NOT NULL,                   -- code of what refuses it; "" nothing
    PRIMARY KEY (firm, campaign, client),
    UNIQUE (firm, campaign, place),
    FOREIGN KEY (firm, campaign) REFERENCES campaign (firm, id),
    FOREIGN KEY (firm, client) REFERENCES client (firm, id)
);

CREATE INDEX campaign_client_of ON campaign_client (firm, client);

-- What a client is asked for. Its words are those of the day on which it was made, in both languages:
-- each person reads their own (E-2).
CREATE TABLE request (
    firm BIGINT NOT NULL,
    id BIGINT NOT NULL,
    occurrence BIGINT,                   -- that it came of; NULL: a person made it
    place BIGINT NOT NULL,               -- among its occurrence's requests, from 1
    campaign BIGINT,                     -- that it came of; NULL: of none
    client BIGINT NOT NULL,
    name TEXT NOT NULL,                  -- in French, or as a person typed it for all
    name_en TEXT,                        -- in English; NULL: the same words
    instructions TEXT NOT NULL,          -- likewise
    instructions_en TEXT,
    due_on TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'answered', 'accepted', 'dropped')), -- answered:
                                         -- nothing is missing, the firm has not said yes to all
    needs_payroll BIGINT NOT NULL CHECK (needs_payroll IN (0, 1)), -- of the payroll's people (P-3)
    amount_cents BIGINT,                 -- (E-13); NULL: none
    promised_on TEXT,                    -- all that is owed is promised: reminders wait through this
                                         -- day; NULL: they do not
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (firm, id),
    UNIQUE (firm, occurrence, place),
    UNIQUE (firm, campaign, client),     -- launched twice, it asks once
    FOREIGN KEY (firm, occurrence) REFERENCES occurrence (firm, id),
    FOREIGN KEY (firm, campaign) REFERENCES campaign (firm, id),
    FOREIGN KEY (firm, client) REFERENCES client (firm, id)
);

CREATE INDEX request_by_due ON request (firm, state, due_on, id, client, occurrence);
CREATE INDEX request_of_client ON request (firm, client, state, due_on);

-- One piece of it (E-3).
CREATE TABLE item (
    firm BIGINT NOT NULL,
    id BIGINT NOT NULL,
    request BIGINT NOT NULL,
    client BIGINT NOT NULL,              -- the request's
    place BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('document', 'answer', 'figure', 'yes_no')),
    name TEXT NOT NULL,                  -- as the request's own
    name_en TEXT,
    is_blocking BIGINT NOT NULL CHECK (is_blocking IN (0, 1)),
    state TEXT NOT NULL CHECK (state IN ('missing', 'given', 'accepted', 'refused', 'none',
        'dropped')),                     -- none: the client says that there is none
    answer TEXT NOT NULL,                -- text, figure in cents, "yes" or "no"; "" none yet
    reason TEXT NOT NULL,                -- of the refusal, or why there is none
    promised_on TEXT,                    -- « j'enverrai le … »; NULL: not said
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (firm, id),
    UNIQUE (firm, request, place),
    FOREIGN KEY (firm, request) REFERENCES request (firm, id),
    FOREIGN KEY (firm, client) REFERENCES client (firm, id)
);

CREATE INDEX item_of_client ON item (firm, client, state);
CREATE INDEX item_to_judge ON item (firm, request, client) WHERE state IN ('given', 'none');

-- All that happened to a request, in order: who, when, through which way. The client reads it too.
CREATE TABLE request_event (
    firm BIGINT NOT NULL,
    id BIGINT NOT NULL,
    request BIGINT NOT NULL,
    item BIGINT,                         -- NULL: of the whole
    act TEXT NOT NULL CHECK (act IN ('made', 'given', 'taken_back', 'accepted', 'refused', 'none',
        'promised', 'forwarded', 'comment', 'dropped', 'reopened', 'moved')),
    way TEXT NOT NULL CHECK (way IN ('space', 'mail', 'link', 'firm', 'house')),
    member BIGINT,                       -- NULL: not somebody of the firm
    contact BIGINT,                      -- NULL: not somebody of the client
    visit BIGINT,                        -- of the member to the client's space; NULL: none
    at BIGINT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (firm, id),
    FOREIGN KEY (firm, request) REFERENCES request (firm, id),
    FOREIGN KEY (firm, item) REFERENCES item (firm, id),
    FOREIGN KEY (firm, member) REFERENCES member (firm, id),
    FOREIGN KEY (firm, visit) REFERENCES visit (firm, id),
    FOREIGN KEY (firm, contact) REFERENCES contact (firm, id)
);

CREATE INDEX request_event_of ON request_event (firm, request, id);
CREATE INDEX request_event_item ON request_event (firm, item) WHERE item IS NOT NULL;
CREATE INDEX request_event_member ON request_event (firm, member) WHERE member IS NOT NULL;
CREATE INDEX request_event_visit ON request_event (firm, visit) WHERE visit IS NOT NULL;
CREATE INDEX request_event_contact ON request_event (firm, contact) WHERE contact IS NOT NULL;

-- « Demander à … »: a colleague whom somebody of the client names for a request (E-18).
CREATE TABLE request_forward (
    firm BIGINT NOT NULL,
    id BIGINT NOT NULL,
    request BIGINT NOT NULL,
    client BIGINT NOT NULL,              -- the request's
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    note TEXT NOT NULL,                  -- what was said about it; "" nothing
    asked_by BIGINT NOT NULL,            -- contact
    asked_at BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'accepted', 'refused')),
    contact BIGINT,                      -- who it became; NULL before, or refused
    decided_at BIGINT,                   -- NULL while it waits
    PRIMARY KEY (firm, id),
    FOREIGN KEY (firm, request) REFERENCES request (firm, id),
    FOREIGN KEY (firm, client) REFERENCES client (firm, id),
    FOREIGN KEY (firm, asked_by) REFERENCES contact (firm, id),
    FOREIGN KEY (firm, contact) REFERENCES contact (firm, id)
);

CREATE INDEX request_forward_of ON request_forward (firm, request);
CREATE INDEX request_forward_waits ON request_forward (firm, state, client);
CREATE INDEX request_forward_client ON request_forward (firm, client);
CREATE INDEX request_forward_by ON request_forward (firm, asked_by);
CREATE INDEX request_forward_contact ON request_forward (firm, contact) WHERE contact IS NOT NULL;
