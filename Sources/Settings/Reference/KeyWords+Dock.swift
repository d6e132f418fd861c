// SPDX-License-Identifier: Apache-2.0
// What each key of dock.yaml decides, in words, but for its mail. How a key is read, within which bounds and with which
// default is never said here: the reader is asked.

extension KeyWords {
    /// `path | meaning`, then where the reader cannot tell it: `| what may stand there | default`.
    static let dock = """
        schema | version of this format
        parts_file | the file of the parts, in the configuration directory | file name | `parts.yaml` when it is there
        schedules | the files of `schedules/` that are in force | list of file names | all of them
        vents_smoke | opens the cover of an empty dock to let smoke out

        dock | what the dock is, and where
        dock.id | in mail subjects and file names: letters, digits, `-`, `_`, `.`
        dock.name | for people | | the id
        dock.latitude | where the dock stands; plans too far away are refused | degrees north, -90 to 90
        dock.longitude | where the dock stands | degrees east, -180 to 180
        dock.altitude | above mean sea level
        dock.time_zone | zone of the digest, and of schedules that name none | IANA name
        day | when a day ends
        day.digest_at | when the day ends and the digest is made, local time | time of day | "18:00"
        storage | where data lie, and how much of the disk they may take
        storage.directory | databases and logs; a relative path begins at the configuration directory
        storage.images | where pictures of flights arrive and lie | | `images` in `storage.directory`
        storage.logs_kept | age beyond which a flight log is removed | | none: they stay while there is room
        storage.logs_share | what all flight logs may have of the disk; beyond it the oldest go
        clock | when the time is believed
        clock.trust | what makes the wall clock believed: a time source, or any date after 2024
        forecast | a file with somebody's forecast, kept fresh by something else
        forecast.file | JSON or YAML, `schema: roost-forecast/1`; relative to the configuration directory
        forecast.age | an older forecast is none

        devices | the Modbus devices, at most 64
        devices[].id | name of the device in this file; no dot
        devices[].profile | a profile of `hardware/`
        devices[].variant | firmware family; needed when the profile has variants
        devices[].unit | Modbus unit id, one for each device of a line | | the profile's
        devices[].serial | format of a serial line; one for all devices of it | | the profile's
        devices[].serial.baud | speed of the line
        devices[].serial.data | data bits
        devices[].serial.parity | none, even, odd
        devices[].serial.stop | stop bits
        devices[].line | devices on one line take turns | `tcp:HOST:PORT`, `serial:/dev/…`
        devices[].optional | its absence is no incident; no point of `points` may be on it

        points | which point of a device answers which question
        points.cover_open_switch | makes contact when the cover is fully open
        points.cover_closed_switch | makes contact when the cover is fully closed
        points.cover_current | motor current of the cover, against `limits.pinch_current`
        points.cover_command | moves the cover
        points.charger_enable | switches the charger
        points.charger_current | current into the pack: proves the charger on and off
        points.charger_state | read and shown; nothing is decided on it
        points.charger_energy | ends a session at `limits.charge_energy`
        points.vehicle_present | a vehicle stands on the pad
        points.emergency_stop | stops cover and charger; a lock-out until a reset
        points.smoke | ends charging, forbids launches
        points.water_leak | ends charging, forbids launches
        points.contact_resistance | wear of the charge contacts
        points.pad_temperature | ends charging at `limits.pad_temperature_max`
        points.rods_open_switch | the centring rods have let go; both switches and the command, or none
        points.rods_closed_switch | the centring rods hold the vehicle
        points.rods_command | moves the centring rods
        points.service_key | turned while hands may be in the box: nothing moves, also while it is not read
        points.cover_moves | the drive's own count of travels
        points.watchdog | written every 3 s while the daemon is well
        points.heartbeat | read and shown; nothing is decided on it
        points.wind_speed | the wind gate; counts while two of its last three samples are good
        points.rain_rate | the rain gate
        points.air_temperature | the temperature gate
        points.relative_humidity | lets the icing gate know when the air is moist
        points.mains_present | without mains nothing is launched, unless the UPS holds enough
        points.ups_charge | charge of the UPS, against `limits.ups_launch`

        vehicle | the drone, and the way to it
        vehicle.dialect | family of the autopilot; the daemon takes it from the heartbeat, the demonstration from here
        vehicle.link | `udpin` answers whoever sends | \
        `udpin:HOST:PORT`, `udpout:HOST:PORT`, `tcp:HOST:PORT`, `serial:DEVICE:BAUD`
        vehicle.system | MAVLink system id of the vehicle
        vehicle.wind_limit | what the maker allows; the wind limits of the dock may not be above it
        vehicle.signing_key | key of a signed MAVLink link; `file` or `credential` | | the link is not signed
        vehicle.signing_key.file | a file of mode 0600 with 64 hexadecimal digits or a passphrase
        vehicle.signing_key.credential | a credential that systemd hands over
        vehicle.station | our own MAVLink address; ArduPilot minds 255 only, and QGroundControl is 255/190
        vehicle.station.system | our system id
        vehicle.station.component | our component id
        vehicle.limits | what a plan may ask of the vehicle
        vehicle.limits.altitude_max | greatest height above the dock
        vehicle.limits.distance_max | greatest distance from the dock
        vehicle.limits.speed_max | greatest speed that a plan may order
        vehicle.limits.landing_distance | greatest distance from the dock at which a plan may land
        vehicle.limits.return_altitude | height at which the vehicle flies home by itself
        vehicle.parameters | what the vehicle must hold before each launch | \
        list of at most 200, `recommended`, `none`, or `px4:` and `ardupilot:` with one of these each | none
        vehicle.parameters.px4 | for a PX4 vehicle | as `parameters`
        vehicle.parameters.ardupilot | for an ArduPilot vehicle | as `parameters`
        vehicle.parameters[].name | the parameter's name: capital letters, digits, `_`
        vehicle.parameters[].value | the value it must have; or `min` and `max`, or one of them
        vehicle.parameters[].min | the least value
        vehicle.parameters[].max | the greatest value
        vehicle.parameters[].reason | why, told when it is not so
        vehicle.parameters[].optional | a vehicle that does not know it may fly

        limits | launch gates and interlocks
        limits.wind_mean | highest ten-minute mean for a launch
        limits.wind_gust | highest sample of ten minutes for a launch; in flight one sample above it calls home
        limits.rain | highest rain rate for a launch
        limits.battery_launch | lowest charge for a launch
        limits.battery_floor | below it the vehicle is called home
        limits.battery_full | a charge session ends here
        limits.battery_top_up | at or above it no charge session begins
        limits.battery_storage | charge at which an idle pack is kept while no run is near | | the pack is kept full
        limits.charge_ahead | how long before a run is due the pack is filled
        limits.light | when a flight must be over: never, by civil dusk, by sunset
        limits.temperature_min | lowest air temperature for a launch
        limits.temperature_max | highest air temperature for a launch
        limits.pad_temperature_max | charging ends above it
        limits.pinch_current | motor current that means an obstacle: stop, and back off once
        limits.landing_height | below it the vehicle counts as landing
        limits.cover_retries_per_hour | failed travels an hour before a person must look
        limits.landing_reserve | charge that must be left after landing; below `battery_launch`
        limits.wind_landing | wind above which home cannot be used; not below `wind_gust`
        limits.pack_temperature_min | coldest cells while charging
        limits.pack_temperature_max | hottest cells while charging
        limits.charge_energy | most that one charge session may deliver
        limits.dock_radius | how far from the dock a vehicle on the pad may believe itself to be
        limits.ups_launch | lowest charge of the UPS for a launch without mains

        energy | what flying costs: when the way home or elsewhere begins
        energy.use | of the pack, in flight; the flight's own use counts when it is higher
        energy.cruise | ground speed in still air
        energy.ascent | rate of climb
        energy.descent | rate of descent
        energy.hover | above the pad before touchdown

        alternates | where to land when home cannot be used, at most 16 | list | the plan's rally points
        alternates[].name | as in messages; unique
        alternates[].latitude | 15 m to 10 km from the dock | degrees north
        alternates[].longitude | 15 m to 10 km from the dock | degrees east

        ages | how old a fact may be and still count
        ages.switches | limit switches, pad contact, charger current, emergency stop
        ages.weather | wind, rain, temperatures, smoke, water
        ages.vehicle | heartbeat, armed, landed
        ages.battery | charge of the pack
        ages.gnss | satellite fix

        deadlines | how long each thing may take
        deadlines.start | first readings after a start
        deadlines.prepare | charger proved off; vehicle made ready
        deadlines.cover_travel | one cover travel
        deadlines.upload | upload and read-back of the plan
        deadlines.takeoff | arming to airborne
        deadlines.flight | the whole flight; then the vehicle is called home
        deadlines.landing | landing height to landed, and landed to disarmed
        deadlines.silence | silence in the air until the vehicle counts as lost
        deadlines.charge_start | charger on until current flows
        deadlines.charge | one charge session
        deadlines.offload | fetching the flight log
        deadlines.hold_retry | wait before the gates are asked again
        deadlines.rod_travel | one travel of the centring rods
        deadlines.home_unusable | home cannot be used until the vehicle is sent elsewhere
        deadlines.answer | a write to the hardware, with its turn in the queue and its read-back
        deadlines.heartbeat | a digest that no server took is then shown as missing

        records | who flies; without it each flight record is told as incomplete
        records.operator | the operator's name
        records.operator_registration | the operator's number at the authority
        records.responsible | remote pilot or supervisor
        records.authorisation | number of the authorisation, or why there is none
        records.sight | how the flight is watched
        records.aircraft | the aircraft; registration or serial
        records.aircraft.registration | its registration
        records.aircraft.serial | its serial number
        records.aircraft.model | its model
        records.aircraft.hours_before | flight time before the dock counted | | 0 h
        records.aircraft.flights_before | flights before the dock counted
        records.aircraft.battery_serial | serial number of the pack
        records.place | the place in words
        records.surveys | surveys that the authority asks for
        records.surveys.site | site survey: date and number
        records.surveys.radio | radio survey: date and number
        records.certificate_file | signs each PDF, with the key below
        records.key_file | key of that certificate, mode 0600
        records.key_credential | the same from systemd
        records.keep | then the files are removed; rows and chain stay

        mapping | the server that makes maps of pictures
        mapping.server | its address; http only to this machine, or with `plaintext`
        mapping.kind | which interface it has
        mapping.plaintext | lets pictures and secrets go over http in the dock's own network
        mapping.ca_file | authorities that are trusted instead of the system's
        mapping.token_file | token of a NodeODM node, a file of mode 0600
        mapping.token_credential | the same from systemd
        mapping.webhook | where a node reaches the console: it calls `POST ADDRESS/map/TASK`
        mapping.project | the project that maps belong to | | required with `webodm`
        mapping.user | who logs in | | required with `webodm`
        mapping.password_file | the user's password, a file of mode 0600 | | required with `webodm`, or the next
        mapping.password_credential | the same from systemd

        console | the web pages, see console-access.md
        console.listen | beyond this machine only with `tls` or `proxies` | `HOST:PORT`, `unix:PATH` | 127.0.0.1:8437
        console.tls | certificate and key; TLS 1.2 or later
        console.tls.certificate | certificate chain, PEM
        console.tls.key | where its key is kept; `file` or `credential` | mapping | -
        console.tls.key.file | a file of mode 0600
        console.tls.key.credential | a credential that systemd hands over
        console.proxies | addresses or ranges of the proxies in front; nobody else is answered | list
        console.names | names under which browsers reach the console, beside its address
        console.anonymous | what somebody may who has not signed in | | \
        `view` when only this machine reaches it, else `none`
        console.trigger_key | key of 16 octets or more for `POST /trigger/NAME`; `file` or `credential` | | \
        no trigger is served
        console.trigger_key.file | a file of mode 0600
        console.trigger_key.credential | a credential that systemd hands over

        signals | what the detector of unusual signals watches; it advises and holds nothing
        signals.watch | whether it watches at all
        signals.every | one reading is the median of so long a time
        signals.threshold | the score from which a signal is unusual
        signals.points | these only, at most 64 | list of `DEVICE.POINT` | all that are measured
        signals.leave_out | these not | list of `DEVICE.POINT`

        reports | how digests look, and when
        reports.units | units of digests
        reports.paper | the PDF that goes with a digest
        reports.weekly | the day whose digest a weekly one goes with
        reports.monthly | with the first daily digest of the next month

        fleet | the broker to which the dock tells what happens, see fleet.md
        fleet.broker | MQTT 5 with TLS | `HOST:PORT`
        fleet.plaintext | without TLS; to a broker on this machine only
        fleet.ca_file | who vouches for the broker | | the system's authorities
        fleet.certificate_file | the dock's certificate; its common name is `dock.id`
        fleet.key_file | key of that certificate, mode 0600
        fleet.key_credential | the same from systemd
        fleet.bundle_key | who signs the fleet's schedules and settings; without it none are taken \
        | Ed25519 key in Base64
        fleet.state_every | time between two documents of the state; each costs one commit
        fleet.keep_alive | the longest silence on the connection
        """
}
