// SPDX-License-Identifier: Apache-2.0
// The figures of a chart made fit to be drawn: sorted, without what is no number, at most a few for each column of
// the page. Thinning keeps the lowest and the highest of each column, so no peak is lost however many figures come.

/// The figures of a chart, fit to be drawn.
struct ChartFigures: Sendable {
    /// The series, sorted by x; a y that is not finite is a gap.
    var series: [[ChartPoint]] = []
    /// The bands, sorted by x.
    var bands: [[ChartBand.Place]] = []
    var spans: [ChartSpan] = []
    var limits: [ChartLimit] = []
    var markers: [ChartMarker] = []
    /// Figures that are left out because they are no numbers that can be shown.
    var leftOut = 0

    /// More of each kind would be a grey area.
    private static let most = (series: 40, bands: 20, limits: 40, spans: 2_000, markers: 400)

    /// The chart with no more of each kind than can be shown, and how many are left out.
    static func bounded(_ chart: Chart) -> (chart: Chart, leftOut: Int) {
        var bounded = chart
        bounded.series = Array(chart.series.prefix(most.series))
        bounded.bands = Array(chart.bands.prefix(most.bands))
        bounded.limits = Array(chart.limits.prefix(most.limits))
        bounded.spans = Array(chart.spans.prefix(most.spans))
        bounded.markers = Array(chart.markers.prefix(most.markers))
        func count(_ chart: Chart) -> Int {
            chart.series.count + chart.bands.count + chart.limits.count + chart.spans.count
                + chart.markers.count
        }
        return (bounded, count(chart) - count(bounded))
    }

    init(_ chart: Chart) {
        let isTime = if case .time = chart.x.kind { true } else { false }
        func isPlace(_ x: Double) -> Bool { isTime ? PaperClock.range.contains(x) : NumberText.isShown(x) }
        for series in chart.series {
            var points: [ChartPoint] = []
            points.reserveCapacity(series.points.count)
            for point in series.points {
                guard isPlace(point.x) else {
                    leftOut += 1
                    continue
                }
                if !NumberText.isShown(point.y) { leftOut += 1 }
                points.append(ChartPoint(point.x, NumberText.isShown(point.y) ? point.y : .nan))
            }
            self.series.append(Self.sorted(points, by: \.x))
        }
        for band in chart.bands {
            let places = band.places.filter {
                isPlace($0.x) && NumberText.isShown($0.low) && NumberText.isShown($0.high)
            }
            leftOut += band.places.count - places.count
            bands.append(Self.sorted(places, by: \.x))
        }
        spans = chart.spans.filter { isPlace($0.from) && isPlace($0.to) }
        limits = chart.limits.filter { $0.isVertical ? isPlace($0.value) : NumberText.isShown($0.value) }
        markers = chart.markers.filter { isPlace($0.x) && NumberText.isShown($0.y ?? 0) }
        leftOut +=
            chart.spans.count - spans.count + chart.limits.count - limits.count + chart.markers.count
            - markers.count
    }

    /// Whether there is anything to draw but limits.
    var isEmpty: Bool {
        series.allSatisfy { $0.allSatisfy { $0.y.isNaN } } && bands.allSatisfy(\.isEmpty) && markers.isEmpty
    }

    /// What the axis below must show.
    func xRange(_ chart: Chart) -> (low: Double, high: Double)? {
        var range = RangeOfFigures(chart.x.atLeast)
        for points in series {
            for end in [points.first, points.last] { range.add(end?.x) }
        }
        for places in bands {
            for end in [places.first, places.last] { range.add(end?.x) }
        }
        for span in spans { for end in [span.from, span.to] { range.add(end) } }
        for limit in limits where limit.isVertical { range.add(limit.value) }
        for marker in markers { range.add(marker.x) }
        return range.ends
    }

