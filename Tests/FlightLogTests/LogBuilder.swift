// SPDX-License-Identifier: Apache-2.0
// Logs of any content for the tests, byte by byte as the loggers write them.

import FlightLog
import Foundation
import Testing

/// Bytes of numbers, lowest byte first.
func little<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    (0..<Number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> Number($0 * 8)) }
}

func little(_ number: Float) -> [UInt8] { little(number.bitPattern) }
func little(_ number: Double) -> [UInt8] { little(number.bitPattern) }

/// A ULog that grows.
struct ULogBuilder {
    var bytes: [UInt8]

    init(start: UInt64 = 1_000_000, flags: [UInt8] = [], parts: [UInt64] = [0, 0, 0]) {
        bytes = [0x55, 0x4C, 0x6F, 0x67, 0x01, 0x12, 0x35, 1] + little(start)
        let incompatible = flags + [UInt8](repeating: 0, count: 8 - flags.count)
        add("B", [UInt8](repeating: 0, count: 8) + incompatible + parts.flatMap { little($0) })
    }

    mutating func add(_ type: Unicode.Scalar, _ body: [UInt8], claiming size: Int? = nil) {
        bytes += little(UInt16(size ?? body.count)) + [UInt8(type.value)] + body
    }

    mutating func format(_ text: String) { add("F", Array(text.utf8)) }
    mutating func word(_ key: String, _ value: [UInt8], type: Unicode.Scalar = "I") {
        add(type, [UInt8(key.utf8.count)] + Array(key.utf8) + value)
    }
    mutating func subscribe(_ name: String, id: UInt16, instance: UInt8 = 0) {
        add("A", [instance] + little(id) + Array(name.utf8))
    }
    mutating func sample(_ id: UInt16, _ body: [UInt8]) { add("D", little(id) + body) }
    mutating func text(_ text: String, at time: UInt64, level: Unicode.Scalar = "6") {
        add("L", [UInt8(level.value)] + little(time) + Array(text.utf8))
    }
}

/// A DataFlash log that grows.
struct DataFlashBuilder {
    var bytes: [UInt8] = []

    mutating func format(
        _ type: UInt8, _ name: String, _ letters: String, _ labels: String, length: UInt8? = nil
    ) {
        func fixed(_ text: String, _ width: Int) -> [UInt8] {
            Array(text.utf8) + [UInt8](repeating: 0, count: width - text.utf8.count)
        }
        let widths: [Character: Int] = [
            "a": 64, "b": 1, "B": 1, "h": 2, "H": 2, "i": 4, "I": 4, "f": 4, "d": 8, "n": 4, "N": 16, "Z": 64,
            "c": 2,
            "C": 2, "e": 4, "E": 4, "L": 4, "M": 1, "q": 8, "Q": 8, "g": 2,
        ]
        let sum = letters.reduce(3) { $0 + (widths[$1] ?? 0) }
        record(128, [type, length ?? UInt8(sum)] + fixed(name, 4) + fixed(letters, 16) + fixed(labels, 64))
    }

    mutating func record(_ type: UInt8, _ body: [UInt8]) { bytes += [0xA3, 0x95, type] + body }
}

/// The summary of a log that is handed over in pieces.
func summary(of bytes: [UInt8], piece: Int = .max) throws -> FlightSummary {
    var reader = FlightLogReader()
    var start = 0
    while start < bytes.count {
        let end = start + min(piece, bytes.count - start)
        try reader.receive(Array(bytes[start..<end]))
        start = end
    }
    return try reader.finish()
}

/// A fixture's bytes.
func fixture(_ name: String) throws -> [UInt8] {
    let url = try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
    return [UInt8](try Data(contentsOf: url.appending(path: name)))
}

/// The summary's JSON form as plain values.
func json(_ summary: FlightSummary) throws -> [String: Any] {
    let object = try JSONSerialization.jsonObject(with: try JSONEncoder().encode(summary))
    return try #require(object as? [String: Any])
}
