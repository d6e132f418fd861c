# SPDX-License-Identifier: Apache-2.0
# Random rules with what croniter, python-dateutil and astral say about them, one case a line, fields divided by tabs.
# Usage: agree.py rrule|cron|sun SEED COUNT. It knows nothing of the code that is compared.
import datetime
import random
import signal
import sys
import warnings

UTC = datetime.timezone.utc
DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


def some(rng, values, most):
    return sorted(rng.sample(list(values), rng.randint(1, most)))


def signed(rng, limit, most):
    values = {rng.randint(1, limit) * rng.choice([1, 1, -1]) for _ in range(rng.randint(1, most))}
    return sorted(values)


def text(values):
    return ",".join(str(value) for value in values)


def random_rule(rng, start):
    frequency = rng.choice(["YEARLY", "MONTHLY", "MONTHLY", "WEEKLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY"])
    parts = ["FREQ=" + frequency]
    if rng.random() < 0.5:
        parts.append("INTERVAL=%d" % rng.choice([1, 2, 2, 3, 4, 5, 6, 7, 10, 13, 15, 30, 45, 90]))
    if rng.random() < 0.3:
        parts.append("BYMONTH=" + text(some(rng, range(1, 13), 4)))
    if rng.random() < 0.3 and frequency != "WEEKLY":
        parts.append("BYMONTHDAY=" + text(signed(rng, 31, 4)))
    if rng.random() < 0.4:
        names = some(rng, DAYS, 4)
        if frequency == "MONTHLY" and rng.random() < 0.5:
            names = ["%d%s" % (rng.choice([1, 2, 3, 4, 5, -1, -2]), name) for name in names]
        elif frequency == "YEARLY" and rng.random() < 0.5:
            names = ["%d%s" % (rng.choice([1, 2, 5, 10, 20, 52, -1, -3, -20]), name) for name in names]
        parts.append("BYDAY=" + ",".join(names))
    joined = ";".join(parts)
    if frequency == "YEARLY" and rng.random() < 0.2 and "BYDAY=" not in joined:
        parts.append("BYYEARDAY=" + text(signed(rng, 366, 6)))
    elif frequency == "YEARLY" and rng.random() < 0.25 and not any(c.isdigit() for c in joined.split("BYDAY=")[-1]):
        parts.append("BYWEEKNO=" + text(some(rng, list(range(1, 54)) + [-1], 5)))
    if rng.random() < 0.4:
        parts.append("BYHOUR=" + text(some(rng, range(24), 3)))
    if rng.random() < 0.4:
        parts.append("BYMINUTE=" + text(some(rng, range(60), 3)))
    if rng.random() < 0.2 and any(part.startswith("BY") for part in parts):
        parts.append("BYSETPOS=" + text(signed(rng, 5, 2)))
    if rng.random() < 0.3:
        parts.append("WKST=" + rng.choice(DAYS))
    ending = rng.random()
    if ending < 0.2:
        parts.append("COUNT=%d" % rng.randint(1, 30))
    elif ending < 0.4:
        until = start + datetime.timedelta(minutes=rng.randint(1, 3_000_000))
        parts.append("UNTIL=" + until.strftime("%Y%m%dT%H%M%S"))
    head, tail = parts[:1], parts[1:]
    rng.shuffle(tail)
    return ";".join(head + tail)


class TooSlow(Exception):
    """A rule for which dateutil needs longer than a case is worth."""


def stop(signal_number, frame):
    raise TooSlow


def rrule_cases(rng, count):
    from dateutil.rrule import rrulestr

    # A parent that blocks signals hands its mask on.
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGVTALRM, signal.SIGTERM])
    signal.signal(signal.SIGVTALRM, stop)
    made = 0
    while made < count:
        start = datetime.datetime(rng.randint(1990, 2030), 1, 1) + datetime.timedelta(
            minutes=rng.randint(0, 366 * 1440 - 1)
        )
        rule = random_rule(rng, start)
        reach = {"MINUTELY": 2_000, "HOURLY": 60_000}.get(rule[5:].split(";")[0], 2_000_000)
        after = start + datetime.timedelta(minutes=rng.randint(0, reach))
        horizon = start + datetime.timedelta(days=366 * 20)
        found = []
        # The outer try also catches an alarm that rings while the timer is being switched off.
        try:
            try:
                signal.setitimer(signal.ITIMER_VIRTUAL, 0.005)
                parsed = rrulestr(rule, dtstart=start)
                for time in parsed:
                    if time > horizon or len(found) == 12:
                        break
                    found.append(time)
                later = parsed.after(after) if found else None
            finally:
                signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        except (ValueError, IndexError, TooSlow):  # refused, a weekday that no month has, or too slow
            continue
        made += 1
        print(
            "rrule",
            start.isoformat(),
            rule,
            " ".join(time.isoformat() for time in found),
            after.isoformat(),
            later.isoformat() if later else "-",
            sep="\t",
        )


def random_field(rng, low, high):
    kind = rng.random()
    if kind < 0.35:
        return "*"
    if kind < 0.55:
        return str(rng.randint(low, high))
    if kind < 0.7:
        return "*/%d" % rng.randint(1, max(1, (high - low) // 2))
    if kind < 0.85:
        first = rng.randint(low, high - 1)
        return "%d-%d" % (first, rng.randint(first + 1, high)) + rng.choice(["", "", "/2", "/3"])
    return text(some(rng, range(low, high + 1), 4))


def cron_cases(rng, count):
    from croniter import croniter

    made = 0
    while made < count:
        fields = [random_field(rng, *b) for b in [(0, 59), (0, 23), (1, 31), (1, 12), (0, 6)]]
        after = datetime.datetime(2020, 1, 1, tzinfo=UTC) + datetime.timedelta(minutes=rng.randint(0, 15 * 525_600))
        try:
            walker = croniter(" ".join(fields), after)
            found = [walker.get_next(datetime.datetime) for _ in range(5)]
        except Exception:  # an impossible expression, which is tested elsewhere
            continue
        made += 1
        print(
            "cron",
            after.strftime("%Y-%m-%dT%H:%M:%SZ"),
            " ".join(fields),
            " ".join(time.strftime("%Y-%m-%dT%H:%M:%SZ") for time in found),
            sep="\t",
        )


def sun_cases(rng, count):
    from astral import Observer
    from astral.sun import dawn, dusk, sunrise, sunset

    events = {"sunrise": sunrise, "sunset": sunset, "civil-dawn": dawn, "civil-dusk": dusk}
    for index in range(count):
        latitude = rng.uniform(-65, 65)
        # West of 90° and east of it the solar day of astral is another one than the civil day of UTC.
        longitude = rng.uniform(-180, 180)
        date = datetime.date(2024, 1, 1) + datetime.timedelta(days=rng.randint(0, 3652))
        event = list(events)[index % 4]
        try:
            # Without a zone of its own astral keeps to UTC dates: the caller compares modulo a day.
            zone = datetime.timezone(datetime.timedelta(hours=round(longitude / 15)))
            time = events[event](Observer(latitude, longitude), date, tzinfo=zone)
            seconds = str(round(time.timestamp()))
        except ValueError as error:
            seconds = "-"
            if "Unable to find" in str(error):
                continue
        print("sun", "%.5f" % latitude, "%.5f" % longitude, date.isoformat(), event, seconds, sep="\t")


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    kind, seed, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    cases = {"rrule": rrule_cases, "cron": cron_cases, "sun": sun_cases}[kind]
    cases(random.Random(seed), count)
