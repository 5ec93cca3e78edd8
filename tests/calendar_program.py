"""Books, moves and cancels with the caldav package, as a calendar program does, and reads feeds with icalendar.

    python calendar_program.py URL USER TOKEN ROOM ZONE FEED...

Every line that fails says what was expected. Prints `done` at the end.
"""

import sys
import uuid
from datetime import datetime, timedelta
from urllib.error import HTTPError
from urllib.request import Request, urlopen
from zoneinfo import ZoneInfo

import caldav
import icalendar
from caldav.elements import dav
from caldav.lib import error


def main(url, user, token, room_name, zone_name, *feeds):
    zone = ZoneInfo(zone_name)
    day = (datetime.now(zone) + timedelta(days=3)).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    strangers(url, user)
    client = caldav.DAVClient(url=f"{url}/caldav/", username=user, password=token)
    calendars = {calendar.get_display_name(): calendar for calendar in client.principal().calendars()}
    room, mine = calendars[room_name], next(one for one in calendars.values() if "/mine/" in str(one.url))
    single(room, mine, zone, zone_name, day)
    kept = repeated(room, mine, zone, zone_name, day)
    synchronised(client, room, zone_name, day)
    for feed in feeds:
        followed(feed, zone, zone_name, kept)
    print("done")


def strangers(url, user):
    for password in ("wrong", "ayni_" + "A" * 43):
        try:
            caldav.DAVClient(url=f"{url}/caldav/", username=user, password=password).principal().calendars()
        except error.AuthorizationError:
            continue
        raise AssertionError(f"{password} opened the door")


def event(zone_name, start, hours, summary, extra="", uid=None, more=""):
    stamp = "%Y%m%dT%H%M%S"
    uid = uid or f"{uuid.uuid4()}@thunder.example"
    lines = f"""BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test//EN
BEGIN:VEVENT
UID:{uid}
DTSTAMP:20260101T000000Z
DTSTART;TZID={zone_name}:{start.strftime(stamp)}
DTEND;TZID={zone_name}:{(start + timedelta(hours=hours)).strftime(stamp)}
SUMMARY:{summary}
{extra}END:VEVENT
{more}END:VCALENDAR
"""
    return lines.replace("\n", "\r\n")


def found(calendar, zone, start, days=1):
    """Summaries and beginnings of what a calendar has, repeats expanded by the client."""
    hits = calendar.search(
        start=start.replace(tzinfo=zone), end=(start + timedelta(days=days)).replace(tzinfo=zone), event=True, expand=True
    )
    parts = [part for hit in hits for part in hit.icalendar_instance.walk("VEVENT")]
    return sorted((str(part["SUMMARY"]), part["DTSTART"].dt.astimezone(zone).replace(tzinfo=None)) for part in parts)


def refused(what):
    try:
        what()
    except (error.PutError, error.AuthorizationError, error.DeleteError, error.NotFoundError):
        return
    raise AssertionError("this should have been refused")


def single(room, mine, zone, zone_name, day):
    ten = day + timedelta(hours=10)
    made = room.save_event(event(zone_name, ten, 2, "Board; first"))
    assert found(room, zone, day) == [("Board; first", ten)], found(room, zone, day)
    assert found(mine, zone, day) == [("Board; first", ten)], found(mine, zone, day)
    # The room is taken, and the past is over.
    refused(lambda: room.save_event(event(zone_name, ten + timedelta(hours=1), 2, "Too late")))
    refused(lambda: room.save_event(event(zone_name, ten - timedelta(days=300), 2, "Long ago")))
    assert len(found(room, zone, day)) == 1

    made.load()
    two = ten + timedelta(hours=4)
    part = made.icalendar_component
    part["DTSTART"].dt = two.replace(tzinfo=zone)
    part["DTEND"].dt = (two + timedelta(hours=1)).replace(tzinfo=zone)
    part["SUMMARY"] = "Board, moved"
    made.save()
    assert found(room, zone, day) == [("Board, moved", two)], found(room, zone, day)

    made.load()
    made.delete()
    assert found(room, zone, day) == [] and found(mine, zone, day) == []
    refused(made.load)

    # In one's own calendar the location names the room.
    here = mine.save_event(event(zone_name, ten, 1, "From my own", extra=f"LOCATION:{room.get_display_name()}\n"))
    assert found(room, zone, day) == [("From my own", ten)]
    here.delete()
    refused(lambda: mine.save_event(event(zone_name, ten, 1, "Nowhere")))


