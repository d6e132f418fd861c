// SPDX-License-Identifier: Apache-2.0
// Vertical limits and events without a figure: a sign above the plot, a line through it, a text in one of a few rows.
// A text is in a higher row than every line that would run through it; one that finds no such row is left out and
// counted.

/// A vertical limit or an event without figure.
struct ChartFlag: Sendable, Equatable {
    /// Where its line is on the page.
    let place: Double
    let text: String
    /// nil for a limit, which has a line alone.
    let shape: PointShape?
    let dash: Dash
    let ink: Ink
    /// What its text covers, from left to right.
    let begin: Double
    let end: Double
    /// Whether the text stands left of the line.
    let isLeft: Bool
    /// The row of its text, 0 next to the plot; nil for none.
    var lane: Int?

    /// Whether its text would lie across another's line.
    private func covers(_ other: ChartFlag) -> Bool {
        !text.isEmpty && other.place > begin && other.place < end && abs(other.place - place) > 1
    }

    /// Rows for as many texts as have room; each line runs from its text down to the plot.
    static func arranged(_ flags: [ChartFlag], lanes: Int) -> [ChartFlag] {
        var placed: [ChartFlag] = []
        // From the right: a text reaches over the lines on its right, so those must be lower.
        for flag in flags.sorted(by: { $0.place > $1.place }) {
            var flag = flag
            flag.lane = (0..<max(0, lanes)).first { lane in
                placed.allSatisfy { other in
                    guard let row = other.lane else { return true }
                    if flag.covers(other), row >= lane { return false }
                    if other.covers(flag), row <= lane { return false }
                    return row != lane || flag.end + 4 <= other.begin || other.end + 4 <= flag.begin
                }
            }
            placed.append(flag)
        }
        return placed.reversed()
    }
}

extension ChartDrawing {
    /// Flags with signs; more would be a grey area.
    private static let mostFlags = 200
    private static var laneHeight: Double { label.lineHeight + 1 }

    /// Gives each flag a row in which its text has room; returns the height of all rows.
    mutating func placeFlags(rows: Int) -> Double {
        let limits = figures.limits.filter(\.isVertical).map {
            flag($0.label, at: $0.value, shape: nil, dash: $0.dash, ink: $0.ink)
        }
        let events = figures.markers.filter { $0.y == nil }.map {
            flag($0.label, at: $0.x, shape: $0.shape, dash: .dotted, ink: $0.ink)
        }
        let all = limits + events
        flags = ChartFlag.arranged(Array(all.prefix(Self.mostFlags)), lanes: rows)
        droppedTexts +=
            flags.count { $0.lane == nil && !$0.text.isEmpty } + max(0, all.count - Self.mostFlags)
        return Double((flags.compactMap(\.lane).max() ?? -1) + 1) * Self.laneHeight
    }

    private func flag(_ text: String, at value: Double, shape: PointShape?, dash: Dash, ink: Ink) -> ChartFlag
    {
        let text = fonts.fitted(PaperText.line(text), Self.label, width: plot.width * 0.45)
        let place = x.place(value)
        let width = fonts.width(text, Self.label) + 6
        let isLeft = place + width > frame.right
        return ChartFlag(
            place: place, text: text, shape: shape, dash: dash, ink: ink,
            begin: isLeft ? place - width : place - 3,
            end: isLeft ? place + 3 : place + width, isLeft: isLeft)
    }

    mutating func drawFlags() {
        for flag in flags {
            let base = plot.y - 3 - Double(flag.lane ?? 0) * Self.laneHeight
            let top = flag.lane == nil ? plot.y : base - Self.label.size * 0.4
            sketch.line(
                [Point(flag.place, top), Point(flag.place, plot.bottom)], ink: flag.ink,
                width: flag.shape == nil ? 1 : 0.6, dash: flag.dash)
            if let shape = flag.shape {
                sketch.shape(shape, at: Point(flag.place, top), radius: 2.6, ink: flag.ink)
            }
            guard flag.lane != nil else { continue }
            sketch.text(
                flag.text, at: Point(flag.place + (flag.isLeft ? -5 : 5), base), Self.label,
                anchor: flag.isLeft ? .end : .start, fonts: fonts)
        }
    }
}
