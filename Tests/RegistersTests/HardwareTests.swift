// SPDX-License-Identifier: Apache-2.0
// The shipped hardware profiles: no problem in them, golden request plans, and every test vector.

import DockModel
import Foundation
import Testing

@testable import Registers

private let hardware = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "hardware")

func shippedProfile(_ id: String) throws -> DeviceProfile {
    try readProfile(String(contentsOf: hardware.appending(path: "\(id).yaml"), encoding: .utf8))
}

private func lines(_ plan: [ReadRequest]) -> [String] {
    plan.map { "\($0.table.rawValue) \($0.address)x\($0.count)" }
}

@Suite struct HardwareTests {
    static let shipped = ["roost-dock-plc", "lufft-ws-umb"]

    @Test(arguments: shipped)
    func `a shipped profile has no problems`(id: String) throws {
        let profile = try shippedProfile(id)
        #expect(profile.id == id)
        #expect(profile.points.count > 15)
        #expect(profile.problems() == [])
    }

    @Test(arguments: shipped)
    func `raw words of the test vectors mean what the vectors say`(id: String) throws {
        let profile = try shippedProfile(id)
        let text = try String(contentsOf: hardware.appending(path: "vectors/\(id).yaml"), encoding: .utf8)
        let vectors = readTree(text)["vectors"]?.items ?? []
        #expect(vectors.count >= 8)
        for vector in vectors {
            let table = try #require(Table(rawValue: vector["fn"]?.text ?? ""))
            let words = (vector["words"]?.items ?? []).map { UInt16($0.int ?? 0) }
            let address = try #require(vector["address"]?.int)
            let span = address..<(address + words.count)
            let inside = profile.points.filter { $0.fn == table && span.contains($0.addresses) }
            let request = ReadRequest(
                table: table, address: address, count: words.count, points: inside.map(\.id))
            var expected = Set((vector["values"]?.pairs ?? []).map(\.0))
            expected.formUnion((vector["qualities"]?.pairs ?? []).map(\.0))
            #expect(Set(inside.map(\.id.text)) == expected)
            for reading in profile.readings(
                of: request, words: words, device: "d", at: Instant(nanoseconds: 0))
            {
                let value = vector["values"]?[reading.point.text]?.double
                let quality = vector["qualities"]?[reading.point.text]?.text ?? "good"
                #expect(reading.quality.rawValue == quality, "\(reading)")
                #expect(reading.value?.number == value, "\(reading)")
            }
        }
    }

    @Test func `the dock controller is read with three requests a second`() throws {
        let plc = try shippedProfile("roost-dock-plc")
        #expect(lines(plc.readPlan(for: [.fast])) == ["discrete 0x6", "input 1x7", "input 16x4"])
        #expect(
            lines(plc.readPlan(for: [.fast, .normal]))
                == ["coil 0x2", "discrete 0x6", "holding 0x1", "input 1x7", "input 16x7"])
        #expect(
            lines(plc.readPlan(for: Set(PollClass.allCases)))
                == ["coil 0x2", "discrete 0x6", "holding 0x3", "input 0x8", "input 16x7"])
    }

    @Test func `the weather station is read with one request a second and its reset registers never`() throws
    {
        let station = try shippedProfile("lufft-ws-umb")
        #expect(lines(station.readPlan(for: [.fast])) == ["input 42x9"])
        #expect(lines(station.readPlan(for: [.fast, .normal])) == ["input 10x41"])
        let all = station.readPlan(for: Set(PollClass.allCases))
        #expect(lines(all) == ["holding 0x1", "input 0x51"])
        #expect(!all.contains { $0.points.contains("rain_reset") || $0.points.contains("device_reset") })
    }

    @Test func `each readable point is in the full plan exactly once`() throws {
        for id in HardwareTests.shipped {
            let profile = try shippedProfile(id)
            let planned = profile.readPlan(for: Set(PollClass.allCases)).flatMap(\.points)
            #expect(planned.sorted() == profile.readablePoints.sorted())
        }
    }

    /// Every profile of a folder outside the package, when the caller names one.
    @Test(.enabled(if: ProcessInfo.processInfo.environment["ROOST_PROFILES"] != nil))
    func `other profiles have no problems and plans within their limits`() throws {
        let folder = URL(filePath: ProcessInfo.processInfo.environment["ROOST_PROFILES"] ?? "")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "yaml" }
        #expect(!files.isEmpty)
        for file in files {
            let profile = try readProfile(String(contentsOf: file, encoding: .utf8))
            #expect(profile.problems() == [], "\(profile.id)")
            let plan = profile.readPlan(for: Set(PollClass.allCases))
            #expect(Set(plan.flatMap(\.points)) == Set(profile.readablePoints), "\(profile.id)")
            for request in plan {
                #expect(
                    request.count <= (request.table.isBits ? profile.limits.maxBits : profile.limits.maxRegs))
            }
        }
    }
}
