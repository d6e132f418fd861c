// SPDX-License-Identifier: Apache-2.0
// The daemon is killed inside chosen system calls: in the middle of making its database, of a commit, of a flush to the
// disk. Whatever was half done, the next start finds a whole database.

import DockModel
import Foundation
import Glibc
import Host
import RoostCore
import RoostDaemon
import RoostSim
import Store
import Testing

/// Whether strace is there and may trace.
let canTrace: Bool = {
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/strace"),
        // A machine that does not let strace run skips these tests.
        let child = try? DaemonChild(["version"], under: ["/usr/bin/strace", "-o", "/dev/null"])
    else { return false }
    return child.end(within: 20) == 0
}()

/// The call in which a daemon is killed.
struct CallPoint: Sendable, CustomTestStringConvertible {
    /// The system call.
    var call: String
    /// Which of them, from 1.
    var number: Int
    var testDescription: String { "\(call) \(number)" }
}

extension TheDaemon {
    @Suite(.serialized, .enabled(if: canTrace, "strace is not installed or may not trace"))
    struct InjectedKills {
        @Test(
            .timeLimit(.minutes(1)),
            arguments: [
                [CallPoint(call: "pwrite64", number: 1), CallPoint(call: "pwrite64", number: 3)],
                [CallPoint(call: "pwrite64", number: 12), CallPoint(call: "fdatasync", number: 3)],
                [CallPoint(call: "fdatasync", number: 1), CallPoint(call: "pwrite64", number: 7)],
                [CallPoint(call: "fsync", number: 1), CallPoint(call: "pwrite64", number: 25)],
                [CallPoint(call: "fsync", number: 2), CallPoint(call: "fdatasync", number: 4)],
                [
                    CallPoint(call: "pwrite64", number: 40), CallPoint(call: "fdatasync", number: 2),
                    CallPoint(call: "pwrite64", number: 2), CallPoint(call: "pwrite64", number: 9),
                ],
            ])
        func `a daemon that is killed inside a write leaves a whole database`(points: [CallPoint]) throws {
            let field = try Rehearsal(speed: 100)
            defer { field.stop() }
            for point in points {
                let daemon = try field.daemon(under: [
                    "/usr/bin/strace", "-D", "-f", "-q", "-o", "/dev/null", "-e", "trace=\(point.call)", "-e",
                    "inject=\(point.call):signal=KILL:when=\(point.number)",
                ])
                #expect(
                    daemon.end(within: 30) == -SIGKILL, "\(points), at \(point): not killed\n\(daemon.tail)")
                try checkDatabase(of: field, "\(points), after \(point)")
            }
            let daemon = try field.daemon()
            #expect(daemon.waitForLine("console at", within: 20), "\(points)\n\(daemon.tail)")
            daemon.signal(SIGTERM)
            #expect(daemon.end(within: 20) == 0, "\(points)")
            try checkDatabase(of: field, "\(points), at the end")
            #expect(field.watch.report.violations == [], "\(points)")
        }

        /// Opens what is there, which checks it, and reads everything in it.
        private func checkDatabase(of field: Rehearsal, _ when: String) throws {
            guard FileManager.default.fileExists(atPath: field.directory + "/var/roost.db") else { return }
            let database = try field.database()
            defer { try? database.close() }  // nothing is lost by a handle that stays open
            let wear = try DockSnapshot.read(from: database)?.state.wear
            for (part, unit) in wear?.units ?? [:] where wear?.isInJournal(part) == true {
                #expect(try PartHistory(of: part, in: database).last == unit, "\(when)")
            }
            _ = try database.journal(after: 0, limit: 10_000)
            _ = try database.missions(limit: 100)
            _ = try database.incidents(limit: 100)
            let stats = try Outbox(database).stats(now: field.clock.now().wall)
            #expect(stats.isConserved, "\(when)")
        }
    }
}
