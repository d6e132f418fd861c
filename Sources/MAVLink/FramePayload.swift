// SPDX-License-Identifier: Apache-2.0
// The payload of one frame, stored in place: 255 bytes of which the first `count` came over the wire. The
// rest is zero, so that what a MAVLink 2 sender cut off reads as the zeros it was. No access traps on outside
// data.

/// The payload bytes of one frame.
public struct FramePayload: Sendable, Equatable {
    /// The most bytes a payload can have.
    public static let capacity = 255

    private var storage: InlineArray<255, UInt8>
    /// How many bytes came over the wire (or will go out).
    public internal(set) var count: Int

    /// An empty payload.
    public init() {
        storage = InlineArray(repeating: 0)
        count = 0
    }

    /// A payload from bytes; more than `capacity` are cut.
    public init(_ bytes: [UInt8]) {
        self.init()
        count = min(bytes.count, Self.capacity)
        for index in 0..<count { storage[index] = bytes[index] }
    }

    init(copying bytes: Span<UInt8>, from start: Int, count: Int) {
        self.init()
        self.count = min(count, Self.capacity)
        var index = 0
        while index < self.count {
            storage[index] = bytes[start + index]
            index += 1
        }
    }

    /// The byte at `offset`; zero outside of what was received.
    @inline(__always)
    public func byte(at offset: Int) -> UInt8 {
        offset >= 0 && offset < Self.capacity ? storage[offset] : 0
    }

    @inline(__always)
    mutating func setByte(_ byte: UInt8, at offset: Int) {
        if offset >= 0 && offset < Self.capacity { storage[offset] = byte }
    }

    /// The value that starts at `offset`.
    @inline(__always)
    public func read<Value: WireValue>(at offset: Int) -> Value { Value(from: self, at: offset) }

    /// Writes a value from `offset` on; `count` is left to the encoder.
    @inline(__always)
    public mutating func write<Value: WireValue>(_ value: Value, at offset: Int) {
        value.write(to: &self, at: offset)
    }

    /// The received bytes as an array.
    public var bytes: [UInt8] {
        var list: [UInt8] = []
        list.reserveCapacity(count)
        for index in 0..<count { list.append(storage[index]) }
        return list
    }

    /// The length without trailing zeros, but at least one byte: what MAVLink 2 sends.
    var truncatedCount: Int {
        var length = count
        while length > 1, storage[length - 1] == 0 { length -= 1 }
        return length
    }

    /// Equal when length and bytes are equal.
    public static func == (left: Self, right: Self) -> Bool {
        guard left.count == right.count else { return false }
        for index in 0..<left.count where left.storage[index] != right.storage[index] { return false }
        return true
    }
}
