// SPDX-License-Identifier: Apache-2.0
// Reads the keys of one mapping by name and kind, and reports every key that is missing, mistyped, of the
// wrong kind or out of bounds. After a report it answers with a harmless value, so that decoding goes on and
// finds the rest.

/// A mapping that is being decoded.
final class MappingReader {
    /// Dotted name of the mapping for messages: "limits", or "" for the whole file.
    let path: String
    let place: Place
    let log: ProblemLog
    private let entries: [SettingsEntry]
    private var known: [String] = []

    /// A reader of `node`, or nil with a report when it is no mapping.
    init?(_ node: SettingsNode, path: String, log: ProblemLog) {
        guard case .mapping(let entries) = node.kind else {
            let name = path.isEmpty ? "the file" : path
            log.report(node.place, "\(name) is \(node.whatItIs), not a mapping", "write key: value pairs")
            return nil
        }
        self.path = path
        self.log = log
        self.entries = entries
        place = node.place
    }

    /// The keys, in the order of the file.
    var keys: [String] {
        let keys = entries.map(\.key)
        return log.leftOut == nil ? keys : keys.filter { name($0) != log.leftOut }
    }

    /// Full name of a key for messages.
    func name(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    /// The value of a key, or nil when it is absent or null. The key counts as known from now on.
    func node(_ key: String) -> SettingsNode? {
        if !known.contains(key) { known.append(key) }
        if let trace = log.trace {
            trace.note(name(key))
            if log.leftOut == name(key) { return nil }
        }
        guard let entry = entries.first(where: { $0.key == key }), !entry.value.isNull else { return nil }
        return entry.value
    }

    /// The value of a key that must be there; reports its absence.
    func required(_ key: String, example: String) -> SettingsNode? {
        if let node = node(key) { return node }
        let place = entries.first { $0.key == key }?.keyPlace ?? place
        log.report(place, "\(name(key)) is missing", "add for example \(key): \(example)")
        return nil
    }

    /// Where the value of a key stands, or the mapping itself.
    func place(of key: String) -> Place { entries.first { $0.key == key }?.value.place ?? place }

    /// Where the value at the end of a path of keys stands, or the nearest mapping above it.
    func place(ofPath keys: [String]) -> Place {
        var place = place, entries = entries
        for key in keys {
            let (name, number) = splitIndex(key)
            guard let entry = entries.first(where: { $0.key == name }) else { return place }
            var node = entry.value
            if let number, case .sequence(let items) = node.kind, number >= 1, number <= items.count {
                node = items[number - 1]
            }
            place = node.place
            guard case .mapping(let below) = node.kind else { return place }
            entries = below
        }
        return place
    }

    /// "parts[2]" as "parts" and 2; other keys as they are.
    private func splitIndex(_ key: String) -> (name: String, number: Int?) {
        guard key.hasSuffix("]"), let open = key.lastIndex(of: "["),
            let number = Int(key[key.index(after: open)...].dropLast())
        else { return (key, nil) }
        return (String(key[..<open]), number)
    }

    /// The text of a scalar; reports lists and mappings.
    func scalar(_ node: SettingsNode, _ name: String, _ wanted: String) -> String? {
        guard case .scalar(let text, _) = node.kind else {
            log.report(node.place, "\(name) is \(node.whatItIs), not \(wanted)", "write one value")
            return nil
        }
        return text
    }

    /// Reports every key that no accessor asked for.
    func finish() {
        for entry in entries where !known.contains(entry.key) {
            let remedy =
                nearest(to: entry.key, in: known).map { "did you mean \"\($0)\"?" }
                ?? "known here: \(known.sorted().joined(separator: ", "))"
            let inside = path.isEmpty ? "" : " in \(path)"
            log.report(entry.keyPlace, "unknown key \(quoted(entry.key))\(inside)", remedy)
        }
    }
}

extension MappingReader {
    /// One line of text without control characters.
    func text(_ key: String, default standard: String? = nil, example: String = "text", limit: Int = 256)
        -> String
    {
        log.trace?.note(name(key), as: .text(limit: limit), standard: standard)
        let node = standard == nil ? required(key, example: example) : node(key)
        guard let node, let text = scalar(node, name(key), "text") else { return standard ?? "" }
        guard !text.isEmpty, text.utf8.count <= limit, !text.unicodeScalars.contains(where: { $0.value < 32 })
        else {
            log.report(
                node.place, "\(name(key)) is not 1 to \(limit) bytes of text on one line", "shorten it")
            return standard ?? ""
        }
        return text
    }

