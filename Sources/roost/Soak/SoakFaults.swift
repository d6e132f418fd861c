// SPDX-License-Identifier: Apache-2.0
// What goes wrong around a soaked daemon, and when: drawn from a seed, so that two runs have the same faults at the
// same virtual minutes. A fault ends; what only a person can end is ended as a person would, after it.

import DockModel
import RoostSim

/// What may go wrong.
enum SoakFault: String, CaseIterable {
    /// Gusts above every limit.
    case gusts
    /// Heavy rain.
    case rain
    /// Smoke in the dock.
    case smoke
    /// The charger delivers nothing.
    case chargerDead
    /// The cover meets something on its way.
    case coverJammed
    /// Somebody presses the emergency stop.
    case emergencyStop
    /// The field bus's server is away.
    case busAway

    /// Makes the dock so; the bus is the world's own matter.
    func begin(_ plant: inout DockPlant) {
        switch self {
        case .gusts: plant.faults.wind = 25
        case .rain: plant.faults.rain = 12
        case .smoke: plant.faults.isSmoke = true
        case .chargerDead: plant.faults.isChargerDead = true
        case .coverJammed: plant.faults.jamAt = 40
        case .emergencyStop: plant.faults.isEmergencyStopPressed = true
        case .busAway: break
        }
    }
}

/// The faults of a soak, in their order.
struct SoakPlan {
    /// One fault.
    struct Entry: Equatable {
        var fault: SoakFault
        /// Virtual seconds from the start.
        var begins: Double, ends: Double
    }

    let entries: [Entry]

    /// Faults over some days; `perDay` of them on average, of five minutes to an hour each, one after another.
    init(days: Double, perDay: Double, seed: UInt64) {
        var state = seed
        // SplitMix64 (Steele, Lea, Flood 2014).
        func next() -> Double {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return Double((mixed ^ (mixed >> 31)) >> 11) / Double(1 << 53)
        }
        var entries: [Entry] = []
        var time = 0.0
        let gap = perDay > 0 ? 86_400 / perDay : .infinity
        while true {
            time += gap * (0.25 + 1.5 * next())
            let length = 300 + 3_300 * next()
            let fault = SoakFault.allCases[Int(next() * Double(SoakFault.allCases.count))]
            guard time + length < days * 86_400 else { break }
            entries.append(Entry(fault: fault, begins: time, ends: time + length))
            time += length
        }
        self.entries = entries
    }
}
