// SPDX-License-Identifier: Apache-2.0
// Makes the record of every mission that was started: from the store, the facts that were noted in flight and the log.
// What is due is in the store, so a kill at any instant only makes it later; no version is made twice or overwritten.

internal import DockModel
internal import FlightLog
internal import Foundation
internal import Host
internal import Logging
internal import Mailer
internal import Paper
internal import RoostCore
internal import Settings
internal import Store
internal import VehicleLink
internal import Wear

/// The flight records of one dock.
final class RecordDesk {
    /// Dock time between two looks while nothing flies, and between two places of a track.
    static let restPeriod = Duration.seconds(5), flightPeriod = Duration.seconds(1)
    /// Dock time between two tries of what failed, and between two looks for late logs.
    static let slowPeriod = Duration.seconds(60)
    /// Dock time between two looks for files whose time is over.
    static let thinPeriod = Duration.seconds(3_600)
    /// The newest flights whose late logs are looked for.
    static let mostAwaited = 200
    /// The most incidents of one flight that a record tells.
    static let mostIncidents = 1_000

    private let database: RoostDatabase
    private let scribe: RecordScribe
    private let press: RecordPress
    private let currentWriter: @Sendable () -> MailWriter
    private var writer: MailWriter { currentWriter() }
    /// The vehicle that is watched; nil for a desk that only makes records.
    private let vehicle: VehicleAdapter?
    private let rules: [PartRule]
    private let logDirectory: String
    private let logger: Logger
    private var noted: (run: String, facts: FlightFacts)?
    private var follower = TrackFollower()
    private var failedAt: Instant?
    private var lastFailure: String?
    /// Runs whose record could not be made, and when that was tried last; each is told once.
    private var failures: [String: Instant] = [:]
    /// Troubles that were told.
    private var told: Set<String> = []
    private var lookedForLogs: Instant?
    private var lookedForOld: Instant?
    /// Lengths of logs that were there at the look before: one that still grows is not taken.
    private var lengths: [String: UInt64] = [:]
    /// Logs of other flights that lie under a run's name.
    private var foreign: [String: UInt64] = [:]

    /// A desk over the store. The writer is asked for each time: the mail settings may have changed.
    init(
        database: RoostDatabase, scribe: RecordScribe, press: RecordPress,
        writer: @autoclosure @escaping @Sendable () -> MailWriter, vehicle: VehicleAdapter?, rules: [PartRule],
        logDirectory: String, logger: Logger
    ) {
        (self.database, self.scribe, self.press, currentWriter) = (database, scribe, press, writer)
        (self.vehicle, self.rules, self.logDirectory, self.logger) = (vehicle, rules, logDirectory, logger)
    }

    // MARK: In flight

    /// Notes what is seen of the flight under way.
    func watch(_ state: DockState, at now: Moment) {
        guard let vehicle, let run = state.run, run.launched != nil, run.landed == nil else { return }
        let id = run.mission.id
        if noted?.run != id { noted = (id, facts(of: id)) }
        if let point = follower.next(of: id, vehicle, at: now) {
            FlightTrack(of: id, logDirectory: logDirectory).add(point)
        }
        guard var facts = noted?.facts else { return }
        facts.take(vehicle, state, at: now)
        guard facts != noted?.facts else { return }
        do {
            try database.setNote(Self.note(id), to: String(decoding: try StateCoding.encode(facts), as: UTF8.self))
            noted = (id, facts)
        } catch {
            logger.debug("facts of the flight cannot be noted: \(error)")
        }
    }

    /// What the keys of the notes begin with.
    private static let notes = "flight-facts"

    private static func note(_ run: String) -> String { "\(notes).\(run)" }

    /// What was noted of a flight; nothing when it cannot be read.
    private func facts(of run: String) -> FlightFacts {
        do {
            guard let text = try database.note(Self.note(run)) else { return FlightFacts() }
            return try StateCoding.decode(FlightFacts.self, from: Array(text.utf8))
        } catch {
            logger.warning("what was noted of \(run) in flight cannot be read: \(error)")
            return FlightFacts()
        }
    }

    // MARK: Looks

    /// Makes the records that are due, amends those whose log has come, and removes files whose time is over.
    /// - Returns: whether a mail was queued.
    func look(_ state: DockState, at now: Moment) -> Bool {
        guard failedAt.map({ $0.duration(to: now.boot) >= Self.slowPeriod }) ?? true else { return false }
        do {
            var isQueued = try makeDue(state, at: now)
            if Self.isDue(&lookedForLogs, Self.slowPeriod, now) {
                if try amend(state, at: now) { isQueued = true }
            }
            if now.isWallTrusted, state.incidents[IncidentKind.clockJumped.rawValue] == nil,
                Self.isDue(&lookedForOld, Self.thinPeriod, now)
            {
                try thin(at: now)
            }
            (failedAt, lastFailure) = (nil, nil)
            return isQueued
        } catch {
            failedAt = now.boot
            let text = "\(error)"
            if text != lastFailure { logger.error("flight records cannot be looked after now: \(text)") }
            lastFailure = text
            return false
        }
    }

