// SPDX-License-Identifier: Apache-2.0
// What each key of a schedule file and of parts.yaml decides, in words. How a key is read, within which bounds and with
// which default is never said here: the reader is asked.

extension KeyWords {
    /// As `dock`.
    static let schedule = """
        schema | version of this format
        name | unique; part of every run's id: letters, digits, `-`, `_`, `.`
        plan | what to fly: a QGroundControl plan in `schedules/` | `.plan` file
        time_zone | zone of its times | IANA name | the dock's
        at | daily times | time of day, or a list of them
        cron | five fields: minute, hour, day, month, weekday | text
        rrule | recurrence rule of RFC 5545 | text
        dtstart | where a rule begins to count | date, or date and time
        rdate | further times | list of dates or times
        exdate | times at which it does not fly | list of dates or times
        sun | by the sun at the dock's place: `sunset - 30 min`, or `event` and `offset`
        sun.event | the moment of the sun
        sun.offset | before (negative) or after it
        after | the schedule that it follows; it is left out when that one did not fly to its end
        delay | time after that one was due
        window | how long after its due time a run may start; or `earliest`, `latest` and `span`
        window.earliest | not before this time of day, or so long before the due time | \
        time of day, or -span | the due time
        window.latest | not after this time of day, or so long after the due time | time of day, or span
        window.span | how long it may start
        missed_runs | `catch-up` flies the latest missed run once, `ask` tells it with the command that flies it
        priority | of several waiting runs the largest goes first
        retries | further attempts in the window after a launch was given up
        enabled | a schedule that is not enabled never flies
        seasons | only on these days of the year | list | the whole year
        seasons[].from | first day, month and day
        seasons[].to | last day, month and day
        quiet_hours | nothing starts; the run is reported with its reason | list
        quiet_hours[].from | begin, local time | time of day
        quiet_hours[].to | end, local time | time of day
        quiet_hours[].days | on these days | list of `mo` to `su` | every day
        blackouts | nothing starts: calendars, or times in UTC as a NOTAM gives them | list
        blackouts[].calendar | an `.ics` file beside this one; or `from`, `to` and `reason`
        blackouts[].from | begin | time in UTC
        blackouts[].to | end | time in UTC
        blackouts[].reason | why, told with each run that does not fly
        blackouts[].margin | nothing starts this long before it either
        min_battery | charge asked for at launch, above `limits.battery_launch`
        gates | gates that this schedule makes stricter or leaves out
        gates.GATE | `wind`, `rain`, `daylight`, `forecast`, `icing`, `temperature`; wind cannot be waived
        gates.GATE.limit | `wind` and `rain`: not above the dock's own limit | measure
        gates.GATE.waived | leaves the gate out
        gates.GATE.reason | why; stored with each flight
        triggers | starts a run when something happens | list
        triggers[].point | a point of a device, `DEVICE.POINT`; or `http`
        triggers[].equals | the value at which it starts
        triggers[].http | starts by `POST /trigger/NAME` with `console.trigger_key`
        payload | what happens with the pictures of the flight, see payload.md
        payload.images | what the pictures are for
        payload.limits | differences of temperature from which a spot is of a class
        payload.limits.least | the least that is looked at
        payload.limits.probable | `thermal-line`, second class
        payload.limits.monitor | `thermal-line`, third class
        payload.limits.major | `thermal-line`, gravest class
        payload.limits.repair | `pv`, second class
        payload.limits.dispatch | `pv`, third class
        payload.limits.safety | `pv`, gravest class
        payload.least_pixels | pixels of the smallest spot
        payload.mail_from | the class from which a spot is mailed | `possible`, `probable`, `monitor`, `major`; \
        `pv`: `watch`, `repair`, `dispatch`, `safety`
        payload.confirm | pictures that must show a spot
        payload.confirm_of | of so many in a row
        payload.same_place | spots within it are one
        payload.remember | how long a known spot is only counted
        payload.emissivity | instead of the camera's
        payload.distance | instead of the camera's
        payload.irradiance | `pv`: differences are scaled to 1000 W/m²
        payload.field_of_view | left to right, where the file has no focal length
        payload.gains | kelvin a count of TIFF files that do not say it | list
        payload.gains[].camera | the camera as its files name it | | any
        payload.gains[].gain | kelvin a count
        payload.converter | a program for makers' closed forms: writes a TIFF linear in kelvin
        payload.converter.command | whole path and arguments, with `{in}` and `{out}` | list
        payload.converter.gain | kelvin a count of what it writes
        payload.converter.timeout | how long it may take
        payload.originals | what becomes of the pictures themselves
        payload.originals.keep | how long they are kept | 1 h to 3650 d, or `always`
        payload.originals.disk | of all kept pictures; the oldest go first
        payload.originals.upload | whole path and arguments, with `{file}`, `{flight}`, `{name}` | list
        payload.originals.timeout | how long an upload may take
        payload.fetch | the pictures are fetched from the vehicle while the dock rests, see payload.md
        payload.fetch.from | folder on the vehicle; folders inside of it are looked into
        payload.fetch.component | MAVLink component that serves the files: a camera, a companion | | the autopilot
        payload.fetch.endings | of the names of pictures, without a dot | list | the thermal kinds
        payload.map | a map is made of the pictures
        payload.map.options | options of the processing, as the server names them
        payload.map.options.NAME | an option: a flag, a number or a text | value
        payload.map.outputs | what of the results is fetched | list of paths | the server's
        payload.map.limits | limits of a good map
        payload.map.limits.images | least share of pictures that the map must use
        payload.map.limits.gsd | largest pixel on the ground
        payload.map.limits.reprojection | largest error of a point in a picture
        payload.map.limits.gps | largest error of a picture's place
        payload.map.stuck_after | without progress for so long it is begun anew
        payload.map.longest | how long a map may take
        payload.map.patience | how long a server that is away is waited for
        payload.map.download | largest file that is fetched
        payload.map.preview | a small picture goes with the mail
        payload.map.link | where people see the map; `{uuid}` is the task | `https://…`
        """
    /// As `dock`.
    static let parts = """
        schema | version of this format
        currency | of all costs
        visits | when parts share a trip
        visits.window | parts that are due within this time share a trip
        visits.cost | what a trip costs without parts
        parts | the parts, at most 200
        parts[].id | unique; a part of the built-in catalogue or of a profile is completed from there
        parts[].device | the device whose profile tells what is left out here | | the only one that knows the part
        parts[].name | for people | | the id
        parts[].counter | what counts its uses | | the profile's, the catalogue's; else -
        parts[].measure | the signal that moves as it wears; or `limit`
        parts[].measure.source | a signal of the dock or `DEVICE.POINT`, see wear.md | text
        parts[].measure.start | value of a new part | number with the signal's unit
        parts[].measure.end_of_life | value of a worn part: absolute, `"+30 %"`, or `2 x new` | number with unit
        parts[].limit | uses after which it is worn out, where nothing is measured
        parts[].life | how many uses it usually lives | | the profile's, the catalogue's; else -
        parts[].life.typical | mean of the life, in uses
        parts[].life.sd | its standard deviation | | a quarter of `typical`
        parts[].planned_per_day | expected uses a day
        parts[].lead_time | from order to arrival | | the catalogue's; else -
        parts[].order_time | to get the order out
        parts[].severity | `error` and `critical` ground the dock at the end of life
        parts[].assembly | parts of one assembly are replaced together
        parts[].serial | of the unit in service at the start
        parts[].used | uses that it had by then
        parts[].article | what to order
        parts[].cost | of a new one
        parts[].work_time | to change it
        parts[].figures | where the figures come from
        parts[].prior | a file of `priors/` that was learned from a fleet; instead of `law` and `stress`
        parts[].law | how it wears
        parts[].stress | what makes a use count more or less
        parts[].stress.clock | by which law
        parts[].stress.temperature | a signal in °C | text
        parts[].stress.depth | a signal in % | text
        parts[].stress.load | a signal against its usual figure | text
        parts[].stress.speed | a signal against its usual figure | text
        parts[].stress.nominal_load | the usual figure of `load`; needed with it | number with unit
        parts[].stress.nominal_speed | the usual figure of `speed`; needed with it | number with unit
        """
}
