// SPDX-License-Identifier: Apache-2.0
// Looks at eight octets at once, for the passes that every octet of every mail goes through. It only answers whether
// one of the eight is of a kind; which one is the caller's to find.

/// Eight octets in one number, in any order.
@frozen
public struct OctetWord: Sendable {
    @usableFromInline let bits: UInt64

    /// Eight octets as they were read from memory.
    @inlinable
    public init(_ bits: UInt64) { self.bits = bits }

    /// Whether an octet is below `limit`, at most 128; octets of 128 and more are not.
    @inlinable
    public func hasOctet(below limit: UInt8) -> Bool {
        (bits &- Self.ones &* UInt64(limit)) & ~bits & Self.tops != 0
    }

    /// Whether an octet is this one.
    @inlinable
    public func hasOctet(_ octet: UInt8) -> Bool {
        let difference = bits ^ (Self.ones &* UInt64(octet))
        return (difference &- Self.ones) & ~difference & Self.tops != 0
    }

    /// Whether an octet is 128 or more.
    @inlinable
    public var hasHighOctet: Bool { bits & Self.tops != 0 }

    @usableFromInline static let ones: UInt64 = 0x0101_0101_0101_0101
    @usableFromInline static let tops: UInt64 = 0x8080_8080_8080_8080
}

extension UnsafeRawBufferPointer {
    /// How many octets from `start` on can be passed over, eight at a time, because `isOrdinary` holds for each word.
    @inlinable
    @inline(__always)
    public func ordinaryRun(from start: Int, below end: Int, _ isOrdinary: (OctetWord) -> Bool) -> Int {
        var index = start
        while index &+ 8 <= end,
            unsafe isOrdinary(OctetWord(loadUnaligned(fromByteOffset: index, as: UInt64.self)))
        {
            index &+= 8
        }
        return index &- start
    }
}
