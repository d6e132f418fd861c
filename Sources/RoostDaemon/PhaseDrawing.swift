// SPDX-License-Identifier: Apache-2.0
// Draws the dock's phases from the core's own table of changes, so that the picture cannot say what the core does not
// do. It decides nothing and draws the same octets each time.

internal import RoostCore

/// The picture of all phases and their changes.
public enum PhaseDrawing {
    /// Where a phase stands: column and row of the grid.
    static func place(of phase: Phase) -> (column: Int, row: Int) {
        switch phase {
        case .starting: (0, 0)
        case .idle: (1, 0)
        case .gating: (2, 0)
        case .hold: (3, 0)
        case .preparing: (4, 0)
        case .opening: (5, 0)
        case .launching: (7, 0)
        case .reporting: (0, 1)
        case .offloading: (1, 1)
        case .charging: (2, 1)
        case .closing: (3, 1)
        case .securing: (4, 1)
        case .landing: (5, 1)
        case .returning: (6, 1)
        case .flying: (7, 1)
        case .service: (0, 2)
        case .fault: (1, 2)
        case .recover: (3, 2)
        case .diverted: (5, 2)
        case .diverting: (6, 2)
        case .lost: (7, 2)
        }
    }

    private static let size = (width: 112, height: 40)

    /// The middle of a phase's box, pixels.
    private static func middle(of phase: Phase) -> (x: Int, y: Int) {
        let (column, row) = place(of: phase)
        return (80 + column * 146, 90 + row * 170)
    }

    /// Changes that so many phases have that they are marks in the boxes and not arrows.
    private static func mark(for change: PhaseChange) -> String? {
        switch change.to {
        case .recover: "C"
        case .diverting: "D"
        case .fault: "F"
        case .lost: "L"
        case .starting: "R"
        case .service: "S"
        case .idle, .gating, .hold, .preparing, .opening, .launching, .flying, .returning, .landing, .securing,
            .closing, .charging, .offloading, .reporting, .diverted:
            change.from == .starting ? "" : nil
        }
    }

    /// The marks, what each leads to and why, in the order of their letters; then what leads out of `starting`.
    private static var legend: [String] {
        var reasons: [String: [String]] = [:], goals: [String: Phase] = [:]
        for change in Phase.changes {
            guard let mark = mark(for: change), !mark.isEmpty else { continue }
            goals[mark] = change.to
            if reasons[mark]?.contains(change.because) != true { reasons[mark, default: []].append(change.because) }
        }
        let marked = goals.sorted { $0.key < $1.key }.map { mark, goal in
            "\(mark) → \(goal.rawValue): \((reasons[mark] ?? []).joined(separator: "; "))"
        }
        let starts = Phase.changes.filter { $0.from == .starting }.map {
            "starting → \($0.to.rawValue): \($0.because)"
        }
        return marked + ["Red phases await a person; the process begins in them anew, and else in starting."] + starts
    }

    /// The drawing with the table below it, as SVG.
    public static func svg() -> String {
        let drawn = Phase.changes.filter { mark(for: $0) == nil }
        let lines = (drawn.count + 1) / 2
        let height = 520 + (lines + legend.count) * 18
        var svg = """
            <svg xmlns="http://www.w3.org/2000/svg" width="1190" height="\(height)" viewBox="0 0 1190 \(height)" \
            font-family="DejaVu Sans, Verdana, sans-serif" font-size="12">
            <title>The phases of the dock</title>
            <defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" \
            orient="auto-start-reverse"><path d="M0 0 L8 4 L0 8 z" fill="#456"/></marker></defs>
            <rect width="1190" height="\(height)" fill="#fff"/>

            """
        for change in drawn { svg += arrow(change) }
        for phase in Phase.allCases { svg += box(phase) }
        for (index, change) in drawn.enumerated() { svg += label(change, number: index + 1) }
        for (index, change) in drawn.enumerated() {
            svg += """
                <text x="\(24 + index / lines * 590)" y="\(500 + index % lines * 18)">\
                <tspan font-weight="bold">\(index + 1)</tspan> \
                \(change.from.rawValue) → \(change.to.rawValue): \(change.because)</text>

                """
        }
        for (index, line) in legend.enumerated() {
            svg += """
                <text x="24" y="\(510 + (lines + index) * 18)" fill="#333">\(line)</text>

                """
        }
        return svg + "</svg>\n"
    }

    private static func box(_ phase: Phase) -> String {
        let (x, y) = middle(of: phase)
        let fill = phase.awaitsPerson ? "#fbdcd8" : phase.isAirborne ? "#dcebfb" : "#eef2ee"
        let marks = Phase.changes.filter { $0.from == phase }.compactMap { mark(for: $0) }.joined(separator: " ")
        return """
            <rect x="\(x - size.width / 2)" y="\(y - size.height / 2)" width="\(size.width)" height="\(size.height)" \
            rx="7" fill="\(fill)" stroke="#456"/>
            <text x="\(x)" y="\(marks.isEmpty ? y + 4 : y - 1)" text-anchor="middle">\(phase.rawValue)</text>
            <text x="\(x)" y="\(y + 14)" text-anchor="middle" font-size="10" fill="#956">\(marks)</text>

            """
    }

    /// The ends of an arrow, and the point that it bows to: to its left, so that the way back does not lie upon the way
    /// there. The bow grows with the way, so that long arrows pass beside the boxes between.
    private static func course(
        of change: PhaseChange
    ) -> (from: (x: Int, y: Int), by: (x: Int, y: Int), to: (x: Int, y: Int)) {
        let start = middle(of: change.from), end = middle(of: change.to)
        let dx = end.x - start.x, dy = end.y - start.y
        let share = abs(dx) <= 146 && abs(dy) <= 170 ? 12 : 22
        let by = (x: (start.x + end.x) / 2 + dy * share / 100, y: (start.y + end.y) / 2 - dx * share / 100)
        return (edge(of: start, towards: by), by, edge(of: end, towards: by))
    }

    private static func arrow(_ change: PhaseChange) -> String {
        let (from, by, to) = course(of: change)
        return """
            <path d="M\(from.x) \(from.y) Q\(by.x) \(by.y) \(to.x) \(to.y)" fill="none" stroke="#456" \
            marker-end="url(#tip)"><title>\(change.because)</title></path>

            """
    }

    private static func label(_ change: PhaseChange, number: Int) -> String {
        let (from, by, to) = course(of: change)
        let (x, y) = ((from.x + 2 * by.x + to.x) / 4, (from.y + 2 * by.y + to.y) / 4)
        return """
            <circle cx="\(x)" cy="\(y)" r="8" fill="#fff" stroke="#9ab"/>
            <text x="\(x)" y="\(y + 3)" text-anchor="middle" font-size="9">\(number)</text>

            """
    }

    /// Where a line from a box's middle towards a point leaves the box.
    private static func edge(of middle: (x: Int, y: Int), towards point: (x: Int, y: Int)) -> (x: Int, y: Int) {
        let dx = point.x - middle.x, dy = point.y - middle.y
        let halfWidth = size.width / 2 + 2, halfHeight = size.height / 2 + 2
        guard dx != 0 || dy != 0 else { return middle }
        if abs(dx) * halfHeight > abs(dy) * halfWidth {
            return (middle.x + (dx > 0 ? halfWidth : -halfWidth), middle.y + dy * halfWidth / abs(dx))
        }
        return (middle.x + dx * halfHeight / abs(dy), middle.y + (dy > 0 ? halfHeight : -halfHeight))
    }
}
