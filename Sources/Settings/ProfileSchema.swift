// SPDX-License-Identifier: Apache-2.0
// The key tables of hardware profiles in two other forms: a JSON Schema for editors, tables for the documentation.
// It adds nothing of its own, so neither can say something that the loader does not do.

extension ProfileFile {
    /// The JSON Schema of profiles, as stored in `hardware/profile.schema.json`.
    public static var jsonSchema: String {
        let top: [(String, SchemaText)] = [
            ("$schema", .text("http://json-schema.org/draft-07/schema#")),
            ("$id", .text("urn:roost:modbus-profile:1")),
            ("title", .text("Roost hardware profile (\(schema))")),
            (
                "description",
                .text(
                    "Written from the key tables of the program; do not edit. Overlaps, references between points and "
                        + "write functions are checked by the program only.")
            ),
        ]
        return SchemaText.object(top + ProfileTable.device.schemaMembers).written(indent: 0) + "\n"
    }

    /// The tables of all keys in Markdown, as `docs/hardware-profiles.md` shows them.
    public static var documentation: String {
        ProfileTable.all.map { "### \($0.title)\n\n\($0.documentation)" }.joined(separator: "\n\n") + "\n"
    }
}

/// A piece of JSON text with its members in order.
indirect enum SchemaText {
    case text(String)
    /// A number, true or false, as it is written.
    case bare(String)
    case array([SchemaText])
    case object([(String, SchemaText)])

    /// The text; objects and long arrays take a line a member.
    func written(indent: Int) -> String {
        let inner = String(repeating: " ", count: indent + 2), outer = String(repeating: " ", count: indent)
        switch self {
        case .text(let text): return Self.quoted(text)
        case .bare(let text): return text
        case .array(let items):
            return "[" + items.map { $0.written(indent: indent) }.joined(separator: ", ") + "]"
        case .object(let members):
            guard !members.isEmpty else { return "{}" }
            let lines = members.map { "\(inner)\(Self.quoted($0)): \($1.written(indent: indent + 2))" }
            return "{\n" + lines.joined(separator: ",\n") + "\n\(outer)}"
        }
    }

    private static func quoted(_ text: String) -> String {
        var shown = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": shown += "\\\(scalar)"
            case "\u{0}"..<" ": shown += " "
            default: shown.unicodeScalars.append(scalar)
            }
        }
        return shown + "\""
    }
}

extension ProfileTable {
    /// The members of the schema of one mapping.
    var schemaMembers: [(String, SchemaText)] {
        var members: [(String, SchemaText)] = [
            ("type", .text("object")), ("additionalProperties", .bare("false")),
        ]
        let required = keys.filter(\.isRequired).map { SchemaText.text($0.name) }
        if !required.isEmpty { members.append(("required", .array(required))) }
        if !oneOf.isEmpty {
            let choices = oneOf.map { SchemaText.object([("required", .array([.text($0)]))]) }
            members.append(("oneOf", .array(choices)))
        }
        members.append(("properties", .object(keys.map { ($0.name, .object($0.schemaMembers)) })))
        return members
    }

    /// The rows of the documentation.
    var documentation: String {
        let rows = keys.map { key in
            let standard = key.isRequired ? "required" : key.standard.map { "`\($0)`" } ?? "none"
            return "| `\(key.name)` | \(key.kind.inWords) | \(standard) | \(key.meaning) |"
        }
        return (["| Key | Values | Default | Meaning |", "|---|---|---|---|"] + rows).joined(separator: "\n")
    }
}

extension ProfileKey {
    fileprivate var schemaMembers: [(String, SchemaText)] {
        var members = kind.schemaMembers
        members.append(("description", .text(meaning)))
        if let standard {
            switch kind {
            case .integer, .number, .flag: members.append(("default", .bare(standard)))
            default: members.append(("default", .text(standard)))
            }
        }
        return members
    }
}

extension ProfileKey.Kind {
    fileprivate var schemaMembers: [(String, SchemaText)] {
        func type(_ name: String) -> (String, SchemaText) { ("type", .text(name)) }
        switch self {
        case .constant(let text): return [("const", .text(text))]
        case .text(let limit):
            // The loader takes a bare number or yes/no for a text: what is written counts.
            return [
                ("type", .array([.text("string"), .text("number"), .text("boolean")])),
                ("minLength", .bare("1")), ("maxLength", .bare("\(limit)")),
            ]
        case .integer(let range):
            return [
                type("integer"), ("minimum", .bare("\(range.lowerBound)")),
                ("maximum", .bare("\(range.upperBound)")),
            ]
        case .number(let range):
            return [
                type("number"), ("minimum", .bare(short(range.lowerBound))),
                ("maximum", .bare(short(range.upperBound))),
            ]
        case .flag: return [type("boolean")]
        case .choice(let words): return [("enum", .array(words.map { .text($0) }))]
        case .raw:
            return [type("integer"), ("minimum", .bare("0")), ("maximum", .bare("18446744073709551615"))]
        case .scalar: return [("type", .array([.text("string"), .text("number"), .text("boolean")]))]
        case .list(let kind, let limit):
            return [type("array"), ("maxItems", .bare("\(limit)")), ("items", .object(kind.schemaMembers))]
        case .range:
            return [
                type("array"), ("minItems", .bare("2")), ("maxItems", .bare("2")),
                ("items", .object([type("number")])),
            ]
        case .span:
            return [type("array"), ("minItems", .bare("3")), ("maxItems", .bare("3"))]
        case .mapping(let table): return table.schemaMembers
        case .named(let pattern, let kind):
            return [
                type("object"), ("additionalProperties", .bare("false")),
                ("patternProperties", .object([(pattern, .object(kind.schemaMembers))])),
            ]
        }
    }

    /// For the documentation.
    fileprivate var inWords: String {
        switch self {
        case .constant(let text): "`\(text)`"
        case .text(let limit): "text, at most \(limit)"
        case .integer(let range): "\(range.lowerBound) to \(range.upperBound)"
        case .number(let range): "\(short(range.lowerBound)) to \(short(range.upperBound))"
        case .flag: "`true`, `false`"
        case .choice(let words): words.map { "`\($0)`" }.joined(separator: ", ")
        case .raw: "raw value, `0xFFFF`"
        case .scalar: "number or text"
        case .list(.choice(let words), _): "list of " + words.map { "`\($0)`" }.joined(separator: ", ")
        case .list(.mapping, _): "list of mappings"
        case .list(.raw, let limit): "list of at most \(limit) raw values"
        case .list(let kind, _): "list: \(kind.inWords)"
        case .range: "`[low, high]`"
        case .span: "`[table, address, count]`"
        case .mapping: "mapping"
        case .named: "mapping"
        }
    }
}
