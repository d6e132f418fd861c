// SPDX-License-Identifier: Apache-2.0
// Whether something has been wrong in n of the last m looks, so that one odd sample is no incident and a lasting fault
// is one (modbus-requirements R9). It counts looks, not time.

/// The last looks at something, each right or wrong.
public struct HeldWindow: Sendable, Equatable, Codable {
    /// How many wrong looks make it held.
    public let needed: Int
    /// How many looks are remembered.
    public let size: Int
    private var wrong: [Bool] = []

    /// A window that is held after `needed` wrong looks out of `size`; sizes are brought into 1...64.
    public init(needed: Int = 3, of size: Int = 5) {
        self.size = min(max(size, 1), 64)
        self.needed = min(max(needed, 1), self.size)
    }

    /// Takes one look.
    public mutating func note(isWrong: Bool) {
        wrong.append(isWrong)
        if wrong.count > size { wrong.removeFirst() }
    }

    /// Forgets all looks.
    public mutating func reset() { wrong = [] }

    /// Whether enough of the last looks were wrong.
    public var isHeld: Bool { wrong.count { $0 } >= needed }
    /// Whether the last look was wrong.
    public var isWrong: Bool { wrong.last ?? false }
}
