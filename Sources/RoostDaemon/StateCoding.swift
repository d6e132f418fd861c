// SPDX-License-Identifier: Apache-2.0
// How the core's values become stored octets and back: JSON in a fixed order, so that equal values are equal octets.
// A state of an older or a newer Roost keeps all that is still understood; what cannot be read as JSON at all is an
// error, and a state must never be made up in its place.

internal import DockModel
internal import Foundation
internal import RoostCore
internal import Store

/// The stored form of the core's values.
enum StateCoding {
    /// Members that hold a dictionary with keys of our own, which Swift writes as an array of keys and values in no
    /// order.
    static let dictionaries: Set<String> = ["taken", "units", "baseline", "outcomes"]
    /// Members that hold a set.
    static let sets: Set<String> = ["absentDevices"]

    /// The octets of a value; equal values give equal octets.
    static func encode(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        let octets = [UInt8](try encoder.encode(value))
        guard let tree = JSONText(octets) else { return octets }
        return tree.inOrder.octets
    }

    /// The value of some octets.
    static func decode<Value: Decodable>(_: Value.Type, from octets: [UInt8]) throws -> Value {
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return try decoder.decode(Value.self, from: Data(octets))
    }

    private struct Decided: Codable {
        var event: Event
        var effects: [Effect]
    }

    /// The journal's line for one decision.
    static func entry(event: Event, effects: [Effect]) throws -> JournalEntry {
        JournalEntry(kind: "decision", body: try encode(Decided(event: event, effects: effects)))
    }
}

extension JSONText {
    fileprivate static let dictionaries = Set(StateCoding.dictionaries.map { written($0) })
    fileprivate static let sets = Set(StateCoding.sets.map { written($0) })

    /// The tree with the items of dictionaries and sets in the order of their octets.
    fileprivate var inOrder: JSONText {
        switch self {
        case .scalar: self
        case .array(let items): .array(items.map(\.inOrder))
        case .object(let members):
            .object(
                members.map { name, value in
                    let value = value.inOrder
                    if Self.dictionaries.contains(name) { return (name, value.withSortedPairs) }
                    return (name, Self.sets.contains(name) ? value.withSortedItems : value)
                })
        }
    }

    private var withSortedItems: JSONText {
        guard case .array(let items) = self else { return self }
        return .array(items.sorted { $0.octets.lexicographicallyPrecedes($1.octets) })
    }

    private var withSortedPairs: JSONText {
        guard case .array(let items) = self, items.count.isMultiple(of: 2) else { return self }
        let pairs = stride(from: 0, to: items.count, by: 2).map { (key: items[$0].octets, value: items[$0 + 1]) }
        return .array(
            pairs.sorted { $0.key.lexicographicallyPrecedes($1.key) }.flatMap { [.scalar($0.key), $0.value] })
    }
}
