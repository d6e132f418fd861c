// SPDX-License-Identifier: Apache-2.0
// What lies in the plot of a chart: bands, lines, points, limits, events and their texts. Texts look for free room;
// one that finds none is left out and counted, never drawn over another.

extension ChartDrawing {

    /// Everything in the plot.
    mutating func drawPlot() {
        for span in figures.spans {
            let (begin, end) = (x.place(min(span.from, span.to)), x.place(max(span.from, span.to)))
            sketch.box(Rect(begin, plot.y, max(end - begin, 0.6), plot.height), fill: span.ink)
        }
        for (band, places) in zip(chart.bands, figures.bands) {
            sketch.area(ChartFigures.outline(places, x: x, y: left), ink: band.ink, clip: plot)
        }
        sketch.box(plot, stroke: .grey)
        var points: [Point] = []
        for (series, figures) in zip(chart.series, figures.series) {
            guard let y = series.isOnRight ? right : left else { continue }
            let runs = ChartFigures.runs(figures, x: x, y: y)
            draw(series, runs, ground: y.place(min(max(0, y.low), y.high)))
            for run in runs { points += series.style.isJoined ? Self.dense(run) : run }
        }
        for limit in figures.limits where !limit.isVertical {
            let y = left.place(limit.value)
            let ends = [Point(plot.x, y), Point(plot.right, y)]
            sketch.line(ends, ink: limit.ink, width: 1.2, dash: limit.dash)
            points += Self.dense(ends)
        }
        if figures.isEmpty { sayNothing() }
        drawFlags()
        drawEvents(avoiding: points)
        nameLimits(avoiding: points)
        if droppedTexts > 0 { sayDropped(avoiding: points) }
    }

    private mutating func sayNothing() {
        let words = chart.language(.noFigures)
        let style = TextStyle(size: 10, ink: .grey)
        let (centre, width) = (
            Point(plot.x + plot.width / 2, plot.y + plot.height / 2), fonts.width(words, style)
        )
        sketch.text(words, at: centre, style, anchor: .middle, fonts: fonts)
        taken.append(Rect(centre.x - width / 2, centre.y - 8, width, 11))
    }

    private mutating func sayDropped(avoiding points: [Point]) {
        let text = chart.language(.textsLeftOut, ["n": "\(droppedTexts)"])
        let words = fonts.fitted(text, Self.label, width: plot.width * 0.6)
        let width = fonts.width(words, Self.label)
        let places = [plot.bottom - 4, plot.y + 10].flatMap { y in
            [Point(plot.x + 4, y), Point(plot.right - width - 4, y)]
        }
        place(words, at: places, width: width, avoiding: points)
    }

    private mutating func draw(_ series: ChartSeries, _ runs: [[Point]], ground: Double) {
        let grown = Rect(plot.x - 3, plot.y - 3, plot.width + 6, plot.height + 6)
        // A line with a figure for every point of width would run into a broad band.
        let width = Double(runs.reduce(0) { $0 + $1.count }) > plot.width ? 0.8 : 1.5
        switch series.style {
        case .line(let dash):
            for run in runs {
                sketch.line(run, ink: series.ink, width: width, dash: dash, clip: plot)
                if run.count == 1 { sketch.shape(.disc, at: run[0], radius: 1.6, ink: series.ink) }
            }
        case .steps(let dash):
            for run in runs {
                var steps: [Point] = []
                for point in run {
                    if let last = steps.last { steps.append(Point(point.x, last.y)) }
                    steps.append(point)
                }
                sketch.line(steps, ink: series.ink, width: width, dash: dash, clip: plot)
                if run.count == 1 { sketch.shape(.disc, at: run[0], radius: 1.6, ink: series.ink) }
            }
        case .points(let shape), .both(let shape):
            if case .both = series.style {
                for run in runs { sketch.line(run, ink: series.ink, width: 0.8, clip: plot) }
            }
            // Of points that lie on each other one is drawn: the others would only make the file larger.
            var seen: Set<Point> = []
            for point in runs.joined() where grown.holds(Rect(point.x, point.y, 0, 0)) {
                guard seen.insert(Point(point.x.rounded(), point.y.rounded())).inserted else { continue }
                sketch.shape(shape, at: point, radius: 2.1, ink: series.ink)
            }
        case .columns:
            let all = Array(runs.joined())
            let gap = zip(all, all.dropFirst()).map { $1.x - $0.x }.filter { $0 > 0 }.min() ?? 20
            let width = min(max(gap * 0.7, 0.5), 14)
            for point in all {
                let rect = Rect(
                    point.x - width / 2, min(point.y, ground), width, max(abs(point.y - ground), 0.3))
                sketch.box(rect, fill: series.ink)
            }
        }
    }

