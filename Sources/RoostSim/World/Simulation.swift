// SPDX-License-Identifier: Apache-2.0
// Days of virtual time with faults that come and go by the seed: what `roost simulate` runs. A violation names the
// seed and the second, and the same call repeats it.

internal import DockModel
public import RoostCore

/// The faults that a simulation injects.
public enum SimulatedFault: String, Sendable, CaseIterable, Codable {
    /// A limit switch reports contact for ever.
    case openSwitchStuck, closedSwitchStuck
    /// The cover cannot pass a position.
    case coverJammed
    /// The charger delivers nothing.
    case chargerDead
    /// A gust front, and rain.
    case gustFront, rain
    /// Someone presses the emergency stop.
    case emergencyStop
    /// The smoke detector trips.
    case smoke
    /// The field bus is away.
    case fieldbusAway
    /// The vehicle is not heard.
    case vehicleSilent
    /// The vehicle refuses to arm, or to take the plan.
    case armingRefused, uploadRefused
    /// The vehicle lands beside the dock, or does not disarm.
    case landsElsewhere, neverDisarms
    /// The pack drains eight times as fast.
    case packDrains
    /// The wall clock is not known to be set.
    case clockUntrusted
    /// The process is killed and started again.
    case restart

    /// Lets the fault begin in `dock`.
    func begin(in dock: inout SimulatedDock, _ random: inout SplitMix) {
        switch self {
        case .openSwitchStuck: dock.plant.faults.isOpenSwitchStuck = true
        case .closedSwitchStuck: dock.plant.faults.isClosedSwitchStuck = true
        case .coverJammed: dock.plant.faults.jamAt = 5 + 90 * random.uniform()
        case .chargerDead: dock.plant.faults.isChargerDead = true
        case .gustFront: dock.plant.faults.wind = 10 + 10 * random.uniform()
        case .rain: dock.plant.faults.rain = 0.2 + 5 * random.uniform()
        case .emergencyStop: dock.plant.faults.isEmergencyStopPressed = true
        case .smoke: dock.plant.faults.isSmoke = true
        case .fieldbusAway: dock.isFieldbusUp = false
        case .vehicleSilent: dock.vehicle.faults.isSilent = true
        case .armingRefused: dock.vehicle.faults.armingRefusal = "Arming denied: compass not calibrated"
        case .uploadRefused: dock.vehicle.faults.uploadRefusal = "item 3: unsupported command"
        case .landsElsewhere: dock.vehicle.faults.landsElsewhere = true
        case .neverDisarms: dock.vehicle.faults.neverDisarms = true
        case .packDrains: dock.vehicle.faults.drain = 8
        case .clockUntrusted: dock.isClockTrusted = false
        case .restart: dock.restart()
        }
        dock.count(fault: rawValue)
    }
}

/// One simulated run: its length, its seed and which faults it injects.
public struct Simulation: Sendable {
    /// Virtual hours after which a person comes to a dock that awaits one.
    static let visitAfterHours = 3.0

    /// Virtual days.
    public var days: Double
    /// The seed of everything that is random.
    public var seed: UInt64
    /// Faults to inject; none for fair weather.
    public var faults: [SimulatedFault]
    /// Faults a day, on average.
    public var faultsPerDay: Double
    /// The site's limits.
    public var policy: DockPolicy

    /// A run.
    public init(
        days: Double, seed: UInt64, faults: [SimulatedFault] = [], faultsPerDay: Double = 2,
        policy: DockPolicy = DockPolicy()
    ) {
        self.days = days
        self.seed = seed
        self.faults = faults
        self.faultsPerDay = faultsPerDay
        self.policy = policy
    }

    /// Runs it; `progress` hears the share done now and then.
    public func run(progress: (Double) -> Void = { _ in }) -> SimulatedDock {
        var random = SplitMix(seed: seed)
        var dock = SimulatedDock(seed: seed, policy: policy)
        dock.restTurn = 15
        var day = 0
        var nextMission = 3600.0 * (1 + random.uniform())
        var nextFault = faults.isEmpty ? Double.infinity : 0.0
        var faultEnd = Double.infinity
        var waitingSince: Double?
        let end = days * 86_400
        while dock.seconds < end {
            dock.run(for: .seconds(60))
            if dock.seconds >= nextMission {
                dock.makeDue("patrol", window: .seconds(3600))
                nextMission = dock.seconds + 3600 * (2 + 2 * random.uniform())
            }
            if dock.seconds >= nextFault {
                faults[Int(random.next() % UInt64(faults.count))].begin(in: &dock, &random)
                faultEnd = min(faultEnd, dock.seconds + 60 + 3600 * random.uniform())
                nextFault = dock.seconds + 86_400 / faultsPerDay * 2 * random.uniform()
            }
            if dock.seconds >= faultEnd {
                dock.clearFaults()
                faultEnd = .infinity
            }
            if dock.state.phase.awaitsPerson {
                let since = waitingSince ?? dock.seconds
                waitingSince = since
                if dock.seconds - since > Self.visitAfterHours * 3600 { dock.visit() }
            } else {
                waitingSince = nil
            }
            if Int(dock.seconds / 86_400) > day {
                day = Int(dock.seconds / 86_400)
                dock.feed(.dayEnded("day \(String(day + 100_000))"))
                progress(dock.seconds / end)
            }
        }
        return dock
    }
}

extension SimulatedDock {
    /// Ends every fault.
    public mutating func clearFaults() {
        plant.faults = PlantFaults()
        vehicle.faults = SketchVehicleFaults()
        isFieldbusUp = true
        isClockTrusted = true
    }

    /// A person comes: repairs what is broken, puts the vehicle on the pad and resets the dock.
    public mutating func visit() {
        clearFaults()
        vehicle.putOnPad()
        feed(.operatorSays(.reset))
    }
}
