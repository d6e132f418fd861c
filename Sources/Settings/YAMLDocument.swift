// SPDX-License-Identifier: Apache-2.0
// Turns the bytes of a YAML file into a tree, strictly: every construct a configuration does not need is
// refused, and a duplicate key does not hide the other problems of the file. It never follows an alias.

import Yams

/// The tree of a YAML file, or nil with the reasons in `log`.
func parseYAML(_ bytes: [UInt8], log: ProblemLog) -> SettingsNode? {
    guard let text = checkedText(bytes, limit: DocumentLimit.yamlBytes, log: log) else { return nil }
    guard YAMLScan.isAcceptable(text, log: log) else { return nil }
    var composer = YAMLComposer(text: text, log: log)
    return composer.tree()
}

private struct YAMLComposer {
    /// More duplicate keys than this are not told apart.
    private static let duplicateLimit = 20
    /// Stands in for the first letter of a key that occurs again later, so that the parser accepts the file.
    private static let mask: UInt32 = 0xE000

    private var text: String
    private let log: ProblemLog
    /// The first letters that were masked, by place.
    private var masked: [Place: Unicode.Scalar] = [:]
    private var nodes = 0

    init(text: String, log: ProblemLog) {
        self.text = text
        self.log = log
    }

    mutating func tree() -> SettingsNode? {
        for _ in 0...Self.duplicateLimit {
            do {
                guard let root = try Yams.compose(yaml: text, .basic, .default, .utf8) else {
                    log.report(.start, "the file is empty", "see the example of this file")
                    return nil
                }
                return convert(root, depth: 0)
            } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
                let place = Place(line: context.mark.line, column: context.mark.column)
                guard maskKey(keys.first ?? "", at: place) else {
                    log.report(place, "key \(quoted(keys.first ?? "")) occurs more than once", "keep one")
                    return nil
                }
            } catch {
                report(error)
                return nil
            }
        }
        log.report(.start, "more than \(Self.duplicateLimit) keys occur twice", "keep one of each")
        return nil
    }

    private func report(_ error: any Error) {
        switch error {
        case YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _),
            YamlError.composer(_, let problem, let mark, _):
            log.report(
                Place(line: mark.line, column: mark.column), "this is not YAML: \(problem)",
                "check indentation, colons and quotes near here")
        case YamlError.reader(let problem, _, _, _):
            log.report(.start, "this is not YAML: \(problem)", "save the file as UTF-8 text")
        default:
            log.report(.start, "this is not YAML", "compare it with the example of this file")
        }
    }

    /// Replaces the first letter of the key at `place`, so that the next attempt finds it different.
    private mutating func maskKey(_ key: String, at place: Place) -> Bool {
        guard masked.count < Self.duplicateLimit else { return false }
        var scalars = Array(text.unicodeScalars)
        guard var index = scalarIndex(of: place, in: scalars), index < scalars.count else { return false }
        if scalars[index] == "\"" || scalars[index] == "'" { index += 1 }
        guard index < scalars.count, scalars[index...].starts(with: key.unicodeScalars),
            scalars[index].properties.isAlphabetic || ("0"..."9").contains(scalars[index]),
            let mask = Unicode.Scalar(Self.mask + UInt32(masked.count)), masked[place] == nil
        else { return false }
        masked[place] = scalars[index]
        scalars[index] = mask
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        text = String(view)
        return true
    }

    private func scalarIndex(of place: Place, in scalars: [Unicode.Scalar]) -> Int? {
        var line = 1, column = 1
        for (index, scalar) in scalars.enumerated() {
            if line == place.line, column == place.column { return index }
            if scalar == "\n" {
                line += 1
                column = 1
            } else {
                column += 1
            }
        }
        return nil
    }

    private mutating func convert(_ node: Node, depth: Int) -> SettingsNode? {
        let place = node.mark.map { Place(line: $0.line, column: $0.column) } ?? .start
        nodes += 1
        guard depth <= DocumentLimit.depth, nodes <= DocumentLimit.nodes else {
            log.report(place, "the file is nested too deeply or has too many values", "simplify it")
            return nil
        }
        switch node {
        case .scalar(let scalar):
            let isQuoted = scalar.style != .plain
            return SettingsNode(place: place, kind: .scalar(scalar.string, isQuoted: isQuoted))
        case .sequence(let sequence):
            var items: [SettingsNode] = []
            for item in sequence {
                guard let converted = convert(item, depth: depth + 1) else { return nil }
                items.append(converted)
            }
            return SettingsNode(place: place, kind: .sequence(items))
        case .mapping(let mapping):
            return convert(mapping, at: place, depth: depth)
        case .alias:
            log.report(place, "aliases (*) are not used here", "write the value out")
            return nil
        }
    }

    private mutating func convert(_ mapping: Node.Mapping, at place: Place, depth: Int) -> SettingsNode? {
        var entries: [SettingsEntry] = []
        var firstPlaces: [String: Place] = [:]
        for (keyNode, valueNode) in mapping {
            guard case .scalar(let keyScalar) = keyNode else {
                log.report(
                    keyNode.mark.map { Place(line: $0.line, column: $0.column) } ?? place,
                    "a key is a list or a mapping", "use a plain word as key")
                return nil
            }
            let keyPlace = keyScalar.mark.map { Place(line: $0.line, column: $0.column) } ?? place
            var key = keyScalar.string
            if let letter = masked[keyPlace] {
                key = String(Character(letter)) + String(key.unicodeScalars.dropFirst())
            }
            guard let value = convert(valueNode, depth: depth + 1) else { return nil }
            if let first = firstPlaces[key] {
                log.report(
                    keyPlace,
                    "key \(quoted(key)) occurs again; it was at line \(first.line), column \(first.column)",
                    "keep one")
                continue
            }
            firstPlaces[key] = keyPlace
            entries.append(SettingsEntry(key: key, keyPlace: keyPlace, value: value))
        }
        return SettingsNode(place: place, kind: .mapping(entries))
    }
}
