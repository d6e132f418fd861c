// SPDX-License-Identifier: Apache-2.0
// What kinds of octets a text holds, found in one pass: it decides which transfer encoding is needed, and changes
// nothing.

/// The octets of a text, counted for the choice of its transfer encoding.
struct TextSurvey {
    /// Octets of 128 and more.
    private(set) var highOctets = 0
    /// Whether it holds only printable ASCII, tabs and line ends, and nothing like a boundary of ours.
    var isPlain: Bool { highOctets == 0 && !hasControl && !hasBoundary }
    private var hasControl = false
    private var hasBoundary = false

    /// Looks a text through.
    init(_ octets: [UInt8]) {
        // Without the checks of arrays: every index is below the count.
        unsafe octets.withUnsafeBytes { octets in
            var index = 0
            while index < octets.count {
                unsafe index += octets.ordinaryRun(from: index, below: octets.count, Self.isOrdinary)
                guard index < octets.count else { break }
                unsafe note(octets, index)
                index += 1
            }
        }
    }

    /// Whether no octet of a word is below a space, DEL, of 128 and more, or "=".
    static func isOrdinary(_ word: OctetWord) -> Bool {
        !(word.hasHighOctet || word.hasOctet(below: 0x20) || word.hasOctet(UInt8(ascii: "=")) || word.hasOctet(0x7F))
    }

    private mutating func note(_ octets: UnsafeRawBufferPointer, _ index: Int) {
        switch unsafe octets[index] {
        case 9, 10, 13: break
        case 0..<0x20, 0x7F: hasControl = true
        case 0x80...: highOctets += 1
        case UInt8(ascii: "="):
            // "=_" can stand neither in quoted-printable nor in base64, so such a text is never sent as it is.
            if unsafe octets[index...].starts(with: "=_roost_".utf8) { hasBoundary = true }
        default: break
        }
    }
}
