// SPDX-License-Identifier: Apache-2.0
// The reference of all keys, made by letting the real reader read the examples and noting what it asks: kinds, bounds,
// defaults, and which keys must be there. A key that nobody reads cannot stand in it, and one that is read cannot be
// missing. It decides nothing about a configuration.

import DockModel
import Registers
import Schedule

/// What can stand in the files of a configuration.
public struct ConfigurationReference: Sendable {
    /// One key.
    public struct Key: Sendable, Encodable {
        /// Its full name in the file: `devices[].id`.
        public var key: String
        /// What may stand there, with its bounds.
        public var value: String
        /// Whether a file without it is refused.
        public var required: Bool
        /// What holds when it is absent; nil for a required key and where absence means "none".
        public var standard: String?
        /// Whether `standard` is what could be written in the file, and not a word about it.
        public var isValue: Bool
        /// What it decides.
        public var meaning: String
        /// The key as an example has it; nil for a mapping with keys of its own.
        public var example: String?
    }

    /// A whole file as an example.
    public struct Example: Sendable, Encodable {
        /// What it shows.
        public var title: String
        /// The file.
        public var text: String
    }

    /// One kind of file.
    public struct File: Sendable, Encodable {
        /// Its name in the configuration directory.
        public var file: String
        /// Its keys, in the order in which they are explained.
        public var keys: [Key]
        /// Files that the reader takes, which hold all those keys between them.
        public var examples: [Example]
    }

    /// dock.yaml, schedules and parts.yaml.
    public var files: [File]

    /// The reference of this program.
    public init() { files = ReferencedFile.allCases.map(\.file) }
}

/// A kind of file that the reference is about.
enum ReferencedFile: String, CaseIterable {
    case dock = "dock.yaml"
    case schedule = "schedules/NAME.yaml"
    case parts = "parts.yaml"

    /// The words about its keys.
    var words: [(path: String, words: KeyWords)] {
        switch self {
        case .dock: KeyWords.table(KeyWords.dock) + KeyWords.table(KeyWords.mail)
        case .schedule: KeyWords.table(KeyWords.schedule)
        case .parts: KeyWords.table(KeyWords.parts)
        }
    }

    var examples: [ReferenceExample] {
        switch self {
        case .dock: ReferenceExample.docks
        case .schedule: ReferenceExample.schedules
        case .parts: ReferenceExample.parts
        }
    }

    /// Lets the reader of this kind of file read a document.
    func read(_ root: SettingsNode, _ log: ProblemLog) {
        switch self {
        case .dock: _ = DockFile.decode(root, profiles: Self.profiles, log: log)
        case .schedule:
            let calendars = ScheduleCalendars(files: ["closed-days.ics": Array(ReferenceExample.calendar.utf8)])
            let surroundings = ScheduleSurroundings(
                zone: Zone("Europe/Zurich"), site: SunSite(latitude: 47.4, longitude: 8.5), limits: LimitSettings(),
                calendars: calendars)
            _ = ScheduleFile.decode(root, in: surroundings, log: log)
        case .parts: _ = PartsFile.decode(root, sources: nil, log: log)
        }
    }

    /// The profiles of the devices that the examples name.
    private static let profiles: [String: DeviceProfile] = {
        let files = DefaultConfiguration.files.contents.filter { $0.key.hasPrefix("hardware/") }.map(\.value)
        let log = ProblemLog(file: "hardware")
        let all = files + [Array(ReferenceExample.boxProfile.utf8)]
        let decoded = all.compactMap { ProfileFile.decode($0, log: log) }
        return Dictionary(decoded.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }()
}

extension ReferencedFile {
    /// What the reader showed of one key.
    struct Found {
        var trace: KeyTrace
        var isRequired: Bool
        var example: String?
    }

