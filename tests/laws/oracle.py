#!/usr/bin/env python3
"""The oracle: what the laws of the chase ask of one firm-year, from its journal alone.

It shares no code with the program and never calls it: the holidays, the working days, the change
of clocks, the steps and their fates are computed a second time (second.py), from what people did.
Reads journals on standard input, answers one line of JSON a firm: its seed, what was broken, counts.
"""
import collections
import json
import sys

from clock import Clock
from guards import Order, Guards, Sight, causes_of
from second import HOUR, WEEK, Calendar, Debt, coming, day_read, day_text, leaves_from, local, plan

# What a person does takes a reminder out of its message, which ends with that reason.
ACT_OF = {"subject": "pause", "skipped": "skip", "due": "due", "taken over": "take", "moved": "move"}
TAKE_OUT = tuple(ACT_OF.values())

# What the program does and the laws do not say: counted apart, and told. One by one they go.
EARLY_LAPSE_ALLOWED = False     # a step that C-2 leaves no day has its row before its nominal day
CLOSING_ALLOWED = False         # a run that began within the hours goes on to its end after them
DROPPED_BLOCKS_ALLOWED = False  # a second message to a person, the first of the day having been dropped


Act = collections.namedtuple("Act", "place name day key gone")


def party_of(message):
    """In which capacity, on whose behalf, to whom."""
    return message["kind"], message["client"], message["p"]


class Told:
    """A message that was planned for a person, of pieces (subject, key); number 0: all was taken out of it."""

    def __init__(self, day, place, number, pieces):
        self.day, self.place, self.number, self.pieces = day, place, number, pieces
        self.is_hastened = False    # a person sends it now


class Planned:
    """What one round plans, a message for each party."""

    def __init__(self, today, event):
        self.today, self.at, self.place = today, event["t"], event["place"]
        self.numbers, self.moments = {}, {}
        self.pieces, self.kinds = collections.defaultdict(list), collections.defaultdict(set)

    def add(self, debt, key, number, moment):
        party = debt.party
        self.numbers.setdefault(party, set()).add(number)
        self.moments[party] = max(moment, self.moments.get(party, 0))
        self.pieces[party].append((debt.subject, key))
        self.kinds[party].add(debt.kind)


