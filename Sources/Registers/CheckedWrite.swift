// SPDX-License-Identifier: Apache-2.0
// A command on its way to a register, checked against the profile (modbus-requirements R11, invariant I35).
// A value outside range or enumeration, or a point that must not be written, never becomes bytes.

public import DockModel

/// Why a write is refused before anything is sent.
public enum WriteRefusal: Error, Sendable, Equatable, CustomStringConvertible {
    /// The profile has no such point.
    case unknownPoint(PointID)
    /// The point is read-only.
    case notWritable(PointID)
    /// The profile says that it must never be sent.
    case never(PointID)
    /// The profile does not say which function writes it.
    case noFunction(PointID)
    /// It is guarded, and the profile names no point that would show the effect.
    case noReadback(PointID)
    /// Text for a number, or a number for text.
    case wrongKind(PointID)
    /// Outside the profile's range.
    case outsideRange(PointID, value: Double, range: ValueRange)
    /// Not a named value of the enumeration.
    case notNamed(PointID, value: Double)
    /// More than the register holds, or not a number.
    case doesNotFit(PointID)
    /// It would be sent as the device's own "no value".
    case isSentinel(PointID)
    /// The power of ten to scale by is not known.
    case scaleUnknown(PointID)

    /// What was refused and why.
    public var description: String {
        switch self {
        case .unknownPoint(let point): "the profile has no point \(point)"
        case .notWritable(let point): "point \(point) is read-only (write: none)"
        case .never(let point): "point \(point) must never be written (write: never)"
        case .noFunction(let point): "the profile names no write_fn for point \(point)"
        case .noReadback(let point):
            "the profile names no readback for the guarded point \(point), so its effect could not be proved"
        case .wrongKind(let point): "point \(point) takes another kind of value"
        case .outsideRange(let point, let value, let range):
            "\(value) for point \(point) is outside the profile's \(range.low)...\(range.high)"
        case .notNamed(let point, let value): "\(value) is not in the enumeration of point \(point)"
        case .doesNotFit(let point): "the value does not fit into the registers of point \(point)"
        case .isSentinel(let point): "the value would be sent as the 'no value' of point \(point)"
        case .scaleUnknown(let point): "the scale of point \(point) is not known yet"
        }
    }
}

/// One write, ready to be sent.
public struct CheckedWrite: Sendable, Equatable {
    /// The point.
    public let point: PointID
    /// Coil or holding.
    public let table: Table
    /// The first address.
    public let address: Int
    /// 5, 6, 15 or 16.
    public let function: Int
    /// The raw words; one word of 0 or 1 for a coil.
    public let words: [UInt16]
    /// The point that shows whether it took effect.
    public let readback: PointID?
    /// Whether the read-back must happen.
    public let isGuarded: Bool

    /// Whether the registers read back are the ones written; only for a point that reads back itself.
    public func isConfirmed(by words: [UInt16]) -> Bool { words == self.words }
}

extension DeviceProfile {
    /// Checks a command against the profile and turns it into raw words.
    public func checkedWrite(
        _ id: PointID, _ value: ReadingValue, scaleExponent: Int? = nil
    ) throws(WriteRefusal) -> CheckedWrite {
        guard let point = point(id) else { throw .unknownPoint(id) }
        switch point.write {
        case .none: throw .notWritable(id)
        case .never: throw .never(id)
        case .safe, .guarded: break
        }
        guard let function = point.writeFn,
            DeviceProfile.canWrite(point.fn, function: function, width: point.width)
        else { throw .noFunction(id) }
        if point.write == .guarded, point.readback == nil { throw .noReadback(id) }
        let words: [UInt16]
        do {
            words = try point.encode(value, scaleExponent: scaleExponent)
        } catch {
            switch error {
            case .wrongKind: throw .wrongKind(id)
            case .doesNotFit: throw .doesNotFit(id)
            case .scaleUnknown: throw .scaleUnknown(id)
            }
        }
        try checkMeaning(of: value, for: point, words: words)
        return CheckedWrite(
            point: id, table: point.fn, address: point.address, function: function, words: words,
            readback: point.readback, isGuarded: point.write == .guarded)
    }

    private func checkMeaning(
        of value: ReadingValue, for point: PointProfile, words: [UInt16]
    ) throws(WriteRefusal) {
        guard let number = value.number else { return }
        if point.type == .bool, number != 0, number != 1 { throw .doesNotFit(point.id) }
        if let range = point.range, !range.contains(number) {
            throw .outsideRange(point.id, value: number, range: range)
        }
        if !point.enumeration.isEmpty, !point.isNamed(number) { throw .notNamed(point.id, value: number) }
        if let raw = point.raw(from: words[...]), point.nan.contains(raw) { throw .isSentinel(point.id) }
    }

    private static func canWrite(_ table: Table, function: Int, width: Int) -> Bool {
        switch (table, function) {
        case (.coil, 5), (.coil, 15): width == 1
        case (.holding, 6): width == 1
        case (.holding, 16): width <= 123
        case (.coil, _), (.holding, _), (.discrete, _), (.input, _): false
        }
    }
}
