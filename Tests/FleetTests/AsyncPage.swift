// SPDX-License-Identifier: Apache-2.0
// Reads docs/fleet.asyncapi.json and compares values with its schemas: as much of JSON Schema as the page uses.

import Foundation
import Testing

struct AsyncPage {
    private let schemas: [String: [String: Any]]
    let addresses: Set<String>

    init() throws {
        let path = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let data = try Data(contentsOf: URL(fileURLWithPath: "/\(path)/docs/fleet.asyncapi.json"))
        let page = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let components = try #require(page["components"] as? [String: Any])
        schemas = try #require(components["schemas"] as? [String: [String: Any]])
        let channels = try #require(page["channels"] as? [String: [String: Any]])
        addresses = Set(channels.values.compactMap { $0["address"] as? String })
    }

    /// What of a value is not as the schema of a name says.
    func complaints(_ value: Any, _ name: String) -> [String] {
        schemas[name].map { complaints(value, $0, name) } ?? ["the page has no schema \(name)"]
    }

    private func complaints(_ value: Any, _ schema: [String: Any], _ place: String) -> [String] {
        if let reference = schema["$ref"] as? String {
            return complaints(value, String(reference.split(separator: "/").last ?? ""))
        }
        var found: [String] = []
        if let wanted = schema["const"] as? String, value as? String != wanted {
            found.append("\(place): not \(wanted)")
        }
        if let words = schema["enum"] as? [Any] {
            let isThere = words.contains { word in
                word is NSNull ? value is NSNull : word as? String == value as? String && value is String
            }
            if !isThere { found.append("\(place): \(value) is none of the words") }
        }
        let types = (schema["type"] as? [String]) ?? (schema["type"] as? String).map { [$0] } ?? []
        if !types.isEmpty, !types.contains(where: { Self.isOf($0, value) }) {
            return found + ["\(place): \(value) is not \(types)"]
        }
        if let text = value as? String {
            if let limit = schema["maxLength"] as? Int, text.unicodeScalars.count > limit {
                found.append("\(place): long")
            }
            if let pattern = schema["pattern"] as? String,
                text.range(of: pattern, options: .regularExpression) == nil
            {
                found.append("\(place): \(text) is not like \(pattern)")
            }
        }
        if let number = value as? Double {
            if let least = schema["minimum"] as? Double, number < least { found.append("\(place): small") }
            if let most = schema["maximum"] as? Double, number > most { found.append("\(place): large") }
        }
        if let items = value as? [Any], let inner = schema["items"] as? [String: Any] {
            if let most = schema["maxItems"] as? Int, items.count > most {
                found.append("\(place): too many")
            }
            found += items.enumerated().flatMap { complaints($1, inner, "\(place)[\($0)]") }
        }
        if let members = value as? [String: Any], let known = schema["properties"] as? [String: [String: Any]]
        {
            found += (schema["required"] as? [String] ?? []).filter { members[$0] == nil }.map {
                "\(place): no \($0)"
            }
            for (name, member) in members {
                guard let inner = known[name] else {
                    found.append("\(place): \(name) is not described")
                    continue
                }
                found += complaints(member, inner, "\(place).\(name)")
            }
        }
        return found
    }

    private static func isOf(_ type: String, _ value: Any) -> Bool {
        switch type {
        case "null": value is NSNull
        case "string": value is String
        case "array": value is [Any]
        case "object": value is [String: Any]
        case "boolean": value is Bool && !(value is String)
        case "integer": (value as? Double).map { $0 == $0.rounded() } ?? false
        case "number": value is Double
        default: false
        }
    }
}
