// SPDX-License-Identifier: Apache-2.0
// What the console has changed of the mail settings: a file of its own beside the store, laid over the section mail of
// dock.yaml key by key. dock.yaml with its comments is never written; a problem is told at its place in its own file.

/// The mail settings that the console has changed.
public struct MailOverlay: Sendable, Equatable {
    /// Its name in the storage directory.
    public static let fileName = "mail.yaml"
    /// The folder of its secrets, in the storage directory.
    public static let secretFolder = "secrets"
    static let schema = "roost-mail/1"
    /// The keys of the section mail that it may hold, in their order; all others are a person's alone.
    public static let keys = [
        "host", "port", "security", "auth", "user", "password_file", "credential", "oauth", "from",
        "recipients",
        "routes",
    ]

    /// The file, for people: as dock.yaml names the storage directory.
    public let name: String
    /// What is in it.
    public let octets: [UInt8]

    /// A file and what is in it.
    public init(name: String, octets: [UInt8]) { (self.name, self.octets) = (name, octets) }

    /// A file that holds some changes.
    public init(name: String, _ changes: MailChanges) { self.init(name: name, octets: changes.rendered) }

    /// What it changes; nil when it cannot be read.
    public var changes: MailChanges? {
        let log = ProblemLog(file: name)
        guard let entries = entries(log), log.problems.isEmpty else { return nil }
        var changes = MailChanges()
        for entry in entries { changes.values[entry.key] = MailValue(entry.value) }
        return changes
    }

    /// The tree of dock.yaml with each key of the overlay in place of its own; one that says null is taken away.
    func laid(over root: SettingsNode, log: ProblemLog) -> SettingsNode {
        log.lay(over: name)
        let own = ProblemLog(file: name)
        let entries = entries(own)
        for problem in own.problems { log.report(problem.place.inOverlay, problem.message, problem.remedy) }
        guard let entries, case .mapping(let top) = root.kind else { return root }
        let names = Set(entries.map(\.key))
        let new = entries.filter { !$0.value.isNull }.map { $0.inOverlay }
        let laid = top.map { entry -> SettingsEntry in
            guard entry.key == "mail", case .mapping(let old) = entry.value.kind else { return entry }
            let mail = SettingsNode(
                place: entry.value.place, kind: .mapping(old.filter { !names.contains($0.key) } + new))
            return SettingsEntry(key: entry.key, keyPlace: entry.keyPlace, value: mail)
        }
        return SettingsNode(place: root.place, kind: .mapping(laid))
    }

    /// The keys that it changes.
    private func entries(_ log: ProblemLog) -> [SettingsEntry]? {
        guard let root = parseYAML(octets, log: log), let reader = MappingReader(root, path: "", log: log),
            case .mapping(let entries) = root.kind
        else { return nil }
        checkSchema(reader, Self.schema)
        for key in Self.keys { _ = reader.node(key) }
        reader.finish()
        return entries.filter { Self.keys.contains($0.key) }
    }
}

/// One value of a mail setting.
public indirect enum MailValue: Sendable, Equatable {
    /// The key of dock.yaml is taken away.
    case none
    /// One value.
    case text(String)
    /// A list.
    case list([MailValue])
    /// Keys and values, in the order of the keys.
    case map([String: MailValue])

    /// A list of texts.
    public static func texts(_ texts: [String]) -> MailValue { .list(texts.map { .text($0) }) }

    init(_ node: SettingsNode) {
        if node.isNull {
            self = .none
            return
        }
        switch node.kind {
        case .scalar(let text, _): self = .text(text)
        case .sequence(let items): self = .list(items.map { MailValue($0) })
        case .mapping(let entries):
            self = .map(
                Dictionary(
                    entries.map { ($0.key, MailValue($0.value)) }, uniquingKeysWith: { first, _ in first }))
        }
    }

    /// The value as YAML reads it on one line: texts in double quotes, so that none becomes anything else.
    var rendered: String {
        switch self {
        case .none: "null"
        case .text(let text): Self.quoted(text)
        case .list(let items): "[" + items.map(\.rendered).joined(separator: ", ") + "]"
        case .map(let entries):
            "{"
                + entries.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.rendered)" }.joined(
                    separator: ", ")
                + "}"
        }
    }

    private static func quoted(_ text: String) -> String {
        var shown = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": shown += "\\\""
            case "\\": shown += "\\\\"
            case _ where scalar.value < 32 || scalar.value == 127:
                shown += "\\x" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            default: shown.unicodeScalars.append(scalar)
            }
        }
        return shown + "\""
    }
}

