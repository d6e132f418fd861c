// SPDX-License-Identifier: Apache-2.0
// The use clocks of the dock: what has been counted since the dock was set up. They only grow; a part's own
// use is the growth since its installation.

/// Totals of every use clock of one dock.
public struct UseCounters: Codable, Equatable, Sendable {
    /// A current that was last seen longer ago than this is not integrated over the gap.
    static let longestCurrentGapSeconds = 60.0

    /// Cover travels, followed from the PLC's counter or counted here.
    public var coverMoves: DeviceCounter
    /// Take-offs.
    public private(set) var flights = 0.0
    /// Hours in the air.
    public private(set) var flightHours = 0.0
    /// Charge moved through the pack, in and out, in ampere hours.
    public private(set) var chargeThroughput = 0.0
    /// Full equivalent cycles of the pack.
    public private(set) var chargeCycles = 0.0
    /// Times the contacts met the vehicle.
    public private(set) var contactMatings = 0.0
    /// Hours the dock was powered.
    public private(set) var poweredHours = 0.0
    /// Travels of the centring rods.
    public private(set) var rodMoves = 0.0
    /// Times the charger was switched on.
    public private(set) var chargerSwitchings = 0.0
    /// Days that the pack rested nearly full.
    public private(set) var highChargeDays = 0.0
    /// Pictures taken, followed from the vehicle's running total.
    public var shots = DeviceCounter()

    /// Counters at zero, or with the cover moves that a dock brings along.
    public init(coverMoves: Double = 0) { self.coverMoves = DeviceCounter(total: coverMoves) }

    /// Notes one flight and its time in the air.
    public mutating func noteFlight(hours: Double) {
        flights += 1
        guard hours.isFinite, hours > 0 else { return }
        flightHours = min(flightHours + min(hours, 24), 1e12)
    }

    /// Notes that the contacts met the vehicle once.
    public mutating func noteMating() { contactMatings += 1 }

    /// Notes time under power.
    public mutating func notePower(hours: Double) {
        guard hours.isFinite, hours > 0 else { return }
        poweredHours = min(poweredHours + hours, 1e12)
    }

    /// Notes one travel of the centring rods.
    public mutating func noteRodMove() { rodMoves += 1 }

    /// Notes that the charger was switched on.
    public mutating func noteSwitching() { chargerSwitchings += 1 }

    /// Notes a time that the pack rested nearly full.
    public mutating func noteHighCharge(days: Double) {
        guard days.isFinite, days > 0 else { return }
        highChargeDays = min(highChargeDays + days, 1e12)
    }

    /// Integrates a pack current over the span since the reading before; a full cycle moves the capacity in
    /// and out.
    public mutating func noteCurrent(amperes: Double, seconds: Double, capacityAmpereHours: Double) {
        guard amperes.isFinite, abs(amperes) <= 10_000, seconds > 0, seconds <= Self.longestCurrentGapSeconds
        else {
            return
        }
        let moved = abs(amperes) * seconds / 3_600
        chargeThroughput = min(chargeThroughput + moved, 1e12)
        guard capacityAmpereHours.isFinite, capacityAmpereHours > 0.01 else { return }
        chargeCycles = min(chargeCycles + moved / (2 * capacityAmpereHours), 1e12)
    }

    /// Adds charge that a meter counted itself, for instance the charger's energy over its voltage.
    public mutating func noteCharge(ampereHours: Double, capacityAmpereHours: Double) {
        guard ampereHours.isFinite, ampereHours > 0, ampereHours <= 10_000 else { return }
        chargeThroughput = min(chargeThroughput + ampereHours, 1e12)
        guard capacityAmpereHours.isFinite, capacityAmpereHours > 0.01 else { return }
        chargeCycles = min(chargeCycles + ampereHours / (2 * capacityAmpereHours), 1e12)
    }

    /// The total of one clock; nil for days, which the calendar counts.
    public subscript(kind: UseKind) -> Double? {
        switch kind {
        case .coverMoves: coverMoves.total
        case .flights: flights
        case .flightHours: flightHours
        case .chargeCycles: chargeCycles
        case .contactMatings: contactMatings
        case .poweredHours: poweredHours
        case .rodMoves: rodMoves
        case .chargerSwitchings: chargerSwitchings
        case .highChargeDays: highChargeDays
        case .shots: shots.total
        case .days: nil
        }
    }
}