def repeated(room, mine, zone, zone_name, day):
    ten, uid = day + timedelta(hours=10), f"{uuid.uuid4()}@thunder.example"
    made = room.save_event(event(zone_name, ten, 1, "Choir", "RRULE:FREQ=DAILY;COUNT=4\n", uid))
    days = [("Choir", ten + timedelta(days=at)) for at in range(4)]
    assert found(room, zone, day, 9) == days, found(room, zone, day, 9)
    assert found(mine, zone, day, 9) == days, found(mine, zone, day, 9)
    refused(lambda: room.save_event(event(zone_name, ten + timedelta(days=2), 1, "In between")))

    # One date later in the day, one left out.
    stamp, noon = "%Y%m%dT%H%M%S", ten + timedelta(days=1, hours=2)
    out = f"RRULE:FREQ=DAILY;COUNT=4\nEXDATE;TZID={zone_name}:{(ten + timedelta(days=2)).strftime(stamp)}\n"
    moved = f"""BEGIN:VEVENT
UID:{uid}
DTSTAMP:20260101T000000Z
RECURRENCE-ID;TZID={zone_name}:{(ten + timedelta(days=1)).strftime(stamp)}
DTSTART;TZID={zone_name}:{noon.strftime(stamp)}
DTEND;TZID={zone_name}:{(noon + timedelta(hours=1)).strftime(stamp)}
SUMMARY:Choir at noon
END:VEVENT
"""
    made.load()
    made.data = event(zone_name, ten, 1, "Choir", out, uid, moved)
    made.save()
    kept = [("Choir", ten), ("Choir", ten + timedelta(days=3)), ("Choir at noon", noon)]
    assert found(room, zone, day, 9) == kept, found(room, zone, day, 9)

    # All of it an hour later, then away.
    other = room.save_event(event(zone_name, ten + timedelta(hours=6), 1, "Yoga", "RRULE:FREQ=DAILY;COUNT=3\n"))
    other.load()
    other.data = event(zone_name, ten + timedelta(hours=7), 1, "Yoga", "RRULE:FREQ=DAILY;COUNT=3\n", other.id)
    other.save()
    yoga = [hit for hit in found(room, zone, day, 9) if hit[0] == "Yoga"]
    assert yoga == [("Yoga", ten + timedelta(days=at, hours=7)) for at in range(3)], yoga
    other.load()
    other.delete()
    assert found(room, zone, day, 9) == kept, found(room, zone, day, 9)
    return kept


def synchronised(client, room, zone_name, day):
    """Only what came, changed or went is told (RFC 6578)."""

    def report(method, inside):
        headers = {"Depth": "0", "Content-Type": "application/xml"}
        return client.request(str(room.url), method, f'<?xml version="1.0"?>{inside}', headers).raw

    told = report("PROPFIND", '<propfind xmlns="DAV:"><prop><sync-token/><supported-report-set/></prop></propfind>')
    assert "<d:sync-collection/>" in told and "<d:sync-token>urn:ayni:sync:" in told, told
    held = room.get_objects_by_sync_token(load_objects=True, disable_fallback=True)
    assert [one.icalendar_component["SUMMARY"] for one in held] == ["Choir"], list(held)
    assert held.sync_token in told, (held.sync_token, told)
    first = held.sync_token
    assert held.sync() == ([], []) and held.sync_token == first

    start = day + timedelta(days=20, hours=9)
    made = [room.save_event(event(zone_name, start + timedelta(hours=at), 1, f"Talk {at}")) for at in range(3)]
    # Two at a time, when a program wants no more at once.
    seen, token, pages = set(), first, 0
    while True:
        asked = f'<sync-collection xmlns="DAV:"><sync-token>{token}</sync-token><sync-level>1</sync-level>'
        asked += "<limit><nresults>2</nresults></limit><prop><getetag/></prop></sync-collection>"
        page, pages = report("REPORT", asked), pages + 1
        names = {one.id for one in made if one.id.split("@")[0] in page}
        assert names and not names & seen, page
        seen |= names
        token = page.split("<d:sync-token>")[1].split("<")[0]
        if "507 Insufficient Storage" not in page:
            break
    assert (pages, len(seen)) == (2, 3), (pages, seen)
    came, went = held.sync()
    assert (len(came), len(went)) == (3, 0) and held.sync_token == token, (came, went)

    made[0].load()
    made[0].icalendar_component["SUMMARY"] = "Talk, renamed"
    made[0].save()
    made[1].load()
    made[1].delete()
    changed, gone = held.sync()
    assert [one.icalendar_component["SUMMARY"] for one in changed] == ["Talk, renamed"], changed
    assert [one.url for one in gone] == [made[1].url.canonical()], gone
    # What is long past, somebody else's, or made up has to begin anew.
    for unknown in ("urn:ayni:sync:0000000000000000-1", "http://elsewhere.example/7"):
        try:
            room.get_objects_by_sync_token(sync_token=unknown, disable_fallback=True)
            raise AssertionError(f"{unknown} was taken")
        except error.AuthorizationError as expired:
            assert dav.ValidSyncToken.tag in expired.preconditions, expired
    for one in (made[0], made[2]):
        one.load()
        one.delete()
    assert len(held.sync()[1]) == 2 and held.sync_token == first


def followed(feed, zone, zone_name, kept):
    answer = urlopen(feed)
    assert answer.headers["Content-Type"].startswith("text/calendar"), answer.headers
    calendar = icalendar.Calendar.from_ical(answer.read())
    zones = [part for part in calendar.walk("VTIMEZONE") if part["TZID"] == zone_name]
    assert len(zones) == 1, calendar
    parts = calendar.walk("VEVENT")
    assert not calendar.errors and not any(part.errors for part in parts), calendar.errors
    told = sorted(part["DTSTART"].dt.astimezone(zone).replace(tzinfo=None) for part in parts)
    assert told == sorted(start for _, start in kept), told
    # The zone as the file defines it gives the same moments as the zone of that name.
    own = zones[0].to_tz()
    for _, start in kept:
        assert start.replace(tzinfo=own).utcoffset() == start.replace(tzinfo=zone).utcoffset(), start
    try:
        urlopen(Request(feed, headers={"If-None-Match": answer.headers["ETag"]}))
        raise AssertionError("the file did not change and was sent again")
    except HTTPError as unchanged:
        assert unchanged.code == 304, unchanged


if __name__ == "__main__":
    main(*sys.argv[1:])
