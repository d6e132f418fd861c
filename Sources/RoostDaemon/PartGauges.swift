// SPDX-License-Identifier: Apache-2.0
// From what devices and the vehicle say to the figures that tell the wear of parts: a median a flight, a median a day.
// It decides nothing about parts; the core takes each figure with the part's next row.

internal import DockModel
internal import MAVLink
internal import RoostCore
internal import Settings
internal import Synchronization
internal import Wear

/// The gauge of the vehicle's parts, fed with each report.
final class VehicleGauge: Sendable {
    /// How often the figures are told while something changes.
    static let period = Duration.seconds(30)

    private struct Progress {
        var gauge = FlightGauge()
        var isAloft = false
        var seen = Instant(nanoseconds: .min)
        var summedUpAt: Instant?
        var told: [PartMeasurement] = []
    }

    private let progress = Mutex(Progress())

    /// Takes a report; answers the figures that are new, at most every half minute.
    func take(_ vehicle: VehicleReport, isAloft: Bool, at now: Instant) -> Event? {
        progress.withLock { progress in
            if isAloft, !progress.isAloft { progress.gauge.takeOff() }
            let hasLanded = progress.isAloft && !isAloft
            progress.isAloft = isAloft
            Self.feed(&progress.gauge, vehicle, since: progress.seen, isAloft: isAloft, at: now)
            progress.seen = now
            // To sum up is to sort all samples: not with every report.
            let isDue = progress.summedUpAt.map { $0.duration(to: now) >= Self.period } ?? true
            guard isDue || hasLanded else { return nil }
            progress.summedUpAt = now
            var figures = progress.gauge.figures
            if vehicle.equipment.pictures > 0 {
                figures.append(PartMeasurement(.shots, Double(vehicle.equipment.pictures)))
            }
            guard figures != progress.told, !figures.isEmpty else { return nil }
            progress.told = figures
            return .measured(figures)
        }
    }

    /// Gives the gauge what was observed since the last report.
    private static func feed(
        _ gauge: inout FlightGauge, _ vehicle: VehicleReport, since: Instant, isAloft: Bool, at now: Instant
    ) {
        let equipment = vehicle.equipment
        if let pack = equipment.pack, pack.taken > since {
            let byHealth = pack.value.design.flatMap { design in pack.value.health.map { design * $0.value / 100 } }
            gauge.tell(capacity: pack.value.capacity ?? byHealth, cycles: pack.value.cycles)
        }
        let battery = vehicle.battery.flatMap { $0.taken > since ? $0 : nil }
        if let pack = battery?.value.temperature { gauge.warm(pack.value) }
        guard isAloft else {
            let isAtRest = vehicle.isArmed?.value == false && abs(battery?.value.current?.value ?? 0) < 1
            if isAtRest, let cells = equipment.cells, cells.taken > since {
                gauge.rest(cells: cells.value.map(\.value))
            }
            return
        }
        if since.nanoseconds != .min { gauge.fly(seconds: since.duration(to: now).inSeconds) }
        if let vibration = equipment.vibration, vibration.taken > since {
            gauge.shake(vibration.value.level, clippings: vibration.value.clippings)
        }
        let currents = equipment.motorCurrents.values.filter { $0.taken > since }.map(\.value.value)
        if let most = currents.max() { gauge.drive(most) }
        let heats = equipment.escTemperatures.values.filter { $0.taken > since }.map(\.value.value)
        if let hottest = heats.max() { gauge.heat(hottest) }
        guard let battery else { return }
        if let current = battery.value.current, let voltage = battery.value.voltage {
            gauge.load(
                current: current.value, voltage: voltage.value, at: Double(battery.taken.nanoseconds) / 1e9)
        }
        if let left = battery.value.remaining, let drawn = battery.value.consumedMilliampereHours {
            gauge.draw(percent: left.value, drawn: Double(drawn) / 1_000)
        }
    }
}

/// The gauge of points that tell the wear of parts: the median of a day, told every hour.
final class PointGauge: Sendable {
    /// How often a figure is told.
    static let period = Duration.seconds(3_600)
    /// The share of a new part's value below which a device counts as switched off.
    static let offShare = 0.05

    private struct Series {
        var hours: [Double] = []
        var hour = StreamMedian()
        var toldAt: Instant?
    }

    private let series = Mutex<[PointReference: Series]>([:])
    /// What a new part shows at the points that tell of one; nil for a point that tells how hard its uses are.
    private let new: [PointReference: Double?]

    /// A gauge of the points that the parts name.
    init(_ rules: [PartRule]) {
        var new: [PointReference: Double?] = [:]
        for place in rules.flatMap({ $0.stress?.signals ?? [] }).compactMap(\.place) { new[place] = .some(nil) }
        for rule in rules {
            guard let place = rule.measure?.place,
                case .measured(_, _, let value, _) = rule.description.measure
            else { continue }
            new[place] = value
        }
        self.new = new
    }

    /// Takes a believed reading of a point; answers the day's median when an hour is over. The first hour of a process
    /// is told after its first minutes, so that a dock that is switched off each night has its row.
    func take(_ value: Double, of place: PointReference, at taken: Instant) -> Event? {
        guard let start = new[place], value.isFinite else { return nil }
        if let start, abs(value) <= abs(start) * Self.offShare { return nil }
        let figure: Double? = series.withLock { all in
            var one = all[place, default: Series()]
            defer { all[place] = one }
            one.hour.take(value)
            guard let told = one.toldAt else {
                one.toldAt = taken
                return nil
            }
            let span = told.duration(to: taken)
            guard span >= Self.period || (one.hours.isEmpty && span >= .seconds(300)) else { return nil }
            guard let median = one.hour.median() else { return nil }
            one.hours = Array((one.hours + [median]).suffix(24))
            (one.hour, one.toldAt) = (StreamMedian(), taken)
            var day = StreamMedian()
            for hour in one.hours { day.take(hour) }
            return day.median()
        }
        return figure.map { .measured([PartMeasurement(PartSignal(rawValue: place.description), $0)]) }
    }
}

extension PartSignal {
    /// The point that is measured; nil for a signal that is none.
    fileprivate var place: PointReference? {
        let halves = rawValue.split(separator: ".", maxSplits: 1).map(String.init)
        return halves.count == 2 ? PointReference(device: DeviceID(halves[0]), point: PointID(halves[1])) : nil
    }
}