    /// An optional line of text.
    func optionalText(_ key: String, limit: Int = 256) -> String? {
        log.trace?.note(name(key), as: .text(limit: limit))
        return node(key) == nil ? nil : text(key, limit: limit)
    }

    /// `true` or `false`.
    func flag(_ key: String, default standard: Bool) -> Bool {
        log.trace?.note(name(key), as: .flag, standard: "\(standard)")
        guard let node = node(key), let text = scalar(node, name(key), "true or false") else {
            return standard
        }
        switch text {
        case "true", "True": return true
        case "false", "False": return false
        default:
            log.report(
                node.place, "\(name(key)) \(quoted(text)) is neither true nor false", "write true or false")
            return standard
        }
    }

    /// A whole number inside `range`; nil when it is absent.
    func optionalInteger(_ key: String, in range: ClosedRange<Int>) -> Int? {
        log.trace?.note(name(key), as: .integer(range))
        guard let node = node(key) else { return nil }
        return integer(node, name(key), in: range)
    }

    /// A whole number inside `range`; required when there is no default.
    func integer(_ key: String, in range: ClosedRange<Int>, default standard: Int? = nil) -> Int {
        log.trace?.note(name(key), standard: standard.map { "\($0)" })
        let node = standard == nil ? required(key, example: "\(range.lowerBound)") : node(key)
        return node.flatMap { integer($0, name(key), in: range) } ?? standard ?? range.lowerBound
    }

    /// The whole number of a node, decimal or 0x hexadecimal.
    func integer(_ node: SettingsNode, _ name: String, in range: ClosedRange<Int>) -> Int? {
        log.trace?.note(name, as: .integer(range))
        guard let text = scalar(node, name, "a whole number") else { return nil }
        let bounds = "write a whole number from \(range.lowerBound) to \(range.upperBound)"
        guard let value = wholeNumber(text) else {
            log.report(node.place, "\(name) \(quoted(text)) is not a whole number", bounds)
            return nil
        }
        guard range.contains(value) else {
            let side = value < range.lowerBound ? "below \(range.lowerBound)" : "above \(range.upperBound)"
            log.report(node.place, "\(name) \(quoted(text)) is \(side)", bounds)
            return nil
        }
        return value
    }

    /// A number without a unit.
    func number(_ key: String, in range: ClosedRange<Double>, default standard: Double? = nil) -> Double {
        log.trace?.note(name(key), standard: standard.map { short($0) })
        let node = standard == nil ? required(key, example: short(range.lowerBound)) : node(key)
        return node.flatMap { number($0, name(key), in: range) } ?? standard ?? range.lowerBound
    }

    /// The number of a node.
    func number(_ node: SettingsNode, _ name: String, in range: ClosedRange<Double>) -> Double? {
        log.trace?.note(name, as: .number(range))
        guard let text = scalar(node, name, "a number") else { return nil }
        let bounds = "write a number from \(short(range.lowerBound)) to \(short(range.upperBound))"
        guard let value = plainNumber(text) ?? wholeNumber(text).map(Double.init) else {
            log.report(node.place, "\(name) \(quoted(text)) is not a number", bounds)
            return nil
        }
        guard range.contains(value) else {
            let side = value < range.lowerBound ? "below" : "above"
            let bound = value < range.lowerBound ? range.lowerBound : range.upperBound
            log.report(node.place, "\(name) \(quoted(text)) is \(side) \(short(bound))", bounds)
            return nil
        }
        return value
    }

    /// A number with a unit, in the base unit of `dimension`; required when there is no default.
    func measure(
        _ key: String, _ dimension: Dimension, in range: ClosedRange<Double>, default standard: Double? = nil,
    ) -> Double {
        log.trace?.note(name(key), standard: standard.map { dimension.written($0) })
        let node = standard == nil ? required(key, example: dimension.example) : node(key)
        return node.flatMap { measure($0, name(key), dimension, in: range) } ?? standard ?? range.lowerBound
    }

    /// The measure of a node.
    func measure(
        _ node: SettingsNode, _ name: String, _ dimension: Dimension, in range: ClosedRange<Double>,
    ) -> Double? {
        log.trace?.note(name, as: .measure(dimension, range))
        guard let text = scalar(node, name, "a number with a unit") else { return nil }
        do throws(MeasureFault) {
            let value = try Settings.measure(text, dimension)
            guard !range.contains(value) else { return value }
            let bound = value < range.lowerBound ? range.lowerBound : range.upperBound
            log.report(
                node.place,
                "\(name) \(quoted(text)) is \(value < range.lowerBound ? "below" : "above") \(short(bound)) "
                    + dimension.base,
                "use \(short(range.lowerBound)) to \(short(range.upperBound)) \(dimension.base)")
        } catch {
            report(error, node, "\(name) \(quoted(text))", dimension)
        }
        return nil
    }

