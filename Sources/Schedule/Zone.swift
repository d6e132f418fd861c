// SPDX-License-Identifier: Apache-2.0
// Which offset from UTC an IANA time zone has at an instant, from the system's own zone files, so that an update of
// tzdata is an update of the dock. This is the only file of the target that asks Foundation and reads a file; it never
// decides when a rule is due.

import Foundation

/// An IANA time zone that is known to exist.
public struct Zone: Sendable, Hashable, CustomStringConvertible {
    /// The IANA name, as written: "Europe/Zurich".
    public let identifier: String
    private let source: Source

    /// Where the system keeps its zone files.
    static let systemFolder = "/usr/share/zoneinfo/"
    /// Largest zone file that is read.
    private static let largestFile = 256 * 1_024

    /// Where the offsets come from.
    private enum Source: Sendable {
        case fixed(Int)
        case table(ZoneTable)
        /// A system without zone files.
        case foundation(TimeZone)
    }

    /// The zone with this IANA name; nil when it is unknown. Abbreviations ("CET", "EST") and bare offsets
    /// are refused because they do not say which daylight rule applies.
    public init?(_ identifier: String) {
        if identifier == "UTC" {
            self = .utc
            return
        }
        guard Self.isName(identifier) else { return nil }
        if let table = Self.systemTable(identifier) {
            source = .table(table)
        } else if !FileManager.default.fileExists(atPath: Self.systemFolder + "Europe"),
            let zone = TimeZone(identifier: identifier)
        {
            source = .foundation(zone)
        } else {
            return nil
        }
        self.identifier = identifier
    }

    /// A zone that a calendar file defines itself.
    init(identifier: String, table: ZoneTable) {
        self.identifier = identifier
        source = .table(table)
    }

    private init(fixedAtUTC identifier: String) {
        self.identifier = identifier
        source = .fixed(0)
    }

    /// Coordinated universal time.
    public static let utc = Zone(fixedAtUTC: "UTC")

    /// The known IANA names, for suggestions.
    public static var knownIdentifiers: [String] { TimeZone.knownTimeZoneIdentifiers }

    /// The IANA name.
    public var description: String { identifier }

    /// Seconds that local clocks are ahead of UTC at `seconds` after 1970.
    public func offset(at seconds: Int) -> Int {
        switch source {
        case .fixed(let offset): offset
        case .table(let table): table.offset(at: seconds)
        case .foundation(let zone): zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
        }
    }

    /// Zones are equal when their names are.
    public static func == (left: Zone, right: Zone) -> Bool { left.identifier == right.identifier }
    /// Hashes the name.
    public func hash(into hasher: inout Hasher) { hasher.combine(identifier) }

    /// Whether a text has the form of a name, and cannot lead out of the folder of the zone files.
    private static func isName(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count >= 2, text.utf8.count <= 64, !["right", "posix"].contains(parts[0]) else {
            return false
        }
        return parts.allSatisfy { part in
            guard let first = part.utf8.first, (65...90).contains(first & 0xDF) else { return false }
            return part.utf8.allSatisfy { byte in
                switch byte {
                case 48...57, 65...90, 97...122, UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "+"): true
                default: false
                }
            }
        }
    }

    private static func systemTable(_ identifier: String) -> ZoneTable? {
        // A zone whose file cannot be opened or read is a zone that this system does not know.
        guard let file = FileHandle(forReadingAtPath: systemFolder + identifier),
            // A file that cannot be read is no zone.
            let data = try? file.read(upToCount: largestFile)
        else { return nil }
        return ZoneTable(compiled: Array(data))
    }
}
