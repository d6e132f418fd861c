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
        let isFirstSpecial = isSpecialFirst(line)
        // Runs of plain octets are found without the checks of arrays and copied whole: this is the inner loop of every
        // long mail. Every index is below the count.
        unsafe line.withUnsafeBytes { octets in
            let end = octets.count
            var width = 0, index = 0
            while index < end {
                var stop = index
                if !isFirstSpecial {
                    unsafe stop += octets.ordinaryRun(from: index, below: end - 1, TextSurvey.isOrdinary)
                }
                while stop < end, unsafe isPlain(octets[stop], isLast: stop == end - 1),
                    stop > 0 || !isFirstSpecial
                {
                    stop += 1
                }
                unsafe append(octets[index..<stop], isEndOfLine: stop == end, to: &output, width: &width)
                index = stop
                guard index < end else { break }
                if width + 3 > (index == end - 1 ? 76 : 75) { softBreak(&output, &width) }
                let octet = unsafe octets[index]
                output.append(UInt8(ascii: "="))
                output.append(hexadecimal[Int(octet >> 4)])
                output.append(hexadecimal[Int(octet & 15)])
                width += 3
                index += 1
            }
        }
    }

    /// Appends plain octets, broken softly at column 75; the last octet of a line may stand in column 76.
    private static func append(
        _ run: Slice<UnsafeRawBufferPointer>, isEndOfLine: Bool, to output: inout [UInt8], width: inout Int
    ) {
        var rest = unsafe run
        while unsafe !rest.isEmpty {
            var count = unsafe min(75 - width, rest.count)
            if isEndOfLine, unsafe rest.count == count + 1 { count += 1 }
            unsafe output.append(contentsOf: rest.prefix(count))
            width += count
            unsafe rest = rest.dropFirst(count)
            if unsafe !rest.isEmpty { softBreak(&output, &width) }
        }
    }

    private static func softBreak(_ output: inout [UInt8], _ width: inout Int) {
        output.append(UInt8(ascii: "="))
        output += crlf
        width = 0
    }

    /// Whether an octet may stand as it is, wherever it does not begin a line.
    @inline(__always)
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
    lines.reserveCapacity(octets.count / 40 + 1)
    var start = 0
    // Without the checks of arrays: every index is below the count.
    unsafe octets.withUnsafeBytes { pointer in
        var index = 0
        while index < pointer.count {
            unsafe index += pointer.ordinaryRun(from: index, below: pointer.count) { !$0.hasOctet(below: 14) }
            guard index < pointer.count else { break }
            let octet = unsafe pointer[index]
            if octet == 13 || octet == 10 {
                lines.append(octets[start..<index])
                if octet == 13, index + 1 < pointer.count, unsafe pointer[index + 1] == 10 { index += 1 }
                start = index + 1
            }
            index += 1
        }
    }
    if start < octets.count { lines.append(octets[start...]) }
    return lines
}
