// SPDX-License-Identifier: Apache-2.0
// A strict JSON reader (RFC 8259) that keeps the place of every value, for plan files. It accepts no
// comments, no trailing commas and no duplicate keys, and never recurses deeper than the document limit.

/// The tree of a JSON file, or nil with the reason in `log`.
func parseJSON(_ bytes: [UInt8], log: ProblemLog) -> SettingsNode? {
    guard let text = checkedText(bytes, limit: DocumentLimit.planBytes, log: log) else { return nil }
    var reader = JSONReader(Array(text.unicodeScalars))
    do throws(JSONFault) {
        return try reader.document()
    } catch {
        log.report(error.place, error.message, error.remedy)
        return nil
    }
}

private struct JSONFault: Error {
    let place: Place
    let message: String
    var remedy = "save the plan again with QGroundControl"
}

private struct JSONReader {
    private let scalars: [Unicode.Scalar]
    private var index = 0
    private var line = 1
    private var lineStart = 0
    private var nodes = 0

    init(_ scalars: [Unicode.Scalar]) { self.scalars = scalars }

    mutating func document() throws(JSONFault) -> SettingsNode {
        skipBlanks()
        guard index < scalars.count else { throw fault("the file is empty") }
        let root = try value(depth: 0)
        skipBlanks()
        guard index == scalars.count else { throw fault("text behind the end of the JSON value") }
        return root
    }

    private var place: Place { Place(line: line, column: index - lineStart + 1) }

    private func fault(_ message: String) -> JSONFault { JSONFault(place: place, message: message) }

    private var current: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

    private mutating func skipBlanks() {
        while let scalar = current, scalar == " " || scalar == "\t" || scalar == "\n" || scalar == "\r" {
            index += 1
            if scalar == "\n" {
                line += 1
                lineStart = index
            }
        }
    }

    private mutating func expect(_ scalar: Unicode.Scalar, _ where: String) throws(JSONFault) {
        skipBlanks()
        guard current == scalar else {
            let found = current.map { quoted(String(Character($0))) } ?? "the end of the file"
            throw fault("\(found) where \"\(scalar)\" should be, \(`where`)")
        }
        index += 1
    }

    private mutating func value(depth: Int) throws(JSONFault) -> SettingsNode {
        nodes += 1
        guard depth <= DocumentLimit.depth else { throw fault("nested deeper than \(DocumentLimit.depth)") }
        guard nodes <= DocumentLimit.nodes else { throw fault("more than \(DocumentLimit.nodes) values") }
        skipBlanks()
        let start = place
        switch current {
        case "{": return SettingsNode(place: start, kind: .mapping(try object(depth: depth)))
        case "[": return SettingsNode(place: start, kind: .sequence(try array(depth: depth)))
        case "\"": return SettingsNode(place: start, kind: .scalar(try string(), isQuoted: true))
        case nil: throw fault("the file ends where a value should be")
        default: return SettingsNode(place: start, kind: .scalar(try word(), isQuoted: false))
        }
    }

    private mutating func object(depth: Int) throws(JSONFault) -> [SettingsEntry] {
        index += 1
        var entries: [SettingsEntry] = []
        var seen: [String: Place] = [:]
        skipBlanks()
        if current == "}" {
            index += 1
            return entries
        }
        while true {
            skipBlanks()
            let keyPlace = place
            guard current == "\"" else { throw fault("a key in double quotes should be here") }
            let key = try string()
            if let first = seen.updateValue(keyPlace, forKey: key) {
                throw JSONFault(
                    place: keyPlace,
                    message:
                        "key \(quoted(key)) occurs again; "
                        + "it was at line \(first.line), column \(first.column)",
                    remedy: "keep one")
            }
            try expect(":", "behind the key \(quoted(key))")
            entries.append(SettingsEntry(key: key, keyPlace: keyPlace, value: try value(depth: depth + 1)))
            skipBlanks()
            guard current == "," else { break }
            index += 1
        }
        try expect("}", "behind a value of an object")
        return entries
    }

