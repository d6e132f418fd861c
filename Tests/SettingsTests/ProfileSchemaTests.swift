// SPDX-License-Identifier: Apache-2.0
// The key tables of profiles: the loader reads every key of them and no other, and the JSON Schema and the
// documentation are what the tables say. ROOST_REWRITE_GOLDEN=1 writes the schema file.

import DockModel
import Foundation
import Registers
import Testing

@testable import Settings

/// A profile that uses every key there is.
private let everything = """
    schema: roost-modbus-profile/1
    id: everything
    maker: Someone
    model: Box 1
    class: weather
    status: partial
    sources: [a list]
    unverified: [much]
    traps: [one]
    transport: {kinds: [rtu, tcp], unit: 7, reply_unit: 8, tcp_port: 1502, timeout_ms: 900, gap_ms: 5,
      connect_delay_ms: 10, max_connections: 2, serial: {baud: 19200, data: 8, parity: E, stop: 2}}
    limits: {max_regs: 20, max_bits: 30, gaps: ok, atomic: [[holding, 0, 2]]}
    identity: [{point: a, equals: 1}, {point: a, in: [1, 2]}, {point: a, range: [0, 9]}]
    blocks: [{fn: holding, address: 0, count: 10, poll: slow}]
    variants:
      old: {base: 10, points: {a: {address: 3, type: s16, word_order: little, scale: 2, offset: 3, unit: A,
        range: [0, 20]}}}
    discover: {marker: 0x53756E53, candidates: [40000], model: 802, walk: pairs}
    parts: [{id: p, name: Part, measured: a, new: 0, worn: 9, counted: c, life: 10, spread: 2}]
    points:
      - {id: a, fn: holding, address: 0, type: u16, word_order: little, byte_order: little, scale: 0.5, offset: 1,
         unit: V, range: [0, 10], operating: [1, 9], rate: 2, stuck_after: 60, nan: [0xFFFF], zero_suspect: true,
         poll: fast, write: guarded, write_fn: 6, readback: a, failsafe: 10, note: text}
      - {id: s, fn: holding, address: 1, type: s16}
      - {id: b, fn: holding, address: 2, type: u16, scale_point: s, poll: slow}
      - {id: c, fn: holding, address: 3, type: u16, mask: 0x00FF, counter: true}
      - {id: d, fn: holding, address: 4, type: string, count: 2}
      - {id: e, fn: holding, address: 6, type: u16, enum: {0: "off", 0x01: "on"}}
      - {id: f, fn: holding, address: 7, type: bits16, bits: {"0": lit, "1-2": "0 low 1 high"}}
    """

/// The keys that a document uses in the mapping of a table, and in all mappings below it.
private func keys(of table: ProfileTable, in node: SettingsNode, into used: inout [String: Set<String>]) {
    guard case .mapping(let entries) = node.kind else { return }
    for entry in entries {
        used[table.title, default: []].insert(entry.key)
        guard let key = table.keys.first(where: { $0.name == entry.key }) else { continue }
        visit(key.kind, entry.value, &used)
    }
}

private func visit(_ kind: ProfileKey.Kind, _ node: SettingsNode, _ used: inout [String: Set<String>]) {
    switch (kind, node.kind) {
    case (.mapping(let table), _): keys(of: table, in: node, into: &used)
    case (.list(let kind, _), .sequence(let items)): items.forEach { visit(kind, $0, &used) }
    case (.named(_, let kind), .mapping(let entries)): entries.forEach { visit(kind, $0.value, &used) }
    default: break
    }
}

struct ProfileSchemaTests {
    private let golden = repository.appendingPathComponent("hardware/profile.schema.json")

