// SPDX-License-Identifier: Apache-2.0
// Decodes which signals the detector watches, how often it takes one's median and from which score it speaks. A signal
// is accepted only when its profile shows that it is measured. It judges no reading.

public import DockModel
public import Registers

/// What the vehicle tells of itself that the detector can watch, as points of a device called "vehicle".
public enum VehicleSignal: String, Sendable, Hashable, CaseIterable {
    /// Voltage of the pack.
    case batteryVoltage = "battery_voltage"
    /// Temperature of the pack's cells.
    case batteryTemperature = "battery_temperature"
    /// Difference between the best and the worst cell.
    case cellSpread = "cell_spread"
    /// Satellites seen.
    case satellites
    /// The axis that shakes most.
    case vibration

    /// The name under which the vehicle's signals stand beside those of devices.
    public static let device = DeviceID("vehicle")

    /// The signal as a point.
    public var place: PointReference { PointReference(device: Self.device, point: PointID(rawValue)) }

    /// The unit of the signal; empty for a number of things.
    public var unit: String {
        switch self {
        case .batteryVoltage: "V"
        case .batteryTemperature: "°C"
        case .cellSpread: "mV"
        case .satellites: ""
        case .vibration: "m/s²"
        }
    }
}

/// `signals`: what the detector watches.
public struct SignalSettings: Sendable, Equatable {
    /// Most signals that are watched.
    public static let most = 64

    /// Whether it watches at all.
    public var isWatched = true
    /// It takes the median of so long a time as one reading.
    public var every = Duration.seconds(300)
    /// The score from which a signal is told unusual.
    public var threshold = 0.5
    /// The signals; nil for all that are measured.
    public var points: [PointReference]?
    /// Signals that are not watched.
    public var leftOut: [PointReference] = []

    /// All measured points, every five minutes.
    public init() {}
}

extension PointProfile {
    /// Whether the point holds a measured number: no switch, state, counter, text, setting, number without a unit, or
    /// direction, which goes around.
    public var isMeasurement: Bool { isNumber && !unit.isEmpty && unit != "deg" && write == .none }

    /// Whether the point holds a number that can be compared with itself.
    fileprivate var isNumber: Bool {
        switch type {
        case .bool, .string, .bits16, .bits32: false
        case .u16, .s16, .u32, .s32, .f32, .u64, .bcd16:
            enumeration.isEmpty && bits.isEmpty && !counter && poll != .once
        }
    }
}

extension DockFile {
    /// `signals: {watch: true, every: 5 min, threshold: 0.5, points: [DEVICE.POINT, …], leave_out: [DEVICE.POINT, …]}`.
    static func signals(_ top: MappingReader, devices: [PlacedDevice]) -> SignalSettings {
        var settings = SignalSettings()
        guard let reader = top.mapping("signals") else { return settings }
        defer { reader.finish() }
        settings.isWatched = reader.flag("watch", default: true)
        settings.every = reader.duration("every", in: 60...3_600, default: 300)
        settings.threshold = reader.number("threshold", in: 0.05...1, default: settings.threshold)
        if reader.keys.contains("points") {
            settings.points = places("points", reader, devices)
        }
        settings.leftOut = places("leave_out", reader, devices)
        if let both = settings.points?.first(where: { settings.leftOut.contains($0) }) {
            reader.log.report(
                reader.place(of: "leave_out"), "signals: \(quoted(both.description)) is both watched and left out",
                "name it in points or in leave_out")
        }
        return settings
    }

    private static func places(_ key: String, _ reader: MappingReader, _ devices: [PlacedDevice]) -> [PointReference] {
        var found: [PointReference] = []
        for (text, place) in reader.texts(key, limit: SignalSettings.most) {
            guard let signal = signal(text, at: place, reader.name(key), devices, reader.log) else { continue }
            if found.contains(signal) {
                reader.log.report(place, "\(reader.name(key)) names \(quoted(text)) twice", "remove one of them")
            } else {
                found.append(signal)
            }
        }
        return found
    }

    private static func signal(
        _ text: String, at place: Place, _ name: String, _ devices: [PlacedDevice], _ log: ProblemLog
    ) -> PointReference? {
        let halves = text.split(separator: ".", maxSplits: 1).map(String.init)
        guard halves.count == 2 else {
            log.report(place, "\(name) \(quoted(text)) is not DEVICE.POINT", "write for example weather.wind_speed")
            return nil
        }
        let reference = PointReference(device: DeviceID(halves[0]), point: PointID(halves[1]))
        guard let device = devices.first(where: { $0.settings.id == reference.device }) else {
            let known = VehicleSignal.allCases.map(\.place.description)
            if known.contains(text) { return reference }
            let all = halves[0] == VehicleSignal.device.text ? known : devices.map(\.settings.id.text)
            let guess = nearest(to: halves[0] == VehicleSignal.device.text ? text : halves[0], in: all)
            let remedy = guess.map { "did you mean \"\($0)\"?" } ?? "use one of: \(all.joined(separator: ", "))"
            log.report(place, "\(name): \(quoted(text)) is no signal of a device or of the vehicle", remedy)
            return nil
        }
        guard let profile = device.profile else { return reference }
        guard let point = profile.point(reference.point) else {
            let measured = profile.points.filter(\.isMeasurement).map(\.id.text)
            let guess = nearest(to: halves[1], in: measured).map { "did you mean \"\($0)\"?" }
            log.report(
                place, "\(name): profile \(quoted(profile.id)) has no point \(quoted(halves[1]))",
                guess ?? "use one of: \(measured.prefix(12).joined(separator: ", "))")
            return nil
        }
        guard point.isNumber else {
            log.report(
                place, "\(name): point \(quoted(text)) is no measured number (\(point.type.rawValue))",
                "choose a point that is no switch, state, counter or text")
            return nil
        }
        return reference
    }
}
