// SPDX-License-Identifier: Apache-2.0
// Turns an hour or a cycle into the wear it stands for: heat, depth of discharge, load and dust make a use
// count more or less. A sensor that is missing counts as usual conditions; the exponents are priors.

/// How hard one use was.
public struct UseStress: Codable, Equatable, Sendable {
    /// Temperature, degrees Celsius.
    public var celsius: Double?
    /// The depth of discharge, 0 to 1.
    public var depthOfDischarge: Double?
    /// Current or load as a multiple of the nominal.
    public var load: Double?
    /// Speed as a multiple of the nominal.
    public var speed: Double?
    /// Whether a battery was charged below freezing.
    public var isChargedCold: Bool

    /// A use; what is nil was not measured.
    public init(
        celsius: Double? = nil, depthOfDischarge: Double? = nil, load: Double? = nil, speed: Double? = nil,
        isChargedCold: Bool = false
    ) {
        self.celsius = celsius
        self.depthOfDischarge = depthOfDischarge
        self.load = load
        self.speed = speed
        self.isChargedCold = isChargedCold
    }
}

/// The clock by which a kind of part ages.
public enum StressClock: String, Codable, Sendable, CaseIterable {
    /// Uses count as they are.
    case plain
    /// Full equivalent cycles of a battery: Arrhenius with 0.5 eV, depth of discharge, current, cold charging.
    case battery
    /// Hours of a bearing: speed, and load cubed (the L10 law).
    case bearing
    /// Days of a lead battery on standby: life halves per 9 K above 25 degrees Celsius.
    case leadBattery = "lead-battery"
    /// Hours of a fan: life doubles per 15 K cooler, from 60 degrees Celsius.
    case fan

    /// What one use counts for at least and at most.
    static let least = 0.01, most = 100.0

    /// What `uses` under this stress count for; between a hundredth and a hundred times as much.
    public func uses(_ uses: Double, under stress: UseStress) -> Double {
        guard uses.isFinite, uses > 0 else { return 0 }
        return min(uses * min(max(factor(stress), Self.least), Self.most), 1e12)
    }

    private func factor(_ stress: UseStress) -> Double {
        switch self {
        case .plain: return 1
        case .battery:
            let depth =
                Self.within(stress.depthOfDischarge, 0...1).map { Exponential.power($0 / 0.8, 1.3) } ?? 1
            let cold = stress.isChargedCold ? 2.0 : 1
            return Self.arrhenius(stress.celsius) * depth * (Self.within(stress.load, 0...20) ?? 1) * cold
        case .bearing:
            let load = Self.within(stress.load, 0...20) ?? 1
            return load * load * load * (Self.within(stress.speed, 0...20) ?? 1)
        case .leadBattery:
            guard let celsius = Self.within(stress.celsius, -60...150) else { return 1 }
            return Exponential.power(2, max(0, celsius - 25) / 9)
        case .fan:
            guard let celsius = Self.within(stress.celsius, -60...150) else { return 1 }
            return Exponential.power(2, (celsius - 60) / 15)
        }
    }

    /// Ageing relative to 25 degrees Celsius.
    private static func arrhenius(_ celsius: Double?) -> Double {
        guard let celsius = within(celsius, -60...150) else { return 1 }
        return Exponential.exp(0.5 / 8.617e-5 * (1 / 298.15 - 1 / (celsius + 273.15)))
    }

    private static func within(_ value: Double?, _ range: ClosedRange<Double>) -> Double? {
        guard let value, value.isFinite else { return nil }
        return min(max(value, range.lowerBound), range.upperBound)
    }
}
