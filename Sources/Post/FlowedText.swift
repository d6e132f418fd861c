// SPDX-License-Identifier: Apache-2.0
// Plain text whose long lines flow (RFC 3676): written with soft breaks so that small screens wrap it, read back to the
// very lines it had. Text that cannot come back as it was is not written this way.

/// Lines as format=flowed writes and reads them, without DelSp.
enum FlowedText {
    /// Octets of a line before it is broken.
    static let width = 76

    /// The lines to write; nil when the text would not come back as it is: a line that ends with a space would be taken
    /// for a soft break.
    static func encode(_ lines: [ArraySlice<UInt8>]) -> [ArraySlice<UInt8>]? {
        var output: [ArraySlice<UInt8>] = []
        for line in lines {
            guard line.last != 32 else { return nil }
            var rest = line
            while rest.count > width {
                // The break comes behind a space, so that no word is cut; a word without an end stays whole.
                guard
                    let space = rest.prefix(width).lastIndex(of: 32)
                        ?? rest.dropFirst(width).firstIndex(of: 32)
                else { break }
                let end = rest[space...].firstIndex { $0 != 32 } ?? rest.endIndex
                guard end < rest.endIndex else { break }
                output.append(stuffed(rest[..<end]))
                rest = rest[end...]
            }
            output.append(stuffed(rest))
        }
        return output
    }

    /// A line that begins with a space, ">" or "From " gets a space in front (RFC 3676 4.4).
    private static func stuffed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let needs = line.first == 32 || line.first == UInt8(ascii: ">") || line.starts(with: "From ".utf8)
        return needs ? [32] + line : line
    }

    /// The lines that were written. Quoted lines stay as they are; a signature's mark is no soft break.
    static func decode(_ lines: [ArraySlice<UInt8>]) -> [[UInt8]] {
        var output: [[UInt8]] = []
        var isSoft = false
        for line in lines {
            let isQuoted = line.first == UInt8(ascii: ">")
            let plain = line.first == 32 ? line.dropFirst() : line
            if isSoft, !isQuoted, let last = output.indices.last {
                output[last] += plain
            } else {
                output.append(Array(plain))
            }
            isSoft = plain.last == 32 && !isQuoted && !plain.elementsEqual("-- ".utf8)
        }
        return output
    }
}
