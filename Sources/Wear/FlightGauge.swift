// SPDX-License-Identifier: Apache-2.0
// Sums up what a vehicle says in one flight into one figure a part: medians, which a bad sample does not move. It holds
// a bounded number of samples however long the flight, and knows no message and no link.

/// The median of a stream that may be long: every sample while there are few, an even choice of them when many.
public struct StreamMedian: Sendable, Equatable {
    /// Most samples held.
    static let most = 256
    private var samples: [Double] = []
    private var stride = 1
    private var skipped = 0

    /// No samples.
    public init() {}

    /// How many samples are held.
    public var count: Int { samples.count }

    /// Takes a sample; what is no number is dropped.
    public mutating func take(_ value: Double) {
        guard value.isFinite else { return }
        skipped += 1
        guard skipped >= stride else { return }
        skipped = 0
        samples.append(value)
        guard samples.count >= Self.most else { return }
        samples = samples.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
        stride *= 2
    }

    /// The median; nil with fewer than `least` samples.
    public func median(ofAtLeast least: Int = 1) -> Double? {
        samples.isEmpty || samples.count < least ? nil : RowFilter.median(samples)
    }
}

/// What one flight, and the rest before it, tell of the vehicle's parts.
public struct FlightGauge: Sendable {
    /// Smallest step of current that tells the pack's resistance, A.
    static let leastStep = 2.0
    /// Longest time between the two samples of a step, s.
    static let longestStep = 2.5
    /// Least charge drawn, in percent, that tells the pack's capacity.
    static let leastDrawn = 20.0
    /// Samples below which a median is no figure.
    static let leastSamples = 5

    private var vibration = StreamMedian(), motorCurrent = StreamMedian(), resistance = StreamMedian()
    private var spread = StreamMedian(), packCurrent = StreamMedian(), packTemperature = StreamMedian()
    private var clippings: (first: UInt64, last: UInt64)?
    private var flownSeconds = 0.0
    private var coolest: Double?, hottest: Double?
    private var lastLoad: (current: Double, voltage: Double, seconds: Double)?
    /// The cells' temperature as last told, °C.
    private var celsius: Double?
    private var atStart: (percent: Double, drawn: Double)?, atEnd: (percent: Double, drawn: Double)?
    private var toldCapacity: Double?, toldCycles: Double?

    /// Nothing told yet.
    public init() {}

    /// Begins a flight: what the last one told is forgotten, what the pack said at rest is not.
    public mutating func takeOff() {
        let rest = self
        self = FlightGauge()
        (spread, toldCapacity, toldCycles) = (rest.spread, rest.toldCapacity, rest.toldCycles)
        celsius = rest.celsius
    }

    /// Takes time in the air, s.
    public mutating func fly(seconds: Double) {
        guard seconds.isFinite, seconds > 0, seconds <= 60 else { return }
        flownSeconds += seconds
    }

    /// Takes a level of vibration in flight, m/s², and the running total of clippings.
    public mutating func shake(_ level: Double, clippings total: UInt64) {
        vibration.take(level)
        // A total that shrinks is that of a vehicle that was switched off and on.
        let first = clippings.map { total >= $0.last ? $0.first : total } ?? total
        clippings = (first, total)
    }

    /// Takes the current of the motor that takes most, A, in flight.
    public mutating func drive(_ amperes: Double) { motorCurrent.take(amperes) }

    /// Takes the temperature of the hottest speed controller, °C.
    public mutating func heat(_ celsius: Double) {
        guard celsius.isFinite, (-60...200).contains(celsius) else { return }
        coolest = min(coolest ?? celsius, celsius)
        hottest = max(hottest ?? celsius, celsius)
    }

    /// Takes current, A, and voltage, V, of the pack, told together at a time, s. What a step tells of the resistance
    /// is brought to 25 °C; a pack that never tells its temperature counts as being at 25 °C.
    public mutating func load(current: Double, voltage: Double, at seconds: Double) {
        guard current.isFinite, voltage.isFinite, voltage > 1 else { return }
        packCurrent.take(current)
        defer { lastLoad = (current, voltage, seconds) }
        guard let last = lastLoad, seconds > last.seconds, seconds - last.seconds <= Self.longestStep else { return }
        let step = current - last.current
        guard abs(step) >= Self.leastStep else { return }
        let milliohms = -1_000 * (voltage - last.voltage) / step
        if (0.5...2_000).contains(milliohms) { resistance.take(PackResistance.at25(milliohms, celsius: celsius)) }
    }

    /// Takes the temperature of the pack's cells, °C, in flight and at rest.
    public mutating func warm(_ celsius: Double) {
        guard celsius.isFinite, (-60...150).contains(celsius) else { return }
        packTemperature.take(celsius)
        self.celsius = celsius
    }

    /// Takes the charge left, %, and the charge drawn since the vehicle's start, Ah.
    public mutating func draw(percent: Double, drawn: Double) {
        guard percent.isFinite, drawn.isFinite, (0...100).contains(percent), drawn >= 0 else { return }
        if atStart == nil { atStart = (percent, drawn) }
        atEnd = (percent, drawn)
    }

    /// Takes the cells' voltages, V, of a pack at rest.
    public mutating func rest(cells: [Double]) {
        guard cells.count > 1, let low = cells.min(), let high = cells.max(), low > 1, high < 6 else { return }
        spread.take(high - low)
    }

    /// Takes what the pack itself says it holds when full, Ah, and the cycles it counted.
    public mutating func tell(capacity: Double?, cycles: Int?) {
        if let capacity, capacity.isFinite, capacity > 0 { toldCapacity = capacity }
        if let cycles, cycles >= 0 { toldCycles = Double(cycles) }
    }

    /// What the pack holds, Ah: its own word, or the charge drawn over the share of the pack that it was.
    private var capacity: Double? {
        if let toldCapacity { return toldCapacity }
        guard let atStart, let atEnd, atStart.percent - atEnd.percent >= Self.leastDrawn,
            atEnd.drawn > atStart.drawn
        else { return nil }
        return 100 * (atEnd.drawn - atStart.drawn) / (atStart.percent - atEnd.percent)
    }

    /// The figures that can be told by now, in the order of their names.
    public var figures: [PartMeasurement] {
        var found: [PartSignal: Double] = [:]
        found[.vibration] = vibration.median(ofAtLeast: Self.leastSamples)
        found[.motorCurrent] = motorCurrent.median(ofAtLeast: Self.leastSamples)
        found[.packResistance] = resistance.median(ofAtLeast: Self.leastSamples)
        found[.cellSpread] = spread.median(ofAtLeast: Self.leastSamples)
        if let clippings, flownSeconds >= 30 {
            found[.clipping] = Double(clippings.last - clippings.first) * 60 / flownSeconds
        }
        if let coolest, let hottest, flownSeconds >= 30 { found[.escTemperatureRise] = hottest - coolest }
        found[.packCapacity] = capacity
        found[.packCurrent] = packCurrent.median(ofAtLeast: Self.leastSamples)
        found[.packTemperature] = packTemperature.median(ofAtLeast: Self.leastSamples)
        if let atStart, let atEnd, atStart.percent > atEnd.percent {
            found[.dischargeDepth] = atStart.percent - atEnd.percent
        }
        found[.packCycles] = toldCycles
        return found.keys.sorted().compactMap { signal in found[signal].map { PartMeasurement(signal, $0) } }
    }
}
