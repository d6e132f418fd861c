// SPDX-License-Identifier: Apache-2.0
// Mails about the fleet: what is worst stands first, every dock is in the table, and no name of a dock becomes a line
// or a formula of its own.

import Post
import Testing

@testable import FleetLink
@testable import roost

@Suite struct FleetLetterTests {
    private func dock(_ name: String, _ concern: String, severity: Int? = nil, silent: Double = 20) throws
        -> FleetDock
    {
        let word = try #require(DockConcern(rawValue: concern))
        return FleetDock(
            dock: name, name: "A \"site\"", concern: word, phase: "idle", silentSeconds: silent,
            intervalSeconds: 60,
            isOnLine: true, openIncidents: severity == nil ? 0 : 1, worstSeverity: severity, missing: 0,
            shed: 0,
            poisoned: 0, clockAheadSeconds: 0, version: "1")
    }

    @Test func `a mail about silence names the docks and for how long`() {
        let one = FleetLetter.silences([
            FleetSilence(dock: "NORTH", name: "Field", heardSecondsAgo: 7_300, endedAfterSeconds: nil)
        ])
        #expect(one.subject == "Fleet: dock NORTH is silent")
        #expect(one.text.contains("NORTH (Field): last heard 2 h ago"))
        let many = FleetLetter.silences(
            (0..<60).map {
                FleetSilence(dock: "D\($0)", name: nil, heardSecondsAgo: 600, endedAfterSeconds: nil)
            })
        #expect(many.subject == "Fleet: 60 docks are silent: D0, D1, D2, …")
        #expect(many.text.contains("D49") && !many.text.contains("D50:") && many.text.contains("and 10 more"))
    }

    @Test func `a digest has the worst first, who was heard again, and every dock in its table`() throws {
        let docks = [
            try dock("ALARM", "alarm", severity: 0), try dock("QUIET", "silent", silent: 9_000),
            try dock("=WELL", "well"),
        ]
        let facts = FleetLetter.Facts(
            docks: docks,
            parts: [
                FleetPart(
                    part: "fan", name: "Fan", count: 2, docks: ["A", "B"], stage: "replace", firstEndDays: 4,
                    leadDays: 21)
            ],
            silences: [
                FleetSilence(dock: "BACK", name: nil, heardSecondsAgo: 9_000, endedAfterSeconds: 4_000),
                FleetSilence(dock: "QUIET", name: nil, heardSecondsAgo: 9_000, endedAfterSeconds: nil),
            ])
        let letter = FleetLetter.digest(facts, day: "2026-11-26", most: 1)
        #expect(letter.subject == "Fleet 2026-11-26: 3 docks, 2 not well")
        #expect(letter.text.contains("3 docks: 1 alarm, 1 silent, 1 well"))
        #expect(letter.text.contains("ALARM") && letter.text.contains("and 1 more, see docks.csv"))
        #expect(letter.text.contains("BACK: was silent for 66 min"))
        #expect(letter.text.contains("2 x Fan (fan): replace, first ends in 4 d, 21 d to get; A, B"))
        let table = String(decoding: try #require(letter.attachments.first).octets, as: UTF8.self)
        #expect(table.split(separator: "\r\n").count == 4 && table.contains("\r\n'=WELL,well"))
        let well = FleetLetter.digest(
            FleetLetter.Facts(docks: [docks[2]], parts: [], silences: []), day: "d", most: 9)
        #expect(well.subject.hasSuffix("all well") && well.text.contains("No dock needs anybody."))
    }

    @Test func `a name with a line feed stays in its line`() throws {
        let letter = FleetLetter.silences([
            FleetSilence(
                dock: "A", name: "x\nBcc: evil@example.org", heardSecondsAgo: 500, endedAfterSeconds: nil)
        ])
        #expect(!letter.text.split(separator: "\n").contains { $0.hasPrefix("Bcc:") })
    }
}
