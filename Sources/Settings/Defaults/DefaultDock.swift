// SPDX-License-Identifier: Apache-2.0
// The embedded default dock.yaml, word for word; written by examples/embed-defaults.py.
// Change the example, never this text; nothing is decided here.

// swift-format-ignore-file

extension DefaultConfiguration {
    /// The text of `dock.yaml`.
    static let dockYAML = #"""
        # One dock. Every number carries a unit; unknown and duplicate keys are refused. Keys marked "required" have no
        # default; the others show theirs. Check with: roost check-config DIRECTORY
        schema: roost-dock/1

        dock:                          # required
          id: NORTH                    # required; in mail subjects and file names
          name: North field            # default: the id
          latitude: 47.39775           # required; degrees north
          longitude: 8.54561           # required; degrees east
          altitude: 489 m              # required; above mean sea level
          time_zone: Europe/Zurich     # required; IANA name

        day:
          digest_at: "18:00"           # the daily mail, local time

        storage:
          directory: ./var             # databases

        devices:                       # required; a line each; unit and serial default to the profile's
          - {id: plc, profile: roost-dock-plc, line: "tcp:127.0.0.1:1502", unit: 10}
          - {id: weather, profile: lufft-ws-umb, line: "tcp:127.0.0.1:1502", unit: 4}
          - {id: house, profile: roost-dock-house, line: "tcp:127.0.0.1:1502", unit: 11, optional: true}   # no alarm without it
          # On a serial line:  line: "serial:/dev/ttyUSB0", serial: {baud: 19200, data: 8, parity: E, stop: 1}, variant: NAME

        points:                        # required; which point answers which question
          cover_open_switch: plc.limit_open
          cover_closed_switch: plc.limit_closed
          cover_current: plc.cover_current
          cover_command: plc.cover_command
          cover_moves: plc.cover_moves             # optional
          charger_enable: plc.charge_enable
          charger_current: plc.pad_current
          charger_state: plc.pad_state             # optional
          charger_energy: plc.pad_energy           # optional
          contact_resistance: plc.pad_contact      # optional
          pad_temperature: plc.pad_temp            # optional
          vehicle_present: plc.drone_present
          emergency_stop: plc.estop
          smoke: plc.smoke                         # optional
          water_leak: plc.water_leak               # optional
          watchdog: plc.watchdog                   # optional
          heartbeat: plc.heartbeat                 # optional
          # Centring rods, all three or none, and a service key; the reference dock has neither:
          # rods_open_switch: plc.rods_open
          # rods_closed_switch: plc.rods_closed
          # rods_command: plc.rods_command         # enum with stop, open and close
          # service_key: plc.service_key
          wind_speed: weather.wind_speed
          rain_rate: weather.rain_rate             # optional
          air_temperature: weather.temperature     # optional

        vehicle:                       # required
          dialect: px4                 # required; px4 | ardupilot; see docs/vehicle.md for parameters: recommended
          link: "udpin:127.0.0.1:14540"  # required; udpin: udpout: tcp: HOST:PORT, or serial:/dev/ttyUSB0:57600
          system: 1                    # MAVLink system id; station: {system: 255, component: 25} is our own address
          wind_limit: 12 m/s           # what the maker allows; wind_mean and wind_gust may not be above it

        limits:                        # launch gates and interlocks
          wind_mean: 8 m/s
          wind_gust: 12 m/s
          rain: 0.5 mm/h
          battery_launch: 50 %
          battery_floor: 30 %          # the vehicle is called home below this
          battery_full: 99 %
          battery_top_up: 95 %         # no charge begins above this
          temperature_min: -20 °C
          temperature_max: 45 °C
          pad_temperature_max: 60 °C
          pinch_current: 10 A          # more means something is in the way of the cover
          landing_height: 10 m
          cover_retries_per_hour: 2
          landing_reserve: 15 %        # what must be left after landing, at home or elsewhere
          wind_landing: 15 m/s         # above it no vehicle lands at home
          pack_temperature_min: 5 °C   # cells, while charging
          pack_temperature_max: 40 °C
          charge_energy: 400 Wh        # most that one charge session may deliver

        energy:                        # what flying costs, to tell when the way home or to an alternate place begins
          use: 4 %/min                 # of the pack; the flight's own use counts when it is higher
          cruise: 8 m/s                # ground speed in still air
          descent: 1.5 m/s
          hover: 30 s                  # above the pad before touchdown

