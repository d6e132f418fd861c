// SPDX-License-Identifier: Apache-2.0
// Flight records made from real logs and from what the dock saw: what they say, what they lack, how they are amended,
// kept and mailed. Logs come from other vehicles' flights; the run around each is made to fit it.

import DockModel
import FlightLog
import Foundation
import GRDB
import Logging
import Mailer
import Paper
import Post
@testable import RoostCore
import Schedule
import Settings
import Store
import Testing

@testable import RoostDaemon

/// The records of one dock whose configuration has a records section of some lines.
struct RecordBench {
    static let run = "perimeter@2026-11-26T10:45:00Z"
    static let section = """
        records:
          operator: Muster Inspektion GmbH
          responsible: "K. Jäger"
          authorisation: LBA-2026-0099
          sight: BVLOS
          aircraft: {registration: D-NORTH1, serial: "0042", hours_before: 90 min, flights_before: 12}
          place: Hall 3, roof
          surveys: {site: "2026-04-02, SS-14", radio: "2026-04-03, RF-9"}
        """
    let directory: String
    let database: RoostDatabase
    let configuration: DockConfiguration
    let writer: MailWriter
    let press: RecordPress
    let state: DockState

    init(_ section: String = RecordBench.section, mail: String = "", in directory: String? = nil) throws {
        var texts = DefaultConfiguration.files.contents.mapValues { String(decoding: $0, as: UTF8.self) }
        texts["dock.yaml"] = texts["dock.yaml"]?
            .replacingOccurrences(of: "\nclock: {trust", with: "\n\(section)\n\nclock: {trust")
            .replacingOccurrences(of: "  from: dock-north@example.org", with: mail + "  from: dock-north@example.org")
        self.directory = try directory ?? freshDirectory()
        database = try RoostDatabase.open(directory: self.directory)
        configuration = try DockConfiguration.load(files: ConfigurationFiles(texts: texts))
        let planner = Planner(
            rules: configuration.schedules, zone: configuration.dock.dock.timeZone,
            dayEnds: configuration.dock.digestAt)
        writer = try MailWriter(
            configuration: configuration, rules: [], planner: planner, outbox: Outbox(database),
            directory: self.directory)
        press = try RecordPress(
            configuration, storage: self.directory, directory: self.directory, logger: Logger(label: "test"))
        state = DockState(at: bureauTime(0), parts: try configuration.corePolicy().parts)
    }

    /// A desk of a process that begins now.
    func desk() throws -> RecordDesk {
        let plans = configuration.plans
        let scribe = RecordScribe(
            configuration: configuration, plans: { plans[$0] },
            digests: { [FlightRecord.Digest("software", hex: String(repeating: "ab", count: 32))] })
        return RecordTerms(
            scribe: scribe, press: press, rules: try configuration.corePolicy().parts, logDirectory: directory + "/logs"
        ).desk(database: database, writer: writer, vehicle: nil, logger: Logger(label: "test"))
    }

    /// A run that flew from `begin` for some seconds.
    static func flown(_ id: String = RecordBench.run, from begin: WallTime = bureauNoon, for seconds: Double = 120)
        -> MissionRun
    {
        var run = MissionRun(
            mission: DueMission(
                id: id, schedule: "perimeter", plan: "perimeter.plan", due: begin, latest: begin + .seconds(600)),
            begun: begin + .seconds(-60))
        run.gates = [GateRecord(gate: .wind, answer: .pass, value: "6.2 m/s", limit: "8 m/s")]
        (run.launched, run.takeoff) = (begin + .seconds(-5), begin)
        (run.landed, run.airSeconds) = (begin + .seconds(seconds), seconds)
        (run.batteryStart, run.batteryEnd) = (Percent(98), Percent(61))
        (run.greatestHeight, run.greatestDistance, run.travelled) = (Metres(40), Metres(120), Metres(560))
        (run.itemCount, run.itemChecksum, run.outcome) = (6, 0xABCD, .flown)
        run.ended = begin + .seconds(seconds + 60)
        return run
    }

