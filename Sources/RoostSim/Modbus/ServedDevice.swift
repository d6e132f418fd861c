// SPDX-License-Identifier: Apache-2.0
// A simulated device as registers: values of its points encoded by its profile, exactly the inverse of what
// the dock decodes. It holds no state; the closures ask the simulated world.

public import DockModel
public import Registers

/// A device served over Modbus.
public struct ServedDevice: Sendable {
    /// The unit id it answers to.
    public var unit: Int
    /// Its register layout; the variant must be applied.
    public var profile: DeviceProfile
    /// The present value of a point; nil is served as the point's "no value". Called on the server's threads.
    public var read: @Sendable (PointID) -> ReadingValue?
    /// Takes a written value; false makes the device answer "illegal data value". Called on the server's
    /// threads.
    public var write: @Sendable (PointID, ReadingValue) -> Bool

    /// A device from its parts.
    public init(
        unit: Int, profile: DeviceProfile, read: @escaping @Sendable (PointID) -> ReadingValue?,
        write: @escaping @Sendable (PointID, ReadingValue) -> Bool
    ) {
        self.unit = unit
        self.profile = profile
        self.read = read
        self.write = write
    }
}

/// Why a served device refuses a request: a Modbus exception code.
struct ServedRefusal: Error, Equatable {
    var code: UInt8
    static let illegalFunction = ServedRefusal(code: 1)
    static let illegalAddress = ServedRefusal(code: 2)
    static let illegalValue = ServedRefusal(code: 3)
}

extension ServedDevice {
    /// The registers (or bits, one word each) of a read.
    func words(_ table: Table, address: Int, count: Int) throws(ServedRefusal) -> [UInt16] {
        let points = profile.points.filter { $0.fn == table }
        guard !points.isEmpty else { throw .illegalFunction }
        guard count >= 1, count <= (table.isBits ? profile.limits.maxBits : profile.limits.maxRegs) else {
            throw .illegalValue
        }
        guard address >= 0, address + count <= 65_536 else { throw .illegalAddress }
        let span = address..<(address + count)
        let touched = points.filter { $0.addresses.overlaps(span) }
        switch profile.limits.gaps {
        case .reject:
            let isCovered = span.allSatisfy { address in touched.contains { $0.addresses.contains(address) } }
            guard isCovered else { throw .illegalAddress }
        case .errorAtStart:
            guard touched.contains(where: { $0.addresses.contains(address) }) else { throw .illegalAddress }
        case .zero, .ok: break
        }
        var result = [UInt16](repeating: 0, count: count)
        for point in touched {
            let words = point.encodeSaturating(read(point.id), scaleExponent: exponent(for: point))
            for (offset, word) in words.enumerated() where span.contains(point.address + offset) {
                result[point.address + offset - address] = word
            }
        }
        return result
    }

    /// Applies a write of whole points; nothing is applied when one of them is refused by its layout or
    /// range.
    func apply(_ table: Table, address: Int, words: [UInt16]) throws(ServedRefusal) {
        guard profile.points.contains(where: { $0.fn == table }) else { throw .illegalFunction }
        var orders: [(PointID, ReadingValue)] = []
        var next = address
        let end = address + words.count
        while next < end {
            guard let point = profile.points.first(where: { $0.fn == table && $0.address == next }),
                point.write != .none, next + point.width <= end
            else { throw .illegalAddress }
            let first = next - address
            let decoded = point.decode(
                words[first..<(first + point.width)], scaleExponent: exponent(for: point))
            guard decoded.quality == .good, let value = decoded.value else { throw .illegalValue }
            orders.append((point.id, value))
            next += point.width
        }
        for (point, value) in orders where !write(point, value) { throw .illegalValue }
    }

    private func exponent(for point: PointProfile) -> Int? {
        point.scalePoint.flatMap { read($0)?.number }.flatMap { Int(exactly: $0) }
    }
}
