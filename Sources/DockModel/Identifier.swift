// SPDX-License-Identifier: Apache-2.0
// Names of things in the dock, one type a kind, so that a part cannot be passed where a device is meant.
// A name is shown and compared, and must never be taken apart for its meaning.

/// A name whose type says what it names.
public struct Identifier<Kind>: Sendable, Hashable, Comparable, Codable, ExpressibleByStringLiteral,
    CustomStringConvertible
{
    /// The name as written in settings and shown to people.
    public let text: String

    /// An identifier from its text.
    public init(_ text: String) { self.text = text }
    /// An identifier from a literal.
    public init(stringLiteral value: String) { text = value }
    /// Decodes the bare text.
    public init(from decoder: any Decoder) throws {
        text = try decoder.singleValueContainer().decode(String.self)
    }

    /// Encodes the bare text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    /// The bare text.
    public var description: String { text }
    /// Byte order of the text.
    public static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

/// What an `Identifier` can name.
public enum Named {
    /// A Modbus device of the dock.
    public enum Device {}
    /// A point (register or bit) of a device profile.
    public enum Point {}
    /// A part that wears.
    public enum Part {}
    /// A schedule of missions.
    public enum Schedule {}
    /// A dock.
    public enum Dock {}
}

/// The name of a Modbus device in dock.yaml.
public typealias DeviceID = Identifier<Named.Device>
/// The name of a point in a hardware profile.
public typealias PointID = Identifier<Named.Point>
/// The name of a part in parts.yaml.
public typealias PartID = Identifier<Named.Part>
/// The name of a schedule.
public typealias ScheduleID = Identifier<Named.Schedule>
/// The name of a dock.
public typealias DockID = Identifier<Named.Dock>
