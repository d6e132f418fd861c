// SPDX-License-Identifier: Apache-2.0
// What the dock has been told by its sensors and its vehicle, each fact with its age. Nothing here is remembered
// from a command, and a fact too old to trust is no fact.

public import DockModel

/// One fact as last told, and since when it has been so.
public struct Sensed<Value: Sendable & Codable & Equatable>: Sendable, Codable, Equatable {
    /// The value; nil when the last reading could not be believed.
    public private(set) var value: Value?
    /// When it was last told.
    public private(set) var taken: Instant?
    /// Since when the value has been what it is.
    public private(set) var since: Instant?

    /// A fact nobody has told yet.
    public init() {}

    /// Takes a newer reading; one that is older than the last is dropped.
    public mutating func take(_ newValue: Value?, at instant: Instant) {
        if let taken, instant < taken { return }
        if value != newValue || since == nil { since = instant }
        value = newValue
        taken = instant
    }

    /// Forgets everything, as after a restart.
    public mutating func forget() { self = Sensed() }

    /// The value, if it was told no longer than `limit` ago.
    public func fresh(at now: Instant, within limit: Duration) -> Value? {
        guard let value, let taken, taken.duration(to: now) <= limit else { return nil }
        return value
    }

    /// The value, if it is fresh and has been the same for at least `span`.
    public func stable(at now: Instant, within limit: Duration, for span: Duration) -> Value? {
        guard let value = fresh(at: now, within: limit), let since, since.duration(to: now) >= span else {
            return nil
        }
        return value
    }

    /// How long there has been no value to believe; nil if there is one, or if nothing was ever told.
    public func unread(at now: Instant, within limit: Duration) -> Duration? {
        guard fresh(at: now, within: limit) == nil, let taken, let since else { return nil }
        return (value == nil ? since : taken).duration(to: now)
    }

    /// How long ago it was told; nil if never.
    public func age(at now: Instant) -> Duration? { taken.map { $0.duration(to: now) } }
}

/// All that the dock's sensors and vehicle have told.
public struct Evidence: Sendable, Codable, Equatable {
    /// Limit switch at the open end.
    public var openSwitch = Sensed<Bool>()
    /// Limit switch at the closed end.
    public var closedSwitch = Sensed<Bool>()
    /// Cover motor current.
    public var coverCurrent = Sensed<Amperes>()
    /// Cover travels counted by the drive.
    public var coverMoves = Sensed<Double>()
    /// The charger's enable coil as read back.
    public var chargerEnable = Sensed<Bool>()
    /// Current into the pack.
    public var chargerCurrent = Sensed<Amperes>()
    /// Energy counter of the charger.
    public var chargerEnergy = Sensed<WattHours>()
    /// A vehicle stands on the pad.
    public var vehiclePresent = Sensed<Bool>()
    /// The emergency stop is pressed.
    public var emergencyStop = Sensed<Bool>()
    /// The service key is turned.
    public var serviceKey = Sensed<Bool>()
    /// Limit switch of the rods that have let go.
    public var rodsOpenSwitch = Sensed<Bool>()
    /// Limit switch of the rods that hold.
    public var rodsClosedSwitch = Sensed<Bool>()
    /// Smoke in the dock.
    public var smoke = Sensed<Bool>()
    /// Water in the dock.
    public var waterLeak = Sensed<Bool>()
    /// Resistance of the charge contacts.
    public var contactResistance = Sensed<Milliohms>()
    /// Temperature of the charge contacts.
    public var padTemperature = Sensed<Celsius>()
    /// Rain rate.
    public var rain = Sensed<MillimetresPerHour>()
    /// Air temperature.
    public var airTemperature = Sensed<Celsius>()
    /// Relative humidity of the air.
    public var humidity = Sensed<Percent>()
    /// Mains power is present.
    public var mainsPresent = Sensed<Bool>()
    /// Charge of the UPS.
    public var upsCharge = Sensed<Percent>()
    /// Wind, with its mean and gust.
    public var wind = WindWindow()
    /// The vehicle's last report.
    public var vehicle = VehicleFacts()

    /// Nothing told yet.
    public init() {}

    /// What the two limit switches prove; nil when either is too old to trust.
    public func coverPosition(at now: Instant, within limit: Duration) -> CoverPosition? {
        guard let open = openSwitch.fresh(at: now, within: limit),
            let closed = closedSwitch.fresh(at: now, within: limit)
        else { return nil }
        return CoverPosition(openSwitch: open, closedSwitch: closed)
    }

    /// What the two limit switches of the rods prove; nil when either is too old to trust.
    public func rodsPosition(at now: Instant, within limit: Duration) -> CoverPosition? {
        guard let open = rodsOpenSwitch.fresh(at: now, within: limit),
            let closed = rodsClosedSwitch.fresh(at: now, within: limit)
        else { return nil }
        return CoverPosition(openSwitch: open, closedSwitch: closed)
    }

    /// Whether the charger is proved off: the current into the pack is measured below 0.1 A (I5).
    public func isChargerProvedOff(at now: Instant, within limit: Duration) -> Bool {
        guard let current = chargerCurrent.fresh(at: now, within: limit) else { return false }
        return abs(current.value) < 0.1
    }

    /// Whether the vehicle is proved to stand in the dock with its motors off.
    public func isVehicleProvedHome(at now: Instant, ages: AgeLimits) -> Bool {
        guard vehiclePresent.fresh(at: now, within: ages.switches) == true else { return false }
        // A vehicle whose radio is off cannot turn its motors under our orders, but silence proves nothing:
        // only a fresh report of disarmed counts.
        return vehicle.armed.fresh(at: now, within: ages.vehicle) == false
    }
}
