// SPDX-License-Identifier: Apache-2.0
// Reads one mapping of a hardware profile by its table: names, bounds and defaults come from there and from nowhere
// else. A key that the table lacks cannot be asked for; one that is never asked for is refused as unknown.

import DockModel
import Registers

/// A mapping of a profile with the table of its keys.
struct TableReader {
    let reader: MappingReader
    let table: ProfileTable

    init(_ reader: MappingReader, _ table: ProfileTable) {
        self.reader = reader
        self.table = table
    }

    /// A reader of `node`, or nil with a report when it is no mapping.
    init?(_ node: SettingsNode, path: String, _ table: ProfileTable, log: ProblemLog) {
        guard let reader = MappingReader(node, path: path, log: log) else { return nil }
        self.init(reader, table)
    }

    var log: ProblemLog { reader.log }

    func finish() { reader.finish() }

    /// The node of a key; reports a required one that is missing.
    func node(_ name: String) -> SettingsNode? {
        let key = table[name]
        log.trace?.note(reader.name(name), standard: key.standard)
        return key.isRequired ? reader.required(name, example: key.example) : reader.node(name)
    }

    func text(_ name: String) -> String {
        guard case .text(let limit) = table[name].kind else { wrongKind(name) }
        return node(name) == nil ? "" : reader.text(name, limit: limit)
    }

    func optionalText(_ name: String) -> String? {
        guard case .text(let limit) = table[name].kind else { wrongKind(name) }
        return node(name) == nil ? nil : reader.text(name, limit: limit)
    }

    func optionalPoint(_ name: String) -> PointID? { optionalText(name).map { PointID($0) } }

    func optionalInteger(_ name: String) -> Int? {
        guard case .integer(let range) = table[name].kind else { wrongKind(name) }
        return node(name).flatMap { reader.integer($0, reader.name(name), in: range) }
    }

    /// A whole number; the default, or for a required key the lower bound, when there is none.
    func integer(_ name: String) -> Int {
        guard case .integer(let range) = table[name].kind else { wrongKind(name) }
        return optionalInteger(name) ?? table[name].standard.flatMap { wholeNumber($0) } ?? range.lowerBound
    }

    func optionalNumber(_ name: String) -> Double? {
        guard case .number(let range) = table[name].kind else { wrongKind(name) }
        return node(name).flatMap { reader.number($0, reader.name(name), in: range) }
    }

    func number(_ name: String) -> Double {
        optionalNumber(name) ?? table[name].standard.flatMap { plainNumber($0) } ?? 0
    }

    func flag(_ name: String) -> Bool {
        guard case .flag = table[name].kind else { wrongKind(name) }
        return reader.flag(name, default: table[name].standard == "true")
    }

    func optionalChoice<Choice: RawRepresentable<String> & CaseIterable>(_ name: String) -> Choice? {
        guard case .choice = table[name].kind else { wrongKind(name) }
        return node(name).flatMap { reader.choice($0, reader.name(name)) }
    }

    /// One word; the default, or for a required key `spare`, when there is none.
    func choice<Choice: RawRepresentable<String> & CaseIterable>(_ name: String, orElse spare: Choice)
        -> Choice
    {
        optionalChoice(name) ?? table[name].standard.flatMap { Choice(rawValue: $0) } ?? spare
    }

    /// The items of a list.
    func list(_ name: String) -> [SettingsNode] {
        guard case .list(_, let limit) = table[name].kind else { wrongKind(name) }
        return node(name).map { reader.list($0, reader.name(name), limit: limit) } ?? []
    }

    /// The lines of a list of texts.
    func texts(_ name: String) -> [String] {
        guard case .list(.text(let limit), _) = table[name].kind else { wrongKind(name) }
        return list(name).enumerated().compactMap { index, item in
            let place = "\(reader.name(name))[\(index + 1)]"
            guard let text = reader.scalar(item, place, "text") else { return nil }
            guard text.utf8.count <= limit else {
                log.report(item.place, "\(place) has more than \(limit) bytes", "shorten it")
                return nil
            }
            return text
        }
    }

    /// The mappings of a list, each with its place in it as its name.
    func mappings(_ name: String) -> [TableReader] {
        guard case .list(.mapping(let below), _) = table[name].kind else { wrongKind(name) }
        return list(name).enumerated().compactMap { index, node in
            TableReader(node, path: "\(reader.name(name))[\(index + 1)]", below, log: log)
        }
    }

    /// A mapping below this one.
    func mapping(_ name: String) -> TableReader? {
        guard case .mapping(let below) = table[name].kind else { wrongKind(name) }
        return node(name).flatMap { TableReader($0, path: reader.name(name), below, log: log) }
    }

    /// `[low, high]`.
    func range(_ name: String) -> ValueRange? {
        guard case .range = table[name].kind else { wrongKind(name) }
        return node(name).flatMap { ProfileFile.range($0, reader, name) }
    }

    /// A key is read as the kind its table says; everything else is our own mistake.
    private func wrongKind(_ name: String) -> Never {
        preconditionFailure("\(table.title).\(name) is read as another kind than its table says")
    }
}

extension ProfileKey.Kind {
    /// What may stand there, for "add for example".
    var example: String {
        switch self {
        case .constant(let text): text
        case .text: "text"
        case .integer(let range): "\(range.lowerBound)"
        case .number: "1"
        case .flag: "true"
        case .choice(let words): words.first ?? ""
        case .raw: "0xFFFF"
        case .scalar: "1"
        case .list(let kind, _): "[\(kind.example)]"
        case .range: "[0, 100]"
        case .span: "[holding, 0, 2]"
        case .mapping(let table):
            "{" + table.keys.filter(\.isRequired).map { "\($0.name): …" }.joined(separator: ", ") + "}"
        case .named(_, let kind): "{…: \(kind.example)}"
        }
    }
}
