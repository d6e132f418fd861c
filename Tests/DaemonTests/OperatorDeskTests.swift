// SPDX-License-Identifier: Apache-2.0
// Words of operators: each is heard once, none replaces another, and the command line says what came of it.

import DockModel
import Foundation
import Host
import RoostCore
import Schedule
import Settings
import Store
import Synchronization
import Testing
import Wear

@testable import RoostDaemon

@Suite(.timeLimit(.minutes(1))) struct TheDesk {
    private func hear(_ database: RoostDatabase) async -> [OperatorOrder] {
        let heard = Mutex<[OperatorOrder]>([])
        let configuration = try? DefaultConfiguration.configuration()  // the embedded one is tested elsewhere
        let planner = Planner(
            rules: configuration?.schedules ?? [], zone: .utc, dayEnds: TimeOfDay("20:00")!)
        await runOperatorDesk(database, planner: planner, clock: HandClock([moment(0), moment(2)]), logger: silent) {
            event in
            if case .operatorSays(let order) = event { heard.withLock { $0.append(order) } }
        }
        return heard.withLock { $0 }
    }

    @Test func `two people who speak before anyone listens are both heard, in order and once`() async throws {
        let directory = try freshDirectory()
        // Each word comes from a process of its own.
        for word in [OperatorWord.lockOut(reason: "Kim works"), .callHome, .reset] {
            let database = try RoostDatabase.open(directory: directory)
            #expect(try word.leave(in: database))
            try database.close()
        }
        let database = try RoostDatabase.open(directory: directory)
        #expect(await hear(database) == [.lockOut("Kim works"), .callHome, .reset])
        #expect(await hear(database) == [])
        #expect(try OperatorWord.reset.leave(in: database))
        #expect(await hear(database) == [.reset])
    }

    @Test func `consoles that speak at the same time lose no word`() async throws {
        let directory = try freshDirectory()
        let database = try RoostDatabase.open(directory: directory)
        await withTaskGroup(of: Void.self) { group in
            for console in 0..<4 {
                group.addTask {
                    for number in 0..<10 {
                        do {
                            let own = try RoostDatabase.open(directory: directory)
                            let isLeft = try OperatorWord.lockOut(reason: "\(console).\(number)").leave(in: own)
                            #expect(isLeft)
                            try own.close()
                        } catch {
                            Issue.record("\(error)")
                        }
                    }
                }
            }
        }
        let heard = await hear(database)
        #expect(heard.count == 40)
        for console in 0..<4 {
            let own = heard.filter { if case .lockOut(let text) = $0 { text.hasPrefix("\(console).") } else { false } }
            #expect(own == (0..<10).map { .lockOut("\(console).\($0)") })
        }
    }

    @Test func `what a technician says of a part comes to the core as it was said`() async throws {
        let database = try RoostDatabase.open(directory: try freshDirectory())
        let told = PartReplacement(part: "cover-motor", serial: "CM 9 \"ä\"", reason: .upgrade, use: 12.5)
        #expect(try OperatorWord.replaced(told).leave(in: database))
        #expect(try OperatorWord.kept("charge-contacts").leave(in: database))
        #expect(try database.enqueueNote("replaced {\"part\": 7}", in: OperatorWord.queue))
        #expect(
            await hear(database) == [
                .replacePart("cover-motor", serial: "CM 9 \"ä\"", reason: .upgrade, use: 12.5),
                .keepPart("charge-contacts"),
            ])
    }

    @Test func `new parts at hand are counted, and a broken count is none`() throws {
        let database = try RoostDatabase.open(directory: try freshDirectory())
        #expect(try PartStock.count(in: database) == [:])
        try PartStock.set("fan", to: 3, in: database)
        try PartStock.set("fan", to: 2, in: database)
        try PartStock.set("belt", to: -4, in: database)
        #expect(try PartStock.count(in: database) == ["fan": 2, "belt": 0])
        try database.setNote("wear.stock", to: "[7]")
        #expect(try PartStock.count(in: database) == [:])
    }

    @Test func `a full desk takes no more words and says so`() async throws {
        let database = try RoostDatabase.open(directory: try freshDirectory())
        for _ in 0..<RoostDatabase.mostQueuedNotes { #expect(try OperatorWord.callHome.leave(in: database)) }
        #expect(try !OperatorWord.reset.leave(in: database))
        #expect(await hear(database).count == RoostDatabase.mostQueuedNotes)
        #expect(try OperatorWord.reset.leave(in: database))
    }

    @Test func `a schedule that somebody wants now is due now, and an unknown one is dropped`() async throws {
        let database = try RoostDatabase.open(directory: try freshDirectory())
        #expect(try OperatorWord.runNow(schedule: "nobody").leave(in: database))
        #expect(try OperatorWord.runNow(schedule: "perimeter").leave(in: database))
        let heard = await hear(database)
        #expect(heard.count == 1)
        guard case .runNow(let run)? = heard.first else { return }
        #expect(run.plan == "perimeter.plan" && run.due == moment(0).wall && run.latest == run.due + .seconds(1_800))
    }

    @Test func `a word that is none is dropped, and the next one is heard`() async throws {
        let database = try RoostDatabase.open(directory: try freshDirectory())
        for text in ["explode", "lock-out ", "lock-out", "lock-out a\nb", "call-home"] {
            #expect(try database.enqueueNote(text, in: OperatorWord.queue))
        }
        #expect(await hear(database) == [.callHome])
    }

    @Test(arguments: ["", "   ", "a\nb", "a\u{7}", String(repeating: "x", count: 201)])
    func `a reason that is no line of text is refused`(reason: String) {
        #expect(OperatorWord.lockOut(because: reason) == nil)
    }

    @Test func `words come back from their text`() {
        for word in [OperatorWord.reset, .callHome, .lockOut(reason: "Kim works – until 5 pm")] {
            #expect(OperatorWord(text: word.text) == word)
        }
    }
}

