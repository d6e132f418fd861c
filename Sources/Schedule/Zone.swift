// SPDX-License-Identifier: Apache-2.0
// Which offset from UTC an IANA time zone has at an instant. This is the only file of the target that asks
// Foundation; it answers that one question and never decides when a rule is due.

import Foundation

/// An IANA time zone that is known to exist.
public struct Zone: Sendable, Hashable, CustomStringConvertible {
    /// The IANA name, as written: "Europe/Zurich".
    public let identifier: String
    private let zone: TimeZone

    /// The zone with this IANA name; nil when it is unknown. Abbreviations ("CET", "EST") and bare offsets
    /// are refused because they do not say which daylight rule applies.
    public init?(_ identifier: String) {
        guard identifier == "UTC" || identifier.contains("/"), identifier.utf8.count <= 64 else { return nil }
        guard let zone = TimeZone(identifier: identifier) else { return nil }
        self.identifier = identifier
        self.zone = zone
    }

    /// Coordinated universal time.
    public static var utc: Zone { Zone(fixed: .gmt) }

    private init(fixed zone: TimeZone) {
        identifier = "UTC"
        self.zone = zone
    }

    /// The known IANA names, for suggestions.
    public static var knownIdentifiers: [String] { TimeZone.knownTimeZoneIdentifiers }

    /// The IANA name.
    public var description: String { identifier }

    /// Seconds that local clocks are ahead of UTC at `seconds` after 1970.
    public func offset(at seconds: Int) -> Int {
        zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
    }

    /// Zones are equal when their names are.
    public static func == (left: Zone, right: Zone) -> Bool { left.identifier == right.identifier }
    /// Hashes the name.
    public func hash(into hasher: inout Hasher) { hasher.combine(identifier) }
}