    private static func isDue(_ last: inout Instant?, _ period: Duration, _ now: Moment) -> Bool {
        if let last, last.duration(to: now.boot) < period { return false }
        last = now.boot
        return true
    }

    /// Says a trouble once.
    private func say(_ trouble: String) {
        if told.count > 1_000 { told = [] }
        if told.insert(trouble).inserted { logger.error("\(trouble)") }
    }

    /// Makes the first versions that are due. A run whose record cannot be made keeps no other from its record.
    private func makeDue(_ state: DockState, at now: Moment) throws -> Bool {
        var isQueued = false
        var failed: [String: Instant] = [:]
        for run in try database.dueRecords(limit: 100 + failures.count) {
            if let last = failures[run], last.duration(to: now.boot) < Self.slowPeriod {
                failed[run] = last
                continue
            }
            do {
                if try makeFirst(run, state, at: now) { isQueued = true }
            } catch {
                if failures[run] == nil { logger.error("the record of \(run) cannot be made now: \(error)") }
                failed[run] = now.boot
            }
        }
        failures = failed
        return isQueued
    }

    private func makeFirst(_ id: String, _ state: DockState, at now: Moment) throws -> Bool {
        guard let row = try database.mission(id: id), try database.flightRecordsAsTheyAre(run: id).isEmpty else {
            try database.dropDueRecord(id)
            return false
        }
        let run = try StateCoding.decode(MissionRun.self, from: row.body)
        let log = RecordLog(of: run, in: logDirectory)
        return try keep(draft(run, log, state, at: now), of: run, log: log, at: now)
    }

    /// Makes a further version of each newest record that had no log and has one now.
    private func amend(_ state: DockState, at now: Moment) throws -> Bool {
        var isQueued = false
        var seen: [String: UInt64] = [:]
        let rows = try database.flightRecordsWithoutLog(at: now.wall, limit: Self.mostAwaited) { fault in
            say("a flight record is not amended: \(fault)")
        }
        for row in rows {
            guard let found = RecordLog.find(row.run, in: logDirectory), foreign[row.run] != found.octets else {
                continue
            }
            seen[row.run] = found.octets
            guard lengths[row.run] == found.octets else { continue }
            do {
                if try amend(row, by: found, state, at: now) { isQueued = true }
            } catch {
                say("the record of \(row.run) cannot be amended now: \(error)")
            }
        }
        lengths = seen
        return isQueued
    }

    private func amend(
        _ row: FlightRecordRow, by found: (path: String, octets: UInt64), _ state: DockState, at now: Moment
    ) throws -> Bool {
        guard let mission = try database.mission(id: row.run) else { return false }
        let run = try StateCoding.decode(MissionRun.self, from: mission.body)
        guard let log = RecordLog(of: run, in: logDirectory) else { return false }
        guard !log.isForeign else {
            foreign[row.run] = found.octets
            logger.warning("\(found.path) is the log of another flight and is not taken")
            return false
        }
        let older = try StateCoding.decode(FlightRecord.self, from: row.body)
        var record = try draft(run, log, state, at: now)
        record.version = row.version + 1
        record.amendedBecause = "the flight log came after version \(row.version) was made"
        record.differences = record.differences(from: older)
        if let places = log.summary?.path.count, places > 0 {
            record.differences.append("path: now that of the flight log, \(places) places")
        }
        return try keep(record, of: run, log: log, at: now)
    }

    private func thin(at now: Moment) throws {
        let retention = scribe.configuration.dock.records?.retention ?? .sevenYears
        let before = now.wall + .seconds(-86_400 * Int64(retention.days))
        let rows = try database.flightRecords(madeBefore: before, limit: 100) { fault in
            say("the files of a flight record stay after their time: \(fault)")
        }
        for row in rows {
            // Marked first: a file that stays after a kill harms nobody, one that is missing without a word does.
            try database.markThinned(row, at: now)
            press.folder.remove(row.files)
            logger.notice("the files of \(row.run), version \(row.version), were removed after \(retention.rawValue)")
        }
        try database.dropNotes(ofFlights: Self.notes, at: now.wall)
    }

    // MARK: Making

    /// The record of a run as it is known now; it says which incidents it could not tell.
    private func draft(_ run: MissionRun, _ log: RecordLog?, _ state: DockState, at now: Moment) throws
        -> FlightRecord
    {
        var sources = try sources(of: run, log, state)
        var lost = 0
        sources.incidents = try incidents(of: run) { fault in
            lost += 1
            say("an incident is left out of the record of \(run.mission.id): \(fault)")
        }
        var record = scribe.record(sources, now: now)
        if lost > 0 {
            record.notes.append("Incidents around this flight that cannot be read and are not told: \(lost).")
        }
        return record
    }

