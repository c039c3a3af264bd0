"""The guard of the clock, a second time: what the house must believe of the time that it is shown.

Back by more than two minutes it waits until the time has caught up. More than 36 hours ahead of the
highest time seen, or more than ten minutes ahead of the steady clock since its last look, it asks.
The highest time is kept once a minute: of what is nearer than that to a limit nobody can tell.
"""
MINUTE = 60000
BACK, DRIFT, AHEAD, KEPT = 2 * MINUTE, 10 * MINUTE, 36 * 60 * MINUTE, MINUTE


class Clock:
    def __init__(self):
        self.highest = 0
        self.back_until = None      # it waits until then
        self.jumped = False         # it asks
        self.before = {}            # node: its last look
        self.believed = True
        self.is_looking = self.unsure = False
        self.why = ""

    def look(self, event):
        """Whether it must be believed; None: it may."""
        self.is_looking = False
        wall, before = event["t"], None if event["first"] else self.before.get(event["node"])
        self.before[event["node"]] = event
        verdict = self.judge(wall, before, event["steady"])
        if verdict is None or self.unsure:
            verdict = None
            self.take_over(event, wall)
        self.believed = bool(event["believed"])
        if self.believed:
            self.highest = max(self.highest, wall)
        return verdict

    def judge(self, wall, before, steady):
        behind = self.highest - wall
        if before and not self.jumped and before["t"] > self.highest:
            behind = before["t"] - wall
        if behind <= BACK and before and (wall - before["t"] - (steady - before["steady"]) > DRIFT or wall - self.highest > AHEAD + KEPT):
            self.jumped, self.why = True, "jumped"
        if behind > BACK + KEPT and self.back_until is None:
            self.back_until, self.why = self.highest, "went back"
        elif behind > BACK and self.back_until is None:
            return None
        if self.back_until is not None and wall >= self.back_until:
            self.back_until = None
        if self.jumped:
            return False
        if self.back_until is None:
            return True
        return None if wall >= self.back_until - KEPT else False

    def take_over(self, event, wall):
        """Nobody can tell: what the house says holds."""
        self.unsure = self.unsure and not event["believed"]
        if event["believed"]:
            self.back_until, self.jumped = None, False
        elif not self.jumped and self.back_until is None and wall < self.highest:
            self.back_until = self.highest

    def is_right(self, wall):
        self.highest, self.jumped, self.back_until = wall, False, None
