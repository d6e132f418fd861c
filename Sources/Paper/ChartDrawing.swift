// SPDX-License-Identifier: Apache-2.0
// Where everything of a chart stands: heads, legend, flags, axes, and the plot that is left between them. It decides
// the places; what lies in the plot is drawn by ChartDrawing+Plot.swift. No text may cover another.

/// A chart being drawn into a part of the page.
struct ChartDrawing {
    static let title = TextStyle(face: .bold, size: 10.5)
    static let small = TextStyle(size: 8, ink: .grey)
    static let label = TextStyle(size: 8)

    let chart: Chart
    let frame: Rect
    let fonts: FontShelf
    let figures: ChartFigures
    var sketch = Sketch()
    /// Where texts stand already.
    var taken: [Rect] = []
    /// Texts for which there was no room, and what has no room at all.
    var droppedTexts: Int
    var plot: Rect
    var x = ChartScale(low: 0, high: 1, start: 0, end: 1)
    var left = ChartScale(low: 0, high: 1, start: 1, end: 0)
    var right: ChartScale?
    var xTicks: [Tick] = []
    var leftTicks: [Tick] = []
    var rightTicks: [Tick] = []
    private var xPower = 0
    private var leftPower = 0
    private var rightPower = 0
    var flags: [ChartFlag] = []

    /// The chart as marks within a frame.
    static func sketch(_ chart: Chart, in frame: Rect, fonts: FontShelf) -> Sketch {
        var drawing = ChartDrawing(chart: chart, frame: frame, fonts: fonts)
        drawing.draw()
        return drawing.sketch
    }

    private init(chart: Chart, frame: Rect, fonts: FontShelf) {
        (self.chart, droppedTexts) = ChartFigures.bounded(chart)
        self.frame = frame
        self.fonts = fonts
        figures = ChartFigures(self.chart)
        plot = frame
    }

    private mutating func draw() {
        var top = drawHeads()
        top = drawLegend(from: top)
        let labelLine = top + Self.label.lineHeight
        let notes = noteLines()
        let below = Self.label.lineHeight * 2 + 7 + Self.small.lineHeight * Double(notes.count)
        plot = Rect(frame.x, labelLine + 5, frame.width, 0)
        plot.height = max(30, frame.bottom - below - plot.y)
        setScales()
        setSides()
        setScales()
        let lanes = placeFlags(rows: min(4, Int((plot.height - 60) / 14)))
        plot.y += lanes
        plot.height = max(30, plot.height - lanes)
        setScales()
        drawAxes(labelLine: labelLine)
        drawPlot()
        var line = plot.bottom + Self.label.lineHeight * 2 + 3
        for note in notes {
            line += Self.small.lineHeight
            sketch.text(note, at: Point(frame.x, line), Self.small, fonts: fonts)
        }
    }

    // MARK: Heads

    /// Whether there is room for more than the plot.
    private var isTall: Bool { frame.height > 200 }

    private mutating func drawHeads() -> Double {
        var line = frame.y
        for (text, style) in [(chart.title, Self.title), (chart.subtitle, Self.small)] {
            for part in fonts.lines(PaperText.line(text), style, width: frame.width, most: isTall ? 2 : 1) {
                line += style.lineHeight
                sketch.text(part, at: Point(frame.x, line), style, fonts: fonts)
            }
        }
        return line + 3
    }

    private mutating func drawLegend(from top: Double) -> Double {
        var at = Point(frame.x, top)
        var rows = 0
        let named = chart.series.filter { !$0.name.isEmpty }.map { LegendKey.series($0) }
        var keys = named + chart.bands.filter { !$0.name.isEmpty }.map { LegendKey.area($0.name, $0.ink) }
        var spanNames: Set<String> = []
        for span in chart.spans where !span.name.isEmpty && spanNames.insert(span.name).inserted {
            keys.append(.area(span.name, span.ink))
        }
        for key in keys {
            let name = fonts.fitted(PaperText.line(key.name), Self.label, width: frame.width - 26)
            let width = 24 + fonts.width(name, Self.label) + 12
            if rows == 0 || at.x + width - 12 > frame.right {
                guard rows < (isTall ? 4 : 2) else {
                    droppedTexts += 1
                    continue
                }
                at = Point(frame.x, at.y + Self.label.lineHeight + (rows == 0 ? 2 : 0))
                rows += 1
            }
            drawKey(key, at: Point(at.x, at.y - Self.label.size * 0.36))
            sketch.text(name, at: Point(at.x + 24, at.y), Self.label, fonts: fonts)
            at.x += width
        }
        return at.y + (rows > 0 ? 4 : 0)
    }

