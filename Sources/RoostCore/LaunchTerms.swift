// SPDX-License-Identifier: Apache-2.0
// What a schedule and the site's calendar say about one due run: when it must not be in the air, the charge it asks
// for, which gates it waives and why. The core compares instants; zones, sun and calendars are the planner's business.

public import DockModel

/// A span of time in which a vehicle of this dock must not be in the air.
public struct Closure: Sendable, Codable, Equatable, Hashable {
    /// What closes it.
    public enum Kind: String, Sendable, Codable, CaseIterable {
        /// A blackout, a notice to airmen, quiet hours: somebody else's say.
        case airspace
        /// It is too dark for this run.
        case darkness
        /// The forecast is beyond the site's limits.
        case forecast
    }

    /// What closes it.
    public var kind: Kind
    /// The first instant that is closed.
    public var from: WallTime
    /// The first instant that is open again.
    public var to: WallTime
    /// Why, for people.
    public var reason: String

    /// A closure from an instant up to another, which is open again.
    public init(kind: Kind, from: WallTime, to: WallTime, reason: String) {
        (self.kind, self.from, self.to, self.reason) = (kind, from, to, reason)
    }
}

/// A gate that a schedule waives, with the reason that is stored with the flight.
public struct Waiver: Sendable, Codable, Equatable, Hashable {
    /// The gate.
    public var gate: LaunchGate
    /// Who decided it and why, for people.
    public var reason: String

    /// A waiver; it has effect only for a gate that may be waived.
    public init(gate: LaunchGate, reason: String) {
        (self.gate, self.reason) = (gate, reason)
    }
}

/// The terms of one due run.
public struct LaunchTerms: Sendable, Codable, Equatable, Hashable {
    /// Most closures and waivers of a run; more are not kept, and the run is refused.
    public static let mostClosures = 32

    /// When it must not be in the air.
    public var closures: [Closure] = []
    /// The charge that it asks for at launch, above the site's own limit.
    public var batteryLaunch: Percent?
    /// The ten-minute mean wind up to which it flies, when that is less than the site's limit.
    public var windMean: MetresPerSecond?
    /// The rain rate up to which it flies, when that is less than the site's limit.
    public var rain: MillimetresPerHour?
    /// How often a launch that was given up may be tried again; nil for nine times.
    public var retries: Int?
    /// The forecast that was asked, in words; nil when there is none, and the sensors decide alone.
    public var forecast: String?
    /// The gates that it waives.
    public var waivers: [Waiver] = []
    /// Of several waiting runs the one with the larger number comes first.
    public var priority = 0

    /// No terms of its own.
    public init() {}

    /// These terms, with times and texts in the range that the core keeps; closures beyond the most that are kept
    /// become one that never opens.
    var bounded: LaunchTerms {
        var terms = self
        terms.closures = closures.prefix(Self.mostClosures).map { closure in
            Closure(
                kind: closure.kind, from: closure.from.bounded, to: closure.to.bounded, reason: closure.reason.bounded)
        }
        if closures.count > Self.mostClosures {
            terms.closures.append(
                Closure(
                    kind: .airspace, from: WallTime(milliseconds: 0), to: WallTime(milliseconds: .max).bounded,
                    reason: "the calendar holds more than \(Self.mostClosures) closures for this run"))
        }
        terms.waivers = waivers.prefix(LaunchGate.allCases.count).map { waiver in
            Waiver(gate: waiver.gate, reason: waiver.reason.bounded)
        }
        terms.priority = min(max(priority, -1_000), 1_000)
        terms.forecast = forecast.map(\.bounded)
        terms.retries = retries.map { min(max($0, 0), 100) }
        // A limit that is no number lets nothing fly.
        terms.windMean = windMean.map { MetresPerSecond($0.value >= 0 ? $0.value : 0) }
        terms.rain = rain.map { MillimetresPerHour($0.value >= 0 ? $0.value : 0) }
        terms.batteryLaunch = batteryLaunch.flatMap { $0.value >= 0 && $0.value <= 100 ? $0 : nil }
        return terms
    }
}
