// SPDX-License-Identifier: Apache-2.0
// Arrays and texts of fixed size, as MAVLink fields have them: stored in place, so that a message costs no
// allocation. They keep every byte of the wire; a text is cut at its first NUL only when it is read.

/// A field of `count` equal elements.
public struct FixedArray<let count: Int, Element: WireValue>: Sendable, Equatable {
    private var storage: InlineArray<count, Element>

    /// An array that repeats one element.
    public init(repeating element: Element) { storage = InlineArray(repeating: element) }

    /// An array that starts with `elements`; what does not fit is cut, what is missing is `filler`.
    public init(_ elements: [Element], filler: Element) {
        storage = InlineArray { $0 < elements.count ? elements[$0] : filler }
    }

    init(decoding payload: FramePayload, at offset: Int) {
        storage = InlineArray { payload.read(at: offset + $0 * Element.wireSize) }
    }

    /// The element at `index`, which must lie in `0..<count`.
    public subscript(index: Int) -> Element {
        get { storage[index] }
        set { storage[index] = newValue }
    }

    /// The elements as an array.
    public var elements: [Element] {
        var list: [Element] = []
        list.reserveCapacity(count)
        for index in 0..<count { list.append(storage[index]) }
        return list
    }

    /// Element by element; a NaN is unequal to itself.
    public static func == (left: Self, right: Self) -> Bool {
        for index in 0..<count where left.storage[index] != right.storage[index] { return false }
        return true
    }
}

extension FixedArray: WireValue {
    /// The bytes all elements take together.
    public static var wireSize: Int { count * Element.wireSize }
    /// Reads the elements from `offset` on.
    public init(from payload: FramePayload, at offset: Int) { self.init(decoding: payload, at: offset) }
    /// Writes the elements from `offset` on.
    public func write(to payload: inout FramePayload, at offset: Int) {
        for index in 0..<count { payload.write(storage[index], at: offset + index * Element.wireSize) }
    }
    /// The elements as a list.
    public var fieldValue: FieldValue { .list(elements.map(\.fieldValue)) }
}

/// A text field of at most `capacity` UTF-8 bytes, ended by a NUL when it is shorter.
public struct FixedText<let capacity: Int>: Sendable, Equatable, ExpressibleByStringLiteral {
    private var storage: InlineArray<capacity, UInt8>

    /// An empty text.
    public init() { storage = InlineArray(repeating: 0) }

    /// A text; what does not fit is cut at a character boundary.
    public init(_ text: String) {
        storage = InlineArray(repeating: 0)
        var length = 0
        for character in text.unicodeScalars {
            let bytes = Array(String(character).utf8)
            guard length + bytes.count <= capacity else { return }
            for byte in bytes {
                storage[length] = byte
                length += 1
            }
        }
    }

    /// A text from a literal.
    public init(stringLiteral value: String) { self.init(value) }

    /// The raw bytes before the first NUL.
    public var bytes: [UInt8] {
        var list: [UInt8] = []
        for index in 0..<capacity {
            if storage[index] == 0 { break }
            list.append(storage[index])
        }
        return list
    }

    /// The text before the first NUL; bytes that are not UTF-8 become the replacement character.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Equal when every byte is equal, those after the NUL too.
    public static func == (left: Self, right: Self) -> Bool {
        for index in 0..<capacity where left.storage[index] != right.storage[index] { return false }
        return true
    }
}

extension FixedText: WireValue {
    /// The bytes of the field.
    public static var wireSize: Int { capacity }
    /// Reads the bytes from `offset` on.
    public init(from payload: FramePayload, at offset: Int) {
        storage = InlineArray { payload.byte(at: offset + $0) }
    }
    /// Writes the bytes from `offset` on.
    public func write(to payload: inout FramePayload, at offset: Int) {
        for index in 0..<capacity { payload.setByte(storage[index], at: offset + index) }
    }
    /// The text.
    public var fieldValue: FieldValue { .text(text) }
}
