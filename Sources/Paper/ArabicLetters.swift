// SPDX-License-Identifier: Apache-2.0
// Joins Arabic and Persian letters: each is replaced by its form alone, at an end, at a beginning or within a word (the
// presentation forms of Unicode), because the plain font interface does not join them. It changes no other letter.

/// Arabic letters in a line of text, still in the order in which they are read.
enum ArabicLetters {
    /// Where the forms of a letter begin, and how many there are: alone, at an end, at a beginning, within.
    private static let forms: [UInt32: (first: UInt32, count: UInt32)] = {
        var forms: [UInt32: (UInt32, UInt32)] = [:]
        // In Unicode the forms of these letters follow each other without gap.
        var next: UInt32 = 0xFE80
        let letters =
            Array(0x0621...0x063A as ClosedRange<UInt32>) + Array(0x0641...0x064A as ClosedRange<UInt32>)
        let counts: [UInt32] = [
            1, 2, 2, 2, 2, 4, 2, 4, 2, 4, 4, 4, 4, 4, 2, 2, 2, 2, 4, 4, 4, 4, 4, 4, 4, 4,
            4, 4, 4, 4, 4, 4, 4, 2, 2, 4,
        ]
        for (letter, count) in zip(letters, counts) {
            forms[letter] = (next, count)
            next += count
        }
        let persian: [(UInt32, UInt32, UInt32)] = [
            (0x067E, 0xFB56, 4), (0x0686, 0xFB7A, 4), (0x0698, 0xFB8A, 2), (0x06A9, 0xFB8E, 4),
            (0x06AF, 0xFB92, 4),
            (0x06CC, 0xFBFC, 4),
        ]
        for (letter, first, count) in persian { forms[letter] = (first, count) }
        return forms
    }()
    /// What lam and an alef become together, alone; the form at an end follows it.
    private static let lamAlef: [UInt32: UInt32] = [
        0x0622: 0xFEF5, 0x0623: 0xFEF7, 0x0625: 0xFEF9, 0x0627: 0xFEFB,
    ]
    private static let lam: UInt32 = 0x0644

    /// The text with its letters joined.
    static func joined(_ text: String) -> String {
        let scalars = Array(text.unicodeScalars)
        guard scalars.contains(where: { forms[$0.value] != nil }) else { return text }
        var joined = String.UnicodeScalarView()
        /// Whether the letter before reaches out to the next one.
        var reachesOut = false
        var index = 0
        while index < scalars.count {
            let scalar = scalars[index]
            index += 1
            if isMark(scalar.value) {
                joined.append(scalar)
                continue
            }
            guard let (first, count) = forms[scalar.value] else {
                joined.append(scalar)
                // The stretch and the joiner are there to join.
                reachesOut = scalar.value == 0x0640 || scalar.value == 0x200D
                continue
            }
            let isAtEnd: UInt32 = reachesOut && count >= 2 ? 1 : 0
            if scalar.value == lam, index < scalars.count, let both = lamAlef[scalars[index].value] {
                append(both + isAtEnd, to: &joined)
                index += 1
                reachesOut = false
                continue
            }
            reachesOut = count == 4 && takesHand(scalars[index...])
            append(first + isAtEnd + (reachesOut ? 2 : 0), to: &joined)
        }
        return String(joined)
    }

    /// Whether what follows begins with a letter that joins to the one before it.
    private static func takesHand(_ rest: ArraySlice<Unicode.Scalar>) -> Bool {
        guard let next = rest.first(where: { !isMark($0.value) })?.value else { return false }
        return next == 0x0640 || next == 0x200D || (forms[next]?.count ?? 0) >= 2
    }

    /// Vowel signs, which stand above and below letters and part none.
    private static func isMark(_ value: UInt32) -> Bool {
        (0x064B...0x065F).contains(value) || value == 0x0670
    }

    private static func append(_ value: UInt32, to text: inout String.UnicodeScalarView) {
        if let scalar = Unicode.Scalar(value) { text.append(scalar) }
    }
}