    private mutating func drawKey(_ key: LegendKey, at: Point) {
        let ends = [Point(at.x, at.y), Point(at.x + 19, at.y)]
        let middle = Point(at.x + 9.5, at.y)
        switch key {
        case .area(_, let ink): sketch.box(Rect(at.x, at.y - 4, 19, 8), fill: ink, stroke: .pale)
        case .series(let series):
            switch series.style {
            case .line(let dash), .steps(let dash): sketch.line(ends, ink: series.ink, width: 1.5, dash: dash)
            case .points(let shape): sketch.shape(shape, at: middle, radius: 2.4, ink: series.ink)
            case .both(let shape):
                sketch.line(ends, ink: series.ink, width: 0.8)
                sketch.shape(shape, at: middle, radius: 2.4, ink: series.ink)
            case .columns: sketch.box(Rect(at.x + 5, at.y - 4, 9, 8), fill: series.ink)
            }
        }
    }

    private func noteLines() -> [String] {
        var notes: [String] = []
        if !chart.note.isEmpty { notes.append(PaperText.line(chart.note)) }
        if figures.leftOut > 0 { notes.append(chart.language(.figuresLeftOut, ["n": "\(figures.leftOut)"])) }
        return notes.flatMap { fonts.lines($0, Self.small, width: frame.width, most: isTall ? 3 : 1) }
    }

    func axisText(_ axis: ChartAxis, power: Int) -> String {
        let label = PaperText.line(axis.label)
        // A picture whose words beside it name the zone has no label.
        if case .time = axis.kind, axis.label.isEmpty { return "" }
        if case .time(let zone) = axis.kind { return "\(label) (\(PaperClock(zone: zone).name))" }
        let digits = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
        let exponent = String(abs(power)).map { digits[$0.wholeNumberValue ?? 0] }.joined()
        let factor = power == 0 ? "" : "×10\(power < 0 ? "⁻" : "")\(exponent) "
        let unit = factor + PaperText.line(axis.unit, most: 40)
        return unit.isEmpty ? label : "\(label) (\(unit.hasSuffix(" ") ? String(unit.dropLast()) : unit))"
    }

    // MARK: Scales

    /// Scales and ticks for the plot as it is now.
    private mutating func setScales() {
        (left, leftTicks, leftPower) = sideScale(figures.yRange(chart, right: false))
        if chart.right != nil {
            let (scale, ticks, power) = sideScale(figures.yRange(chart, right: true))
            (right, rightTicks, rightPower) = (scale, ticks, power)
        }
        guard var (low, high) = figures.xRange(chart) else {
            x = ChartScale(low: 0, high: 1, start: plot.x, end: plot.right)
            xTicks = []
            return
        }
        let isTime = if case .time = chart.x.kind { true } else { false }
        if high - low < max(abs(high), 1e-9) * 1e-9 || high <= low {
            let half = isTime ? 1_800 : max(abs(high) * 0.05, 0.5)
            (low, high) = (low - half, high + half)
        }
        // Points and columns at the very ends would be cut by the frame.
        let margin = (high - low) * (chart.series.contains { $0.style == .columns } ? 0.03 : 0.012)
        (low, high) = (low == 0 ? 0 : low - margin, high + margin)
        x = ChartScale(low: low, high: high, start: plot.x, end: plot.right)
        (xTicks, xPower) = isTime ? (timeTicks(), 0) : numberTicks()
    }

    /// The plot between the labels of its sides.
    private mutating func setSides() {
        func widest(_ ticks: [Tick]) -> Double { ticks.map { fonts.width($0.label, Self.label) }.max() ?? 0 }
        let leftWidth = min(widest(leftTicks) + 5, frame.width / 3)
        let rightWidth = chart.right == nil ? 6 : min(widest(rightTicks) + 5, frame.width / 3)
        plot.x = frame.x + leftWidth
        plot.width = max(30, frame.width - leftWidth - rightWidth)
    }

    private func sideScale(_ range: (low: Double, high: Double)?) -> (ChartScale, [Tick], Int) {
        guard var (low, high) = range else {
            return (ChartScale(low: 0, high: 1, start: plot.bottom, end: plot.y), [], 0)
        }
        if low > 0, low < 0.35 * high { low = 0 }
        if high < 0, high > 0.35 * low { high = 0 }
        if high - low <= max(abs(high), abs(low)) * 1e-9 {
            let half = max(abs(high) * 0.05, 1e-6)
            (low, high) = (low - half, high + half)
        }
        let most = max(2, Int(plot.height / 20))
        var step = NumberTicks.step(low: low, high: high, most: most)
        var wide = NumberTicks.widened(low: low, high: high, step: step)
        // A figure at the very edge would be drawn on the frame, and a text above it needs room.
        let hasTexts = !figures.limits.isEmpty || figures.markers.contains { $0.y != nil }
        let above = (high - low) * max(0.02, hasTexts ? 15 / max(plot.height, 60) : 0)
        if low != 0, low - wide.low < (high - low) * 0.02 { wide.low -= step / 2 }
        if high != 0, wide.high - high < above { wide.high += step / 2 }
        if high != 0, wide.high - high < above { wide.high += step / 2 }
        if (wide.high - wide.low) / step > Double(most) + 2 { step *= 2 }
        let (ticks, power) = NumberTicks.ticks(
            low: wide.low, high: wide.high, step: step, language: chart.language)
        return (ChartScale(low: wide.low, high: wide.high, start: plot.bottom, end: plot.y), ticks, power)
    }

