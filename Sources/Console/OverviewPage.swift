// SPDX-License-Identifier: Apache-2.0
// The facts on the overview page. A fact that was not measured is nil and is shown so; the page must never
// fill a gap with a default, the last command or a guess.

public import DockModel

/// What the overview shows: one snapshot of the dock.
public struct OverviewPage: Sendable, Equatable {
    /// The name of the dock.
    public var dockName: String
    /// The dock's wall clock when the snapshot was taken.
    public var now: WallTime
    /// Whether that clock is known to be set.
    public var isClockTrusted: Bool
    /// What the dock is doing.
    public var phase: PhaseFact?
    /// What the limit switches prove about the cover; nil without a fresh reading of both.
    public var cover: CoverPosition?
    /// The charger of the pad.
    public var charger: ChargerFact?
    /// The vehicle of this dock.
    public var vehicle: VehicleFact?
    /// Weather readings, in the order to show.
    public var weather: [ReadingRow] = []
    /// The next runs, soonest first.
    public var nextRuns: [RunRow] = []
    /// The last decision of the launch gates.
    public var decision: DecisionFact?
    /// The last flights, newest first.
    public var flights: [FlightRow] = []
    /// The parts that wear.
    public var parts: [PartRow] = []
    /// Open incidents, most urgent first.
    public var incidents: [IncidentRow] = []
    /// Counts of the mail queue.
    public var mail: MailCounts?

    /// A snapshot in which nothing has been measured yet.
    public init(dockName: String, now: WallTime, isClockTrusted: Bool = true) {
        self.dockName = dockName
        self.now = now
        self.isClockTrusted = isClockTrusted
    }
}

/// The phase of the dock.
public struct PhaseFact: Sendable, Equatable {
    /// Its name: "idle", "gating", "flying"...
    public var name: String
    /// When it began.
    public var since: WallTime?
    /// When it must have ended.
    public var deadline: WallTime?
    /// What the dock waits for, in plain words.
    public var waitsFor: String?
    /// Whether only a person can leave it (lost, diverted, service, fault, locked out).
    public var needsPerson: Bool
    /// Why nothing may be armed or moved until a reset; nil when nobody locked the dock out.
    public var lockOut: String?
    /// Where the vehicle was sent because home cannot be used, and why; nil while it comes home.
    public var sentTo: String?

    /// A phase.
    public init(
        name: String, since: WallTime? = nil, deadline: WallTime? = nil, waitsFor: String? = nil,
        needsPerson: Bool = false, lockOut: String? = nil, sentTo: String? = nil
    ) {
        self.lockOut = lockOut
        self.sentTo = sentTo
        self.name = name
        self.since = since
        self.deadline = deadline
        self.waitsFor = waitsFor
        self.needsPerson = needsPerson
    }
}

/// What is measured at the charger.
public struct ChargerFact: Sendable, Equatable {
    /// Whether the charger is confirmed on.
    public var isOn: Bool?
    /// Charging current.
    public var current: Amperes?
    /// Charging voltage.
    public var voltage: Volts?

    /// Charger facts.
    public init(isOn: Bool? = nil, current: Amperes? = nil, voltage: Volts? = nil) {
        self.isOn = isOn
        self.current = current
        self.voltage = voltage
    }
}

/// What is known of the vehicle, each from its own evidence.
public struct VehicleFact: Sendable, Equatable {
    /// Its name, type or system id.
    public var name: String?
    /// Whether heartbeats arrive.
    public var isLinked: Bool?
    /// The age of the last heartbeat.
    public var heartbeatAge: Duration?
    /// Whether the autopilot reports armed.
    public var isArmed: Bool?
    /// Whether the autopilot reports landed.
    public var isLanded: Bool?
    /// Whether the pad sensor of the dock sees the vehicle.
    public var isOnPad: Bool?
    /// The flight mode, as the autopilot names it.
    public var mode: String?
    /// Battery, percent of full.
    public var battery: Percent?
    /// The last reported position.
    public var position: PositionFact?

    /// A vehicle of which nothing is known yet.
    public init(name: String? = nil) { self.name = name }
}

/// A position on Earth.
public struct PositionFact: Sendable, Equatable {
    /// Degrees north.
    public var latitude: Double
    /// Degrees east.
    public var longitude: Double
    /// Height above the launch point.
    public var height: Metres?

    /// A position from degrees.
    public init(latitude: Double, longitude: Double, height: Metres? = nil) {
        self.latitude = latitude
        self.longitude = longitude
        self.height = height
    }
}
