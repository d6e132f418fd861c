// SPDX-License-Identifier: Apache-2.0
// `roost status --watch`: the picture stays within its window whatever the dock says, keys and signals end it, and the
// terminal is given back as it was.

import DockModel
import Foundation
import RoostCore
import Settings
import Store
import Testing

@testable import RoostDaemon
@testable import roost

private let now = WallTime(milliseconds: 1_811_870_700_000)

/// A state with long and foreign words in it.
private func hostileView(incidents: Int = 3) throws -> StatusView {
    var state = DockState(at: moment(0), parts: [])
    state.evidence.wind.take(MetresPerSecond(5.1), at: moment(-30).boot)
    state.evidence.openSwitch.take(false, at: moment(0).boot)
    state.evidence.closedSwitch.take(true, at: moment(0).boot)
    var view = StatusView(DockSnapshot(state: state, moment: moment(0)), try stats(), now: now)
    view.lockOut = String(repeating: "雨\u{1B}[2J ", count: 60)
    view.openIncidents = (0..<incidents).map {
        "P2 COVER.timed-out \($0): " + String(repeating: "é🚁 ", count: 50)
    }
    return view
}

private func stats() throws -> OutboxStats {
    try Outbox(RoostDatabase.open(directory: freshDirectory())).stats(now: now)
}

/// A store with one committed state, as old as wanted.
private func store(age: Duration = .seconds(2), phase: Phase = .idle) throws -> (
    directory: String, commit: (Phase) throws -> Void
) {
    let directory = try freshDirectory()
    let database = try RoostDatabase.open(directory: directory)
    let commit: (Phase) throws -> Void = { phase in
        let wall = WallTime.now + (.zero - age)
        let at = Moment(boot: Instant(nanoseconds: 5_000_000_000), wall: wall)
        var state = DockState(at: at, parts: [])
        state.phase = phase
        _ = try database.commit(DecisionCommit(moment: at, state: StateCoding.encode(state)))
    }
    try commit(phase)
    return (directory, commit)
}

@Suite struct StatusPictures {
    @Test(arguments: [(80, 24), (40, 10), (200, 60), (20, 3)])
    func `no line is wider and no picture higher than the window`(columns: Int, rows: Int) throws {
        let frame = StatusFrame(view: try hostileView(incidents: 40), storage: "/var/lib/roost", now: now)
        let lines = frame.lines(columns: columns, rows: rows)
        #expect(lines.count <= rows)
        for line in lines { #expect(TerminalText.width(line) <= columns, "\(line)") }
        #expect(!lines.joined().unicodeScalars.contains { $0.properties.generalCategory == .control })
    }

    @Test func `readings show their age once they are old, and colours only where they are wanted`() throws {
        let view = try hostileView()
        let plain = StatusFrame(view: view, storage: "x", now: now).lines(columns: 100, rows: 60).joined(
            separator: "\n")
        #expect(
            plain.contains("wind       5.1 m/s, gusts 5.1 m/s (30 s old)")
                && plain.contains("cover      closed "))
        #expect(plain.contains("link       -") && !plain.contains("\u{1B}"))
        let painted = StatusFrame(view: view, storage: "x", now: now, isColoured: true).lines(
            columns: 80, rows: 24)
        #expect(painted.joined().contains("\u{1B}[1;31m"))
    }

    @Test func `incidents that do not fit are counted`() throws {
        let lines = StatusFrame(view: try hostileView(incidents: 40), storage: "x", now: now).lines(
            columns: 80, rows: 24)
        let told = lines.count { $0.hasPrefix("P2 ") }
        let rest = try #require(lines.first { $0.hasPrefix("and ") })
        #expect(rest.hasPrefix("and \(40 - told) more") && lines.last?.hasPrefix("q ends") == true)
    }

    @Test(arguments: [
        ("abc", 5, "abc  "), ("abcdef", 4, "abc…"), ("雨雨雨", 4, "雨… "), ("e\u{301}x", 2, "e\u{301}x"),
        ("a", 0, ""),
    ])
    func `texts are cut and filled by columns`(text: String, columns: Int, wanted: String) {
        #expect(TerminalText.fitted(text, to: columns) == wanted)
    }
}

@Suite(.serialized) struct WatchingADock {
    @Test func `it draws in place, follows a change, ends with q and gives the terminal back`() throws {
        let (directory, commit) = try store()
        let terminal = try PseudoTerminal(["status", "--watch", "--every", "0.2", "--storage", directory])
        let before = terminal.localFlags
        #expect(terminal.waitFor("\u{1B}[?1049h") && terminal.waitFor("idle"), "\(terminal.seen)")
        try commit(.fault)
        #expect(terminal.waitFor("fault, a person is needed"), "\(terminal.seen)")
        // The whole picture is one write, and nothing is wiped before it.
        #expect(terminal.seen.contains("\u{1B}[?2026h\u{1B}[H") && !terminal.seen.contains("\u{1B}[2J"))
        terminal.type("xq")
        #expect(terminal.end() == 0 && terminal.localFlags == before)
        #expect(terminal.seen.hasSuffix("\u{1B}[?25h\u{1B}[?1049l"))
    }

    @Test(arguments: ["\u{3}", "\u{4}", "Q"])
    func `Ctrl-C and its like end it in order`(key: String) throws {
        let terminal = try PseudoTerminal(["status", "--watch", "--storage", try store().directory])
        let before = terminal.localFlags
        #expect(terminal.waitFor("q ends"))
        terminal.type(key)
        #expect(
            terminal.end() == 0 && terminal.localFlags == before && terminal.seen.hasSuffix("\u{1B}[?1049l"))
    }

    @Test func `a signal ends it in order, and a dead daemon is told`() throws {
        let terminal = try PseudoTerminal([
            "status", "--watch", "--storage", try store(age: .seconds(1_200)).directory,
        ])
        let before = terminal.localFlags
        #expect(terminal.waitFor("THE DAEMON DOES NOT RUN"))
        terminal.signal(SIGTERM)
        #expect(
            terminal.end() == 0 && terminal.localFlags == before && terminal.seen.hasSuffix("\u{1B}[?1049l"))
    }

    @Test func `where there is no dock it says so on the ordinary screen`() throws {
        let terminal = try PseudoTerminal(["status", "--watch", "--storage", try freshDirectory()])
        #expect(terminal.end() == 69 && terminal.seen.contains("no dock has run here yet"))
        #expect(!terminal.seen.contains("\u{1B}"))
    }

    @Test func `without a terminal each change is one line without escapes`() throws {
        let (directory, commit) = try store()
        let child = try DaemonChild(["status", "--watch", "--every", "0.2", "--storage", directory])
        #expect(child.wait(20) { child.output.contains("idle") })
        try commit(.fault)
        #expect(child.wait(20) { child.output.contains("fault") })
        child.signal(SIGTERM)
        _ = child.end(within: 20)
        #expect(
            child.output.split(separator: "\n").count == 2 && !child.output.contains("\u{1B}"),
            "\(child.output)")
    }

    @Test func `a look at a folder without a dock makes no database`() throws {
        let directory = try freshDirectory()
        #expect(
            try DaemonChild(["status", "--watch", "--json", "--storage", directory]).end(within: 20) == 69)
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory).isEmpty)
    }
}
