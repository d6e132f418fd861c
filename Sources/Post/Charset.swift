// SPDX-License-Identifier: Apache-2.0
// How octets of a received mail become text. It never fails: what cannot be decoded is replaced, because a
// person would rather read half a mail than none.

/// Decoding of the character sets that mail uses.
enum Charset {
    /// Text from octets; an unknown character set is read as UTF-8.
    static func decode(_ octets: some Collection<UInt8>, named name: String) -> String {
        switch name.lowercased() {
        case "iso-8859-1", "latin1", "iso-8859-15", "windows-1252", "cp1252":
            if !octets.contains(where: { $0 >= 0x80 }) { return String(decoding: octets, as: UTF8.self) }
            let isFifteen = name.lowercased() == "iso-8859-15"
            var text = String.UnicodeScalarView()
            for octet in octets { text.append(scalar(octet, isFifteen: isFifteen)) }
            return String(text)
        default:
            return String(decoding: octets, as: UTF8.self)
        }
    }

    private static func scalar(_ octet: UInt8, isFifteen: Bool) -> Unicode.Scalar {
        if isFifteen { return octet == 0xA4 ? "\u{20AC}" : Unicode.Scalar(octet) }
        guard (0x80..<0xA0).contains(octet) else { return Unicode.Scalar(octet) }
        return windows[Int(octet) - 0x80]
    }

    /// 0x80 to 0x9F of windows-1252, which is what mail labelled iso-8859-1 means there.
    private static let windows: [Unicode.Scalar] = [
        "€", "\u{81}", "‚", "ƒ", "„", "…", "†", "‡", "ˆ", "‰", "Š", "‹", "Œ", "\u{8D}", "Ž", "\u{8F}",
        "\u{90}", "‘", "’", "“", "”", "•", "–", "—", "˜", "™", "š", "›", "œ", "\u{9D}", "ž", "Ÿ",
    ]
}
