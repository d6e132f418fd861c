// SPDX-License-Identifier: Apache-2.0
// Compares the dock's anemometer with the vehicle's own estimate while it flies, and tells people when they contradict
// each other for some time. It never says which is right and changes no evidence.

internal import DockModel
internal import MAVLink
internal import RoostCore
internal import Synchronization
internal import VehicleLink

/// Follows two instruments for the wind.
final class WindCheck: Sendable {
    private let check = Mutex(CrossCheck.wind)

    /// What to say after a sample of the dock; nil while they differ for the first time.
    /// - Parameters:
    ///   - dock: the dock's sample; nil when it could not be believed.
    ///   - vehicle: the vehicle's estimate; nil while it does not fly, which ends the comparison.
    func finding(
        of dock: CrossCheck.Sample?, and vehicle: CrossCheck.Sample?, at now: Instant
    ) -> SensorWord.Finding? {
        check.withLock { check in
            guard let vehicle else {
                check.reset()
                return .unknown
            }
            switch check.compare(dock, vehicle, at: now) {
            case .notCompared: return .unknown
            case .agree: return .believed
            case .differ: return nil
            case .conflict:
                let measured = dock.map { "\(MetresPerSecond($0.value))" } ?? "nothing"
                return .doubted(
                    "the dock measures \(measured), the vehicle estimates \(MetresPerSecond(vehicle.value)): "
                        + "look at the anemometer")
            }
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