    /// Every key that the reader asks for in the examples, by its general name. Of a key that several examples show,
    /// the first one counts.
    func found() -> [String: Found] {
        var found: [String: Found] = [:]
        for example in examples {
            guard let root = parseYAML(Array(example.text.utf8), log: ProblemLog(file: rawValue)) else { continue }
            var nodes: [String: SettingsNode] = [:]
            root.collect(at: "", into: &nodes)
            for trace in traces(of: root) {
                let name = KeyWords.general(trace.path)
                guard !KeyWords.withdrawn.contains(name) else { continue }
                let written = nodes[trace.path]?.written
                if found[name] == nil {
                    let isRequired = nodes[trace.path] != nil && isRequired(trace.path, in: root)
                    found[name] = Found(trace: trace, isRequired: isRequired, example: written)
                } else {
                    let kinds = trace.kinds.filter { found[name]?.trace.kinds.contains($0) == false }
                    found[name]?.trace.kinds += kinds
                    if found[name]?.example == nil { found[name]?.example = written }
                }
            }
        }
        return found
    }

    private func traces(of root: SettingsNode) -> [KeyTrace] {
        let log = ProblemLog(file: rawValue), trace = ReadTrace()
        log.trace = trace
        read(root, log)
        return trace.keys
    }

    /// Whether the reader misses a key that is left out.
    private func isRequired(_ path: String, in root: SettingsNode) -> Bool {
        let log = ProblemLog(file: rawValue)
        log.trace = ReadTrace()
        log.leftOut = path
        read(root, log)
        return log.problems.contains { $0.message == "\(path) is missing" }
    }

    /// The keys with their words.
    var file: ConfigurationReference.File {
        let found = found()
        let keys = words.compactMap { path, words -> ConfigurationReference.Key? in
            guard let key = found[path] else { return nil }
            // What the words say of an absent key goes first: some keys are required beside others only.
            let isRequired = words.standard.isEmpty ? key.isRequired : words.standard == "-"
            let standard = words.standard.isEmpty ? key.trace.standard : words.standard
            return ConfigurationReference.Key(
                key: path, value: value(path, words, key.trace), required: isRequired,
                standard: isRequired ? nil : standard,
                isValue: words.standard.isEmpty && !isRequired && standard != nil,
                meaning: words.meaning, example: key.example)
        }
        return ConfigurationReference.File(
            file: rawValue, keys: keys,
            examples: examples.map { ConfigurationReference.Example(title: $0.title, text: $0.text) })
    }

    private func value(_ path: String, _ words: KeyWords, _ trace: KeyTrace) -> String {
        if !words.form.isEmpty { return words.form }
        let points = "points."
        if self == .dock, path.hasPrefix(points), let role = PointRole(rawValue: String(path.dropFirst(points.count))) {
            return role.form
        }
        return trace.kinds.map(\.words).joined(separator: ", or ")
    }
}

extension KeyTrace.Kind {
    /// What may stand there, for people.
    var words: String {
        switch self {
        case .text: "text"
        case .integer(let range): "\(range.lowerBound) to \(range.upperBound)"
        case .number(let range):
            range.upperBound >= 1e9 ? "number" : "\(short(range.lowerBound)) to \(short(range.upperBound))"
        case .measure(let dimension, let range):
            dimension.isWrittenInSteps
                ? "\(dimension.written(range.lowerBound)) to \(dimension.written(range.upperBound))"
                : "\(short(range.lowerBound)) to \(dimension.written(range.upperBound))"
        case .flag: "`true`, `false`"
        case .choice(let words): words.map { "`\($0)`" }.joined(separator: ", ")
        case .list: "list"
        case .mapping: "mapping"
        }
    }
}

extension SettingsNode {
    /// The nodes below this one by the names that the reader gives them.
    fileprivate func collect(at path: String, into nodes: inout [String: SettingsNode]) {
        nodes[path] = self
        switch kind {
        case .scalar: break
        case .sequence(let items):
            for (index, item) in items.enumerated() { item.collect(at: "\(path)[\(index + 1)]", into: &nodes) }
        case .mapping(let entries):
            for entry in entries {
                entry.value.collect(at: path.isEmpty ? entry.key : "\(path).\(entry.key)", into: &nodes)
            }
        }
    }

    /// The node on one line as YAML; nil for a mapping, and for a list of mappings.
    fileprivate var written: String? {
        switch kind {
        case .scalar(let text, let isQuoted): return isQuoted ? "\"\(text)\"" : text
        case .sequence(let items):
            let texts = items.compactMap(\.written)
            return texts.count == items.count ? "[\(texts.joined(separator: ", "))]" : nil
        case .mapping: return nil
        }
    }
}