    /// Commits the end of a run as the loop does.
    func end(_ run: MissionRun, incidents: [Incident] = []) throws {
        var decision = DecisionCommit(
            moment: bureauTime(600),
            missions: [
                MissionRecord(
                    occurrence: run.mission.id, schedule: "perimeter", planned: run.mission.due,
                    outcome: run.outcome?.rawValue, body: try StateCoding.encode(run))
            ],
            incidents: try incidents.map {
                IncidentRecord(
                    id: $0.storageID, severity: $0.kind.severity, kind: $0.kind.rawValue, opened: $0.opened,
                    isOpen: $0.resolved == nil, body: try StateCoding.encode($0))
            })
        if run.isStarted { decision.dueRecords = [run.mission.id] }
        _ = try database.commit(decision)
    }

    /// Puts a log of the FlightLog fixtures where the vehicle adapter puts downloads.
    func leaveLog(_ name: String, of run: String = RecordBench.run) throws {
        let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("FlightLogTests/Fixtures/\(name)")
        try FileManager.default.createDirectory(atPath: directory + "/logs", withIntermediateDirectories: true)
        let ending = name.split(separator: ".").last.map(String.init) ?? ""
        let target = "\(directory)/logs/\(VehicleAdapter.fileName(run)).\(ending)"
        try FileManager.default.copyItem(atPath: source.path, toPath: target)
    }

    /// What a log of the fixtures says.
    static func summary(of name: String) throws -> FlightSummary {
        let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("FlightLogTests/Fixtures/\(name)")
        var reader = FlightLogReader()
        try reader.receive([UInt8](Data(contentsOf: source)))
        return try reader.finish()
    }

    func facts(version: Int = 1, of run: String = RecordBench.run) throws -> FlightRecord {
        let row = try #require(try database.flightRecords(run: run).first { $0.version == version })
        return try FlightRecordFile.facts(of: row)
    }

    func file(_ kind: String, version: Int = 1) throws -> [UInt8] {
        let row = try #require(try database.flightRecords(run: Self.run).first { $0.version == version })
        return try #require(try FlightRecordFile.octets(kind, of: row, in: database))
    }

    func audit() throws -> ChainReport {
        var audit = ChainAudit(database)
        return try audit.run()
    }
}

@Suite struct RecordTests {
    @Test func `a flight without its log has a complete record, which says that the log is not there`() throws {
        let bench = try RecordBench()
        let incident = bureauIncident(.gnssDegraded, 7, at: 30)
        try bench.end(RecordBench.flown(), incidents: [incident, bureauIncident(.smoke, 8, at: 90_000)])
        #expect(try bench.desk().look(bench.state, at: bureauTime(700)))
        let facts = try bench.facts()
        #expect(facts.missing == [] && facts.authority.responsible == "K. Jäger")
        #expect(facts.aircraft.totalFlights == 13 && abs((facts.aircraft.totalHours ?? 0) - 1.5 - 120 / 3_600) < 1e-9)
        #expect(facts.takeOff?.place == "Hall 3, roof" && facts.duration == .seconds(120))
        #expect(facts.maxima.height == 40 && facts.maxima.distance == 120 && facts.maxima.length == 560)
        #expect(facts.incidents?.count == 1 && facts.defects?.first?.contains("open when") == true)
        #expect(facts.gates.first?.value == "6.2 m/s" && facts.gates.first?.answer == "pass")
        #expect(facts.notes.contains { $0.contains("log was not there") })
        #expect(facts.digests.map(\.name).contains("plan items"))
        let row = try #require(try bench.database.flightRecords(run: RecordBench.run).first)
        #expect(!row.hasLog && row.files.map(\.kind) == ["csv", "kml", "pdf"])
        #expect(try bench.file("pdf").starts(with: Array("%PDF".utf8)))
        #expect(try bench.audit().isWhole && bench.database.dueRecords().isEmpty)
    }

