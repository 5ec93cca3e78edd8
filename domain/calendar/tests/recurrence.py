"""Makes the file with which the recurrence rules are compared: rules of every kind, and what python-dateutil gives.

    python3 domain/calendar/tests/recurrence.py > domain/calendar/tests/recurrence.txt

Every run gives the same file. A line is: family, start, rule, and the first starts (or `-`), divided by blanks. Starts
are wall times without a zone, since dateutil's rules know none; what zones do is told in the stories of domain/calendar.

The family is `same` where dateutil does what RFC 5545 says. Else it names the difference, which docs/recurrence.md
explains, and the starts are those that dateutil gives once its difference is taken out of the question: the day named,
the first week begun on its first day, the weeks of a year gathered by hand.
"""

import datetime as calendar
import random
import sys
from datetime import datetime, timedelta
from itertools import groupby, islice, takewhile

from dateutil.rrule import rrulestr

RULES = 2000
EMPTY = 20
STARTS = 12
HORIZON = 2060
# dateutil looks for the next start up to this year, which takes seconds for a rule that never meets.
calendar.MAXYEAR = HORIZON + 5
DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


def some(chance, values, most):
    return chance.sample(values, chance.randint(1, min(most, len(values))))


def signed(chance, most):
    number = chance.randint(1, most)
    return -number if chance.random() < 0.3 else number


def numbers(chance, most, count):
    return sorted({signed(chance, most) for _ in range(chance.randint(1, count))})


def listed(values):
    return ",".join(str(value) for value in values)


def rule(chance):
    frequency = chance.choice(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])
    parts = {"FREQ": frequency}
    if chance.random() < 0.5:
        parts["INTERVAL"] = str(chance.choice([2, 2, 3, 4, 5, 7, 12]))
    if chance.random() < 0.3:
        parts["WKST"] = chance.choice(DAYS)
    if chance.random() < 0.3:
        parts["BYMONTH"] = listed(sorted(some(chance, range(1, 13), 4)))
    if frequency == "YEARLY" and chance.random() < 0.3:
        parts["BYWEEKNO"] = listed(numbers(chance, 53, 4))
    elif frequency == "YEARLY" and chance.random() < 0.25:
        parts["BYYEARDAY"] = listed(numbers(chance, 366, 6))
    if frequency != "WEEKLY" and chance.random() < 0.35:
        parts["BYMONTHDAY"] = listed(numbers(chance, 31, 5))
    if chance.random() < 0.5:
        days = some(chance, DAYS, 4)
        if frequency in ("MONTHLY", "YEARLY") and "BYWEEKNO" not in parts and chance.random() < 0.5:
            most = 5 if frequency == "MONTHLY" or "BYMONTH" in parts else 53
            days = [f"{signed(chance, most)}{day}" for day in days]
        parts["BYDAY"] = listed(days)
    if chance.random() < 0.15:
        parts["BYHOUR"] = listed(sorted(some(chance, range(24), 3)))
    if chance.random() < 0.1:
        parts["BYMINUTE"] = listed(sorted(some(chance, range(0, 60, 5), 3)))
    if any(name.startswith("BY") for name in parts) and chance.random() < 0.25:
        parts["BYSETPOS"] = listed(numbers(chance, 5, 2))
    return parts


def start(chance):
    moment = datetime(2019, 1, 1) + timedelta(days=chance.randrange(4000))
    if chance.random() < 0.2:
        moment = moment.replace(month=chance.choice([1, 12]), day=chance.choice([1, 2, 3, 4, 28, 29, 30, 31]))
    return moment.replace(hour=chance.randrange(24), minute=chance.choice([0, 15, 30, 45]))


def end(chance, parts, first):
    kind = chance.random()
    if kind < 0.3:
        parts["COUNT"] = str(chance.randint(1, 15))
    elif kind < 0.6:
        parts["UNTIL"] = stamp(first + timedelta(days=chance.choice([10, 40, 100, 400, 2000]), hours=chance.randrange(24)))


def stamp(moment):
    return moment.strftime("%Y%m%dT%H%M%S")


def text_of(parts, without=()):
    return ";".join(f"{name}={value}" for name, value in parts.items() if name not in without)


def written(found):
    return [stamp(moment) for moment in islice(found, STARTS) if moment.year <= HORIZON]


def ended(parts, first, found):
    """Leaves out what lies before the start or after the end."""
    until = parts.get("UNTIL", "99991231T000000")
    count = int(parts.get("COUNT", 10**9))
    return [moment for moment in found if moment >= first and stamp(moment) <= until][:count]


def chosen(parts, found):
    """What BYSETPOS chooses from the set of one period."""
    if "BYSETPOS" not in parts:
        return found
    at = [int(position) for position in parts["BYSETPOS"].split(",")]
    at = {position - 1 if position > 0 else position + len(found) for position in at}
    return [moment for index, moment in enumerate(found) if index in at]


def whole_weeks(first, parts):
    """A weekly rule with BYSETPOS whose first week is whole, though the start lies within it."""
    back = (first.weekday() - DAYS.index(parts.get("WKST", "MO"))) % 7
    named = {"BYDAY": DAYS[first.weekday()]} | parts
    rule = rrulestr(text_of(named, ("COUNT", "UNTIL")), dtstart=first - timedelta(days=back))
    return written(ended(parts, first, takewhile(lambda moment: moment.year <= HORIZON, rule)))


def weeks_of_years(first, parts):
    """A rule with BYWEEKNO: each week belongs wholly to its year, and the day is that of the start unless named."""
    monday = DAYS.index(parts.get("WKST", "MO"))

    def year_of(moment):
        return (moment + timedelta(days=3 - (moment.weekday() - monday) % 7)).year

    rule = rrulestr(text_of(parts, ("COUNT", "UNTIL", "INTERVAL", "BYSETPOS")), dtstart=first - timedelta(days=400))
    every, found = int(parts.get("INTERVAL", 1)), []
    for year, moments in groupby(rule, year_of):
        if year >= year_of(first) and (year - year_of(first)) % every == 0:
            found += chosen(parts, list(moments))
    return written(ended(parts, first, found))


def expected(first, parts):
    plain = written(rrulestr(text_of(parts), dtstart=first))
    if parts["FREQ"] == "WEEKLY" and "BYSETPOS" in parts:
        meant, family = whole_weeks(first, parts), "first-week"
    elif "BYWEEKNO" in parts:
        named = dict(parts)
        if not {"BYDAY", "BYMONTHDAY", "BYYEARDAY"} & set(parts):
            named["BYDAY"] = DAYS[first.weekday()]
            # What the start would have given goes with the day.
            named.setdefault("BYHOUR", str(first.hour))
            named.setdefault("BYMINUTE", str(first.minute))
        meant = weeks_of_years(first, named)
        family = "weekday" if meant == written(rrulestr(text_of(named), dtstart=first)) else "new-year"
    else:
        return "same", plain
    return ("same", plain) if meant == plain else (family, meant)


def main():
    chance = random.Random(5545)
    seen, empty = set(), 0
    while len(seen) < RULES:
        first, parts = start(chance), rule(chance)
        end(chance, parts, first)
        text = text_of(parts)
        family, found = expected(first, parts)
        empty += not found
        if text in seen or (not found and empty > EMPTY):
            continue
        seen.add(text)
        sys.stdout.write(" ".join([family, stamp(first), text] + (found or ["-"])) + "\n")


if __name__ == "__main__":
    main()
