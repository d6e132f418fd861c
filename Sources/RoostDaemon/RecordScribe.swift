// SPDX-License-Identifier: Apache-2.0
// Which stored fact goes into which field of a flight record. What was not recorded stays nil; a figure of the flight's
// log goes before what the dock saw, and nothing is made up.

internal import DockModel
internal import FlightLog
internal import Foundation
internal import MAVLink
internal import Paper
internal import RoostCore
internal import Schedule
internal import Settings
internal import Store
internal import Wear

/// What one record is made of.
struct RecordSources {
    /// The run.
    var run: MissionRun
    /// What was seen while it flew.
    var facts = FlightFacts()
    /// The dock's own track.
    var track: [TrackPoint] = []
    /// The downloaded log; nil while it is not there.
    var log: RecordLog?
    /// Incidents that were open in its time.
    var incidents: [Incident]?
    /// Parts that were replaced since the flight before.
    var changes: [String]?
    /// What the aircraft had flown before by its records.
    var totals = FlightTotals()
    /// What is left of the parts.
    var outlooks: [PartOutlook] = []
    /// The parts' catalogue figures.
    var rules: [PartRule] = []
}

/// Makes flight records of one dock.
struct RecordScribe: Sendable {
    let configuration: DockConfiguration
    /// The plans that are flown now.
    let plans: @Sendable (String) -> PlanFile?
    /// Digests of software and settings, taken when a record is made.
    let digests: @Sendable () -> [FlightRecord.Digest]
    /// The most events of a log that are told.
    static let mostEvents = 60

    private var dock: DockIdentity { configuration.dock.dock }
    private var settings: RecordSettings? { configuration.dock.records }

    /// The aircraft as totals know it.
    var aircraftName: String {
        settings?.aircraft.serial ?? settings?.aircraft.registration ?? "\(dock.id) vehicle"
    }

    /// The record of a flight, without what tells one version from the next.
    func record(_ sources: RecordSources, now: Moment) -> FlightRecord {
        let run = sources.run
        var record = FlightRecord(
            id: run.mission.id, dock: dock.id.text, zone: dock.timeZone.identifier, written: now.wall)
        record.authority = authority
        record.aircraft = aircraft(sources)
        record.activity = "\(run.mission.schedule), plan \(run.mission.plan)"
        record.verdict = run.outcome?.rawValue
        record.isGrounded = run.takeoff == nil && run.outcome == .aborted
        (record.takeOff, record.landing) = legs(sources)
        record.inAir = record.landing == nil ? nil : run.secondsSeenInAir.map { .milliseconds(Int64($0 * 1_000)) }
        record.maxima = maxima(sources)
        record.battery = battery(sources)
        record.gates = run.gates.map(\.recordLine)
        record.checks = checks(sources)
        record.events = events(sources)
        record.incidents = sources.incidents?.map(\.recordLine)
        record.defects = sources.incidents.map { $0.filter { $0.kind.severity <= .error }.map(\.rectification) }
        record.changes = sources.changes
        record.remoteID = sources.facts.remoteID
        record.versions = versions(sources)
        record.digests = digests(sources)
        addPlaces(to: &record, sources)
        record.notes = notes(sources, record, now: now)
        return record
    }

    // MARK: Who

    private var authority: FlightRecord.Authority {
        var authority = FlightRecord.Authority()
        guard let settings else { return authority }
        authority.operatorName = settings.operatorName
        authority.operatorRegistration = settings.operatorRegistration
        authority.responsible = settings.responsible
        authority.authorisation = settings.authorisation
        authority.sight = settings.sight.rawValue
        return authority
    }

    private func aircraft(_ sources: RecordSources) -> FlightRecord.Aircraft {
        var aircraft = FlightRecord.Aircraft()
        guard let known = settings?.aircraft else { return aircraft }
        (aircraft.registration, aircraft.serial, aircraft.model) = (known.registration, known.serial, known.model)
        let hasFlown = sources.run.takeoff != nil
        let own = sources.run.secondsSeenInAir ?? 0
        aircraft.totalHours = known.hoursBefore + (sources.totals.inAir.inSeconds + own) / 3_600
        aircraft.totalFlights = known.flightsBefore + sources.totals.flights + (hasFlown ? 1 : 0)
        return aircraft
    }

    private var home: GeoPoint { GeoPoint(latitude: dock.latitude, longitude: dock.longitude) }
    private var homeName: String { settings?.place ?? "dock \(dock.name)" }

    private func legs(_ sources: RecordSources) -> (FlightRecord.Leg?, FlightRecord.Leg?) {
        let run = sources.run
        let takeOff = run.takeoff.map { FlightRecord.Leg(at: $0, position: home, place: homeName) }
        guard let landed = run.landed, run.takeoff != nil else { return (takeOff, nil) }
        switch run.outcome {
        case .flown, .partial: return (takeOff, FlightRecord.Leg(at: landed, position: home, place: homeName))
        case .diverted, .lost, .aborted, .refused, .expired, .skipped, nil:
            let last = sources.log?.summary?.gps?.last.map { GeoPoint(latitude: $0.latitude, longitude: $0.longitude) }
            let seen = sources.track.last.map { GeoPoint(latitude: $0.latitude, longitude: $0.longitude) }
            return (takeOff, FlightRecord.Leg(at: landed, position: last ?? seen, place: "away from the dock"))
        }
    }

    // MARK: What