    private mutating func array(depth: Int) throws(JSONFault) -> [SettingsNode] {
        index += 1
        var items: [SettingsNode] = []
        skipBlanks()
        if current == "]" {
            index += 1
            return items
        }
        while true {
            items.append(try value(depth: depth + 1))
            skipBlanks()
            guard current == "," else { break }
            index += 1
        }
        try expect("]", "behind a value of a list")
        return items
    }

    /// A number or one of true, false and null, as text.
    private mutating func word() throws(JSONFault) -> String {
        let start = index
        while let scalar = current, scalar.isASCII,
            scalar.properties.isAlphabetic || "+-.0123456789".unicodeScalars.contains(scalar)
        {
            index += 1
        }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars[start..<index])
        let text = String(view)
        guard ["true", "false", "null"].contains(text) || isJSONNumber(text) else {
            index = start
            let shown = text.isEmpty ? current.map { String(Character($0)) } ?? "" : text
            throw fault("\(quoted(shown)) is not a JSON value")
        }
        return text
    }

    private mutating func string() throws(JSONFault) -> String {
        let start = place
        index += 1
        var view = String.UnicodeScalarView()
        while let scalar = current {
            switch scalar {
            case "\"":
                index += 1
                return String(view)
            case "\\": view.append(try escape())
            case _ where scalar.value < 0x20: throw fault("a line break or control character inside a text")
            default:
                view.append(scalar)
                index += 1
            }
        }
        throw JSONFault(place: start, message: "this text has no closing quote")
    }

    private mutating func escape() throws(JSONFault) -> Unicode.Scalar {
        let simple: [Unicode.Scalar: Unicode.Scalar] = [
            "\"": "\"", "\\": "\\", "/": "/", "b": "\u{8}", "f": "\u{C}", "n": "\n", "r": "\r", "t": "\t",
        ]
        guard index + 1 < scalars.count else { throw fault("the file ends inside an escape") }
        if let plain = simple[scalars[index + 1]] {
            index += 2
            return plain
        }
        guard scalars[index + 1] == "u", let unit = hexUnit(at: index + 2) else {
            throw fault("unknown escape")
        }
        if let scalar = Unicode.Scalar(unit) {
            index += 6
            return scalar
        }
        // A surrogate pair: two escapes for one character.
        guard (0xD800...0xDBFF).contains(unit), index + 7 < scalars.count, scalars[index + 6] == "\\",
            scalars[index + 7] == "u", let low = hexUnit(at: index + 8), (0xDC00...0xDFFF).contains(low),
            let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
        else { throw fault("half a surrogate pair") }
        index += 12
        return scalar
    }

    private func hexUnit(at start: Int) -> UInt32? {
        guard start + 4 <= scalars.count else { return nil }
        var unit: UInt32 = 0
        for scalar in scalars[start..<(start + 4)] {
            guard scalar.isASCII, let digit = Character(scalar).hexDigitValue else { return nil }
            unit = unit * 16 + UInt32(digit)
        }
        return unit
    }
}

/// Whether a text is a number as JSON writes it: no plus sign, no leading zeros, digits around the point.
private func isJSONNumber(_ text: String) -> Bool {
    var rest = Substring(text)
    if rest.hasPrefix("-") { rest = rest.dropFirst() }
    let whole = rest.prefix { $0.isASCII && $0.isNumber }
    guard !whole.isEmpty, whole == "0" || !whole.hasPrefix("0") else { return false }
    rest = rest.dropFirst(whole.count)
    if rest.hasPrefix(".") {
        let digits = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
        guard !digits.isEmpty else { return false }
        rest = rest.dropFirst(digits.count + 1)
    }
    if rest.hasPrefix("e") || rest.hasPrefix("E") {
        rest = rest.dropFirst()
        if rest.hasPrefix("+") || rest.hasPrefix("-") { rest = rest.dropFirst() }
        guard !rest.isEmpty else { return false }
        rest = rest.drop { $0.isASCII && $0.isNumber }
    }
    return rest.isEmpty
}
