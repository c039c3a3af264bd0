"""The rules of the chase, computed a second time for the oracle: holidays, working days, the change of
clocks, the occasions of a scenario, what a day asks of a debt, from when a message may leave.
"""
import bisect
import collections
import copy
import datetime
import functools

EPOCH = datetime.date(1970, 1, 1).toordinal()
SENSE = 60          # days after which a missed step makes no sense any more (C-4)
WEEK = 7
HOUR = 3600000
OBJECTED_MS = 2 * HOUR   # of the firm's day, in which to object
USUAL_MINUTE = 14 * 60   # at which such a step leaves


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
PACIFIC = {"nouvelle-caledonie": [(9, 24)], "wallis-et-futuna": [(4, 28), (7, 29)]}


@functools.lru_cache(None)
def holidays(year, region):
    fixed = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)]
    after_easter = [1, 39, 50]
    if region == "alsace-moselle":
        fixed.append((12, 26))
        after_easter.append(-2)
    if region in ABOLITION:
        fixed.append(ABOLITION[region])
    if region == "polynesie":
        fixed += [(3, 5), (11, 20) if year >= 2025 else (6, 29)]
        after_easter.append(-2)
    fixed += PACIFIC.get(region, [])
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
Occasion = collections.namedtuple("Occasion", "order step rank on until hand call minute objected")


class Debt:
    """One obligation, its present cycle."""

    def __init__(self, event, opened):
        self.subject, self.person, self.kind = event["s"], event["p"], event["kind"]
        self.capacity = "invoice" if self.kind == "invoice" else "request"
        self.issuer = event["client"] if self.kind == "invoice" else 0
        self.party = self.capacity, self.issuer, self.person
        self.due, self.opened, self.cents = event["due"], opened, event["cents"]
        self.open, self.settled_once = True, False
        self.cycle, self.scenario = 0, {"invoice": 1, "request": 3, "receipt": 5}[self.kind]
        self.paused, self.paused_until = False, None
        self.taken_by, self.taken_at = 0, 0     # over, by a member; the place where
        self.taken_on = None                    # another cycle makes no other day (C-3)
        self.begin_cycle()

    def begin_cycle(self):
        self.cycle += 1
        self.done, self.through = set(), None
        self.capped_at = None  # since when the cap of a week alone holds it
        self.occasions = None

    def deal(self, occasions):
        for occasion in occasions:
            self.done.add((occasion.step[1], occasion.rank))
            self.through = occasion.order if self.through is None else max(self.through, occasion.order)

    def undo(self, occasion):
        """As if it had not been dealt with; what it left behind stays behind."""
        self.done.discard((occasion.step[1], occasion.rank))
        if not self.done:
            self.through = None
        elif self.through is not None and self.through >= occasion.order:
            self.through = occasion.order - 1

    def by_hand(self, occasion):
        return occasion.hand or self.taken_by > 0

    def is_paused(self, today):
        return self.paused and (self.paused_until is None or today <= self.paused_until)

    def key(self, occasion):
        return self.subject, self.cycle, occasion.step[1], occasion.rank

    def list(self, steps, calendar):
        if self.occasions is None:
            self.occasions = sorted(o for step in steps for o in occasions(self, step, calendar))
        return self.occasions


def occasions(debt, step, calendar):
    anchor = debt.opened if step["anchor"] == "opening" else debt.due
    first, last = step["window"]
    for rank in range(step["repeat"][1] + 1):
        nominal = anchor + step["days"] + rank * step["repeat"][0]
        ahead = step["anchor"] == "due" and nominal < debt.due
        if first or last:
            on, until = in_window(calendar, nominal, debt.due + first, debt.due + last), debt.due + last
        else:
            on = calendar.next(nominal)
            until = debt.due if ahead else on + SENSE
            if ahead and on > debt.due:
                on = None
        order = on if (first or last) and on is not None else nominal
        yield Occasion(order, (step["days"], step["id"]), rank, on if on is not None else nominal,
                       until if on is not None else -10**9, step["mode"] == "by_hand" or step["medium"] == "call",
                       step["medium"] == "call", step["minute"], step["mode"] == "unless_objected")


def in_window(calendar, nominal, first, last):
    """The open day nearest to a day, the later of two; None when the window holds none."""
    inside = [day for day in range(first, last + 1) if calendar.is_open(day)]
    return min(inside, key=lambda day: (abs(day - nominal), -day)) if inside else None


def plan(debt, steps, calendar, today):
    """What one working day asks of one debt: [(occasion, fate)], the one taken."""
    had = [o for o in debt.list(steps, calendar) if o.on <= today and (o.step[1], o.rank) not in debt.done]
    sensible = [o for o in had if not (debt.through is not None and o.order <= debt.through)
                and today <= o.until]
    automatic = [o for o in sensible if not debt.by_hand(o)]
    taken = automatic[-1] if automatic else sensible[-1] if sensible else None
    dealt = had[:had.index(taken) + 1] if taken else had
    fates = []
    for occasion in dealt:
        if occasion is taken:
            fate = "hand" if debt.by_hand(taken) else "mail"
        elif debt.through is not None and occasion.order <= debt.through:
            fate = "superseded"
        else:
            fate = "superseded" if today <= occasion.until else "lapsed"
        fates.append((occasion, fate))
    return fates, taken


def coming(debt, steps, calendar, today):
    """The occasion that is taken next if nothing holds it; None when none is left."""
    ahead = copy.copy(debt)
    ahead.done = set(debt.done)
    last = max((max(o.on, o.order) for o in debt.list(steps, calendar)), default=today)
    for day in range(today, max(today, last) + 2 * SENSE):
        if not calendar.is_open(day) or ahead.taken_on == day:
            continue
        fates, taken = plan(ahead, steps, calendar, day)
        if taken:
            return taken
        ahead.deal([occasion for occasion, _ in fates])
        if all((o.step[1], o.rank) in ahead.done for o in ahead.occasions):
            return None
    return None


def instant(day, minute):
    """The instant at which a clock on a wall in Paris shows a minute of the firm's day."""
    for offset in (60, 120):
        ms = (day * 1440 + minute - offset) * 60000
        if local(ms) == (day, minute):
            return ms
    raise ValueError("no such minute")


def leaves_from(occasion, head, calendar, today, at):
    """From when a message may leave that was planned at an instant: its minute, or time to object."""
    if not occasion.objected and occasion.minute == 0:
        return at
    minute = min(max(occasion.minute or USUAL_MINUTE, head["from"]), head["until"] - 1)
    wished = instant(today, minute)
    if not occasion.objected:
        return max(at, wished)
    since = max(wished, max(at, instant(today, head["from"])) + OBJECTED_MS)
    if since < instant(today, head["until"]):
        return since
    after = calendar.next(today + 1)
    return instant(after, minute) if after <= occasion.until else max(at, instant(today, head["until"] - 1))