    private func maxima(_ sources: RecordSources) -> FlightRecord.Maxima {
        let (run, log) = (sources.run, sources.log?.summary)
        var maxima = FlightRecord.Maxima()
        guard run.takeoff != nil else { return maxima }
        maxima.height = log?.localPosition?.greatestUpAboveFirst ?? run.greatestHeight?.value
        maxima.distance = log?.gps?.farthestMetres ?? run.greatestDistance?.value
        let length = log?.gps.flatMap { $0.points3D > 0 ? $0.distanceMetres : nil }
        maxima.length = length ?? run.travelled?.value
        maxima.speed = log?.localPosition?.greatestSpeed ?? log?.gps?.greatestSpeed ?? sources.facts.greatestSpeed
        maxima.gust = sources.facts.strongestGust
        maxima.leastSatellites = log?.gps?.satellitesLeast ?? sources.facts.leastSatellites
        return maxima
    }

    private func battery(_ sources: RecordSources) -> FlightRecord.Battery {
        var battery = FlightRecord.Battery()
        let log = sources.log?.summary?.battery
        battery.start = sources.run.batteryStart?.value ?? log?.remainingStart.map { $0 * 100 }
        battery.end = sources.run.batteryEnd?.value ?? log?.remainingEnd.map { $0 * 100 }
        battery.serial = settings?.aircraft.batterySerial
        for rule in sources.rules where rule.measure == .packCapacity {
            guard case .measured(_, _, let new, _) = rule.description.measure,
                let outlook = sources.outlooks.first(where: { $0.part == rule.description.id })
            else { continue }
            if battery.serial == nil, outlook.serial != "unknown" { battery.serial = outlook.serial }
            if let measure = outlook.measure, new > 0 { battery.health = measure / new * 100 }
            if outlook.useUnit == "cycles", outlook.use.isFinite { battery.cycles = Int(min(max(outlook.use, 0), 1e6)) }
        }
        return battery
    }

    private func checks(_ sources: RecordSources) -> [FlightRecord.Check] {
        let run = sources.run
        var checks: [FlightRecord.Check] = []
        if !run.gates.isEmpty {
            let passed = run.gates.count { if case .pass = $0.answer { true } else { false } }
            let all = run.gates.count
            checks.append(
                .init(
                    .preflight, what: "launch gates, asked in the step that ordered the launch",
                    result: passed == all ? "all \(all) passed" : "\(passed) of \(all) passed"))
        }
        if let words = sources.facts.parameters {
            checks.append(.init(.preflight, what: "parameters of the vehicle", result: words))
        }
        if let count = run.itemCount {
            let sum = run.itemChecksum.map { ", CRC-32 \(String($0, radix: 16))" } ?? ""
            checks.append(
                .init(.preflight, what: "plan, uploaded and read back", result: "\(count) items equal\(sum)"))
        }
        if let survey = settings?.siteSurvey { checks.append(.init(.site, what: "site survey", result: survey)) }
        if let survey = settings?.radioSurvey { checks.append(.init(.radio, what: "radio survey", result: survey)) }
        return checks
    }

    private func events(_ sources: RecordSources) -> [FlightRecord.Event] {
        let run = sources.run
        var events = [FlightRecord.Event(at: run.begun, grade: "dock", text: "gates asked")]
        func add(_ time: WallTime?, _ text: String) {
            if let time { events.append(.init(at: time, grade: "dock", text: text)) }
        }
        add(run.launched, "launch ordered")
        add(run.takeoff, "seen in the air")
        add(run.landed, "seen landed and disarmed")
        for reason in run.reasons { add(run.ended ?? run.begun, reason) }
        guard let file = sources.log, let log = file.summary else { return events.sorted { $0.at < $1.at } }
        let grave: Set = ["EMERGENCY", "ALERT", "CRITICAL", "ERROR"]
        var told = (log.ulog?.texts ?? []).filter { grave.contains($0.level) }.map {
            (at: $0.microseconds, grade: $0.level.lowercased(), text: $0.text)
        }
        told += (log.dataFlash?.errors ?? []).map {
            (at: $0.microseconds, grade: "error", text: "subsystem \($0.first), code \($0.second)")
        }
        for line in told.prefix(Self.mostEvents) {
            // Without satellites and take-off the log's own clock cannot be put beside the dock's.
            guard let at = file.time(of: line.at) else { continue }
            events.append(.init(at: at, grade: line.grade, text: line.text))
        }
        if told.count > Self.mostEvents {
            add(run.ended ?? run.begun, "and \(told.count - Self.mostEvents) more errors in the flight log")
        }
        return events.sorted { $0.at < $1.at }
    }

    private func versions(_ sources: RecordSources) -> [FlightRecord.Version] {
        var versions = [FlightRecord.Version("Roost", DaemonVersion.text)]
        let vehicle = [sources.facts.autopilot, sources.facts.firmware].compactMap(\.self).joined(separator: " ")
        let told = sources.log?.summary?.ulog?.software ?? sources.log?.summary?.dataFlash?.firmware
        if !vehicle.isEmpty { versions.append(.init("Vehicle", vehicle)) }
        if let told { versions.append(.init("Vehicle, by its log", told)) }
        return versions
    }

    private func digests(_ sources: RecordSources) -> [FlightRecord.Digest] {
        var found = digests()
        if let plan = plans(sources.run.mission.plan) {
            found.append(.init("plan items", hex: SHA256.hexadecimal(of: plan.mission.map(\.digestLine))))
        }
        if let parameters = sources.facts.parameterDigest {
            found.append(.init("required parameters", hex: parameters))
        }
        if let log = sources.log, let hex = log.sha256 {
            found.append(.init("\(log.isForeign ? "log of another flight" : "flight log")", hex: hex))
        }
        return found
    }
}
