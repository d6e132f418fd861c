// SPDX-License-Identifier: Apache-2.0
// The marks of a picture as SVG text: lines, circles, words. Every number is written with a point and two places, every
// foreign word is escaped; it decides nothing about what is drawn where.

/// An SVG document that grows mark by mark.
struct PictureDrawing {
    static let width = 1_000.0, height = 950.0
    private var marks: [String] = []

    var document: String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 950" width="1000" height="950" \
        font-family="DejaVu Sans, Helvetica, Arial, sans-serif">
        <rect width="1000" height="950" fill="#fff"/>
        \(marks.joined(separator: "\n"))
        </svg>

        """
    }

    /// A number as SVG writes it.
    static func number(_ value: Double) -> String {
        guard value.isFinite else { return "0" }
        let hundredths = Int64((min(max(value, -1e9), 1e9) * 100).rounded())
        let whole = abs(hundredths) / 100, part = abs(hundredths) % 100
        var text = "\(hundredths < 0 ? "-" : "")\(whole)"
        if part > 0 { text += part % 10 == 0 ? ".\(part / 10)" : part < 10 ? ".0\(part)" : ".\(part)" }
        return text
    }

    mutating func path(
        _ points: [(Double, Double)], color: String, width: Double, dash: String = "", fill: String = "none",
        isClosed: Bool = false
    ) {
        guard points.count > 1 else { return }
        let steps = points.map { "\(Self.number($0.0)) \(Self.number($0.1))" }.joined(separator: " L")
        let style = dash.isEmpty ? "" : " stroke-dasharray=\"\(dash)\""
        marks.append(
            "<path d=\"M\(steps)\(isClosed ? " Z" : "")\" fill=\"\(fill)\" stroke=\"\(color)\" "
                + "stroke-width=\"\(Self.number(width))\" stroke-linejoin=\"round\"\(style)/>")
    }

    mutating func circle(_ x: Double, _ y: Double, _ radius: Double, line: String, fill: String, dash: String)
    {
        let style = dash.isEmpty ? "" : " stroke-width=\"2\" stroke-dasharray=\"\(dash)\""
        marks.append(
            "<circle cx=\"\(Self.number(x))\" cy=\"\(Self.number(y))\" r=\"\(Self.number(radius))\" fill=\"\(fill)\" "
                + "stroke=\"\(line)\"\(style)/>")
    }

    mutating func rectangle(_ x: Double, _ y: Double, _ width: Double, _ height: Double, fill: String) {
        marks.append(
            "<rect x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" width=\"\(Self.number(width))\" "
                + "height=\"\(Self.number(height))\" fill=\"\(fill)\" stroke=\"#ccc\"/>")
    }

    mutating func text(
        _ x: Double, _ y: Double, _ words: String, size: Double, color: String = "#222",
        anchor: String = "start",
        weight: String = "normal"
    ) {
        guard !words.isEmpty else { return }
        marks.append(
            "<text x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" font-size=\"\(Self.number(size))\" "
                + "fill=\"\(color)\" text-anchor=\"\(anchor)\" font-weight=\"\(weight)\">"
                + "\(FlightSummary.escaped(words))</text>")
    }

    /// A letter on a disc.
    mutating func mark(_ x: Double, _ y: Double, _ letter: String, color: String) {
        circle(x, y, 9, line: "#fff", fill: color, dash: "")
        text(x, y + 4.5, letter, size: 12, color: "#fff", anchor: "middle", weight: "bold")
    }

    mutating func drawScale(_ map: PictureMap) {
        let metres = map.barMetres, length = map.pixels(metres)
        let x = PictureMap.left + 16, y = PictureMap.top + PictureMap.height - 16
        path([(x, y - 6), (x, y), (x + length, y), (x + length, y - 6)], color: "#111", width: 2)
        let words = metres >= 1_000 ? "\(Self.number(metres / 1_000)) km" : "\(Self.number(metres)) m"
        text(x + length / 2, y - 8, words, size: 12, anchor: "middle")
    }

    mutating func drawNorth() {
        let x = PictureMap.left + PictureMap.width - 26, y = PictureMap.top + 20
        path([(x, y + 36), (x, y)], color: "#111", width: 2)
        path([(x - 6, y + 10), (x, y), (x + 6, y + 10)], color: "#111", width: 2)
        text(x, y + 52, "N", size: 14, anchor: "middle", weight: "bold")
    }
}