        # alternates:                  # where to land when home cannot be used; the plan's rally points when there are none
        #   - {name: meadow, latitude: 47.39820, longitude: 8.54480}

        vents_smoke: false             # true opens the cover of an empty dock to let smoke out

        ages: {switches: 2 s, weather: 120 s, vehicle: 5 s, battery: 10 s, gnss: 5 s}

        deadlines:
          start: 60 s
          prepare: 30 s
          cover_travel: 40 s
          upload: 60 s
          takeoff: 60 s
          flight: 40 min
          landing: 5 min
          silence: 120 s
          charge_start: 30 s
          charge: 3 h
          offload: 10 min
          hold_retry: 60 s
          rod_travel: 20 s
          home_unusable: 10 s          # until the vehicle is sent elsewhere
          answer: 15 s                 # a write to the hardware, with its read-back
          heartbeat: 26 h              # until a digest that no server took is shown as missing

        mail:                          # required
          host: localhost              # required
          port: 587                    # default 587, or 465 with tls
          security: starttls           # starttls | tls; there is no unencrypted mode
          # ca_file: ca.pem            # trust these authorities in place of the system's
          user: dock
          credential: smtp-password    # a systemd credential; or  password_file: FILE (mode 0600)
          auth: plain                  # none | password | scram-sha-256 | plain | login | oauth2 | xoauth2 | oauthbearer
          from: dock-north@example.org # required
          recipients:                  # required; lists that are absent are the same as alerts
            alerts: [ops@example.org]
            digest: [ops@example.org]
            notices: [workshop@example.org]
            confirmations: [ops@example.org]
            compliance: [ops@example.org]  # flight records; absent is nobody, they are kept all the same

        # records:                       # who flies; without it each flight record is told as incomplete
        #   operator: Example Survey Ltd # required
        #   operator_registration: GBR-OP-000000000000
        #   responsible: A. Example      # required; remote pilot or supervisor
        #   authorisation: UAS-0000      # required; number of the authorisation, or why there is none
        #   sight: BVLOS                 # required; VLOS | EVLOS | BVLOS
        #   aircraft: {registration: G-0001, serial: "0001", model: Quad, hours_before: 0 h, flights_before: 0}   # required
        #   place: North field, Hill Road
        #   surveys: {site: "2026-04-02, SS-14", radio: "2026-04-02, RF-9"}
        #   certificate_file: records.pem   # with key_file (mode 0600) or key_credential: each PDF is signed
        #   key_credential: records-key
        #   keep: 7 years                # or 3 years; then the files are removed, the rows and the chain stay

        clock: {trust: synchronised}           # or set: believe any date after 2024, on machines whose host keeps the time

        console: {listen: "127.0.0.1:8437"}   # or "unix:/run/roost/console.sock"; see console-access.md

        parts_file: parts.yaml         # default: parts.yaml when it is there
        schedules: [perimeter.yaml]    # files in schedules/; default: all of them (also survey.yaml and powerline.yaml)

        # What the detector watches, beside all limits; it advises and holds nothing. Default: every measured point and what the
        # vehicle tells of its pack, its satellites and its vibration.
        # signals:
        #   watch: true                # false: no detector
        #   every: 5 min               # one reading is the median of so long a time, 1 min to 1 h
        #   threshold: 0.5             # the score from which a signal is unusual
        #   points: [weather.wind_speed, vehicle.vibration]   # these only, at most 64
        #   leave_out: [plc.motor_temp]

        reports:
          units: si                    # si | imperial
          paper: a4                    # a4 | letter | none: the PDF that goes with a digest
          weekly: "off"                # or the day whose digest a weekly one goes with: monday … sunday
          monthly: first               # with the first daily digest of the next month; or "off"

        # fleet:                         # a dock flies without one; docs/fleet.md
        #   broker: "fleet.example.org:8883"   # required; MQTT 5 with TLS
        #   ca_file: fleet-ca.pem        # who vouches for the broker; default: the system's authorities
        #   certificate_file: north.pem  # its common name is dock.id; with key_file (mode 0600) or key_credential
        #   key_credential: fleet-key
        #   state_every: 60 s            # 1 s to a day; each costs one commit
        #   bundle_key: "…"              # roost fleet keygen; files of the fleet signed with it are taken at rest
        #   keep_alive: 60 s             # plaintext: true instead of certificates for a broker on this machine

        """#
}