    private func numberTicks() -> ([Tick], Int) {
        var most = max(1, Int(plot.width / 40))
        while true {
            let step = NumberTicks.step(low: x.low, high: x.high, most: most)
            let (ticks, power) = NumberTicks.ticks(
                low: x.low, high: x.high, step: step, language: chart.language)
            let widest = ticks.map { fonts.width($0.label, Self.label) }.max() ?? 0
            let room = plot.width / (widest + 12)
            if most == 1 || Double(ticks.count) <= room { return (ticks, power) }
            most -= 1
        }
    }

    private func timeTicks() -> [Tick] {
        guard case .time(let zone) = chart.x.kind else { return [] }
        let step = TimeTicks.step(span: x.high - x.low) { step in
            Int(plot.width / (fonts.width(step.widestLabel, Self.label) + 14))
        }
        return TimeTicks(clock: PaperClock(zone: zone), language: chart.language)
            .ticks(low: x.low, high: x.high, step: step)
    }

    // MARK: Axes

    private mutating func drawAxes(labelLine: Double) {
        for tick in leftTicks {
            let y = left.place(tick.value)
            sketch.line([Point(plot.x, y), Point(plot.right, y)], ink: .pale, width: 0.5)
            sketch.text(tick.label, at: Point(plot.x - 4, y + 2.9), Self.label, anchor: .end, fonts: fonts)
        }
        if let right {
            for tick in rightTicks {
                let y = right.place(tick.value)
                sketch.line([Point(plot.right - 3, y), Point(plot.right, y)], ink: .grey, width: 0.7)
                sketch.text(tick.label, at: Point(plot.right + 4, y + 2.9), Self.label, fonts: fonts)
            }
        }
        drawTicksBelow()
        let half = frame.width * (right == nil ? 1 : 0.48)
        let leftText = fonts.fitted(axisText(chart.y, power: leftPower), Self.small, width: half)
        sketch.text(leftText, at: Point(frame.x, labelLine), Self.small, fonts: fonts)
        if let axis = chart.right {
            let rightText = fonts.fitted(axisText(axis, power: rightPower), Self.small, width: half)
            sketch.text(rightText, at: Point(frame.right, labelLine), Self.small, anchor: .end, fonts: fonts)
        }
    }

    private mutating func drawTicksBelow() {
        let base = plot.bottom + Self.label.lineHeight + 2
        var end = -Double.infinity
        for tick in xTicks {
            let place = x.place(tick.value)
            sketch.line([Point(place, plot.y), Point(place, plot.bottom)], ink: .pale, width: 0.5)
            sketch.line([Point(place, plot.bottom), Point(place, plot.bottom + 3)], ink: .grey, width: 0.7)
            let width = fonts.width(tick.label, Self.label)
            let begin = min(max(place - width / 2, frame.x), frame.right - width)
            guard begin >= end + 3 else { continue }
            sketch.text(tick.label, at: Point(begin, base), Self.label, fonts: fonts)
            end = begin + width
        }
        let name = fonts.fitted(axisText(chart.x, power: xPower), Self.small, width: plot.width * 0.7)
        sketch.text(
            name, at: Point(frame.right, base + Self.label.lineHeight), Self.small, anchor: .end, fonts: fonts
        )
        // Later days and years come first: the place of the change matters more than where the axis begins.
        var limit = frame.right - fonts.width(name, Self.small) - 8
        for tick in xTicks.reversed() where !tick.context.isEmpty {
            let width = fonts.width(tick.context, Self.small)
            let begin = min(max(x.place(tick.value) - width / 2, frame.x), frame.right - width)
            guard begin + width <= limit else { continue }
            sketch.text(
                tick.context, at: Point(begin, base + Self.label.lineHeight), Self.small, fonts: fonts)
            limit = begin - 6
        }
    }
}

/// What the legend explains.
private enum LegendKey {
    case series(ChartSeries)
    case area(String, Ink)

    var name: String {
        switch self {
        case .series(let series): series.name
        case .area(let name, _): name
        }
    }
}
