// SPDX-License-Identifier: Apache-2.0
// The words about keys, taken apart. Each line is `path | meaning`, and where the reader of the configuration cannot
// tell it also what may stand there and what holds when the key is absent. It reads no file.

/// What people are told about one key.
struct KeyWords: Equatable {
    /// What it decides.
    var meaning: String
    /// What may stand there; empty when the reader tells it.
    var form = ""
    /// What holds when it is absent; empty when the reader tells it.
    var standard = ""

    /// The words of a table by path, in its order.
    static func table(_ lines: String) -> [(path: String, words: KeyWords)] {
        lines.split(separator: "\n").map { line in
            let cells = line.split(separator: "|", omittingEmptySubsequences: false).map { cell in
                cell.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
            }
            precondition((2...4).contains(cells.count), "a line of the words has two to four cells: \(line)")
            var words = KeyWords(meaning: cells[1])
            if cells.count > 2 { words.form = cells[2] }
            if cells.count > 3 { words.standard = cells[3] }
            return (cells[0], words)
        }
    }

    /// Keys that are only read to say that they are gone.
    static let withdrawn: Set<String> = ["console.allow_remote"]
    /// Mappings whose keys the site chooses, and how such a key is shown.
    static let chosen = [
        ("mail.groups", "NAME"), ("mail.smime.recipients", "ADDRESS"), ("payload.map.options", "NAME"),
    ]
    /// The mapping whose keys name gates.
    static let gates = "gates"

    /// The path of a key as the reference shows it: `devices[1].id` is `devices[].id`.
    static func general(_ path: String) -> String {
        for (mapping, name) in chosen where path.hasPrefix(mapping + ".") { return "\(mapping).\(name)" }
        if path.hasPrefix(gates + ".") {
            let parts = path.split(separator: ".").dropFirst(2)
            return ([gates, "GATE"] + parts.map(String.init)).joined(separator: ".")
        }
        var general = "", isInside = false
        for character in path {
            if character == "]" { isInside = false }
            if !isInside { general.append(character) }
            if character == "[" { isInside = true }
        }
        return general
    }
}

extension PointRole {
    /// What kind of point answers it, for the reference.
    var form: String {
        let value =
            switch need.value {
            case .flag: "bit"
            case .number(let units): units.first.map { "number in \($0)" } ?? "number"
            case .states(let words): "number whose `enum` names " + words.map { "`\($0)`" }.joined(separator: ", ")
            }
        switch need.access {
        case .read: return "`DEVICE.POINT`, a \(value)"
        case .write: return "`DEVICE.POINT`, a writable \(value)"
        }
    }
}
