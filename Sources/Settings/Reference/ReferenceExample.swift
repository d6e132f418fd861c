// SPDX-License-Identifier: Apache-2.0
// The examples of the configuration reference. Between them they hold every key that there is; a test checks that, and
// that the reader takes each of them without a word. They show how a key is written, not how a dock should be set.

/// One file of the reference.
struct ReferenceExample {
    /// What it shows.
    let title: String
    let text: String

    /// All keys of dock.yaml. The first one holds the most; later ones show the other ways to say a thing.
    static let docks = [
        ReferenceExample(title: "A dock with everything", text: wholeDock),
        ReferenceExample(title: "Behind a proxy, with a mailbox of Microsoft 365 and a WebODM", text: proxyDock),
        ReferenceExample(title: "Gmail by a service account, a broker on the same machine", text: serviceAccountDock),
        ReferenceExample(title: "Gmail by a refresh token", text: gmailDock),
        ReferenceExample(title: "Gmail by an app password that systemd hands over", text: appPasswordDock),
        ReferenceExample(title: "A server of your own with tokens of your own", text: relayDock),
    ]
    /// All keys of a schedule file.
    static let schedules = [
        ReferenceExample(title: "Days of the week, thermal pictures, everything around them", text: thermalSchedule),
        ReferenceExample(title: "By the sun, with a map", text: mapSchedule),
        ReferenceExample(title: "A cron expression", text: cronSchedule),
        ReferenceExample(title: "After another schedule", text: chainSchedule),
        ReferenceExample(title: "Only when something happens", text: triggeredSchedule),
    ]
    /// All keys of parts.yaml.
    static let parts = [ReferenceExample(title: "Parts told in each way", text: wornParts)]
    /// The calendar that an example names.
    static let calendar = """
        BEGIN:VCALENDAR
        VERSION:2.0
        PRODID:-//Roost//Example//EN
        BEGIN:VEVENT
        UID:closed-1@example.org
        DTSTAMP:20260101T000000Z
        DTSTART;VALUE=DATE:20261225
        SUMMARY:closed
        END:VEVENT
        END:VCALENDAR

        """
    /// The profile of a device with what the reference dock lacks: rods, a service key, mains and UPS.
    static let boxProfile = """
        schema: roost-modbus-profile/1
        id: example-box
        class: plc
        status: invented
        transport: {kinds: [tcp], unit: 12}
        variants: {rev2: {base: 0}}
        points:
          - {id: rods_open, fn: discrete, address: 0, type: bool}
          - {id: rods_closed, fn: discrete, address: 1, type: bool}
          - {id: key, fn: discrete, address: 2, type: bool}
          - {id: mains, fn: discrete, address: 3, type: bool}
          - {id: ups_charge, fn: input, address: 0, type: u16, unit: "%"}
          - {id: rods_command, fn: holding, address: 0, type: u16, enum: {0: stop, 1: open, 2: close}, write: guarded,
              write_fn: 6, readback: rods_command}

        """
}

