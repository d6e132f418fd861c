// SPDX-License-Identifier: Apache-2.0
// The fields of a form by what they mean: names, lines, choices, amounts. Each is bounded, a fault names the field, and
// no text is mended silently.

internal import Access

/// A form whose fields are read one by one.
struct FormFields: Sendable {
    let content: FormContent

    /// The name of something: letters, digits and a few marks.
    func name(_ key: String) throws(ChangeFault) -> String {
        guard let text = content.text(key) else { throw ChangeFault(what: "the field \(key) is missing") }
        guard text.utf8.count <= Change.longestName,
            text.utf8.allSatisfy({ octet in
                switch octet {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"),
                    UInt8(ascii: "."),
                    UInt8(ascii: "/"), UInt8(ascii: "@"), UInt8(ascii: ":"):
                    true
                default: false
                }
            })
        else { throw ChangeFault(what: "the field \(key) is no name") }
        return text
    }

    /// One line of text.
    func line(_ key: String, upTo limit: Int = Change.longestText) throws(ChangeFault) -> String {
        guard let text = content.text(key) else { throw ChangeFault(what: "the field \(key) is missing") }
        let isOneLine = text.unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .format: false
            default: true
            }
        }
        guard isOneLine, text.count <= limit else {
            throw ChangeFault(what: "the field \(key) is not one line of at most \(limit) characters")
        }
        return text
    }

    /// One of some words or numbers.
    func choice<Choice: LosslessStringConvertible & Equatable>(
        _ key: String, _ choices: [Choice]
    ) throws(ChangeFault) -> Choice {
        guard let text = content.text(key), let choice = Choice(text), choices.contains(choice) else {
            throw ChangeFault(
                what: "the field \(key) is none of \(choices.map { "\($0)" }.joined(separator: ", "))")
        }
        return choice
    }

    /// A number of 0 or more; 0 when it is left out.
    func amount(_ key: String) throws(ChangeFault) -> Double {
        guard let text = content.text(key) else { return 0 }
        guard text.utf8.count <= 16, let amount = Double(text), amount.isFinite, (0...1e12).contains(amount)
        else {
            throw ChangeFault(what: "the field \(key) is no number of 0 or more")
        }
        return amount
    }
}
