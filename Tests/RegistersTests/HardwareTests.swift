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
    /// Every profile of the folder, whatever it is called.
    static let shipped: [String] = {
        // An empty list fails the test that counts it.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: hardware.path)) ?? []
        return names.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
    }()

    @Test func `the folder holds the eighteen devices`() { #expect(Self.shipped.count >= 18) }

    @Test(arguments: shipped)
    func `a shipped profile has no problems`(id: String) throws {
        let profile = try shippedProfile(id)
        #expect(profile.id == id)
        #expect(profile.problems() == [])
    }

    /// The requests of one cycle (modbus-requirements R7): fast points, fast and normal points, everything. Each
    /// number follows from the gaps, the limits and the addresses of the file; more would load the line, fewer would
    /// ask what the device refuses.
    static let golden: [String: [Int]] = [
        "advantech-adam-6050": [1, 1, 1],
        "apc-smart-ups": [2, 2, 2],
        "carlo-gavazzi-em340": [0, 4, 5],
        "daly-hkms-bms": [1, 2, 2],
        "dantherm-cdf": [0, 1, 1],
        "delta-vfd-el": [2, 2, 3],
        "eastron-sdm120": [0, 2, 3],
        "eastron-sdm630": [0, 2, 4],
        "epever-tracer": [2, 6, 8],
        "gill-maximet-gmx600": [1, 1, 1],
        "jk-bms": [2, 9, 10],
        "lufft-ws-umb": [1, 1, 2],
        "renke-rs-fsxcs": [1, 1, 1],
        "roost-dock-house": [0, 1, 1],
        "roost-dock-plc": [3, 5, 5],
        "sunspec-802-battery": [1, 1, 1],
        "victron-gx-battery": [2, 2, 3],
        "waveshare-relay-8": [0, 1, 2],
        "xy-md02": [0, 1, 2],
    ]

    @Test(arguments: shipped)
    func `a cycle takes its golden number of requests`(id: String) throws {
        let profile = try shippedProfile(id)
        let classes: [Set<PollClass>] = [[.fast], [.fast, .normal], Set(PollClass.allCases)]
        #expect(classes.map { profile.readPlan(for: $0).count } == Self.golden[id])
    }

    @Test(arguments: shipped)
    func `no request of any cycle breaks a rule of its profile`(id: String) throws {
        let profile = try shippedProfile(id)
        let walls = profile.points.filter { $0.write == .never }
        for number in 1..<16 {
            let classes = Set(
                PollClass.allCases.enumerated().filter { number & 1 << $0.offset != 0 }.map(\.element))
            let plan = profile.readPlan(for: classes)
            // A slow point inside a block comes with the block, which is read more often.
            let wanted = profile.points.filter { point in
                classes.contains(point.poll) && point.write != .never
                    && (classes.contains(.fast) || !profile.blocks.contains { $0.fn == point.fn })
            }.map(\.id)
            #expect(Set(wanted).isSubset(of: plan.flatMap(\.points)), "\(classes)")
            for request in plan {
                let span = request.address..<(request.address + request.count)
                #expect(
                    request.count <= (request.table.isBits ? profile.limits.maxBits : profile.limits.maxRegs))
                #expect(!walls.contains { $0.fn == request.table && $0.addresses.overlaps(span) })
                let inside = profile.points.filter { $0.fn == request.table && $0.addresses.overlaps(span) }
                #expect(inside.allSatisfy { span.contains($0.addresses) }, "a value is cut at \(span)")
                if profile.limits.gaps == .reject {
                    #expect(span.allSatisfy { address in inside.contains { $0.addresses.contains(address) } })
                }
                for point in inside {
                    guard let scale = point.scalePoint, request.points.contains(point.id) else { continue }
                    #expect(request.points.contains(scale) || !wanted.contains(point.id))
                }
            }
        }
    }

    /// The long plans of the reference devices, address by address.
    @Test func `the dock controller and the station are read where their points are`() throws {
        let plc = try shippedProfile("roost-dock-plc"), station = try shippedProfile("lufft-ws-umb")
        #expect(lines(plc.readPlan(for: [.fast])) == ["discrete 0x6", "input 1x7", "input 16x4"])
        #expect(
            lines(plc.readPlan(for: Set(PollClass.allCases)))
                == ["coil 0x2", "discrete 0x6", "holding 0x3", "input 0x8", "input 16x7"])
        #expect(lines(station.readPlan(for: [.fast])) == ["input 42x9"])
        #expect(lines(station.readPlan(for: Set(PollClass.allCases))) == ["holding 0x1", "input 0x51"])
    }

    @Test func `each variant of each profile has no problems of its own`() throws {
        var seen = 0
        for id in Self.shipped {
            let profile = try shippedProfile(id)
            for variant in profile.variants {
                #expect(profile.applying(variant: variant.name)?.problems() == [], "\(id) \(variant.name)")
                seen += 1
            }
        }
        #expect(seen >= 4)
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
