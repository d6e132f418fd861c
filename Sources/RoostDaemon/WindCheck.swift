// SPDX-License-Identifier: Apache-2.0
// Compares the dock's anemometer with the vehicle's own estimate while it flies, and tells people when they contradict
// each other for some time. It never says which is right and changes no evidence.

internal import DockModel
internal import MAVLink
internal import Synchronization
internal import VehicleLink

/// Follows two instruments for the wind.
final class WindCheck: Sendable {
    private let check = Mutex(CrossCheck.wind)

    /// What to tell after a sample of the dock; nil while nothing contradicts.
    /// - Parameter vehicle: the vehicle's estimate; nil while it does not fly, which ends the comparison.
    func contradiction(of dock: CrossCheck.Sample, to vehicle: CrossCheck.Sample?, at now: Instant) -> String? {
        check.withLock { check in
            guard let vehicle else {
                check.reset()
                return nil
            }
            guard case .conflict = check.compare(dock, vehicle, at: now) else { return nil }
            return "the dock measures \(MetresPerSecond(dock.value)), the vehicle estimates "
                + "\(MetresPerSecond(vehicle.value)): look at the anemometer"
        }
    }
}

extension VehicleAdapter {
    /// The vehicle's estimate of the wind; nil unless it is known to fly.
    var windInFlight: CrossCheck.Sample? {
        guard let report = latest, report.landed.state == .inAir, let wind = report.vehicle?.wind else { return nil }
        return CrossCheck.Sample(wind.value.value, taken: wind.taken)
    }
}
