// SPDX-License-Identifier: Apache-2.0
// `roost status --watch`: looks at the store again and again. On a terminal it draws in place; elsewhere each change is
// one line. It opens the store to read, and one that goes away or is replaced is opened anew.

import ArgumentParser
import DockModel
import Foundation
import RoostDaemon
import Store

/// Watches a dock.
struct StatusWatch {
    let storage: String
    let every: Duration
    let isJSON: Bool

    /// Keys that end the watch: q, Q, Ctrl-C, Ctrl-D, Ctrl-\.
    private static let endKeys: Set<UInt8> = [0x71, 0x51, 0x03, 0x04, 0x1C]

    func run() throws {
        var eye = StatusEye(storage: storage)
        if isJSON || !TerminalScreen.isThere { return try tell(&eye) }
        // The first look says on an ordinary screen what is wrong.
        var sight = eye.look()
        if case .failure(let blindness) = sight { throw blindness.complain() }
        guard let screen = TerminalScreen() else { return try tell(&eye) }
        defer { withExtendedLifetime(screen) {} }
        while true {
            let size = TerminalScreen.size
            switch sight {
            case .success(let view):
                let frame = StatusFrame(
                    view: view, storage: storage, now: .now, isColoured: TerminalScreen.wantsColour)
                screen.draw(frame.lines(columns: size.columns, rows: size.rows))
            case .failure(let blindness):
                screen.draw([TerminalText.fitted(blindness.text, to: size.columns), "q ends"])
            }
            switch screen.wait(every) {
            case .key(let key) where Self.endKeys.contains(key): return
            case .end: return
            case .key, .nothing: sight = eye.look()
            }
        }
    }

    /// One line a change, for a file or another program.
    private func tell(_ eye: inout StatusEye) throws {
        var last = ""
        while true {
            switch eye.look() {
            case .failure(let blindness):
                guard !last.isEmpty else { throw blindness.complain() }
                if last != blindness.text { CommandOutput.complain(blindness.text) }
                last = blindness.text
            case .success(var view):
                let text = line(view)
                if text != last {
                    last = text
                    view.ageSeconds = max(0, view.ageSeconds)
                    if isJSON {
                        try CommandOutput.sayJSON(view)
                    } else {
                        try CommandOutput.say("\(WallTime.now.utc) \(text)\n")
                    }
                }
            }
            Thread.sleep(forTimeInterval: every.inSeconds)
        }
    }

    /// What makes a change: not the age, and not each reading.
    private func line(_ view: StatusView) -> String {
        var words = [view.phase]
        if !view.isDaemonAlive { words.append("the daemon does not run") }
        if view.needsPerson { words.append("a person is needed") }
        if let waitsFor = view.waitsFor { words.append("waits for \(waitsFor)") }
        if let mission = view.mission { words.append("mission \(mission)") }
        words.append("\(view.mailWaiting) mails wait, \(view.mailDead) given up")
        words += view.openIncidents
        return CommandOutput.printable(words.joined(separator: "; "))
    }
}

/// Why a dock cannot be seen.
struct StatusBlindness: Error {
    var text: String
    var code: ExitCode

    /// Says it and gives the exit code.
    func complain() -> ExitCode {
        CommandOutput.complain(CommandOutput.printable(text))
        return code
    }
}

/// Looks at one store, which it keeps open.
struct StatusEye {
    let storage: String
    private var database: RoostDatabase?

    init(storage: String) { self.storage = storage }

    /// The dock now.
    mutating func look() -> Result<StatusView, StatusBlindness> {
        guard FileManager.default.fileExists(atPath: storage + "/roost.db") else {
            database = nil
            return .failure(
                StatusBlindness(
                    text: "\(storage): no dock has run here yet; start it with roost run or roost demo",
                    code: ExitCode(69)))
        }
        do throws(StoreError) {
            let database: RoostDatabase
            if let open = self.database {
                database = open
            } else {
                database = try RoostDatabase.open(directory: storage, check: .asRead)
                self.database = database
            }
            guard let snapshot = try DockSnapshot.read(from: database) else {
                return .failure(
                    StatusBlindness(
                        text: "\(storage): no dock has committed anything here yet", code: ExitCode(69)))
            }
            let now = WallTime.now
            return .success(StatusView(snapshot, try Outbox(database).stats(now: now), now: now))
        } catch {
            database = nil
            return .failure(StatusBlindness(text: "\(error)", code: CommandExit.code(of: error)))
        }
    }
}
