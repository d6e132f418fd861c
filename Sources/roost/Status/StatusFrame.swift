// SPDX-License-Identifier: Apache-2.0
// The picture that `roost status --watch` draws: lines of one width, most urgent first, from one view of the dock. It
// reads nothing and knows no terminal but its size.

import DockModel

/// One picture of the dock.
struct StatusFrame {
    let view: StatusView
    /// Where the dock's database is, as it was named.
    let storage: String
    let now: WallTime
    var isColoured = false

    /// No line is drawn wider than this, however wide the window.
    static let mostColumns = 100

    private enum Tone: String {
        case good = "32"
        case careful = "33"
        case bad = "1;31"
        case quiet = "2"
    }

    /// The lines of the picture; no wider than the window and no more than its rows.
    func lines(columns: Int, rows: Int) -> [String] {
        let width = max(20, min(columns, Self.mostColumns))
        var lines = [
            head(width), toned(TerminalText.fitted(commit, to: width), view.isDaemonAlive ? .quiet : .bad),
            "",
        ]
        lines += pairs(width)
        lines += ["", row("mission", view.mission ?? "none", width)]
        let waiting = view.waitingMissions > 0 ? "; \(view.waitingMissions) wait" : ""
        lines.append(row("next run", (view.nextRun ?? "unknown") + waiting, width))
        lines.append(
            row(
                "mail", "\(view.mailWaiting) waiting, \(view.mailSent) sent, \(view.mailDead) given up",
                width,
                view.mailDead > 0 ? .careful : nil))
        if let waitsFor = view.waitsFor { lines.append(row("waits for", waitsFor, width)) }
        if let lockOut = view.lockOut { lines.append(row("locked out", lockOut, width, .bad)) }
        if let divert = view.divert {
            lines.append(row("sent to", "\(divert): \(view.divertBecause ?? "")", width, .careful))
        }
        lines.append("")
        lines += incidents(width, room: max(1, rows - lines.count - 2))
        lines.append(toned(TerminalText.fitted("q ends", to: width), .quiet))
        return Array(lines.prefix(max(1, rows)))
    }

    private func head(_ width: Int) -> String {
        let word = view.needsPerson ? "\(view.phase), a person is needed" : view.phase
        let moment = now.utc.replacing("T", with: " ").replacing("Z", with: " UTC")
        // A narrow window has room for the time of day alone.
        let time = width < 48 ? String(moment.drop { $0 != " " }.dropFirst()) : moment
        let left = TerminalText.fitted(word, to: max(0, width - time.count - 1))
        let tone: Tone =
            view.needsPerson || !view.isDaemonAlive ? .bad : view.openIncidents.isEmpty ? .good : .careful
        return toned(left, tone) + " " + time
    }

    private var commit: String {
        let age = "committed \(DoctorText.span(.seconds(max(0, view.ageSeconds)))) ago in \(storage)"
        return view.isDaemonAlive ? age : "THE DAEMON DOES NOT RUN: \(age)"
    }

    /// Readings in two columns, each with its age when it is no longer fresh.
    private func pairs(_ width: Int) -> [String] {
        let half = (width - 2) / 2
        let cells = view.readings.map { reading -> String in
            let age =
                reading.ageSeconds.map { $0 > 10 ? " (\(DoctorText.span(.seconds($0))) old)" : "" } ?? ""
            return TerminalText.fitted(
                TerminalText.fitted(reading.name, to: 11) + CommandOutput.printable(reading.value) + age,
                to: half)
        }
        let rows = (cells.count + 1) / 2
        return (0..<rows).map { row in
            cells[row] + "  " + (row + rows < cells.count ? cells[row + rows] : "")
        }
    }

    private func row(_ name: String, _ text: String, _ width: Int, _ tone: Tone? = nil) -> String {
        let line = TerminalText.fitted(name, to: 11) + CommandOutput.printable(text)
        return toned(TerminalText.fitted(line, to: width), tone)
    }

    private func incidents(_ width: Int, room: Int) -> [String] {
        guard !view.openIncidents.isEmpty else { return [row("incidents", "none", width)] }
        var shown = view.openIncidents.prefix(room).map { text in
            toned(TerminalText.fitted(CommandOutput.printable(text), to: width), .bad)
        }
        if view.openIncidents.count > room {
            shown[shown.count - 1] = TerminalText.fitted(
                "and \(view.openIncidents.count - room + 1) more: roost incidents list --open", to: width)
        }
        return shown
    }

    private func toned(_ text: String, _ tone: Tone?) -> String {
        guard isColoured, let tone else { return text }
        return "\u{1B}[\(tone.rawValue)m\(text)\u{1B}[0m"
    }
}
