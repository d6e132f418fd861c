// SPDX-License-Identifier: Apache-2.0
// Decides whether a unit has to be replaced soon. Three rows must agree before it says so and before it takes
// it back; it never flickers.

/// Whether the notice to replace one unit stands.
public struct ReplacementNotice: Codable, Equatable, Sendable {
    /// Rows that must agree.
    static let rowsOfHysteresis = 3
    /// Uses for which the chance of an end is weighed, and the chance that is too much.
    static let nearUses = 7.0, nearChance = 0.1
    /// Leads beyond which the middle of a forecast is far.
    static let mostLeads = 2.5
    /// The wear at which a unit is noticed whatever is forecast.
    static let nearWear = 0.95

    /// Whether the notice stands.
    public private(set) var isStanding = false
    private var badRows = 0
    private var goodRows = 0

    /// No notice.
    public init() {}

    /// Takes a forecast and the wear it rests on; `lead` is how many uses before its end a unit must be known to
    /// end. A unit this worn is noticed whatever is forecast: it may go suddenly.
    @discardableResult
    public mutating func weigh(_ forecast: UnitForecast, wear: Double, lead: Double) -> Bool {
        guard forecast.basis != .nothing else { return isStanding }
        // A wide interval alone is no reason to change a part that most likely lasts for many leads.
        let isClose = forecast.p50 <= Self.mostLeads * max(lead, Self.nearUses)
        let isNear =
            wear >= Self.nearWear || isClose
            && (forecast.p10 <= lead || forecast.chanceOfEnd(within: Self.nearUses) >= Self.nearChance)
        let isFar = wear < Self.nearWear && forecast.p10 > 2 * max(lead, Self.nearUses)
        badRows = isNear ? min(badRows + 1, Self.rowsOfHysteresis) : 0
        goodRows = isFar ? min(goodRows + 1, Self.rowsOfHysteresis) : 0
        if badRows == Self.rowsOfHysteresis || forecast.basis == .ended { isStanding = true }
        if goodRows == Self.rowsOfHysteresis { isStanding = false }
        return isStanding
    }
}
