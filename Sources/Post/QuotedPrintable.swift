// SPDX-License-Identifier: Apache-2.0
// Quoted-printable (RFC 2045 6.7): how a text body crosses a 7-bit path and comes back unchanged (R33, R34).
// It never emits a line above 76 characters, and never a bare CR or LF.

/// Quoted-printable as mail uses it.
enum QuotedPrintable {
    /// Encodes lines of text; each line ends with CRLF.
    static func encode(lines: [ArraySlice<UInt8>]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(lines.reduce(0) { $0 + $1.count + $1.count / 16 + 8 })
        for line in lines {
            encode(line, into: &output)
            output += crlf
        }
        return output
    }

    private static func encode(_ line: ArraySlice<UInt8>, into output: inout [UInt8]) {
        var width = 0
        // Plain octets are copied a run at a time: this is the inner loop of every long mail.
        var runStart = line.startIndex
        for index in line.indices {
            let octet = line[index]
            let isLast = index == line.endIndex - 1
            let isPlain = isPlain(octet, isLast: isLast) && !(index == line.startIndex && isSpecialFirst(line))
            let needed = isPlain ? 1 : 3
            let isFull = width + needed > (isLast ? 76 : 75)
            if isFull || !isPlain {
                output += line[runStart..<index]
                runStart = index
            }
            if isFull {
                output.append(UInt8(ascii: "="))
                output += crlf
                width = 0
            }
            if !isPlain {
                output.append(UInt8(ascii: "="))
                output.append(hexadecimal[Int(octet >> 4)])
                output.append(hexadecimal[Int(octet & 15)])
                runStart = index + 1
            }
            width += needed
        }
        output += line[runStart...]
    }

    /// Whether an octet may stand as it is, wherever it does not begin a line.
    private static func isPlain(_ octet: UInt8, isLast: Bool) -> Bool {
        switch octet {
        case UInt8(ascii: "="): false
        case UInt8(ascii: " "), 9: !isLast
        default: (0x21...0x7E).contains(octet)
        }
    }

    /// Whether a line begins with a dot, or with what a mailbox file would take for the next mail.
    private static func isSpecialFirst(_ line: ArraySlice<UInt8>) -> Bool {
        line.first == UInt8(ascii: ".") || line.starts(with: "From ".utf8)
    }

    /// The octets behind quoted-printable text; a broken escape stays as it is written.
    static func decode(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(text.count)
        var index = text.startIndex
        while index < text.endIndex {
            let octet = text[index]
            guard octet == UInt8(ascii: "=") else {
                output.append(octet)
                index += 1
                continue
            }
            if let high = digit(text, index + 1), let low = digit(text, index + 2) {
                output.append(high << 4 | low)
                index += 3
            } else if let next = endOfSoftBreak(text, index + 1) {
                index = next
            } else {
                output.append(octet)
                index += 1
            }
        }
        return output
    }

    private static func endOfSoftBreak(_ text: ArraySlice<UInt8>, _ start: Int) -> Int? {
        var index = start
        while index < text.endIndex, text[index] == 32 || text[index] == 9 { index += 1 }
        guard index < text.endIndex else { return index }
        if text[index] == 13 { index += 1 }
        if index < text.endIndex, text[index] == 10 { return index + 1 }
        return nil
    }

    static func digit(_ text: ArraySlice<UInt8>, _ index: Int) -> UInt8? {
        guard index < text.endIndex else { return nil }
        return switch text[index] {
        case 0x30...0x39: text[index] - 0x30
        case 0x41...0x46: text[index] - 0x41 + 10
        case 0x61...0x66: text[index] - 0x61 + 10
        default: nil
        }
    }
}

/// The lines of a text, whatever its line ends are: CRLF, LF or a bare CR; a last line end opens no further
/// line.
func textLines(_ octets: [UInt8]) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = 0
    var index = 0
    while index < octets.count {
        if octets[index] == 13 || octets[index] == 10 {
            lines.append(octets[start..<index])
            if octets[index] == 13, index + 1 < octets.count, octets[index + 1] == 10 { index += 1 }
            start = index + 1
        }
        index += 1
    }
    if start < octets.count { lines.append(octets[start...]) }
    return lines
}
