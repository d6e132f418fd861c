// SPDX-License-Identifier: Apache-2.0
// The description of the JSON interface (OpenAPI 3.1), made from the table of endpoints and the tables of records. It
// holds nothing that those do not say.

/// The description at /api/openapi.json.
enum OpenAPI {
    /// Made once: it depends on nothing that changes.
    static let document = JSONValue([
        ("openapi", "3.1.0"),
        (
            "info",
            JSONValue([
                ("title", "Roost console"), ("version", "1"),
                (
                    "description",
                    "Reading one dock. Times are RFC 3339 in UTC, spans are seconds, units stand in the keys, and "
                        + "what was not measured is null."
                ),
                ("license", JSONValue([("name", "Apache-2.0"), ("identifier", "Apache-2.0")])),
            ])
        ),
        ("servers", [JSONValue([("url", "/")])]),
        ("paths", paths), ("components", JSONValue([("schemas", schemas)])),
    ])

    private static var paths: JSONValue {
        JSONValue(
            ConsoleEndpoint.all.compactMap { endpoint -> (String, any JSONWritable)? in
                guard let words = endpoint.words else { return nil }
                return (endpoint.path, JSONValue([("get", operation(endpoint, words))]))
            })
    }

    private static func operation(_ endpoint: ConsoleEndpoint, _ words: EndpointWords) -> JSONValue {
        var parameters: [JSONValue] = []
        if endpoint.hasName {
            let name = JSONValue([
                ("type", "string"), ("minLength", 1), ("maxLength", ConsoleRoute.longestMailID),
                ("pattern", "^[0-9A-Za-z](?!.*\\.\\.)[0-9A-Za-z._@+=-]*$"),
            ])
            parameters.append(
                JSONValue([
                    ("name", "id"), ("in", "path"), ("required", true),
                    ("description", "The name of one of them."),
                    ("schema", name),
                ]))
        }
        if endpoint.query == .page {
            let number = JSONValue([
                ("type", "integer"), ("minimum", 1), ("maximum", 999_999), ("default", 1),
            ])
            parameters.append(
                JSONValue([
                    ("name", "page"), ("in", "query"), ("required", false),
                    ("description", "A page of the list, from 1; one beyond the end is empty."),
                    ("schema", number),
                ]))
        }
        var answers: [(String, any JSONWritable)] = [("200", answer("The answer.", words))]
        if endpoint.hasName || endpoint.query == .page {
            answers.append(("404", answer("There is none, or the question is malformed.", problem)))
        }
        if let unavailable = words.unavailable { answers.append(("503", answer(unavailable, words))) }
        if words.type == "text/event-stream" { answers.append(("503", answer("Too many readers.", problem))) }
        return JSONValue([
            ("operationId", identifier(endpoint.path)), ("summary", words.summary),
            ("parameters", parameters),
            ("responses", JSONValue(answers)),
        ])
    }

    private static let problem = EndpointWords(
        summary: "",
        schema: .record(name: "Problem") {
            [JSONMember(key: "error", meaning: "Why there is no answer.", schema: .string(format: nil))]
        })

    private static func answer(_ meaning: String, _ words: EndpointWords) -> JSONValue {
        let schema = words.schema.map { schema -> JSONValue in
            if case .any(let kinds) = schema, kinds.isEmpty { return JSONValue([("type", "object")]) }
            return schema.json
        }
        let content = JSONValue([("schema", schema ?? JSONSchema.string(format: nil).json)])
        return JSONValue([("description", meaning), ("content", JSONValue([(words.type, content)]))])
    }

    /// "/api/wear/{id}" as "api_wear_id".
    private static func identifier(_ path: String) -> String {
        path.split { !($0.isLetter || $0.isNumber) }.joined(separator: "_")
    }

    private static var schemas: JSONValue {
        var found: [String: [JSONMember]] = [:]
        for words in ConsoleEndpoint.all.compactMap(\.words) + [problem] {
            words.schema?.collect(into: &found)
        }
        return JSONValue(
            found.sorted { $0.key < $1.key }.map { name, members -> (String, any JSONWritable) in
                let properties = members.map { member -> (String, any JSONWritable) in
                    (member.key, described(member))
                }
                return (
                    name,
                    JSONValue([
                        ("type", "object"), ("properties", JSONValue(properties)),
                        ("required", members.map(\.key)), ("additionalProperties", false),
                    ])
                )
            })
    }

    /// The schema of a member with its meaning beside it.
    private static func described(_ member: JSONMember) -> JSONValue {
        switch member.schema.json {
        case .object(let members):
            .object(members + [(key: "description", value: .text(member.meaning))])
        case .null, .flag, .integer, .number, .text, .list: member.schema.json
        }
    }
}