    /// All but the incidents.
    private func sources(of run: MissionRun, _ log: RecordLog?, _ state: DockState) throws -> RecordSources {
        var sources = RecordSources(run: run, facts: facts(of: run.mission.id))
        sources.track = FlightTrack(of: run.mission.id, logDirectory: logDirectory).points()
        sources.log = log
        let flown = Self.time(of: run)
        sources.totals = try database.flightTotals(
            of: scribe.aircraftName, before: flown, without: run.mission.id)
        let since = try database.lastFlown(before: flown) ?? WallTime(milliseconds: 0)
        sources.changes = try changes(since: since, until: run.ended ?? flown)
        (sources.outlooks, sources.rules) = (state.wear.outlooks(rules), rules)
        return sources
    }

    /// When a run flew, or what comes nearest to it.
    static func time(of run: MissionRun) -> WallTime { run.takeoff ?? run.launched ?? run.begun }

    private func incidents(of run: MissionRun, damaged: (StoreError) throws -> Void) throws -> [Incident] {
        let (from, to) = (run.begun, max(run.ended ?? run.begun, run.landed ?? run.begun))
        // A clock that was set meanwhile must hide none: what names the run counts, a day around its time.
        let rows = try database.incidents(
            from: from + .seconds(-86_400), before: to + .milliseconds(86_400_001), limit: StoreLimit.rowsPerRead,
            damaged: damaged)
        return Array(
            rows.compactMap { ArchivedIncident($0)?.incident }.filter { incident in
                incident.missionID == run.mission.id || incident.opened >= from && incident.opened <= to
            }.prefix(Self.mostIncidents))
    }

    private func changes(since: WallTime, until: WallTime) throws -> [String] {
        var lost = 0
        let lines = try database.wear(kind: "replaced", from: since, to: until, limit: 1_000) { fault in
            lost += 1
            say("a changed part is left out of a flight record: \(fault)")
        }
        let changes = lines.map { line -> String in
            let name = rules.first { $0.description.id.text == line.record.part }?.description.name
            // An entry of another version still names the part.
            guard let entry = try? StateCoding.decode(WearEntry.self, from: line.record.body),
                case .replaced(_, let replacement) = entry
            else { return "\(name ?? line.record.part) replaced" }
            return "\(name ?? line.record.part) replaced (\(replacement.reason.rawValue)) at "
                + "\(FlightRecord.utcText(replacement.at)), new unit \(replacement.serial)"
        }
        return lost == 0 ? changes : changes + ["\(lost) that cannot be read"]
    }

    /// Draws the files and stores the record with its link of the chain and its mails.
    private func keep(_ record: FlightRecord, of run: MissionRun, log: RecordLog?, at now: Moment) throws -> Bool {
        let sheets = try press.print(record)
        let hasLog = log.map { !$0.isForeign } ?? (run.takeoff == nil)
        let row = FlightRecordRow(
            run: record.id, version: record.version, made: now.wall, flown: Self.time(of: run),
            inAir: run.takeoff == nil ? nil : run.secondsSeenInAir.map { .milliseconds(Int64($0 * 1_000)) },
            aircraft: scribe.aircraftName, missing: record.missing.map(\.rawValue),
            hasLog: hasLog, body: try StateCoding.encode(sheets.record),
            files: sheets.files)
        let mails = try writer.mails(about: sheets.record, outcome: run.outcome, sheets.attachments, now: now)
        // Without a log another version may come, which needs what was noted; see `thin`.
        let forgets = hasLog ? Self.note(run.mission.id) : nil
        let isNew = try database.commit(RecordCommit(row: row, mails: mails, moment: now, forgets: forgets))
        guard isNew else { return false }
        if record.missing.isEmpty {
            logger.notice("record \(record.id), version \(record.version), is made")
        } else {
            let names = record.missing.map(\.rawValue).joined(separator: ", ")
            logger.warning("record \(record.id), version \(record.version), is INCOMPLETE, it lacks: \(names)")
        }
        return !mails.isEmpty
    }
}

/// The desk on a thread of its own: to read a log and to draw pages takes seconds, in which the core must go on.
actor RecordRoom {
    private let desk: RecordDesk
    private nonisolated let executor: ThreadExecutor

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    init(_ desk: sending RecordDesk) {
        executor = ThreadExecutor(name: "records")
        self.desk = desk
    }

    deinit { executor.stop() }

    /// See `RecordDesk.watch`.
    func watch(_ state: DockState, at now: Moment) { desk.watch(state, at: now) }

    /// See `RecordDesk.look`.
    func look(_ state: DockState, at now: Moment) -> Bool { desk.look(state, at: now) }
}

/// Follows flights and makes their records until the task is cancelled; `ring` wakes the post.
func runRecords(_ desk: sending RecordDesk, loop: DockLoop, clock: any DockClock, ring: () -> Void) async {
    let room = RecordRoom(desk)
    var looked: Instant?
    while !Task.isCancelled {
        let state = await loop.state
        let now = clock.now()
        await room.watch(state, at: now)
        if looked.map({ $0.duration(to: now.boot) >= RecordDesk.restPeriod }) ?? true {
            looked = now.boot
            if await room.look(state, at: now) { ring() }
        }
        let isOut = state.run.map { $0.launched != nil && $0.landed == nil } ?? false
        do { try await clock.sleep(for: isOut ? RecordDesk.flightPeriod : RecordDesk.restPeriod) } catch { return }
    }
}
