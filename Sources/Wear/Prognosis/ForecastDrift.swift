// SPDX-License-Identifier: Apache-2.0
// Watches whether the forecasts of one unit keep moving one way: a unit like its fleet scatters around its end, one
// unlike it is corrected again and again. Then the middle goes on moving and the interval widens; one whose forecasts
// have long stood still has earned a slightly narrower one.

/// Where a unit's forecast ends have been, and how far the newest has left them.
struct ForecastDrift: Codable, Equatable, Sendable {
    /// Memory of the smoothed end, and of how much the unit usually drifts, as shares of the fleet's median life.
    static let memory = 0.3, longMemory = 0.4
    /// Drift that every unit shows, in half intervals.
    static let usual = 0.4
    /// Drift that is not believed, in half intervals.
    static let most = 3.0
    /// How much of the unusual drift the middle goes on; how much the half on the drift's side widens with the unusual
    /// drift and with its square, which fleets seldom show of their own units; how much the other half widens.
    static let goesOn = 0.6, widens = 1.5, widensBySquare = 1.0, widensBehind = 0.6
    /// The drift over a long time at which an interval is as wide as it was learned, and how much narrower or wider it
    /// gets below and above it, within limits.
    static let usualUnrest = 0.25, widensByUnrest = 1.5, narrowest = 0.9, widest = 1.5

    /// The smoothed end, in uses since new, and the smoothed halves of the interval.
    private var end = 0.0, below = 0.0, above = 0.0
    private var clock = 0.0
    private var isNew = true
    /// How far the newest end lies from the smoothed one, in half intervals; positive when the unit lives longer.
    private(set) var drift = 0.0
    /// The size of the drift over a long time, in half intervals; nil in a state that was stored before it was kept.
    private(set) var unrest: Double?

    /// Takes the forecast made at `now`, in uses.
    mutating func take(_ forecast: UnitForecast, clock now: Double, medianLife: Double) {
        let newest = now + forecast.p50
        let (lower, upper) = (forecast.p50 - forecast.p10, forecast.p90 - forecast.p50)
        if isNew { (end, below, above, clock, isNew) = (newest, lower, upper, now, false) }
        let share = 1 - Exponential.exp(-max(0, now - clock) / (Self.memory * medianLife))
        end += share * (newest - end)
        below += share * (lower - below)
        above += share * (upper - above)
        let longShare = 1 - Exponential.exp(-max(0, now - clock) / (Self.longMemory * medianLife))
        clock = now
        let way = newest - end
        let size = way / max(way < 0 ? below : above, 1e-9)
        drift = min(max(size, -Self.most), Self.most)
        let before = unrest ?? 0
        unrest = before + longShare * (abs(drift) - before)
    }

    /// The forecast with what the drift says; `movesMiddle` is for forecasts that do not follow the unit's own pace.
    func corrected(_ forecast: UnitForecast, movesMiddle: Bool) -> UnitForecast {
        guard forecast.basis == .measured else { return forecast }
        let unusual = max(0, abs(drift) - Self.usual)
        let (lower, upper) = (forecast.p50 - forecast.p10, forecast.p90 - forecast.p50)
        let isLonger = drift > 0
        let step = movesMiddle ? Self.goesOn * unusual * (isLonger ? upper : -lower) : 0
        let restless = (unrest ?? 0) - Self.usualUnrest
        let width = min(max(1 + Self.widensByUnrest * restless, Self.narrowest), Self.widest)
        let ahead = width * (1 + Self.widens * unusual + Self.widensBySquare * unusual * unusual)
        let behind = width * (1 + Self.widensBehind * unusual)
        let middle = forecast.p50 + step
        return UnitForecast(
            basis: forecast.basis, mean: forecast.mean + step,
            p10: middle - (isLonger ? behind : ahead) * lower, p50: middle,
            p90: middle + (isLonger ? ahead : behind) * upper)
    }
}
