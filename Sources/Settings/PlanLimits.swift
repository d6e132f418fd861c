// SPDX-License-Identifier: Apache-2.0
// What a site allows a plan to do: `vehicle.limits` of dock.yaml, and what flying costs. Whether a plan keeps to it
// is decided in PlanCheck; nothing here looks at a plan.

public import DockModel

/// What the site allows a plan to do.
public struct PlanLimits: Sendable, Equatable {
    /// Greatest height above the dock; above ground for heights over terrain.
    public var highest = Metres(120)
    /// Greatest distance from the dock over ground.
    public var farthest = Metres(5_000)
    /// Greatest speed that a plan may order.
    public var fastest = MetresPerSecond(20)
    /// Greatest distance from the dock at which a plan may land.
    public var landingDistance = Metres(10)
    /// Height at which the vehicle flies home by itself.
    public var returnHeight = Metres(30)

    /// The defaults: the usual ceiling of small unmanned aircraft, and 5 km around the dock.
    public init() {}
}

extension DockFile {
    /// The limits under `vehicle`; the defaults when they are absent.
    static func planLimits(_ vehicle: MappingReader) -> PlanLimits {
        var limits = PlanLimits()
        guard let reader = vehicle.mapping("limits") else { return limits }
        limits.highest = Metres(reader.measure("altitude_max", .length, in: 5...1_500, default: 120))
        limits.farthest = Metres(reader.measure("distance_max", .length, in: 20...50_000, default: 5_000))
        limits.fastest = MetresPerSecond(reader.measure("speed_max", .speed, in: 1...60, default: 20))
        limits.landingDistance = Metres(
            reader.measure("landing_distance", .length, in: 0.5...500, default: 10))
        limits.returnHeight = Metres(
            reader.measure("return_altitude", .length, in: 3...1_500, default: min(30, limits.highest.value)))
        if limits.returnHeight > limits.highest {
            reader.log.report(
                reader.place(of: "return_altitude"),
                "vehicle.limits.return_altitude \(short(limits.returnHeight.value)) m is above "
                    + "vehicle.limits.altitude_max \(short(limits.highest.value)) m",
                "the way home must keep to the limit as well: lower it")
        }
        reader.finish()
        return limits
    }
}

/// What flying a plan costs.
public struct PlanRates: Sendable, Equatable {
    /// Charge used in a minute of flight, %.
    public var percentPerMinute = 4.0
    /// Ground speed in still air where the plan orders none, and on the way home.
    public var cruise = MetresPerSecond(8)
    /// Rate of climb.
    public var ascent = MetresPerSecond(2.5)
    /// Rate of descent.
    public var descent = MetresPerSecond(1.5)
    /// Hover above the pad before touchdown.
    public var hover = Duration.seconds(30)
    /// Acceleration at the corners of the route, m/s².
    public var acceleration = 2.5
    /// The wind to reckon with.
    public var wind = MetresPerSecond(8)
    /// Charge that must be left after landing.
    public var reserve = Percent(15)
    /// Charge of a full pack, as the dock fills it.
    public var full = Percent(99)
    /// Charge from which the dock launches.
    public var launch = Percent(50)

    /// The defaults: a small multirotor that flies 25 min on a pack.
    public init() {}
}

/// By what a plan is judged.
public struct PlanRules: Sendable, Equatable {
    /// Where the vehicle takes off and lands; nil takes the home of the plan.
    public var dock: PlanPoint?
    /// Metres of the dock above mean sea level; nil takes the home of the plan.
    public var dockAltitude: Metres?
    /// The limits of the site.
    public var limits = PlanLimits()
    /// What flying costs.
    public var rates = PlanRates()
    /// The family of the vehicle; nil when it is not known.
    public var dialect: VehicleDialect?
    /// Whether these are the limits of a dock that flies alone. Without a dock, what breaks no rule of the plan itself
    /// is only warned of.
    public var areOfADock = false

    /// The rules for a vehicle without a dock: the plan's own fence, and defaults that only warn.
    public init() {}

    /// The rules of a dock.
    public init(_ settings: DockSettings) {
        dock = PlanPoint(latitude: settings.dock.latitude, longitude: settings.dock.longitude)
        dockAltitude = settings.dock.altitude
        limits = settings.vehicle.limits
        dialect = settings.vehicle.dialect
        areOfADock = true
        rates.percentPerMinute = settings.energy.percentPerMinute
        rates.cruise = settings.energy.cruise
        rates.ascent = settings.energy.ascent
        rates.descent = settings.energy.descent
        rates.hover = settings.energy.hover
        rates.wind = settings.limits.windMean
        rates.reserve = settings.limits.landingReserve
        rates.full = settings.limits.batteryFull
        rates.launch = settings.limits.batteryLaunch
    }
}
