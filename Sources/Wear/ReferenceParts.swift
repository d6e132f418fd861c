// SPDX-License-Identifier: Apache-2.0
// The parts of the reference dock and its vehicle, with figures to start from. A device profile and the
// site's parts.yaml override them. Figures without a maker's paper behind them are our own defaults.

import DockModel

extension PartDescription {
    /// The parts that the reference dock measures or counts from its first day.
    ///
    /// - Parameters:
    ///   - coverCurrent: amperes of one cover travel when the drive is new.
    ///   - contactResistance: milliohms of the charge contacts when new.
    ///   - packCapacity: ampere hours of the vehicle's pack when new.
    ///   - flightsPerDay: what the schedules plan.
    public static func referenceParts(
        coverCurrent: Double = 4, contactResistance: Double = 12, packCapacity: Double = 10,
        flightsPerDay: Double = 4
    ) throws(PartDescriptionError) -> [PartDescription] {
        let pace = max(flightsPerDay, 0.01)
        return [
            try PartDescription(
                id: "cover-motor", name: "Cover motor",
                measure: .measured(
                    kind: "travel current", unit: "A", new: coverCurrent, endOfLife: coverCurrent * 1.3),
                use: .coverMoves, typicalLife: 20_000, lifeSpread: 6_000, plannedUsesPerDay: 4 * pace,
                leadDays: 14,
                orderDays: 2, severity: .critical),
            try PartDescription(
                id: "charge-contacts", name: "Charge contacts",
                measure: .measured(
                    kind: "contact resistance", unit: "mΩ", new: contactResistance,
                    endOfLife: max(2 * contactResistance, 50)),
                use: .contactMatings, typicalLife: 20_000, lifeSpread: 8_000, plannedUsesPerDay: pace,
                leadDays: 7,
                orderDays: 2, severity: .error),
            try PartDescription(
                id: "flight-battery", name: "Flight battery",
                measure: .measured(
                    kind: "capacity", unit: "Ah", new: packCapacity, endOfLife: packCapacity * 0.8),
                use: .chargeCycles, typicalLife: 300, lifeSpread: 80, plannedUsesPerDay: 0.6 * pace,
                leadDays: 14,
                orderDays: 2, severity: .critical),
            try PartDescription(
                id: "propellers", name: "Propeller set", measure: .counted(limit: 200), use: .flightHours,
                typicalLife: 200, lifeSpread: 60, plannedUsesPerDay: 0.4 * pace, leadDays: 7, orderDays: 2,
                severity: .critical),
            try PartDescription(
                id: "main-contactor", name: "Main contactor", measure: .counted(limit: nil),
                use: .contactMatings,
                typicalLife: 100_000, lifeSpread: 50_000, plannedUsesPerDay: pace, leadDays: 30, orderDays: 2,
                severity: .critical),
        ]
    }
}
