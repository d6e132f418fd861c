// SPDX-License-Identifier: Apache-2.0
// Looks at the simulated field itself, not at what anyone reports of it, and notes what must never be: a cover that
// closes under a vehicle, a charger that is on under an open cover, a second take-off. It changes nothing.

import Dispatch
import DockModel
import RoostSim
import Synchronization

/// A watch over the cover, the charger and the vehicle. Unchecked: the timer itself may be used from any thread.
final class SafetyWatch: @unchecked Sendable {
    /// What was seen.
    struct Seen: Sendable {
        /// What must never be, in words, each once.
        var violations: [String] = []
        /// How often the vehicle left the ground.
        var takeoffs = 0
        /// Looks taken.
        var looks = 0
        /// When the vehicle was first seen armed, in dock time.
        var armedAt: Instant?
        fileprivate var wasOnGround = true

        fileprivate mutating func note(_ violation: String) {
            if !violations.contains(violation) { violations.append(violation) }
        }
    }

    private struct Look {
        var isOnGround: Bool
        var isArmed: Bool
        var isAbovePad: Bool
        var isNear: Bool
        var at: Instant
    }

    /// Real time between two looks.
    private static let interval = DispatchTimeInterval.milliseconds(4)
    /// Below this height above the pad the cover must not close, m.
    private static let height = 30.0
    /// Within this level distance the vehicle is above the pad, m.
    private static let radius = 10.0

    private let world: ServedWorld
    private let vehicle: SimulatedVehicleServer
    private let seen = Mutex(Seen())
    private let timer: any DispatchSourceTimer

    /// Begins to watch.
    init(world: ServedWorld, vehicle: SimulatedVehicleServer) {
        self.world = world
        self.vehicle = vehicle
        timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "safety-watch"))
        timer.setEventHandler { [weak self] in self?.look() }
        timer.schedule(deadline: .now(), repeating: Self.interval)
        timer.resume()
    }

    /// What was seen so far.
    var report: Seen { seen.withLock { $0 } }

    /// Ends the watch.
    func stop() { timer.cancel() }

    private func look() {
        let before = lookAtVehicle()
        let plant = world.withPlant { $0 }
        let after = lookAtVehicle()
        seen.withLock { seen in
            seen.looks += 1
            if after.isArmed, seen.armedAt == nil { seen.armedAt = after.at }
            if seen.wasOnGround, !after.isOnGround { seen.takeoffs += 1 }
            seen.wasOnGround = after.isOnGround
            let isClosing = plant.drive == .close && plant.coverPosition > 0.5 && plant.driveState == 2
            if isClosing, before.isAbovePad, after.isAbovePad {
                seen.note("the cover closes below a vehicle in the air")
            }
            if isClosing, before.isNear, after.isNear, before.isArmed, after.isArmed {
                seen.note("the cover closes over an armed vehicle")
            }
            if plant.isChargerEnabled, !plant.isClosedSwitchMade {
                seen.note("the charger is on and the cover is not closed")
            }
        }
    }

    private func lookAtVehicle() -> Look {
        vehicle.withVehicle { vehicle in
            let isNear = vehicle.distanceFromPad < Self.radius
            return Look(
                isOnGround: vehicle.isOnGround, isArmed: vehicle.isArmed,
                isAbovePad: isNear && !vehicle.isOnGround && vehicle.offsetFromPad.up < Self.height,
                isNear: isNear && vehicle.offsetFromPad.up < Self.height, at: vehicle.now)
        }
    }
}
