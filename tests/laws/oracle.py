#!/usr/bin/env python3
"""The oracle: what the laws of the chase ask of one firm-year, from its journal alone.

It shares no code with the program and never calls it: the holidays, the working days, the change
of clocks, the steps and their fates are computed here a second time, from what people did. Reads
journals on standard input, answers one line of JSON a firm: its seed, what was broken, counts.
"""
import bisect
import collections
import datetime
import functools
import json
import sys

EPOCH = datetime.date(1970, 1, 1).toordinal()
SENSE = 60          # days after which a missed step makes no sense any more (C-4)
WEEK = 7
HOUR = 3600000

# What the program does and the laws do not say: counted apart, and told. One by one they go.
EARLY_LAPSE_ALLOWED = False     # a step that C-2 leaves no day has its row before its nominal day
CLOSING_ALLOWED = False         # a run that began within the hours goes on to its end after them
DROPPED_BLOCKS_ALLOWED = False  # a second message to a person, the first of the day having been dropped


@functools.lru_cache(None)
def easter(year):
    """Knuth's rule (The Art of Computer Programming, 1.3.2, exercise 14)."""
    golden = year % 19 + 1
    century = year // 100 + 1
    skipped = 3 * century // 4 - 12
    moon = (8 * century + 5) // 25 - 5
    sunday = 5 * year // 4 - skipped - 10
    epact = (11 * golden + 20 + moon - skipped) % 30
    if (epact == 25 and golden > 11) or epact == 24:
        epact += 1
    full = 44 - epact
    full += 30 if full < 21 else 0
    day = full + 7 - (sunday + full) % 7
    return datetime.date(year, 3, 1).toordinal() - EPOCH + day - 1


ABOLITION = {"guadeloupe": (5, 27), "guyane": (6, 10), "martinique": (5, 22), "mayotte": (4, 27),
             "reunion": (12, 20), "saint-barthelemy": (10, 9), "saint-martin": (5, 28)}


@functools.lru_cache(None)
def holidays(year, region):
    fixed = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)]
    after_easter = [1, 39, 50]
    if region == "alsace-moselle":
        fixed.append((12, 26))
        after_easter.append(-2)
    if region in ABOLITION:
        fixed.append(ABOLITION[region])
    return frozenset([day_of(year, month, day) for month, day in fixed]
                     + [easter(year) + after for after in after_easter])


def day_of(year, month, day):
    return datetime.date(year, month, day).toordinal() - EPOCH


def day_read(text):
    return datetime.date.fromisoformat(text).toordinal() - EPOCH


def day_text(day):
    return datetime.date.fromordinal(day + EPOCH).isoformat()


@functools.lru_cache(None)
def summer(year):
    """The instants, in ms, at which summer time begins and ends in the European Union."""
    ends = []
    for month in (3, 10):
        last = day_of(year, month, 31)
        sunday = last - (last + 4) % 7
        ends.append((sunday * 24 + 1) * 3600000)
    return ends


