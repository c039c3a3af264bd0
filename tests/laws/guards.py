"""The guards of a run, a second time: whether nothing may leave until a person has looked.

A stoppage of more than 24 hours, closed days left out, that missed a step; more messages than three
times the median of the last 30 working days; more than the firm's cap of a day; what a suspension held
that stood for more than 24 hours up to its last day. What is known only about so is given as the least
and the most that it may be.
"""
DAY, HOUR = 86400000, 3600000
STOPPAGE, TIMES, WORKING_DAYS, BACK, FEW = DAY, 3, 30, 90, 50
CAUSES = {1: "stoppage", 2: "volume", 4: "cap", 8: "restored", 16: "suspension"}


def causes_of(mask):
    return {cause for bit, cause in CAUSES.items() if mask & bit}


class Order:
    """A person's suspension of all sendings; last: its last day, 0 without end."""

    def __init__(self, at, last):
        self.at, self.last = at, last

    def has_ended(self, today):
        return 0 < self.last < today

    def asks(self, at):
        """Whether a person must look at what it held, surely and perhaps: an hour, as after a crash, aside."""
        return at - self.at > DAY + HOUR, at - self.at > DAY - HOUR


class Sight:
    """What a run is about to do: (least, most) of what was missed, and of messages that leave by themselves."""

    def __init__(self, late, free):
        self.late, self.free = late, free


class Guards:
    def __init__(self, calendar):
        self.calendar = calendar
        self.ran_at, self.perhaps_at = None, set()  # the last run; one that was cut off may have counted
        self.days = {}              # day: its messages
        self.free, self.seen = {}, {}   # day: those that wait for no approval; those that a person let leave
        self.cap = 0

    def begins(self, at):
        self.perhaps_at.add(at)

    def ends(self, at):
        self.ran_at, self.perhaps_at = at, set()

    def add(self, day, messages, free):
        self.days[day] = self.days.get(day, 0) + messages
        self.free[day] = self.free.get(day, 0) + free

    def see(self, day):
        self.seen[day] = self.free.get(day, 0)

    def stopped(self, at, local):
        """How long no round ran, at least and at most."""
        known = [self.stood_still(ran, at, local) for ran in {self.ran_at, *self.perhaps_at} if ran]
        return (min(known), max(known)) if known and self.ran_at else (0, max(known, default=0))

    def stood_still(self, ran, at, local):
        closed = [day for day in range(local(ran)[0] + 1, local(at)[0]) if not self.calendar.is_open(day)]
        return at - ran - DAY * len(closed)

    def usual(self, today):
        known = [day for day in self.days if today - BACK <= day < today]
        if not known:
            return None
        days = [day for day in range(min(known), today) if self.calendar.is_open(day)][-WORKING_DAYS:]
        sizes = sorted(self.days.get(day, 0) for day in days)
        return sizes[len(sizes) // 2] if sizes else None

    def judge(self, at, sight, local):
        """The causes that surely hold the run, and those that may."""
        today = local(at)[0]
        begun, usual = self.free.get(today, 0) - self.seen.get(today, 0), self.usual(today)
        verdicts = []
        for place in (0, 1):
            free, causes = sight.free[place], set()
            messages = begun + free if free else 0
            if self.stopped(at, local)[place] > STOPPAGE and sight.late[place]:
                causes.add("stoppage")
            if self.cap and messages > self.cap:
                causes.add("cap")
            if usual is not None and messages >= FEW and messages > TIMES * usual:
                causes.add("volume")
            verdicts.append(causes)
        return verdicts
