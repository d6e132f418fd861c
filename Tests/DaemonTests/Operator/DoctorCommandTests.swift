// SPDX-License-Identifier: Apache-2.0
// `roost doctor` as a process: on a simulated field that is well, on one with broken parts, and on stores that it must
// not touch.

import DockModel
import Foundation
import GRDB
import RoostCore
import RoostSim
import Settings
import Store
import Testing

@testable import RoostDaemon
@testable import roost

/// What the doctor found, by its names.
private struct Visit {
    var code: Int32?
    var findings: [[String: Any]]
    var complaints: String

    init(_ directory: String, _ arguments: String...) throws {
        let child = try DaemonChild(["doctor", "--config", directory, "--json"] + arguments)
        code = child.end(within: 60)
        complaints = child.log
        // What is no document has no findings, and the test says so.
        let view = try? JSONSerialization.jsonObject(with: Data(child.output.utf8)) as? [String: Any]
        findings = view?["findings"] as? [[String: Any]] ?? []
    }

    func results(_ id: String) -> [String] {
        findings.filter { $0["id"] as? String == id }.compactMap { $0["result"] as? String }
    }

    func evidence(_ id: String) -> String {
        findings.filter { $0["id"] as? String == id }.compactMap { $0["evidence"] as? String }.joined(
            separator: "\n")
    }
}

/// A store whose last commit has some age, with a state that a test may change.
private func leaveStore(
    _ field: Rehearsal, age: Duration, _ change: (inout DockState, Moment) -> Void = { _, _ in }
) throws {
    var at = moment(0)
    at.wall = OutboxTime.now + (.zero - age)
    var state = DockState(at: at, parts: try DefaultConfiguration.configuration().corePolicy().parts)
    change(&state, at)
    let database = try field.database()
    _ = try database.commit(DecisionCommit(moment: at, state: StateCoding.encode(state)))
    try database.close()
}

