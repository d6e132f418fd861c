// SPDX-License-Identifier: Apache-2.0
// A store that is torn at the start: the newest good copy takes its place once a day, the dock stays on the ground and
// tells. And the verbs about copies as a person uses them.

import DockModel
import Foundation
import Glibc
import RoostCore
import Schedule
import Settings
import Testing

@testable import RoostDaemon
@testable import Store

/// A dock's storage with a copy in it.
private struct TornBench {
    let directory: String
    let configuration: DockConfiguration
    let rescue: StoreRescue
    var path: String { directory + "/roost.db" }
    var copies: BackupFolder { BackupFolder(storage: directory) }

    init() throws {
        directory = try freshDirectory()
        configuration = try DefaultConfiguration.configuration()
        rescue = StoreRescue(directory: directory, configuration: configuration, logger: silent)
        let database = try RoostDatabase.open(directory: directory)
        let state = DockState(at: moment(0), parts: try configuration.corePolicy().parts)
        _ = try database.commit(DecisionCommit(moment: moment(0), state: StateCoding.encode(state)))
        try database.close()
    }

    func copy(of dock: String? = nil) throws {
        let order = BackupOrder(
            storage: directory, configuration: nil, folder: copies,
            dock: dock ?? configuration.dock.dock.id.text,
            program: "test")
        _ = try order.make(at: moment(1).wall)
    }

    /// Overwrites all but the first pages, and answers what then lies there.
    @discardableResult
    func tear() throws -> Data {
        var file = try Data(contentsOf: URL(fileURLWithPath: path))
        for offset in (4_096 * 3)..<file.count { file[offset] = 0xA5 }
        try file.write(to: URL(fileURLWithPath: path))
        return file
    }
}

@Suite struct StoreRescues {
    @Test
    func `the newest good copy takes the place of a torn store, and every schedule stays on the ground`()
        throws
    {
        let bench = try TornBench()
        try bench.copy()
        let torn = try bench.tear()
        let database = try bench.rescue.open(at: moment(60))
        #expect(try database.latestState() != nil)
        let note = try #require(try bench.rescue.ground(in: database, at: moment(61)))
        #expect(note.words.contains("took the place of a torn store") && note.words.contains("2027"))
        let until = try #require(note.groundedUntil)
        #expect(moment(60).wall.duration(to: until) >= .seconds(43_200))
        for rule in bench.configuration.schedules {
            let pause = try #require(try ScheduleBook(database).pause(of: rule.name))
            #expect(pause.until == until && pause.reason == "the dock's store was torn")
        }
        let aside = try #require(try StoreRestore(storage: bench.directory).lastAside())
        let kept = try Data(contentsOf: URL(fileURLWithPath: "\(bench.directory)/aside/\(aside)/roost.db"))
        #expect(kept == torn)
    }

    @Test func `a longer pause that somebody said stays as it is`() throws {
        let bench = try TornBench()
        try bench.copy()
        let book = try ScheduleBook(RoostDatabase.open(directory: bench.directory))
        let name = try #require(bench.configuration.schedules.first?.name)
        try book.setPause(SchedulePause(until: nil, reason: "harvest"), of: name)
        try bench.copy()
        try bench.tear()
        let database = try bench.rescue.open(at: moment(60))
        _ = try bench.rescue.ground(in: database, at: moment(60))
        #expect(try ScheduleBook(database).pause(of: name)?.reason == "harvest")
    }

    @Test func `a second torn store within a day is left alone, and one of the next day is not`() throws {
        let bench = try TornBench()
        try bench.copy()
        try bench.tear()
        try bench.rescue.open(at: moment(60)).close()
        let torn = try bench.tear()
        #expect(throws: StoreError.self) { try bench.rescue.open(at: moment(80_000)) }
        #expect(try Data(contentsOf: URL(fileURLWithPath: bench.path)) == torn)
        try bench.rescue.open(at: moment(86_400 + 70)).close()
    }

    @Test func `without a good copy of this dock nothing is touched`() throws {
        for isForeign in [false, true] {
            let bench = try TornBench()
            if isForeign { try bench.copy(of: "another") }
            let torn = try bench.tear()
            #expect {
                try bench.rescue.open(at: moment(60))
            } throws: { error in
                if case StoreError.damaged = error { true } else { false }
            }
            #expect(try Data(contentsOf: URL(fileURLWithPath: bench.path)) == torn)
        }
    }

    @Test func `a file that may be another program's is left alone`() throws {
        let bench = try TornBench()
        try bench.copy()
        let text = Data(String(repeating: "a shopping list ", count: 600).utf8)
        try text.write(to: URL(fileURLWithPath: bench.path))
        #expect(throws: StoreError.self) { try bench.rescue.open(at: moment(60)) }
        #expect(try Data(contentsOf: URL(fileURLWithPath: bench.path)) == text)
    }
}

