// SPDX-License-Identifier: Apache-2.0
// The description of the JSON interface against the interface: every documented answer of a plain, an empty and a
// hostile dock is held against its schema by a small validator.

import DockModel
import Foundation
import Testing

@testable import Console

/// A validator for the part of JSON Schema 2020-12 that the description uses; a keyword that it does not know is a
/// fault.
struct SchemaCheck {
    let schemas: [String: Any]
    fileprivate(set) var faults: [String] = []

    init(_ document: [String: Any]) {
        schemas = (document["components"] as? [String: Any])?["schemas"] as? [String: Any] ?? [:]
    }

    mutating func check(_ value: Any, _ schema: [String: Any], at place: String) {
        if let reference = schema["$ref"] as? String {
            let name = String(reference.dropFirst("#/components/schemas/".count))
            guard let named = schemas[name] as? [String: Any] else {
                return faults.append("\(place): no schema \(name)")
            }
            return check(value, named, at: place)
        }
        if let kinds = schema["anyOf"] as? [[String: Any]] {
            let fits = kinds.contains { kind in
                var trial = self
                trial.faults = []
                trial.check(value, kind, at: place)
                return trial.faults.isEmpty
            }
            if !fits { faults.append("\(place): none of the kinds") }
            return
        }
        let known: Set = [
            "type", "enum", "items", "properties", "required", "additionalProperties", "format",
            "description",
        ]
        for key in schema.keys where !known.contains(key) { faults.append("\(place): keyword \(key)") }
        let types = (schema["type"] as? [String]) ?? (schema["type"] as? String).map { [$0] } ?? []
        guard types.contains(where: { Self.isOf($0, value) }) else {
            return faults.append("\(place): is no \(types)")
        }
        if let words = schema["enum"] as? [String], !words.contains(value as? String ?? "") {
            faults.append("\(place): \(value) is not among the words")
        }
        if schema["format"] as? String == "date-time", let text = value as? String,
            text.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) == nil
        {
            faults.append("\(place): \(text) is no time")
        }
        if let elements = value as? [Any], let items = schema["items"] as? [String: Any] {
            for (index, element) in elements.enumerated() { check(element, items, at: "\(place)[\(index)]") }
        }
        if let members = value as? [String: Any] { checkMembers(members, schema, at: place) }
    }

    private mutating func checkMembers(_ members: [String: Any], _ schema: [String: Any], at place: String) {
        guard let properties = schema["properties"] as? [String: Any] else { return }
        for key in schema["required"] as? [String] ?? [] where members[key] == nil {
            faults.append("\(place): no \(key)")
        }
        for (key, member) in members {
            guard let property = properties[key] as? [String: Any] else {
                faults.append("\(place): \(key) is not described"); continue
            }
            check(member, property, at: "\(place).\(key)")
        }
    }

    private static func isOf(_ type: String, _ value: Any) -> Bool {
        let number = value as? NSNumber
        // "c" or "B" is the type of a flag; whole numbers have others.
        let isFlag = number.map { [0x63, 0x42].contains(unsafe $0.objCType.pointee) } ?? false
        switch type {
        case "null": return value is NSNull
        case "boolean": return isFlag
        case "integer": return number.map { !isFlag && $0.doubleValue == $0.doubleValue.rounded() } ?? false
        case "number": return number != nil && !isFlag
        case "string": return value is String
        case "array": return value is [Any]
        case "object": return value is [String: Any]
        default: return false
        }
    }
}

@Suite struct OpenAPITests {
    private func object(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    private func answer(_ dock: SampleDock, _ path: String) async -> ConsoleReply {
        let site = ConsoleSite(model: dock, hosts: HostRule(listeningOn: "127.0.0.1"))
        return await site.reply(method: "GET", target: path, hosts: ["localhost"])
    }

    /// Every documented answer in JSON, held against its schema.
    private func faults(_ dock: SampleDock) async throws -> (faults: [String], checked: Int) {
        let document = try object(await answer(dock, "/api/openapi.json").text)
        var check = SchemaCheck(document), checked = 0
        for (path, item) in try #require(document["paths"] as? [String: Any]) {
            let get = try #require((item as? [String: Any])?["get"] as? [String: Any])
            let answers = try #require(get["responses"] as? [String: Any])
            let name = path.contains("wear") ? "p1" : "i1"
            let targets =
                path.contains("{id}")
                ? [path.replacing("{id}", with: name), path.replacing("{id}", with: "x")] : [path]
            for target in targets + (answers["404"] == nil ? [] : [targets[0] + "?page=0"]) {
                let reply = await answer(dock, target)
                let described = answers["\(reply.status)"] as? [String: Any]
                let content = described?["content"] as? [String: Any]
                let type =
                    reply.contentType == "application/json; charset=utf-8"
                    ? "application/json" : reply.contentType
                guard let media = content?[type] as? [String: Any],
                    let schema = media["schema"] as? [String: Any]
                else {
                    check.note("\(target): \(reply.status) \(type) is not described")
                    continue
                }
                checked += 1
                if type == "application/json" { check.check(try object(reply.text), schema, at: target) }
            }
        }
        return (check.faults, checked)
    }

    @Test func `every documented answer is as it is described`() async throws {
        let (faults, checked) = try await faults(SampleDock())
        #expect(faults == [])
        #expect(checked >= 18)
    }

    @Test func `a dock that knows nothing is answered as it is described`() async throws {
        var dock = SampleDock(page: OverviewPage(dockName: "new", now: WallTime(milliseconds: .max)))
        dock.pages.missions = MissionsPage(now: SampleDock.now)
        dock.pages.flight = FlightPage(now: SampleDock.now)
        #expect(try await faults(dock).faults == [])
    }

    @Test(arguments: SampleDock.hostileTexts.indices)
    func `hostile texts change no form of an answer`(index: Int) async throws {
        #expect(try await faults(SampleDock.hostile(SampleDock.hostileTexts[index])).faults == [])
    }

    @Test func `every answer for programs is described and no page for people is`() throws {
        let paths = try #require(try object(OpenAPI.document.rendered)["paths"] as? [String: Any])
        for endpoint in ConsoleEndpoint.all {
            #expect((paths[endpoint.path] != nil) == (endpoint.words != nil))
            #expect(!endpoint.path.hasPrefix("/api/") || endpoint.words != nil)
        }
    }
}

extension SchemaCheck {
    fileprivate mutating func note(_ fault: String) { faults.append(fault) }
}
