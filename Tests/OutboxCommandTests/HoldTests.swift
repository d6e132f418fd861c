// SPDX-License-Identifier: Apache-2.0
// `roost outbox hold`, `export`, and what `list` and `stats` say of mails that wait for a link; and `roost incidents
// ack`.

import DockModel
import Foundation
import RoostDaemon
import Store
import Testing
import Triage

@Suite struct HoldTests {
    private func queue(_ count: Int) throws -> String {
        let directory = try freshDirectory() + "/queue"
        let lines = (1...count).map {
            #"{"to":"ops@example.org","subject":"mail \#($0)","body":"Grüße \#($0)"}"# + "\n"
        }
        let result = try Child.outbox("enqueue", "--queue", directory, "--from", "dock@example.org")
            .finish(input: lines.joined())
        #expect(result.status == 0)
        return directory
    }

    @Test func `a held mail is listed as such and goes on with retry`() throws {
        let directory = try queue(2)
        let held = try Child.outbox("hold", "1", "--queue", directory).finish()
        #expect(held.status == 0 && held.output == "held 1\n")
        let list = try Child.outbox("list", "--queue", directory).finish().output
        #expect(list.contains("(waits: held until for ever)") && list.split(separator: "\n").count == 2)
        #expect(try Child.outbox("stats", "--queue", directory).finish().output.contains("1 held"))
        #expect(try Child.outbox("hold", "9", "--queue", directory).finish().status == 1)
        #expect(try Child.outbox("retry", "1", "--queue", directory).finish().status == 0)
        #expect(!(try Child.outbox("list", "--queue", directory).finish().output.contains("waits")))
    }

