// SPDX-License-Identifier: Apache-2.0
// The daemon in bad surroundings: a device that is not there or is another one, a mail server that is not
// ours, a configuration with a slip of the pen, a folder that cannot be written. It says what is wrong and
// goes on with what works.

import DockModel
import Foundation
import Glibc
import RoostSim
import Store
import Testing

extension TheDaemon {
    @Suite(.serialized) struct Surroundings {
        private let speed = 40.0

        @Test(.timeLimit(.minutes(1)))
        func `a field bus that nobody answers leaves the daemon up, unhealthy, and the alert in the queue`()
            throws
        {
            var faults = RehearsalFaults()
            faults.isFieldbusClosed = true
            faults.isMailCertificateWrong = true
            let field = try Rehearsal(speed: speed, faults: faults)
            defer { field.stop() }
            let daemon = try field.daemon()
            let health = unhealthyAnswer(of: daemon)
            #expect(health.contains(" 503 "), "\(health)\n\(daemon.tail)")
            #expect(health.contains("plc"), "\(health)")
            let isAlerted = daemon.wait(20) { daemon.output.contains("incident, ") }
            #expect(isAlerted, "\(daemon.tail)")
            #expect(daemon.waitForLine("mail: ", within: 10), "\(daemon.tail)")
            daemon.signal(SIGTERM)
            #expect(daemon.end(within: 20) == 0)
            let waiting = try Outbox(try field.database()).list(limit: 100)
            #expect(waiting.contains { $0.kind == "incident" && $0.state == .queued }, "\(waiting)")
            #expect(field.mail.stats.accepted == 0)
        }

        @Test(.timeLimit(.minutes(1)))
        func `a device with another register map is named, with what it showed and what was expected`() throws
        {
            var faults = RehearsalFaults()
            faults.mapVersion = 7
            let field = try Rehearsal(speed: speed, faults: faults)
            defer { field.stop() }
            let daemon = try field.daemon()
            let isNamed = daemon.wait(20) {
                daemon.lines.contains { $0.contains("plc") && $0.contains("map_version") && $0.contains("7") }
            }
            #expect(isNamed, "\(daemon.tail)")
            let health = unhealthyAnswer(of: daemon)
            #expect(health.contains(" 503 ") && health.contains("plc"), "\(health)")
            #expect(field.world.withPlant { $0.drive == .stop && !$0.isChargerEnabled })
            daemon.signal(SIGTERM)
            #expect(daemon.end(within: 20) == 0)
        }

        @Test(.timeLimit(.minutes(2)))
        func `mail for a server with another's certificate stays queued and the dock still flies`() throws {
            var faults = RehearsalFaults()
            faults.isMailCertificateWrong = true
            let field = try Rehearsal(speed: 20, faults: faults)
            defer { field.stop() }
            try field.leaveDatabase()
            let daemon = try field.daemon()
            let isFlown = daemon.wait(60) { daemon.output.contains("\(Rehearsal.occurrence): flown") }
            #expect(isFlown, "\(daemon.tail)")
            #expect(daemon.waitForLine("certificate", within: 20), "\(daemon.tail)")
            daemon.signal(SIGTERM)
            #expect(daemon.end(within: 20) == 0)
            let waiting = try Outbox(try field.database()).list(limit: 100).filter { $0.kind == "mission" }
            #expect(waiting.map(\.state) == [.queued], "\(waiting)")
            #expect(field.mail.stats.accepted == 0)
            #expect(field.watch.report.violations == [])
        }

        @Test(.timeLimit(.minutes(1)))
        func `a mail server that says nothing does not hold up the end of the daemon`() throws {
            let server = try SilentServer()
            var faults = RehearsalFaults()
            faults.isFieldbusClosed = true
            faults.mailPort = server.port
            let field = try Rehearsal(speed: speed, faults: faults)
            defer { field.stop() }
            let daemon = try field.daemon()
            #expect(daemon.wait(20) { server.hasClient }, "\(daemon.tail)")
            let begun = ContinuousClock.now
            daemon.signal(SIGTERM)
            #expect(daemon.end(within: 20) == 0, "\(daemon.tail)")
            #expect(ContinuousClock.now - begun < .seconds(10))
            let waiting = try Outbox(try field.database()).list(limit: 100)
            #expect(waiting.contains { $0.kind == "incident" }, "\(waiting)")
        }

        @Test(.timeLimit(.minutes(1)))
        func `a vehicle behind a TCP port that is closed is waited for`() throws {
            var faults = RehearsalFaults()
            faults.edits = [("\"udpout:", "\"tcp:")]
            let field = try Rehearsal(speed: speed, faults: faults)
            defer { field.stop() }
            let daemon = try field.daemon()
            // With cover, charger and pad read, the dock does not wait for ever for a vehicle that is not heard.
            #expect(daemon.waitForLine("phase starting -> ", within: 30), "\(daemon.tail)")
            daemon.signal(SIGTERM)
            #expect(daemon.end(within: 20) == 0, "\(daemon.tail)")
        }

        @Test func `a mistyped key ends the daemon with 78 and its place`() throws {
            var faults = RehearsalFaults()
            faults.edits = [("  wind_gust: 12 m/s", "  wind_gist: 12 m/s")]
            let field = try Rehearsal(speed: speed, faults: faults)
            defer { field.stop() }
            let daemon = try field.daemon()
            #expect(daemon.end(within: 20) == 78)
            let place = try #require(daemon.lines.first { $0.contains("wind_gist") })
            #expect(place.hasPrefix("dock.yaml:"))
            #expect(
                place.split(separator: ":").dropFirst().prefix(2).allSatisfy { Int($0) != nil }, "\(place)")
            #expect(place.contains("wind_gust"), "\(place)")
        }

        @Test(arguments: ["smtp.secret/var", "/sys/roost-rehearsal"])
        func `a folder that cannot be written ends the daemon with its name`(folder: String) throws {
            var faults = RehearsalFaults()
            faults.edits = [("directory: ./var ", "directory: \(folder) ")]
            let field = try Rehearsal(speed: speed, faults: faults)
            defer { field.stop() }
            let daemon = try field.daemon()
            #expect(daemon.end(within: 20) == 78, "\(daemon.tail)")
            #expect(daemon.log.contains("storage.directory"), "\(daemon.tail)")
            #expect(daemon.log.contains(folder), "\(daemon.tail)")
        }

        @Test(arguments: ["x", "1,2", "0,0,20", "1811870655000,9223372036854775807,1000", "-1,0,-1"])
        func `a rehearsal clock that is none is refused as wrong usage`(text: String) throws {
            let daemon = try DaemonChild(["run", "--config", "/nowhere", "--rehearsal-clock=\(text)"])
            #expect(daemon.end(within: 20) == 64)
        }

        /// The console's answer once it is unhealthy; the last one otherwise.
        private func unhealthyAnswer(of daemon: DaemonChild) -> String {
            var answer = "no answer"
            _ = daemon.wait(20) {
                if let console = daemon.consoleAddress, let fresh = get("/healthz", at: console) {
                    answer = fresh
                }
                return answer.contains(" 503 ") && answer.contains("plc")
            }
            return answer
        }
    }
}
