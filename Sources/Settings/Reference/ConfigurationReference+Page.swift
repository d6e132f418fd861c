// SPDX-License-Identifier: Apache-2.0
// The configuration reference as a page of Markdown. It says what the reference holds and adds no fact of its own, so
// that the stored page and the program cannot differ.

extension ConfigurationReference {
    /// docs/configuration.md, whole.
    public var page: String {
        var lines = Self.head.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        for dimension in Self.dimensions {
            let units = dimension.spellings.map { "`\($0.symbol)`" }.joined(separator: ", ")
            lines.append("| as in `\(dimension.example)` | \(units) |")
        }
        for file in files { lines += file.lines }
        return lines.joined(separator: "\n") + "\n"
    }

    /// What stands above the keys.
    private static let head = """
        # Configuration reference

        <!-- Written by `roost config reference`; a test compares it with the program. Do not edit. -->

        Every key of `dock.yaml`, of the files in `schedules/` and of `parts.yaml`. Kinds, bounds and defaults on this
        page are those that the reader of the program used when it read the examples below: the page is printed by
        `roost config reference`, and `--json` prints the same for programs. Profiles in `hardware/` have their own
        page: [hardware-profiles.md](hardware-profiles.md).

        - Every measure carries a unit. Bounds are shown in the unit that Roost works in; the others may be written too.
        - "required" in the column default: a file without the key is refused, where its mapping is there at all.
        - `[]` stands for each entry of a list. NAME, ADDRESS and GATE are names that you choose or pick.
        - Unknown keys, duplicate keys, anchors, aliases and tags are refused. `roost check-config` names each problem
          with file, line and remedy.

        | Kind | Units, the first is the one Roost works in |
        |---|---|
        """

    /// The kinds of measure that files use.
    private static let dimensions: [Dimension] = [
        .duration, .speed, .length, .temperature, .share, .drain, .rain, .current, .resistance, .energy, .octets,
    ]
}

extension ConfigurationReference.File {
    fileprivate var lines: [String] {
        var lines = ["", "## \(file)"]
        let sections = Dictionary(grouping: keys, by: section)
        var seen: [String] = []
        for name in keys.map(section) where !seen.contains(name) { seen.append(name) }
        for name in seen {
            lines += ["", "### \(name.isEmpty ? "\(file): single keys" : "\(file): \(name)")", ""]
            lines += ["| Key | Value | Default | What it decides | Example |", "|---|---|---|---|---|"]
            lines += (sections[name] ?? []).map(\.row)
        }
        for example in examples {
            lines += ["", "### \(file), example: \(example.title)", "", "```yaml"]
            lines += example.text.split(separator: "\n").map(String.init) + ["```"]
        }
        return lines
    }

    /// The key that stands above; empty for one that has none below or above it.
    private func section(_ key: ConfigurationReference.Key) -> String {
        let top = String(key.key.prefix { $0 != "." && $0 != "[" })
        return keys.contains { $0.key.hasPrefix(top + ".") || $0.key.hasPrefix(top + "[") } ? top : ""
    }
}

extension ConfigurationReference.Key {
    fileprivate var row: String {
        let standard = required ? "required" : self.standard.map { isValue ? "`\($0)`" : $0 } ?? "none"
        let shown = example.map { "`\($0)`" } ?? ""
        return "| `\(key)` | \(value) | \(standard) | \(meaning) | \(shown) |".replacing("|  |", with: "| |")
    }
}
