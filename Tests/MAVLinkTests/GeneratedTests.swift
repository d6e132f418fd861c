// SPDX-License-Identifier: Apache-2.0
// The generated files are what the generator makes of the table in Scripts/ today, byte for byte.

import Foundation
import Testing

@testable import MAVLink

@Suite struct GeneratedTests {
    static let script = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Scripts/generate-mavlink.py")
    static let python = "/usr/bin/python3"

    static var canRun: Bool {
        FileManager.default.isExecutableFile(atPath: python)
            && FileManager.default.fileExists(atPath: script.path)
    }

    @Test(.enabled(if: GeneratedTests.canRun, "needs /usr/bin/python3 and the source tree"))
    func `running the generator again changes nothing`() throws {
        let process = Process()
        process.executableURL = URL(filePath: Self.python)
        process.arguments = [Self.script.path, "--check"]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let said = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(String(decoding: said, as: UTF8.self))")
    }

    @Test func `the table is in order and every message is found by its number`() {
        #expect(MessageTable.numbers == MessageTable.all.map { $0.traits.id })
        #expect(MessageTable.numbers == MessageTable.numbers.sorted())
        #expect(MessageTable.wires == MessageTable.all.map { $0.traits.wire })
        for (index, number) in MessageTable.numbers.enumerated() {
            #expect(MessageTable.wire(of: number) == MessageTable.wires[index])
            #expect(MessageTraits.of(number)?.id == number)
        }
        for number: UInt32 in [3, 999_999, .max, 12_921] {
            #expect(MessageTable.wire(of: number) == nil && MessageTable.type(of: number) == nil)
        }
    }

    @Test func `the layout of every message fills its payload exactly`() {
        for type in MessageTable.all {
            let traits = type.traits
            #expect(traits.crcExtra(ofName: traits.name) == traits.wire.crcExtra, "\(traits.name)")
        }
    }
}

extension MessageTraits {
    /// The check byte worked out from the layout, as the definition of MAVLink says: a check of the whole table
    /// that does not rest on the table's own number.
    fileprivate func crcExtra(ofName name: String) -> UInt8 {
        let types = [
            "u8": ("uint8_t", 1), "i8": ("int8_t", 1), "u16": ("uint16_t", 2), "i16": ("int16_t", 2),
            "u32": ("uint32_t", 4), "i32": ("int32_t", 4), "u64": ("uint64_t", 8), "i64": ("int64_t", 8),
            "f32": ("float", 4),
        ]
        var crc = FrameCRC()
        for byte in Array("\(name) ".utf8) { crc.add(byte) }
        var offset = 0
        for entry in layout.split(separator: ",") where offset < Int(wire.lengthV1) {
            let words = entry.split(separator: " ").map(String.init)
            var (type, size) = ("char", 1)
            var count = Int(words[0].dropFirst()) ?? 0
            if words[0].first != "c" {
                let parts = words[0].split(separator: "*").map(String.init)
                (type, size) = types[parts[0]] ?? ("", 0)
                count = parts.count == 2 ? Int(parts[1]) ?? 0 : 0
            }
            for byte in Array("\(type) \(words[1]) ".utf8) { crc.add(byte) }
            if count > 0 { crc.add(UInt8(truncatingIfNeeded: count)) }
            offset += size * max(count, 1)
        }
        return UInt8(crc.value & 0xFF) ^ UInt8(crc.value >> 8)
    }
}