    private func report(_ fault: MeasureFault, _ node: SettingsNode, _ what: String, _ dimension: Dimension) {
        let units = dimension.spellings.map(\.symbol).joined(separator: ", ")
        switch fault {
        case .notANumber:
            log.report(node.place, "\(what) is not a number", "write for example \(dimension.example)")
        case .noUnit: log.report(node.place, "\(what) has no unit", "write for example \(dimension.example)")
        case .unknownUnit(let unit):
            log.report(node.place, "\(what) has the unknown unit \(quoted(unit))", "use one of: \(units)")
        }
    }

    /// A span of time; required when there is no default.
    func duration(_ key: String, in range: ClosedRange<Double>, default standard: Double? = nil) -> Duration {
        .milliseconds(Int64((measure(key, .duration, in: range, default: standard) * 1_000).rounded()))
    }

    /// One of the words of an enumeration; required when there is no default.
    func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ key: String, default standard: Choice? = nil, as type: Choice.Type = Choice.self,
        orElse spare: Choice,
    ) -> Choice {
        log.trace?.note(name(key), standard: standard?.rawValue)
        let node = standard == nil ? required(key, example: spare.rawValue) : node(key)
        return node.flatMap { choice($0, name(key)) } ?? standard ?? spare
    }

    /// The choice of a node.
    func choice<Choice: RawRepresentable<String> & CaseIterable>(_ node: SettingsNode, _ name: String)
        -> Choice?
    {
        log.trace?.note(name, as: .choice(Choice.allCases.map(\.rawValue)))
        guard let text = scalar(node, name, "one word") else { return nil }
        if let choice = Choice(rawValue: text) { return choice }
        let words = Choice.allCases.map(\.rawValue)
        let remedy =
            nearest(to: text, in: words).map { "did you mean \"\($0)\"?" }
            ?? "use one of: \(words.joined(separator: ", "))"
        log.report(node.place, "\(name) \(quoted(text)) is not known", remedy)
        return nil
    }

    /// A mapping below this one; nil when it is absent.
    func mapping(_ key: String) -> MappingReader? {
        log.trace?.note(name(key), as: .mapping)
        return node(key).flatMap { MappingReader($0, path: name(key), log: log) }
    }

    /// A mapping that must be there.
    func requiredMapping(_ key: String, example: String) -> MappingReader? {
        log.trace?.note(name(key), as: .mapping)
        return required(key, example: example).flatMap { MappingReader($0, path: name(key), log: log) }
    }

    /// The items of a list, or of a single value standing for a list of one; empty when it is absent.
    func list(_ key: String, limit: Int = 1_000) -> [SettingsNode] {
        guard let node = node(key) else { return [] }
        return list(node, name(key), limit: limit)
    }

    /// The items of a list node.
    func list(_ node: SettingsNode, _ name: String, limit: Int = 1_000) -> [SettingsNode] {
        log.trace?.note(name, as: .list)
        guard case .sequence(let items) = node.kind else {
            log.report(
                node.place, "\(name) is \(node.whatItIs), not a list",
                "write [a, b] or lines that begin with -")
            return []
        }
        guard items.count <= limit else {
            log.report(node.place, "\(name) has \(items.count) entries, more than \(limit)", "remove some")
            return []
        }
        return items
    }

    /// A list of texts.
    func texts(_ key: String, limit: Int = 100) -> [(text: String, place: Place)] {
        list(key, limit: limit).enumerated().compactMap { index, item in
            scalar(item, "\(name(key))[\(index + 1)]", "text").map { ($0, item.place) }
        }
    }
}

/// A decimal or 0x hexadecimal whole number.
func wholeNumber(_ text: String) -> Int? {
    if text.hasPrefix("0x") || text.hasPrefix("0X") {
        let digits = text.dropFirst(2)
        guard (1...15).contains(digits.utf8.count), digits.utf8.allSatisfy({ isHexDigit($0) }) else {
            return nil
        }
        return Int(digits, radix: 16)
    }
    guard (1...18).contains(text.utf8.count), !text.hasPrefix("+") else { return nil }
    return Int(text)
}

private func isHexDigit(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...70).contains(byte) || (97...102).contains(byte)
}
