// SPDX-License-Identifier: Apache-2.0
// A parsed YAML or JSON document as a plain tree in which every node knows its place. Scalars stay text: what
// they mean is decided by the key they belong to, never by guessing types.

/// One node of a document.
struct SettingsNode: Sendable {
    /// What a node holds.
    enum Kind: Sendable {
        /// Text; `isQuoted` tells `"5"` from `5`.
        case scalar(String, isQuoted: Bool)
        /// A list.
        case sequence([SettingsNode])
        /// Keys and values in the order of the file.
        case mapping([SettingsEntry])
    }

    let place: Place
    let kind: Kind

    /// What the node is, in words for an error.
    var whatItIs: String {
        switch kind {
        case .scalar(let text, let isQuoted): text.isEmpty && !isQuoted ? "nothing" : quoted(text)
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }

    /// Whether it is an unquoted null of YAML or JSON.
    var isNull: Bool {
        guard case .scalar(let text, isQuoted: false) = kind else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(text)
    }
}

/// One key of a mapping with its value.
struct SettingsEntry: Sendable {
    let key: String
    let keyPlace: Place
    let value: SettingsNode
}

/// Limits of every document that is read.
enum DocumentLimit {
    /// Largest YAML file.
    static let yamlBytes = 256 * 1_024
    /// Largest plan file.
    static let planBytes = 4 * 1_024 * 1_024
    /// Deepest nesting.
    static let depth = 32
    /// Most nodes of a document.
    static let nodes = 200_000
}
