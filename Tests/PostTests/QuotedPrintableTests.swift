// SPDX-License-Identifier: Apache-2.0
// Quoted-printable in runs gives the very octets of RFC 2045 taken an octet at a time, for every length around the
// places where lines break.

import Testing

@testable import Post

/// RFC 2045 6.7, an octet at a time.
private func plainEncoding(_ line: [UInt8]) -> [UInt8] {
    var output: [UInt8] = [], width = 0
    let isFirstSpecial = line.first == 46 || line.starts(with: "From ".utf8)
    for (index, octet) in line.enumerated() {
        let isLast = index == line.count - 1
        let isSpace = octet == 32 || octet == 9
        let isPlain =
            (isSpace ? !isLast : (33...126).contains(octet) && octet != 61) && !(index == 0 && isFirstSpecial)
        if width + (isPlain ? 1 : 3) > (isLast ? 76 : 75) {
            output += Array("=\r\n".utf8)
            width = 0
        }
        let hexadecimal = String(octet, radix: 16, uppercase: true)
        output += isPlain ? [octet] : Array(("=" + (hexadecimal.count < 2 ? "0" : "") + hexadecimal).utf8)
        width += isPlain ? 1 : 3
    }
    return output + [13, 10]
}

@Test func `lines break where the definition breaks them`() {
    var lines: [[UInt8]] = [[], [46], Array("From me".utf8), [9], [0, 127, 128, 255]]
    for length in 0...240 {
        for tail in ["", " ", "=", "\t", "é", " =", "a "] {
            let letters = (0..<length).map { UInt8(97 + $0 % 26) }
            lines.append(letters + Array(tail.utf8))
            // Something to escape in every place around the breaks.
            lines.append(Array(tail.utf8) + letters + Array("=é".utf8) + letters.prefix(9))
        }
    }
    for line in lines {
        let encoded = QuotedPrintable.encode(lines: [line[...]])
        #expect(encoded == plainEncoding(line))
        #expect(QuotedPrintable.decode(encoded[...]) == line + [13, 10])
    }
}

@Test func `every octet that keeps a text from going as it is is found in every place`() {
    for length in [1, 7, 8, 9, 16, 31] {
        for place in 0..<length {
            for octet in UInt8.min...UInt8.max {
                var text = [UInt8](repeating: 97, count: length)
                text[place] = octet
                let isPlain = (32...126).contains(octet) || [9, 10, 13].contains(octet)
                #expect(TextSurvey(text).isPlain == isPlain)
                #expect(TextSurvey(text).highOctets == (octet >= 128 ? 1 : 0))
            }
        }
    }
    #expect(!TextSurvey(Array("ordinary text and =_roost_x in it".utf8)).isPlain)
    #expect(TextSurvey(Array("ordinary text and = in it, and =_ too".utf8)).isPlain)
}
