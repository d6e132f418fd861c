// SPDX-License-Identifier: Apache-2.0
// How the core's values become stored octets and back: JSON with sorted keys, so that equal values are equal octets.
// Octets that do not decode are an error; a state must never be made up in their place.

internal import Foundation
internal import RoostCore
internal import Store

/// The stored form of the core's values.
enum StateCoding {
    /// The octets of a value; equal values give equal octets.
    static func encode(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return [UInt8](try encoder.encode(value))
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
