// SPDX-License-Identifier: Apache-2.0
// What a hot spot means to who mends it: the classes of NETA table 100.18 for electrical joints and those of practice
// for photovoltaic modules. Only differences are classed; what is done about them is said elsewhere.

/// Limits of what counts as a hot spot. The defaults are those of electrical inspection.
public struct HotSpotLimits: Sendable, Equatable {
    /// Kelvin above the surroundings from which a pixel belongs to a spot.
    public var leastDifference: Double
    /// Pixels of the smallest spot.
    public var leastPixels: Int
    /// The temperature of the air in degrees Celsius where somebody measured it; then spots are held against it too.
    public var ambientCelsius: Double?
    /// The sun on the modules in W/m², to scale the differences of modules to 1000 W/m².
    public var irradiance: Double?

    /// The usual limits.
    public init(
        leastDifference: Double = 4, leastPixels: Int = 4, ambientCelsius: Double? = nil,
        irradiance: Double? = nil
    ) {
        self.leastDifference = leastDifference
        self.leastPixels = leastPixels
        self.ambientCelsius = ambientCelsius
        self.irradiance = irradiance
    }

    /// Spread of a picture in kelvin below which it shows nothing.
    public static let leastSpread = 3.0
}

/// NETA MTS/ATS table 100.18.
public enum ElectricalClass: String, Sendable, Comparable, CaseIterable {
    /// 1 to 3 K over a similar part, 1 to 10 K over the air: possible deficiency, investigate.
    case possible
    /// 4 to 15 K, 11 to 20 K over the air: probable deficiency, repair as time permits.
    case probable
    /// 21 to 40 K over the air: monitor until corrected.
    case monitor
    /// Over 15 K, over 40 K over the air: major discrepancy, repair at once.
    case major

    /// Held against a similar part under a like load.
    public init?(overSimilar kelvin: Double) {
        guard kelvin >= 1 else { return nil }
        self = kelvin > 15 ? .major : kelvin >= 4 ? .probable : .possible
    }

    /// Held against the air.
    public init?(overAmbient kelvin: Double) {
        guard kelvin >= 1 else { return nil }
        self = kelvin > 40 ? .major : kelvin > 20 ? .monitor : kelvin > 10 ? .probable : .possible
    }

    /// Less urgent first.
    public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .possible: 0
        case .probable: 1
        case .monitor: 2
        case .major: 3
        }
    }
}

/// Practice with photovoltaic modules, for differences scaled to 1000 W/m².
public enum ModuleClass: String, Sendable {
    /// Below 10 K: watch.
    case watch
    /// From 10 K: plan a repair.
    case repair
    /// From 20 K: send somebody.
    case dispatch
    /// Over 40 K: a danger of fire.
    case safety

    /// Pixels of the smallest spot on a module.
    public static let leastPixels = 9
    /// The sun below which differences of modules say little: W/m² (IEC TS 62446-3).
    public static let leastIrradiance = 600.0

    /// The class of a difference to the neighbours.
    public init(overNeighbours kelvin: Double) {
        self = kelvin > 40 ? .safety : kelvin >= 20 ? .dispatch : kelvin >= 10 ? .repair : .watch
    }
}