    /// What an axis beside the chart must show.
    func yRange(_ chart: Chart, right: Bool) -> (low: Double, high: Double)? {
        var range = RangeOfFigures(right ? chart.right?.atLeast : chart.y.atLeast)
        for (points, series) in zip(series, chart.series) where series.isOnRight == right {
            for point in points where !point.y.isNaN { range.add(point.y) }
            if series.style == .columns, !points.isEmpty { range.add(0) }
        }
        guard !right else { return range.ends }
        for place in bands.joined() {
            range.add(place.low)
            range.add(place.high)
        }
        for limit in limits where !limit.isVertical { range.add(limit.value) }
        for marker in markers { range.add(marker.y) }
        return range.ends
    }

    /// The runs without gap of a series as places on the page, at most four for each half point of width.
    static func runs(_ points: [ChartPoint], x: ChartScale, y: ChartScale) -> [[Point]] {
        var runs: [[Point]] = []
        var run: [Point] = []
        var column = ColumnOfFigures()
        var endsRun = false
        func close() {
            run += column.kept
            column = ColumnOfFigures()
            if endsRun, !run.isEmpty {
                runs.append(run)
                run = []
            }
            endsRun = false
        }
        for point in points {
            let place = x.place(point.x)
            let number = (place * 2).rounded(.down)
            if number != column.number {
                close()
                column.number = number
            }
            if point.y.isNaN { endsRun = true } else { column.add(Point(place, y.place(point.y))) }
        }
        close()
        if !run.isEmpty { runs.append(run) }
        return runs
    }

    /// The outline of a band, at most two places for each half point of width.
    static func outline(_ places: [ChartBand.Place], x: ChartScale, y: ChartScale) -> [Point] {
        var upper: [Point] = []
        var lower: [Point] = []
        for place in places {
            let at = (x.place(place.x) * 2).rounded(.down) / 2
            let (top, bottom) = (y.place(max(place.low, place.high)), y.place(min(place.low, place.high)))
            if let last = upper.last, last.x == at {
                upper[upper.count - 1].y = min(last.y, top)
                lower[lower.count - 1].y = max(lower[lower.count - 1].y, bottom)
            } else {
                upper.append(Point(at, top))
                lower.append(Point(at, bottom))
            }
        }
        return upper + lower.reversed()
    }

    private static func sorted<Item>(_ items: [Item], by key: KeyPath<Item, Double>) -> [Item] {
        let isSorted = zip(items, items.dropFirst()).allSatisfy { $0[keyPath: key] <= $1[keyPath: key] }
        guard !isSorted else { return items }
        // The order of equal places stays: a step has two figures at one place.
        return items.enumerated().sorted {
            ($0.element[keyPath: key], $0.offset) < ($1.element[keyPath: key], $1.offset)
        }.map(\.element)
    }
}

/// The lowest and the highest of some figures.
private struct RangeOfFigures {
    var ends: (low: Double, high: Double)?

    init(_ atLeast: ClosedRange<Double>?) {
        guard let atLeast else { return }
        add(atLeast.lowerBound)
        add(atLeast.upperBound)
    }

    mutating func add(_ value: Double?) {
        guard let value, NumberText.isShown(value) else { return }
        guard let known = ends else { return ends = (value, value) }
        ends = (min(known.low, value), max(known.high, value))
    }
}

/// The figures in one column of the page: first, lowest, highest and last are kept, in their order.
private struct ColumnOfFigures {
    var number = -Double.infinity
    private var first: (Int, Point)?
    private var lowest: (Int, Point)?
    private var highest: (Int, Point)?
    private var last: (Int, Point)?
    private var count = 0

    mutating func add(_ point: Point) {
        if first == nil { first = (count, point) }
        if lowest.map({ point.y < $0.1.y }) ?? true { lowest = (count, point) }
        if highest.map({ point.y > $0.1.y }) ?? true { highest = (count, point) }
        last = (count, point)
        count += 1
    }

    var kept: [Point] {
        let all = [first, lowest, highest, last].compactMap { $0 }.sorted { $0.0 < $1.0 }
        return all.enumerated().filter { $0.offset == 0 || all[$0.offset - 1].0 != $0.element.0 }.map(
            \.element.1)
    }
}
