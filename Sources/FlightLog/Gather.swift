// SPDX-License-Identifier: Apache-2.0
// What is added up while a log runs by: changes of a state, satellites, battery, height, vibration. Each takes one
// sample at a time in constant memory; an unknown value (NaN, or the format's own sign for it) never counts as zero.

/// The smallest and greatest of what was known.
struct Extent {
    private(set) var least = Double.infinity
    private(set) var greatest = -Double.infinity
    private(set) var count = 0
    private var sum = 0.0

    @inline(__always)
    mutating func take(_ value: Double) {
        guard value.isFinite else { return }
        least = min(least, value)
        greatest = max(greatest, value)
        sum += value
        count += 1
    }

    /// Nil when nothing was known.
    func least(_ places: Int) -> Double? { Decimals.rounded(least, places) }
    /// Nil when nothing was known.
    func greatest(_ places: Int) -> Double? { Decimals.rounded(greatest, places) }
    /// Nil when nothing was known.
    func mean(_ places: Int) -> Double? { count == 0 ? nil : Decimals.rounded(sum / Double(count), places) }
}

/// A list with an end: it counts on when it is full.
struct BoundedList<Element: Sendable>: Sendable {
    private(set) var entries: [Element] = []
    private(set) var count = 0

    mutating func append(_ element: @autoclosure () -> Element) {
        count += 1
        if entries.count < FlightLogLimit.listEntries { entries.append(element()) }
    }

    /// Whether entries were left out.
    var isCut: Bool { count > entries.count }
}

/// When a state changed, with the first value it had.
struct Changes {
    private(set) var list = BoundedList<TimedValue>()
    private(set) var last: Int64?

    /// Takes a sample; one without a time is passed over. Says whether the state has changed.
    @discardableResult
    mutating func take(_ time: UInt64, _ value: Int64) -> Bool {
        guard time != 0, last != value else { return false }
        let isChange = last != nil
        last = value
        list.append(TimedValue(microseconds: time, value: value))
        return isChange
    }
}

/// Flights as pairs of take-off and landing.
struct Flights {
    private(set) var list = BoundedList<Flight>()
    private(set) var takeoff: UInt64?
    private(set) var landing: UInt64?
    private(set) var airborneMicroseconds: UInt64 = 0
    private var open: UInt64?

    mutating func leftGround(at time: UInt64) {
        if takeoff == nil { takeoff = time }
        if open == nil { open = time }
    }

    mutating func touchedGround(at time: UInt64) {
        landing = time
        guard let start = open else { return }
        open = nil
        list.append(Flight(takeoffMicroseconds: start, landingMicroseconds: time))
        if time > start { airborneMicroseconds &+= time - start }
    }

    /// All flights; one that the log does not see the end of has no landing.
    var all: [Flight] {
        guard let open, !list.isCut else { return list.entries }
        return list.entries + [Flight(takeoffMicroseconds: open, landingMicroseconds: nil)]
    }
}

/// One satellite fix as either format tells it; NaN is unknown.
struct FixSample {
    var time: UInt64
    var fix: Int64
    var latitude: Double
    var longitude: Double
    var altitude: Double
    var satellites: Double
    var hdop = Double.nan
    var speed = Double.nan
    var utcMicroseconds: Int64?
}

/// Satellite fixes.
struct SatelliteGather {
    private(set) var points = 0
    private(set) var points3D = 0
    private(set) var pointsRTKFixed = 0
    private(set) var track = Track()
    private(set) var satellites = Extent()
    private(set) var hdop = Extent()
    private(set) var speed = Extent()
    var horizontalAccuracy = Extent()
    var verticalAccuracy = Extent()
    var speedAccuracy = Extent()
    /// What to add to the log's time for UTC.
    private(set) var utcOffset: Int64?
    /// The fix type of RTK fixed, which both formats count as MAVLink does (GPS_FIX_TYPE).
    private static let rtkFixed: Int64 = 6