    private mutating func nameLimits(avoiding points: [Point]) {
        for limit in figures.limits where !limit.isVertical {
            let y = left.place(limit.value)
            let text = fonts.fitted(PaperText.line(limit.label), Self.label, width: plot.width * 0.6)
            let width = fonts.width(text, Self.label)
            let places = [plot.right - width - 4, plot.x + 4, plot.x + (plot.width - width) / 2]
                .flatMap { begin in [Point(begin, y - 3.6), Point(begin, y + 8.6)] }
            place(text, at: places, width: width, avoiding: points)
        }
    }

    private mutating func drawEvents(avoiding points: [Point]) {
        for marker in figures.markers {
            guard let figure = marker.y else { continue }
            let at = Point(x.place(marker.x), left.place(figure))
            sketch.shape(marker.shape, at: at, radius: 3, ink: marker.ink)
            taken.append(Rect(at.x - 3, at.y - 3, 6, 6))
            let text = fonts.fitted(PaperText.line(marker.label), Self.label, width: plot.width * 0.45)
            let width = fonts.width(text, Self.label)
            let places = [
                Point(at.x + 6, at.y + 3), Point(at.x - 6 - width, at.y + 3),
                Point(at.x - width / 2, at.y - 6),
                Point(at.x - width / 2, at.y + 12), Point(at.x + 6, at.y - 6),
                Point(at.x - 6 - width, at.y - 6),
                Point(at.x + 6, at.y + 12), Point(at.x - 6 - width, at.y + 12),
            ]
            place(text, at: places, width: width, avoiding: points)
        }
    }

    /// The points of a line and some between them, so that a text does not cover the line itself.
    private static func dense(_ run: [Point]) -> [Point] {
        var dense: [Point] = []
        for (from, to) in zip(run, run.dropFirst()) {
            let steps = min(max(1, max(abs(to.x - from.x), abs(to.y - from.y)) / 3), 400).rounded(.up)
            dense += (0..<Int(steps)).map { step in
                let share = Double(step) / steps
                return Point(from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share)
            }
        }
        return dense + run.suffix(1)
    }

    /// Puts a text where it covers no other text and the fewest figures.
    private mutating func place(_ text: String, at places: [Point], width: Double, avoiding points: [Point]) {
        guard !text.isEmpty else { return }
        func rect(_ at: Point) -> Rect { Rect(at.x - 1, at.y - 7, width + 2, 9.2) }
        let free = places.filter { at in
            let rect = rect(at)
            return plot.inset(0.5).holds(rect) && !taken.contains { $0.overlaps(rect) }
        }
        let counted = free.map { at in
            (at, points.count { rect(at).overlaps(Rect($0.x - 1, $0.y - 1, 2, 2)) })
        }
        guard
            let best = counted.enumerated().min(by: { ($0.element.1, $0.offset) < ($1.element.1, $1.offset) })
        else {
            droppedTexts += 1
            return
        }
        let (at, covered) = best.element
        if covered > 0 { sketch.box(rect(at), fill: .white) }
        sketch.text(text, at: at, Self.label, fonts: fonts)
        taken.append(rect(at))
    }
}

extension ChartSeries.Style {
    /// Whether a line joins the figures.
    var isJoined: Bool {
        switch self {
        case .line, .both, .steps: true
        case .points, .columns: false
        }
    }
}
