// SPDX-License-Identifier: Apache-2.0
// Refuses, before the YAML parser sees them, the parts of YAML that a configuration must not use: anchors and
// aliases (alias bombs), tags, directives, tabs as indentation and deep nesting. It must never accept what it
// does not understand, and never recurses.

/// Reads a YAML text once, character by character, and reports forbidden constructs.
struct YAMLScan {
    private let scalars: [Unicode.Scalar]
    private var index = 0
    private var line = 1
    private var column = 1
    private var flowDepth = 0
    /// Whether the next token may be a node: the only place where `&`, `*`, `!`, quotes and brackets mean
    /// something.
    private var isAtNodeStart = true
    /// Whether only indentation and indicators were seen on this line.
    private var isLeading = true
    private var leadingIndicators = 0
    private var lineIndent = 0
    private var wasQuoted = false

    /// Widest indentation; deeper blocks than this are refused.
    private static let widestIndent = 128

    /// Reports everything forbidden in `text`; true when there is nothing.
    static func isAcceptable(_ text: String, log: ProblemLog) -> Bool {
        var scan = YAMLScan(scalars: Array(text.unicodeScalars))
        return scan.run(log)
    }

    private init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

    private mutating func run(_ log: ProblemLog) -> Bool {
        while let scalar = current {
            let place = Place(line: line, column: column)
            if isLeading, column == 1, let refusal = refusalOfLineStart() {
                log.report(place, refusal.0, refusal.1)
                return false
            }
            if let refusal = step(scalar) {
                log.report(place, refusal.0, refusal.1)
                return false
            }
        }
        return true
    }

    private var current: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }
    private func peek(_ distance: Int) -> Unicode.Scalar? {
        index + distance < scalars.count ? scalars[index + distance] : nil
    }

    private mutating func advance() {
        if isBreak(scalars[index]), !(scalars[index] == "\r" && peek(1) == "\n") {
            line += 1
            column = 1
            isLeading = true
            leadingIndicators = 0
            lineIndent = 0
            isAtNodeStart = true
            wasQuoted = false
        } else {
            column += 1
        }
        index += 1
    }

    private func refusalOfLineStart() -> (String, String)? {
        guard current == "%", flowDepth == 0 else { return nil }
        return ("YAML directives are not used here", "remove the line")
    }

    /// Handles one token; gives the message and remedy when it is forbidden.
    private mutating func step(_ scalar: Unicode.Scalar) -> (String, String)? {
        if isBreak(scalar) {
            advance()
            return nil
        }
        if scalar == " " || scalar == "\t" { return stepBlank(scalar) }
        if scalar == "#", column == 1 || isBlank(scalars[index - 1]) || isBreak(scalars[index - 1]) {
            while let next = current, !isBreak(next) { advance() }
            return nil
        }
        if isLeading, leadingIndicators == 0 { lineIndent = column - 1 }
        defer { isLeading = isLeading && isAtNodeStart && flowDepth == 0 }
        if isAtNodeStart { return stepNodeStart(scalar) }
        stepInside(scalar)
        return nil
    }

    private mutating func stepBlank(_ scalar: Unicode.Scalar) -> (String, String)? {
        if scalar == "\t", isLeading, flowDepth == 0, !isBlankLine {
            return ("a tab indents this line", "indent with spaces")
        }
        if isLeading, column > Self.widestIndent {
            return ("the line is indented by more than \(Self.widestIndent) columns", "nest less")
        }
        advance()
        return nil
    }

    /// Whether nothing but blanks and a comment follow on this line.
    private var isBlankLine: Bool {
        var ahead = index
        while ahead < scalars.count, isBlank(scalars[ahead]) { ahead += 1 }
        return ahead == scalars.count || isBreak(scalars[ahead]) || scalars[ahead] == "#"
    }

    private mutating func stepNodeStart(_ scalar: Unicode.Scalar) -> (String, String)? {
        switch scalar {
        case "&": return ("anchors (&) are not used here", "write the value out, or put the text in quotes")
        case "*": return ("aliases (*) are not used here", "write the value out, or put the text in quotes")
        case "!": return ("tags (!) are not used here", "remove the tag, or put the text in quotes")
        case "\"", "'":
            skipQuoted(scalar)
            return nil
        case "|" where flowDepth == 0, ">" where flowDepth == 0:
            skipBlockScalar()
            return nil
        case "[", "{":
            flowDepth += 1
            advance()
            return flowDepth > DocumentLimit.depth
                ? ("brackets are nested deeper than \(DocumentLimit.depth)", "nest less") : nil
        case "]", "}", ",":
            stepInside(scalar)
            return nil
        case "-", "?", ":":
            guard peek(1).map({ isBlank($0) || isBreak($0) || (flowDepth > 0 && isFlow($0)) }) ?? true else {
                break
            }
            leadingIndicators += 1
            advance()
            return leadingIndicators > DocumentLimit.depth
                ? ("lists are nested deeper than \(DocumentLimit.depth)", "nest less") : nil
        default: break
        }
        isAtNodeStart = false
        wasQuoted = false
        advance()
        return nil
    }

    /// Consumes one character inside a plain scalar or behind a quoted one.
    private mutating func stepInside(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "[" where flowDepth > 0, "{" where flowDepth > 0:
            flowDepth += 1
            isAtNodeStart = true
        case "]" where flowDepth > 0, "}" where flowDepth > 0:
            flowDepth -= 1
            isAtNodeStart = false
            wasQuoted = true
        case "," where flowDepth > 0:
            isAtNodeStart = true
        case ":":
            let next = peek(1)
            let ends = next.map { isBlank($0) || isBreak($0) || (flowDepth > 0 && isFlow($0)) } ?? true
            if ends || (flowDepth > 0 && wasQuoted) { isAtNodeStart = true }
        default: break
        }
        advance()
    }

    private mutating func skipQuoted(_ quote: Unicode.Scalar) {
        advance()
        while let scalar = current {
            if scalar == "\\", quote == "\"" {
                advance()
                if current != nil { advance() }
                continue
            }
            if scalar == quote {
                if quote == "'", peek(1) == "'" {
                    advance()
                } else {
                    break
                }
            }
            advance()
        }
        if current != nil { advance() }
        isAtNodeStart = false
        isLeading = false
        wasQuoted = true
    }

    /// Skips the lines of a block scalar: those indented like its first line, which is indented more than
    /// this one.
    private mutating func skipBlockScalar() {
        let parent = lineIndent
        while let scalar = current, !isBreak(scalar) { advance() }
        if current != nil { advance() }
        var indent: Int?
        while current != nil {
            var ahead = index
            while ahead < scalars.count, scalars[ahead] == " " { ahead += 1 }
            let isEmpty = ahead == scalars.count || isBreak(scalars[ahead])
            if !isEmpty {
                if indent == nil { indent = ahead - index }
                guard ahead - index > parent, ahead - index >= indent ?? 0 else { return }
            }
            while let scalar = current, !isBreak(scalar) { advance() }
            if current != nil { advance() }
        }
    }

    private func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\t" }
    private func isFlow(_ scalar: Unicode.Scalar) -> Bool { ",[]{}".unicodeScalars.contains(scalar) }
    private func isBreak(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "\n" || scalar == "\r" || scalar == "\u{85}" || scalar == "\u{2028}" || scalar == "\u{2029}"
    }
}
