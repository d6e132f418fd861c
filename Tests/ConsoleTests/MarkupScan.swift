// SPDX-License-Identifier: Apache-2.0
// Reads the console's own markup strictly: every tag and attribute must be one the console writes, every
// value must be quoted, every element closed. Hostile text that became markup shows up as a fault here.

/// What a strict reading of a page found.
struct MarkupScan {
    /// Everything that is not markup of the console.
    private(set) var faults: [String] = []
    /// All text between tags.
    private(set) var text = ""

    private static let voids: Set<String> = ["meta", "link", "br", "img"]
    private static let tags: Set<String> = [
        "html", "head", "meta", "title", "link", "body", "a", "header", "nav", "strong", "main", "h1", "h2",
        "p",
        "section", "div", "span", "b", "ul", "li", "dl", "dt", "dd", "table", "thead", "tbody", "tr", "th",
        "td", "time",
        "pre", "iframe", "figure", "svg", "desc", "rect", "path", "g", "ellipse", "text", "br",
        "circle", "figcaption", "ol", "img", "script",
    ]
    private static let attributes: Set<String> = [
        "lang", "charset", "name", "content", "http-equiv", "rel", "href", "class", "id", "aria-label",
        "aria-current",
        "aria-hidden", "aria-labelledby", "role", "data-label", "datetime", "sandbox", "title", "loading",
        "src",
        "referrerpolicy", "download", "viewBox", "x", "y", "width", "height", "rx", "ry", "cx", "cy", "d",
        "transform",
        "text-anchor", "r", "alt", "defer",
    ]

    init(_ page: String) {
        var open: [String] = []
        var rest = Substring(page)
        if rest.hasPrefix("<!DOCTYPE html>") { rest = rest.dropFirst("<!DOCTYPE html>".count) }
        while let start = rest.firstIndex(of: "<") {
            text += rest[..<start]
            guard let end = rest[start...].firstIndex(of: ">") else {
                faults.append("unclosed tag")
                return
            }
            read(rest[rest.index(after: start)..<end], &open)
            rest = rest[rest.index(after: end)...]
        }
        text += rest
        if !open.isEmpty { faults.append("left open: \(open)") }
    }

    private mutating func read(_ tag: Substring, _ open: inout [String]) {
        if tag.hasPrefix("/") {
            if open.popLast() != String(tag.dropFirst()) { faults.append("closes what is not open: \(tag)") }
            return
        }
        if tag.hasPrefix("script"), tag != #"script src="/live.js" defer"# { faults.append("script of others") }
        let isClosed = tag.hasSuffix("/")
        let name = String(tag.prefix { $0.isLetter || $0.isNumber })
        if !MarkupScan.tags.contains(name) { faults.append("tag \(name)") }
        readAttributes(isClosed ? tag.dropFirst(name.count).dropLast() : tag.dropFirst(name.count), of: name)
        if !isClosed && !MarkupScan.voids.contains(name) { open.append(name) }
    }

    private mutating func readAttributes(_ text: Substring, of tag: String) {
        var rest = text.drop { $0.isWhitespace }
        while !rest.isEmpty {
            let name = String(rest.prefix { $0.isLetter || $0 == "-" })
            guard !name.isEmpty else { return faults.append("attribute in \(tag): \(rest.prefix(40))") }
            if !MarkupScan.attributes.contains(name) { faults.append("attribute \(name) in \(tag)") }
            rest = rest.dropFirst(name.count)
            if rest.hasPrefix("=\"") {
                rest = rest.dropFirst(2)
                guard let quote = rest.firstIndex(of: "\"") else {
                    return faults.append("unquoted value of \(name)")
                }
                rest = rest[rest.index(after: quote)...]
            } else if rest.hasPrefix("=") {
                return faults.append("unquoted value of \(name)")
            }
            rest = rest.drop { $0.isWhitespace }
        }
    }
}