class Firm:
    def __init__(self, lines):
        self.broken = []
        self.counts = collections.Counter()
        self.lines = lines
        head = lines[0]
        closed = [(e["first"], e["last"]) for e in lines if e["e"] == "closed"]
        self.head = head
        self.calendar = Calendar(head["region"], closed, head["start"] - 400, head["start"] + 1200)
        self.steps, self.people, self.debts = {}, {}, {}
        self.approved, self.overtaken = {0}, set()
        self.last_words = {}                        # message: when an approval let it leave
        self.suspended, self.order = False, None    # None: perhaps, its last day is past
        self.asks = None                            # whether one that ended must be seen: (surely, perhaps)
        self.waiting = {}                           # issuer: {party: [Told]}
        self.expected = {}                          # key: (fate, day)
        self.told = collections.defaultdict(list)   # party: [Told]
        self.dots = {}                              # message: the dot under way
        self.accepted = collections.defaultdict(list)
        self.agains = collections.Counter()
        self.laters = collections.Counter()
        self.later_at = {}                          # message: the place where it was put off last
        self.counted_as_sent = set()
        self.decided = {e["id"] for e in lines if e["e"] == "decide"}
        self.made = {e["made"] for e in lines if e["e"] == "act"}   # reminders that an act wrote
        self.calls = set()
        self.acts = collections.defaultdict(list)   # subject: [Act], of people who stepped in
        self.planned_at = {}                        # key: the place of the round that took it
        self.sent_now = {}                          # key: the place where a person sent it
        self.again_at = {}                          # message: the place where it was let go again
        self.skipped = {}                           # reminder: the place where a person said that it must not leave
        self.hastened = set()                       # messages that a person sends now
        self.leaves_from = {}                       # message: not before
        self.clock = Clock()
        self.guards = Guards(self.calendar)
        self.verdict = None                         # on the run that begins
        self.frozen = {}                            # cause: the day since which nothing leaves
        self.filed = {}                             # message: the place where a person filed it away
        self.doubtful = set()                       # messages that a later round of the day may have planned
        self.perhaps_filed = set()                  # of which that is known only about so
        self.listed = {}                            # message: (place, day) where it became to check
        self.is_listed = False                      # what may have left before the books were restored
        self.last = 0                               # when a message could leave last
        self.begun = None                           # day of the last turn within the hours
        self.dayless = set()                        # keys that C-2 leaves no day
        self.last_day = {}                          # key: the last day on which its mail makes sense
        self.settled = collections.defaultdict(list)
        self.held = collections.defaultdict(set)
        self.messages = {e["m"]: e for e in lines if e["e"] == "message"}
        self.rows = collections.defaultdict(list)
        self.reminders = {}
        for e in lines:
            if e["e"] == "reminder":
                self.read_day(e)
                self.rows[e["s"], e["cycle"], e["step"], e["rank"]].append(e)
                self.reminders[e["r"]] = e
        self.spoken = collections.defaultdict(set)      # message, subject: keys
        for row in self.reminders.values():
            self.spoken[row["m"], row["s"]].add((row["s"], row["cycle"], row["step"], row["rank"]))
        self.ghosts = collections.defaultdict(list)     # key: rows that made room when they were taken back
        skipped = {e["r"] or e["made"] for e in lines if e["e"] == "act" and e["act"] == "skip"}
        for e in lines:
            if e["e"] == "act" and e["gone"]:
                state, why = ("skipped", "skipped") if e["r"] in skipped else ("cancelled", "subject")  # by a hold
                self.ghosts[(e["s"], *e["key"])].append({"r": e["r"], "s": e["s"], "day": e["day"], "m": e["m"],
                                                         "state": state, "why": why})
        self.before = {}                            # reminder: (day, message) of it before anybody stepped in
        for e in lines:
            if e["e"] == "act" and e["r"]:
                self.before.setdefault(e["r"], (e["day"], e["m"] if e["m"] in self.messages else 0))
        self.leaving = {}                           # message: (place of its first dot, subjects that it tells)
        for place, e in enumerate(lines):
            if e["e"] == "dot":
                self.leaving.setdefault(e["m"], (place, set()))
            elif e["e"] == "says":
                self.leaving[e["m"]][1].add(e["s"])
        self.made_room = [ghost for ghosts in self.ghosts.values() for ghost in ghosts]
        for e in self.messages.values():
            self.read_day(e)

    def read_day(self, row):
        if not row["day"]:
            self.breaks("C-7", "a row without its day: the books are damaged")
        row["day"] = day_read(row["day"]) if row["day"] else 0

    def breaks(self, law, text):
        self.broken.append((law, text))

    def run(self):
        for place, event in enumerate(self.lines):
            event["place"] = place
            handler = getattr(self, "on_" + event["e"], None)
            if handler:
                handler(event)
        if self.lines[-1]["e"] != "end":
            self.breaks("C-7", "the year did not end")
            return  # there is nothing to compare with
        self.check_rows()
        self.check_messages()
        self.check_people()

    # What people do.

    def on_scenario(self, event):
        self.steps = collections.defaultdict(list)
        for debt in self.debts.values():
            debt.occasions = None

    def on_step(self, event):
        self.steps[event["scenario"]].append(event)

    def on_person(self, event):
        self.people[event["p"]] = event
        if event["hold"]:
            self.held[event["p"]].add(event["hold"])
        if event["credit"]:
            self.held[event["p"]].add("balance")
        if not event["address"]:
            self.held[event["p"]].add("address")

    def on_open(self, event):
        self.debts[event["s"]] = Debt(event, event.get("opened") or local(event["t"])[0])
        self.counts["debts"] += 1

    def on_change(self, event):
        debt = self.debts[event["s"]]
        if not debt.open:
            debt.begin_cycle()
            self.counts["reopened"] += 1
        debt.open, debt.cents = True, event["cents"]

    def on_settle(self, event):
        self.debts[event["s"]].open = False
        self.settled[event["s"]].append(event["t"])

    def on_approve(self, event):
        """Who has messages waiting is approved; of several for one person only the last leaves that says something."""
        for client in [event["id"]] if event["id"] else list(self.waiting):
            for planned in self.waiting.pop(client, {}).values():
                waited = [told for told in planned if self.still_waits(told, event["t"])]
                if waited:
                    self.approved.add(client)
                for i, told in enumerate(waited):
                    if any(self.says(after, event["t"]) for after in waited[i + 1:]):
                        self.overtaken.add(told.number)
                    elif not any(self.says(after, event["t"]) for after in planned if after.day > told.day):
                        self.last_words[told.number] = event["t"]  # a clock that lied may tell the end of one too early

    def says(self, told, at):
        """Something that is owed still, and that nobody holds."""
        return any(self.debts[subject].open and not self.debts[subject].is_paused(local(at)[0])
                   and self.piece_removed_on(told, subject, key) is None for subject, key in told.pieces)

    def still_waits(self, told, at):
        if told.number in self.listed:
            return False
        if told.is_hastened or told.number == 0:
            return not told.is_hastened and not self.is_removed(told)
        message = self.messages.get(told.number)
        dropped = message and message["state"] == "dropped" and message["ended"] < at
        dropped = dropped and message["attempt"] == 0  # taken: after this, by a clock that went back
        return message and told.number not in self.hastened and not dropped

    def is_removed(self, told):
        return self.removed_on(told) is not None

    def removed_on(self, told):
        """The day since which all that a message said is taken out of it."""
        days = [self.piece_removed_on(told, subject, key) for subject, key in told.pieces]
        return None if None in days else max(days)

    def piece_removed_on(self, told, subject, key):
        removed = None
        for act in self.acts[subject]:
            if act.place <= told.place or (act.name in ("skip", "unskip") and act.key != key):
                continue
            if act.name == "unskip" and not act.gone:
                removed = None
            elif act.name in TAKE_OUT and removed is None:
                removed = act.day
        return removed

    def on_suspend(self, event):
        since = self.order.at if self.order else event["t"]  # given anew it has held since the first time
        self.suspended, self.order = True, Order(since, event["again"])

    def on_resume(self, event):
        if self.order:
            self.let_go(event)
        self.suspended, self.order = False, None

    def on_decide(self, event):
        if event["again"]:
            self.agains[event["id"]] += 1
            self.again_at[event["id"]] = event["place"]
        else:
            self.counted_as_sent.add(event["id"])

    def on_call(self, event):
        self.calls.add(event["id"])

    # A person steps in (C-10).

    def on_act(self, event):
        debt = self.debts[event["s"]]
        self.counts[event["act"]] += 1
        event["key"] = (event["s"], *(event["key"] if event["r"] else event["made_key"]))
        self.acts[event["s"]].append(Act(event["place"], event["act"], local(event["t"])[0], event["key"], event["gone"]))
        getattr(self, "act_" + event["act"])(debt, event)

    def act_pause(self, debt, event):
        debt.paused = True
        debt.paused_until = event["until"] if event["until"] > -10**6 else None

    def act_resume(self, debt, event):
        debt.paused = False

    def act_move(self, debt, event):
        debt.scenario, debt.occasions = event["number"], None

    def act_take(self, debt, event):
        debt.taken_by, debt.taken_at = event["number"], event["place"]

    def act_release(self, debt, event):
        debt.taken_by = 0

    def act_due(self, debt, event):
        debt.due = event["until"]
        debt.begin_cycle()

    def act_skip(self, debt, event):
        if event["r"]:
            self.skipped[event["r"]] = event["place"]
        else:
            self.act_on_coming(debt, event, "skipped")

    def act_unskip(self, debt, event):
        key, today = event["key"], local(event["t"])[0]
        if not self.may_come_back(debt, key, event["r"], today, strictly=False):
            self.breaks("C-10", f"a skip of subject {debt.subject} is taken back on {day_text(today)}, too late")
        self.skipped.pop(event["r"], None)
        if not event["gone"]:
            return
        self.ghosts[key].pop(0)
        self.expected.pop(key, None)
        occasion = self.occasion(debt, key)
        if occasion:
            debt.undo(occasion)
        if debt.taken_on and debt.taken_on >= today:  # later: by a clock that went back
            rows = [self.row(other) for other, (fate, day) in self.expected.items()
                    if other[:2] == key[:2] and fate in ("mail", "hand") and day == debt.taken_on]
            debt.taken_on = debt.taken_on if any(self.was_taken(row, event["t"]) for row in rows) else None

    def was_taken(self, row, at):
        """What is called off, or was filed away by then, is not carried out."""
        message = row and self.messages.get(row["m"])
        is_filed = message and row["state"] == "lapsed" and message["ended"] <= at
        return row and row["state"] != "cancelled" and not is_filed

    def occasion(self, debt, key):
        return next((o for o in debt.list(self.steps[debt.scenario], self.calendar) if debt.key(o) == key), None)

    def may_come_back(self, debt, key, reminder, today, strictly):
        """Within its sense, and nothing later of the cycle was carried out; strictly: nor called off."""
        occasion = self.occasion(debt, key)
        if not occasion or today > occasion.until:
            return False
        for other, (fate, _) in self.expected.items():
            if other[:2] != key[:2] or other == key or fate not in ("mail", "hand"):
                continue
            row, later = self.row(other), self.occasion(debt, other)
            if row and not later:  # of another scenario: in the order in which they were decided, a resend too
                resent = [known for known in self.rows.get(other, ()) if self.agains[known["m"]] > 0]
                row = max([row, *resent], key=lambda known: known["r"])
            is_later = later > occasion if later else bool(row and row["r"] > reminder)
            is_past = row and row["state"] not in ("cancelled", "skipped", "superseded", "lapsed")
            if is_later and (strictly or is_past):
                return False
        return True

    def has_no_message(self, event):
        """A resend comes back into the message that it was taken out of, or not at all."""
        row = self.reminders.get(event["r"])
        message = row and row["resend"] > 0 and self.messages[row["m"]]
        dot = self.dots.get(row["m"]) if message else None
        has_left = dot and dot["place"] > self.again_at.get(row["m"], 0)  # or may have
        return bool(has_left or (message and 0 < message["ended"] <= event["t"]))

    def act_send(self, debt, event):
        today, key = local(event["t"])[0], event["key"]
        if event["r"]:
            row = self.row(key)
            row = row if row and row["r"] == event["r"] else None
            fate, planned_on = self.expected.get(key, ("", 0))
            lies = debt.taken_at > max(self.planned_at.get(key, 0), self.sent_now.get(key, 0))
            lies = lies and (row or event["r"] not in self.reminders)  # and is no resend
            if fate == "hand" or (fate == "mail" and lies):
                self.expected[key] = ("mail", today)
        else:
            row = self.act_on_coming(debt, event, "mail")
            debt.taken_on = today
        self.sent_now[key] = event["place"]
        self.hasten(debt, row, today, event)

    def act_on_coming(self, debt, event, fate):
        """The step that would be taken next has this fate today."""
        today = local(event["t"])[0]
        occasion = coming(debt, self.steps[debt.scenario], self.calendar, today)
        if not occasion:
            self.breaks("C-10", f"{event['act']} of subject {debt.subject} on {day_text(today)}, and no step is left")
            return None
        debt.deal([occasion])
        self.expected[debt.key(occasion)] = (fate, today)
        row = self.row(debt.key(occasion))
        if event["made"] and (not row or row["r"] != event["made"]):
            self.breaks("C-10", f"{event['act']} of subject {debt.subject} on {day_text(today)} took another step")
        return row

    def hasten(self, debt, row, today, event):
        waits_in = event["m"] if event["m"] in self.messages else 0  # it may be taken out of it later
        number, piece = (row and row["m"]) or waits_in, (debt.subject, event["key"])
        same = [told for told in self.told[debt.party]  # what it was taken out of before is another message
                if (told.number == number if number else piece in told.pieces)]
        if not same:
            same = [Told(today, event["place"], number, [])]
            self.told[debt.party] += same
        same[-1].is_hastened = True
        if piece not in same[-1].pieces:
            same[-1].pieces.append(piece)
        if number:
            self.hastened.add(number)

    def on_declined(self, event):
        debt, today, code = self.debts[event["s"]], local(event["t"])[0], event["code"]
        self.counts["declined"] += 1
        if code == "RELANCE-AUCUNE":
            well = not coming(debt, self.steps[debt.scenario], self.calendar, today)
        elif code == "RELANCE-DU-JOUR":
            well = debt.taken_on == today
        elif code == "ACTE-DEJA":
            well = (event["act"] == "due" and event["until"] == debt.due) or (
                event["act"] in ("take", "release") and event["number"] == debt.taken_by)
        elif code == "RELANCE-SANS-RETOUR":
            key = event["s"], *event["key"]
            well = not event["r"] or not self.may_come_back(debt, key, event["r"], today, strictly=True)
            well = well or self.has_no_message(event)
        elif code == "PAUSE-PASSEE":
            well = event["until"] < today
        elif code == "RELANCE-RETENUE":
            well = self.held_back(debt, today, False)
        else:
            well = code in ("RELANCE-PARTIE", "RELANCE-APPEL")
        if not well:
            self.breaks("C-10", f"{event['act']} of subject {event['s']} declined without a reason: {code}")

    # What the machine does.

    def on_turn(self, event):
        self.clock.unsure |= self.clock.is_looking  # the look before did not come to its end
        self.clock.is_looking = True
        day, minute = local(event["t"])
        if self.head["from"] <= minute < self.head["until"]:
            self.begun = day
            self.last = event["t"] if self.calendar.is_open(day) else self.last

    def on_clock(self, event):
        verdict = self.clock.look(event)
        if event["believed"] and verdict is False:
            self.breaks("G-1", f"a clock that {self.clock.why} is believed at {event['t']}")
        if not event["believed"] and verdict is True:
            self.breaks("G-1", f"a good clock is not believed at {event['t']}")
        self.counts["clock not believed"] += not event["believed"]

    def on_believe(self, event):
        self.counts["clock said to be right"] += 1
        self.clock.is_right(event["t"])

    def on_fault(self, event):
        if event["code"] == "BASE-PLEINE":
            self.counts["disk full"] += 1
        elif event["code"] == "BASE" and event["detail"].startswith("disk I/O error"):
            self.counts["disk unreadable"] += 1
        elif DROPPED_BLOCKS_ALLOWED and "message.day_on" in event["detail"]:
            self.counts["rounds blocked by a dropped message"] += 1
        else:
            self.breaks("C-7", f"{event['where']} failed: {event['code']} {event['detail']}")

    def on_unplanted(self, event):
        self.breaks("C-0", f"the fault could not be planted in {event['statement']}")

    def on_died(self, event):
        self.breaks("C-7", f"a process died by itself, status {event['status']}")

    def on_restart(self, event):
        self.counts["power losses" if event["power"] else "kills"] += 1

    def on_integrity(self, event):
        if not event["well"]:
            self.breaks("C-7", "the books are damaged")

    # The round: a second opinion on every step.

    def held_back(self, debt, today, hand):
        """What holds a step whatever left before."""
        return debt.is_paused(today) or self.person_held(debt.person, today, hand)

    def person_held(self, person, today, hand):
        facts = self.people[person]
        paused = facts["hold"] == "paused" and (facts["until"] < -10**6 or today <= facts["until"])
        if paused or facts["hold"] in ("lettering", "names") or facts["credit"]:
            return True
        return not hand and (facts["hold"] == "bounced" or not facts["address"])

    def quiet(self, party):
        return self.head["quiet"] if party[0] == "invoice" else 1

    def cap(self, debt):
        """Receipts leave the last message of a week to requests."""
        return self.head["cap"] - (debt.kind == "receipt" and self.head["cap"] > 1)

    def told_lately(self, debt, today, at, surely):
        """
        Whether what left before or is about to holds a message: "quiet", "cap" or None. One that was
        dropped or refused holds nothing any more, but what was looked at before then waits for the day that it
        knew, and of what ends as the round begins nobody knows: surely, it counts.
        """
        known = [self.counts_on(told, today, at) for told in self.told[debt.party]]
        days = sorted((most if surely else least for least, most in known if surely or least is not None), reverse=True)
        if days and today < days[0] + self.quiet(debt.party):
            return "quiet"
        cap = self.cap(debt)
        capped = len(days) >= cap and today < days[cap - 1] + WEEK
        self.counts["capped"] += capped
        return "cap" if capped else None

    def counts_on(self, told, today, at):
        """The first and the last day on which a message may count: today while it is under way; None: not at all."""
        number, planned = told.number, told.day
        message = self.messages.get(number)
        left = self.left_on(number, planned)
        if number == 0:
            removed = self.removed_on(told)
            return (planned, today) if removed is None else (None, removed)
        ended, decided = message["ended"] if message else 0, number in self.decided
        ended = ended or at + 2 * HOUR
        most = local(ended)[0] if ended < at - HOUR else today
        was_cut = number in self.listed and number not in self.dots and message["attempt"] > 0
        # The clock at which it ended may have lied; one cut off before its dot may be to check since then.
        if number in self.hastened or number in self.filed or number in self.perhaps_filed or was_cut:
            return None, max(left, most)
        if not message or (message["client"] not in self.approved and number not in self.again_at):
            return left, left
        if message["why"] == "late" and ended >= at:  # it was taken after the round of its turn
            ended += 2 * HOUR
        if message["state"] in ("dropped", "refused") and ended < at + HOUR:
            return None, most
        if ended > at + HOUR and self.frozen:  # it counts on its own day; who looked before knew another
            return left, today
        if ended > at + HOUR:
            return (left if decided else today), today
        return left, left if message["state"] == "sent" and not decided and ended < at - HOUR else most

    def left_on(self, number, planned):
        """The day on which it left or may have, last."""
        dot, listed = self.dots.get(number), self.listed.get(number)
        back = max(self.later_at.get(number, 0), self.again_at.get(number, 0))
        if dot and not (listed and dot["place"] < back < listed[0]):
            return dot["day"]
        return listed[1] if listed else planned

    # The guards: what a person must see first.

    def on_cap(self, event):
        self.guards.cap = event["again"]

    def on_running(self, event):
        today, at = local(event["t"])[0], event["t"]
        if self.order and self.order.has_ended(today):
            self.suspended = None
        self.verdict = None if self.frozen else self.guards.judge(at, self.outlook(today, at), local)
        self.guards.begins(at)

    def outlook(self, today, at):
        late, mails = [0, 0], {}
        for debt in self.debts.values():
            if not debt.open or debt.taken_on == today:
                continue
            fates, taken = plan(debt, self.steps[debt.scenario], self.calendar, today)
            surely, perhaps = self.leaves(debt, taken, today, at)
            late[0] += surely * sum(o.on < today and o.until > 0 for o, _ in fates)
            late[1] += perhaps * sum(o.on < today or o.until < 0 for o, _ in fates)
            if taken and not debt.by_hand(taken) and debt.party[1] in self.approved:
                before = mails.get(debt.party, (False, False))
                mails[debt.party] = before[0] or surely, before[1] or perhaps
        surely, perhaps = (sum(mail[place] for mail in mails.values()) for place in (0, 1))
        again = sum(told.day == today and told.number in self.doubtful for said in self.told.values() for told in said)
        return Sight([late[0], late[1] + again], [surely, perhaps + again])

    def leaves(self, debt, taken, today, at):
        """Whether the step is carried out, surely and perhaps."""
        if not taken:
            return True, True
        if self.held_back(debt, today, debt.by_hand(taken)):
            return False, False
        if debt.by_hand(taken):
            return True, True
        return not self.told_lately(debt, today, at, surely=True), self.told_lately(debt, today, at, surely=False) != "quiet"

    def on_round(self, event):
        held, today = causes_of(event["held"]), local(event["t"])[0]
        anew = held - self.frozen.keys() - {"restored"}
        if self.frozen.keys() - held:
            self.breaks("G-2", f"a freeze ended by itself: {sorted(self.frozen)}")
        if self.order and self.order.has_ended(today):
            self.let_go(event)
            self.suspended, self.order = False, None
        self.look_after_order("suspension" in anew)
        if self.verdict:
            least, most = self.verdict
            if least and not anew:
                self.breaks("G-2", f"the run of {day_text(today)} is not frozen: {sorted(least)}")
            if anew - most:
                self.breaks("G-2", f"the run of {day_text(today)} is frozen without a reason: {sorted(anew)}")
        for cause in anew:
            self.counts[f"frozen: {cause}"] += 1
            self.frozen[cause] = today
        self.verdict = None

    def let_go(self, event):
        asked = self.asks or (False, False)  # of an order that ended before this one, not looked after yet
        self.asks = [of_before or (held and asks) for of_before, held, asks
                     in zip(asked, self.holds(event), self.order.asks(event["t"]))]
        self.counts["suspension at its end"] += 1

    def look_after_order(self, asked):
        """Whether a person is asked; the run itself is not looked at while something stands."""
        least, most = self.asks or (False, asked)
        if least and not asked and "suspension" not in self.frozen:
            self.breaks("C-4", "nobody is asked after a suspension")
        if asked and not most:
            self.breaks("C-4", "a person is asked after a suspension, for nothing")
        if asked:
            self.verdict = None
        self.asks = None

    def is_free(self, number):
        """Whether it waits for no approval."""
        sent_now = number in self.hastened or number in self.again_at
        return sent_now or self.messages[number]["client"] in self.approved

    def holds(self, event):
        """Whether the order holds something, surely and perhaps."""
        surely = False
        perhaps = any(told.number not in self.messages for said in self.told.values()
                      for told in said)  # all was taken out of it since
        for number, told in self.under_way(event["t"]):
            if not self.is_free(number):
                continue
            perhaps = True
            leaves_at, says = self.leaving.get(number, (0, set()))
            surely = surely or (leaves_at > event["place"] and number not in self.agains and number not in self.hastened
                                and any(subject in says and self.debts[subject].open for subject, _ in told.pieces))
        return surely, perhaps

    def on_ran(self, event):
        self.guards.ends(event["t"])
        if "restored" in self.frozen and not self.is_listed:
            self.is_listed = True
            for number, told in self.under_way(event["t"]):
                self.listed[number] = event["place"], local(event["t"])[0]

    def under_way(self, at):
        """What has not left, nor come to another end: (number, told)."""
        for party in self.told.values():
            for told in party:
                number, message = told.number, self.messages.get(told.number)
                is_listed = self.listed.get(number, (0, 0))[0] > self.again_at.get(number, 0)
                if message and number not in self.counted_as_sent and not is_listed and (
                        message["ended"] == 0 or message["ended"] > at - HOUR):
                    yield number, told

    def on_restored(self, event):
        if "restored" not in self.frozen:
            self.counts["restored"] += 1
            self.frozen["restored"], self.is_listed = local(event["t"])[0], False

    def on_let(self, event):
        """What a freeze of a run held leaves, or is filed away: all that waits."""
        is_held = self.frozen.pop(event["cause"], None) is not None or event["cause"] == "suspension"
        if event["cause"] == "suspension":
            self.asks = None
            if self.order and self.order.has_ended(local(event["t"])[0]):  # in a run that was cut off
                self.suspended, self.order = False, None
        self.guards.see(local(event["t"])[0])
        self.counts["filed" if event["again"] else "let go"] += 1
        for number, _ in self.under_way(event["t"]) if event["again"] and is_held else []:
            if number in self.doubtful:
                self.perhaps_filed.add(number)
            elif self.is_free(number):
                self.filed[number] = event["place"]

    def on_rounded(self, event):
        today = local(event["t"])[0]
        self.counts["rounds"] += 1
        if not self.calendar.is_open(today):
            self.breaks("C-2", f"a round on {day_text(today)}, a closed day")
            return
        if not self.clock.believed:
            self.breaks("G-1", f"a round on {day_text(today)}, while the clock is not believed")
        planned = Planned(today, event)
        debts = [debt for debt in self.debts.values() if debt.capacity == event["kind"]]
        capped = [debt for debt in debts if debt.open and debt.taken_on != today and self.decide(debt, planned, False)]
        for debt in capped:  # a message that leaves anyhow takes them along
            if planned.numbers.get(debt.party):
                self.counts["joined"] += not self.decide(debt, planned, True)
        self.guards.add(today, len(planned.numbers), sum(party[1] in self.approved for party in planned.numbers))
        for party, numbers in planned.numbers.items():
            self.plan_message(party, numbers, planned, event)

    def plan_message(self, party, numbers, planned, event):
        today, number = planned.today, max(numbers)
        if len(numbers - {0}) > 1:
            self.breaks("C-3", f"{party} has {len(numbers)} messages on {day_text(today)}")
        if len(planned.kinds[party]) > 1:
            self.counts["messages of two kinds"] += 1
        self.told[party].append(Told(today, event["place"], number, planned.pieces[party]))
        self.leaves_from[number] = planned.moments[party]
        if party[1] not in self.approved:
            self.waiting.setdefault(party[1], {}).setdefault(party, []).append(self.told[party][-1])

    def decide(self, debt, planned, joins):
        """True when the cap alone holds it."""
        today = planned.today
        fates, taken = plan(debt, self.steps[debt.scenario], self.calendar, today)
        for occasion in debt.occasions:
            if occasion.until < 0:
                self.dayless.add(debt.key(occasion))
        if taken:
            hand = debt.by_hand(taken)
            if self.held_back(debt, today, hand):
                return False
            key = debt.key(taken)
            row = self.row(key)
            planned_on, number = self.before.get(row["r"], (row["day"], row["m"])) if row else (None, 0)
            # A row of this day without a message was made by a later look at it, not by this one.
            is_later = row and not hand and not row["m"] and row["state"] in ("superseded", "lapsed")
            row, number = (row, number) if row and planned_on == today and not is_later else (None, 0)
            is_missed = not row or row["r"] in self.made
            why = None if hand else self.told_lately(debt, today, planned.at, surely=False)
            if why and not (joins and why == "cap"):
                debt.capped_at = debt.capped_at or planned.at
                return why == "cap"
            if joins and debt.capped_at < planned.at and is_missed:
                return False  # it is looked at on the day that the cap ends, and may miss this one
            why = None if hand else self.told_lately(debt, today, planned.at, surely=True)
            if why and not (joins and why == "cap") and is_missed:
                return False
            if why:
                self.doubtful.add(number)
            debt.taken_on, debt.capped_at = today, None
            self.planned_at[key] = planned.place
            if not hand:
                self.last_day[key] = taken.until
                planned.add(debt, key, number, leaves_from(taken, self.head, self.calendar, today, planned.at))
        debt.deal([occasion for occasion, _ in fates])
        for occasion, fate in fates:
            self.expected[debt.key(occasion)] = (fate, today)
        return False

    def row(self, key):
        if self.ghosts[key]:
            return self.ghosts[key][0]
        first = [row for row in self.rows.get(key, ()) if row["resend"] == 0]
        return first[0] if first else None

    # The wire.

    def on_dot(self, event):
        day, minute = local(event["t"])
        message = self.messages.get(event["m"])
        event["day"] = day
        self.dots[event["m"]] = event
        event["says"] = {}
        self.counts["dots"] += 1
        if not self.calendar.is_open(day):
            self.breaks("C-2", f"message {event['m']} leaves on {day_text(day)}, a closed day")
        if CLOSING_ALLOWED and minute >= self.head["until"] and self.begun == day:
            self.counts["after closing"] += 1
        elif not self.head["from"] <= minute < self.head["until"]:
            self.breaks("C-2", f"message {event['m']} leaves at {minute // 60}:{minute % 60:02}")
        if not self.clock.believed:
            self.breaks("G-1", f"message {event['m']} leaves while the clock is not believed")
        if self.suspended:
            self.breaks("C-5", f"message {event['m']} leaves while sendings are suspended")
        if not message:
            self.breaks("C-6", f"message {event['m']} is not in the books")
            return
        again_at = self.again_at.get(event["m"], 0)
        for cause in self.frozen:
            self.breaks("G-2", f"message {event['m']} leaves while a person must look: {cause}")
        if again_at < self.listed.get(event["m"], (0, 0))[0]:
            self.breaks("G-3", f"message {event['m']} leaves, which may have left before the books were restored")
        sent_now = event["m"] in self.hastened or again_at > 0
        if message["client"] not in self.approved and not sent_now:
            self.breaks("C-10", f"message {event['m']} leaves before an approval")
        if event["t"] < self.leaves_from.get(event["m"], 0) and not sent_now:
            self.breaks("R-12", f"message {event['m']} leaves before its time, by which somebody may object")
        if event["m"] in self.overtaken:
            self.breaks("C-3", f"message {event['m']} leaves, and a later one that waited with it too")
        facts = self.people[message["p"]]
        event["again"] = self.agains[event["m"]] > 0  # its body leaves as it was
        event["ordered"] = event["again"] or sent_now
        if self.person_held(message["p"], day, False):
            self.breaks("C-5", f"message {event['m']} leaves to a person that is held: {facts['hold']}")
        if not event["again"] and event["to"] != f"p{message['p']}.{facts['address']}@debtor.test":
            self.breaks("C-5", f"message {event['m']} goes to {event['to']}, an address of before")

    def on_says(self, event):
        debt, message = self.debts.get(event["s"]), self.messages.get(event["m"])
        self.dots[event["m"]]["says"][event["s"]] = event["cents"]
        if not debt or not debt.open:
            self.breaks("C-5", f"message {event['m']} speaks of {event['s']}, which is settled")
        elif debt.cents != event["cents"] and not self.dots[event["m"]].get("again"):
            self.breaks("C-5", f"message {event['m']} tells another amount of {event['s']}")
        dot = self.dots[event["m"]]
        last = max((self.last_day.get(key, dot["day"]) for key in self.spoken[event["m"], event["s"]]), default=dot["day"])
        if last < dot["day"] and not dot.get("ordered"):
            self.breaks("C-4", f"message {event['m']} speaks of {event['s']}, past its sense since {day_text(last)}")
        if debt and message and debt.party != party_of(message):
            self.breaks("C-3", f"message {event['m']} to {party_of(message)} speaks of {event['s']}, of {debt.party}")
        if debt and debt.is_paused(self.dots[event["m"]]["day"]):
            self.breaks("C-10", f"message {event['m']} speaks of {event['s']}, which a person holds")
        ordered_at = self.ordered_at(event["m"], event["s"])
        if ordered_at < self.filed.get(event["m"], 0):
            self.breaks("G-2", f"message {event['m']} speaks of {event['s']}, which was filed away")
        if debt and debt.taken_by and ordered_at < debt.taken_at:
            self.breaks("C-10", f"message {event['m']} speaks of {event['s']}, which a person took over")

    def ordered_at(self, number, subject):
        """The place where a person last let it leave."""
        sent = [place for key, place in self.sent_now.items() if key[0] == subject]
        return max([self.again_at.get(number, 0), *sent])

    def on_later(self, event):
        self.laters[event["m"]] += 1
        self.later_at[event["m"]] = event["place"]

    def on_accept(self, event):
        dot = self.dots[event["m"]]
        self.accepted[event["m"]].append(dot)
        self.counts["accepted"] += 1

    # The end of the year.

    def check_rows(self):
        self.rows_of = collections.defaultdict(list)
        for row in self.reminders.values():
            self.rows_of[row["m"]].append(row)
        for key in self.expected.keys() | self.rows.keys():
            name = "subject {} cycle {} step {} rank {}".format(*key)
            rows = sorted(self.rows.get(key, ()), key=lambda row: row["resend"])
            if key not in self.expected and self.is_early_lapse(key, rows):
                self.counts["lapsed early"] += 1
            elif key not in self.expected:
                self.breaks("C-4", f"{name}: a row that nothing asks for, of {day_text(rows[0]['day'])}")
            elif not rows or rows[0]["resend"] != 0:
                self.breaks("C-4", f"{name}: no row, should be {self.expected[key][0]} on "
                                   f"{day_text(self.expected[key][1])}")
            else:
                self.check_key(key, name, rows)
        self.counts["keys"] += len(self.expected)

    def is_early_lapse(self, key, rows):
        """C-2 leaves the step no day; it was written down before its nominal day."""
        return EARLY_LAPSE_ALLOWED and [row["state"] for row in rows] == ["lapsed"] and key in self.dayless

    def check_key(self, key, name, rows):
        fate, day = self.expected[key]
        first = rows[0]
        self.counts[fate] += 1
        if len({row["resend"] for row in rows}) < len(rows):
            self.breaks("C-1", f"{name}: twice in the books")
        if len(rows) - 1 > self.agains[first["m"]]:
            self.breaks("C-1", f"{name}: resent without an order")
        if fate in ("hand", "mail") and first["day"] != day:
            self.breaks("C-2" if first["day"] < day else "C-4",
                        f"{name}: on {day_text(first['day'])} instead of {day_text(day)}")
        sent = sum(len([dot for dot in self.accepted[m] if key[0] in dot["says"]])
                   for m in {row["m"] for row in rows} if m)
        if sent > 1 + sum(self.agains[m] for m in {row["m"] for row in rows}):
            self.breaks("C-1", f"{name}: accepted {sent} times")
        for row in rows:
            self.check_state(name, row, fate, key)

    def check_state(self, name, row, fate, key):
        state, why, message = row["state"], row["why"], self.messages.get(row["m"])
        if row["r"] in self.skipped or fate == "skipped":
            self.check_skipped(name, row)
            return
        if fate in ("superseded", "lapsed"):
            if state != fate:
                self.breaks("C-4", f"{name}: {state} instead of {fate}")
            return
        if fate == "hand":
            well = self.lies_well(row)
        elif why in ("subject", "due", "taken over", "moved"):
            beside = [row, *(self.rows_of[row["m"]] if self.agains[row["m"]] else [])]
            well = state == "cancelled" and any(self.has_acted(ACT_OF[why], other) for other in beside)
        elif not message:
            well = False
        elif why == "filed":  # a person may have sent something else in its message since
            well = state == "lapsed" and (row["m"] in self.filed or row["m"] in self.perhaps_filed)
        elif why == "late":
            well = state == "lapsed" and self.last_day[key] < local(message["ended"] or self.last)[0]
        elif why == "resent":
            well = state == "check" and self.agains[row["m"]] > 0
        elif state == "cancelled":
            dropped = message["state"] == "dropped" and (why != "settled" or row["resend"] > 0)
            well = dropped or bool(why == "settled" and self.settled[row["s"]])
        elif self.is_left_over(message):
            well = state == "planned"
        elif message["state"] == "dropped":
            well = message["why"] == "overtaken" and state == "superseded"
        else:
            well = state == message["state"] and state in ("sent", "refused", "check")
        well = well or (not message and self.has_acted("take", row) and self.lies_well(row))
        if not well:
            self.breaks("C-6", f"{name}: ends as {state} {why}, its message "
                               f"{row['m']} as {message and message['state']}")
        if state == "sent" and not why and not any(row["s"] in dot["says"] for dot in self.accepted[row["m"]]):
            self.breaks("C-6", f"{name}: said to be sent, and no accepted message speaks of it")

    def lies_well(self, row):
        """What somebody is to do, did, or need not do any more."""
        state, why, debt = row["state"], row["why"], self.debts[row["s"]]
        if state == "todo" and debt.taken_by and row["by"] != debt.taken_by:
            self.breaks("C-10", f"reminder {row['r']} of {row['s']}, taken over by {debt.taken_by}, is {row['by']}'s to do")
        well = state == "todo" or (state == "done" and row["r"] in self.calls)
        well = well or (state == "cancelled" and self.settled[row["s"]])
        return well or (state == "cancelled" and why == "due" and self.has_acted("due", row))

    def has_acted(self, act, row):
        return any(done.name == act for done in self.acts[row["s"]])

    def is_left_over(self, message):
        """The year ends before the time from which it may leave, or before its person may be told more."""
        return message["state"] == "due" and (self.leaves_from.get(message["m"], 0) > self.last or self.is_full(message))

    def is_full(self, message):
        party, end = party_of(message), local(self.last)[0]
        days = [dot["day"] for number, dots in self.accepted.items() for dot in dots
                if number in self.messages and party_of(self.messages[number]) == party]
        return (any(day > end - self.quiet(party) for day in days)
                or sum(day > end - WEEK for day in days) >= self.head["cap"])

    def check_skipped(self, name, row):
        """It ends so, and no message speaks of it any more."""
        if (row["state"], row["why"]) != ("cancelled", "skipped"):
            self.breaks("C-10", f"{name}: skipped, and {row['state']} {row['why']}")
        after = [dot for dot in self.accepted[row["m"]] if row["s"] in dot["says"] and dot["place"] > self.skipped.get(row["r"], 0)]
        others = [other for other in self.rows_of[row["m"]] if other["s"] == row["s"] and other["r"] not in self.skipped]
        if row["m"] and after and not others:
            self.breaks("C-10", f"{name}: skipped, and message {row['m']} leaves with it")

    def check_messages(self):
        for number, message in self.messages.items():
            accepted, agains, state = len(self.accepted[number]), self.agains[number], message["state"]
            name = f"message {number}"
            self.counts[state] += 1
            if accepted > 1 + agains:
                self.breaks("C-1", f"{name}: accepted {accepted} times, {agains} resends ordered")
            if state == "sent" and accepted == 0 and number not in self.counted_as_sent:
                self.breaks("C-7", f"{name}: said to be sent, and nobody accepted it")
            if accepted > 0 and agains == 0 and state not in ("sent", "check"):
                self.breaks("C-7", f"{name}: accepted, and {state}")
            if message["refusals"] > self.laters[number]:
                self.breaks("C-6", f"{name}: {message['refusals']} refusals, put off {self.laters[number]} times")
            if self.is_left_over(message):
                self.counts["left over"] += 1
            elif state in ("waiting", "due", "taken", "point"):
                self.breaks("C-7", f"{name}: still {state} at the end")
            if state == "dropped":
                self.check_drop(name, message)
        for number, dots in self.accepted.items():
            carried = {row["s"] for row in self.rows_of[number]} if number else set()
            for dot in dots:
                if not dot["says"]:
                    self.breaks("C-6", f"message {number}: says nothing")
                for subject in dot["says"].keys() - carried:
                    self.breaks("C-6", f"message {number}: speaks of {subject} without a reminder")

    def check_drop(self, name, message):
        why = message["why"]
        of = self.rows_of[message["m"]] + [ghost for ghost in self.made_room if ghost["m"] == message["m"]]
        if why == "settled":  # what is kept for a resend speaks of all of them, or does not leave
            enough = any if self.agains[message["m"]] else all
            well = any(self.settled[row["s"]] for row in of)
            well = well and enough(
                self.settled[row["s"]] or self.acts[row["s"]] or row["why"] == "late" for row in of)
        elif why == "overtaken":  # never what a person sends now
            well = any(told.day > message["day"] for told in self.told[party_of(message)])
            well = well and message["m"] not in self.hastened
            well = well and self.last_words.get(message["m"]) != message["ended"]
        elif why == "filed":
            well = message["m"] in self.filed or message["m"] in self.perhaps_filed
        elif why == "late":  # check_state looks at each
            well = any(row["why"] == "late" for row in of)
        elif why == "taken over":  # its reminders are somebody's to do, and its no more
            well = any(act.name == "take" for debt in self.debts.values() if debt.party == party_of(message)
                       for act in self.acts[debt.subject])
        elif why in ACT_OF:
            well = any(self.has_acted(ACT_OF[why], row) for row in of)
        else:
            well = why in self.held[message["p"]]
        if not well:
            self.breaks("C-6", f"{name}: dropped without a reason ({why})")

    def check_people(self):
        """C-3 at the wire: the quiet days and the cap of a week, but for what a person ordered."""
        of = collections.defaultdict(list)
        for number, dots in self.accepted.items():
            if number in self.messages:
                of[party_of(self.messages[number])] += [(dot["t"], dot["day"], dot) for dot in dots]
        for party, dots in of.items():
            dots.sort(key=lambda dot: dot[0])
            for place, (_, day, dot) in enumerate(dots):
                if dot["ordered"] or place == 0:
                    continue
                last = dots[place - 1][1]
                if day < last + self.quiet(party):
                    self.breaks("C-3", f"{party}: messages on {day_text(last)} and {day_text(day)}")
                week = {other["m"] for _, at, other in dots[:place] if at > day - WEEK}
                if len(week - {dot["m"]}) >= self.head["cap"]:
                    self.breaks("C-3", f"{party}: too many in the week until {day_text(day)}")


def firms(stream):
    lines = []
    for line in stream:
        event = json.loads(line)
        if event["e"] == "firm" and lines:
            yield lines
            lines = []
        lines.append(event)
    if lines:
        yield lines


def main():
    for lines in firms(sys.stdin):
        firm = Firm(lines)
        firm.run()
        try:
            print(json.dumps({"seed": firm.head["seed"], "broken": firm.broken, "counts": firm.counts}), flush=True)
        except BrokenPipeError:  # the asker has seen enough
            sys.stderr.close()
            return


if __name__ == "__main__":
    main()
