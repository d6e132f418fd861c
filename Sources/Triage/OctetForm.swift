// SPDX-License-Identifier: Apache-2.0
// Numbers as octets and octets as Base64 text, both ways through one list of fields, so that writing and reading cannot
// differ. It checks lengths and sums; what the numbers mean is checked by their owners.

import DockModel

/// Takes fields one after the other: out of their owner when writing, into it when reading.
protocol OctetForm {
    mutating func carry(_ number: inout UInt8)
    mutating func carry(_ number: inout UInt64)
}

extension OctetForm {
    mutating func carry(_ number: inout Double) {
        var bits = number.bitPattern
        carry(&bits)
        number = Double(bitPattern: bits)
    }

    mutating func carry(_ number: inout Float) {
        // Four octets, lowest first.
        var bits = number.bitPattern
        var read: UInt32 = 0
        for shift in stride(from: UInt32(0), to: 32, by: 8) {
            var octet = UInt8(truncatingIfNeeded: bits >> shift)
            carry(&octet)
            read |= UInt32(octet) << shift
        }
        bits = read
        number = Float(bitPattern: bits)
    }

    mutating func carry(_ number: inout Int) {
        var bits = UInt64(bitPattern: Int64(number))
        carry(&bits)
        number = Int(Int64(bitPattern: bits))
    }

    mutating func carry(_ number: inout Int32) {
        var wide = Int(number)
        carry(&wide)
        number = Int32(clamping: wide)
    }

    mutating func carry(_ time: inout WallTime?) {
        var isThere: UInt8 = time == nil ? 0 : 1
        carry(&isThere)
        var milliseconds = Int(time?.milliseconds ?? 0)
        carry(&milliseconds)
        time = isThere == 0 ? nil : WallTime(milliseconds: Int64(milliseconds))
    }

    /// A short text; a longer one is not read back.
    mutating func carry(_ text: inout String) {
        var octets = Array(text.utf8.prefix(1_024))
        var count = octets.count
        carry(&count)
        let wanted = Swift.min(Swift.max(count, 0), 1_024)
        if octets.count != wanted { octets = [UInt8](repeating: 0, count: wanted) }
        for index in octets.indices { carry(&octets[index]) }
        text = String(decoding: octets, as: UTF8.self)
    }
}

/// Writes fields.
struct OctetWriter: OctetForm {
    var octets: [UInt8] = []

    mutating func carry(_ number: inout UInt8) { octets.append(number) }
    mutating func carry(_ number: inout UInt64) { put(number) }
    mutating func put(_ number: UInt8) { octets.append(number) }
    mutating func put(_ number: UInt64) {
        for shift in stride(from: UInt64(0), to: 64, by: 8) {
            octets.append(UInt8(truncatingIfNeeded: number >> shift))
        }
    }

    /// FNV-1a of the octets.
    static func checksum(_ octets: ArraySlice<UInt8>) -> UInt64 {
        octets.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    }
}

/// Reads fields; past the end it reads zeros and is not whole.
struct OctetReader: OctetForm {
    private var rest: ArraySlice<UInt8>
    private var isShort = false

    init(_ octets: ArraySlice<UInt8>) { rest = octets }

    /// Whether every octet was read and none was missing.
    var isWhole: Bool { rest.isEmpty && !isShort }

    /// What was not read yet; then all is read.
    mutating func takeRest() -> ArraySlice<UInt8> {
        defer { rest = [] }
        return isShort ? [] : rest
    }

    mutating func carry(_ number: inout UInt8) {
        if rest.isEmpty { isShort = true }
        number = rest.popFirst() ?? 0
    }

    mutating func carry(_ number: inout UInt64) {
        number = 0
        for shift in stride(from: UInt64(0), to: 64, by: 8) {
            var octet: UInt8 = 0
            carry(&octet)
            number |= UInt64(octet) << shift
        }
    }
}

/// Base64 of RFC 4648, with padding.
enum Base64Text {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func text(_ octets: [UInt8]) -> String {
        var out: [UInt8] = []
        out.reserveCapacity((octets.count + 2) / 3 * 4)
        var index = 0
        while index < octets.count {
            let left = Swift.min(3, octets.count - index)
            var group = UInt32(octets[index]) << 16
            if left > 1 { group |= UInt32(octets[index + 1]) << 8 }
            if left > 2 { group |= UInt32(octets[index + 2]) }
            for place in 0..<4 {
                let letter = alphabet[Int(group >> UInt32(18 - 6 * place) & 63)]
                out.append(place <= left ? letter : UInt8(ascii: "="))
            }
            index += 3
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// Nil for anything that is not Base64 with padding.
    static func octets(_ text: String) -> [UInt8]? {
        let letters = Array(text.utf8)
        guard letters.count.isMultiple(of: 4), letters.count <= 1 << 20 else { return nil }
        var out: [UInt8] = []
        var index = 0
        while index < letters.count {
            var group: UInt32 = 0
            var padding = 0
            for place in 0..<4 {
                let letter = letters[index + place]
                let isLast = index + 4 == letters.count
                if letter == UInt8(ascii: "="), isLast, place >= 2 {
                    padding += 1
                    group <<= 6
                    continue
                }
                guard padding == 0, let value = alphabet.firstIndex(of: letter) else { return nil }
                group = group << 6 | UInt32(value)
            }
            for place in 0..<(3 - padding) {
                out.append(UInt8(truncatingIfNeeded: group >> UInt32(16 - 8 * place)))
            }
            index += 4
        }
        return out
    }
}
