// SPDX-License-Identifier: Apache-2.0
// One table for each record of the JSON interface: key, meaning, kind and value of each member. What is answered and
// what /api/openapi.json says of it come from the same row, so that they cannot part.

internal import DockModel

/// What a JSON value looks like, as far as JSON Schema can say it.
indirect enum JSONSchema: Sendable {
    case boolean, integer, number
    case string(format: String?)
    /// One of some words.
    case choice([String])
    case nullable(JSONSchema)
    case list(JSONSchema)
    /// Any of some kinds.
    case any([JSONSchema])
    /// A record by its name; its members are asked for when they are needed.
    case record(name: String, members: @Sendable () -> [JSONMember])
}

/// One member of a record, without its value.
struct JSONMember: Sendable {
    var key: String
    var meaning: String
    var schema: JSONSchema
}

/// A kind of value that is written as JSON and says how it looks there.
protocol JSONDescribed: JSONWritable, SendableMetatype {
    /// How its values look.
    static var schema: JSONSchema { get }
}

/// One member of a record with the way to its value.
struct JSONField<Owner>: Sendable {
    var member: JSONMember
    var value: @Sendable (Owner) -> JSONValue

}

extension JSONField {
    /// A member of a described kind.
    init<Value: JSONDescribed>(
        _ key: String, _ meaning: String, _ value: @escaping @Sendable (Owner) -> Value
    ) {
        member = JSONMember(key: key, meaning: meaning, schema: Value.schema)
        self.value = { value($0).json }
    }
}

/// A record: an object whose members are always all there.
protocol JSONRecord: JSONDescribed {
    /// The name of the record in the interface's description.
    static var recordName: String { get }
    /// Its members, in the order in which they are written.
    static var fields: [JSONField<Self>] { get }
}

extension JSONRecord {
    var json: JSONValue { .object(Self.fields.map { (key: $0.member.key, value: $0.value(self)) }) }
    static var schema: JSONSchema { .record(name: recordName) { fields.map(\.member) } }
}

/// A closed set of words.
protocol JSONChoice: JSONDescribed, CaseIterable, RawRepresentable where RawValue == String {}

extension JSONChoice {
    var json: JSONValue { .text(rawValue) }
    static var schema: JSONSchema { .choice(allCases.map(\.rawValue)) }
}

extension String: JSONDescribed {
    static var schema: JSONSchema { .string(format: nil) }
}

extension Bool: JSONDescribed {
    static var schema: JSONSchema { .boolean }
}

extension Int: JSONDescribed {
    static var schema: JSONSchema { .integer }
}

extension Double: JSONDescribed {
    /// What JSON cannot write is null.
    static var schema: JSONSchema { .nullable(.number) }
}

extension Optional: JSONDescribed where Wrapped: JSONDescribed {
    static var schema: JSONSchema { .nullable(Wrapped.schema) }
}

extension Array: JSONDescribed where Element: JSONDescribed {
    static var schema: JSONSchema { .list(Element.schema) }
}

extension WallTime: JSONDescribed {
    var json: JSONValue { TimeStyle.machineText(self).json }
    /// A time outside the calendar is null.
    static var schema: JSONSchema { .nullable(.string(format: "date-time")) }
}

extension Quantity: JSONDescribed {
    var json: JSONValue { value.json }
    static var schema: JSONSchema { Double.schema }
}

extension Duration: JSONDescribed {
    var json: JSONValue { inSeconds.json }
    static var schema: JSONSchema { .number }
}

extension ReadingValue: JSONDescribed {
    var json: JSONValue {
        switch self {
        case .number(let number): number.json
        case .flag(let flag): flag.json
        case .text(let text): text.json
        }
    }
    static var schema: JSONSchema { .any([Double.schema, .boolean, .string(format: nil)]) }
}

extension Severity: JSONDescribed {
    var json: JSONValue { label.json }
    static var schema: JSONSchema { .choice(allCases.map(\.label)) }
}

extension ReadingQuality: JSONChoice {}
extension CoverPosition: JSONDescribed {
    var json: JSONValue { rawValue.json }
    static var schema: JSONSchema { String.schema }
}
extension Mark: JSONChoice {}
extension GateVerdict: JSONChoice {}
extension OutboxState: JSONChoice {}

extension JSONSchema {
    /// The schema as JSON Schema 2020-12, records by reference.
    var json: JSONValue {
        switch self {
        case .boolean: JSONValue([("type", "boolean")])
        case .integer: JSONValue([("type", "integer")])
        case .number: JSONValue([("type", "number")])
        case .string(nil): JSONValue([("type", "string")])
        case .string(let format?): JSONValue([("type", "string"), ("format", format)])
        case .choice(let words): JSONValue([("type", "string"), ("enum", words)])
        case .nullable(let inner): inner.orNull
        case .list(let element): JSONValue([("type", "array"), ("items", element.json)])
        case .any(let kinds): JSONValue([("anyOf", kinds.map(\.json))])
        case .record(let name, _): JSONValue([("$ref", "#/components/schemas/\(name)")])
        }
    }

    private var orNull: JSONValue {
        switch self {
        case .nullable: json
        case .boolean, .integer, .number, .string, .list:
            switch json {
            case .object(let members):
                .object(
                    members.map { member in
                        guard member.key == "type" else { return member }
                        return (key: "type", value: .list([member.value, .text("null")]))
                    })
            case .null, .flag, .integer, .number, .text, .list: json
            }
        case .choice, .any, .record: JSONValue([("anyOf", [json, JSONValue([("type", "null")])])])
        }
    }

    /// Adds the records that it names, and those that they name.
    func collect(into found: inout [String: [JSONMember]]) {
        switch self {
        case .boolean, .integer, .number, .string, .choice: break
        case .nullable(let inner), .list(let inner): inner.collect(into: &found)
        case .any(let kinds): for kind in kinds { kind.collect(into: &found) }
        case .record(let name, let members):
            guard found[name] == nil else { return }
            let all = members()
            found[name] = all
            for member in all { member.schema.collect(into: &found) }
        }
    }
}