    /// - Parameter isDoubtful: whether damage follows the sample; then its place must be one that can be reached.
    mutating func take(_ sample: FixSample, isDoubtful: Bool) {
        points += 1
        guard sample.fix >= 3 else { return }
        if isDoubtful, !isReachable(sample) { return }
        points3D += 1
        if sample.fix == Self.rtkFixed { pointsRTKFixed += 1 }
        satellites.take(sample.satellites)
        // A receiver that does not tell it leaves it at zero.
        hdop.take(sample.hdop > 0 ? sample.hdop : .nan)
        speed.take(sample.speed)
        track.add(sample.time, sample.latitude, sample.longitude, sample.altitude)
        guard utcOffset == nil, let utc = sample.utcMicroseconds, let time = Int64(exactly: sample.time)
        else { return }
        utcOffset = utc.subtractingReportingOverflow(time).overflow ? nil : utc - time
    }

    /// Whether a vehicle can have come there from the last place.
    private func isReachable(_ sample: FixSample) -> Bool {
        guard Track.isPlace(sample.latitude, sample.longitude), abs(sample.altitude) < 100_000 else {
            return false
        }
        guard let last = track.last else { return true }
        let away = Globe.metres(
            fromLatitude: last.latitude, longitude: last.longitude, toLatitude: sample.latitude,
            longitude: sample.longitude)
        let later = sample.time > last.microseconds ? sample.time - last.microseconds : 0
        return away < 1_000 + 500 * min(Double(later) / 1e6, 60)
    }
}

/// A battery. Voltage below 0.1 V is no battery; what is unknown comes as NaN.
struct BatteryGather {
    static let leastVolts = 0.1
    private(set) var samples = 0
    private(set) var startVolts: Double?
    private(set) var endVolts: Double?
    private(set) var volts = Extent()
    private(set) var current = Extent()
    private(set) var remainingStart = Double.nan
    private(set) var remainingEnd = Double.nan
    private(set) var temperature = Extent()
    private var consumed = Double.nan
    private var hasCurrent = false

    mutating func take(volts: Double, amperes: Double, consumed: Double, remaining: Double, celsius: Double) {
        samples += 1
        current.take(amperes)
        if amperes.isFinite, amperes != 0 { hasCurrent = true }
        if consumed.isFinite {
            self.consumed = consumed
            if consumed > 0 { hasCurrent = true }
        }
        temperature.take(celsius)
        // NaN compares as false.
        guard volts > Self.leastVolts, volts.isFinite else { return }
        if startVolts == nil {
            startVolts = volts
            remainingStart = remaining
        }
        endVolts = volts
        remainingEnd = remaining
        self.volts.take(volts)
    }

    /// The greatest current; nil without a sensor. A current that is never anything but zero is not measured.
    var greatestAmperes: Double? { hasCurrent ? current.greatest(3) : nil }
    /// What was drawn; nil without a current sensor.
    var consumedMilliampereHours: Double? { hasCurrent ? Decimals.rounded(consumed, 1) : nil }
}

/// Vibration and clipping of the acceleration sensors.
struct VibrationGather {
    var x = Extent()
    var y = Extent()
    var z = Extent()
    /// Counts of clipping, by sensor; the counters of a log only rise.
    private(set) var clips: [Int64: Int64] = [:]

    mutating func takeClips(sensor: Int64, _ count: Int64) {
        guard count >= 0, clips[sensor] != nil || clips.count < 16 else { return }
        clips[sensor] = max(clips[sensor] ?? 0, count)
    }

    /// Clipped samples of all sensors.
    var clipCount: Int64 { clips.values.reduce(0) { $0.addingReportingOverflow($1).partialValue } }
}

/// Height and speed of the estimator, north-east-down.
struct LocalGather {
    private(set) var points = 0
    private(set) var up = Extent()
    private(set) var firstUp: Double?
    private(set) var speed = Extent()
    private(set) var climb = Extent()

    mutating func take(z: Double, vx: Double, vy: Double, vz: Double) {
        points += 1
        up.take(-z)
        if firstUp == nil, z.isFinite { firstUp = -z }
        speed.take((vx * vx + vy * vy).squareRoot())
        climb.take(-vz)
    }
}
