// SPDX-License-Identifier: Apache-2.0
// Base64 (RFC 4648) for bodies, encoded words and SASL. Encoding is exact; decoding is tolerant, because what
// it reads was written by others.

/// Base64 as mail uses it.
public enum Base64 {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// One line without breaks, padded.
    public static func encode(_ octets: some Collection<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity((octets.count + 2) / 3 * 4)
        var group: UInt32 = 0
        var held = 0
        for octet in octets {
            group = group << 8 | UInt32(octet)
            held += 1
            if held == 3 {
                for shift in [18, 12, 6, 0] as [UInt32] { output.append(alphabet[Int(group >> shift & 63)]) }
                group = 0
                held = 0
            }
        }
        if held == 1 {
            output += [alphabet[Int(group >> 2 & 63)], alphabet[Int(group << 4 & 63)]] + Array("==".utf8)
        } else if held == 2 {
            output += [alphabet[Int(group >> 10 & 63)], alphabet[Int(group >> 4 & 63)]]
            output += [alphabet[Int(group << 2 & 63)], UInt8(ascii: "=")]
        }
        return output
    }

    /// Lines of 76 characters, each ended with CRLF.
    static func encodeLines(_ octets: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(octets.count / 57 * 78 + 80)
        for start in stride(from: 0, to: octets.count, by: 57) {
            output += encode(octets[start..<min(start + 57, octets.count)])
            output += crlf
        }
        return output
    }

    /// The octets behind base64 text; anything outside the alphabet is skipped, the first "=" ends a group.
    public static func decode(_ text: some Sequence<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        var group: UInt32 = 0
        var bits: UInt32 = 0
        for character in text {
            guard let value = value(of: character) else {
                if character == UInt8(ascii: "=") { (group, bits) = (0, 0) }
                continue
            }
            group = group << 6 | UInt32(value)
            bits += 6
            if bits >= 8 {
                bits -= 8
                output.append(UInt8(truncatingIfNeeded: group >> bits))
                group &= (1 << bits) - 1
            }
        }
        return output
    }

    private static func value(of character: UInt8) -> UInt8? {
        switch character {
        case 0x41...0x5A: character - 0x41
        case 0x61...0x7A: character - 0x61 + 26
        case 0x30...0x39: character - 0x30 + 52
        case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
        case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
        default: nil
        }
    }
}

/// The line end of mail.
let crlf: [UInt8] = [13, 10]

/// The digits of hexadecimal as mail writes it.
let hexadecimal = Array("0123456789ABCDEF".utf8)
