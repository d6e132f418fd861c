// SPDX-License-Identifier: Apache-2.0
// One value of one point of one device, with how far it can be believed. A number with a bad quality does not
// exist here: the type has no place for it.

/// How far a reading can be believed (modbus-requirements R8).
public enum ReadingQuality: String, Sendable, Equatable, Codable, CaseIterable {
    /// Read in time, inside its range.
    case good
    /// Read, but outside its range or a suspect zero.
    case uncertain
    /// No valid reply: time-out, CRC, framing, connection.
    case badComm
    /// The device answered with an exception.
    case badDevice
    /// The raw word is the device's own "no value", or NaN or infinity.
    case badSentinel
    /// Older than three poll periods, or the device's data are frozen.
    case stale
    /// Not read since start.
    case neverRead
    /// The profile or the site file does not fit the device.
    case configuration
}

/// A value as the dock logic sees it.
public enum ReadingValue: Sendable, Equatable, Codable {
    /// A scaled number in the point's unit.
    case number(Double)
    /// A state of a discrete point.
    case flag(Bool)
    /// Text from string registers.
    case text(String)

    /// The number, or 1 and 0 for a flag; nil for text.
    public var number: Double? {
        switch self {
        case .number(let number): number
        case .flag(let flag): flag ? 1 : 0
        case .text: nil
        }
    }

    /// The flag, or whether the number is not zero; nil for text.
    public var flag: Bool? {
        switch self {
        case .number(let number): number != 0
        case .flag(let flag): flag
        case .text: nil
        }
    }
}

/// One reading of one point.
public struct Reading: Sendable, Equatable, Codable {
    /// The device that was asked.
    public var device: DeviceID
    /// The point of its profile.
    public var point: PointID
    /// The value; nil unless the quality is `good` or `uncertain`.
    public var value: ReadingValue?
    /// The unit as the profile writes it ("A", "degC", "" when none).
    public var unit: String
    /// How far it can be believed.
    public var quality: ReadingQuality
    /// When the reply arrived, on the boot clock.
    public var taken: Instant

    /// A reading; a value with a bad quality is dropped, so that none escapes.
    public init(
        device: DeviceID, point: PointID, value: ReadingValue?, unit: String, quality: ReadingQuality,
        taken: Instant
    ) {
        self.device = device
        self.point = point
        self.value = quality == .good || quality == .uncertain ? value : nil
        self.unit = unit
        self.quality = quality
        self.taken = taken
    }

    /// The span from the reply to `now`.
    public func age(at now: Instant) -> Duration { taken.duration(to: now) }
}