extension TheDaemon {
    @Suite(.serialized) struct Copies {
        @Test(.timeLimit(.minutes(1)))
        func `a daemon with a torn store tells it by mail, does not fly, and still ends in order`() throws {
            let field = try Rehearsal(speed: 20)
            defer { field.stop() }
            try field.leaveDatabase()
            let storage = field.directory + "/var"
            let copy = try DaemonChild(["backup", "--config", field.directory, "--json"])
            #expect(copy.end(within: 20) == 0, "\(copy.log)")
            #expect(copy.output.contains("\"schema\":"))
            var file = try Data(contentsOf: URL(fileURLWithPath: storage + "/roost.db"))
            for offset in (4_096 * 3)..<file.count { file[offset] = 0xA5 }
            try file.write(to: URL(fileURLWithPath: storage + "/roost.db"))
            let daemon = try field.daemon()
            #expect(daemon.wait(30) { daemon.output.contains("The dock's store was torn") }, "\(daemon.tail)")
            #expect(!daemon.output.contains("\(Rehearsal.occurrence): flown"), "\(daemon.output)")
            #expect(daemon.wait(30) { field.arrived("incident") > 0 }, "\(daemon.tail)")
            let busy = try DaemonChild(["restore", "--config", field.directory, "--accept-loss"])
            #expect(
                busy.end(within: 20) == 75 && busy.log.contains("a running Roost uses this store"),
                "\(busy.log)")
            let second = try field.daemon()
            #expect(second.end(within: 20) == 75, "\(second.tail)")
            daemon.signal(SIGTERM)
            #expect(daemon.end(within: 20) == 0)
            #expect(field.watch.report.violations == [])
            let database = try RoostDatabase.open(directory: storage)
            #expect(try database.mission(id: Rehearsal.occurrence)?.outcome != "flown")
            let pause = try ScheduleBook(database).pause(of: ScheduleID("perimeter"))
            #expect(pause?.reason == "the dock's store was torn")
        }

        @Test func `a copy is listed, proven and put back, and what would be lost is told first`() throws {
            let bench = try TornBench()
            let place = ["--storage", bench.directory]
            func roost(_ arguments: [String]) throws -> (code: Int32?, output: String, log: String) {
                let child = try DaemonChild(arguments + place)
                let code = child.end(within: 20)
                return (code, child.output, child.log)
            }
            let none = try roost(["backup", "list"])
            #expect(none.code == 1 && none.output.contains("0 copies"))
            #expect(try roost(["backup", "verify"]).code == 69)
            #expect(try roost(["backup"]).code == 0)
            let list = try roost(["backup", "list", "--json"])
            #expect(list.code == 0 && list.output.contains("\"isReadable\":true"), "\(list)")
            #expect(try roost(["backup", "verify", "--all"]).output.contains("good"))
            let database = try RoostDatabase.open(directory: bench.directory)
            var decision = DecisionCommit(moment: moment(9))
            decision.wear = [WearRecord(part: "motor", kind: "row", body: [])]
            _ = try database.commit(decision)
            try database.close()
            let dry = try roost(["restore", "--dry-run"])
            #expect(
                dry.code == 0 && dry.output.contains("1 lines of the journal of wear newer than the copy"),
                "\(dry)")
            let refused = try roost(["restore"])
            #expect(refused.code == 1 && refused.log.contains("--accept-loss"), "\(refused)")
            let done = try roost(["restore", "--accept-loss", "--json"])
            #expect(done.code == 0 && done.output.contains("\"isDone\":true"), "\(done)")
            #expect(try RoostDatabase.open(directory: bench.directory).wear(limit: 9).isEmpty)
            let unknown = try roost(["restore", "2020-01-01T000000Z"])
            #expect(unknown.code == 69 && unknown.log.contains("there is no copy"), "\(unknown)")
            let back = try roost(["rollback"])
            #expect(back.code == 78 && back.log.contains("no copy from before a migration"), "\(back)")
        }

        @Test func `a store whose mission is under way is not replaced`() throws {
            let bench = try TornBench()
            try bench.copy()
            let database = try RoostDatabase.open(directory: bench.directory)
            var state = DockState(at: moment(0), parts: [])
            let due = DueMission(
                id: "roof@1", schedule: "roof", plan: "a.plan", due: moment(0).wall, latest: moment(9).wall)
            state.run = MissionRun(mission: due, begun: moment(0).wall)
            _ = try database.commit(DecisionCommit(moment: moment(9), state: StateCoding.encode(state)))
            try database.close()
            let child = try DaemonChild(["restore", "--accept-loss", "--storage", bench.directory])
            #expect(child.end(within: 20) == 1 && child.log.contains("roof@1"), "\(child.log)")
        }

        /// What a kill at a rename, a link or a removal of `roost restore` leaves behind.
        @Test(
            .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/strace"), "strace is needed"))
        func `a restore that is killed at any rename is ended by the next command`() throws {
            var ends: [Int32] = []
            for number in 1...12 where ends.last != 0 {
                let bench = try TornBench()
                try bench.copy()
                let killed = try DaemonChild(
                    ["restore", "--accept-loss", "--storage", bench.directory],
                    under: [
                        "/usr/bin/strace", "-f", "-o", "/dev/null", "-e", "trace=rename", "-e",
                        "inject=rename:signal=KILL:when=\(number)",
                    ])
                ends.append(try #require(killed.end(within: 60)))
                let again = try DaemonChild(["restore", "--resume", "--storage", bench.directory])
                #expect(again.end(within: 20) == 0, "\(again.log)")
                #expect(try RoostDatabase.open(directory: bench.directory).latestState() != nil)
                #expect(try bench.copies.newestGood().good != nil)
            }
            #expect(ends.last == 0 && ends.count > 4, "\(ends)")
        }
    }
}
