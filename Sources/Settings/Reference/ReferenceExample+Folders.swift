// SPDX-License-Identifier: Apache-2.0
// The examples of schedule files and of parts.yaml in the configuration reference, as those of dock.yaml beside this
// file: each is taken by the reader without a word.

extension ReferenceExample {
    static let thermalSchedule = """
        schema: roost-schedule/1
        name: powerline
        plan: powerline.plan
        rrule: FREQ=WEEKLY;BYDAY=MO,TH
        dtstart: 2026-11-23T08:00
        exdate: ["2026-12-24T08:00"]
        rdate: ["2026-12-23T08:00"]
        time_zone: Europe/Zurich
        window: {earliest: "07:30", latest: "10:00", span: 40 min}
        missed_runs: skip
        priority: 3
        retries: 1
        enabled: true
        seasons: [{from: "03-15", to: "10-31"}]
        quiet_hours: [{from: "22:00", to: "06:00", days: [sa, su]}]
        blackouts:
          - {calendar: closed-days.ics, margin: 15 min}
          - {from: 2027-04-13T06:00Z, to: 2027-04-13T14:00Z, reason: blasting at the quarry}
        min_battery: 80 %
        gates:
          wind: {limit: 6 m/s, reason: "the camera blurs above it"}
          rain: {waived: true, reason: "a sealed airframe, see the maker's letter"}
        triggers:
          - {point: plc.gate_alarm, equals: 1}
          - {http: gate-alarm}
        payload:
          images: pv
          limits: {least: 4 K, repair: 10 K, dispatch: 20 K, safety: 40 K}
          least_pixels: 9
          mail_from: repair
          confirm: 3
          confirm_of: 5
          same_place: 5 m
          remember: 30 d
          emissivity: 0.85
          distance: 25 m
          irradiance: 800 W/m²
          field_of_view: 45 deg
          gains: [{camera: Vue Pro, gain: 0.04 K}]
          converter: {command: [/opt/thermal/convert, "{in}", "{out}"], gain: 0.1 K, timeout: 20 s}
          originals: {keep: 30 d, disk: 20 GB, upload: [/usr/bin/rclone, copyto, "{file}", "archive:{flight}/{name}"],
              timeout: 5 min}
          fetch: {from: /fs/microsd/DCIM, component: 100, endings: [jpg, tiff]}

        """
    static let mapSchedule = """
        schema: roost-schedule/1
        name: survey
        plan: survey.plan
        sun: {event: civil-dusk, offset: 10 min}
        window: {earliest: -10 min, span: 2 h}
        missed_runs: catch-up
        payload:
          images: survey
          map:
            options: {orthophoto-resolution: 3}
            outputs: [odm_report]
            limits: {images: 95 %, gsd: 3 cm, reprojection: 1 px, gps: 3 m}
            stuck_after: 6 h
            longest: 2 d
            patience: 1 d
            download: 2 GB
            preview: true
            link: "https://maps.example.org/{uuid}"

        """
    static let cronSchedule = """
        schema: roost-schedule/1
        name: patrol
        plan: perimeter.plan
        cron: "25 17 * * mon-fri"
        window: 30 min
        payload:
          images: thermal-line
          limits: {least: 4 K, probable: 4 K, monitor: 10 K, major: 15 K}

        """
    static let chainSchedule = """
        schema: roost-schedule/1
        name: second-look
        plan: perimeter.plan
        after: powerline
        delay: 30 min

        """
    static let triggeredSchedule = """
        schema: roost-schedule/1
        name: evening
        plan: perimeter.plan
        at: ["17:25", "21:00"]
        missed_runs: ask

        """
    static let wornParts = """
        schema: roost-parts/1
        currency: EUR
        visits: {window: 14 d, cost: 320}
        parts:
          - id: cover-motor
            device: plc
            name: Cover motor
            assembly: cover
            measure: {source: cover_current, start: 3.2 A, end_of_life: "+30 %"}
            law: monotone
            counter: cover_moves
            life: {typical: 20000, sd: 5000}
            planned_per_day: 4
            lead_time: 14 d
            order_time: 2 d
            severity: error
            article: gear motor 24 V
            cost: 240
            work_time: 40 min
            serial: C7
            used: 1200
            figures: the maker's paper of 2026
            stress: {clock: bearing, temperature: plc.motor_temp, depth: discharge_depth, load: motor_current,
                nominal_load: 5.3 A, speed: motor_current, nominal_speed: 5.3 A}
          - {id: propellers, limit: 200, counter: flight_hours, life: {typical: 200, sd: 40}, lead_time: 7 d}
          - {id: pack-resistance, measure: {source: pack_resistance, start: 20 mΩ, end_of_life: 2 x new}, counter:
              charge_cycles, life: {typical: 300, sd: 80}, lead_time: 14 d, prior: packs.json}

        """
}
