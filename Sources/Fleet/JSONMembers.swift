// SPDX-License-Identifier: Apache-2.0
// Writes the members of a JSON object in the order in which they are added, so that equal facts are equal octets. Texts
// are cut at the fleet's limit; a number that JSON cannot write becomes null.

internal import Post

/// A JSON object under construction.
struct JSONMembers {
    private var text = ""

    private mutating func begin(_ name: String) {
        text += text.isEmpty ? "\"" : ",\""
        text += name
        text += "\":"
    }

    /// A text, cut at the limit; null for none. U+0000 is left out: PostgreSQL cannot keep it.
    mutating func add(_ name: String, text value: String?) {
        begin(name)
        text += value.map(Self.quoted) ?? "null"
    }

    mutating func add(_ name: String, whole value: Int64?) {
        begin(name)
        text += value.map { String($0) } ?? "null"
    }

    /// A number, rounded to six decimals: more of it says nothing about a dock.
    mutating func add(_ name: String, number value: Double?) {
        begin(name)
        text += value.map(Self.number) ?? "null"
    }

    mutating func add(_ name: String, flag value: Bool?) {
        begin(name)
        text += value.map { $0 ? "true" : "false" } ?? "null"
    }

    mutating func add(_ name: String, object value: JSONMembers) {
        begin(name)
        text += value.object
    }

    /// The first of some texts, each cut.
    mutating func add(_ name: String, texts values: [String]) {
        begin(name)
        text += "[" + values.prefix(FleetLimit.listEntries).map(Self.quoted).joined(separator: ",") + "]"
    }

    /// The first of some objects.
    mutating func add(_ name: String, objects values: [JSONMembers]) {
        begin(name)
        text += "[" + values.prefix(FleetLimit.listEntries).map(\.object).joined(separator: ",") + "]"
    }

    /// The object.
    var object: String { "{" + text + "}" }

    /// The object with one more member, whose value is JSON already.
    func octets(andLast name: String, octets: [UInt8]) -> [UInt8] {
        var all = Array("{\(text),\"\(name)\":".utf8)
        all += octets
        all.append(UInt8(ascii: "}"))
        return all
    }

    private static func quoted(_ value: String) -> String {
        let scalars = value.unicodeScalars.filter { $0.value != 0 }
        guard scalars.count > FleetLimit.textLength else {
            return JSONNode.quoted(String(String.UnicodeScalarView(scalars)))
        }
        return JSONNode.quoted(
            String(String.UnicodeScalarView(scalars.prefix(FleetLimit.textLength - 1))) + "…")
    }

    private static func number(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e15 else { return "null" }
        let rounded = (value * 1_000_000).rounded() / 1_000_000
        return Int64(exactly: rounded).map { String($0) } ?? "\(rounded)"
    }
}
