// SPDX-License-Identifier: Apache-2.0
// Finds single values in the XMP text of a picture, written as an attribute or as an element. It is no XML reader: it
// follows no reference and keeps nothing.

/// Values in XMP text.
enum XMPText {
    /// Bytes of a value.
    private static let longest = 64

    /// The value behind a name, whatever the name's space; nil when there is none.
    static func value(of name: String, in xmp: Octets) -> String? {
        let wanted = Array(name.utf8)
        var from = 0
        while let at = xmp.place(of: wanted, from: from) {
            from = at + wanted.count
            guard at > 0, let before = xmp.byte(at - 1), before == 0x3A || before == 0x20 || before == 0x0A
            else {
                continue
            }
            var start = from
            while xmp.byte(start) == 0x20 { start += 1 }
            var stop: UInt8 = 0x3C
            if xmp.byte(start) == 0x3D {
                start += 1
                while xmp.byte(start) == 0x20 { start += 1 }
                guard let quote = xmp.byte(start), quote == 0x22 || quote == 0x27 else { continue }
                stop = quote
            } else if xmp.byte(start) != 0x3E {
                continue
            }
            start += 1
            var end = start
            while let byte = xmp.byte(end), byte != stop, end - start < longest { end += 1 }
            guard xmp.byte(end) == stop else { continue }
            return xmp.text(start, end - start)
        }
        return nil
    }

    /// A plain decimal number; nil for all else.
    static func number(_ text: String) -> Double? {
        guard !text.isEmpty,
            text.utf8.allSatisfy({ (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }),
            let value = Double(text), value.isFinite
        else { return nil }
        return value
    }
}