    @Test func `the loader reads every key of the tables`() throws {
        let log = ProblemLog(file: "e")
        let root = try #require(parseYAML(Array(everything.utf8), log: log))
        var used: [String: Set<String>] = [:]
        keys(of: .device, in: root, into: &used)
        for table in ProfileTable.all {
            #expect(used[table.title] == Set(table.keys.map(\.name)), "\(table.title)")
        }
        let profile = try ProfileFile.profile(from: Array(everything.utf8), file: "e.yaml")
        #expect(
            profile.point("a")
                == PointProfile(
                    id: "a", fn: .holding, address: 0, type: .u16, wordOrder: .little, byteOrder: .little,
                    scale: 0.5, offset: 1, unit: "V", range: ValueRange(low: 0, high: 10), nan: [0xFFFF],
                    zeroSuspect: true, poll: .fast, write: .guarded, writeFn: 6, readback: "a", failsafe: 10,
                    note: "text", rate: 2, stuckAfterSeconds: 60, operating: ValueRange(low: 1, high: 9)))
        #expect(profile.point("c")?.mask == 0xFF && profile.point("e")?.enumeration == [0: "off", 1: "on"])
        #expect(
            profile.discovery
                == Discovery(marker: 0x5375_6E53, candidates: [40_000], model: 802, walk: "pairs"))
        #expect(
            profile.parts == [
                ProfilePart(
                    id: "p", name: "Part", measured: "a", new: 0, worn: 9, counted: "c", life: 10, spread: 2)
            ])
        #expect(profile.transport.connectDelayMilliseconds == 10 && profile.limits.atomic.count == 1)
    }

    @Test func `a key taken out of the file is a key the loader misses or has a default for`() throws {
        for table in ProfileTable.all {
            for key in table.keys {
                switch key.kind {
                case .integer(let range):
                    if let text = key.standard {
                        #expect(Int(text).map { range.contains($0) } == true, "\(key.name)")
                    }
                case .choice(let words):
                    if let text = key.standard { #expect(words.contains(text), "\(key.name)") }
                case .number: if let text = key.standard { #expect(plainNumber(text) != nil) }
                case .flag: #expect(key.standard == "false")
                default: #expect(key.standard == nil, "\(table.title).\(key.name)")
                }
                #expect(!key.meaning.isEmpty && !(key.isRequired && key.standard != nil))
            }
            #expect(Set(table.keys.map(\.name)).count == table.keys.count)
        }
    }

    @Test func `the stored JSON Schema is the one of the tables`() throws {
        if ProcessInfo.processInfo.environment["ROOST_REWRITE_GOLDEN"] == "1" {
            try Data(ProfileFile.jsonSchema.utf8).write(to: golden)
        }
        let stored = try String(contentsOf: golden, encoding: .utf8)
        #expect(
            stored == ProfileFile.jsonSchema,
            "write it anew: ROOST_REWRITE_GOLDEN=1 swift test --filter ProfileSchemaTests")
    }

    @Test func `the schema is JSON and knows the loader's bounds`() throws {
        let value = try JSONSerialization.jsonObject(with: Data(ProfileFile.jsonSchema.utf8))
        let schema = try #require(value as? [String: Any])
        #expect(
            schema["required"] as? [String] == ["schema", "id", "class", "status", "transport", "points"])
        let properties = try #require(schema["properties"] as? [String: Any])
        let points = try #require(properties["points"] as? [String: Any])
        let point = try #require(points["items"] as? [String: Any])
        #expect(point["additionalProperties"] as? Bool == false)
        let members = try #require(point["properties"] as? [String: [String: Any]])
        #expect(members["type"]?["enum"] as? [String] == PointType.allCases.map(\.rawValue))
        #expect(members["address"]?["maximum"] as? Int == 65_535)
        #expect(members["poll"]?["default"] as? String == "normal")
    }

    @Test func `the documentation shows the tables`() throws {
        let file = repository.appendingPathComponent("docs/hardware-profiles.md")
        let page = try String(contentsOf: file, encoding: .utf8)
        let start = try #require(page.range(of: "<!-- keys -->\n\n"))
        let end = try #require(page.range(of: "\n<!-- /keys -->"))
        if ProcessInfo.processInfo.environment["ROOST_REWRITE_GOLDEN"] == "1" {
            let body = page[..<start.upperBound] + ProfileFile.documentation + page[end.lowerBound...]
            try Data(body.utf8).write(to: file)
        } else {
            #expect(
                page[start.upperBound..<end.lowerBound] == ProfileFile.documentation,
                "write it anew: ROOST_REWRITE_GOLDEN=1 swift test --filter ProfileSchemaTests")
        }
    }

    @Test func `every bound of the tables is kept by the loader`() {
        func problems(_ old: String, _ new: String) -> [String] {
            do throws(SettingsError) {
                _ = try ProfileFile.profile(
                    from: Array(everything.replacingOccurrences(of: old, with: new).utf8), file: "e.yaml")
                return []
            } catch { return error.problems.map(\.message) }
        }
        #expect(problems("rate: 2", "rate: -2") == ["points.a.rate \"-2\" is below 0"])
        #expect(problems("mask: 0x00FF", "mask: -1") == ["points.c.mask \"-1\" is not a raw register value"])
        #expect(
            problems("mask: 0x00FF", "mask: 0x0101") == [
                "point \"c\", mask: the bits must stand side by side"
            ])
        #expect(problems("model: 802", "model: 65535") == ["discover.model \"65535\" is above 65534"])
        #expect(
            problems("worn: 9", "worn: 0") == [
                "parts[1].worn: part p needs two different numbers in new and worn"
            ])
        #expect(problems("counted: c", "counted: b") == ["parts[1].counted: point b is no counter"])
        #expect(
            problems("0x01: \"on\"", "0x00: \"on\"") == ["points.e.enum key \"0x00\" names the value 0 again"]
        )
        #expect(
            problems("failsafe: 10", "failsafe: 11") == ["point \"a\", failsafe: 11.0 is outside the range"])
        #expect(problems("stuck_after: 60", "stuck: 60") == ["unknown key \"stuck\" in points.a"])
    }
}
