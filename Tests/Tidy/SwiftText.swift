// SPDX-License-Identifier: Apache-2.0
// Tells code from comments and strings in a Swift file, so that a rule about code is not broken by a word in a text.
// It knows nested comments, raw and multi-line strings, interpolations and quoted names; it knows no regex literals.

/// A word or a single mark of the code.
struct Token: Sendable {
    let text: String
    /// Counts from 1.
    let line: Int
    /// Whether nothing stands between it and the token before.
    let isGlued: Bool
}

/// A Swift file, with its code and its comments apart.
struct SwiftText: Sendable {
    let path: String
    /// The lines as written.
    let lines: [String]
    /// The same lines with comments, and what stands inside quotes, blanked.
    let code: [String]
    /// The same lines with all but comments blanked.
    let comments: [String]
    /// The code in words and marks.
    let tokens: [Token]

    init(path: String, _ text: String) {
        var separation = Separation(Array(text.utf8))
        separation.run()
        self.path = path
        lines = Self.lines(Array(text.utf8))
        code = Self.lines(separation.code)
        comments = Self.lines(separation.comments)
        tokens = Self.tokens(separation.code)
    }

    /// The name between backticks on a line, if there is one.
    func quotedName(onLine line: Int) -> String? {
        let parts = lines[line - 1].split(separator: "`", omittingEmptySubsequences: false)
        return parts.count >= 3 ? String(parts[1]) : nil
    }

    /// Whether a comment stands on a line or on the one before it.
    func hasComment(at line: Int) -> Bool {
        (max(1, line - 1)...line).contains { comments[$0 - 1].contains { !$0.isWhitespace } }
    }

    private static func lines(_ octets: [UInt8]) -> [String] {
        var lines = octets.split(separator: 0x0A, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        if lines.last == "" { lines.removeLast() }
        return lines
    }

    private static func isWord(_ octet: UInt8) -> Bool {
        switch octet {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x24, 0x80...0xFF: true
        default: false
        }
    }

    private static func tokens(_ code: [UInt8]) -> [Token] {
        var tokens: [Token] = []
        var line = 1
        var position = 0
        var isGlued = false
        while position < code.count {
            let start = position
            while position < code.count, isWord(code[position]) { position += 1 }
            if position == start { position += 1 }
            if code[start] == 0x0A { line += 1 }
            let isBlank = code[start] == 0x0A || code[start] == 0x20 || code[start] == 0x09
            if !isBlank {
                let text = String(decoding: code[start..<position], as: UTF8.self)
                tokens.append(Token(text: text, line: line, isGlued: isGlued))
            }
            isGlued = !isBlank
        }
        return tokens
    }
}

/// The walk through the octets of a file.
private struct Separation {
    /// What the walk is inside of.
    private enum Inside {
        /// Code of the file, or of an interpolation with that many open parentheses.
        case code(openParentheses: Int, isInterpolation: Bool)
        case string(hashes: Int, isMultiline: Bool)
        case lineComment
        case blockComment(depth: Int)
        case quotedName
    }

    private let octets: [UInt8]
    private var position = 0
    private var inside: [Inside] = [.code(openParentheses: 0, isInterpolation: false)]
    private(set) var code: [UInt8]
    private(set) var comments: [UInt8]

    init(_ octets: [UInt8]) {
        self.octets = octets
        code = octets.map { $0 == 0x0A ? 0x0A : 0x20 }
        comments = code
    }

    mutating func run() {
        while position < octets.count {
            if octets[position] == 0x0A {
                endLine()
                position += 1
                continue
            }
            switch inside[inside.count - 1] {
            case .code(let open, let isInterpolation): walkCode(open, isInterpolation)
            case .string(let hashes, let isMultiline): walkString(hashes, isMultiline)
            case .lineComment: keepComment(octets[position...].prefix { $0 != 0x0A }.count)
            case .blockComment(let depth): walkBlockComment(depth)
            case .quotedName: walkQuotedName()
            }
        }
    }

    /// A line comment, a quoted name and a simple string end with their line.
    private mutating func endLine() {
        switch inside[inside.count - 1] {
        case .lineComment, .quotedName, .string(_, isMultiline: false): inside.removeLast()
        case .code, .string, .blockComment: break
        }
    }

    private mutating func walkCode(_ open: Int, _ isInterpolation: Bool) {
        switch octets[position] {
        case UInt8(ascii: "/") where starts("//"):
            inside.append(.lineComment)
            return keepComment(2)
        case UInt8(ascii: "/") where starts("/*"):
            inside.append(.blockComment(depth: 1))
            return keepComment(2)
        case UInt8(ascii: "\""), UInt8(ascii: "#"):
            let hashes = octets[position...].prefix { $0 == UInt8(ascii: "#") }.count
            guard starts("\"", after: hashes) else { break }
            let isMultiline = starts("\"\"\"", after: hashes)
            inside.append(.string(hashes: hashes, isMultiline: isMultiline))
            return keepCode(hashes + (isMultiline ? 3 : 1))
        case UInt8(ascii: "`"): inside.append(.quotedName)
        case UInt8(ascii: "(") where isInterpolation: count(open + 1)
        case UInt8(ascii: ")") where isInterpolation && open == 1: inside.removeLast()
        case UInt8(ascii: ")") where isInterpolation: count(open - 1)
        default: break
        }
        keepCode(1)
    }

    private mutating func walkQuotedName() {
        guard octets[position] == UInt8(ascii: "`") else { return skip(1) }
        inside.removeLast()
        keepCode(1)
    }

    private mutating func count(_ open: Int) {
        inside[inside.count - 1] = .code(openParentheses: open, isInterpolation: true)
    }

    private mutating func walkString(_ hashes: Int, _ isMultiline: Bool) {
        let octet = octets[position]
        guard octet == UInt8(ascii: "\"") || octet == UInt8(ascii: "\\") else { return skip(1) }
        let marks = String(repeating: "#", count: hashes)
        let end = (isMultiline ? "\"\"\"" : "\"") + marks
        if starts(end) {
            inside.removeLast()
            return keepCode(end.utf8.count)
        }
        guard starts("\\" + marks) else { return skip(1) }
        skip(1 + hashes)
        if starts("(") {
            inside.append(.code(openParentheses: 1, isInterpolation: true))
            keepCode(1)
        } else if position < octets.count, octets[position] != 0x0A {
            skip(1)
        }
    }

    private mutating func walkBlockComment(_ depth: Int) {
        guard [UInt8(ascii: "*"), UInt8(ascii: "/")].contains(octets[position]) else { return keepComment(1) }
        if starts("*/") {
            if depth == 1 { inside.removeLast() } else { inside[inside.count - 1] = .blockComment(depth: depth - 1) }
            return keepComment(2)
        }
        guard starts("/*") else { return keepComment(1) }
        inside[inside.count - 1] = .blockComment(depth: depth + 1)
        keepComment(2)
    }

    private func starts(_ mark: String, after offset: Int = 0) -> Bool {
        octets[(position + offset)...].starts(with: mark.utf8)
    }

    private mutating func skip(_ count: Int) { position += count }

    private mutating func keepCode(_ count: Int) {
        for index in position..<min(position + count, octets.count) { code[index] = octets[index] }
        position += count
    }

    private mutating func keepComment(_ count: Int) {
        for index in position..<min(position + count, octets.count) { comments[index] = octets[index] }
        position += count
    }
}