def local(ms):
    """(day, minute) shown by a clock on a wall in Paris."""
    year = datetime.date.fromordinal(ms // 86400000 + EPOCH).year
    begin, end = summer(year)
    shown = ms // 60000 + (120 if begin <= ms < end else 60)
    return divmod(shown, 1440)


class Calendar:
    def __init__(self, region, closed, first, last):
        self.open = [day for day in range(first, last)
                     if (day + 4) % 7 not in (0, 6)
                     and day not in holidays(datetime.date.fromordinal(day + EPOCH).year, region)
                     and not any(a <= day <= b for a, b in closed)]
        self.known = set(self.open)

    def is_open(self, day):
        return day in self.known

    def next(self, day):
        return self.open[bisect.bisect_left(self.open, day)]

    def last(self, day):
        return self.open[bisect.bisect_right(self.open, day) - 1]


# In their order: a step with a window stands at the working day that it moved to.
Occasion = collections.namedtuple("Occasion", "order step rank on until hand")


class Debt:
    """One obligation, its present cycle."""

    def __init__(self, event, opened):
        self.subject, self.person, self.client = event["s"], event["p"], event["client"]
        self.due, self.opened, self.cents = event["due"], opened, event["cents"]
        self.open, self.settled_once = True, False
        self.cycle = 0
        self.begin_cycle()

    def begin_cycle(self):
        self.cycle += 1
        self.done, self.through, self.taken_on = set(), None, None
        self.occasions = None

    def list(self, steps, calendar):
        if self.occasions is None:
            self.occasions = sorted(o for step in steps for o in occasions(self, step, calendar))
        return self.occasions


def occasions(debt, step, calendar):
    anchor = debt.opened if step["anchor"] == "opening" else debt.due
    ahead = step["anchor"] == "due" and step["days"] < 0
    first, last = step["window"]
    for rank in range(step["repeat"][1] + 1):
        nominal = anchor + step["days"] + rank * step["repeat"][0]
        if first or last:
            on, until = in_window(calendar, nominal, debt.due + first, debt.due + last), debt.due + last
        else:
            on = calendar.next(nominal)
            until = debt.due if ahead else on + SENSE
            if ahead and on > debt.due:
                on = None
        order = on if (first or last) and on is not None else nominal
        yield Occasion(order, (step["days"], step["id"]), rank, on if on is not None else nominal,
                       until if on is not None else -10**9, step["mode"] == "by_hand" or step["medium"] == "call")


def in_window(calendar, nominal, first, last):
    """The open day nearest to a day, the later of two; None when the window holds none."""
    inside = [day for day in range(first, last + 1) if calendar.is_open(day)]
    return min(inside, key=lambda day: (abs(day - nominal), -day)) if inside else None


def plan(debt, steps, calendar, today):
    """What one working day asks of one debt: [(occasion, fate)], the one taken."""
    had = [o for o in debt.list(steps, calendar) if o.on <= today and (o.step[1], o.rank) not in debt.done]
    sensible = [o for o in had if not (debt.through is not None and o.order <= debt.through)
                and today <= o.until]
    automatic = [o for o in sensible if not o.hand]
    taken = automatic[-1] if automatic else sensible[-1] if sensible else None
    dealt = had[:had.index(taken) + 1] if taken else had
    fates = []
    for occasion in dealt:
        if occasion is taken:
            fate = "hand" if taken.hand else "mail"
        elif debt.through is not None and occasion.order <= debt.through:
            fate = "superseded"
        else:
            fate = "superseded" if today <= occasion.until else "lapsed"
        fates.append((occasion, fate))
    return fates, taken


class Firm:
    def __init__(self, lines):
        self.broken = []
        self.counts = collections.Counter()
        self.lines = lines
        head = lines[0]
        closed = [(e["first"], e["last"]) for e in lines if e["e"] == "closed"]
        self.head = head
        self.calendar = Calendar(head["region"], closed, head["start"] - 400, head["start"] + 1200)
        self.steps, self.people, self.debts, self.people_of = [], {}, {}, {}
        self.approved, self.overtaken, self.suspended = set(), set(), False
        self.waiting = {}                           # client: {person: [message]}
        self.expected = {}                          # key: (fate, day)
        self.told = collections.defaultdict(list)   # person: [(day, message)]
        self.dots = {}                              # message: the dot under way
        self.accepted = collections.defaultdict(list)
        self.agains = collections.Counter()
        self.laters = collections.Counter()
        self.counted_as_sent = set()
        self.decided = {e["id"] for e in lines if e["e"] == "decide"}
        self.calls = set()
        self.begun = None                           # day of the last turn within the hours
        self.dayless = set()                        # keys that C-2 leaves no day
        self.settled = collections.defaultdict(list)
        self.held = collections.defaultdict(set)
        self.messages = {e["m"]: e for e in lines if e["e"] == "message"}
        self.rows = collections.defaultdict(list)
        for e in lines:
            if e["e"] == "reminder":
                e["day"] = day_read(e["day"])
                self.rows[e["s"], e["cycle"], e["step"], e["rank"]].append(e)
        for e in self.messages.values():
            e["day"] = day_read(e["day"])

    def breaks(self, law, text):
        self.broken.append((law, text))

    def run(self):
        for event in self.lines:
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
        self.steps = []
        for debt in self.debts.values():
            debt.occasions = None

    def on_step(self, event):
        self.steps.append(event)

    def on_person(self, event):
        self.people[event["p"]] = event
        if event["hold"]:
            self.held[event["p"]].add(event["hold"])
        if event["credit"]:
            self.held[event["p"]].add("balance")
        if not event["address"]:
            self.held[event["p"]].add("address")

    def on_open(self, event):
        self.debts[event["s"]] = Debt(event, local(event["t"])[0])
        self.people_of[event["p"]] = event["client"]
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
        """Who has messages waiting is approved; of several for one person only the last leaves."""
        for client in [event["id"]] if event["id"] else list(self.waiting):
            for numbers in self.waiting.pop(client, {}).values():
                self.approved.add(client)
                self.overtaken.update(numbers[:-1])

    def on_suspend(self, event):
        self.suspended = True

    def on_resume(self, event):
        self.suspended = False

    def on_decide(self, event):
        if event["again"]:
            self.agains[event["id"]] += 1
        else:
            self.counted_as_sent.add(event["id"])

    def on_call(self, event):
        self.calls.add(event["id"])

    # What the machine does.

    def on_turn(self, event):
        day, minute = local(event["t"])
        if self.head["from"] <= minute < self.head["until"]:
            self.begun = day

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

    def held_back(self, person, today, hand):
        """What holds a person's step whatever left before."""
        facts = self.people[person]
        paused = facts["hold"] == "paused" and (facts["until"] < -10**6 or today <= facts["until"])
        if paused or facts["hold"] in ("lettering", "names") or facts["credit"]:
            return True
        return not hand and (facts["hold"] == "bounced" or not facts["address"])

    def told_lately(self, person, today, at, surely):
        """
        Whether what left before or is about to holds a message. One that was dropped holds nothing
        any more, but what was looked at before then waits for the day that it knew, and of what
        ends as the round begins nobody knows: surely, it counts.
        """
        known = [self.counts_on(planned, number, today, at) for planned, number in self.told[person]]
        days = sorted((most if surely else least for least, most in known if surely or least is not None), reverse=True)
        if days and today < days[0] + self.head["quiet"]:
            return True
        capped = len(days) >= self.head["cap"] and today < days[self.head["cap"] - 1] + WEEK
        self.counts["capped"] += capped
        return capped

    def counts_on(self, planned, number, today, at):
        """The first and the last day on which a message may count: today while it is under way; None: not at all."""
        message, dot = self.messages.get(number), self.dots.get(number)
        left = dot["day"] if dot else planned
        if not message or message["client"] not in self.approved:
            return planned, planned
        ended, decided = message["ended"] or at + 2 * HOUR, number in self.decided
        most = local(ended)[0] if ended < at - HOUR else today
        if message["state"] == "dropped" and ended < at + HOUR:
            return None, most
        if ended > at + HOUR:
            return (left if decided else today), today
        return left, left if message["state"] == "sent" and not decided and ended < at - HOUR else most

    def on_rounded(self, event):
        today = local(event["t"])[0]
        self.counts["rounds"] += 1
        if not self.calendar.is_open(today):
            self.breaks("C-2", f"a round on {day_text(today)}, a closed day")
            return
        told = {}
        for debt in self.debts.values():
            if debt.open and debt.taken_on != today:
                self.decide(debt, today, event["t"], told)
        for person, numbers in told.items():
            if len(numbers) > 1:
                self.breaks("C-3", f"person {person} has {len(numbers)} messages on {day_text(today)}")
            self.told[person].append((today, min(numbers)))
            client = self.people_of[person]
            if client not in self.approved:
                self.waiting.setdefault(client, {}).setdefault(person, []).append(min(numbers))

    def decide(self, debt, today, at, told):
        fates, taken = plan(debt, self.steps, self.calendar, today)
        for occasion in debt.occasions:
            if occasion.until < 0:
                self.dayless.add((debt.subject, debt.cycle, occasion.step[1], occasion.rank))
        if not fates:
            return
        if taken:
            if self.held_back(debt.person, today, taken.hand):
                return
            key = (debt.subject, debt.cycle, taken.step[1], taken.rank)
            row = self.row(key)
            if not taken.hand and self.told_lately(debt.person, today, at, surely=False):
                return
            if not taken.hand and self.told_lately(debt.person, today, at, surely=True):
                if not row or row["day"] != today:
                    return
            debt.taken_on = today
            if not taken.hand:
                told.setdefault(debt.person, set()).add(row["m"] if row else 0)
        for occasion, fate in fates:
            debt.done.add((occasion.step[1], occasion.rank))
            debt.through = max(debt.through if debt.through is not None else occasion.order, occasion.order)
            self.expected[debt.subject, debt.cycle, occasion.step[1], occasion.rank] = (fate, today)

    def row(self, key):
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
        if self.suspended:
            self.breaks("C-5", f"message {event['m']} leaves while sendings are suspended")
        if not message:
            self.breaks("C-6", f"message {event['m']} is not in the books")
            return
        if message["client"] not in self.approved:
            self.breaks("C-10", f"message {event['m']} leaves before an approval")
        if event["m"] in self.overtaken:
            self.breaks("C-3", f"message {event['m']} leaves, and a later one that waited with it too")
        facts = self.people[message["p"]]
        event["ordered"] = self.agains[event["m"]] > 0  # its body leaves as it was
        if self.held_back(message["p"], day, False):
            self.breaks("C-5", f"message {event['m']} leaves to a person that is held: {facts['hold']}")
        if not event["ordered"] and event["to"] != f"p{message['p']}.{facts['address']}@debtor.test":
            self.breaks("C-5", f"message {event['m']} goes to {event['to']}, an address of before")

    def on_says(self, event):
        debt = self.debts.get(event["s"])
        self.dots[event["m"]]["says"][event["s"]] = event["cents"]
        if not debt or not debt.open:
            self.breaks("C-5", f"message {event['m']} speaks of {event['s']}, which is settled")
        elif debt.cents != event["cents"] and not self.dots[event["m"]].get("ordered"):
            self.breaks("C-5", f"message {event['m']} tells another amount of {event['s']}")

    def on_later(self, event):
        self.laters[event["m"]] += 1

    def on_accept(self, event):
        dot = self.dots[event["m"]]
        self.accepted[event["m"]].append(dot)
        self.counts["accepted"] += 1

    # The end of the year.

    def check_rows(self):
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
            self.check_state(name, row, fate)

    def check_state(self, name, row, fate):
        state, why, message = row["state"], row["why"], self.messages.get(row["m"])
        if fate in ("superseded", "lapsed"):
            if state != fate:
                self.breaks("C-4", f"{name}: {state} instead of {fate}")
            return
        if fate == "hand":
            well = state == "todo" or (state == "done" and row["r"] in self.calls)
            well = well or (state == "cancelled" and self.settled[row["s"]])
        elif not message:
            well = False
        elif why == "resent":
            well = state == "check" and self.agains[row["m"]] > 0
        elif state == "cancelled":
            dropped = message["state"] == "dropped" and (why != "settled" or row["resend"] > 0)
            well = dropped or bool(why == "settled" and self.settled[row["s"]])
        elif message["state"] == "dropped":
            well = message["why"] == "overtaken" and state == "superseded"
        else:
            well = state == message["state"] and state in ("sent", "refused", "check")
        if not well:
            self.breaks("C-6", f"{name}: ends as {state} {why}, its message "
                               f"{row['m']} as {message and message['state']}")
        if state == "sent" and not why and not any(row["s"] in dot["says"] for dot in self.accepted[row["m"]]):
            self.breaks("C-6", f"{name}: said to be sent, and no accepted message speaks of it")

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
            if state in ("waiting", "due", "taken", "point"):
                self.breaks("C-7", f"{name}: still {state} at the end")
            if state == "dropped":
                self.check_drop(name, message)
        for number, dots in self.accepted.items():
            carried = {row["s"] for rows in self.rows.values() for row in rows if row["m"] == number} if dots else set()
            for dot in dots:
                if not dot["says"]:
                    self.breaks("C-6", f"message {number}: says nothing")
                for subject in dot["says"].keys() - carried:
                    self.breaks("C-6", f"message {number}: speaks of {subject} without a reminder")

    def check_drop(self, name, message):
        why = message["why"]
        of = [row for rows in self.rows.values() for row in rows if row["m"] == message["m"]]
        if why == "settled":  # what is kept for a resend speaks of all of them, or does not leave
            enough = any if self.agains[message["m"]] else all
            well = enough(self.settled[row["s"]] for row in of)
        elif why == "overtaken":
            well = any(m["p"] == message["p"] and m["day"] > message["day"] for m in self.messages.values())
        else:
            well = why in self.held[message["p"]]
        if not well:
            self.breaks("C-6", f"{name}: dropped without a reason ({why})")

    def check_people(self):
        """C-3 at the wire: the quiet days and the cap of a week, but for what a person ordered."""
        of = collections.defaultdict(list)
        for number, dots in self.accepted.items():
            if number in self.messages:
                of[self.messages[number]["p"]] += [(dot["t"], dot["day"], dot) for dot in dots]
        for person, dots in of.items():
            dots.sort(key=lambda dot: dot[0])
            for place, (_, day, dot) in enumerate(dots):
                if dot["ordered"] or place == 0:
                    continue
                last = dots[place - 1][1]
                if day < last + self.head["quiet"]:
                    self.breaks("C-3", f"person {person}: messages on {day_text(last)} and {day_text(day)}")
                week = {other["m"] for _, at, other in dots[:place] if at > day - WEEK}
                if len(week - {dot["m"]}) >= self.head["cap"]:
                    self.breaks("C-3", f"person {person}: too many in the week until {day_text(day)}")


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