extension ReferenceExample {
    private static let wholeDock = """
        schema: roost-dock/1
        dock: {id: NORTH, name: North field, latitude: 47.39775, longitude: 8.54561, altitude: 489 m, time_zone:
            Europe/Zurich}
        day: {digest_at: "18:00"}
        storage: {directory: ./var, images: /var/lib/roost/images, logs_kept: 400 d, logs_share: 40 %}
        devices:
          - {id: plc, profile: roost-dock-plc, line: "tcp:127.0.0.1:1502", unit: 10}
          - {id: weather, profile: lufft-ws-umb, line: "serial:/dev/ttyUSB0", unit: 4, serial: {baud: 19200, data: 8,
              parity: E, stop: 1}}
          - {id: box, profile: example-box, variant: rev2, line: "tcp:127.0.0.1:1502"}   # your own: rods, key
          - {id: house, profile: roost-dock-house, line: "tcp:127.0.0.1:1502", unit: 11, optional: true}
        points:
          cover_open_switch: plc.limit_open
          cover_closed_switch: plc.limit_closed
          cover_current: plc.cover_current
          cover_command: plc.cover_command
          cover_moves: plc.cover_moves
          charger_enable: plc.charge_enable
          charger_current: plc.pad_current
          charger_state: plc.pad_state
          charger_energy: plc.pad_energy
          contact_resistance: plc.pad_contact
          pad_temperature: plc.pad_temp
          vehicle_present: plc.drone_present
          emergency_stop: plc.estop
          smoke: plc.smoke
          water_leak: plc.water_leak
          watchdog: plc.watchdog
          heartbeat: plc.heartbeat
          rods_open_switch: box.rods_open
          rods_closed_switch: box.rods_closed
          rods_command: box.rods_command
          service_key: box.key
          mains_present: box.mains
          ups_charge: box.ups_charge
          wind_speed: weather.wind_speed
          rain_rate: weather.rain_rate
          air_temperature: weather.temperature
          relative_humidity: weather.humidity
        vehicle:
          dialect: px4
          link: "udpin:127.0.0.1:14540"
          system: 1
          station: {system: 255, component: 25}
          wind_limit: 12 m/s
          signing_key: {file: mavlink.key}
          limits: {altitude_max: 120 m, distance_max: 5 km, speed_max: 20 m/s, landing_distance: 10 m,
              return_altitude: 30 m}
          parameters:
            - {name: NAV_DLL_ACT, value: 0, reason: "the dock may be silent"}
            - {name: MPC_XY_VEL_MAX, min: 4, max: 12, optional: true}
        limits: {wind_mean: 8 m/s, wind_gust: 12 m/s, rain: 0.5 mm/h, battery_launch: 50 %, battery_floor: 30 %,
            battery_full: 99 %, battery_top_up: 95 %, battery_storage: 60 %, charge_ahead: 2 h, light: civil-twilight,
            temperature_min: -20 °C, temperature_max: 45 °C, pad_temperature_max: 60 °C, pinch_current: 10 A,
            landing_height: 10 m, cover_retries_per_hour: 2, landing_reserve: 15 %, wind_landing: 15 m/s,
            pack_temperature_min: 5 °C, pack_temperature_max: 40 °C, charge_energy: 400 Wh, dock_radius: 30 m,
            ups_launch: 60 %}
        energy: {use: 4 %/min, cruise: 8 m/s, ascent: 2.5 m/s, descent: 1.5 m/s, hover: 30 s}
        alternates: [{name: meadow, latitude: 47.39820, longitude: 8.54480}]
        vents_smoke: false
        forecast: {file: forecast.json, age: 12 h}
        clock: {trust: synchronised}
        ages: {switches: 2 s, weather: 120 s, vehicle: 5 s, battery: 10 s, gnss: 5 s}
        deadlines: {start: 60 s, prepare: 30 s, cover_travel: 40 s, upload: 60 s, takeoff: 60 s, flight: 40 min,
            landing: 5 min, silence: 120 s, charge_start: 30 s, charge: 3 h, offload: 10 min, hold_retry: 60 s,
            rod_travel: 20 s, home_unusable: 10 s, answer: 15 s, heartbeat: 26 h}
        mail:
          host: mail.example.org
          port: 587
          security: starttls
          ca_file: ca.pem
          user: dock@example.org
          password_file: smtp.secret
          auth: password
          from: dock-north@example.org
          recipients: {alerts: [ops@example.org], digest: [ops@example.org], notices: [workshop@example.org],
              confirmations: [], compliance: [records@example.org]}
          recipients_per_day: 450
          private_relay: "the mast's own relay"
          pins: ["sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="]
          client_certificate_file: dock.pem
          client_key_file: dock.key
          expiry: {incident: 60 d, escalation: 30 d, mission: 45 d, part-notice: 45 d, digest: 10 d, heartbeat: 5 d,
              expiry: 45 d}
          heartbeat: {every: 1 h, in_flight: 60 s, key: {file: heartbeat.key}}
          links:
            - {name: fibre, kind: wired, interface: eth0, metered: false}
            - {name: sky, kind: satellite, interface: wwan1, bytes_per_day: 100 kB, mails_per_day: 200, largest_mail:
                10 kB}
          link_file: /run/roost/link
          language: en
          groups: {night: [anna@example.org, ben@example.org]}
          routes:
            - {to: [night], kinds: [incident], severity: P2, hours: "22:00-06:00", days: [mon, tue], quiet:
                "20:00-06:30", language: de}
          escalation: [{after: 15 min, severity: P1, to: [chief@example.org], language: en}]
          acknowledge_url: https://dock.example.org
          smime: {certificate_file: dock.pem, key_file: smime.key, recipients: {ops@example.org: ops.pem}, required:
              false}
        records:
          operator: Example Survey Ltd
          operator_registration: GBR-OP-000000000000
          responsible: A. Example
          authorisation: UAS-0000
          sight: BVLOS
          aircraft: {registration: G-0001, serial: "0001", model: Quad, hours_before: 12 h, flights_before: 30,
              battery_serial: B7}
          place: North field, Hill Road
          surveys: {site: "2026-04-02, SS-14", radio: "2026-04-02, RF-9"}
          certificate_file: records.pem
          key_file: records.key
          keep: 7 years
        mapping: {server: "http://127.0.0.1:3000", kind: nodeodm, plaintext: false, ca_file: maps-ca.pem, token_file:
            maps.token, webhook: "http://127.0.0.1:8437"}
        console:
          listen: "0.0.0.0:8443"
          tls: {certificate: console.pem, key: {file: console.key}}
          names: [dock.example.org]
          anonymous: none
          trigger_key: {file: trigger.key}
        parts_file: parts.yaml
        schedules: [perimeter.yaml]
        signals: {watch: true, every: 5 min, threshold: 0.5, points: [weather.wind_speed, vehicle.vibration],
            leave_out: [plc.motor_temp]}
        reports: {units: si, paper: a4, weekly: "off", monthly: first}
        fleet: {broker: "fleet.example.org:8883", ca_file: fleet-ca.pem, certificate_file: north.pem, key_file:
            north.key, plaintext: false, state_every: 60 s, keep_alive: 60 s, bundle_key:
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}

        """
    /// What every further example needs and none of them is about.
    private static let base = """
        schema: roost-dock/1
        dock: {id: NORTH, latitude: 47.39775, longitude: 8.54561, altitude: 489 m, time_zone: Europe/Zurich}
        devices:
          - {id: plc, profile: roost-dock-plc, line: "tcp:127.0.0.1:1502"}
          - {id: weather, profile: lufft-ws-umb, line: "tcp:127.0.0.1:1502"}
        points: {cover_open_switch: plc.limit_open, cover_closed_switch: plc.limit_closed, cover_current:
            plc.cover_current, cover_command: plc.cover_command, charger_enable: plc.charge_enable, charger_current:
            plc.pad_current, vehicle_present: plc.drone_present, emergency_stop: plc.estop, wind_speed:
            weather.wind_speed}

        """
    private static let proxyDock =
        base + """
            vehicle:
              dialect: ardupilot
              link: "serial:/dev/ttyACM0:57600"
              signing_key: {credential: mavlink}
              parameters: {px4: none, ardupilot: recommended}
            console: {listen: "unix:/run/roost/console.sock", proxies: [127.0.0.1], trigger_key: {credential: trigger}}
            mail:
              user: dock@example.org
              from: dock@example.org
              recipients: {alerts: [ops@example.org]}
              oauth:
                preset: microsoft365
                tenant: example.onmicrosoft.com
                client_id: 6f1c0000-0000-0000-0000-000000000000
                grant: client_credentials
                certificate_file: client.pem
                key_credential: client-key
                algorithm: PS256
              client_certificate_file: dock.pem
              client_key_credential: dock-key
              heartbeat: {key: {credential: heartbeat}}
              smime: {certificate_file: dock.pem, key_credential: smime}
            records:
              operator: Example Survey Ltd
              responsible: A. Example
              authorisation: UAS-0000
              sight: BVLOS
              aircraft: {serial: "0001"}
              certificate_file: records.pem
              key_credential: records-key
            mapping: {server: "https://maps.example.org", kind: webodm, project: 7, user: dock, password_file:
                webodm.secret}
            fleet: {broker: "fleet.example.org:8883", certificate_file: north.pem, key_credential: fleet-key}

            """
    private static let serviceAccountDock =
        base + """
            vehicle: {dialect: px4, link: "udpin:127.0.0.1:14540", parameters: recommended}
            mail:
              user: dock@example.org
              from: dock@example.org
              recipients: {alerts: [ops@example.org]}
              oauth: {preset: gmail, grant: service_account, service_account_file: account.json}
            mapping: {server: "http://127.0.0.1:3000", token_credential: maps}
            fleet: {broker: "127.0.0.1:1883", plaintext: true}

            """
    private static let gmailDock =
        base + """
            vehicle: {dialect: px4, link: "tcp:127.0.0.1:5760"}
            mail:
              user: dock@example.org
              from: dock@example.org
              recipients: {alerts: [ops@example.org]}
              oauth:
                preset: gmail
                client_id: 123.apps.googleusercontent.com
                client_secret_file: client.secret
                client_auth: form
                refresh_token_file: refresh.token

            """
    private static let appPasswordDock =
        base + """
            vehicle: {dialect: px4, link: "udpout:192.0.2.7:14550"}
            console: {listen: "192.0.2.9:8443", tls: {certificate: console.pem, key: {credential: console-key}}}
            mail:
              host: smtp.gmail.com
              port: 465
              security: tls
              user: dock@gmail.com
              credential: smtp-password
              recipients_per_day: 450
              from: dock@gmail.com
              recipients: {alerts: [ops@example.org]}
            mapping: {server: "https://maps.example.org", kind: webodm, project: 7, user: dock, password_credential:
                maps}

            """
    private static let relayDock =
        base + """
            vehicle: {dialect: px4, link: "udpin:0.0.0.0:14540"}
            mail:
              host: relay.example.org
              security: tls
              user: dock@example.org
              from: dock@example.org
              recipients: {alerts: [ops@example.org]}
              oauth:
                client_id: dock-north
                client_secret_credential: client-secret
                refresh_token_credential: refresh-token
                scope: mail.send
                token_url: https://id.example.org/token
                device_url: https://id.example.org/device
                ca_file: id-ca.pem

            """
}