    @Test func `an export holds the very octets, with sums that sha256sum believes`() throws {
        let directory = try queue(3), target = try freshDirectory() + "/out"
        _ = try Child.outbox("drop", "2", "--queue", directory).finish()
        let result = try Child.outbox("export", target, "--queue", directory, "--json").finish()
        #expect(result.status == 0, "\(result.complaints)")
        let outbox = Outbox(try RoostDatabase.open(directory: directory))
        for id in 1...3 as ClosedRange<Int64> {
            let file = try Data(contentsOf: URL(fileURLWithPath: "\(target)/0000000\(id).eml"))
            #expect(try outbox.mail(id: id)?.octets == Array(file))
        }
        let check = try Child("/usr/bin/sha256sum", ["-c", "SHA256SUMS"], directory: target).finish()
        #expect(check.status == 0 && check.lines.count == 4)
        let mode =
            try FileManager.default.attributesOfItem(atPath: target + "/00000001.eml")[.posixPermissions]
            as? Int
        #expect(mode == 0o600)
        // A directory that holds something is left alone, and a state chooses.
        #expect(try Child.outbox("export", target, "--queue", directory).finish().status == 78)
        let other = try freshDirectory() + "/dead"
        _ = try Child.outbox("export", other, "--queue", directory, "--state", "dead").finish()
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: other).sorted() == [
                "00000002.eml", "SHA256SUMS", "manifest.json",
            ])
        let manifest = try String(contentsOfFile: other + "/manifest.json", encoding: .utf8)
        #expect(manifest.contains("roost-outbox-export/1") && manifest.contains("\"sha256\""))
    }

    @Test func `mails that wait for a budget are listed and counted with the link`() throws {
        let directory = try queue(2)
        let database = try RoostDatabase.open(directory: directory)
        var terms = LinkTerms(link: "sky")
        terms.octetsPerDay = 100
        try LinkQueue(Outbox(database), terms: terms, today: { "2026-11-26" }).count(
            octets: 90, isSessionOver: true)
        try LinkStatus(
            terms: terms, state: .satellite, since: WallTime(seconds: 1_790_000_000), today: "2026-11-26"
        )
        .save(in: database)
        let list = try Child.outbox("list", "--queue", directory).finish().output
        #expect(list.components(separatedBy: "(waits: budget)").count == 3)
        let stats = try Child.outbox("stats", "--queue", directory).finish().output
        #expect(
            stats.contains("2 wait for the budget") && stats.contains("satellite: sky, 90 of 100 bytes today")
        )
        let json = try Child.outbox("stats", "--queue", directory, "--json").finish().output
        #expect(json.contains("\"waitForBudget\"") && json.contains("\"octets\""))
    }

    @Test func `taking note of an incident is stored once, and of none is refused`() throws {
        let directory = try queue(1)
        let database = try RoostDatabase.open(directory: directory)
        var decision = DecisionCommit(
            moment: Moment(boot: Instant(seconds: 1), wall: WallTime(seconds: 1_790_000_000)))
        decision.incidents = [
            IncidentRecord(
                id: "7-1", severity: .critical, kind: "COVER.timed-out",
                opened: WallTime(seconds: 1_790_000_000),
                isOpen: true, body: Array("{}".utf8))
        ]
        _ = try database.commit(decision)
        func ack(_ id: String, _ name: String) throws -> Child.Result {
            try Child(roostPath, ["incidents", "ack", id, "--by", name, "--storage", directory]).finish()
        }
        #expect(try ack("7-2", "Kim").status == 1)
        #expect(try ack("7-1", "Kim").output.contains("by Kim (command)"))
        #expect(try ack("7-1", "Alex").output.contains("by Kim (command)"))
        #expect(try database.acknowledgement(of: "7-1")?.who == "Kim")
        let shown = try Child(roostPath, ["incidents", "show", "7-1", "--storage", directory]).finish()
        #expect(shown.output.contains("taken note of at"))
    }

    @Test func `an incident is shelved for a while with who and why, seen in the list, and taken off again`() throws {
        let directory = try queue(1)
        let database = try RoostDatabase.open(directory: directory)
        let opened = WallTime(seconds: 1_790_000_000)
        var decision = DecisionCommit(moment: Moment(boot: Instant(seconds: 1), wall: opened))
        decision.incidents = [("7-1", "COVER.timed-out"), ("7-2", "POWER.smoke")].map { id, kind in
            IncidentRecord(
                id: id, severity: .error, kind: kind, opened: opened, isOpen: true, body: Array("{}".utf8))
        }
        _ = try database.commit(decision)
        func incidents(_ words: String...) throws -> Child.Result {
            try Child(roostPath, ["incidents"] + words + ["--storage", directory]).finish()
        }
        #expect(try incidents("shelves").status == 0)
        let done = try incidents("shelve", "7-1", "--for", "8h", "--reason", "mechanic at noon", "--by", "Kim")
        #expect(done.status == 0 && done.output.contains("by Kim: mechanic at noon"))
        let list = try incidents("shelves", "--json")
        #expect(list.status == 1 && list.output.contains("\"isInForce\"") && list.output.contains("7-1"))
        #expect(try incidents("show", "7-1").output.contains("shelf       7-1: shelved"))
        for bad in [["7-2", "--for", "8h"], ["7-9", "--for", "8h"], ["7-1", "--for", "8d"], ["7-1", "--for", "soon"]] {
            let refused = try Child(
                roostPath, ["incidents", "shelve"] + bad + ["--reason", "x", "--storage", directory]
            ).finish()
            #expect(refused.status == (bad[0] == "7-2" ? 77 : bad[0] == "7-9" ? 1 : 64), "\(bad)")
        }
        #expect(try incidents("unshelve", "7-1", "--by", "Alex").output.contains("by Alex"))
        #expect(try incidents("unshelve", "7-1").status == 1)
        #expect(try incidents("shelves", "--all").output.contains("ended"))
        #expect(try database.shelfHistory().map(\.who) == ["Kim"])
    }

    @Test func `what is learned of signals is listed, and a damaged memory is said`() throws {
        let directory = try queue(1)
        let database = try RoostDatabase.open(directory: directory)
        func signals(_ words: String...) throws -> Child.Result {
            try Child(roostPath, ["anomaly", "signals", "--storage", directory] + words).finish()
        }
        #expect(try signals().output == "no signal is known yet\n")
        var decision = DecisionCommit(
            moment: Moment(boot: Instant(seconds: 1), wall: WallTime(seconds: 1_790_000_000)))
        var known = WatchedSignal()
        for row in 0..<5 {
            let time = WallTime(seconds: 1_790_000_000 + Double(row / 2) * 300)
            _ = known.take(Sample(time: time, value: 20), threshold: 0.5, unit: "V")
        }
        decision.signals = [SignalRecord(name: "plc.pad_voltage", body: known.octets)]
        _ = try database.commit(decision)
        let fine = try signals()
        #expect(fine.status == 0 && fine.output.contains("plc.pad_voltage  3  ") && fine.output.contains("learning"))
        #expect(fine.output.contains("2 repeated"))
        decision.signals = [SignalRecord(name: "plc.other", body: [1, 2, 3])]
        _ = try database.commit(decision)
        let torn = try signals("--json")
        #expect(torn.status == 1 && torn.output.contains("\"damaged\""))
    }
}
