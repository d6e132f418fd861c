// SPDX-License-Identifier: Apache-2.0
// Archives of results: stored, packed and long ones are read, and no damaged one gives octets that were not in it.

import Foundation
import Testing

@testable import Mapping

/// A ZIP archive of stored files, written by hand.
private func archive(_ files: [(name: String, octets: [UInt8])], isLong: Bool = false) -> [UInt8] {
    func number(_ value: Int, _ octets: Int) -> [UInt8] {
        (0..<octets).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    func crc(_ octets: [UInt8]) -> Int {
        var sum: UInt32 = 0xFFFF_FFFF
        for octet in octets {
            sum ^= UInt32(octet)
            for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
        }
        return Int(~sum)
    }
    var body: [UInt8] = [], directory: [UInt8] = []
    for (name, octets) in files {
        let place = body.count
        let sizes = number(crc(octets), 4) + number(octets.count, 4) + number(octets.count, 4)
        body += number(0x0403_4B50, 4) + number(20, 2) + number(0, 8) + sizes
        body += number(name.utf8.count, 2) + number(0, 2) + Array(name.utf8) + octets
        let extra =
            isLong
            ? number(1, 2) + number(24, 2) + number(octets.count, 8) + number(octets.count, 8)
                + number(place, 8) : []
        directory +=
            number(0x0201_4B50, 4) + number(20, 2) + number(20, 2) + number(0, 8) + number(crc(octets), 4)
        directory +=
            isLong
            ? number(0xFFFF_FFFF, 4) + number(0xFFFF_FFFF, 4)
            : number(octets.count, 4) + number(octets.count, 4)
        directory += number(name.utf8.count, 2) + number(extra.count, 2) + number(0, 10)
        directory += number(isLong ? 0xFFFF_FFFF : place, 4) + Array(name.utf8) + extra
    }
    let start = body.count
    var end: [UInt8] = []
    if isLong {
        end += number(0x0606_4B50, 4) + number(44, 8) + number(45, 2) + number(45, 2) + number(0, 8)
        end += number(files.count, 8) + number(files.count, 8) + number(directory.count, 8) + number(start, 8)
        end += number(0x0706_4B50, 4) + number(0, 4) + number(start + directory.count, 8) + number(1, 4)
    }
    end += number(0x0605_4B50, 4) + number(0, 4) + number(isLong ? 0xFFFF : files.count, 2)
    end += number(isLong ? 0xFFFF : files.count, 2) + number(directory.count, 4)
    end += number(isLong ? 0xFFFF_FFFF : start, 4) + number(0, 2)
    return body + directory + end
}

@Suite struct MapArchiveTests {
    private let report = Array("{\"reconstruction_statistics\": {}}".utf8)

    private func open(_ octets: [UInt8]) throws -> MapArchive {
        let path = FileManager.default.temporaryDirectory.path + "/roost-zip-\(UUID().uuidString)"
        try Data(octets).write(to: URL(filePath: path))
        // The archive holds the file open.
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try MapArchive(path: path, names: ["odm_report/stats.json"])
    }

    @Test(arguments: [false, true])
    func `a stored file is found by the directory`(_ isLong: Bool) throws {
        let whole = archive([("other", [1, 2, 3]), ("odm_report/stats.json", report)], isLong: isLong)
        #expect(try open(whole).octets(of: "odm_report/stats.json", limit: 100) == report)
    }

    @Test func `what is not there, too long or no archive is refused`() throws {
        let whole = archive([("odm_report/stats.json", report)])
        #expect(
            throws: MapArchiveError(description: "odm_report/stats.json has 33 octets, at most 32 are read")
        ) {
            try open(whole).octets(of: "odm_report/stats.json", limit: 32)
        }
        #expect(throws: MapArchiveError(description: "the results hold no odm_report/stats.json")) {
            try open(archive([("other", [])])).octets(of: "odm_report/stats.json", limit: 100)
        }
        #expect(throws: MapArchiveError(description: "the results are no ZIP archive")) {
            try open(Array("{\"error\": \"Asset not ready\"}".utf8))
        }
        #expect(throws: MapArchiveError.self) { try open([]) }
    }

    @Test func `no cut or changed archive gives other octets, and none traps`() throws {
        let whole = archive([("odm_report/stats.json", report)], isLong: true)
        for place in stride(from: 0, to: whole.count, by: 2) {
            var changed = whole
            changed[place] ^= 1 << UInt8(place / 2 % 8)
            // A refusal is as good as the right octets.
            let found = try? open(changed).octets(of: "odm_report/stats.json", limit: 1_000)
            #expect(found == nil || found == report, "octet \(place)")
            // It has to be refused.
            let cut = try? open(Array(whole.prefix(place))).octets(of: "odm_report/stats.json", limit: 1_000)
            #expect(cut == nil)
        }
    }
}