    @Test func `the record goes to the compliance list with its files, once`() throws {
        let bench = try RecordBench()
        try bench.end(RecordBench.flown())
        let desk = try bench.desk()
        #expect(desk.look(bench.state, at: bureauTime(700)))
        #expect(!desk.look(bench.state, at: bureauTime(800)))
        #expect(try !bench.desk().look(bench.state, at: bureauTime(900)))
        let outbox = Outbox(bench.database)
        let mails = try outbox.list(limit: 10).filter { $0.kind == "flight-record" }
        #expect(mails.count == 1)
        let octets = try #require(try outbox.mail(id: mails[0].id)?.octets)
        #expect(ParsedMail(octets).subject == "Dock NORTH: flight record \(RecordBench.run), done")
        let text = String(decoding: octets, as: UTF8.self)
        for ending in ["-v1.pdf", "-v1.csv", "-v1.kml"] { #expect(text.contains(ending), "\(ending)") }
    }

    @Test func `a record that lacks something is kept and mailed as incomplete, in both languages`() throws {
        let routes = "  routes: [{to: [de@example.org], kinds: [flight-record], language: de}]\n"
        for (mail, word, field) in [("", "INCOMPLETE", "site survey"), (routes, "UNVOLLSTÄNDIG", "Genehmigung")] {
            let bench = try RecordBench("", mail: mail)
            try bench.end(RecordBench.flown())
            #expect(try bench.desk().look(bench.state, at: bureauTime(700)))
            let missing = try bench.facts().missing
            #expect(missing == [.aircraft, .totals, .remotePilot, .authorisation, .sight, .siteSurvey, .radioSurvey])
            let row = try #require(try bench.database.flightRecords(run: RecordBench.run).first)
            #expect(row.missing == missing.map(\.rawValue) && !row.isComplete)
            let outbox = Outbox(bench.database)
            let summary = try #require(try outbox.list(limit: 10).first { $0.kind == "flight-record" })
            #expect(summary.subject.contains(word))
            let octets = try #require(try outbox.mail(id: summary.id)?.octets)
            let parsed = ParsedMail(octets)
            #expect(parsed.text?.contains(field) == true, "\(parsed.text ?? "")")
        }
    }

    @Test func `missions that never started get no record, and one that did not take off says so`() throws {
        let bench = try RecordBench()
        var refused = RecordBench.flown("a@1")
        (refused.launched, refused.takeoff, refused.landed, refused.outcome) = (nil, nil, nil, .refused)
        var aborted = refused
        (aborted.mission.id, aborted.outcome, aborted.reasons) = ("b@1", .aborted, ["upload failed"])
        try bench.end(refused)
        try bench.end(aborted)
        _ = try bench.desk().look(bench.state, at: bureauTime(700))
        #expect(try bench.database.flightRecords(run: "a@1").isEmpty)
        let facts = try bench.facts(of: "b@1")
        #expect(facts.isGrounded && facts.missing == [] && facts.takeOff == nil)
        #expect(facts.aircraft.totalFlights == 12)
        #expect(facts.events.contains { $0.text == "upload failed" })
    }

    /// A run that fits a log of the fixtures, late by some seconds on the dock's clock.
    private func run(for log: String, late: Double = 0) throws -> MissionRun {
        let summary = try RecordBench.summary(of: log)
        let begin = summary.wall(summary.takeoffMicroseconds) ?? bureauNoon
        return RecordBench.flown(from: begin + .seconds(late), for: summary.flightSeconds ?? 120)
    }

    @Test func `a log that comes days later makes a second version that says what it changes, and both are kept`()
        throws
    {
        let bench = try RecordBench()
        try bench.end(run(for: "px4_mission_rtl.ulg"))
        let desk = try bench.desk()
        #expect(desk.look(bench.state, at: bureauTime(700)))
        let first = try bench.file("pdf")
        try bench.leaveLog("px4_mission_rtl.ulg")
        let days = 3 * 86_400.0
        // Seen once it may still grow; seen twice alike it is taken, by the same process or by the next.
        #expect(!desk.look(bench.state, at: bureauTime(days)))
        #expect(desk.look(bench.state, at: bureauTime(days + 61)))
        #expect(!desk.look(bench.state, at: bureauTime(days + 130)))
        let facts = try bench.facts(version: 2)
        let log = try RecordBench.summary(of: "px4_mission_rtl.ulg")
        #expect(facts.version == 2 && facts.amendedBecause?.contains("version 1") == true)
        #expect(facts.maxima.height == log.localPosition?.greatestUpAboveFirst)
        #expect(facts.differences.contains { $0.hasPrefix("greatest_height_m: 40.0 -> ") }, "\(facts.differences)")
        #expect(facts.differences.contains { $0.contains("\(log.path.count) places") })
        #expect(!facts.notes.contains { $0.contains("was not there") })
        #expect(try bench.file("pdf") == first && bench.file("pdf", version: 2) != first)
        let kml = String(decoding: try bench.file("kml", version: 2), as: UTF8.self)
        #expect(kml.contains("<name>Flown</name>"))
        let newest = try bench.database.newestFlightRecords(
            from: WallTime(milliseconds: 0), to: bureauNoon + .seconds(1e9), limit: 9)
        #expect(newest.map(\.version) == [2])
        let subjects = try Outbox(bench.database).list(limit: 10).filter { $0.kind == "flight-record" }.map(\.subject)
        #expect(subjects.count == 2 && subjects.contains { $0.contains("version 2") })
        #expect(try bench.audit().isWhole)
    }

    @Test(arguments: [
        "px4_mission_rtl.ulg", "px4_hw_small.ulg", "px4_appended.ulg", "copter_auto.BIN", "copter_crash.BIN",
        "plane_short.BIN",
    ])
    func `a real log makes a record, whatever it holds`(name: String) throws {
        let bench = try RecordBench()
        let summary = try RecordBench.summary(of: name)
        let begin = summary.wall(summary.takeoffMicroseconds) ?? bureauNoon
        try bench.leaveLog(name)
        try bench.end(RecordBench.flown(from: begin, for: summary.flightSeconds ?? 60))
        #expect(try bench.desk().look(bench.state, at: bureauTime(700)))
        let row = try #require(try bench.database.flightRecords(run: RecordBench.run).first)
        let facts = try bench.facts()
        #expect(row.hasLog && facts.missing == [])
        #expect(facts.digests.first { $0.name == "flight log" }?.hex.count == 64)
        if summary.path.isEmpty { #expect(facts.notes.contains { $0.contains("No path was recorded") }) }
        #expect(try bench.file("pdf").count < 250_000)
        #expect(try bench.audit().isWhole)
    }

    @Test func `a dock clock that was wrong is told, and the log is still of this flight`() throws {
        let bench = try RecordBench()
        try bench.leaveLog("copter_crash.BIN")
        try bench.end(run(for: "copter_crash.BIN", late: 86_400))
        _ = try bench.desk().look(bench.state, at: bureauTime(700))
        let facts = try bench.facts()
        let words = facts.notes.first { $0.contains("clocks of dock and vehicle differ") }
        #expect(words?.contains("86400 s before") == true, "\(facts.notes)")
        #expect(try bench.database.flightRecords(run: RecordBench.run).map(\.hasLog) == [true])
    }

    @Test func `a log of another flight is not used, and said`() throws {
        let bench = try RecordBench()
        try bench.leaveLog("copter_crash.BIN")
        var run = try run(for: "copter_crash.BIN", late: 86_400)
        run.airSeconds = 3_000
        try bench.end(run)
        let desk = try bench.desk()
        _ = desk.look(bench.state, at: bureauTime(700))
        let facts = try bench.facts()
        #expect(facts.notes.contains { $0.contains("of another flight") } && facts.maxima.height == 40)
        for seconds in [800.0, 900, 1_000] { #expect(!desk.look(bench.state, at: bureauTime(seconds))) }
        #expect(try bench.database.flightRecords(run: RecordBench.run).count == 1)
    }

    @Test func `a clock set back in flight leaves the counted duration and a note`() throws {
        let bench = try RecordBench()
        var run = RecordBench.flown()
        run.landed = bureauNoon + .seconds(-3_000)
        try bench.end(run, incidents: [bureauIncident(.clockJumped, 3, at: 20)])
        _ = try bench.desk().look(bench.state, at: bureauTime(700))
        let facts = try bench.facts()
        #expect(facts.duration == .seconds(120))
        #expect(facts.notes.contains { $0.contains("set back") })
        #expect(facts.notes.contains { $0.contains("clock was set") })
    }

    @Test func `a hostile log and a torn track harm no record`() throws {
        let bench = try RecordBench()
        let logs = bench.directory + "/logs"
        try FileManager.default.createDirectory(atPath: logs, withIntermediateDirectories: true)
        let base = "\(logs)/\(VehicleAdapter.fileName(RecordBench.run))"
        try Data(repeating: 0xA5, count: 70_000).write(to: URL(fileURLWithPath: base + ".ulg"))
        try Data("1 2 3\n1811870685000 47.1 8.2 12.5 80\nnan nan nan nan nan\n1811870686000 47.2 8.3 - -\n18118".utf8)
            .write(to: URL(fileURLWithPath: base + ".track"))
        try bench.end(RecordBench.flown())
        #expect(try bench.desk().look(bench.state, at: bureauTime(700)))
        let facts = try bench.facts()
        #expect(facts.notes.contains { $0.contains("cannot be read") })
        #expect(facts.notes.contains { $0.contains("by radio") })
        let kml = String(decoding: try bench.file("kml"), as: UTF8.self)
        #expect(kml.contains("8.200000,47.100000,12.5 8.300000,47.200000"))
    }

    @Test func `names of every script stand in all files as they are`() throws {
        let names = ["Ωμέγα Δρόμος", "מפעיל רחפנים", "مشغل الطائرة", "无人机运营商", "=1+1", "Ünsal & <Söhne>"]
        for name in names {
            let section = RecordBench.section.replacingOccurrences(of: "Muster Inspektion GmbH", with: "\"\(name)\"")
            let bench = try RecordBench(section)
            try bench.end(RecordBench.flown())
            #expect(try bench.desk().look(bench.state, at: bureauTime(700)))
            #expect(try bench.facts().authority.operatorName == name)
            let csv = String(decoding: try bench.file("csv"), as: UTF8.self)
            #expect(csv.contains(name == "=1+1" ? "'=1+1" : name), "\(name)")
            #expect(try bench.file("pdf").count > 2_000)
        }
    }

    @Test func `a kill between the files and the row only makes the record later, with the same files`() throws {
        let bench = try RecordBench()
        try bench.end(RecordBench.flown())
        // The files of a process that was killed before its commit.
        _ = try bench.press.print(FlightRecord(id: RecordBench.run, dock: "X", zone: "UTC", written: bureauNoon))
        #expect(try bench.audit().isWhole)
        #expect(try bench.desk().look(bench.state, at: bureauTime(700)))
        #expect(try bench.audit().isWhole && bench.audit().files == 3)
        #expect(try FileManager.default.contentsOfDirectory(atPath: bench.directory + "/records").count == 3)
    }

    @Test func `files leave after their time, and only with a clock that is trusted`() throws {
        let bench = try RecordBench(RecordBench.section + "\n  keep: 3 years")
        try bench.end(RecordBench.flown())
        let desk = try bench.desk()
        _ = desk.look(bench.state, at: bureauTime(700))
        let years = 3.1 * 366 * 86_400
        _ = desk.look(bench.state, at: bureauTime(years, isTrusted: false))
        #expect(try bench.audit().thinned == 0)
        _ = desk.look(bench.state, at: bureauTime(years + 4_000))
        #expect(try bench.audit().thinned == 1 && bench.audit().isWhole)
        #expect(try FileManager.default.contentsOfDirectory(atPath: bench.directory + "/records").isEmpty)
        #expect(try bench.facts().authority.responsible == "K. Jäger")
    }

    @Test func `a run that cannot be read keeps no other from its record`() throws {
        let bench = try RecordBench()
        var poisoned = DecisionCommit(
            moment: bureauTime(500),
            missions: [
                MissionRecord(
                    occurrence: "a@1", schedule: "perimeter", planned: bureauNoon, outcome: nil,
                    body: Array("forged".utf8))
            ])
        poisoned.dueRecords = ["a@1"]
        _ = try bench.database.commit(poisoned)
        try bench.end(RecordBench.flown())
        #expect(try bench.database.dueRecords() == ["a@1", RecordBench.run])
        let desk = try bench.desk()
        #expect(desk.look(bench.state, at: bureauTime(700)))
        #expect(try bench.database.flightRecords(run: RecordBench.run).count == 1)
        #expect(try bench.database.dueRecords() == ["a@1"])
        // One that comes while the other waits for its next try is not kept waiting.
        try bench.end(RecordBench.flown("b@1", from: bureauNoon + .seconds(200)))
        #expect(desk.look(bench.state, at: bureauTime(705)))
        #expect(try bench.database.dueRecords() == ["a@1"])
    }

    @Test func `a damaged incident is left out of the record, which says so`() throws {
        let bench = try RecordBench()
        let damaged = bureauIncident(.gnssDegraded, 7, at: 30)
        try bench.end(RecordBench.flown(), incidents: [damaged, bureauIncident(.smoke, 8, at: 40)])
        let database = try DatabaseQueue(path: bench.directory + "/roost.db")
        try database.inDatabase { db in
            try db.execute(
                sql: "UPDATE incident SET body = CAST('forged' AS BLOB) WHERE id = ?", arguments: [damaged.storageID])
        }
        #expect(try bench.desk().look(bench.state, at: bureauTime(700)))
        let facts = try bench.facts()
        #expect(facts.incidents?.count == 1)
        #expect(facts.notes.contains { $0.contains("are not told: 1") }, "\(facts.notes)")
    }

    @Test func `what was noted in flight is forgotten with the version that has the log`() throws {
        let bench = try RecordBench()
        let note = "flight-facts.\(RecordBench.run)"
        try bench.database.setNote(note, to: "{}")
        try bench.end(run(for: "px4_mission_rtl.ulg"))
        let desk = try bench.desk()
        #expect(desk.look(bench.state, at: bureauTime(700)))
        #expect(try bench.database.note(note) == "{}")
        try bench.leaveLog("px4_mission_rtl.ulg")
        #expect(!desk.look(bench.state, at: bureauTime(800)))
        #expect(desk.look(bench.state, at: bureauTime(900)))
        #expect(try bench.database.note(note) == nil)
    }

    @Test func `the digest shows the head of the chain in full`() throws {
        let bench = try RecordBench()
        try bench.end(RecordBench.flown())
        _ = try bench.desk().look(bench.state, at: bureauTime(700))
        let head = try #require(try bench.database.chainHead()?.head)
        var tally = DayTally()
        tally.day = "2026-11-26"
        let mails = bench.writer.mails(for: .digest(tally), state: bench.state, now: bureauTime(800))
        #expect(ParsedMail(try #require(mails.first).octets).text?.contains(head) == true)
    }
}
