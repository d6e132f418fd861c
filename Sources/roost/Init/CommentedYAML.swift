// SPDX-License-Identifier: Apache-2.0
// Changes single values in a YAML text that people read, and leaves every comment where it stands. It knows mappings in
// block form, two blanks a level, as the examples are written; it is no parser, and the result is read by one.

/// A YAML text whose values are changed one by one.
struct CommentedYAML {
    private(set) var lines: [String]

    init(_ text: String) {
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    var text: String { lines.joined(separator: "\n") }

    /// The line of a key below others; nil when there is none. A key that is commented out is none.
    func line(of path: [String]) -> Int? {
        var depth = 0
        for (index, line) in lines.enumerated() {
            guard let (level, key) = Self.key(line) else { continue }
            if level < depth { return nil }
            guard level == depth, key == path[depth] else { continue }
            depth += 1
            if depth == path.count { return index }
        }
        return nil
    }

    /// Replaces the value of a key; its comment stays.
    /// - Returns: whether the key is there.
    @discardableResult
    mutating func set(_ path: [String], _ value: String) -> Bool {
        guard let index = line(of: path), let key = path.last else { return false }
        replace(index, with: "\(key): \(value)")
        return true
    }

    /// Puts another key in the place of one; the comment stays unless another is given.
    @discardableResult
    mutating func rename(_ path: [String], to key: String, _ value: String, comment: String? = nil) -> Bool {
        guard let index = line(of: path) else { return false }
        replace(index, with: "\(key): \(value)", comment: comment)
        return true
    }

    /// Takes a key and all below it away.
    @discardableResult
    mutating func remove(_ path: [String]) -> Bool {
        guard let index = line(of: path) else { return false }
        lines.removeSubrange(index..<end(of: index))
        return true
    }

    /// Replaces all that stands below a key; comments on lines of their own stay, behind it.
    @discardableResult
    mutating func setBlock(_ path: [String], _ block: [String]) -> Bool {
        guard let index = line(of: path) else { return false }
        let below = index + 1..<end(of: index)
        let comments = lines[below].filter { $0.drop { $0 == " " }.hasPrefix("#") }
        lines.replaceSubrange(below, with: block + comments)
        return true
    }

    /// Puts a line behind that of a key.
    @discardableResult
    mutating func insert(after path: [String], _ line: String) -> Bool {
        guard let index = self.line(of: path) else { return false }
        lines.insert(line, at: end(of: index))
        return true
    }

    /// Takes away the items of a list that hold some lines, with the comments inside them.
    /// - Parameter numbers: counted from 1.
    /// - Returns: the first line of each that was taken; nil when a line belongs to no item.
    mutating func removeItems(atLines numbers: some Sequence<Int>) -> [String]? {
        let places = numbers.map { item(at: $0 - 1) }
        let items = Dictionary(
            places.compactMap { $0.map { ($0.lowerBound, $0) } }, uniquingKeysWith: { first, _ in first })
        guard !places.contains(nil) else { return nil }
        let taken = items.keys.sorted().map { lines[$0] }
        // From below, so that the places above stay where they are.
        for (_, item) in items.sorted(by: { $0.key > $1.key }) { lines.removeSubrange(item) }
        return taken
    }

    /// The lines of the item that holds a line.
    private func item(at index: Int) -> Range<Int>? {
        var first = index
        guard lines.indices.contains(first) else { return nil }
        while !lines[first].hasPrefix("  - ") {
            guard first > 0, lines[first].hasPrefix("   ") else { return nil }
            first -= 1
        }
        var last = first + 1
        while last < lines.count, lines[last].hasPrefix("   ") { last += 1 }
        return first..<last
    }

    /// One past the last line below a key; an empty line ends it.
    private func end(of index: Int) -> Int {
        let indent = Self.indent(lines[index])
        var last = index + 1
        while last < lines.count, !lines[last].isEmpty, Self.indent(lines[last]) > indent { last += 1 }
        return last
    }

    private mutating func replace(_ index: Int, with entry: String, comment: String? = nil) {
        let old = lines[index]
        let entry = String(repeating: " ", count: Self.indent(old)) + entry
        let kept = comment.map { "# \($0)" } ?? Self.comment(of: old)
        guard let kept else { return lines[index] = entry }
        let column = Self.column(ofCommentIn: old) ?? 31
        lines[index] = entry + String(repeating: " ", count: max(1, column - entry.count)) + kept
    }

    private static func indent(_ line: String) -> Int { line.prefix { $0 == " " }.count }

    private static func key(_ line: String) -> (level: Int, key: String)? {
        let indent = indent(line)
        guard indent % 2 == 0, let colon = line.firstIndex(of: ":") else { return nil }
        let key = line[line.index(line.startIndex, offsetBy: indent)..<colon]
        guard !key.isEmpty, key.allSatisfy({ $0.isLowercase && $0.isASCII || $0 == "_" }) else { return nil }
        return (indent / 2, String(key))
    }

    private static func comment(of line: String) -> String? {
        column(ofCommentIn: line).map { String(line.dropFirst($0)) }
    }

    /// Where a comment begins: a hash behind a blank, outside quotes.
    private static func column(ofCommentIn line: String) -> Int? {
        var isQuoted = false, before: Character = " "
        for (column, letter) in line.enumerated() {
            if letter == "\"" { isQuoted.toggle() }
            if letter == "#", !isQuoted, before == " " { return column }
            before = letter
        }
        return nil
    }
}

extension CommentedYAML {
    /// A text as a YAML scalar: bare where that cannot be misread, else in double quotes.
    static func scalar(_ text: String) -> String {
        let words: Set = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"]
        let isBare =
            text.first.map { $0.isLetter && $0.isASCII } == true && !words.contains(text.lowercased())
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 48...57, 65...90, 97...122, UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"),
                    UInt8(ascii: "/"),
                    UInt8(ascii: "@"):
                    true
                default: false
                }
            }
        if isBare { return text }
        let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return "\"\(escaped)\""
    }

    /// A list of texts in one line.
    static func list(_ texts: [String]) -> String { "[" + texts.map(scalar).joined(separator: ", ") + "]" }
}
