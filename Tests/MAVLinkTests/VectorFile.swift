// SPDX-License-Identifier: Apache-2.0
// Reads Fixtures/vectors.json for the tests.

import Foundation

@testable import MAVLink

/// Fixtures/vectors.json.
struct VectorFile: Decodable {
    struct Vector: Decodable {
        struct Signature: Decodable {
            var key: String
            var link_id: UInt8
            var timestamp: UInt64
        }
        var n: Int
        var expect: String
        var note: String
        var frame: String
        var v: Int?
        var name: String?
        var id: UInt32?
        var seq: UInt8?
        var sysid: UInt8?
        var compid: UInt8?
        var len: Int?
        var fields: [String: FixtureValue]?
        var signature: Signature?
        var reason: String?
        var key: String?
        var last_timestamp: UInt64?
        var local_timestamp: UInt64?

        var bytes: [UInt8] { MAVLinkTests.bytes(ofHex: frame) }
    }

    struct Stream: Decodable {
        var note: String
        var bytes: String
        var accept: [String]
        var lost: UInt64?
        var crc_errors: UInt64?
    }

    var vectors: [Vector]
    var streams: [Stream]

    static func load() throws -> VectorFile {
        let url = Bundle.module.bundleURL.appendingPathComponent("Fixtures/vectors.json")
        return try JSONDecoder().decode(VectorFile.self, from: Data(contentsOf: url))
    }
}

/// A field value as the fixture writes it.
enum FixtureValue: Decodable {
    case unsigned(UInt64), signed(Int64), real(Double), text(String), list([FixtureValue])

    init(from decoder: any Decoder) throws {
        if var items = try? decoder.unkeyedContainer() {  // not a list: the scalars below decide
            var list: [FixtureValue] = []
            while !items.isAtEnd { list.append(try items.decode(FixtureValue.self)) }
            self = .list(list)
            return
        }
        let value = try decoder.singleValueContainer()
        // Each attempt that fails leaves the next, wider type; text decides in the end.
        // JSON does not say which kind of number it holds: each is tried in turn, the last one throws.
        if let number = try? value.decode(UInt64.self) {
            self = .unsigned(number)
        } else if let number = try? value.decode(Int64.self) {  // Tried in turn.
            self = .signed(number)
        } else if let number = try? value.decode(Double.self) {  // Tried in turn.
            self = .real(number)
        } else {
            self = .text(try value.decode(String.self))
        }
    }

    func matches(_ value: FieldValue) -> Bool {
        switch (self, value) {
        case (.unsigned(let wanted), .unsigned(let found)): wanted == found
        case (.unsigned(let wanted), .signed(let found)): Int64(exactly: wanted) == found
        case (.signed(let wanted), .signed(let found)): wanted == found
        case (.text("NaN"), .real(let found)): found.isNaN
        case (.text("inf"), .real(let found)), (.text("Infinity"), .real(let found)): found == .infinity
        case (.text("-inf"), .real(let found)), (.text("-Infinity"), .real(let found)): found == -.infinity
        case (.real(let wanted), .real(let found)): wanted == found
        case (.unsigned(let wanted), .real(let found)): Double(wanted) == found
        case (.signed(let wanted), .real(let found)): Double(wanted) == found
        case (.text(let wanted), .text(let found)): wanted == found
        case (.list(let wanted), .list(let found)):
            wanted.count == found.count && zip(wanted, found).allSatisfy { $0.matches($1) }
        default: false
        }
    }
}

func bytes(ofHex text: String) -> [UInt8] {
    let digits = Array(text.utf8).map { UInt8($0 < 58 ? $0 - 48 : $0 - 87) }
    return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
}