@Suite(.serialized) struct ExaminingADock {
    @Test func `a field that is well is found well, and each finding has evidence and remedy`() throws {
        let field = try Rehearsal(speed: 1)
        defer { field.stop() }
        try leaveStore(field, age: .seconds(3_600))
        let before = try Data(contentsOf: URL(fileURLWithPath: field.directory + "/var/roost.db"))
        let visit = try Visit(field.directory)
        #expect(
            Set(visit.findings.compactMap { $0["id"] as? String }) == Set(DoctorCheck.all.map(\.id)),
            "\(visit.complaints)")
        // The simulated weather station does not serve every point of its profile.
        #expect(
            visit.results("device.answers") == ["ok", "warning", "ok"], "\(visit.evidence("device.answers"))")
        #expect(
            visit.results("mail.server") == Array(repeating: "ok", count: 6),
            "\(visit.evidence("mail.server"))")
        for id in [
            "config.valid", "config.modes", "vehicle.heard", "storage.writable", "store.schema",
            "store.integrity",
            "store.pragmas", "store.chain", "outbox.backlog", "outbox.conserved", "console.reach",
            "schedule.next",
            "device.watchdog", "device.sensors", "parts.wear",
        ] { #expect(visit.results(id) == ["ok"], "\(id): \(visit.evidence(id))") }
        #expect(visit.evidence("vehicle.heard").contains("PX4"))
        // It does not run, it was never copied, and nobody was told its parts' serial numbers.
        #expect(visit.results("daemon.alive") == ["fault"] && visit.results("store.backup") == ["warning"])
        #expect(visit.results("parts.complete") == ["warning"] && visit.code == 1)
        for finding in visit.findings {
            #expect((finding["evidence"] as? String)?.isEmpty == false)
            let isFinding = ["warning", "fault"].contains(finding["result"] as? String)
            #expect(!isFinding || (finding["remedy"] as? String)?.isEmpty == false, "\(finding)")
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: field.directory + "/var/roost.db")) == before)
    }

    @Test func `what is broken is found, with the step that fails`() throws {
        var faults = RehearsalFaults()
        (faults.isFieldbusClosed, faults.mailPort) = (true, closedPort())
        let field = try Rehearsal(speed: 1, faults: faults)
        defer { field.stop() }
        _ = unsafe chmod(field.directory + "/smtp.secret", 0o644)
        _ = unsafe chmod(field.directory + "/dock.yaml", 0o666)
        let visit = try Visit(
            field.directory, "--only", "device,mail.server,config,vehicle.heard", "--timeout", "3")
        #expect(
            visit.results("device.answers") == ["fault", "fault", "warning"],
            "\(visit.evidence("device.answers"))")
        #expect(visit.results("mail.server").first == "fault" && visit.results("config.modes") == ["warning"])
        #expect(visit.results("config.secrets") == ["fault"] && visit.results("config.valid") == ["fault"])
        #expect(visit.evidence("config.secrets").contains("0644") && visit.code == 1)
        let offline = try Visit(
            field.directory, "--offline", "--only", "device.answers,vehicle.heard,mail.server")
        #expect(offline.findings.allSatisfy { $0["result"] as? String == "not tested" } && offline.code == 0)
    }

    @Test func `a certificate that is not trusted and a device of another kind are told`() throws {
        var faults = RehearsalFaults()
        (faults.isMailCertificateWrong, faults.mapVersion) = (true, 7)
        let field = try Rehearsal(speed: 1, faults: faults)
        defer { field.stop() }
        let visit = try Visit(field.directory, "--only", "device.answers,mail.server")
        #expect(visit.results("mail.server") == ["ok", "ok", "ok", "fault", "not tested", "not tested"])
        #expect(visit.results("device.answers").first == "fault", "\(visit.evidence("device.answers"))")
    }

    @Test func `a store of another version or with damage is looked at and left alone`() throws {
        let field = try Rehearsal(speed: 1)
        defer { field.stop() }
        try field.leaveDatabase()
        let path = field.directory + "/var/roost.db"
        let queue = try DatabaseQueue(path: path)
        try queue.inDatabase { try $0.execute(sql: "PRAGMA user_version = 999") }
        try queue.close()
        let newer = try Visit(field.directory, "--offline", "--only", "store,outbox,incidents")
        #expect(
            newer.results("store.schema") == ["fault"]
                && newer.evidence("store.schema").contains("schema 999"))
        #expect(
            newer.results("store.chain") == ["not tested"] && newer.results("outbox.dead") == ["not tested"])
        try Data("no database at all".utf8).write(to: URL(fileURLWithPath: path))
        let foreign = try Visit(field.directory, "--offline", "--only", "store")
        #expect(foreign.results("store.integrity") == ["fault"], "\(foreign.evidence("store.integrity"))")
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data("no database at all".utf8))
    }

    @Test func `without a dock it examines what there is and makes nothing`() throws {
        let empty = try freshDirectory()
        let visit = try Visit(empty, "--offline")
        #expect(visit.results("config.valid") == ["fault"] && visit.code == 1 && visit.findings.count > 40)
        #expect(visit.results("store.integrity") == ["not tested"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: empty).isEmpty)
        let wrong = try DaemonChild(["doctor", "--only", "nonsense"])
        #expect(wrong.end(within: 20) == 64 && wrong.log.contains("roost doctor --list shows them"))
    }

    @Test func `while the daemon runs its lines are left to it`() throws {
        let field = try Rehearsal(speed: 1)
        defer { field.stop() }
        try leaveStore(field, age: .seconds(2)) { state, at in
            state.absentDevices = ["weather"]
            state.evidence.vehicle.linked.take(true, at: at.boot)
        }
        field.modbus.stop()
        let visit = try Visit(
            field.directory, "--only", "device.answers,vehicle.heard,daemon.alive,clock.store")
        #expect(
            visit.results("device.answers") == ["ok", "fault", "ok"], "\(visit.evidence("device.answers"))")
        #expect(visit.evidence("device.answers").contains("as the daemon stored"))
        for id in ["vehicle.heard", "daemon.alive", "clock.store"] {
            #expect(visit.results(id) == ["ok"], "\(id): \(visit.evidence(id))")
        }
    }
}