extension TheDaemon {
    @Suite(.serialized) struct LockOuts {
        @Test func `roost lock-out without a reason is wrong usage, and without a dock there is none to tell`() throws {
            #expect(try DaemonChild(["lock-out", "--storage", "/nowhere"]).end(within: 20) == 64)
            #expect(
                try DaemonChild(["lock-out", "--reason", " ", "--storage", "/nowhere"]).end(within: 20) == 64)
            #expect(try DaemonChild(["lock-out", "--reason", "Kim", "--storage", "/nowhere"]).end(within: 20) == 69)
        }

        @Test(.timeLimit(.minutes(2)))
        func `a lock-out is heard, shown with its reason, and ended by a reset`() throws {
            var faults = RehearsalFaults()
            faults.due = "23:59"
            let field = try Rehearsal(speed: 20, faults: faults)
            defer { field.stop() }
            let daemon = try field.daemon()
            try #require(daemon.waitForLine("-> idle", within: 40), "\(daemon.tail)")
            let storage = field.directory + "/var"
            let word = try DaemonChild(["lock-out", "--reason", "Kim works on the roof", "--storage", storage])
            #expect(word.end(within: 20) == 0)
            let isShown = daemon.wait(20) { status(storage).contains("\"lockOut\":\"Kim works on the roof\"") }
            #expect(isShown, "\(status(storage))\n\(daemon.tail)")
            #expect(status(storage).contains("\"needsPerson\":true"))
            if let console = daemon.consoleAddress {
                let page = get("/api/status", at: console) ?? ""
                #expect(page.contains("Kim works on the roof"), "\(page)")
                try expectEveryPage(of: console)
            }
            #expect(try DaemonChild(["reset", "--storage", storage]).end(within: 20) == 0)
            let isOver = daemon.wait(30) { status(storage).contains("\"needsPerson\":false") }
            #expect(isOver, "\(status(storage))\n\(daemon.tail)")
            daemon.signal(SIGTERM)
            #expect(daemon.end(within: 20) == 0)
        }

        /// Every page of a running dock, and every answer for programs.
        private func expectEveryPage(of console: String) throws {
            let incidents = get("/api/incidents", at: console) ?? ""
            let incident = try #require(incidents.firstMatch(of: /"id":"([0-9-]+)"/)).output.1
            let parts = get("/api/wear", at: console) ?? ""
            let part = try #require(parts.firstMatch(of: /"id":"([a-z0-9-]+)"/)).output.1
            for path in [
                "/", "/missions", "/flight", "/hardware", "/wear", "/wear/\(part)", "/incidents",
                "/incidents/\(incident)", "/incidents/held", "/system", "/metrics", "/calendar.ics", "/api/missions",
                "/api/flight", "/api/hardware", "/api/wear/\(part)", "/api/incidents/\(incident)",
                "/api/incidents/held", "/api/system", "/api/openapi.json",
            ] {
                let answer = get(path, at: console) ?? ""
                #expect(answer.hasPrefix("HTTP/1.1 200 "), "\(path): \(answer.prefix(200))")
            }
            let ready = get("/readyz", at: console) ?? ""
            #expect(ready.hasPrefix("HTTP/1.1 503 ") && ready.contains("Kim works on the roof"), "\(ready)")
            #expect(get("/hardware", at: console)?.contains("plc.") == true)
            #expect(get("/metrics", at: console)?.contains("roost_locked_out 1") == true)
        }

        private func status(_ storage: String) -> String {
            // A command that cannot be started says nothing; the test then fails on what it expects.
            guard let child = try? DaemonChild(["status", "--json", "--storage", storage]) else { return "" }
            _ = child.end(within: 20)
            return child.output.replacingOccurrences(of: " ", with: "").replacingOccurrences(
                of: "Kimworksontheroof", with: "Kim works on the roof")
        }
    }
}