/// Changes of the mail settings, by key.
public struct MailChanges: Sendable, Equatable {
    /// The values by their key.
    public var values: [String: MailValue]

    /// Changes by key; none without.
    public init(_ values: [String: MailValue] = [:]) { self.values = values }

    /// The files of secrets that they name.
    public var secretFiles: [String] {
        var found: [String] = []
        if case .text(let path)? = values["password_file"] { found.append(path) }
        if case .map(let oauth)? = values["oauth"], case .text(let path)? = oauth["client_secret_file"] {
            found.append(path)
        }
        return found
    }

    /// The file that holds them; the list of routes has a line for each.
    public var rendered: [UInt8] {
        var text = """
            # Written by the console of Roost; each key stands in place of that of the section mail in dock.yaml, and
            # null takes it away. It may be edited, or removed to go back to dock.yaml; roost check-config reads it too.
            schema: \(MailOverlay.schema)

            """
        for key in MailOverlay.keys {
            guard let value = values[key] else { continue }
            if case .list(let items) = value, key == "routes", !items.isEmpty {
                text += "routes:\n" + items.map { "  - \($0.rendered)\n" }.joined()
            } else {
                text += "\(key): \(value.rendered)\n"
            }
        }
        return Array(text.utf8)
    }
}

extension Place {
    /// The place as it is counted behind the lines of the first file.
    fileprivate var inOverlay: Place { Place(line: line + ProblemLog.overlayLine, column: column) }
}

extension SettingsEntry {
    fileprivate var inOverlay: SettingsEntry {
        SettingsEntry(key: key, keyPlace: keyPlace.inOverlay, value: value.inOverlay)
    }
}

extension SettingsNode {
    /// The node with its places as they are counted behind the first file. Documents are nested at most 32 deep.
    fileprivate var inOverlay: SettingsNode {
        let kind: Kind =
            switch kind {
            case .scalar: kind
            case .sequence(let items): .sequence(items.map(\.inOverlay))
            case .mapping(let entries): .mapping(entries.map(\.inOverlay))
            }
        return SettingsNode(place: place.inOverlay, kind: kind)
    }
}

extension ConfigurationFiles {
    /// The files that dock.yaml is judged with, without schedules, plans and parts.
    public var ofDock: ConfigurationFiles {
        var files = ConfigurationFiles(
            contents: contents.filter { $0.key == "dock.yaml" || $0.key.hasPrefix("hardware/") })
        files.mailOverlay = mailOverlay
        return files
    }

    /// A mail setting as it stands in the files, the overlay's first; nil when neither has it.
    public func mailValue(_ key: String) -> MailValue? {
        if let changed = mailOverlay?.changes?.values[key] { return changed }
        let log = ProblemLog(file: "dock.yaml")
        guard let root = parseYAML(contents["dock.yaml"] ?? [], log: log),
            let mail = MappingReader(root, path: "", log: log)?.mapping("mail"), let node = mail.node(key)
        else { return nil }
        return MailValue(node)
    }
}

extension DockFile {
    /// The storage directory that dock.yaml names; nil when it cannot be read, which its decoding tells.
    static func storageDirectory(in bytes: [UInt8]) -> String? {
        let log = ProblemLog(file: "dock.yaml")
        guard let root = parseYAML(bytes, log: log), let top = MappingReader(root, path: "", log: log) else {
            return nil
        }
        return top.mapping("storage")?.text("directory", default: standardStorage, limit: 1_000)
            ?? standardStorage
    }
}
