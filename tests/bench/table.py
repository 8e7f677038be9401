"""Figures beside goals."""


class Table:
    def __init__(self):
        self.rows = []
        self.gaps = 0

    def add(self, what, value, unit, at_most=None, at_least=None):
        goal = ""
        if at_most is not None:
            goal = f"goal ≤ {at_most} {unit}: {'met' if value <= at_most else 'MISSED'}"
        if at_least is not None:
            goal = f"goal ≥ {at_least} {unit}: {'met' if value >= at_least else 'MISSED'}"
        self.rows.append((what, f"{value:,.1f} {unit}".replace(",", " "), goal))

    def gap(self, what, why):
        """Something that was not measured, with the reason."""
        self.gaps += 1
        self.rows.append((what, "NOT MEASURED", why))

    def print(self):
        width = max((len(what) for what, _, _ in self.rows), default=0)
        for what, value, goal in self.rows:
            print(f"{what:<{width}}  {value:>16}  {goal}".rstrip())
